"""Content-Transfer-Encodings, decoded as well as can be (RFC 2045, Section 6)."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64, a2b_qp
from typing import Final

IDENTITY: Final = frozenset({"7bit", "8bit", "binary"})
KNOWN: Final = IDENTITY | {"quoted-printable", "base64"}


def transfer_decoded(octets: bytes, encoding: str) -> bytes:
    """The octets after decoding; an unknown encoding is none."""
    if encoding == "base64":
        return unbase64(octets)
    if encoding == "quoted-printable":
        return a2b_qp(_without_trailing_space(octets))
    return octets


def unbase64(octets: bytes) -> bytes:
    """What is not of the alphabet is passed over, and an end that was cut off is left out."""
    try:
        return a2b_base64(octets)
    except Error:
        digits = re.sub(rb"[^A-Za-z0-9+/]", b"", octets.partition(b"=")[0])
        whole = digits[: len(digits) - 1] if len(digits) % 4 == 1 else digits
        return a2b_base64(whole + b"=" * (-len(whole) % 4))


def _without_trailing_space(octets: bytes) -> bytes:
    """White space at the end of a line was added on the way (RFC 2045, Section 6.7, rule 3)."""
    if not any(space in octets for space in (b" \r", b" \n", b"\t\r", b"\t\n")):
        return octets
    lines = octets.split(b"\n")
    return b"\n".join(line[:-1].rstrip(b" \t") + b"\r" if line[-1:] == b"\r" else line.rstrip(b" \t") for line in lines)
