"""What a program may want to know of the protocol and a schema does not say: one list a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ...model import ABSENT, Capability, ErrorUse, Member, Method, Protocol
from ...spans import without_marks
from .addresses import Addresses


def requirements(protocol: Protocol) -> list[dict[str, Any]]:
    """Every normative sentence; ``policy`` is null where the level decides."""
    return [
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
        for r in protocol.requirements.values()
    ]


def properties(protocol: Protocol) -> list[dict[str, Any]]:
    """Every property of every type and every argument of every method, in document order.

    ``default`` is a JSON value or, where ``defaultKind`` says so, a phrase; null where there is none.
    """
    return [_property(member) for member in _members(protocol)]


def methods(protocol: Protocol, addresses: Addresses) -> list[dict[str, Any]]:
    """Every method: its schemas, the ids of its arguments (look them up in properties.json), its errors."""
    return [_method(protocol, method, addresses) for method in protocol.methods.values()]


def errors(protocol: Protocol, addresses: Addresses) -> list[dict[str, Any]]:
    """Every error code on every level; ``raisedBy`` lists the methods that answer it."""
    return [
        {
            "id": e.id,
            "code": e.code,
            "level": e.level,
            "type": e.type,
            "status": e.status or None,
            "description": without_marks(e.description),
            "members": [_property(member) for member in e.members],
            "raisedBy": _raisers(protocol, e.level, e.code),
            "operations": list(e.operations),
            "intendedUse": e.intended_use,
            "unregistered": e.unregistered or None,
            "schema": addresses.uri(f"error.{e.level}.{e.code}"),
            "section": e.section,
        }
        for e in protocol.errors
    ]


def registries(protocol: Protocol) -> dict[str, Any]:
    """By name: title, columns and entries; the registered value itself is ``value``."""
    return {
        registry.name: {
            "id": registry.id,
            "title": registry.title,
            "description": without_marks(registry.description),
            "section": registry.section or None,
            "columns": {name or "value": heading for name, heading in registry.columns.items()},
            "entries": [{"value": entry.value, **entry.cells} for entry in registry.entries],
        }
        for registry in protocol.registries.values()
    }


def examples(protocol: Protocol) -> list[dict[str, Any]]:
    """Every example exchange, as its file has it."""
    return [
        {
            "id": e.id,
            "title": e.title,
            "description": e.description,
            "fixture": e.fixture,
            "request": e.request,
            "response": e.response,
            "varies": list(e.varies),
            "creation": e.creation or None,
        }
        for e in protocol.examples
    ]


def _property(member: Member) -> dict[str, Any]:
    kind = "value" if member.default is not ABSENT else "phrase" if member.default_phrase else "none"
    return {
        "id": member.id,
        "name": member.name,
        "signature": member.signature,
        "attributes": list(member.attributes),
        "default": {"value": member.default, "phrase": member.default_phrase, "none": None}[kind],
        "defaultKind": kind,
        "required": member.required,
        "nullable": member.nullable,
        "unit": member.unit or None,
        "refersTo": member.refers_to or None,
        "description": without_marks(member.description),
        "section": member.section,
    }


def _members(protocol: Protocol) -> Iterator[Member]:
    for capability in protocol.capabilities.values():
        yield from _of_capability(capability)
    for structure in protocol.structures.values():
        yield from structure.properties
    for standard in protocol.standard.values():
        yield from standard.arguments
        yield from standard.responses
    for method in protocol.methods.values():
        yield from _of_method(method)


def _of_capability(capability: Capability) -> tuple[Member, ...]:
    return (*capability.session, *capability.account)


def _of_method(method: Method) -> Iterator[Member]:
    """Arguments that come from the template have the template's ids: those of the method are made here."""
    for half, members in (("", method.arguments), ("response/", method.responses), ("filter/", method.filter)):
        for member in members:
            yield replace(member, id=f"{method.id}/{half}{member.name}")


def _method(protocol: Protocol, method: Method, addresses: Addresses) -> dict[str, Any]:
    base = f"{method.type}.{method.verb}"
    capability = protocol.capabilities.get(method.room)
    return {
        "id": method.id,
        "name": method.name,
        "type": method.type,
        "verb": method.verb,
        "capability": capability.urn if capability else None,
        "standard": method.standard.id if method.standard else None,
        "description": without_marks(method.description or (method.standard.description if method.standard else "")),
        "request": addresses.uri(f"{base}.request"),
        "arguments": addresses.uri(f"{base}.arguments"),
        "response": addresses.uri(f"{base}.response"),
        "takes": [f"{method.id}/{member.name}" for member in method.arguments],
        "answers": [f"{method.id}/response/{member.name}" for member in method.responses],
        "adds": sorted(method.added),
        "filter": [f"{method.id}/filter/{member.name}" for member in method.filter],
        "sort": [
            {"name": option.name, "property": option.property, "description": without_marks(option.description)}
            for option in method.sort
        ],
        "errors": [_use(protocol, "method", use) for use in method.errors],
        "setErrors": [_use(protocol, "set", use) for use in method.set_errors],
        "section": method.section,
    }


def _use(protocol: Protocol, level: str, use: ErrorUse) -> dict[str, Any]:
    known = protocol.error(level, use.code)
    return {"code": use.code, "when": without_marks(use.description or (known.description if known else ""))}


def _raisers(protocol: Protocol, level: str, code: str) -> list[str]:
    def uses(method: Method) -> tuple[ErrorUse, ...]:
        return {"method": method.errors, "set": method.set_errors}.get(level, ())

    return [method.name for method in protocol.methods.values() if any(use.code == code for use in uses(method))]

