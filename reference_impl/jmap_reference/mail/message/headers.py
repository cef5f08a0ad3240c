"""The forms in which a header field is given (RFC 8621, Sections 4.1.2 and 4.1.3)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import Any, Final

from ...generated import methods as tables
from .addresses import addresses, grouped
from .parameters import unfold, without_comments
from .parts import Header
from .words import decode_words

CONVENIENCE: Final = {prop.name: prop.header for prop in tables.TYPES["Email"].properties.values() if prop.header}
"""The properties of an Email that are short names of others."""


@dataclass(frozen=True, slots=True)
class HeaderProperty:
    """A property that is a header field: ``header:Resent-To:asAddresses:all``."""

    #: As the property spells it.
    name: str
    #: Raw, Text, Addresses, GroupedAddresses, MessageIds, Date or URLs.
    form: str
    #: Whether the value is an array with an item for each field of this name.
    all: bool


class NotAHeaderProperty(ValueError):
    """No property of the form ``header:…``."""


def parse_property(property: str) -> HeaderProperty:
    """What a property asks for; ``property`` is the name of a convenience property or begins with ``header:``.

    Which forms a field may have is for the schema of property names to say.

    Raises:
        NotAHeaderProperty: it is malformed.
    """
    found = _PROPERTY.fullmatch(CONVENIENCE.get(property, property))
    if found is None:
        raise NotAHeaderProperty(f"{property!r} is no property for a header field")
    # req: mail/HeaderFields/raw-by-default
    #   Without a form, the value MUST be in the Raw form.
    return HeaderProperty(found[1], found[2] or "Raw", bool(found[3]))


def property_value(headers: Sequence[Header], property: str) -> Any:
    """The value of a property such as ``subject`` or ``header:To:asAddresses:all``.

    Raises:
        NotAHeaderProperty: see :func:`parse_property`.
    """
    wanted = parse_property(property)
    return header_value(headers, wanted.name, wanted.form, wanted.all)


def header_value(headers: Sequence[Header], name: str, form: str = "Raw", all_: bool = False) -> Any:
    """The last field of this name (null if there is none) or, if ``all_``, an array of all, in this form."""
    # req: mail/HeaderFields/caseless
    #   The case of the field's name MUST NOT matter.
    name = name.lower()
    read = FORMS[form]
    # req: mail/HeaderFields/all
    #   With :all, it MUST be an array with the value of each, in the order of the message; an empty one if there is
    #   none.
    if all_:
        return [read(header.value) for header in headers if header.name.lower() == name]
    # req: mail/HeaderFields/last
    #   Without :all, the value MUST be that of the last field of the name, or null if there is none.
    for header in reversed(headers):
        if header.name.lower() == name:
            return read(header.value)
    return None


def as_text(value: str) -> str:
    """``String``: unfolded, decoded, in NFC."""
    # req: mail/TextForm/trimmed
    #   Spaces at the beginning MUST be removed.
    # req: mail/TextForm/nfc
    #   The result MUST be in normalization form C.
    return unicodedata.normalize("NFC", decode_words(unfold(value).lstrip(" ")))


def as_message_ids(value: str) -> list[str] | None:
    """``String[]|null``: what stands in angle brackets; phrases between them are obsolete and passed over."""
    # req: mail/MessageIdsForm/bare
    #   Comments, folding and the angle brackets around each id MUST be removed.
    found = re.findall(r"<([^<>]*)>", without_comments(unfold(value)))
    # req: mail/MessageIdsForm/null-if-broken
    #   A value that is no such list MUST become null.
    return ["".join(id.split()) for id in found] or None


def as_date(value: str) -> str | None:
    """``Date|null``; a zone that is not known counts as UTC, as does none."""
    try:
        found = parsedate_tz(without_comments(unfold(value)))
        # req: mail/DateForm/null-if-broken
        #   A value that is no date MUST become null.
        if found is None:
            return None
        zone = timezone(timedelta(seconds=found[9] or 0))
        # A leap second is the last that the calendar of Python can count.
        date = datetime(*found[:5], min(found[5], 59), tzinfo=zone)
    except (ValueError, OverflowError, IndexError, TypeError):  # what the library raises for nonsense
        return None
    return date.isoformat().replace("+00:00", "Z")


def as_urls(value: str) -> list[str] | None:
    """``String[]|null``: the URLs up to the first thing that is none (RFC 2369, Section 2)."""
    found: list[str] = []
    text, at = without_comments(unfold(value)), 0
    while matched := _URL.match(text, at):
        # req: mail/URLsForm/bare
        #   The angle brackets and any comments MUST be removed.
        found.append("".join(matched[1].split()))
        at = matched.end()
    # req: mail/URLsForm/null-if-broken
    #   A value that is no such list MUST become null.
    return found or None


FORMS: Final[dict[str, Callable[[str], Any]]] = {
    "Raw": str,
    "Text": as_text,
    "Addresses": addresses,
    "GroupedAddresses": grouped,
    "MessageIds": as_message_ids,
    "Date": as_date,
    "URLs": as_urls,
}
"""How each form is made of a Raw value."""

_PROPERTY: Final = re.compile(rf"header:([!-9;-~]+)(?::as({'|'.join(FORMS)}))?(:all)?")
_URL: Final = re.compile(r"[\s,]*+<([^<>]*+)>")
