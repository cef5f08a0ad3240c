"""Strict I-JSON: what is refused, and where it is said to be."""

from __future__ import annotations

import pytest

from jmap_spec.json_text import JsonProblem
from jmap_spec.validate.ijson import positions, read


@pytest.mark.parametrize(
    ("octets", "line", "column", "message"),
    [
        (b'{"a": 1,\n  "b": 2,\n  "a": 3}', 3, 3, 'the name "a" stands twice in one object'),
        (b'{"a": {"b": 1, "\\u0062": 2}}', 1, 16, 'the name "b" stands twice in one object'),
        (b'{"a": 1,\n}', 2, 1, "Expecting property name enclosed in double quotes"),
        (b'{\n"a": "\xff"}', 2, 7, "the text is not UTF-8"),
        ("{}".encode("utf-8-sig"), 1, 1, "the text begins with a byte order mark"),
        (b'["x",\n "\\ud800"]', 2, 2, "the string holds a lone surrogate, U+D800"),
        ('{"\ufffe": 1}'.encode(), 1, 2, "the name holds a noncharacter, U+FFFE"),
        ('["\U0001ffff"]'.encode(), 1, 2, "the string holds a noncharacter, U+1FFFF"),
        (b"[0,\n 1e400]", 2, 2, "the number is beyond the range of a double"),
        (b"[1, NaN]", 1, 5, "NaN is not I-JSON"),
        (b"[-Infinity]", 1, 2, "-Infinity is not I-JSON"),
        (b"[" + b"1" * 5000 + b"]", 1, 2, "a number of 5000 digits is not I-JSON"),
        (b"[" * 100_000, 1, 1, "nested too deeply"),
        (b"", 1, 1, "Expecting value"),
    ],
)
def test_what_is_no_i_json_is_refused_where_it_stands(octets: bytes, line: int, column: int, message: str) -> None:
    with pytest.raises(JsonProblem) as refused:
        read(octets)
    assert (refused.value.line, refused.value.column, refused.value.message) == (line, column, message)


def test_what_looks_like_it_and_is_none_is_read() -> None:
    text = '{"NaN": "Infinity \\" NaN", "emoji": "\\ud83d\\ude00", "big": 9007199254740993, "e": 1e3}'
    value, kept = read(text.encode())
    assert value == {"NaN": 'Infinity " NaN', "emoji": "😀", "big": 9007199254740993, "e": 1000.0}
    assert kept == text


def test_a_place_is_that_of_the_name_in_an_object_and_of_the_value_in_an_array() -> None:
    text = '{\n  "a": [\n    true\n  ]\n}'
    assert positions(text, {"", "/a", "/a/0", "/b"}) == {"": (1, 1), "/a": (2, 3), "/a/0": (3, 5)}
