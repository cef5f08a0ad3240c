"""Faults about the bodies of Emails: trees, lists, parts, texts (RFC 8621, Section 4.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..mail import display
from ..mail.message import body, parse, properties, values
from ..standard.call import Call
from ..store.blobs import view
from . import fault
from .mail_header import rows
from .planting import before, instead

PART = "mail/EmailBodyPart"
GET = "mail/Email/get"


def telling(name: str, wrong: Callable[[Any, Any, Any], Any]) -> None:
    """A property of each part is another; what is right is given, with the reader and the part."""
    right = properties._OF_PART[name]
    properties._OF_PART[name] = lambda reader, part: wrong(right(reader, part), reader, part)


@fault(f"{PART}/partId/unique", seen_by="tree-is-that-of-the-message")
def part_ids_equal() -> None:
    """Every part has the partId 1."""
    telling("partId", lambda right, reader, part: right and "1")


@fault("mail/Email/bodyStructure/not-into-messages")
def attached_messages_opened() -> None:
    """bodyStructure has a part below an attached message."""

    def tree(right: Any, self: Any, part: Any) -> dict[str, Any]:
        found: dict[str, Any] = right(self, part)
        return found | ({"subParts": [dict(found)]} if part.type == "message/rfc822" else {})

    instead(properties._Reader, "tree", tree)


@fault("mail/Email/textBody/types", seen_by="parts-are-body-or-attachment")
def files_in_body() -> None:
    """textBody and htmlBody have files of any type that do not say that they are attachments."""
    instead(body, "_is_body", lambda right, part, *given: right(part, *given) or part.type.startswith("application/"))


@fault("mail/Email/attachments/which")
def inline_parts_lost() -> None:
    """attachments does not have what is inline."""

    def lists_of(right: Any, root: Any) -> Any:
        lists = right(root)
        lists.attachments[:] = [part for part in lists.attachments if part.disposition != "inline"]
        return lists

    instead(body, "lists_of", lists_of)


@fault("mail/Email/hasAttachment/not-inline")
def no_attachment_seen() -> None:
    """hasAttachment is always false."""
    rows("Email/get", lambda row: row | {"hasAttachment": False} if "hasAttachment" in row else row)


@fault(f"{PART}/charset/implied")
def utf8_implied() -> None:
    """A text without a charset is told to be in utf-8."""
    telling("charset", lambda right, reader, part: "utf-8" if right == "us-ascii" else right)


@fault(f"{PART}/charset/null-if-no-text")
def files_have_charset() -> None:
    """A part that is no text has a charset too."""
    telling("charset", lambda right, reader, part: right or "us-ascii")


@fault(f"{PART}/type/implied")
def digest_of_texts() -> None:
    """A part of a digest without a type of its own is a text."""

    def sub_parts(right: Any, self: Any, type: str, *given: Any) -> Any:
        return right(self, "multipart/mixed", *given)

    instead(parse._Scanner, "_sub_parts", sub_parts)


@fault(f"{PART}/name/filename-first")
def name_before_filename() -> None:
    """The name of a part is that of its Content-Type, where it has one."""
    instead(
        parse,
        "name_of",
        lambda right, disposition, content_type: right(None, content_type) or right(disposition, None),
    )


@fault(
    f"{PART}/blobId/decoded",
    seen_by="blob-of-a-part-is-its-decoded-contents parts-of-an-email-can-be-used-again",
)
def parts_left_encoded() -> None:
    """The blob of a part is as it was sent, in base64 or quoted-printable."""
    instead(display, "view", lambda right, blob_id, start, end, encoding: right(blob_id, start, end, "7bit"))


@fault(f"{PART}/blobId/decoded", seen_by="attached-message-can-be-parsed")
def parts_not_parsed() -> None:
    """Email/parse finds no blob of a part."""
    before(
        "Email/parse",
        lambda call: call.arguments.update(blobIds=[id.replace("-", "_") for id in call.arguments["blobIds"]]),
    )


@fault(f"{PART}/size/octets-of-blob")
def size_as_sent() -> None:
    """The size of a part is the number of octets in which it was sent."""
    telling("size", lambda right, reader, part: part.end - part.start)


@fault("mail/Email/size/octets-of-blob", seen_by="blob-of-an-email-is-the-message")
def size_too_large() -> None:
    """The size of an Email is one octet too many."""
    rows("Email/get", lambda row: row | {"size": row["size"] + 1} if "size" in row else row)


@fault("mail/Email/blobId/is-the-message")
def last_octet_lost() -> None:
    """The blob of an Email lacks the last octet of its message."""

    def cut(row: dict[str, Any]) -> dict[str, Any]:
        if "blobId" not in row or "size" not in row:
            return row
        return row | {"blobId": view(row["blobId"], 0, row["size"] - 1, "binary")}

    rows("Email/get", cut)


def ignoring(name: str, method: str = "Email/get") -> None:
    """An argument of Email/get counts as not given."""
    before(method, lambda call: call.arguments.update({name: call.method.defaults[name]}))


@fault(f"{GET}/fetchTextBodyValues/included")
def text_values_not_fetched() -> None:
    """Email/get ignores fetchTextBodyValues."""
    ignoring("fetchTextBodyValues")


@fault(f"{GET}/fetchHTMLBodyValues/included")
def html_values_not_fetched() -> None:
    """Email/get ignores fetchHTMLBodyValues."""
    ignoring("fetchHTMLBodyValues")


@fault(f"{GET}/fetchAllBodyValues/included")
def all_values_not_fetched() -> None:
    """Email/get ignores fetchAllBodyValues."""
    ignoring("fetchAllBodyValues")


@fault("mail/Email/parse/fetchTextBodyValues/included")
def text_values_not_parsed() -> None:
    """Email/parse ignores fetchTextBodyValues."""
    ignoring("fetchTextBodyValues", "Email/parse")


@fault("mail/Email/parse/maxBodyValueBytes/cut")
def parsed_values_whole() -> None:
    """Email/parse ignores maxBodyValueBytes."""
    ignoring("maxBodyValueBytes", "Email/parse")


def texts(change: Callable[[str], str]) -> None:
    """The text of each part is another."""

    def text(right: Any, part: Any, raw: bytes) -> tuple[str, bool]:
        found, is_problem = right(part, raw)
        return change(found), is_problem

    instead(values, "text", text)


@fault("mail/EmailBodyValue/value/lf")
def line_ends_kept() -> None:
    """Lines of a text end with CRLF."""
    texts(lambda text: text.replace("\n", "\r\n"))


@fault("mail/EmailBodyValue/value/replacement")
def question_marks() -> None:
    """What is broken in a text becomes a question mark."""
    texts(lambda text: text.replace("\ufffd", "?"))


@fault(f"{GET}/maxBodyValueBytes/cut")
def values_cut_by_characters() -> None:
    """maxBodyValueBytes counts characters."""
    instead(values, "truncated", lambda right, text, most, is_html: text[:most] if most else text)


@fault(f"{GET}/maxBodyValueBytes/whole-characters")
def values_cut_inside_characters() -> None:
    """A text is cut also inside a character, and what is left of that is a question mark."""
    instead(
        values,
        "truncated",
        lambda right, text, most, is_html: (
            text.encode()[:most].decode("utf-8", "replace").replace("\ufffd", "?") if most else text
        ),
    )


@fault(f"{GET}/maxBodyValueBytes/whole-tags")
def values_cut_inside_tags() -> None:
    """HTML is cut also inside a tag."""
    instead(values, "truncated", lambda right, text, most, is_html: right(text, most, False))


@fault(f"{GET}/maxBodyValueBytes/zero-is-all")
def zero_is_nothing() -> None:
    """With a maxBodyValueBytes of 0, texts are empty."""
    instead(values, "truncated", lambda right, text, most, is_html: right(text, most, is_html) if most else "")


@fault("mail/Email/get/properties/default")
def headers_by_default() -> None:
    """Without `properties`, Email/get tells the headers too."""

    def more(call: Call) -> None:
        if call.arguments["properties"] is None:
            call.arguments["properties"] = [*call.method.defaults["properties"], "headers"]

    before("Email/get", more)
