"""What a case comes to, whatever the server does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jmap_conformance.expect import about, equal, setting_up, that
from jmap_conformance.foo import Foo
from jmap_conformance.outcome import Blocked, Broken, Disabled, HarnessFault, Unsupported
from jmap_conformance.server import Server
from tests.unit.conformance.fake import MAIL, Answer, echo, response, serving
from tests.unit.conformance.helpers import MUST, PASSWORD, SHOULD, instance, run, worker


def test_a_case_that_returns_passes() -> None:
    def fine(server: Server) -> None:
        server.request([["Core/echo", {"a": 1}, "0"]]).result("0", "Core/echo")

    with serving() as fake:
        result = run(fake.url, fine)
    assert (result.outcome, result.broken, result.level, len(result.exchanges)) == ("pass", [], "must", 1)


def test_a_broken_must_fails_and_a_broken_should_warns() -> None:
    def lacking(server: Server) -> None:
        that(False, "it does not hold", expected=1, found=2)

    with serving() as fake:
        failed, warned = run(fake.url, lacking, MUST), run(fake.url, lacking, SHOULD)
    assert (failed.outcome, failed.broken, failed.expected, failed.found) == ("fail", [MUST], 1, 2)
    assert (warned.outcome, warned.broken, warned.level) == ("warn", [SHOULD], "should")


def test_a_check_says_which_of_the_requirements_is_broken() -> None:
    def second(server: Server) -> None:
        equal(1, 2, "they differ", about=SHOULD)

    def third(server: Server) -> None:
        with about(SHOULD):
            server.request([["Core/noSuchMethod", {}, "0"]]).result("0", "Core/echo")

    with serving() as fake:
        results = [run(fake.url, one, MUST, SHOULD) for one in (second, third)]
    assert [(one.outcome, one.broken, one.requirements) for one in results] == [("warn", [SHOULD], [MUST, SHOULD])] * 2


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        (Unsupported("not there"), "unsupported"),
        (Disabled("off"), "disabled"),
        (Blocked("before"), "blocked"),
        (HarnessFault("ours"), "error"),
        (ZeroDivisionError("ours too"), "error"),
    ],
)
def test_the_other_ends(end: Exception, outcome: str) -> None:
    def ends(server: Server) -> None:
        raise end

    with serving() as fake:
        result = run(fake.url, ends)
    assert result.outcome == outcome
    assert str(end) in result.message


def test_what_fails_while_setting_up_blocks() -> None:
    def ends(server: Server) -> None:
        with setting_up("records"):
            raise Broken("refused", expected=1, found=2)

    with serving() as fake:
        assert run(fake.url, ends).outcome == "blocked"


def test_a_request_that_the_schemas_refuse_is_our_own_fault() -> None:
    def wrong(server: Server) -> None:
        server.request([["Mailbox/set", {"accountId": "A1", "onDestroyRemoveMessages": True}, "0"]])

    with serving() as fake:
        result = run(fake.url, wrong)
        assert not [path for method, path, _ in fake.seen if path == "/api"]
    assert result.outcome == "error"
    assert "onDestroyRemoveMessages" in result.message


def test_an_invalid_message_fails_a_case_whose_checks_hold() -> None:
    def blind(server: Server) -> None:
        server.request([["Mailbox/get", {"accountId": "A1", "ids": []}, "0"]])

    wrong = {"accountId": "A1", "state": "1", "list": [{"id": "no id"}], "notFound": []}
    with serving(lambda headers, body: response(["Mailbox/get", wrong, "0"])) as fake:
        result = run(fake.url, blind)
    assert (result.outcome, result.broken) == ("fail", ["core/Id/alphabet"])
    assert result.exchanges[0]["remarks"]


def test_an_invalid_message_that_a_case_trips_over_is_not_the_harness() -> None:
    def trusting(server: Server) -> None:
        answer = server.request([["Mailbox/get", {"accountId": "A1", "ids": []}, "0"]]).result("0", "Mailbox/get")
        answer["list"].sort()

    with serving(
        lambda headers, body: response(["Mailbox/get", {"accountId": "A1", "state": "1", "notFound": []}, "0"])
    ) as fake:
        result = run(fake.url, trusting)
    assert result.outcome == "fail"


def test_what_a_valid_answer_lacks_fails_the_case() -> None:
    def trusting(server: Server) -> None:
        answer = server.request([["Mailbox/get", {"accountId": "A1", "ids": ["m1"]}, "0"]]).result("0", "Mailbox/get")
        assert answer["list"][0]["id"] == "m1"

    none = {"accountId": "A1", "state": "1", "list": [], "notFound": ["m1"]}
    with serving(lambda headers, body: response(["Mailbox/get", none, "0"])) as fake:
        result = run(fake.url, trusting)
    assert (result.outcome, result.message) == ("fail", "an array of an answer has too few elements")


def test_a_near_miss_warns() -> None:
    def blind(server: Server) -> None:
        server.request([["Mailbox/get", {"accountId": "A1", "ids": []}, "0"]])

    answer = {"accountId": "A1", "state": "1", "list": [{"id": "m1", "sortorder": 3}], "notFound": []}
    with serving(lambda headers, body: response(["Mailbox/get", answer, "0"])) as fake:
        result = run(fake.url, blind)
    assert result.outcome == "warn"
    assert "'sortorder': is 'sortOrder' meant?" in result.message


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500, b"oops"),
        Answer(body=b"<html>"),
        Answer(body=b'{"a":1,"a":2}'),
        Answer(body=b"[]"),
        Answer(body=None),
    ],
)
def test_no_answer_of_the_server_is_the_harness(answer: Answer) -> None:
    def asks(server: Server) -> None:
        server.request([["Core/echo", {}, "0"]])

    with serving(lambda headers, body: answer) as fake:
        assert run(fake.url, asks).outcome == "fail"


def test_records_are_destroyed_even_when_the_case_fails() -> None:
    destroyed: list[str] = []

    def api(headers: dict[str, str], body: bytes) -> Answer:
        name, arguments, id = json.loads(body)["methodCalls"][0]
        destroyed.extend(arguments.get("destroy") or [])
        created = {key: {"id": f"m-{key}"} for key in arguments.get("create") or {}}
        made = {"accountId": "A1", "oldState": "1", "newState": "2", "created": created or None}
        return response([name, {**made, "destroyed": arguments.get("destroy")}, id])

    def makes(foo: Foo) -> None:
        foo.call("set", {"create": {"a": foo.creation(), "b": foo.creation()}})
        raise KeyError("whatever")

    with serving(api) as fake:
        made = worker(fake.url)
        made.run(instance(makes, type_name="Mailbox"))
        assert made.server.ledger.standing == {}
        assert made.left == []
    assert destroyed == ["m-b", "m-a"]


def test_a_capability_that_is_not_advertised_is_unsupported() -> None:
    def never(foo: Foo) -> None:
        raise AssertionError

    with serving() as fake:
        del fake.session["capabilities"][MAIL]
        result = run(fake.url, never, type_name="Mailbox")
    assert result.outcome == "unsupported"


def test_needs_that_are_not_met() -> None:
    def never(server: Server) -> None:
        raise AssertionError

    with serving() as fake:
        outcomes = {
            need: run(fake.url, never, needs=(need,)).outcome for need in ("second-user", "second-account", "sacrifice")
        }
        made = worker(fake.url, disabled=("test",))
        switched_off = made.run(instance(never)).outcome
        made = worker(fake.url)
        made.problems = {"records:Mailbox": "no", "api": "no"}
        blocked = [
            made.run(instance(never, type_name="Mailbox", needs=("records",))).outcome,
            made.run(instance(never)).outcome,
        ]
    assert outcomes == {"second-user": "disabled", "second-account": "unsupported", "sacrifice": "disabled"}
    assert (switched_off, blocked) == ("disabled", ["blocked", "blocked"])


def test_no_secret_is_in_a_result() -> None:
    def repeats(server: Server) -> None:
        that(False, f"the server said {PASSWORD}", found={"x": [PASSWORD]})

    def api(headers: dict[str, str], body: bytes) -> Answer:
        return Answer(500, f"{headers['authorization']} {PASSWORD}".encode(), {"X-Echo": headers["authorization"]})

    def asks(server: Server) -> None:
        server.request([["Core/echo", {}, "0"]])

    with serving(api) as fake:
        texts = [json.dumps(run(fake.url, one).as_json()) for one in (repeats, asks)]
    for text in texts:
        assert PASSWORD not in text
        assert "Basic Y" not in text
    assert any("***" in text for text in texts)


def test_a_broken_session_is_walked_all_the_same() -> None:
    def asks(server: Server) -> None:
        server.any_account()

    for wrong in ({"accounts": []}, {"accounts": {"A1": None}}, {"primaryAccounts": 5}, {"capabilities": []}):
        with serving(echo) as fake:
            fake.session.update(wrong)
            made: Any = run(fake.url, asks)
        assert made.outcome in ("pass", "unsupported")
