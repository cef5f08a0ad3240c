"""The cases that there are: ids, requirements both ways, and the list of them that git keeps."""

from __future__ import annotations

import json
import re

import pytest

from jmap_conformance import collect
from jmap_conformance.case import BadCase
from jmap_conformance.documents import documents
from jmap_conformance.manifest import HERE, Manifest

MANIFEST = Manifest.load()
INSTANCES = collect.all_instances(MANIFEST)


def test_ids_are_addresses() -> None:
    """An id is a path of names that a pytest -k expression and a file name can hold."""
    for one in INSTANCES:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9/;-]*", one.id), one.id


def test_every_requirement_that_wants_a_test_has_a_case() -> None:
    assert [one.id for one in collect.uncovered(MANIFEST)] == []


def test_every_requirement_of_a_case_exists() -> None:
    assert collect.unknown_requirements(MANIFEST) == []


def test_an_unknown_requirement_stops_collection() -> None:
    """A requirement that was retired must not leave a case behind that says that it checks it."""
    rows = [row for row in MANIFEST.content["requirements"] if row["id"] != "core/standard/get/ids/null-is-all"]
    lacking = Manifest({**MANIFEST.content, "requirements": rows}, MANIFEST.definitions)
    with pytest.raises(BadCase, match=r"standard/get\.py:[0-9]+: core/standard/get/ids/null-is-all"):
        collect.all_instances(lacking)


def test_a_type_of_the_manifest_gets_cases_without_code() -> None:
    """A type that is Mailbox but for its name has the cases of the templates, and none of Mailbox' own."""
    rows = {name.partition("/")[2]: row for name, row in MANIFEST.methods.items() if row["type"] == "Mailbox"}
    methods = {f"Folder/{verb}": {**row, "type": "Folder"} for verb, row in rows.items()}
    folder = json.loads(json.dumps(MANIFEST.types["Mailbox"]).replace('"Mailbox"', '"Folder"'))
    content = {**MANIFEST.content, "types": {"Folder": folder}, "methods": methods}
    mistakes = json.loads(json.dumps(MANIFEST.negatives).replace("Mailbox/", "Folder/").replace("Mailbox.", "Folder."))
    ids = {one.id for one in collect.all_instances(Manifest(content, MANIFEST.definitions, mistakes))}
    templates = [one for one in INSTANCES if one.point.type == "Mailbox" and one.case.source.startswith("standard/")]
    renamed = {one.id.replace("Mailbox/", "Folder/", 1) for one in templates}
    assert {one for one in ids if one.startswith("Folder/")} == renamed


def test_the_list_of_cases_in_git_is_current() -> None:
    """data/cases.json is what ``jmap-conformance cases --json`` says; write it anew if this fails."""
    kept = json.loads((HERE / "cases.json").read_text("utf-8"))
    assert kept["cases"] == documents(MANIFEST)
    assert kept["$comment"].startswith("Generated ")
