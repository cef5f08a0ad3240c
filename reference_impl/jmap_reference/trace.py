"""What the log shows: of each call a line, and with ``--trace`` the whole of a body but secrets."""

from __future__ import annotations

from typing import Any, Final

from . import ijson
from .generated import methods as tables

SECRETS: Final = frozenset({"keys", "verificationCode", "url"})
"""Members of a PushSubscription by which somebody else could read what is pushed, or push."""

MASK: Final = "***"


def shown(value: Any) -> str:
    """A JSON value as one line, with secrets masked."""
    return ijson.dump(masked(value)).decode()


def masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: MASK if name in SECRETS and inner is not None else masked(inner) for name, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [masked(inner) for inner in value]
    return value


def line(name: str, response: str, inner: dict[str, Any], duration: float) -> str:
    """Method, account, state or error, milliseconds; nothing that a client made up."""
    if name not in tables.METHODS or response == "error":
        outcome = inner["type"]
    else:
        outcome = inner.get("newState") or inner.get("state") or "-"
    known = name if name in tables.METHODS else "-"
    account = inner.get("accountId", "-") if known != "Core/echo" and response != "error" else "-"
    return f"{known} {account} {outcome} {duration:.1f} ms"
