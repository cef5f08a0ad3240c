"""Where IMAP is to listen, as the setting says it. It asks for no library: what is wrong is told without one too."""

from __future__ import annotations


def address_of(text: str) -> tuple[bool, str, int]:
    """Whether TLS comes first, and where to listen: the host, and the port.

    Raises:
        ValueError: the text has no port.
    """
    scheme, _, rest = text.rpartition("://")
    host, _, port = rest.rpartition(":")
    if scheme not in ("", "imap", "imaps") or not port.isdigit():
        raise ValueError(f"--imap {text}: [HOST:]PORT or imaps://[HOST:]PORT is needed")
    return scheme == "imaps", host.removeprefix("[").removesuffix("]") or "127.0.0.1", int(port)
