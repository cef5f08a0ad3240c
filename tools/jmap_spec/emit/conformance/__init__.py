"""The suite's data: what there is to test, and the schemas that traffic is held against."""

from __future__ import annotations

from typing import Any

from ...derive.definitions import definitions
from ...model import ABSENT, ErrorCode, Example, Member, Method, Protocol, Structure
from ...model.kinds import kind_of_value
from ...spans import without_marks
from ..text import compact_lines, json_text
from .negatives import negatives

__all__ = ["files"]

COMMENT = "Generated from schemas/ and drafts/ by jmap-spec generate; change it there."


def files(protocol: Protocol) -> dict[str, str]:
    """By path below ``jmap_conformance/data``."""
    table = definitions(protocol)
    schemas = {
        "$comment": COMMENT,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{protocol.base}{protocol.version}/definitions.json",
        "$defs": table,
    }
    return {
        "manifest.json": json_text(manifest(protocol)),
        "negatives.json": compact_lines(negatives(protocol, COMMENT), 3),
        "schemas.json": compact_lines(schemas),
    }


def manifest(protocol: Protocol) -> dict[str, Any]:
    """Capabilities, types, methods, errors and requirements, by name."""
    return {
        "$comment": COMMENT,
        "version": protocol.version,
        "capabilities": {
            c.urn: {"room": c.room, "title": c.title, "session": _limits(c.session), "account": _limits(c.account)}
            for c in protocol.capabilities.values()
            if c.registration
        },
        "types": {s.name: _type(protocol, s) for s in protocol.structures.values() if s.kind == "data"},
        "methods": {m.name: _method(protocol, m) for m in protocol.methods.values()},
        "errors": {
            level: {e.code: _error(e) for e in protocol.errors if e.level == level}
            for level in ("request", "method", "set")
        },
        "registries": {
            r.name: [entry.value for entry in r.entries] for r in protocol.registries.values() if r.place.pointer
        },
        "requirements": [
            {
                "id": r.id,
                "level": r.level,
                "binds": r.binds,
                "policy": r.policy or None,
                "discharge": r.discharge,
                "text": r.text,
                "source": str(r.place),
                "section": r.section,
                "provenance": r.provenance or None,
            }
            for r in sorted(protocol.requirements.values(), key=lambda r: r.id)
        ],
    }


def _limits(members: tuple[Member, ...]) -> dict[str, Any]:
    return {
        m.name: {"signature": m.signature, "unit": m.unit, "enforcedBy": m.notes.get("enforcedBy", "")} for m in members
    }


def _type(protocol: Protocol, s: Structure) -> dict[str, Any]:
    methods = protocol.methods_of(s.name)
    query = next((m for m in methods if m.verb == "query"), None)
    capability = protocol.capabilities.get(s.room)
    return {
        "room": s.room,
        "capability": capability.urn if capability else "",
        "singleton": s.row.singleton if s.row else "",
        "stateChange": bool(s.row and s.row.state_change),
        "properties": {p.name: _property(protocol, p) for p in s.properties},
        "filter": {
            c.name: {
                "signature": c.signature,
                "property": c.notes.get("property", ""),
                "match": c.notes.get("match", "special"),
            }
            for c in (query.filter if query else ())
        },
        "sort": {o.name: {"property": o.property, "special": o.special} for o in (query.sort if query else ())},
        "creation": creation_example(protocol.examples_of(s.name)),
        "methods": [m.verb for m in methods],
    }


def creation_example(examples: tuple[Example, ...]) -> dict[str, Any] | None:
    """The object that an example of the type names as its creation example; None if none does."""
    for example in examples:
        if not example.creation:
            continue
        for name, arguments, _ in example.request["methodCalls"]:
            if name == f"{example.type}/set" and example.creation in (arguments.get("create") or {}):
                return arguments["create"][example.creation]
    return None


def _property(protocol: Protocol, p: Member) -> dict[str, Any]:
    made = {
        "signature": p.signature,
        "kind": kind_of_value(protocol, p.schema),
        "serverSet": p.server_set,
        "immutable": p.immutable,
        "createOnly": p.create_only,
        "nullable": p.nullable,
        "required": p.required,
    }
    if p.default is not ABSENT:
        made["default"] = p.default
    return {
        **made,
        "defaultPhrase": p.default_phrase,
        "refersTo": p.refers_to,
        "description": without_marks(p.description),
    }


def _method(protocol: Protocol, m: Method) -> dict[str, Any]:
    capability = protocol.capabilities.get(m.room)
    return {
        "type": m.type,
        "verb": m.verb,
        "standard": m.standard is not None,
        "room": m.room,
        "capability": capability.urn if capability else "",
        "arguments": {a.name: _argument(m, a) for a in m.arguments},
        "responses": {a.name: _argument(m, a) for a in m.responses},
        "errors": [e.code for e in m.errors],
        "setErrors": [e.code for e in m.set_errors],
    }


def _argument(m: Method, a: Member) -> dict[str, Any]:
    made: dict[str, Any] = {"signature": a.signature, "required": a.required, "nullable": a.nullable}
    if a.default is not ABSENT:
        made["default"] = a.default
    return {**made, "added": a.name in m.added, "refersTo": a.refers_to}


def _error(e: ErrorCode) -> dict[str, Any]:
    members = {m.name: {"signature": m.signature, "required": m.required} for m in e.members}
    made: dict[str, Any] = {"type": e.type, "raisedBy": e.raised_by, "members": members}
    if e.level == "request":
        made["status"] = e.status
    if e.level == "set":
        made["operations"] = list(e.operations)
    return made
