"""Values against the definitions of the source."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_reference.validation import faults, invalid_properties, is_valid, kinds_of


def test_a_fault_says_where_and_what() -> None:
    said = faults("Mailbox.get.arguments", {"accountId": "A", "ids": ["ok", "not ok"], "properties": 5})
    assert "/ids/1: " in said
    assert "/properties: " in said
    assert faults("Mailbox.get.arguments", {"accountId": "A", "ids": None}) == ""


def test_of_alternatives_the_fault_that_can_be_mended_is_told() -> None:
    assert "not ok" in faults("Mailbox.query.arguments", {"accountId": "A", "anchor": "not ok"})


def test_invalid_properties_are_named_at_the_top() -> None:
    record: dict[str, Any] = {"name": "", "parentId": 5, "more": 1}
    assert invalid_properties("Mailbox.creation", record) == {"name", "parentId", "more"}
    assert invalid_properties("Mailbox.creation", {}) == {"name"}
    assert invalid_properties("Mailbox.creation", {"name": "x"}) == set()


@pytest.mark.parametrize("id", ["abc\n", "a b", "é", "", "x" * 256, "#k", 5])
def test_an_id_is_an_id_to_its_end(id: Any) -> None:
    assert not is_valid("Id", id)


def test_kinds_are_found_behind_references() -> None:
    assert kinds_of("Mailbox", "sortOrder") >= {"UnsignedInt", "integer"}
    assert kinds_of("Mailbox", "parentId") >= {"Id", "string", "null"}
    assert kinds_of("Mailbox", "nope") == set()


@pytest.mark.parametrize(("name", "value", "said"), [
    ("Mailbox.get.arguments", {"accountId": "x", "id": None}, 'there is no "id" here; did you mean "ids"?'),
    ("Mailbox.get.arguments", {}, '"accountId" is missing'),
    ("Email.creation", {"mailboxIds": {"a": True}, "header:Content-Type": "x"},
     '"header:Content-Type" may not stand here'),
    ("Email.get.arguments", {"accountId": "x", "properties": ["header:Subject:asDate"]},
     '/properties/0: "header:Subject:asDate" may not stand here'),
    ("Email.creation", {"mailboxIds": {"a": False}}, "/mailboxIds/a: can only be true"),
    ("Email.query.arguments", {"accountId": "x", "filter": {"before": "x"}},
     "/filter/before: is not of the form that it has to have"),
    ("Email.query.arguments", {"accountId": "x", "limit": -1}, "/limit: -1 is less than the minimum of 0"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_words(name: str, value: dict[str, Any], said: str) -> None:
    assert faults(name, value) == said


def test_a_name_that_is_nearly_right_is_told() -> None:
    said = faults("Email.get.arguments", {"accountId": "x", "properties": ["receivedat"]})
    assert said.startswith('/properties/0: "receivedat" is not one of')
    assert said.endswith('did you mean "receivedAt"?')
