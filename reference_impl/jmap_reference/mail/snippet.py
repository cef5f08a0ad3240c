"""SearchSnippet/get: where in the Emails is what was searched for (RFC 8621, Section 5)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from ..errors import method
from ..standard.call import Call
from ..store.values import Filter, Phrase, Record
from .message.parse import parse
from .message.search import searchable
from .search import TEXT_CONDITIONS, normal
from .words import Span, spans

MAX_PREVIEW: Final = 255
"""Octets."""
_SUBJECT: Final = frozenset({"text", "subject"})
_BODY: Final = frozenset({"text", "body"})
_BEFORE: Final = 40
"""Characters of context before the first match."""
_MARK, _MARK_END, _MORE = "<mark>", "</mark>", "…"

# req: mail/SearchSnippet/subject/escaped
#   The characters &, < and > MUST be written as entities.
_ESCAPED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def snippets(call: Call) -> dict[str, Any]:
    """``{accountId, list: SearchSnippet[], notFound: Id[]|null}``

    Raises:
        RequestTooLarge: more ids than maxObjectsInGet.
        UnsupportedFilter: see ``normal``.
    """
    wanted = list(dict.fromkeys(call.arguments["emailIds"]))
    if len(wanted) > call.limits.maxObjectsInGet:
        raise method.RequestTooLarge(f"{len(wanted)} Emails, {call.limits.maxObjectsInGet} allowed")
    sought = list(asked_for(normal(call.arguments["filter"])))
    in_subject = [phrase for name, phrase in sought if name in _SUBJECT]
    in_body = [phrase for name, phrase in sought if name in _BODY]
    emails = call.records.read("Email", wanted)
    # req: mail/SearchSnippet/get/response/list/complete
    #   Every Email of the request that exists MUST have one.
    found = [
        {
            "emailId": id,
            "subject": marked(email.get("subject"), in_subject),
            "preview": preview_of(call, email, in_body) if in_body else None,
        }
        for id, email in emails.items()
    ]
    # req: mail/SearchSnippet/get/response/notFound/complete
    #   Every such id of the request MUST be here.
    return {"accountId": call.account.id, "list": found, "notFound": [id for id in wanted if id not in emails] or None}


def asked_for(filter: Filter | None) -> Iterator[tuple[str, Phrase]]:
    """Each phrase that is looked for in a text, with its condition; not those that shall not be there."""
    if filter is None or filter.get("operator") == "NOT":
        return
    if "operator" in filter:
        for inner in filter["conditions"]:
            yield from asked_for(inner)
        return
    for name, value in filter.items():
        if name in TEXT_CONDITIONS:
            yield from ((name, phrase) for phrase in value)


def preview_of(call: Call, email: Record, wanted: list[Phrase]) -> str | None:
    """An excerpt of the body or, failing that, of what is attached."""
    raw = call.transaction.blob(call.account.id, email.get("blobId", "")) or b""
    texts = searchable(parse(raw), raw)
    return excerpt(texts["body"], wanted) or excerpt(texts["attachments"], wanted)


def marked(text: str | None, wanted: list[Phrase]) -> str | None:
    """All of ``text`` with the matches marked; None if there are none."""
    plain = unicodedata.normalize("NFC", text or "")
    found = spans(plain, wanted)
    return "".join(_pieces(plain, found)) if found else None


def excerpt(text: str, wanted: list[Phrase]) -> str | None:
    """The part of ``text`` around the first match, with all matches in it marked; None if there are none."""
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    found = spans(plain, wanted)
    if not found:
        return None
    start = max(0, found[0][0] - _BEFORE)
    if start:
        start = plain.find(" ", start, found[0][0]) + 1 or found[0][0]
    shifted = [(begin - start, end - start) for begin, end in found]
    made = _MORE if start else ""
    # req: mail/SearchSnippet/preview/size
    #   It MUST NOT have more than 255 octets.
    left = MAX_PREVIEW - len((made + _MORE).encode())
    inside = False
    for piece in _pieces(plain[start:], shifted):
        inside = piece == _MARK or (inside and piece != _MARK_END)
        left -= len(piece.encode())
        if left < (len(_MARK_END) if inside else 0):
            made = made.removesuffix(_MARK) if piece == _MARK else made + (_MARK_END if inside else "")
            return made + _MORE
        made += piece
    return made


def _pieces(text: str, found: list[Span]) -> Iterator[str]:
    """Tags and escaped characters, one after the other."""
    at = 0
    for start, end in found:
        yield from (_ESCAPED.get(character, character) for character in text[at:start])
        # req: mail/SearchSnippet/subject/marked
        #   Each word or phrase that matches MUST be wrapped in <mark> and </mark>.
        yield _MARK
        yield from (_ESCAPED.get(character, character) for character in text[start:end])
        yield _MARK_END
        at = end
    yield from (_ESCAPED.get(character, character) for character in text[at:])
