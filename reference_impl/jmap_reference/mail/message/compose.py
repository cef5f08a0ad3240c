"""An Email object to the octets of its message (RFC 8621, Section 4.6; RFC 5322; RFC 2045)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final

from .creation import CreationProblem, Node, Problems, fields_of, node_of
from .encode import parameter, transfer_encoded
from .write import ascii_url, folded

__all__ = ["BlobsNotFound", "CreationProblem", "compose"]

Blob = Callable[[str], bytes | None]

_WIDTH: Final = ("7bit", "8bit", "binary")
"""Encodings that are none, each with more kinds of octets than the one before; a multipart has that of its parts."""


class BlobsNotFound(LookupError):
    """SetError ``blobNotFound``."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(f"no such blobs: {', '.join(ids)}")
        #: Every blob id of a part that does not exist, in order and once.
        self.ids = list(ids)


def compose(creation: dict[str, Any], blob: Blob, message_id: str, now: datetime) -> bytes:
    """The message that a client wants to create, in CRLF lines.

    Args:
        creation: an Email object that the schema allows; properties about the store are passed over.
        blob: the octets of a blob, or None if there is no such blob.
        message_id: the id for a message that has none, without angle brackets.
        now: with a zone; the date for a message that has none.

    Raises:
        CreationProblem: properties contradict each other, or cannot be written.
        BlobsNotFound: a part has the id of a blob that does not exist.
    """
    problems = Problems()
    # req: mail/Email/set/no-headers
    #   There MUST NOT be headers, neither on the Email nor on a part: each field is a property of its own.
    if creation.get("headers") is not None:
        problems.add("headers", "header fields are given one by one")
    fields = fields_of(creation, problems)
    root, where = _root(creation, problems)
    for name in fields.written.keys() & root.fields.written.keys():
        # req: mail/Email/set/structure-fields
        #   A header field that the Email has MUST NOT be given again on the part that is its bodyStructure.
        problems.add(where, f"{name} is given on the Email too")
    problems.check()
    contents = _contents(root, blob)
    written = fields.written.keys() | root.fields.written.keys()
    head = fields.octets()
    # req: mail/Email/set/date
    #   Where the client gives no date, the server MUST set the Date field to one that RFC 5322, Section 3.6.1 allows.
    if "date" not in written:
        head += folded("Date", format_datetime(now).split(" ")).encode() + b"\r\n"
    # req: mail/Email/set/message-id
    #   Where the client gives no Message-ID, the server MUST make one that RFC 5322, Section 3.6.4 allows.
    if "message-id" not in written:
        head += f"Message-ID: <{message_id}>\r\n".encode()
    if "mime-version" not in written:
        head += b"MIME-Version: 1.0\r\n"
    header, body, encoding = _Writer(contents, message_id).part(root)
    return head + header + b"\r\n" + body + (b"\r\n" if encoding == "base64" else b"")


def _root(creation: dict[str, Any], problems: Problems) -> tuple[Node, str]:
    """The body, and the property that says most of it."""
    values = creation.get("bodyValues") or {}
    structure = creation.get("bodyStructure")
    lists = [name for name in ("textBody", "htmlBody", "attachments") if creation.get(name) is not None]
    if structure is not None:
        for name in lists:
            # req: mail/Email/set/structure-or-lists
            #   Beside bodyStructure, there MUST NOT be textBody, htmlBody or attachments.
            problems.add(name, "there is a bodyStructure")
        return node_of(structure, values, problems, "bodyStructure", "text/plain"), "bodyStructure"
    text = _only(creation, "textBody", "text/plain", values, problems)
    html = _only(creation, "htmlBody", "text/html", values, problems)
    attached = [
        node_of(part, values, problems, "attachments", "text/plain") for part in creation.get("attachments") or ()
    ]
    for node in attached:
        if node.sub_parts:
            problems.add("attachments", "an attachment has no subParts")
        if node.disposition is None and "content-disposition" not in node.fields.written:
            node.disposition = "inline" if node.cid else "attachment"
    embedded = [node for node in attached if html and node.cid and node.disposition == "inline"]
    if html and embedded:
        html = Node("multipart/related", {"type": "text/html"}, sub_parts=[html, *embedded])
    shown = [node for node in (text, html) if node]
    if len(shown) == 2:
        shown = [Node("multipart/alternative", sub_parts=shown)]
    others = [node for node in attached if not any(node is inside for inside in embedded)]
    if others:
        return Node("multipart/mixed", sub_parts=shown + others), "attachments"
    return (shown or [Node("text/plain", {"charset": "utf-8"}, value="")])[0], (lists or ["textBody"])[0]


def _only(creation: dict[str, Any], name: str, type: str, values: dict[str, Any], problems: Problems) -> Node | None:
    """The one part of ``textBody`` or ``htmlBody``; None if there is no such property."""
    parts = creation.get(name)
    if parts is None:
        return None
    # req: mail/Email/set/one-text-part
    #   A textBody MUST have exactly one part.
    # req: mail/Email/set/one-html-part
    #   An htmlBody MUST have exactly one part.
    if len(parts) != 1:
        problems.add(name, "one part, and no more")
        return None
    # A part with a blob may leave out the type here too.
    node = node_of({"type": type} | parts[0] if _has_no_type(parts[0]) else parts[0], values, problems, name, type)
    # req: mail/Email/set/text-part-type
    #   This MUST be of type text/plain.
    # req: mail/Email/set/html-part-type
    #   This MUST be of type text/html.
    if node.type.lower() != type:
        problems.add(name, f"a part of type {type}")
    return node


def _has_no_type(part: dict[str, Any]) -> bool:
    return part.get("type") is None and not any(name.lower().startswith("header:content-type") for name in part)


def _contents(root: Node, blob: Blob) -> dict[int, bytes]:
    """The octets of each part that has some.

    Raises:
        BlobsNotFound: there are none for some of them.
    """
    contents: dict[int, bytes] = {}
    missing: dict[str, None] = {}
    for node in root.walk():
        if node.value is not None:
            lines = node.value.replace("\r\n", "\n").replace("\n", "\r\n")
            contents[id(node)] = lines.encode("utf-8", "replace")
        elif node.blob_id is not None:
            octets = blob(node.blob_id)
            if octets is None:
                missing[node.blob_id] = None
            else:
                contents[id(node)] = octets
    if missing:
        raise BlobsNotFound(list(missing))
    return contents


class _Writer:
    def __init__(self, contents: dict[int, bytes], seed: str) -> None:
        self.contents = contents
        self.seed = seed
        self.boundaries = 0

    def part(self, node: Node) -> tuple[bytes, bytes, str]:
        """The header fields of the part, its body, and the encoding that this is in."""
        if not node.sub_parts:
            octets = self.contents[id(node)]
            parameters = dict(node.parameters)
            if node.blob_id and "charset" not in parameters and node.type.lower().startswith("text/"):
                parameters |= _charset(octets)
            encoding, body = transfer_encoded(octets, node.type)
            return self._header(node, parameters, encoding), body, encoding
        parts = [self.part(inner) for inner in node.sub_parts]
        encoding = max((encoding for _, _, encoding in parts if encoding in _WIDTH), key=_WIDTH.index, default="7bit")
        bodies = [header + b"\r\n" + body for header, body, _ in parts]
        boundary = self._boundary(bodies)
        line = b"--" + boundary.encode()
        body = b"".join(line + b"\r\n" + inner + b"\r\n" for inner in bodies) + line + b"--\r\n"
        return self._header(node, node.parameters | {"boundary": boundary}, encoding), body, encoding

    def _boundary(self, bodies: list[bytes]) -> str:
        """A boundary that none of the bodies has; the same for the same message, so that nothing is left to chance."""
        while True:
            self.boundaries += 1
            digest = hashlib.sha256(f"{self.seed} {self.boundaries}".encode()).hexdigest()[:24]
            boundary = f"=_{digest}"
            if not any(boundary.encode() in body for body in bodies):
                return boundary

    def _header(self, node: Node, parameters: dict[str, str], encoding: str) -> bytes:
        name = {} if node.name is None else {"filename": node.name}
        if node.disposition is None and name:
            parameters = parameters | {"name": node.name or ""}
        lines = [_field("Content-Type", node.type, parameters)]
        if node.disposition is not None:
            lines.append(_field("Content-Disposition", node.disposition, name))
        if node.cid is not None:
            lines.append(folded("Content-ID", [f"<{node.cid}>"]))
        if node.language:
            lines.append(folded("Content-Language", ", ".join(node.language).split(" ")))
        if node.location is not None:
            lines.append(folded("Content-Location", [ascii_url(node.location)]))
        if encoding != "7bit":
            lines.append(f"Content-Transfer-Encoding: {encoding}")
        return node.fields.octets() + "".join(line + "\r\n" for line in lines).encode()


def _charset(octets: bytes) -> dict[str, str]:
    """Of a text whose charset nobody has told: UTF-8, if it is that and more than ASCII."""
    try:
        return {} if octets.isascii() or not octets.decode() else {"charset": "utf-8"}
    except UnicodeError:
        return {}


def _field(name: str, value: str, parameters: dict[str, str]) -> str:
    words = [value] + [piece for key, given in parameters.items() for piece in parameter(key, given)]
    return folded(name, [word + ";" for word in words[:-1]] + words[-1:])
