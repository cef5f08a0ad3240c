"""Orders of strings, by the names of the collation registry (RFC 4790)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any, Final

from .dates import moment


def ascii_casemap(text: str) -> bytes:
    """RFC 4790, Section 9.2: small ASCII letters are the same as capital ones, then octets count."""
    return text.encode().upper()


def octet(text: str) -> bytes:
    """RFC 4790, Section 9.3."""
    return text.encode()


def unicode_casemap(text: str) -> bytes:
    """RFC 5051: each character in title case and decomposed, then octets count."""
    titled = (title if len(title := character.title()) == 1 else character for character in text)
    return unicodedata.normalize("NFKD", "".join(titled)).encode()


Collation = Callable[[str], bytes]

COLLATIONS: Final[dict[str, Collation]] = {
    "i;ascii-casemap": ascii_casemap,
    "i;octet": octet,
    "i;unicode-casemap": unicode_casemap,
}

# req: core/Comparator/collation/default-unicode
#   What the server chooses MUST be aware of Unicode.
# req: core/Comparator/collation/default-casemap
DEFAULT: Final = "i;unicode-casemap"
"""Where a Comparator names none: it knows Unicode and ignores case, as RFC 8620, Section 5.5, asks."""


def sort_key(value: Any, collation: Collation | None) -> tuple[int, Any]:
    """What to compare for ``value``: nothing first, false before true, numbers by size, strings by collation.

    Without a collation, a string is a date.
    """
    match value:
        case None:
            return (0, 0)
        # req: core/Comparator/property/booleans
        #   In ascending order, false MUST come before true.
        # req: core/Comparator/property/numbers
        #   A lower number MUST come before a higher.
        case bool() | int() | float():
            return (1, value)
        case str():
            # req: core/Comparator/property/dates
            #   Of two Dates or UTCDates, the earlier moment MUST come first.
            return (2, collation(value) if collation else moment(value))
    return (3, len(value))
