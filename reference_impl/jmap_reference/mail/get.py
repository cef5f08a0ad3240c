"""Email/get (RFC 8621, Section 4.2)."""

from __future__ import annotations

from typing import Any

from ..standard.call import Call
from ..standard.get import fetch
from .display import display_of, displayed


def get(call: Call) -> dict[str, Any]:
    """``{accountId, state, list: Email[], notFound: Id[]}``

    Raises:
        RequestTooLarge: more ids than maxObjectsInGet, or null where there are more Emails.
    """
    display = display_of(call)
    found, missing = fetch(call)
    return {
        "accountId": call.account.id,
        "state": call.records.state("Email"),
        "list": [{"id": email["id"]} | displayed(call.transaction, call.account.id, email, display) for email in found],
        "notFound": missing,
    }
