"""Near misses."""

from __future__ import annotations

import pytest

from jmap_spec.validate.near import did_you_mean, near


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        (
            "onDestroyRemoveMessages",
            ["onDestroyRemoveEmails", "ifInState", "create", "destroy"],
            ["onDestroyRemoveEmails"],
        ),
        ("accountid", ["accountId", "ids"], ["accountId"]),
        ("nname", ["name", "role"], ["name"]),
        (
            "urn:ietf:params:jmap:maill",
            ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"],
            ["urn:ietf:params:jmap:mail"],
        ),
        ("totalThreds", ["totalThreads", "unreadThreads", "totalEmails"], ["totalThreads"]),
        ("isSub", ["role", "name"], []),
        ("Mailbox/gett", ["Mailbox/get", "Mailbox/set", "Thread/get"], ["Mailbox/get"]),
        ("Mailbox/polish", ["Mailbox/get", "Mailbox/set"], []),  # only what is after the last slash counts
        ("urn:example:jmap:other", ["urn:example:jmap:core"], []),
        ("name", ["name"], []),
        ("", ["name"], []),
    ],
)
def test_the_name_that_was_meant_comes_first(word: str, known: list[str], meant: list[str]) -> None:
    assert near(word, known) == meant


def test_two_that_are_as_good_are_both_named() -> None:
    assert did_you_mean("maxSize", ["maxSizeA", "maxSizeB", "maxSizeC"]) == 'did you mean "maxSizeA" or "maxSizeB"?'
