"""Every example of the source runs, and is answered as it says."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from jmap_reference import check, fixtures
from jmap_reference.ijson import same

SCHEMAS = pathlib.Path(__file__).resolve().parents[3] / "schemas"
CAPABILITIES = ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"]
EXAMPLES = sorted(SCHEMAS.glob("*/*/examples/**/*.json"))


def without(value: Any, pointers: list[str]) -> Any:
    """A copy in which what varies is gone."""
    value = json.loads(json.dumps(value))
    for pointer in pointers:
        *path, last = [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
        parent = value
        for token in path:
            parent = parent[int(token)] if isinstance(parent, list) else parent.get(token, {})
        if isinstance(parent, list):
            parent[int(last)] = None
        else:
            parent.pop(last, None)
    return value


def essential(value: Any) -> Any:
    """Without what may be left out: null arguments, and descriptions of errors."""
    if isinstance(value, dict):
        described = "type" in value
        return {
            name: essential(inner)
            for name, inner in value.items()
            if inner is not None and not (described and name == "description")
        }
    return [essential(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.relative_to(SCHEMAS).as_posix())
def test_an_example_is_answered_as_it_says(path: pathlib.Path) -> None:
    example = json.loads(path.read_text("utf-8"))
    fixture = fixtures.load(example["fixture"])
    varies = example.get("varies", [])
    got = essential(without(fixture.answer(example["request"]), varies))
    expected = essential(without(example["response"], varies))
    assert same(got, expected), f"{json.dumps(got)}\n{json.dumps(expected)}"
    assert list(check.problems(fixture.processor.store, fixture.processor.specials)) == []


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 10


def test_states_stand_for_what_the_server_says() -> None:
    creation = ["Mailbox/set", {"accountId": "A", "create": {"k": {"name": "b"}}}, "c"]
    fixture = fixtures.load(
        {
            "accounts": {"A": {"Mailbox": [{"id": "m1", "name": "a"}]}},
            "changes": [{"using": CAPABILITIES, "methodCalls": [creation]}],
            "newIds": ["m2"],
        }
    )
    changes = ["Mailbox/changes", {"accountId": "A", "sinceState": "{state before changes}"}, "c"]
    [[_, said, _]] = fixture.answer({"using": CAPABILITIES, "methodCalls": [changes]})["methodResponses"]
    assert said["created"] == ["m2"]
    echo = ["Mailbox/changes", {"accountId": "A", "sinceState": "{state}"}, "c"]
    [[_, said, _]] = fixture.answer({"using": CAPABILITIES, "methodCalls": [echo]})["methodResponses"]
    assert said["created"] == []
