"""Requests and Responses (RFC 8620, Sections 3.3 to 3.7 and 4)."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from jmap_reference import protocol
from jmap_reference.errors import request
from jmap_reference.generated import methods as tables
from jmap_reference.handlers import OWN, SPECIALS, STANDARD
from tests.unit.reference.helpers import ALICE, CORE, MAIL, ORIGIN, Client, make_processor

ECHO = ["Core/echo", {"a": [1, {"b": None}]}, "c"]


def send(alice: Client, sent: Any) -> dict[str, Any]:
    return alice.processor.process(ALICE, ORIGIN, sent)


NO_REQUESTS: dict[str, Any] = {
    "null": None,
    "a list": [],
    "a string": "x",
    "an empty object": {},
    "without using": {"methodCalls": []},
    "without methodCalls": {"using": [CORE]},
    "using is no list": {"using": CORE, "methodCalls": []},
    "using holds a number": {"using": [1], "methodCalls": []},
    "methodCalls is null": {"using": [CORE], "methodCalls": None},
    "a call of two": {"using": [CORE], "methodCalls": [["Core/echo", {}]]},
    "a call of four": {"using": [CORE], "methodCalls": [[*ECHO, 1]]},
    "arguments in a list": {"using": [CORE], "methodCalls": [["Core/echo", [], "c"]]},
    "a call id that is a number": {"using": [CORE], "methodCalls": [["Core/echo", {}, 1]]},
    "createdIds is a list": {"using": [CORE], "methodCalls": [], "createdIds": []},
    "createdIds holds no ids": {"using": [CORE], "methodCalls": [], "createdIds": {"k": "not an id"}},
}


@pytest.mark.parametrize("sent", NO_REQUESTS.values(), ids=NO_REQUESTS.keys())
def test_what_is_no_request_is_refused(alice: Client, sent: Any) -> None:
    with pytest.raises(request.NotRequest):
        send(alice, sent)


def test_an_unknown_capability_refuses_the_request(alice: Client) -> None:
    with pytest.raises(request.UnknownCapability, match=r"example\.com"):
        send(alice, {"using": [CORE, "https://example.com/nope"], "methodCalls": [ECHO]})


def test_too_many_calls_refuse_the_request() -> None:
    alice = Client(make_processor(maxCallsInRequest=2))
    assert len(send(alice, {"using": [CORE], "methodCalls": [ECHO] * 2})["methodResponses"]) == 2
    with pytest.raises(request.Limit) as error:
        send(alice, {"using": [CORE], "methodCalls": [ECHO] * 3})
    assert error.value.members == {"limit": "maxCallsInRequest"}


def test_echo_echoes(alice: Client) -> None:
    said = send(alice, {"using": [CORE], "methodCalls": [ECHO], "future": 1})
    assert said["methodResponses"] == [tuple(ECHO)]


@pytest.mark.parametrize("using", [[], [MAIL]])
def test_methods_of_capabilities_that_are_not_named_are_unknown(alice: Client, using: list[str]) -> None:
    said = send(alice, {"using": using, "methodCalls": [ECHO]})
    [[_, error, _]] = said["methodResponses"]
    assert (error["type"], error["description"]) == ("unknownMethod", f"Core/echo needs {CORE} in using")


@pytest.mark.parametrize("name", ["Core/nope", "Nope/get", "Thread/set", "", "/", "core/echo", "Mailbox/copy"])
def test_an_unknown_method_is_one(alice: Client, name: str) -> None:
    [[said, error, call_id]] = alice.responses((name, {}))
    assert (said, error["type"], call_id) == ("error", "unknownMethod", "0")


def test_every_method_of_the_tables_is_answered() -> None:
    for method in tables.METHODS.values():
        assert method.name in OWN or (method.standard and method.verb in STANDARD)
    assert set(OWN) <= set(tables.METHODS)
    assert set(SPECIALS) - {"Email"} <= set(tables.TYPES)


def test_an_error_stops_its_call_only(alice: Client) -> None:
    said = alice.responses(
        ("Core/echo", {"n": 1}), ("Mailbox/get", {"ids": 5}), ("Nope/nope", {}), ("Core/echo", {"n": 2})
    )
    assert [(name, call_id) for name, _, call_id in said] == [
        ("Core/echo", "0"), ("error", "1"), ("error", "2"), ("Core/echo", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "arguments", "error"),
    [
        ("Mailbox/get", {"accountId": ..., "ids": None}, "invalidArguments"),
        ("Mailbox/get", {"accountId": None, "ids": None}, "invalidArguments"),
        ("Mailbox/get", {"accountId": "nobody", "ids": None}, "accountNotFound"),
        ("Mailbox/get", {"accountId": "B1", "ids": None}, "accountNotFound"),
        ("Mailbox/get", {"ids": None, "nope": 1}, "invalidArguments"),
        ("Mailbox/get", {"ids": ["not an id"]}, "invalidArguments"),
        ("Mailbox/get", {"ids": "x"}, "invalidArguments"),
        ("Mailbox/set", {"onDestroyRemoveEmails": None}, "invalidArguments"),
        ("Mailbox/set", {"create": {"not an id": {}}}, "invalidArguments"),
        ("Mailbox/set", {"accountId": "R1"}, "accountReadOnly"),
        ("Mailbox/get", {"accountId": "F1", "ids": None}, "accountNotSupportedByMethod"),
        ("Blob/copy", {"fromAccountId": "F1", "blobIds": []}, ""),
        ("Mailbox/get", {"#ids": {"resultOf": "x", "name": "y", "path": "/z"}}, "invalidResultReference"),
        ("Mailbox/get", {"#ids": 5}, "invalidArguments"),
    ],
)
def test_bad_arguments(alice: Client, name: str, arguments: dict[str, Any], error: str) -> None:
    [[said, answer, _]] = alice.responses((name, arguments))
    assert (answer.get("type", ""), said == "error") == (error, bool(error))


def test_results_can_be_referred_to(alice: Client) -> None:
    for name in "ba":
        alice.create(name=name)
    said = alice.responses(
        ("Mailbox/query", {"sort": [{"property": "name"}]}),
        ("Mailbox/get", {"#ids": {"resultOf": "0", "name": "Mailbox/query", "path": "/ids"}, "properties": ["name"]}),
        ("Core/echo", {"#names": {"resultOf": "1", "name": "Mailbox/get", "path": "/list/*/name"}}),
    )
    assert said[2][1] == {"names": ["a", "b"]}


def test_references_see_only_what_came_before(alice: Client) -> None:
    said = alice.responses(
        ("Core/echo", {"#x": {"resultOf": "1", "name": "Core/echo", "path": "/y"}}), ("Core/echo", {"y": 1})
    )
    assert [response[0] for response in said] == ["error", "Core/echo"]


def test_created_ids_come_back_if_they_were_sent(alice: Client) -> None:
    creation = ("Mailbox/set", {"create": {"k": {"name": "x"}}})
    assert "createdIds" not in alice.request(creation)
    assert alice.request(createdIds={})["createdIds"] == {}
    said = alice.request(("Mailbox/set", {"create": {"k": {"name": "y"}}}), createdIds={"z": "m9"})
    assert said["createdIds"].keys() == {"z", "k"}


def test_created_ids_of_the_request_can_be_used(alice: Client) -> None:
    id = alice.create(name="parent")
    said = alice.request(("Mailbox/set", {"create": {"k": {"name": "c", "parentId": "#p"}}}), createdIds={"p": id})
    assert alice.get()[said["createdIds"]["k"]]["parentId"] == id


def test_a_failed_call_leaves_no_created_ids(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(call: Any) -> Any:
        STANDARD_SET(call)
        raise RuntimeError("after the work")

    STANDARD_SET = STANDARD["set"]
    monkeypatch.setitem(STANDARD, "set", broken)
    said = alice.request(("Mailbox/set", {"create": {"k": {"name": "x"}}}), createdIds={})
    assert said["methodResponses"][0][1]["type"] == "serverFail"
    assert said["createdIds"] == {}
    assert alice.get() == {}


def test_an_unexpected_exception_is_logged_and_fails_its_call(
    alice: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(OWN, "Core/echo", lambda call: 1 / 0)
    monkeypatch.setattr(protocol.log, "propagate", True)
    said = alice.responses(("Core/echo", {}), ("Mailbox/get", {"ids": []}))
    assert said[0][1] == {"type": "serverFail", "description": "unexpected ZeroDivisionError, see the log"}
    assert said[1][0] == "Mailbox/get"
    assert "ZeroDivisionError" in caplog.text


def test_each_call_is_a_line_in_the_log(
    alice: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(protocol.log, "propagate", True)
    with caplog.at_level(logging.INFO, "jmap_reference"):
        alice.responses(("Mailbox/get", {"ids": []}), ("Nope/nope", {}))
    lines = [record.getMessage() for record in caplog.records]
    assert lines[0].startswith("Mailbox/get A1 0 ")
    assert lines[1].startswith("- - unknownMethod "), "what a client makes up does not get into the log"


def test_the_session_state_is_that_of_the_session(alice: Client) -> None:
    said = send(alice, {"using": [CORE], "methodCalls": []})
    assert said["sessionState"] == alice.processor.session(ALICE, ORIGIN)["state"]
