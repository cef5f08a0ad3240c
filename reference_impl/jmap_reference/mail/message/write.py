"""Values in the forms of RFC 8621, Section 4.1.2, to header fields: the way back of ``headers``.

Each function gives the words of a field, between which a line may be folded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final
from urllib.parse import quote

from .addresses import EmailAddress, EmailAddressGroup
from .encode import MAX_LINE, encoded_words, one_line, quoted_string

_FOLD_AT: Final = 78
_LONG: Final = 200
"""Characters of a word above which it is encoded, so that it can be folded."""

_ATEXT: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"
_ATOM: Final = re.compile(_ATEXT)
_ADDRESS: Final = re.compile(
    rf'(?:{_ATEXT}(?:\.{_ATEXT})*|"(?:[^"\\\r\n]|\\.)*")@(?:{_ATEXT}(?:\.{_ATEXT})*|\[[^\]\[\\]*\])'
)


class CannotBeWritten(ValueError):
    """A value that would break the message, or be another one when read."""


def field(name: str, form: str, value: Any) -> bytes:
    """A header field with its CRLF; nothing for an empty list where a field would mean another thing.

    Raises:
        CannotBeWritten: the value is no value of this form.
    """
    if form == "Raw":
        return _checked(f"{name}:{_raw(value)}")
    words = FORMS[form](value)
    return _checked(folded(name, words)) if words or form == "Text" else b""


def folded(name: str, words: Iterable[str]) -> str:
    """``Name: word word …``, with CRLF and a space where a line would get long."""
    lines = [f"{name}:"]
    for number, word in enumerate(words):
        if number and len(lines[-1]) + 1 + len(word.encode()) > _FOLD_AT:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines)


def _checked(field: str) -> bytes:
    octets = field.encode("utf-8", "replace")
    if any(len(line) > MAX_LINE for line in octets.split(b"\r\n")):
        raise CannotBeWritten(f"a line has more than {MAX_LINE} octets")
    return octets + b"\r\n"


def _raw(value: str) -> str:
    # A line break that folds nothing would begin another field, or the body.
    if not re.fullmatch(r"(?:[^\0\r\n]|\r?\n[ \t])*", value):
        raise CannotBeWritten("a NUL, or a line break that folds nothing")
    return value.replace("\r\n", "\n").replace("\n", "\r\n")


def _text(value: str) -> list[str]:
    """The words as they are, but for those from the first to the last that has to be encoded."""
    words = (value if value.isascii() and "\r" not in value and "\n" not in value else one_line(value)).split(" ")
    coded = [number for number, word in enumerate(words) if not _is_plain(word)]
    if not coded or words == [""]:
        return words if words != [""] else []
    first, last = coded[0], coded[-1] + 1
    return words[:first] + encoded_words(one_line(" ".join(words[first:last]))) + words[last:]


def _is_plain(word: str) -> bool:
    printable = word.replace("\t", "")
    return bool(printable) and len(word) <= _LONG and word.isascii() and printable.isprintable() and "=?" not in word


def _phrase(name: str) -> list[str]:
    """A display-name: atoms, a quoted-string or encoded words, which never are within a quoted-string."""
    name = one_line(name).strip()
    words = name.split(" ")
    if not name.isascii() or "=?" in name or any(len(word) > _LONG for word in words):
        return encoded_words(name)
    if all(_ATOM.fullmatch(word) for word in words):
        return words
    quoted = quoted_string(name)
    if "  " not in quoted:
        return quoted.split(" ")
    # Some readers make one space of several where a field is folded.
    return [quoted] if len(quoted) <= _LONG else encoded_words(name)


def _mailbox(address: EmailAddress) -> list[str]:
    """``name <email>``; a draft may have anything for an address, so what is none is quoted."""
    name = one_line(address.get("name") or "").strip()
    email = one_line(address.get("email") or "").strip()
    is_address = _ADDRESS.fullmatch(email) is not None
    if not is_address and (re.search(r'[<>()"\\]', email) or email.startswith("@")):
        email = quoted_string(email)
    if name:
        return [*_phrase(name), f"<{email}>"]
    return [email if is_address else f"<{email}>"]


def _listed(items: Iterable[list[str]], mark: str = ",") -> list[str]:
    """The words of all items, with the mark after each but the last."""
    words: list[str] = []
    for item in items:
        if words:
            words[-1] += mark
        words += item
    return words


def _group(group: EmailAddressGroup) -> list[str]:
    members = _listed(_mailbox(address) for address in group.get("addresses") or ())
    if group.get("name") is None:
        return members
    name = _phrase(group["name"]) if one_line(group["name"]).strip() else ['""']
    words = [*name[:-1], name[-1] + ":", *members]
    return [*words[:-1], words[-1] + ";"]


def _addresses(value: list[EmailAddress]) -> list[str]:
    return _listed(_mailbox(address) for address in value)


def _grouped(value: list[EmailAddressGroup]) -> list[str]:
    return _listed(filter(None, map(_group, value)))


def _message_ids(value: list[str]) -> list[str]:
    for id in value:
        if not re.fullmatch(r"[^\s<>()\x00-\x1f\x7f]+", id):
            raise CannotBeWritten(f"{id!r} is no message id")
    return [f"<{id}>" for id in value]


def _date(value: str) -> list[str]:
    try:
        # A leap second is the last that the calendar of Python can count.
        date = datetime.fromisoformat(re.sub(r"^(.{17})60", r"\g<1>59", value))
        return format_datetime(date).split(" ")
    except ValueError as error:
        raise CannotBeWritten(f"{value!r} is no date") from error


def _urls(value: list[str]) -> list[str]:
    for url in value:
        if re.search(r"[\s<>\x00-\x1f\x7f]", url):
            raise CannotBeWritten(f"{url!r} is no URL")
    return _listed([f"<{ascii_url(url)}>"] for url in value)


def ascii_url(url: str) -> str:
    return url if url.isascii() else quote(url, safe="%!#$&'()*+,/:;=?@[]~", errors="replace")


FORMS: Final[dict[str, Callable[[Any], list[str]]]] = {
    "Text": _text,
    "Addresses": _addresses,
    "GroupedAddresses": _grouped,
    "MessageIds": _message_ids,
    "Date": _date,
    "URLs": _urls,
}
