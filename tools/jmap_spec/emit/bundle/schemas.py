"""One self-contained schema file a definition."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...derive.definitions import closure
from ...derive.origin import members_of, section_of
from ...model import ABSENT, Member, Protocol
from ...portable import portable
from .addresses import Addresses
from .strict import strict

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def standalone(protocol: Protocol, table: dict[str, Any], addresses: Addresses) -> Iterator[tuple[str, dict[str, Any]]]:
    """(path, schema) of every definition; the Session is at the top too, where its readers look first."""
    table = {name: portable(schema) for name, schema in table.items()}
    published = {name: strict(annotated(protocol, name, schema), table) for name, schema in table.items()}
    for name in table:
        yield addresses.path(name), _file(name, published, addresses.uri(name))
    if "Session" in table:
        yield "session.json", _file("Session", published, addresses.base + "session.json")


def _file(name: str, table: dict[str, Any], uri: str) -> dict[str, Any]:
    """The schema of ``name`` at the root, what it refers to under ``$defs``, itself as ``#``."""
    schema = table[name]
    needed = closure(table, schema)
    inside = {other: _rooted(inner, name) for other, inner in needed.items() if other != name}
    made = {"$schema": DIALECT, "$id": uri, "title": name, **_rooted(schema, name)}
    return {**made, "$defs": inside} if inside else made


def _rooted(value: Any, name: str) -> Any:
    """``value`` with references to the definition ``name`` pointing to the root of the file."""
    if isinstance(value, list):
        return [_rooted(item, name) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: "#" if key == "$ref" and item == f"#/$defs/{name}" else item if key in _DATA else _rooted(item, name)
        for key, item in value.items()
    }


_DATA = ("const", "enum", "default", "examples")


def annotated(protocol: Protocol, name: str, schema: Any) -> Any:
    """``schema`` with what readers want to know of each property, in keywords that every tool knows.

    ``readOnly`` for what only the server sets, ``writeOnly`` for what /get never returns, and a
    ``$comment`` with signature, attributes and section: ``Id|null (default: null). RFC 8621, Section 2``.
    """
    if not isinstance(schema, dict):
        return schema
    members = {member.name: member for member in members_of(protocol, name)}
    made = dict(schema)
    if section := section_of(protocol, name):
        made = {"$comment": section, **made}
    if "properties" in schema:
        made["properties"] = {
            key: _member(members[key], inner) if key in members and isinstance(inner, dict) else inner
            for key, inner in schema["properties"].items()
        }
    return made


def _member(member: Member, schema: dict[str, Any]) -> dict[str, Any]:
    made = dict(schema)
    if member.server_set:
        made["readOnly"] = True
    if member.create_only:
        made["writeOnly"] = True
    return {**made, "$comment": f"{notation(member)}. {member.section}" if member.section else notation(member)}


def notation(member: Member) -> str:
    """What the RFCs print after the name: ``Id|null (immutable; default: null)``."""
    notes = list(member.attributes)
    if member.has_default:
        said = member.default_phrase if member.default is ABSENT else json.dumps(member.default, ensure_ascii=False)
        notes.append(f"default: {said}")
    return member.signature + (f" ({'; '.join(notes)})" if notes else "")
