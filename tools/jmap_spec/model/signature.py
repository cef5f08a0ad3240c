"""The signature of a schema in the published notation: ``Id[Boolean]``, ``String|null``.

It is computed, never typed. The schema's ``$ref`` values are names of definitions.
"""

from __future__ import annotations

from typing import Any

_PRIMITIVES = {"string": "String", "boolean": "Boolean", "number": "Number", "null": "null"}
_SHAPES = {
    "record": "Foo",
    "partial": "Foo",
    "creation": "Foo",
    "copy": "Foo",
    "created": "Foo",
    "changed": "Foo",
    "patch": "PatchObject",
    "filter": "FilterOperator|FilterCondition",
    "comparator": "Comparator",
    "propertyName": "String",
    "parsed": "Foo",
}


class NoSignature(Exception):
    """A schema that the notation cannot say; ``hint`` says what to do."""

    def __init__(self, message: str, hint: str, pointer: str = "") -> None:
        super().__init__(message)
        self.message, self.hint, self.pointer = message, hint, pointer


def signature_of(schema: Any, pointer: str = "") -> str:
    """The signature of ``schema``; raises :class:`NoSignature`."""
    if schema is True or not _says(schema):
        return "*"
    if shape := schema.get("x-jmap", {}).get("shape"):
        return _SHAPES[shape].replace("Foo", schema["x-jmap"].get("of", "Foo"))
    if ref := schema.get("$ref"):
        return ref
    if options := schema.get("anyOf") or schema.get("oneOf"):
        key = "anyOf" if "anyOf" in schema else "oneOf"
        return _union([signature_of(option, f"{pointer}/{key}/{n}") for n, option in enumerate(options)])
    kind = schema.get("type")
    if isinstance(kind, list):
        return _union([signature_of({**schema, "type": one}, pointer) for one in kind])
    if kind is None and ("enum" in schema or "const" in schema):
        values = schema.get("enum", [schema.get("const")])
        return _union(list(dict.fromkeys(_of_value(value, pointer) for value in values)))
    if kind == "array":
        return _array(schema, pointer)
    if kind == "object":
        return _object(schema, pointer)
    if kind in _PRIMITIVES:
        return _PRIMITIVES[kind]
    if kind == "integer":
        raise NoSignature("an integer has no signature", "refer to Int or UnsignedInt", pointer)
    raise NoSignature("this shape has no signature", "give it a name under $defs and refer to it", pointer)


def is_nullable(schema: Any) -> bool:
    """Whether ``null`` is one of the values that the signature names."""
    if not isinstance(schema, dict):
        return False
    if schema.get("type") == "null" or None in schema.get("enum", [...]):
        return True
    if isinstance(schema.get("type"), list):
        return "null" in schema["type"]
    return any(is_nullable(option) for key in ("anyOf", "oneOf") for option in schema.get(key, []))


def _says(schema: dict[str, Any]) -> bool:
    silent = {"description", "title", "default", "examples", "$comment"}
    said = {key for key in schema if key not in silent}
    if "x-jmap" in said and "shape" not in schema["x-jmap"]:
        said.discard("x-jmap")
    return bool(said)


def _union(options: list[str]) -> str:
    flat = [part for option in dict.fromkeys(options) for part in ([option] if "[" in option else option.split("|"))]
    # null stands last, as the RFCs print it.
    return "|".join(sorted(dict.fromkeys(flat), key=lambda part: part == "null"))


def _group(signature: str) -> str:
    return f"({signature})" if "|" in signature else signature


def _array(schema: dict[str, Any], pointer: str) -> str:
    if "prefixItems" in schema:
        raise NoSignature("a tuple has no signature", "give it a name of its own and refer to it", pointer)
    return _group(signature_of(schema.get("items", True), f"{pointer}/items")) + "[]"


def _object(schema: dict[str, Any], pointer: str) -> str:
    if schema.get("properties"):
        raise NoSignature(
            "an object with named properties has no signature here",
            "give it a name under $defs and refer to it",
            pointer,
        )
    values = schema.get("additionalProperties", True)
    if isinstance(values, dict) and _says(values):
        names = schema.get("propertyNames", {"type": "string"})
        key = signature_of(names, f"{pointer}/propertyNames") if _says(names) and "$ref" in names else "String"
        return f"{key}[{signature_of(values, f'{pointer}/additionalProperties')}]"
    return "String[*]"


def _of_value(value: Any, pointer: str) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, str):
        return "String"
    raise NoSignature("a fixed number or structure has no signature", "refer to Int or a definition", pointer)
