"""Octets to text: which charsets are known, and what no string in an answer may hold."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import Final

_NOT_CHARSETS: Final = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "charmap"})
"""Codecs of Python that decode text but are no charsets of mail."""

_SUPERSETS: Final = {"gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932"}
"""What mail says and what it means: senders label the larger set by the name of the smaller, and browsers know it."""

_MARKS: Final = {
    "utf_16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
    "utf_32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
}
"""What tells the order of octets; where it is missing, the greater comes first (RFC 2781, Section 4.3)."""

_LOOKED_AT: Final = 1000
"""Octets."""

_ENDS: Final = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_FORBIDDEN: Final = re.compile(f"[\ud800-\udfff\ufdd0-\ufdef{_ENDS}]")
"""Surrogates and noncharacters, which I-JSON excludes from strings (RFC 7493, Section 2.1)."""


def clean(text: str) -> str:
    """The text with U+FFFD for what I-JSON does not allow in a string."""
    return text if text.isascii() else _FORBIDDEN.sub("\ufffd", text)


@lru_cache(maxsize=256)
def codec(charset: str) -> str | None:
    """Python's name for a charset; None if the charset is not known."""
    try:
        name = codecs.lookup(charset.strip()).name.replace("-", "_")
        b"-".decode(name, "ignore")  # LookupError for what is no text encoding, such as zlib
    except (LookupError, ValueError):
        return None
    return None if name in _NOT_CHARSETS else _SUPERSETS.get(name, name)


def decode(octets: bytes, name: str, errors: str = "replace", *, complete: bool = True) -> str:
    """The text of octets in a charset that :func:`codec` has named.

    If not ``complete``, the octets were cut off somewhere, and half a character at the end is left out.

    Raises:
        UnicodeError: if ``errors`` is ``strict`` and the octets are malformed.
    """
    if name in _MARKS and not octets.startswith(_MARKS[name]):
        name += "_le" if _is_little(octets[:_LOOKED_AT]) else "_be"
    if not complete:
        try:
            return clean(codecs.getincrementaldecoder(name)(errors).decode(octets))
        except UnicodeError:  # for ISO 2022 also where an escape sequence is too long
            pass
    return clean(octets.decode(name, errors))


def _is_little(octets: bytes) -> bool:
    """Whether the lesser octet comes first, against the rule, as some senders have it: zeros are the greater ones."""
    return octets[1::2].count(0) > octets[::2].count(0)
