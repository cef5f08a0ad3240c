"""I-JSON (RFC 7493): what is refused, and the nearest thing that is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmap_reference import ijson

REFUSED = {
    "nothing": b"",
    "half": b'{"a":',
    "two": b"{}{}",
    "comma at the end": b"[1,]",
    "leading zero": b"01",
    "control character": b'"\x01"',
    "UTF-16": "{}".encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf{}",
    "octet that is no UTF-8": b'"\xff"',
    "surrogate in UTF-8": b'"\xed\xa0\x80"',
    "overlong UTF-8": b'"\xc0\xaf"',
    "name twice": b'{"a":1,"b":2,"a":1}',
    "name twice, once escaped": b'{"a":1,"\\u0061":1}',
    "name twice, deep inside": b'[{"x":[{"a":1,"a":2}]}]',
    "high surrogate alone": b'"\\ud83d"',
    "low surrogate alone": b'"\\ude00"',
    "surrogates apart": b'"\\ud83d \\ude00"',
    "surrogate in a name": b'{"\\ud83d":1}',
    "noncharacter, escaped": b'"\\ufffe"',
    "noncharacter": '"\uffff"'.encode(),
    "noncharacter of the Arabic block": '"\ufdd0"'.encode(),
    "noncharacter of plane 1": '"\U0001fffe"'.encode(),
    "noncharacter of plane 16": '"\U0010ffff"'.encode(),
    "NaN": b"NaN",
    "Infinity": b"[Infinity]",
    "-Infinity": b"[-Infinity]",
    "too large a number": b"1e400",
    "too small a number": b"-1e400",
    "too many digits": b"1" * 310,
    "too deep for us": b"[" * 201 + b"]" * 201,
    "too deep for the parser": b"[" * 100_000,
    "too deep, objects": b'{"a":' * 201 + b"1" + b"}" * 201,
}

ACCEPTED: dict[str, tuple[bytes, Any]] = {
    "spaces": (b" \t\r\n{ } \n", {}),
    "escaped solidus": (b'"Core\\/echo"', "Core/echo"),
    "escaped pair": (b'"\\ud83d\\ude00"', "😀"),
    "pair in UTF-8": ('"😀"'.encode(), "😀"),
    "neighbours of noncharacters": ('"\ufffd\ufdcf\ufdf0\U0001fffd"'.encode(), "\ufffd\ufdcf\ufdf0\U0001fffd"),
    "NUL, escaped": (b'"\\u0000"', "\0"),
    "one name in two objects": (b'[{"a":1},{"a":1}]', [{"a": 1}, {"a": 1}]),
    "integer over 53 bits": (b"9007199254740993", 9007199254740993),
    "integer of 309 digits": (b"1" * 309, int("1" * 309)),
    "fraction": (b"1.5", 1.5),
    "very small number": (b"1e-400", 0),
    "as deep as may be": (b"[" * 200 + b"]" * 200, None),
}


@pytest.mark.parametrize("octets", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_i_json_is_refused(octets: bytes) -> None:
    with pytest.raises(ijson.NotIJSON):
        ijson.parse(octets)


@pytest.mark.parametrize(("octets", "value"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_is_i_json_is_read(octets: bytes, value: Any) -> None:
    assert value is None or ijson.parse(octets) == value
    ijson.parse(octets)


@pytest.mark.parametrize(("spelling", "value"), [(b"1.0", 1), (b"1e2", 100), (b"-0.0", 0), (b"12.50e1", 125)])
def test_a_whole_number_is_an_int_however_it_is_spelt(spelling: bytes, value: int) -> None:
    assert type(ijson.parse(spelling)) is int
    assert ijson.parse(spelling) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(JSON)
def test_it_agrees_with_the_standard_library_on_whatever_it_accepts(value: Any) -> None:
    text = json.dumps(value)
    try:
        assert ijson.parse(text.encode()) == json.loads(text)
    except ijson.NotIJSON as error:
        assert "character" in str(error) or "range" in str(error)  # noqa: PT017 — the others must not raise


@given(JSON)
def test_what_is_dumped_is_read_back(value: Any) -> None:
    try:
        octets = ijson.dump(value)
        assert ijson.same(ijson.parse(octets), json.loads(octets))
    except (ijson.NotIJSON, UnicodeEncodeError):
        pass  # the strategy makes noncharacters and surrogates too


def test_not_a_number_is_not_dumped() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        ijson.dump(float("nan"))


@pytest.mark.parametrize(
    ("one", "other"),
    [(True, 1), (False, 0), ([True], [1]), ({"a": 1}, {"a": True}), ({"a": None}, {}), ("1", 1), ([1, 2], [2, 1])],
)
def test_different_values_are_not_the_same(one: Any, other: Any) -> None:
    assert not ijson.same(one, other)
    assert ijson.same(one, one)
