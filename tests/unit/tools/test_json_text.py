"""json_text: what is refused, and where a value stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmap_spec.json_text import JsonProblem, escape, line_of, lines_of, parse, places

TEXT = """{
  "a/b": [1, {"c": "x, ]}"}],
  "d": {
    "e~": null, "f": []
  }
}"""


@pytest.mark.parametrize(
    ("pointer", "line"),
    [("", 1), ("/a~1b", 2), ("/a~1b/0", 2), ("/a~1b/1/c", 2), ("/d", 3), ("/d/e~0", 4), ("/d/f", 4), ("/nowhere", 0)],
)
def test_line_of_a_pointer(pointer: str, line: int) -> None:
    assert line_of(TEXT, pointer) == line
    assert lines_of(TEXT).get(pointer, 0) == line


@pytest.mark.parametrize(
    ("text", "line", "column", "pointer"),
    [
        ('{"a": 1,\n "a": 2}', 2, 2, "/a"),
        ('{"x": [{"b": 1, "\\u0062": 2}]}', 1, 17, "/x/0/b"),
        ('{"a": }', 1, 7, ""),
        ("[NaN]", 1, 1, ""),
        ("", 1, 1, ""),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text: str, line: int, column: int, pointer: str) -> None:
    with pytest.raises(JsonProblem) as caught:
        parse(text)
    assert (caught.value.line, caught.value.column, caught.value.pointer) == (line, column, pointer)


def test_deep_nesting_is_a_problem_and_no_crash() -> None:
    with pytest.raises(JsonProblem, match="deep"):
        parse("[" * 100_000 + "]" * 100_000)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(values, st.sampled_from([None, 1, 3]))
def test_every_value_has_a_place(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)

    def pointers(value: Any, base: str) -> list[str]:
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        inner = [p for key, item in items for p in pointers(item, f"{base}/{escape(str(key))}")]
        return [base, *inner]

    assert parse(text) == value
    assert [pointer for pointer, _ in places(text)] == pointers(value, "")
