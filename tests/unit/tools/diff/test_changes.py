"""Each rule sees what it is for, says whom it breaks, and sees nothing where nothing changed.

A row edits one file of a protocol in some places. The nano protocol does for most; what it has not (filters, sorts,
limits, registries) is edited in the protocol itself.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from jmap_spec import diff
from jmap_spec.derive import derive
from jmap_spec.diff import attributes, changes
from jmap_spec.load import load
from jmap_spec.model import Protocol
from tests.nano.nano import HERE, ROOT, lay_out

COG, METHODS = "toys/Cog/Cog.json", "toys/Cog/methods.json"
ERRORS, SET, TOYS = "core/errors.json", "core/standard/set.json", "toys/capability.json"
EXAMPLE = "toys/Cog/examples/set/create.json"
GONE = object()


class Row(NamedTuple):
    """An edit, and one change that it has to be among."""

    what: str
    file: str
    #: Pointer to the new value; GONE takes it away.
    edits: dict[str, Any]
    code: str
    subject: str
    #: Whom it breaks, or empty where it is not breaking.
    breaks: str
    #: Whom the way back breaks.
    back: str


P = "/properties"
TEXT = {"description": "A word.", "type": "string"}
MUST = "What people call it. [There MUST NOT be two Cogs of one name.]{#unique}"
MAILBOX, QUERY = "mail/Mailbox/Mailbox.json", "mail/Mailbox/methods.json"

NANO = [
    Row("property", COG, {f"{P}/colour": {**TEXT, "default": ""}}, "member/added", "toys/Cog/colour", "", "clients"),
    Row("needed property", COG, {f"{P}/colour": TEXT, "/required/-": "colour"}, "member/added", "toys/Cog/colour",
        "clients", "clients"),
    Row("no property", COG, {f"{P}/madeBy": GONE, "/required/5": GONE}, "member/removed", "toys/Cog/madeBy",
        "clients", ""),
    Row("argument", METHODS, {"/set/request/properties/onCreateOil": GONE}, "member/removed",
        "toys/Cog/set/onCreateOil", "clients", ""),
    Row("answer", METHODS, {"/spin/response/properties/heat": TEXT}, "member/added",
        "toys/Cog/spin/response/heat", "", "clients"),
    Row("template", SET, {"/request/properties/ifInState": GONE}, "member/removed", "core/standard/set/ifInState",
        "clients", ""),
    Row("without", METHODS, {"/set/without": ["ifInState"]}, "member/removed", "toys/Cog/set/ifInState", "clients", ""),
    Row("sent signature", METHODS, {
        "/spin/request/properties/turns/$ref": GONE, "/spin/request/properties/turns/type": "number"},
        "member/signature", "toys/Cog/spin/turns", "", "clients"),
    Row("told signature", METHODS, {
        "/spin/response/properties/turned/$ref": GONE, "/spin/response/properties/turned/type": "number"},
        "member/signature", "toys/Cog/spin/response/turned", "clients", "servers"),
    Row("unlike signature", COG, {f"{P}/name/type": "boolean", f"{P}/name/maxLength": GONE}, "member/signature",
        "toys/Cog/name", "both", "both"),
    Row("null", COG, {f"{P}/madeBy/type": ["string", "null"]}, "member/nullable", "toys/Cog/madeBy", "clients",
        "servers"),
    Row("fewer values", COG, {f"{P}/name/maxLength": 10}, "member/values", "toys/Cog/name", "both", "clients"),
    Row("scalar", "core/types.json", {"/$defs/Id/maxLength": 4}, "type/values", "core/Id", "both", "clients"),
    Row("creation", COG, {"/x-jmap/creation": {"minProperties": 1}}, "type/values", "toys/Cog", "clients", ""),
    Row("has to be sent", METHODS, {
        "/spin/request/required/-": "turns", "/spin/request/properties/turns/default": GONE}, "member/required",
        "toys/Cog/spin/turns", "clients", ""),
    Row("may be missing", METHODS, {"/spin/response/required": []}, "member/required",
        "toys/Cog/spin/response/turned", "clients", "servers"),
    Row("default", COG, {f"{P}/teeth/default": 9}, "member/default", "toys/Cog/teeth", "both", "both"),
    Row("phrase", COG, {f"{P}/teeth/default": GONE, f"{P}/teeth/x-jmap/default": "as many as fit"},
        "member/default", "toys/Cog/teeth", "both", "both"),
    Row("first default", COG, {f"{P}/name/default": ""}, "member/default", "toys/Cog/name", "", "both"),
    Row("server-set", COG, {f"{P}/finish/x-jmap": {"serverSet": True}}, "member/server-set", "toys/Cog/finish",
        "clients", ""),
    Row("immutable", COG, {f"{P}/teeth/x-jmap": GONE}, "member/immutable", "toys/Cog/teeth", "clients", "clients"),
    Row("create-only", COG, {f"{P}/finish/x-jmap": {"createOnly": True}}, "member/create-only", "toys/Cog/finish",
        "clients", ""),
    Row("derived", COG, {f"{P}/finish/x-jmap": {"derived": True}}, "member/derived", "toys/Cog/finish", "", "clients"),
    Row("unit", COG, {f"{P}/teeth/x-jmap/unit": "octets"}, "member/unit", "toys/Cog/teeth", "", ""),
    Row("refers to", METHODS, {"/spin/request/properties/id/x-jmap/refersTo": "Gear"}, "member/refers-to",
        "toys/Cog/spin/id", "both", "both"),
    Row("capability", COG, {f"{P}/madeBy/x-jmap/capability": "urn:example:nano:core"}, "member/capability",
        "toys/Cog/madeBy", "both", "both"),
    Row("note", METHODS, {"/spin/request/properties/turns/x-jmap": {"enforcedBy": "maxTurns"}}, "member/notes",
        "toys/Cog/spin/turns", "", ""),
    Row("type", "toys/Wheel/Wheel.json", {"": {
        "$schema": "../../vocabulary/type.json", "title": "Wheel", "description": "It rolls.", "type": "object",
        "properties": {"size": TEXT}, "x-jmap": {"section": "RFC 8620, Section 1.6.3"}}},
        "type/added", "toys/Wheel", "", "both"),
    Row("row", "toys/Gear/Gear.json", {"/x-jmap/dataType/stateChange": False}, "type/row", "toys/Gear", "clients", ""),
    Row("no row", "toys/Gear/Gear.json", {"/x-jmap/dataType": GONE}, "type/row", "toys/Gear", "both", ""),
    Row("method", METHODS, {"/spin": GONE}, "method/removed", "toys/Cog/spin", "clients", ""),
    Row("own method", METHODS, {"/get/standard": False, "/get/request": {"type": "object", "properties": {}},
        "/get/response": {"type": "object", "properties": {}}}, "method/standard", "toys/Cog/get", "", ""),
    Row("no error", ERRORS, {"/request/notRequest": GONE}, "error/removed",
        "core/errors/request/notRequest", "both", ""),
    Row("status", ERRORS, {"/request/notRequest/status": 403}, "error/status", "core/errors/request/notRequest",
        "both", "both"),
    Row("raised by", ERRORS, {"/set/invalidProperties/operations": ["create"]}, "error/raised-by",
        "core/errors/set/invalidProperties", "", ""),
    Row("error's use", ERRORS, {"/method/requestTooLarge/intendedUse": "LIMITED"}, "error/registration",
        "core/errors/method/requestTooLarge", "", ""),
    Row("error's member", ERRORS, {"/set/invalidProperties/members/properties/properties": GONE}, "member/removed",
        "core/errors/set/invalidProperties/properties", "clients", ""),
    Row("method's error", METHODS, {"/spin/errors": {"requestTooLarge": {"description": "Too often."}}},
        "method-error/added", "toys/Cog/spin/errors/requestTooLarge", "", ""),
    Row("urn", TOYS, {"/urn": "urn:example:nano:games"}, "capability/urn", "toys/capability", "both", "both"),
    Row("registration", TOYS, {"/registration/intendedUse": "limited"}, "capability/registration", "toys/capability",
        "", ""),
    Row("registry", "toys/registries.json", {"": {"$schema": "../vocabulary/registries.json", "colours": {
        "title": "Colours", "description": "By name.", "columns": {"": "Colour", "reference": "Reference"},
        "entries": {"red": {"reference": "RFC 8620"}}, "x-jmap": {"section": "RFC 8620, Section 9"}}}},
        "registry/added", "toys/registries/colours", "", "both"),
    Row("MUST", COG, {f"{P}/madeBy/description": "Who. [It MUST be a name.]{#a-name}"}, "requirement/added",
        "toys/Cog/madeBy/a-name", "servers", "clients"),
    Row("MAY", COG, {f"{P}/madeBy/description": "Who. [It MAY be a name.]{#a-name}"}, "requirement/added",
        "toys/Cog/madeBy/a-name", "", ""),
    Row("client's MUST", COG, {f"{P}/madeBy/description": "[A client MUST show it.]{#shown}",
        f"{P}/madeBy/x-jmap/requirements": {"shown": {"binds": "client"}}}, "requirement/added",
        "toys/Cog/madeBy/shown", "clients", "servers"),
    Row("MUST of a new part", COG, {f"{P}/colour": {"description": "[It MUST be nice.]{#nice}", "type": "string",
        "default": ""}}, "requirement/added", "toys/Cog/colour/nice", "", "clients"),
    Row("weaker", COG, {f"{P}/name/description": MUST.replace("MUST", "SHOULD")}, "requirement/level",
        "toys/Cog/name/unique", "clients", "servers"),
    Row("turned round", COG, {f"{P}/name/description": MUST.replace("MUST NOT", "MUST")}, "requirement/level",
        "toys/Cog/name/unique", "both", "both"),
    Row("sentence", COG, {f"{P}/name/description": MUST.replace("two Cogs", "Cogs")}, "requirement/sentence",
        "toys/Cog/name/unique", "", ""),
    Row("other id", COG, {f"{P}/name/description": MUST.replace("#unique", "#single")}, "requirement/id",
        "toys/Cog/name/single", "", ""),
    Row("retired", COG, {f"{P}/name/description": "What people call it."}, "requirement/removed",
        "toys/Cog/name/unique", "clients", "servers"),
    Row("binds", COG, {f"{P}/name/x-jmap": {"requirements": {"unique": {"binds": "client"}}}}, "requirement/binds",
        "toys/Cog/name/unique", "clients", "servers"),
    Row("discharge", COG, {f"{P}/name/x-jmap": {"requirements": {"unique": {
        "discharge": {"gap": "There is no case for it."}}}}},
        "requirement/discharge", "toys/Cog/name/unique", "", ""),
    Row("policy", COG, {f"{P}/name/x-jmap": {"requirements": {"unique": {
        "policy": {"outcome": "warn", "reason": "Few servers do."}}}}},
        "requirement/policy", "toys/Cog/name/unique", "", ""),
    Row("provenance", COG, {f"{P}/name/x-jmap": {"requirements": {"unique": {"provenance": {"own": "Ours."}}}}},
        "requirement/provenance", "toys/Cog/name/unique", "", ""),
    Row("example", EXAMPLE, {"/title": "Make one Cog"}, "example/changed", "toys/Cog/set/create", "", ""),
    Row("text", COG, {f"{P}/name/description": MUST.replace("people", "we")}, "text/changed", "toys/Cog/name", "", ""),
    Row("section", COG, {"/x-jmap/section": "RFC 8620, Section 1.6"}, "text/section", "toys/Cog", "", ""),
]  # fmt: skip

WHOLE = [
    Row("limit", "core/capability.json", {"/session/properties/maxCallsInRequest": GONE}, "member/removed",
        "core/capability/session/maxCallsInRequest", "clients", ""),
    Row("match", QUERY, {"/query/filter/properties/name/x-jmap/match": "equals"}, "filter/match",
        "mail/Mailbox/query/filter/name", "both", "both"),
    Row("condition", QUERY, {"/query/filter/properties/role": GONE}, "member/removed",
        "mail/Mailbox/query/filter/role", "clients", ""),
    Row("sort", QUERY, {"/query/sort/name": GONE}, "sort/removed", "mail/Mailbox/query/sort/name", "clients", ""),
    Row("sort's property", QUERY, {"/query/sort/name/property": "role"}, "sort/property",
        "mail/Mailbox/query/sort/name", "both", "both"),
    Row("value", "mail/registries.json", {"/keywords/entries/$seen": GONE}, "registry/value-removed",
        "mail/registries/keywords/$seen", "both", ""),
    Row("value's text", "mail/registries.json", {"/keywords/entries/$seen/intendedUse": "LIMITED"},
        "registry/value-changed", "mail/registries/keywords/$seen", "", ""),
    Row("columns", "mail/registries.json", {"/keywords/columns/reference": "Where"}, "registry/columns",
        "mail/registries/keywords", "", ""),
]  # fmt: skip


def edited(root: Path, row: Row) -> Protocol:
    """The protocol of ``root`` after the edits of a row."""
    path = root / "schemas" / row.file
    value = json.loads(path.read_text()) if path.exists() else {}
    for pointer, new in row.edits.items():
        if not pointer:
            value = new
            continue
        *inner, last = pointer.split("/")[1:]
        node = value
        for step in inner:
            node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
        if isinstance(node, list):
            node.append(new) if last == "-" else node.pop(int(last))
        elif new is GONE:
            del node[last]
        else:
            node[last] = new
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value))
    return derive(load(root))


@pytest.fixture(scope="module")
def nano(tmp_path_factory: pytest.TempPathFactory) -> Protocol:
    return derive(load(lay_out(tmp_path_factory.mktemp("nano"))))


@pytest.fixture(scope="module")
def whole() -> Protocol:
    return derive(load(ROOT))


def seen(row: Row, old: Protocol, new: Protocol) -> None:
    found = [c for c in changes(old, new) if (c.code, c.subject) == (row.code, row.subject)]
    assert len(found) == 1, [(c.code, c.subject) for c in changes(old, new)]
    assert (found[0].whom if found[0].breaking else "") == row.breaks, found[0]
    assert found[0].why and found[0].what and found[0].place.file
    back = changes(new, old)
    assert back, "the way back is a change too"
    breaking = {side for c in back if c.breaking for side in ({"clients", "servers"} if c.whom == "both" else {c.whom})}
    assert breaking == ({"clients", "servers"} if row.back == "both" else {row.back} - {""}), back


@pytest.mark.parametrize("row", NANO, ids=lambda row: row.what)
def test_a_change_of_the_nano_protocol(row: Row, nano: Protocol, tmp_path: Path) -> None:
    seen(row, nano, edited(lay_out(tmp_path), row))


@pytest.mark.parametrize("row", WHOLE, ids=lambda row: row.what)
def test_a_change_of_the_protocol(row: Row, whole: Protocol, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    seen(row, whole, edited(tmp_path, row))


def test_nothing_changed(nano: Protocol, whole: Protocol, tmp_path: Path) -> None:
    assert changes(nano, derive(load(lay_out(tmp_path)))) == []
    assert changes(whole, derive(load(ROOT))) == []


def test_the_layout_of_files_is_no_change(nano: Protocol, tmp_path: Path) -> None:
    lay_out(tmp_path)
    for file in HERE.glob("schemas/**/*.json"):
        path = tmp_path / file.relative_to(HERE)
        path.write_text(json.dumps(json.loads(path.read_text()), indent=8))
    assert changes(nano, derive(load(tmp_path))) == []


def test_a_room_that_goes_takes_everything_along(nano: Protocol, tmp_path: Path) -> None:
    lay_out(tmp_path)
    shutil.rmtree(tmp_path / "schemas/toys")
    found = {(c.code, c.subject) for c in changes(nano, derive(load(tmp_path))) if c.breaking}
    assert {
        ("capability/removed", "toys/capability"),
        ("type/removed", "toys/Cog"),
        ("method/removed", "toys/Cog/spin"),
    }
    assert ("requirement/removed", "toys/Cog/name/unique") not in found, "it went with its type"
    back = changes(derive(load(tmp_path)), nano)
    assert not [c for c in back if c.breaking], "what is new breaks nobody"
    assert ("capability/added", "toys/capability") in {(c.code, c.subject) for c in back}


def test_a_standard_method_that_goes(nano: Protocol, tmp_path: Path) -> None:
    (lay_out(tmp_path) / "schemas/core/standard/set.json").unlink()
    (tmp_path / "schemas" / EXAMPLE).unlink()
    methods = tmp_path / "schemas" / METHODS
    methods.write_text(json.dumps({k: v for k, v in json.loads(methods.read_text()).items() if k != "set"}))
    found = {(c.code, c.subject): c for c in changes(nano, derive(load(tmp_path)))}
    assert not found["standard/removed", "core/standard/set"].breaking
    assert found["method/removed", "toys/Cog/set"].whom == "clients"
    assert ("example/removed", "toys/Cog/set/create") in found


def test_a_type_that_moves_to_another_room(nano: Protocol, tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / "schemas/toys/Gear").rename(tmp_path / "schemas/core/Gear")
    found = {(c.code, c.subject): c for c in changes(nano, derive(load(tmp_path)))}
    assert found["type/moved", "core/Gear"].before == "toys/Gear"
    assert not any(c.breaking for c in found.values())


def test_a_retired_id_says_why(nano: Protocol, tmp_path: Path) -> None:
    lay_out(tmp_path)
    retired = tmp_path / "schemas/vocabulary/retired.json"
    retired.write_text(json.dumps({"toys/Cog/name/unique": "Names may repeat."}))
    (row,) = (row for row in NANO if row.what == "retired")
    (change,) = (c for c in changes(nano, edited(tmp_path, row)) if c.code == "requirement/removed")
    assert change.why.endswith("Its id is retired: Names may repeat.")


def test_every_code_is_seen_by_a_row() -> None:
    folder = Path(diff.__file__).parent
    # What a row sees one way, the same row sees the other way round.
    tried = {row.code for row in (*NANO, *WHOLE)} | {"capability/added", "type/moved", "example/added"}
    tried |= {code.replace("added", "removed") for code in tried} | {code.replace("removed", "added") for code in tried}
    said = set()
    for path in folder.glob("*.py"):
        said |= set(re.findall(r'"((?:[a-z]+-)?[a-z]+/[a-z-]+)"', path.read_text()))
    said |= {f"member/{one.attribute.replace('_', '-')}" for one in attributes._WORDS}
    said |= {f"member/{attribute.replace('_', '-')}" for attribute, _, _ in attributes._VALUES}
    assert said - tried == set()
