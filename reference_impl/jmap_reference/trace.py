"""What ``--trace`` shows of a body: all of it but secrets."""

from __future__ import annotations

from typing import Any, Final

from . import ijson

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
