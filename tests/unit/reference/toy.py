"""A data type with a property of every kind and a filter condition of every match, and no code."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_reference import validation
from jmap_reference.generated import methods as tables

CAPABILITY = "urn:ietf:params:jmap:mail"


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def array_of(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


def map_of(keys: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "propertyNames": keys, "additionalProperties": values}


STRING, TRUE, BOOLEAN = {"type": "string"}, {"type": "boolean", "const": True}, {"type": "boolean"}

SCHEMAS: dict[str, dict[str, Any]] = {
    "id": ref("Id"),
    "title": STRING | {"minLength": 1},
    "done": BOOLEAN,
    "weight": ref("UnsignedInt"),
    "due": or_null(ref("UTCDate")),
    "labels": map_of(STRING, TRUE),
    "tags": array_of(STRING),
    "next": or_null(ref("Id")),
    "related": map_of(ref("Id"), TRUE),
    "steps": array_of(
        {"type": "object", "properties": {"noteId": ref("Id")}, "required": ["noteId"], "additionalProperties": False}
    ),
    "meta": map_of(STRING, {}),
    "kind": {"type": ["string", "null"]},
}

PROPERTIES: dict[str, tables.Property] = {}


def _add(name: str, kind: str = "scalar", **said: Any) -> None:
    nothing = {"server_set": False, "immutable": False, "create_only": False, "nullable": False, "required": True}
    rest = {"default": tables.ABSENT, "default_phrase": "", "refers_to": ""}
    PROPERTIES[name] = tables.Property(**(nothing | rest | {"name": name, "kind": kind} | said))


_add("id", server_set=True, immutable=True, refers_to="Note")
_add("title")
_add("done", default=False)
_add("weight", default=0)
_add("due", nullable=True, default=None)
_add("labels", "map", default={})
_add("tags", "array", default=[])
_add("next", nullable=True, default=None, refers_to="Note")
_add("related", "map", default={}, refers_to="Note")
_add("steps", "array", default=[])
_add("meta", "map", default={})
_add("kind", nullable=True, default=None, immutable=True)

CONDITIONS = {
    "done": ("done", "equals", BOOLEAN),
    "text": ("title", "contains", STRING),
    "before": ("due", "before", ref("UTCDate")),
    "after": ("due", "after", ref("UTCDate")),
    "minWeight": ("weight", "atLeast", ref("UnsignedInt")),
    "maxWeight": ("weight", "below", ref("UnsignedInt")),
    "hasDue": ("due", "has", BOOLEAN),
    "hasLabel": ("labels", "hasKey", STRING),
    "notLabel": ("labels", "lacksKey", STRING),
    "kindIn": ("kind", "in", array_of(STRING)),
    "kindNotIn": ("kind", "notIn", array_of(STRING)),
    "odd": ("title", "special", BOOLEAN),
}
SORTS = ("title", "done", "weight", "due", "kind")

WINDOW = {"position": 0, "anchor": None, "anchorOffset": 0, "limit": None}
DEFAULTS: dict[str, dict[str, Any]] = {
    "get": {"ids": None, "properties": None},
    "changes": {"maxChanges": None},
    "set": {"ifInState": None, "create": None, "update": None, "destroy": None},
    "copy": {
        "ifFromInState": None,
        "ifInState": None,
        "onSuccessDestroyOriginal": False,
        "destroyFromIfInState": None,
    },
    "query": {"filter": None, "sort": None, "calculateTotal": False} | WINDOW,
    "queryChanges": {"filter": None, "sort": None, "maxChanges": None, "upToId": None, "calculateTotal": False},
}


def definitions() -> dict[str, Any]:
    """What the translator would make of Note, as far as the server reads it."""
    sent = {name: schema for name, schema in SCHEMAS.items() if name != "id"}
    found: dict[str, Any] = {
        "Note": {"type": "object", "properties": SCHEMAS, "required": list(SCHEMAS)},
        "Note.creation": {
            "type": "object",
            "properties": sent,
            "required": ["title"],
            "additionalProperties": False,
        },
        "Note.patch": {"type": "object", "properties": {name: or_null(schema) for name, schema in SCHEMAS.items()}},
        "Note.FilterCondition": {
            "type": "object",
            "properties": {name: schema for name, (_, _, schema) in CONDITIONS.items()},
            "additionalProperties": False,
        },
        "Note.Filter": {
            "type": "object",
            "if": {"required": ["operator"]},
            "then": {
                "properties": {"operator": {"enum": ["AND", "OR", "NOT"]}, "conditions": array_of(ref("Note.Filter"))},
                "required": ["operator", "conditions"],
                "additionalProperties": False,
            },
            "else": ref("Note.FilterCondition"),
        },
    }
    queried = {"filter": or_null(ref("Note.Filter")), "sort": or_null(array_of(ref("Comparator")))}
    plain = {"type": "object"}
    string_or_null, id_or_creation = {"type": ["string", "null"]}, ref("IdOrCreationId")
    arguments: dict[str, tuple[dict[str, Any], list[str]]] = {
        "get": ({"ids": or_null(array_of(ref("Id"))), "properties": or_null(array_of(STRING))}, []),
        "changes": ({"sinceState": STRING, "maxChanges": or_null(ref("UnsignedInt"))}, ["sinceState"]),
        "set": (
            {
                "ifInState": string_or_null,
                "create": or_null(map_of(ref("Id"), plain)),
                "update": or_null(map_of(id_or_creation, plain)),
                "destroy": or_null(array_of(id_or_creation)),
            },
            [],
        ),
        "copy": (
            {
                "fromAccountId": ref("Id"),
                "ifFromInState": string_or_null,
                "ifInState": string_or_null,
                "create": map_of(ref("Id"), plain),
                "onSuccessDestroyOriginal": BOOLEAN,
                "destroyFromIfInState": string_or_null,
            },
            ["fromAccountId", "create"],
        ),
        "query": (
            queried
            | {"position": ref("Int"), "anchor": or_null(ref("Id")), "anchorOffset": ref("Int")}
            | {"limit": or_null(ref("UnsignedInt")), "calculateTotal": BOOLEAN},
            [],
        ),
        "queryChanges": (
            queried
            | {"sinceQueryState": STRING, "maxChanges": or_null(ref("UnsignedInt"))}
            | {"upToId": or_null(ref("Id")), "calculateTotal": BOOLEAN},
            ["sinceQueryState"],
        ),
    }
    for verb, (properties, required) in arguments.items():
        found[f"Note.{verb}.arguments"] = {
            "type": "object",
            "properties": {"accountId": ref("Id")} | properties,
            "required": ["accountId", *required],
            "additionalProperties": False,
        }
    return found


def data_type() -> tables.DataType:
    conditions = {name: tables.Condition(name, prop, match) for name, (prop, match, _) in CONDITIONS.items()}
    sorts = {name: tables.Sort(name, name, False) for name in SORTS} | {"odd": tables.Sort("odd", "title", True)}
    verbs = frozenset(DEFAULTS)
    return tables.DataType("Note", "core", CAPABILITY, "", True, PROPERTIES, conditions, sorts, verbs)


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server have Notes until the test is over."""
    monkeypatch.setitem(tables.TYPES, "Note", data_type())
    for verb, defaults in DEFAULTS.items():
        set_errors = frozenset({"invalidProperties"}) if verb in ("set", "copy") else frozenset()
        shapes = f"Note.{verb}.arguments", f"Note.{verb}.response"
        method = tables.Method(
            f"Note/{verb}", "Note", verb, CAPABILITY, True, *shapes, defaults, frozenset(), set_errors
        )
        monkeypatch.setitem(tables.METHODS, f"Note/{verb}", method)
    for name, schema in definitions().items():
        monkeypatch.setitem(validation.DEFINITIONS, name, schema)
    validation.validator.cache_clear()
