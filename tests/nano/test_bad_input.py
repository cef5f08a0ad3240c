"""Each way to break the source is a problem with file, pointer, line, message and hint; never a traceback."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jmap_spec import check
from jmap_spec.cli import main
from jmap_spec.problems import SourceBroken
from jmap_spec.source import protocol

from .nano import lay_out

COG = "schemas/toys/Cog/Cog.json"
METHODS = "schemas/toys/Cog/methods.json"
EXAMPLE = "schemas/toys/Cog/examples/get/all.json"


def edit(file: str, change: Callable[[Any], None]) -> Callable[[Path], None]:
    """Change a file as a value."""

    def do(root: Path) -> None:
        value = json.loads((root / file).read_text())
        change(value)
        (root / file).write_text(json.dumps(value, indent=2))

    return do


def replace(file: str, old: str, new: str) -> Callable[[Path], None]:
    """Change a file as text."""

    def do(root: Path) -> None:
        text = (root / file).read_text()
        assert old in text
        (root / file).write_text(text.replace(old, new, 1))

    return do


def put(file: str, text: str) -> Callable[[Path], None]:
    def do(root: Path) -> None:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text)

    return do


CASES: dict[str, tuple[Callable[[Path], None], str]] = {
    "no JSON": (
        replace(COG, '"type": "object",', '"type": "object",,'),
        f"{COG}:5: error: line 5, column 20: Expecting property name enclosed in double quotes [json/syntax]\n"
        "    hint: mend the JSON at this place",
    ),
    "a name twice": (
        replace(COG, '"title": "Cog",', '"title": "Cog",\n  "title": "Cog",'),
        f'{COG}:4 (#/title): error: line 4, column 3: the name "title" stands twice in one object [json/syntax]\n'
        "    hint: remove one of them",
    ),
    "an unknown keyword": (
        replace(COG, '"maxLength": 20', '"maxLenght": 20'),
        f'{COG}:11 (#/properties/name/maxLenght): error: unknown keyword "maxLenght" [vocabulary]\n'
        '    hint: did you mean "maxLength"?',
    ),
    "a misspelt attribute": (
        edit(COG, lambda v: v["properties"]["madeBy"].update({"x-jmap": {"serverset": True}})),
        f'{COG}:55 (#/properties/madeBy/x-jmap/serverset): error: unknown keyword "serverset" [vocabulary]\n'
        '    hint: did you mean "serverSet"?',
    ),
    "a reference to nothing": (
        replace(COG, "types.json#/$defs/UnsignedInt", "types.json#/$defs/Unsigned"),
        f'{COG}:18 (#/properties/teeth/$ref): error: "../../core/types.json#/$defs/Unsigned" refers to nothing [ref/unknown]\n'
        '    hint: did you mean "../../core/types.json#/$defs/UnsignedInt"?',
    ),
    "a cycle that consumes nothing": (
        edit(
            COG,
            lambda v: v["$defs"].update(
                {
                    "Left": {"description": "Left.", "anyOf": [{"$ref": "#/$defs/Right"}, {"type": "null"}]},
                    "Right": {"description": "Right.", "$ref": "#/$defs/Left"},
                }
            ),
        ),
        f"{COG}:86 (#/$defs/Left): error: a $ref cycle that consumes no instance: Left → Right → Left [ref/cycle]\n"
        "    hint: put an object or an array between them",
    ),
    "a name taken": (
        edit(COG, lambda v: v["$defs"].update({"Gear": {"description": "Not the Gear.", "type": "object"}})),
        'schemas/toys/Gear/Gear.json:1: error: the name "Gear" is taken by schemas/toys/Cog/Cog.json#/$defs/Gear [name/twice]\n'
        "    hint: names are global: give one of them another",
    ),
    "the wrong $schema": (
        replace(COG, "vocabulary/type.json", "vocabulary/typ.json"),
        f'{COG}:2 (#/$schema): error: $schema is "../../vocabulary/typ.json" [file/vocabulary]\n'
        '    hint: make it "../../vocabulary/type.json"',
    ),
    "a file where none belongs": (
        put("schemas/toys/cog.json", '{"title": "Cog"}'),
        "schemas/toys/cog.json:1: error: no kind of source file lies here [file/place]\n"
        "    hint: types lie in ROOM/Type/Type.json, wire structures in ROOM/wire/; see schemas/README.md",
    ),
    "a missing description": (
        edit(COG, lambda v: v["properties"]["madeBy"].pop("description")),
        f'{COG}:51 (#/properties/madeBy): error: "madeBy" has no description [description/missing]\n'
        "    hint: say in a sentence what it is",
    ),
    "a default that its own schema refuses": (
        edit(COG, lambda v: v["properties"]["teeth"].update({"default": -1})),
        f'{COG}:38 (#/properties/teeth/default): error: the default of "teeth" is refused by its own schema: '
        "-1 is less than the minimum of 0 [default/invalid]\n"
        "    hint: give a value that it accepts, or a phrase in x-jmap.default",
    ),
    "a shape without a signature": (
        edit(
            COG,
            lambda v: v["properties"]["finish"].update(
                {
                    "additionalProperties": {
                        "type": "object",
                        "properties": {"colour": {"description": "c", "type": "string"}},
                    }
                }
            ),
        ),
        f"{COG}:46 (#/properties/finish/additionalProperties): error: an object with named properties has no signature here "
        "[signature/none]\n    hint: give it a name under $defs and refer to it",
    ),
    "a word of BCP 14 outside of a span": (
        replace(COG, "Who made it.", "It MUST be known who made it."),
        f'{COG}:20 (#/properties/madeBy/description): error: "MUST" stands in no requirement: “It MUST be known who made it.” '
        "[requirement/unmarked]\n    hint: mark the sentence: [… MUST …]{#word}",
    ),
    "two requirements of one id": (
        replace(COG, "people call it. ", "people call it. [A Cog MUST have a name.]{#unique} "),
        f"{COG}:9 (#/properties/name/description): error: the requirement toys/Cog/name/unique is also at "
        f"{COG}#/properties/name/description [requirement/twice]\n    hint: give one of them another word",
    ),
    "a retired id": (
        put("schemas/vocabulary/retired.json", '{"toys/Cog/name/unique": "two Cogs may share a name since -03"}'),
        f"{COG}:9 (#/properties/name/description): error: the id toys/Cog/name/unique was retired: "
        "two Cogs may share a name since -03 [requirement/retired]\n    hint: give the sentence another word",
    ),
    "metadata for no sentence": (
        edit(
            COG, lambda v: v["properties"]["madeBy"]["x-jmap"].update({"requirements": {"known": {"binds": "client"}}})
        ),
        f'{COG}:57 (#/properties/madeBy/x-jmap/requirements/known): error: no sentence is marked "known" [requirement/no-sentence]\n'
        "    hint: write [sentence]{#known} in the description, or remove the entry",
    ),
    "a rule that the schema does not have": (
        replace("schemas/core/types.json", "Id#pattern", "Id#enum"),
        'schemas/core/types.json:8 (#/$defs/Id/description): error: core/Id/alphabet: Id has no rule "enum" [discharge/keyword]\n'
        "    hint: it has description, maxLength, minLength, pattern, type",
    ),
    "a required argument that may be null": (
        edit("schemas/core/standard/get.json", lambda v: v["request"].update({"required": ["ids"]})),
        'schemas/core/standard/get.json:34 (#/request/required): error: "ids" may be null and is required [argument/required]\n'
        "    hint: take it out of required",
    ),
    "a reference to a room that builds on this one": (
        edit(
            "schemas/core/wire/Request.json",
            lambda v: v["properties"].update({"cog": {"description": "A Cog.", "$ref": "../../toys/Cog/Cog.json"}}),
        ),
        "schemas/core/wire/Request.json:23 (#/properties/cog/$ref): error: core refers to toys, which builds on it [ref/direction]\n"
        "    hint: move the definition to core or to a room before it",
    ),
    "an error that no file has": (
        edit(METHODS, lambda v: v["get"].update({"errors": {"requestTooLong": {"description": "Too long."}}})),
        f'{METHODS}:5 (#/get/errors/requestTooLong): error: no errors.json has "requestTooLong" on method level [error/unknown]\n'
        '    hint: did you mean "requestTooLarge"?',
    ),
    "a section that the document does not have": (
        replace(METHODS, "RFC 8620, Section 5", "RFC 8620, Section 5.9"),
        f"{METHODS}:25 (#/spin/x-jmap/section): error: RFC 8620 has no Section 5.9 [section/unknown]\n"
        "    hint: near ones: 5.8, 5.7, 5.6",
    ),
    "a revision of a draft for a document": (
        replace(METHODS, "RFC 8620, Section 5", "draft-ietf-jmap-cogs-01"),
        f'{METHODS}:25 (#/spin/x-jmap/section): error: "draft-ietf-jmap-cogs-01" is one revision of a draft '
        '[section/revision]\n    hint: make it "draft-ietf-jmap-cogs"',
    ),
    "a pattern that validators read differently": (
        replace("schemas/core/types.json", "^[A-Za-z0-9_-]+$", "^[\\\\w]+$"),
        "schemas/core/types.json:12 (#/$defs/Id/pattern): error: \\w is not read alike by every validator [pattern/differs]\n"
        "    hint: write the characters out, e.g. [0-9]",
    ),
    "an example with a property that does not exist": (
        replace(
            "schemas/toys/Cog/examples/set/create.json",
            '{"k1": {"name": "spare"}}',
            '{"k1": {"name": "spare", "teath": 9}}',
        ),
        "schemas/toys/Cog/examples/set/create.json:6 (#/request/methodCalls/0/1/create/k1/teath): error: "
        'unknown property "teath" [example/invalid]\n    hint: did you mean "teeth"?',
    ),
    "an error code in two rooms": (
        put(
            "schemas/toys/errors.json",
            '{"$schema": "../vocabulary/errors.json", "set": {"invalidProperties": {"description": "The Cog is wrong.", '
            '"operations": ["create"], "x-jmap": {"section": "RFC 8620, Section 5.3"}}}}',
        ),
        'schemas/toys/errors.json:1 (#/set/invalidProperties): error: "invalidProperties" is also at '
        "schemas/core/errors.json#/set/invalidProperties [error/twice]\n"
        "    hint: keep it in the room that comes first; methods of the other can name it all the same",
    ),
    "a method without what the standard one has not": (
        edit(METHODS, lambda v: v["get"].update({"without": ["notfound"]})),
        f'{METHODS}:5 (#/get/without/0): error: the standard /get has no "notfound" [without/unknown]\n'
        '    hint: did you mean "notFound"?',
    ),
    "a rule for a form, of a property that does not exist": (
        edit(COG, lambda v: v["x-jmap"].update({"creation": {"properties": {"teath": {"maximum": 9}}}})),
        f'{COG}:95 (#/x-jmap/creation/properties/teath): error: Cog has no property "teath" [form/property]\n'
        '    hint: did you mean "teeth"?',
    ),
    "the shape of a type that does not exist": (
        edit(
            METHODS,
            lambda v: v["spin"]["request"]["properties"].update(
                {"other": {"description": "Another.", "x-jmap": {"shape": "record", "of": "Geer"}}}
            ),
        ),
        f'{METHODS}:37 (#/spin/request/properties/other/x-jmap/of): error: there is no definition "Geer" [ref/unknown]\n'
        '    hint: did you mean "Gear"?',
    ),
    "an example that points to nothing": (
        edit(EXAMPLE, lambda v: v.update({"varies": ["/methodResponses/0/1/state"]})),
        f"{EXAMPLE}:54 (#/varies/0): error: /methodResponses/0/1/state points to nothing [example/pointer]\n"
        "    hint: correct the pointer, or remove it",
    ),
}


def found(root: Path) -> str:
    """What an editor is told, as one text."""
    try:
        return "\n".join(map(str, check.problems(protocol(root), root)))
    except SourceBroken as broken:
        return str(broken)


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_one_clear_problem(case: str, tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    breaking, expected = CASES[case]
    breaking(root)
    said = found(root)
    assert said.startswith(expected), said
    assert len(re.findall(r": error: ", said)) == 1, said


def test_all_problems_are_told_in_one_run_sorted_by_place(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    for case in (
        "a missing description",
        "a default that its own schema refuses",
        "an error that no file has",
        "an example that points to nothing",
    ):
        CASES[case][0](root)
    places = [line.partition(": error:")[0] for line in found(root).splitlines() if ": error:" in line]
    assert len(places) == 4
    files = [place.partition(":")[0] for place in places]
    assert files == sorted(files)


@pytest.mark.parametrize("command", ["check", "generate"])
def test_a_broken_source_is_exit_code_1_and_nothing_is_written(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = lay_out(tmp_path)
    CASES["a default that its own schema refuses"][0](root)
    assert main(["--root", str(root), command]) == 1
    assert "default/invalid" in capsys.readouterr().err
    assert not (root / "reference_impl").exists()


def test_no_source_is_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tmp_path), "check"]) == 2
    assert "--root" in capsys.readouterr().err
