"""Collations (RFC 4790, RFC 5051)."""

from __future__ import annotations

import pytest

from jmap_reference.collation import COLLATIONS, DEFAULT, sort_key


@pytest.mark.parametrize(
    ("collation", "one", "other"),
    [
        ("i;ascii-casemap", "aBc", "AbC"),
        ("i;unicode-casemap", "aBc", "AbC"),
        ("i;unicode-casemap", "straße", "STRAßE"),
        ("i;unicode-casemap", "Café", "cafe\u0301"),
        ("i;unicode-casemap", "ǆ", "Ǆ"),
        ("i;unicode-casemap", "ﬁ", "ﬁ"),
    ],
)
def test_what_is_equal(collation: str, one: str, other: str) -> None:
    assert COLLATIONS[collation](one) == COLLATIONS[collation](other)


@pytest.mark.parametrize(
    ("collation", "one", "other"),
    [
        ("i;octet", "B", "a"),
        ("i;ascii-casemap", "a", "B"),
        ("i;ascii-casemap", "z", "é"),
        ("i;ascii-casemap", "É", "é"),
        ("i;unicode-casemap", "é", "f"),
        ("i;unicode-casemap", "", "a"),
    ],
)
def test_what_comes_first(collation: str, one: str, other: str) -> None:
    assert COLLATIONS[collation](one) < COLLATIONS[collation](other)


def test_values_of_every_kind_have_an_order() -> None:
    fold = COLLATIONS[DEFAULT]
    assert sort_key(None, fold) < sort_key(False, fold) < sort_key(True, fold)
    assert sort_key(-1, fold) < sort_key(1.5, fold) < sort_key("", fold) < sort_key([], fold)
    assert sort_key("2026-01-01T00:00:00Z", None) < sort_key("2026-01-01T00:00:00.1Z", None)
