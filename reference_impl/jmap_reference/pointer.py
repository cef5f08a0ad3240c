"""JSON Pointer (RFC 6901), as far as patches and result references share it."""

from __future__ import annotations

import re
from typing import Final

_BAD_ESCAPE: Final = re.compile("~(?![01])")


def unescape(token: str) -> str:
    """A reference token as the name that it stands for.

    Raises:
        ValueError: a tilde is followed by neither 0 nor 1.
    """
    if "~" not in token:
        return token
    if _BAD_ESCAPE.search(token):
        raise ValueError(f"bad escape in {token!r}")
    return token.replace("~1", "/").replace("~0", "~")
