"""The bundle of the nano protocol."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from jmap_spec.derive.definitions import definitions
from jmap_spec.emit import bundle
from jmap_spec.model import Protocol
from jmap_spec.negatives import negatives
from jmap_spec.validate import Engine, Facts
from jmap_spec.validate.explain import refusals

BASE = "https://jmap-spec.example/0.1/"


@pytest.fixture(scope="module")
def texts(nano: Protocol) -> dict[str, str]:
    return bundle.files(nano)


@pytest.fixture(scope="module")
def files(texts: dict[str, str]) -> dict[str, Any]:
    return {path: json.loads(text) for path, text in texts.items()}


@pytest.fixture(scope="module")
def schemas(files: dict[str, Any]) -> dict[str, Any]:
    return {path: value for path, value in files.items() if isinstance(value, dict) and "$schema" in value}


def test_files_lie_where_others_look_for_them(files: dict[str, Any]) -> None:
    assert [path for path in files if "error" not in path] == [
        "capabilities/core.account.json",
        "capabilities/core.session.json",
        "capabilities/toys.account.json",
        "capabilities/toys.session.json",
        "examples.json",
        "methods.json",
        "methods/Cog/get.arguments.json",
        "methods/Cog/get.request.json",
        "methods/Cog/get.response.json",
        "methods/Cog/set.arguments.json",
        "methods/Cog/set.request.json",
        "methods/Cog/set.response.json",
        "methods/Cog/spin.arguments.json",
        "methods/Cog/spin.request.json",
        "methods/Cog/spin.response.json",
        "methods/Gear/get.arguments.json",
        "methods/Gear/get.request.json",
        "methods/Gear/get.response.json",
        "properties.json",
        "registries.json",
        "request.json",
        "requirements.json",
        "response.json",
        "types/core/Id.json",
        "types/core/IdOrCreationId.json",
        "types/core/Invocation.json",
        "types/core/MethodError.json",
        "types/core/PatchObject.json",
        "types/core/Request.json",
        "types/core/Response.json",
        "types/core/ResultReference.json",
        "types/core/SetError.json",
        "types/core/UnsignedInt.json",
        "types/toys/Cog.changed.json",
        "types/toys/Cog.created.json",
        "types/toys/Cog.creation.json",
        "types/toys/Cog.json",
        "types/toys/Cog.partial.json",
        "types/toys/Cog.patch.json",
        "types/toys/Cog.property.json",
        "types/toys/Finish.creation.json",
        "types/toys/Finish.json",
        "types/toys/Gear.json",
        "types/toys/Gear.partial.json",
        "types/toys/Gear.property.json",
        "manifest.json",
    ]


def test_a_schema_stands_alone_and_says_what_readers_want_to_know(texts: dict[str, str]) -> None:
    assert json.loads(texts["types/toys/Cog.partial.json"]) == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{BASE}types/toys/Cog.partial.json",
        "title": "Cog.partial",
        "$comment": "RFC 8620, Section 1.6.3",
        "type": "object",
        "properties": {
            "id": {
                "description": "The id of the Cog.",
                "$ref": "#/$defs/Id",
                "readOnly": True,
                "$comment": "Id (immutable; server-set). RFC 8620, Section 1.6.3",
            },
            "name": {
                "description": "What people call it. There MUST NOT be two Cogs of one name.",
                "type": "string",
                "maxLength": 20,
                "$comment": "String. RFC 8620, Section 1.6.3",
            },
            "gearId": {
                "description": "The Gear that it turns in.",
                "anyOf": [{"$ref": "#/$defs/Id"}, {"type": "null"}],
                "default": None,
                "$comment": "Id|null (default: null). RFC 8620, Section 1.6.3",
            },
            "teeth": {
                "description": "How many teeth it has.",
                "$ref": "#/$defs/UnsignedInt",
                "default": 8,
                "$comment": "UnsignedInt (immutable; default: 8). RFC 8620, Section 1.6.3",
            },
            "finish": {
                "description": "How each part is coloured.",
                "type": "object",
                "additionalProperties": {"$ref": "#/$defs/Finish"},
                "default": {},
                "$comment": "String[Finish] (default: {}). RFC 8620, Section 1.6.3",
            },
            "madeBy": {
                "description": "Who made it.",
                "type": "string",
                "readOnly": True,
                "$comment": "String (server-set). RFC 8620, Section 1.6.3",
            },
        },
        "required": ["id"],
        "$defs": {
            "Finish": {
                "$comment": "RFC 8620, Section 1.6.3",
                "description": "A colour and whether it shines.",
                "type": "object",
                "properties": {
                    "colour": {
                        "description": "By name.",
                        "type": "string",
                        "$comment": "String. RFC 8620, Section 1.6.3",
                    },
                    "shiny": {
                        "description": "Whether it shines.",
                        "type": "boolean",
                        "default": False,
                        "$comment": "Boolean (default: false). RFC 8620, Section 1.6.3",
                    },
                },
                "required": ["colour"],
            },
            "Id": {
                "$comment": "RFC 8620, Section 1.2",
                "description": "A name that the server gives. It MUST have no other characters than these.",
                "type": "string",
                "minLength": 1,
                "maxLength": 8,
                "pattern": "^[A-Za-z0-9_-]+$(?!\\n)",
            },
            "UnsignedInt": {
                "$comment": "RFC 8620, Section 1.3",
                "description": "A count.",
                "type": "integer",
                "minimum": 0,
                "maximum": 9007199254740991,
            },
        },
    }


def test_every_schema_is_plain_and_whole(schemas: dict[str, Any]) -> None:
    """Only standard keywords that every validator knows, every reference inside the file."""
    known = {
        "$schema",
        "$id",
        "$defs",
        "$ref",
        "$comment",
        "title",
        "description",
        "default",
        "examples",
        "readOnly",
        "writeOnly",
        "type",
        "enum",
        "const",
        "properties",
        "patternProperties",
        "additionalProperties",
        "propertyNames",
        "required",
        "dependentRequired",
        "dependentSchemas",
        "minProperties",
        "maxProperties",
        "items",
        "prefixItems",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minLength",
        "maxLength",
        "pattern",
        "minimum",
        "maximum",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "then",
        "else",
    }
    for path, schema in schemas.items():
        assert jsonschema_rs.meta.is_valid(schema), path
        for keywords in keywords_in(schema):
            assert set(keywords) <= known, path
            if "$ref" in keywords:
                target = keywords["$ref"]
                assert target == "#" or target.removeprefix("#/$defs/") in schema["$defs"], path


def keywords_in(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema object inside a schema; what stands under a name or in data is no keyword."""
    if isinstance(schema, list):
        for item in schema:
            yield from keywords_in(item)
    elif isinstance(schema, dict):
        yield schema
        for key, value in schema.items():
            if key in ("properties", "patternProperties", "dependentSchemas", "$defs"):
                for inner in value.values():
                    yield from keywords_in(inner)
            elif key not in ("const", "enum", "default", "examples", "required", "dependentRequired"):
                yield from keywords_in(value)


def test_ids_are_the_paths_below_the_versioned_base(schemas: dict[str, Any]) -> None:
    assert {path: schema["$id"] for path, schema in schemas.items()} == {path: BASE + path for path in schemas}


def test_a_definition_that_refers_to_itself_refers_to_the_root(nano: Protocol) -> None:
    from jmap_spec.emit.bundle.schemas import _file

    tree = {"items": {"$ref": "#/$defs/Tree"}, "const": {"$ref": "#/$defs/Tree"}}
    made = _file("Tree", {"Tree": tree}, "x:")
    assert made["items"] == {"$ref": "#"}
    assert made["const"] == {"$ref": "#/$defs/Tree"}  # data, not a reference
    assert "$defs" not in made


def test_the_manifest_has_every_other_file_with_its_hash(texts: dict[str, str], files: dict[str, Any]) -> None:
    manifest = files["manifest.json"]
    assert manifest["version"] == "0.1"
    assert set(manifest["files"]) == set(texts) - {"manifest.json"}
    for path, said in manifest["files"].items():
        octets = texts[path].encode()
        assert said == {"sha256": hashlib.sha256(octets).hexdigest(), "octets": len(octets)}


def test_the_manifest_says_where_each_definition_lives(nano: Protocol, files: dict[str, Any]) -> None:
    paths = files["manifest.json"]["definitions"]
    assert set(paths) == set(definitions(nano))
    assert len(set(paths.values())) == len(paths)
    assert set(paths.values()) <= set(files)


def test_output_is_the_same_in_every_run(nano: Protocol, texts: dict[str, str]) -> None:
    assert bundle.files(nano) == texts


def test_a_rule_that_validate_names_is_there_in_the_bundle(nano: Protocol, schemas: dict[str, Any]) -> None:
    """The URI of a finding opens the file, at the keyword."""
    table = definitions(nano)
    engine, facts = Engine(table), Facts(nano, bundle.Addresses(nano).uri)
    for one in negatives(table):
        for finding in refusals(engine, facts, one.rule.definition, one.instance):
            uri, _, pointer = finding.rule.partition("#")
            place = schemas[uri.removeprefix(BASE)]
            for token in pointer.split("/")[1:]:
                token = token.replace("~1", "/").replace("~0", "~")
                place = place[int(token)] if isinstance(place, list) else place[token]


def test_verdicts_are_those_of_the_definitions(nano: Protocol, schemas: dict[str, Any]) -> None:
    """What is added for readers and for ajv changes no verdict."""
    path = bundle.Addresses(nano).path
    validators = {name: jsonschema_rs.Draft202012Validator(schema) for name, schema in schemas.items()}
    for one in negatives(definitions(nano)):
        validator = validators[path(one.rule.definition)]
        assert validator.is_valid(one.valid), one.name
        assert not validator.is_valid(one.instance), one.name
