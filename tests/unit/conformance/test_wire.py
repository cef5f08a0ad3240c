"""What is found in a message, and which requirement it is about."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_conformance.manifest import Manifest
from jmap_conformance.wire import RESPONSE, Wire
from tests.unit.conformance.fake import MAIL_ACCOUNT, session

WIRE = Wire(Manifest.load())
MAILBOX: dict[str, Any] = {
    "id": "m1",
    "name": "Inbox",
    "parentId": None,
    "role": "inbox",
    "sortOrder": 1,
    "totalEmails": 0,
    "unreadEmails": 0,
    "totalThreads": 0,
    "unreadThreads": 0,
    "isSubscribed": True,
    "myRights": dict.fromkeys(
        (
            *("mayReadItems", "mayAddItems", "mayRemoveItems", "maySetSeen", "maySetKeywords"),
            *("mayCreateChild", "mayRename", "mayDelete", "maySubmit"),
        ),
        True,
    ),
}


def got(**changes: Any) -> dict[str, Any]:
    """A Response to Mailbox/get with one Mailbox."""
    row = {name: value for name, value in {**MAILBOX, **changes}.items() if value is not ...}
    arguments = {"accountId": "A1", "state": "1", "list": [row], "notFound": []}
    return {"methodResponses": [["Mailbox/get", arguments, "0"]], "sessionState": "s1"}


def test_a_valid_response_has_no_findings() -> None:
    assert WIRE.response_findings(got()) == []


@pytest.mark.parametrize(
    ("changes", "requirement"),
    [
        ({"id": "not an id"}, "core/Id/alphabet"),
        ({"id": "x" * 256}, "core/Id/size"),
        ({"parentId": "not an id"}, "core/Id/alphabet"),
        ({"name": ""}, "mail/Mailbox/name/not-empty"),
        ({"sortOrder": 2**31}, "mail/Mailbox/sortOrder/range"),
        ({"totalEmails": -1}, "core/UnsignedInt/range"),
        ({"id": ...}, "core/standard/get/properties/id-always"),
        ({"isSubscribed": "yes"}, RESPONSE),
    ],
)
def test_a_broken_rule_is_about_its_requirement(changes: dict[str, Any], requirement: str) -> None:
    found = WIRE.response_findings(got(**changes))
    assert found, "nothing was found"
    assert {one.kind for one in found} == {"invalid"}
    assert requirement in found[0].requirements
    assert found[0].pointer.startswith("/methodResponses/0/1/list/0")


def test_unknown_properties_are_allowed() -> None:
    assert WIRE.response_findings(got(colour="red")) == []


def test_a_near_miss_is_pointed_out() -> None:
    (found,) = WIRE.response_findings(got(isSubscribed=..., issubscribed=True))
    assert found.kind == "near-miss"
    assert found.message == "unknown property 'issubscribed': is 'isSubscribed' meant?"


def test_a_name_beside_a_known_one_is_no_near_miss() -> None:
    assert WIRE.response_findings(got(names=["Inbox"])) == []


def test_what_is_no_response_is_about_the_response() -> None:
    (found, *_) = WIRE.response_findings({"methodResponses": []})
    assert found.requirements == (RESPONSE,)


def test_a_created_object_without_what_the_server_set_is_incomplete() -> None:
    arguments = {"accountId": "A1", "newState": "2", "created": {"k": {"id": "m1"}}}
    (found, *_) = WIRE.response_findings({"methodResponses": [["Mailbox/set", arguments, "0"]], "sessionState": "s"})
    assert found.requirements == ("core/standard/set/response/created/complete",)


def test_an_error_is_held_against_its_type() -> None:
    found = WIRE.response_findings({"methodResponses": [["error", {"description": "?"}, "0"]], "sessionState": "s"})
    assert found[0].requirements == ("core/MethodError/type/required",)


def test_a_good_session_has_no_findings() -> None:
    assert WIRE.findings("Session", session("https://jmap.example.com")) == []


@pytest.mark.parametrize(
    ("name", "value", "requirement"),
    [
        ("downloadUrl", "https://jmap.example.com/{accountId}/{blobId}/{name}", "core/Session/downloadUrl/variables"),
        ("uploadUrl", "https://jmap.example.com/upload", "core/Session/uploadUrl/variables"),
        ("capabilities", {}, "core/Session/capabilities/core"),
        ("accounts", [], "core/Session/served"),
    ],
)
def test_a_broken_session_is_about_its_requirement(name: str, value: Any, requirement: str) -> None:
    found = WIRE.findings("Session", {**session("https://jmap.example.com"), name: value})
    assert requirement in {one for finding in found for one in finding.requirements}


def test_limits_of_a_capability_are_held() -> None:
    found = WIRE.findings("capability.mail.account", {**MAIL_ACCOUNT, "maxSizeMailboxName": 99})
    assert [one.requirements for one in found] == [("mail/capability/account/maxSizeMailboxName/at-least-100",)]


def test_an_id_that_is_none_is_one_fault_and_not_one_in_each_message() -> None:
    wire = Wire(WIRE.manifest)
    answer = {"accountId": "a@b", "state": "1", "list": [], "notFound": ["a@b"]}
    found = wire.findings("Mailbox.get.response", answer)
    assert {one.no_id for one in found} == {"a@b"}
    wire.no_ids.update(one.no_id for one in found)
    assert not wire.findings("Mailbox.get.response", answer)
    assert not wire.findings("Mailbox.get.request", {"accountId": "a@b"})
    assert wire.findings("Mailbox.get.request", {"accountId": "c@d"})
    filter = {"operator": "NOT", "conditions": [{"identityIds": ["a@b"]}]}
    assert not wire.findings("EmailSubmission.query.request", {"accountId": "a@b", "filter": filter})
    assert not wire.valid("Session", {"accounts": {"a@b": {}}})
