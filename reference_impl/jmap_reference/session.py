"""The Session object: what the server offers to a user, and where (RFC 8620, Section 2)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from .generated import methods as tables
from .ijson import dump
from .limits import Limits
from .store.values import Account

WITH_ACCOUNTS: Final = tuple(dict.fromkeys(each.capability for each in tables.METHODS.values()))
"""Capabilities that are used with an account. Without a method, there is nothing to be used."""

CORE = next(urn for urn, capability in tables.CAPABILITIES.items() if capability.room == "core")


@lru_cache(maxsize=1024)
def session(user: str, accounts: tuple[Account, ...], limits: Limits, origin: str, ticket: str = "") -> dict[str, Any]:
    """The Session object of ``user``; do not change it, it is kept.

    ``origin``: scheme and authority by which the client reached the server, so that every
    URL in it is absolute and leads back here. ``ticket``: what the client shows to the event source
    instead of credentials, if it cannot do better.
    """
    shown = f"&ticket={ticket}" if ticket else ""
    said = {
        "capabilities": {urn: _values(capability.session, limits) for urn, capability in tables.CAPABILITIES.items()},
        "accounts": {account.id: _account(account, limits) for account in accounts},
        "primaryAccounts": _primary(accounts),
        "username": user,
        "apiUrl": f"{origin}/jmap/api",
        # req: core/Session/downloadUrl/variables
        #   The template MUST have the variables accountId, blobId, type and name.
        # req: core/Session/downloadUrl/type-in-query
        "downloadUrl": f"{origin}/jmap/download/{{accountId}}/{{blobId}}/{{name}}?type={{type}}",
        # req: core/Session/uploadUrl/variables
        #   The template MUST have the variable accountId.
        "uploadUrl": f"{origin}/jmap/upload/{{accountId}}",
        # req: core/Session/eventSourceUrl/variables
        #   The template MUST have the variables types, closeafter and ping.
        "eventSourceUrl": (f"{origin}/jmap/eventsource?types={{types}}&closeafter={{closeafter}}&ping={{ping}}{shown}"),
    }
    # req: core/Session/state/changes
    #   When any other member of the Session changes, this MUST change with it.
    return said | {"state": hashlib.sha256(dump(said)).hexdigest()[:16]}


def _account(account: Account, limits: Limits) -> dict[str, Any]:
    if account.view:
        limits = replace(limits, mayCreateTopLevelMailbox=False)
    return {
        "name": account.name,
        "isPersonal": account.is_personal,
        "isReadOnly": account.is_read_only,
        "accountCapabilities": {
            urn: _values(capability.account, limits)
            for urn, capability in tables.CAPABILITIES.items()
            # req: core/Account/accountCapabilities/listed
            #   A capability that has methods MUST be listed where the user can use these methods with the account.
            # req: core/Account/accountCapabilities/not-listed
            #   It MUST NOT be listed where the user cannot.
            if urn in WITH_ACCOUNTS and account.supports(urn)
        },
    }


def _primary(accounts: tuple[Account, ...]) -> dict[str, str]:
    """For every capability but core, the first personal account that has it."""
    own = [account for account in accounts if account.is_personal]
    found = {urn: next((each.id for each in own if each.supports(urn)), None) for urn in WITH_ACCOUNTS}
    # req: core/Session/primaryAccounts/without-core
    return {urn: id for urn, id in found.items() if id and urn != CORE}


def _values(names: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """The values of those members that this server has one for, as JSON."""
    values = {name: getattr(limits, name) for name in names if hasattr(limits, name)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
