"""The catalogues of the nano protocol."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jmap_spec.emit import bundle
from jmap_spec.model import Protocol


@pytest.fixture(scope="module")
def files(nano: Protocol) -> dict[str, Any]:
    return {path: json.loads(text) for path, text in bundle.files(nano).items()}


def by(entries: list[dict[str, Any]], key: str, value: str) -> dict[str, Any]:
    (found,) = (entry for entry in entries if entry[key] == value)
    return found


def test_requirements_have_their_sentence_and_what_it_carries(files: dict[str, Any]) -> None:
    assert by(files["requirements.json"], "id", "core/Id/alphabet") == {
        "id": "core/Id/alphabet",
        "level": "MUST",
        "binds": "server",
        "policy": None,
        "discharge": {"schema": "Id#pattern"},
        "text": "It MUST have no other characters than these.",
        "source": "schemas/core/types.json#/$defs/Id/description",
        "section": "RFC 8620, Section 1.2",
        "provenance": None,
    }


def test_properties_have_their_signature_in_the_published_notation(files: dict[str, Any]) -> None:
    said = [
        (p["signature"], p["attributes"], p["default"], p["defaultKind"])
        for p in files["properties.json"]
        if p["id"].startswith("toys/Cog/") and p["id"].count("/") == 2
    ]
    assert said == [
        ("Id", ["immutable", "server-set"], None, "none"),
        ("String", [], None, "none"),
        ("Id|null", [], None, "value"),
        ("UnsignedInt", ["immutable"], 8, "value"),
        ("String[Finish]", [], {}, "value"),
        ("String", ["server-set"], None, "none"),
    ]


def test_arguments_of_a_standard_method_are_those_of_the_type(files: dict[str, Any]) -> None:
    entries = files["properties.json"]
    assert by(entries, "id", "toys/Cog/set/create")["signature"] == "Id[Cog]|null"
    assert by(entries, "id", "core/standard/set/create")["signature"] == "Id[Foo]|null"
    assert by(entries, "id", "toys/Cog/get/response/list")["signature"] == "Cog[]"
    assert by(entries, "id", "toys/Cog/set/onCreateOil")["default"] is False


def test_ids_of_properties_are_unique(files: dict[str, Any]) -> None:
    ids = [entry["id"] for entry in files["properties.json"]]
    assert len(set(ids)) == len(ids)


def test_a_method_leads_to_its_schemas_and_its_arguments(files: dict[str, Any]) -> None:
    said = by(files["methods.json"], "name", "Cog/set")
    assert said["request"].endswith("/methods/Cog/set.request.json")
    assert said["request"].removeprefix("https://jmap-spec.example/0.1/") in files
    assert said["takes"] == [
        "toys/Cog/set/ifInState",
        "toys/Cog/set/create",
        "toys/Cog/set/update",
        "toys/Cog/set/onCreateOil",
    ]
    assert said["adds"] == ["onCreateOil"]
    assert (said["capability"], said["standard"]) == ("urn:example:nano:toys", "core/standard/set")
    known = {entry["id"] for entry in files["properties.json"]}
    for method in files["methods.json"]:
        assert {*method["takes"], *method["answers"], *method["filter"]} <= known


def test_an_error_says_who_raises_it(files: dict[str, Any]) -> None:
    said = by(files["errors.json"], "code", "requestTooLarge")
    assert (said["level"], said["type"], said["raisedBy"]) == ("method", "requestTooLarge", ["Cog/get", "Gear/get"])
    assert said["schema"].removeprefix("https://jmap-spec.example/0.1/") in files


def test_registries_and_examples_are_there(files: dict[str, Any], nano: Protocol) -> None:
    assert [entry["value"] for entry in files["registries.json"]["capabilities"]["entries"]] == [
        "urn:example:nano:core",
        "urn:example:nano:toys",
    ]
    assert [entry["id"] for entry in files["examples.json"]] == [example.id for example in nano.examples]
