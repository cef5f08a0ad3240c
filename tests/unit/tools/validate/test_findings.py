"""What is said about an instance: the text as the terminal shows it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jmap_spec.derive.definitions import definitions
from jmap_spec.model import Protocol
from jmap_spec.validate import Engine, Facts, findings, placed
from jmap_spec.validate.findings import Finding
from jmap_spec.validate.render import lines


def address(name: str) -> str:
    return f"x:{name}"


@pytest.fixture
def said(nano: Protocol) -> Any:
    """``said(name, value)``: the findings in the order of the text."""
    engine, facts = Engine(definitions(nano)), Facts(nano, address)

    def about(name: str, value: Any, request: Any = None) -> list[Finding]:
        return placed(findings(engine, facts, name, value, request), json.dumps(value))

    return about


def text(found: list[Finding]) -> str:
    return "\n".join(
        lines([("f", "", [finding])])[0] + "".join("\n" + row.strip() for row in lines([("f", "", [finding])])[2:-1])
        for finding in found
    )


#: Definition, instance, what is said.
TABLE = {
    "a misspelt argument": (
        "Cog.set.request",
        {"onCreateOyl": True},
        'f:1:2: error: unknown argument "onCreateOyl"\n'
        "allowed:     create, ifInState, onCreateOil, update\n"
        'hint:        did you mean "onCreateOil"?\n'
        "rule:        x:Cog.set.request#/additionalProperties\n"
        "section:     RFC 8620, Section 5.3",
    ),
    "an argument of another method": (
        "Cog.get.request",
        {"turns": 5},
        'f:1:2: error: unknown argument "turns"\n'
        "allowed:     ids, properties\n"
        'hint:        "turns" belongs to the request of Cog/spin\n'
        "rule:        x:Cog.get.request#/additionalProperties\n"
        "section:     RFC 8620, Section 5.1",
    ),
    "an argument beside its result reference": (
        "Cog.get.request",
        {"ids": None, "#ids": {"resultOf": "c", "name": "Cog/get", "path": "/list"}},
        'f:1:2: error: "ids" and "#ids" stand side by side\n'
        "allowed:     the value or a result reference, not both\n"
        "hint:        leave one of them out\n"
        "rule:        x:Cog.get.request#/dependentSchemas/#ids/properties/ids\n"
        "section:     RFC 8620, Section 5.1",
    ),
    "a missing argument": (
        "Cog.spin.request",
        {},
        'f:1:1: error: the argument "id" is missing\n'
        "allowed:     Id\n"
        "rule:        x:Cog.spin.request#/allOf/0/else/required\n"
        "section:     RFC 8620, Section 5",
    ),
    "a property that the server sets": (
        "Cog.creation",
        {"name": "c", "madeBy": "me"},
        'f:1:15: error: unknown property "madeBy"\n'
        "allowed:     finish, gearId, name, teeth\n"
        "hint:        only the server sets it: leave it out\n"
        "rule:        x:Cog.creation#/additionalProperties\n"
        "section:     RFC 8620, Section 1.6.3",
    ),
    "a number in quotes": (
        "Cog.creation",
        {"name": "c", "teeth": "12"},
        'f:1:15: error: found the string "12"\n'
        "allowed:     UnsignedInt: a whole number from 0 to 9007199254740991\n"
        "hint:        write the number without quotes: 12\n"
        "rule:        x:UnsignedInt#/type\n"
        "section:     RFC 8620, Section 1.3",
    ),
    "an Id under Id|null, with its requirement": (
        "Cog",
        {"id": "c", "name": "c", "gearId": "a b", "teeth": 8, "finish": {}, "madeBy": "x"},
        'f:1:26: error: found the string "a b"\n'
        "allowed:     Id: a string of 1 to 8 characters that matches ^[A-Za-z0-9_-]+$\n"
        "requirement: core/Id/alphabet\n"
        "rule:        x:Id#/pattern\n"
        "section:     RFC 8620, Section 1.2",
    ),
    "neither of two kinds": (
        "Cog.creation",
        {"name": "c", "gearId": 5},
        "f:1:15: error: found the number 5\n"
        "allowed:     IdOrCreationId|null: a string that matches ^#?[A-Za-z0-9_-]{1,8}$ or null\n"
        "rule:        x:Cog.creation#/properties/gearId/anyOf\n"
        "section:     RFC 8620, Section 1.6.3",
    ),
    "a name that is no Id": (
        "Cog.set.arguments",
        {"create": {"a b": {}}},
        'f:1:13: error: found the name "a b"\n'
        "allowed:     Id: a string of 1 to 8 characters that matches ^[A-Za-z0-9_-]+$\n"
        "requirement: core/Id/alphabet\n"
        "rule:        x:Id#/pattern\n"
        "section:     RFC 8620, Section 1.2",
    ),
    "a string that is too long, in a map of parts": (
        "Cog.creation",
        {"name": "c" * 21, "finish": {"rim": {"colour": "red", "shiny": "true"}}},
        'f:1:2: error: found a string of 21 characters: "ccccccccccccccccccccc"\n'
        "allowed:     a string of at most 20 characters\n"
        "rule:        x:Cog.creation#/properties/name/maxLength\n"
        "section:     RFC 8620, Section 1.6.3\n"
        'f:1:71: error: found the string "true"\n'
        "allowed:     Boolean: true or false\n"
        "hint:        write it without quotes: true\n"
        "rule:        x:Finish.creation#/properties/shiny/type\n"
        "section:     RFC 8620, Section 1.6.3",
    ),
    "an Invocation for its arguments": (
        "Cog.get.request",
        ["Cog/get", {}, "c0"],
        "f:1:1: error: found an array of 3 items\n"
        "allowed:     an object\n"
        "hint:        this looks like an Invocation: its arguments are the second item\n"
        "rule:        x:Cog.get.request#/type\n"
        "section:     RFC 8620, Section 5.1",
    ),
    "an unknown property in what a server sends": (
        "Cog.get.response",
        {"list": [{"id": "c", "example.com:glow": 1}], "notFound": []},
        'f:1:23: note: unknown property "example.com:glow"\n'
        "rule:        x:Cog.partial\n"
        "section:     RFC 8620, Section 1.6.3",
    ),
    "a near miss in what a server sends": (
        "Cog.get.response",
        {"list": [{"id": "c", "teath": 1}], "notFound": []},
        'f:1:23: warning: unknown property "teath"\n'
        'hint:        did you mean "teeth"?\n'
        "rule:        x:Cog.partial\n"
        "section:     RFC 8620, Section 1.6.3",
    ),
    "what an error has because of its type": (
        "Cog.set.response",
        {"notCreated": {"k": {"type": "invalidProperties", "properties": ["name"], "more": 1}}},
        'f:1:76: note: unknown property "more"\nrule:        x:SetError\nsection:     RFC 8620, Section 5.3',
    ),
    "what is valid and known": ("Cog.get.response", {"list": [{"id": "c", "gearId": None}], "notFound": []}, ""),
}


@pytest.mark.parametrize(("name", "value", "expected"), TABLE.values(), ids=TABLE)
def test_a_finding_says_what_was_found_what_is_allowed_and_by_which_rule(
    said: Any, name: str, value: Any, expected: str
) -> None:
    assert text(said(name, value)) == expected


def test_one_misspelt_argument_of_one_call_is_one_error(said: Any) -> None:
    """Not one for each method that the call might have been."""
    calls = [["Cog/get", {"ids": None}, "a"], ["Cog/set", {"onCreateOyl": True}, "b"]]
    found = said("Request.full", {"using": ["urn:example:nano:core", "urn:example:nano:toys"], "methodCalls": calls})
    assert [(f.pointer, f.level) for f in found] == [("/methodCalls/1/1/onCreateOyl", "error")]


@pytest.mark.parametrize(
    ("using", "method", "expected"),
    [
        (["urn:example:nano:toys"], "Cog/gett", [("warning", 'did you mean "Cog/get"?')]),
        (["urn:example:nano:toys"], "Lamp/light", [("note", "")]),
        (["urn:example:nano:toy"], "Lamp/light", [("warning", 'did you mean "urn:example:nano:toys"?'), ("note", "")]),
        (["urn:example:nano:core"], "Cog/get", [("warning", 'add "urn:example:nano:toys" to "using"')]),
        (["urn:example:nano:toys"], "Cog/get", []),
    ],
)
def test_names_that_a_request_leaves_open(
    said: Any, using: list[str], method: str, expected: list[tuple[str, str]]
) -> None:
    found = said("Request.full", {"using": using, "methodCalls": [[method, {}, "c"]]})
    assert [(f.level, f.hint) for f in found] == expected


def test_a_value_deeper_than_the_stack_is_still_refused() -> None:
    from jmap_spec.validate.explain import refusals

    table = {"Tree": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Tree"}}}
    value: Any = 5
    for _ in range(2000):
        value = {"a": value}

    class NoFacts:
        def __getattr__(self, name: str) -> Any:
            return lambda *_: ""

    found = refusals(Engine(table), NoFacts(), "Tree", value)  # type: ignore[arg-type]
    assert [f.level for f in found] == ["error"]
