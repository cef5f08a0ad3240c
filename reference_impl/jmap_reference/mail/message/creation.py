"""What a client says that a message shall be: fields and a tree of parts, checked (RFC 8621, Section 4.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .headers import CONVENIENCE, NotAHeaderProperty, parse_property
from .parameters import parameters_of, unfold, value_of
from .parse import MAX_DEPTH
from .write import CannotBeWritten
from .write import field as written

_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`{|}~0-9A-Za-z-]+")
_TYPE: Final = re.compile(rf"{_TOKEN.pattern}/{_TOKEN.pattern}")

_FIELD_OF: Final = {
    "type": "content-type",
    "charset": "content-type",
    "disposition": "content-disposition",
    "name": "content-disposition",
    "cid": "content-id",
    "language": "content-language",
    "location": "content-location",
}
"""The header field in which a property of a part ends up."""


class CreationProblem(ValueError):
    """No message can be made of this: SetError ``invalidProperties``."""

    def __init__(self, properties: Sequence[str], description: str) -> None:
        super().__init__(description)
        #: Of the Email, at the top level.
        self.properties = list(properties)
        self.description = description


@dataclass
class Problems:
    """All that is wrong, so that it can be told at once."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, property: str, reason: str) -> None:
        reasons = self.found.setdefault(property, [])
        if reason not in reasons:
            reasons.append(reason)

    def check(self) -> None:
        """
        Raises:
            CreationProblem: something is wrong.
        """
        if self.found:
            said = "; ".join(f"{property}: {', '.join(reasons)}" for property, reasons in self.found.items())
            raise CreationProblem(list(self.found), said)


@dataclass
class Fields:
    """Header fields as they will be written, by name in lower case."""

    written: dict[str, bytes] = field(default_factory=dict)

    def octets(self) -> bytes:
        return b"".join(self.written.values())


@dataclass
class Node:
    """A part that is to be written."""

    type: str
    #: Of the Content-Type.
    parameters: dict[str, str] = field(default_factory=dict)
    fields: Fields = field(default_factory=Fields)
    disposition: str | None = None
    name: str | None = None
    cid: str | None = None
    language: list[str] | None = None
    location: str | None = None
    #: The text of a part with a ``partId``.
    value: str | None = None
    blob_id: str | None = None
    sub_parts: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for part in self.sub_parts:
            yield from part.walk()


def fields_of(properties: dict[str, Any], problems: Problems, part_of: str = "") -> Fields:
    """The fields of an Email or, if ``part_of`` is the property that it is in, of a part; null is no field."""
    fields = Fields()
    for property, value in properties.items():
        if not property.startswith("header:") and (part_of or property not in CONVENIENCE):
            continue
        blamed = part_of or property
        try:
            wanted = parse_property(property)
            values = value if wanted.all else [value]
            octets = b"".join(written(wanted.name, wanted.form, item) for item in values or () if item is not None)
        except NotAHeaderProperty as error:
            problems.add(blamed, str(error))
            continue
        except CannotBeWritten as error:
            problems.add(blamed, f"{property}: {error}" if part_of else str(error))
            continue
        name = wanted.name.lower()
        _check_name(name, property, problems, part_of)
        # req: mail/Email/set/field-once
        #   A header field MUST NOT be given by two properties of the same Email or the same part, as by from and
        #   header:From.
        if name in fields.written:
            problems.add(blamed, f"{wanted.name} is given twice")
        fields.written[name] = octets
    # What is null or empty has counted as given, but makes no field.
    fields.written = {name: octets for name, octets in fields.written.items() if octets}
    return fields


def _check_name(name: str, property: str, problems: Problems, part_of: str) -> None:
    # req: mail/Email/set/content-fields-on-parts
    #   A field whose name begins with Content- MUST NOT be given on the Email; it belongs to a part.
    if not part_of and name.startswith("content-"):
        problems.add(property, "fields about content are for body parts")
    # req: mail/Email/set/no-transfer-encoding
    #   There MUST NOT be a Content-Transfer-Encoding on any part.
    if name == "content-transfer-encoding":
        problems.add(part_of or property, "the server chooses the transfer encoding")


def node_of(
    part: dict[str, Any], values: dict[str, Any], problems: Problems, where: str, implied: str, depth: int = 0
) -> Node:
    """The part as it shall be; ``where`` is the property of the Email that it is in.

    Args:
        values: ``bodyValues``.
        implied: the type of a part with a ``partId`` that says none.
    """
    fields = fields_of(part, problems, where)
    given = {name for name in _FIELD_OF if part.get(name) is not None}
    for name in sorted(given):
        # req: mail/Email/set/field-once
        #   A header field MUST NOT be given by two properties of the same Email or the same part, as by from and
        #   header:From.
        if _FIELD_OF[name] in fields.written:
            problems.add(where, f"{name} and {_FIELD_OF[name]} are the same header field")
    # req: mail/Email/set/no-headers
    #   There MUST NOT be headers, neither on the Email nor on a part: each field is a property of its own.
    if part.get("headers") is not None:
        problems.add(where, "header fields are given one by one")
    content_type = unfold(fields.written.pop("content-type", b"").decode().partition(":")[2])
    default = implied if part.get("partId") is not None else "application/octet-stream"
    type = part.get("type") or value_of(content_type) or default
    node = Node(type, parameters_of(content_type), fields)
    node.parameters.pop("boundary", None)
    if part.get("charset") is not None:
        node.parameters["charset"] = part["charset"]
    for name in ("disposition", "name", "cid", "language", "location"):
        setattr(node, name, part.get(name))
    _check_node(node, problems, where)
    if type.lower().startswith("multipart/") or part.get("subParts"):
        _put_parts(node, part, values, problems, where, implied, depth)
    else:
        _put_content(node, part, values, problems, where)
    return node


def _put_parts(
    node: Node, part: dict[str, Any], values: dict[str, Any], problems: Problems, where: str, implied: str, depth: int
) -> None:
    if part.get("partId") is not None or part.get("blobId") is not None:
        problems.add(where, "a multipart has parts and no content")
    if not node.type.lower().startswith("multipart/") or not part.get("subParts"):
        problems.add(where, "a multipart has subParts, and nothing else has")
    elif depth >= MAX_DEPTH:
        problems.add(where, f"more than {MAX_DEPTH} levels")
    else:
        node.sub_parts = [node_of(inner, values, problems, where, implied, depth + 1) for inner in part["subParts"]]


def _put_content(node: Node, part: dict[str, Any], values: dict[str, Any], problems: Problems, where: str) -> None:
    part_id, node.blob_id = part.get("partId"), part.get("blobId")
    # req: mail/Email/set/part-or-blob
    #   A part MUST NOT have both a partId and a blobId.
    if (part_id is None) == (node.blob_id is None):
        problems.add(where, "a part has either a partId or a blobId")
    if part_id is None:
        return
    # req: mail/Email/set/no-charset
    #   A part with a partId MUST NOT have a charset, which the server chooses.
    # req: mail/Email/set/no-size
    #   It MUST NOT have a size either.
    if part.get("charset") is not None or part.get("size") is not None:
        problems.add(where, "with a partId, charset and size are for the server to choose")
    # req: mail/Email/set/part-id-has-value
    #   The partId MUST be one of the names in bodyValues.
    if part_id not in values:
        problems.add(where, f"bodyValues has no {part_id!r}")
        return
    # req: mail/Email/set/value-flags
    #   In an EmailBodyValue, isEncodingProblem and isTruncated MUST be false or left out.
    if values[part_id].get("isEncodingProblem") or values[part_id].get("isTruncated"):
        problems.add("bodyValues", "a value is given whole and in order")
    node.value = values[part_id]["value"]
    node.parameters.pop("charset", None)
    if node.type.lower().startswith("text/"):
        node.parameters["charset"] = "utf-8"


def _check_node(node: Node, problems: Problems, where: str) -> None:
    """What would make a field that cannot be read back."""
    checks = {
        f"{node.type!r} is no media type": _TYPE.fullmatch(node.type),
        f"{node.disposition!r} is no disposition": _TOKEN.fullmatch(node.disposition or "inline"),
        f"{node.cid!r} is no Content-Id": re.fullmatch(r"[!-;=?-~]+", node.cid or "-"),
        "a language is no language tag": all(re.fullmatch("[A-Za-z0-9*-]+", tag) for tag in node.language or ()),
        f"{node.location!r} is no URI": not re.search(r"[\s\x00-\x1f\x7f]", node.location or ""),
        "a parameter is no charset": _TOKEN.fullmatch(node.parameters.get("charset", "utf-8")),
    }
    for reason, is_right in checks.items():
        if not is_right:
            problems.add(where, reason)
