"""Strings made from a pattern."""

from __future__ import annotations

import pytest

from jmap_spec.negatives.strings import matching
from jmap_spec.portable import FORMATS
from jmap_spec.validate.ecma import compiled


@pytest.mark.parametrize(
    "pattern",
    [
        "^[A-Za-z0-9_-]+$",
        "^#?[A-Za-z0-9_-]{1,255}$",
        "^[^A-Z]+$",
        "^(a|bc)$",
        "^keywords/[^/]+$",
        "\\{types\\}",
        "^.$",
        "^[^ -z]$",
        "^(?:[^~]|~[01])*$",
        "^header:[!-9;-~]+(:as(Raw|Text))?(:all)?$",
        *FORMATS.values(),
    ],
)
def test_what_is_made_matches(pattern: str) -> None:
    made = matching(pattern)
    assert made
    assert all(compiled(pattern).search(text) for text in made)
    assert made == matching(pattern)


@pytest.mark.parametrize("pattern", ["^(a)\\1$", "(?<=a)b"])
def test_what_is_beyond_it_makes_nothing_or_what_matches(pattern: str) -> None:
    assert all(compiled(pattern).search(text) for text in matching(pattern))
