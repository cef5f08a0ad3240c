"""Every example of the source runs on the reference server, and the answer is the one shown.

Ids are fixed by the fixture. What an example lists under ``varies`` may differ: states, times and blob ids
that the server chose, each by another of its kind. Else only what is open to a server by RFC 8620 may: a null argument
left out (Section 3.5), and a ``description`` for developers in an error that is shown without one.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jmap_reference.fixtures import load as fixture
from jmap_spec.derive.definitions import definitions
from jmap_spec.model import Example
from jmap_spec.source import protocol
from jmap_spec.validate import Engine, Facts, findings
from tests.pointers import place, scalars

ROOT = Path(__file__).resolve().parents[2]
PROTOCOL = protocol(ROOT)
EXAMPLES = PROTOCOL.examples
FAILED = ("notCreated", "notUpdated", "notDestroyed", "notCopied")

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)


def comparable(example: Example, response: dict[str, Any]) -> dict[str, Any]:
    """The response with what varies replaced by its type; null arguments and what errors say besides left out."""
    made: dict[str, Any] = json.loads(json.dumps(response))
    for pointer in example.varies:
        holder, key = place(made, pointer)
        holder[key] = f"({type(holder[key]).__name__} that varies)"
    shown = dict(errors(example.response))
    for at, error in errors(made):
        if "description" not in shown.get(at, {}):
            error.pop("description", None)
    for invocation in made["methodResponses"]:
        invocation[1] = {key: value for key, value in invocation[1].items() if value is not None}
    return made


def errors(response: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where each error of a response stands, of both levels, and the error."""
    for index, (name, arguments, _) in enumerate(response["methodResponses"]):
        if name == "error":
            yield f"/methodResponses/{index}/1", arguments
        for failed in FAILED:
            for id, error in (arguments.get(failed) or {}).items():
                yield f"/methodResponses/{index}/1/{failed}/{id}", error


@every_example
def test_example_runs_as_shown(example: Example) -> None:
    answer = fixture(example.fixture).answer(example.request)
    assert comparable(example, answer) == comparable(example, example.response)


def may_vary(method: str, name: str) -> bool:
    """Whether ``name`` is a state in responses of a method, or a time or a blob id in its records."""
    made = PROTOCOL.methods[method]
    states = [a.name for a in made.responses if a.signature in ("String", "String|null") and a.name.endswith("tate")]
    records = PROTOCOL.structures[made.type].properties if made.type in PROTOCOL.structures else ()
    chosen = [p.name for p in records if p.signature.startswith("UTCDate") or p.refers_to == "Blob"]
    return name in (*states, *chosen)


@every_example
def test_only_states_times_and_blob_ids_vary(example: Example) -> None:
    for pointer in example.varies:
        if pointer == "/sessionState":
            continue
        _, holder, index, one, *way = pointer.split("/")
        method = example.response["methodResponses"][int(index)][0]
        assert (holder, one) == ("methodResponses", "1")
        # What a blob is called in the account that it was copied to is a blob id too.
        copied = method == "Blob/copy" and way[0] == "copied" and len(way) == 2
        assert copied or may_vary(method, way[-1]), pointer


def other(value: Any) -> Any:
    """Another value of the same type; something for null."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return "x" if value is None else f"{value}x"


def changed(example: Example, pointer: str, new: Any) -> dict[str, Any]:
    made = copy.deepcopy(example.response)
    holder, key = place(made, pointer)
    holder[key] = new
    return made


@every_example
def test_a_value_changed_anywhere_else_is_seen(example: Example) -> None:
    right = comparable(example, example.response)
    fixed = [(pointer, value) for pointer, value in scalars(example.response) if pointer not in example.varies]
    assert fixed
    for pointer, value in fixed:
        assert comparable(example, changed(example, pointer, other(value))) != right, pointer


@every_example
def test_what_varies_stays_of_its_kind(example: Example) -> None:
    right = comparable(example, example.response)
    for pointer in example.varies:
        assert comparable(example, changed(example, pointer, "another")) == right
        assert comparable(example, changed(example, pointer, 1)) != right, pointer
        assert comparable(example, changed(example, pointer, None)) != right, pointer


@every_example
def test_a_member_too_many_is_seen(example: Example) -> None:
    right = comparable(example, example.response)
    for index in range(len(example.response["methodResponses"])):
        made = copy.deepcopy(example.response)
        made["methodResponses"][index][1]["surprise"] = 1
        assert comparable(example, made) != right
    assert comparable(example, {**example.response, "surprise": 1}) != right


@every_example
def test_a_value_taken_away_is_seen(example: Example) -> None:
    """But for an argument that is null, which may be left out."""
    right = comparable(example, example.response)
    for pointer, value in scalars(example.response):
        depth = pointer.count("/")  # an argument has four: methodResponses, which, its arguments, the name
        if pointer in example.varies or depth < 4 or (value is None and depth == 4):
            continue
        made = copy.deepcopy(example.response)
        holder, key = place(made, pointer)
        del holder[key]
        assert comparable(example, made) != right, pointer


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(definitions(PROTOCOL))


@every_example
def test_the_answer_is_a_valid_one(example: Example, engine: Engine) -> None:
    """What varies in it too: a time that the server chose is a UTCDate."""
    answer = fixture(example.fixture).answer(example.request)
    said = findings(engine, Facts(PROTOCOL, str), "Response.full", answer)
    assert [f"{one.pointer}: {one.message}" for one in said if one.level == "error"] == []


def test_every_method_has_an_example() -> None:
    shown = {name for example in EXAMPLES for name, _, _ in example.request["methodCalls"]}
    assert set(PROTOCOL.methods) <= shown
