"""Every example of the source runs on the reference server, and the answer is the one shown.

Only what an example lists under ``varies`` may differ, and where two ways to say the same are
open to a server: a null argument left out, a ``description`` for developers added to an error.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from jmap_reference.fixtures import load as fixture
from jmap_spec.model import Example
from jmap_spec.source import protocol

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = protocol(ROOT).examples
VARIES = "(varies)"


def put(value: Any, pointer: str, new: Any) -> bool:
    """Replace what a JSON Pointer points to; whether it was there."""
    *way, last = [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
    for token in way:
        key = int(token) if isinstance(value, list) else token
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return False
    key = int(last) if isinstance(value, list) else last
    if (isinstance(value, dict) and key in value) or (isinstance(value, list) and key < len(value)):
        value[key] = new
        return True
    return False


def comparable(example: Example, response: dict[str, Any]) -> dict[str, Any]:
    """The response with what varies made the same, null arguments and descriptions of errors left out."""
    made = json.loads(json.dumps(response))
    for pointer in example.varies:
        assert put(made, pointer, VARIES), f"{pointer} is not in the response"
    for invocation in made["methodResponses"]:
        name, arguments, _ = invocation
        if name == "error":
            arguments.pop("description", None)
        for failed in ("notCreated", "notUpdated", "notDestroyed", "notCopied"):
            for error in (arguments.get(failed) or {}).values():
                error.pop("description", None)
        invocation[1] = {key: value for key, value in arguments.items() if value is not None}
    return made


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_example_runs_as_shown(example: Example) -> None:
    answer = fixture(example.fixture).answer(example.request)
    assert comparable(example, answer) == comparable(example, example.response)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_only_what_a_server_chooses_varies(example: Example) -> None:
    """Ids are fixed by the fixture: a state, a time, a blob id may vary, and nothing else."""
    for pointer in example.varies:
        last = pointer.rpartition("/")[2]
        assert (
            last.endswith(("State", "BlobId", "blobId", "At")) or last in ("state", "expires") or "/copied/" in pointer
        ), pointer


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_a_changed_value_anywhere_else_is_seen(example: Example) -> None:
    changed = copy.deepcopy(example.response)
    name, arguments, call_id = changed["methodResponses"][0]
    changed["methodResponses"][0] = [name, {**arguments, "surprise": 1}, call_id]
    assert comparable(example, changed) != comparable(example, example.response)


def test_every_method_has_an_example() -> None:
    shown = {name for example in EXAMPLES for name, _, _ in example.request["methodCalls"]}
    assert set(protocol(ROOT).methods) <= shown
