"""An invalid answer to a preparation fails one case, and not each case that prepares itself so."""

from __future__ import annotations

import json

from jmap_conformance.aside import Aside
from jmap_conformance.case import Case, Instance, Point
from jmap_conformance.foo import Foo
from jmap_conformance.standard.preparations import preparations_get_valid_answers
from jmap_conformance.wire import Finding
from jmap_conformance.worker import Result, Worker
from tests.unit.conformance.fake import Answer, response, serving
from tests.unit.conformance.helpers import MANIFEST, MUST, instance, worker

COMPLETE = "core/standard/set/response/created/complete"


def half_created(headers: dict[str, str], body: bytes) -> Answer:
    """Mailbox/set makes Mailboxes, and tells only their ids; it destroys; anything else is an echo."""
    answers = []
    for name, arguments, call_id in json.loads(body)["methodCalls"]:
        if name != "Mailbox/set":
            answers.append([name, arguments, call_id])
            continue
        created = {key: {"id": f"m-{key}"} for key in arguments.get("create") or {}}
        destroyed = arguments.get("destroy") or []
        states = {"accountId": "A1", "oldState": "1", "newState": "2"}
        answers.append([name, {**states, "created": created, "destroyed": destroyed}, call_id])
    return response(*answers)


def needs_a_mailbox(foo: Foo) -> None:
    foo.make()


def uses_what_was_set(foo: Foo) -> None:
    assert foo.make()[0].known["myRights"]


def calls_for_itself(foo: Foo) -> None:
    foo.call("set", {"create": {"k": foo.creation()}})


def at(prefix: str, function: object) -> Instance:
    made = instance(function, type_name="Mailbox")  # type: ignore[arg-type]
    return Instance(made.case, Point(prefix, type="Mailbox"))


def told(runs: Worker) -> Result:
    """The result of the case that tells what was set aside."""
    case: Case = preparations_get_valid_answers.jmap_case  # type: ignore[attr-defined]
    return runs.run(Instance(case, Point("Mailbox/set", type="Mailbox")))


def test_a_preparation_with_an_invalid_answer_fails_one_case_alone() -> None:
    with serving(half_created) as fake:
        runs = worker(fake.url)
        others = [runs.run(at(prefix, needs_a_mailbox)) for prefix in ("Mailbox/get", "Mailbox/query", "core/test")]
        result = told(runs)
        runs.close()
    assert [one.outcome for one in others] == ["pass"] * 3
    assert (result.outcome, result.broken) == ("fail", [COMPLETE])
    assert "Mailbox/set" in result.message


def test_the_case_fails_by_itself_too() -> None:
    with serving(half_created) as fake:
        runs = worker(fake.url)
        result = told(runs)
        runs.close()
    assert (result.outcome, result.broken) == ("fail", [COMPLETE])


def test_a_case_about_the_method_stays_strict() -> None:
    with serving(half_created) as fake:
        runs = worker(fake.url)
        result = runs.run(at("Mailbox/set", needs_a_mailbox))
        runs.close()
    assert (result.outcome, result.broken) == ("fail", [COMPLETE])


def test_a_call_of_the_case_itself_stays_strict() -> None:
    with serving(half_created) as fake:
        runs = worker(fake.url)
        result = runs.run(at("Mailbox/get", calls_for_itself))
        runs.close()
    assert (result.outcome, result.broken) == ("fail", [COMPLETE])


def test_a_case_that_builds_on_what_is_missing_is_blocked() -> None:
    with serving(half_created) as fake:
        runs = worker(fake.url)
        result = runs.run(at("Mailbox/get", uses_what_was_set))
        runs.close()
    assert result.outcome == "blocked"
    assert "Mailbox/set" in result.message


def test_nothing_is_set_aside_where_no_case_tells_it() -> None:
    aside = Aside(MANIFEST)
    aside.begin("Email/get")
    assert not aside.takes(Finding("invalid", "wrong", "/list", (MUST,), method="Thread/get"))
    assert not aside.takes(Finding("invalid", "wrong", "", (MUST,)))
    assert aside.takes(Finding("invalid", "wrong", "/list", (MUST,), method="Mailbox/get"))
    assert [one.method for one in aside.of("Mailbox")] == ["Mailbox/get"]
