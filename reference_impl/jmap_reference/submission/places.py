"""Where mail goes out, and where it comes in, as a configuration says it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

RELAY: Final = "HOST:PORT, smtps://HOST:PORT, or one of these with USER@ before HOST"
LMTP: Final = "PORT or HOST:PORT"

_LABEL: Final = "[0-9A-Za-z](?:[0-9A-Za-z-]*[0-9A-Za-z])?"
_HOST: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")


def relay_url(text: str) -> SplitResult:
    """The URL of a relay, its scheme ``smtp`` or ``smtps``.

    Raises:
        ValueError: the text is none; the message says what is allowed.
    """
    try:
        url = urlsplit(text if "://" in text else f"smtp://{text}")
        is_right = url.scheme in ("smtp", "smtps") and url.hostname and url.port and not (url.path or url.query)
    except ValueError:  # the port is no number, or too large
        is_right = False
    if not is_right:
        raise ValueError(f'found "{text}"; allowed is {RELAY}')
    return url


def lmtp_address(text: str) -> tuple[str, int]:
    """Where to listen: the host, and the port.

    Raises:
        ValueError: the text has no port; the message says what is allowed.
    """
    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit()) or int(port) > 65535:
        raise ValueError(f'found "{text}"; allowed is {LMTP}')
    return host.removeprefix("[").removesuffix("]") or "127.0.0.1", int(port)


def is_host(name: str) -> bool:
    """Whether it can be the name of a mail server: several labels, with dots between (RFC 5321, Section 2.3.5)."""
    return _HOST.fullmatch(name) is not None and len(name) <= 255
