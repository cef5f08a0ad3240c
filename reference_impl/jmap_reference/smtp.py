"""What the server takes of SMTP, unless it is told otherwise: the extensions whose parameters an envelope may have."""

from __future__ import annotations

from typing import Final

DELAY: Final = 30 * 24 * 3600
"""Seconds: who writes in the holidays may have it sent when they are over."""

SIZE: Final = 50_000_000
"""Octets of a message."""

RECIPIENTS: Final = 1000
"""Of a message; RFC 5321, Section 4.5.3.1.8, wants 100 or more."""


def smtp_extensions(size: int = SIZE, recipients: int = RECIPIENTS, delay: int = DELAY) -> dict[str, list[str]]:
    """With the octets that a message may have, its recipients, and the seconds for which it can be held."""
    return {
        # The last time that can be written is no limit: the seconds are one (RFC 4865).
        **({"FUTURERELEASE": [str(delay), "9999-12-31T23:59:59Z"]} if delay else {}),
        "SIZE": [str(size)],
        # RFC 3461; it is announced without arguments. Where a relay does not have it, we report ourselves.
        "DSN": [],
        # RFC 9422
        "LIMITS": [f"RCPTMAX={recipients}"],
    }
