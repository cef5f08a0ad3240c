"""I-JSON, read strictly and spelt differently."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from jmap_conformance import ijson
from jmap_conformance.told import Missing

VALUE = {"a/b": ["\U0001f4ee", '"\\', "é", 1, 0.5, True, None, {}], "": {"x": []}}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"a":1,"a":2}', "twice"),
        (b"\xff", "UTF-8"),
        (b"NaN", "no JSON number"),
        (b'"\\ud800"', "surrogate"),
        (b"{} {}", "Extra data"),
        (b"", "not JSON"),
        (b"[" * 100_000, "nested|not JSON"),
    ],
)
def test_what_is_no_i_json_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(ijson.NotIJSON, match=why):
        ijson.parse(body)


@pytest.mark.parametrize("spell", [ijson.write, ijson.write_escaped, ijson.write_spaced, ijson.write_reversed])
def test_every_spelling_is_the_same_value(spell: Callable[[Any], bytes]) -> None:
    assert ijson.parse(spell(VALUE)) == VALUE
    assert json.loads(spell(VALUE)) == VALUE


def test_escapes_leave_no_letter() -> None:
    assert ijson.write_escaped({"a": "\U0001f4ee"}) == b'{"\\u0061":"\\ud83d\\udcee"}'


def test_members_are_turned_round() -> None:
    assert ijson.write_reversed({"a": {"b": 1, "c": 2}, "d": 3}) == b'{"d":3,"a":{"c":2,"b":1}}'


def test_pointers_are_escaped() -> None:
    assert ijson.pointer(["a/b", 0, "m~n"]) == "/a~1b/0/m~0n"


def test_what_an_answer_lacks_is_told_as_such() -> None:
    answer = ijson.parse(b'{"list": [], "created": {"k": {}}, "matrix": [[1]]}')
    assert (answer.get("none"), answer["matrix"][0][0], answer["list"][:1]) == (None, 1, [])
    for look in (lambda: answer["none"], lambda: answer["created"]["k"]["id"], lambda: answer["list"][0]):
        with pytest.raises(Missing, match=r"lacks|too few"):
            look()
