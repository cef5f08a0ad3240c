"""Near misses."""

from __future__ import annotations

import pytest

from jmap_spec.validate.near import did_you_mean, near


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("onDestroyRemoveMessages", ["onDestroyRemoveEmails", "ifInState", "create", "destroy"], ["onDestroyRemoveEmails"]),
        ("accountid", ["accountId", "ids"], ["accountId"]),
        ("nmae", ["name", "role"], ["name"]),
        ("urn:ietf:params:jmap:mial", ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"], ["urn:ietf:params:jmap:mail"]),
        ("totalThreds", ["totalThreads", "unreadThreads", "totalEmails"], ["totalThreads"]),
        ("isSub", ["role", "name"], []),
        ("name", ["name"], []),
        ("", ["name"], []),
    ],
)
def test_the_name_that_was_meant_comes_first(word: str, known: list[str], meant: list[str]) -> None:
    assert near(word, known) == meant


def test_two_that_are_as_good_are_both_named() -> None:
    assert did_you_mean("maxSize", ["maxSizeA", "maxSizeB", "maxSizeC"]) == 'did you mean "maxSizeA" or "maxSizeB"?'
