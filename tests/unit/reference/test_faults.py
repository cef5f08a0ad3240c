"""Planted faults: each is there, is noticed by what it names, and was not there before."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from jmap_reference import faults, ijson, protocol, references, transfer
from jmap_reference.auth import Authenticator, issue_token
from jmap_reference.errors import request
from jmap_reference.http import Http
from jmap_reference.mail import mailbox
from jmap_reference.protocol import Processor
from jmap_reference.push import event_source
from jmap_reference.push.post import Poster
from jmap_reference.push.states import PUSHED
from jmap_reference.standard import changes, get, patch, query, query_changes
from jmap_reference.standard import filter as filters
from jmap_reference.standard import set as standard_set
from jmap_reference.store.interface import User
from tests.unit.reference.helpers import ALICE, CORE, MAIL, ORIGIN, Client, Mail
from tests.unit.reference.test_http import CHEAP

PATCHED = (
    changes, event_source, filters, get, ijson, mailbox, mailbox.MailboxSpecial, patch, Poster, protocol,
    protocol.Processor, query, query_changes, references, standard_set, transfer,
)  # fmt: skip


@pytest.fixture(autouse=True)
def undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a fault replaces is put back."""
    for place in PATCHED:
        for name, value in list(vars(place).items()):
            if callable(value) and not name.startswith("__"):
                monkeypatch.setattr(place, name, value)
    monkeypatch.setattr(Processor, "__post_init__", Processor.__post_init__)
    for verb, handler in protocol.STANDARD.items():
        monkeypatch.setitem(protocol.STANDARD, verb, handler)


def raw(alice: Client, **sent: Any) -> dict[str, Any]:
    whole = {"using": [CORE, MAIL], "methodCalls": [["Core/echo", {}, "c"]]} | sent
    return alice.processor.process(ALICE, ORIGIN, whole)


def error_of(sent: Callable[[], Any]) -> str:
    try:
        return str(sent()["methodResponses"][0][0])
    except request.RequestError as error:
        return error.type


def twice(octets: bytes) -> str:
    try:
        return str(ijson.parse(octets))
    except ijson.NotIJSON:
        return "refused"


def download_type() -> str:
    try:
        return transfer.media_type_of("text/x")
    except HTTPException:
        return "refused"


def three(alice: Client) -> list[str]:
    return [alice.create(name=name, sortOrder=at) for at, name in enumerate("abc")]


def names(alice: Client, **arguments: Any) -> str:
    boxes = alice.get()
    said = alice.call("Mailbox/query", **({"sort": [{"property": "name"}]} | arguments))
    return "".join(boxes[id]["name"] for id in said["ids"])


def p_child_and_emails(alice: Client) -> Any:
    parent = alice.create(name="a")
    alice.create(name="b", parentId=parent)
    mail = Mail(alice.processor, alice.account)
    mail.add(parent)
    alice.set(destroy=[parent], onDestroyRemoveEmails=True)
    return len(mail.all())


def p_moved(alice: Client) -> Any:
    a, *_ = three(alice)
    since = alice.state()
    alice.set(update={a: {"name": "z"}})
    return alice.call("Mailbox/queryChanges", sinceQueryState=since, sort=[{"property": "name"}])["removed"] == [a]


def p_null(alice: Client) -> Any:
    *_, c = three(alice)
    alice.set(update={c: {"sortOrder": None}})
    return alice.get()[c]["sortOrder"]


def p_updates(alice: Client) -> Any:
    a, *_ = three(alice)
    since = alice.state()
    alice.set(update={a: {"name": "z"}})
    return alice.call("Mailbox/changes", sinceState=since)["updated"] == [a]


def p_stale(alice: Client) -> Any:
    three(alice)
    return alice.responses(("Mailbox/set", {"ifInState": "1", "create": {"k": {"name": "x"}}}))[0][0]


def p_star(alice: Client) -> Any:
    reference = {"resultOf": "0", "name": "Core/echo", "path": "/l/*/x"}
    return alice.responses(("Core/echo", {"l": [{"x": [1]}, {"x": [2]}]}), ("Core/echo", {"#y": reference}))[1][1]["y"]


def p_slow_push(alice: Client) -> Any:
    """Whether an event source tells soon of a change."""

    async def heard() -> bool:
        http = Http(alice.processor, Authenticator(alice.processor.store, alice.processor.clock, CHEAP))
        with alice.processor.store.transaction(write=True) as transaction:
            token = issue_token(transaction, User(alice.user, "", is_demo=False), alice.processor.clock() + 60)
        headers = [(b"authorization", b"Bearer " + token.encode()), (b"last-event-id", b"x")]
        asked = Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers})
        stream = event_source.events(http, asked, alice.user, PUSHED, 0, True)
        try:
            return bool(await asyncio.wait_for(anext(stream), 1))
        except TimeoutError:
            return False

    return asyncio.run(heard())


CREATE = {"create": {"k": {"name": "x"}}}
OR = {"filter": {"operator": "OR", "conditions": [{"name": "a"}, {"name": "b"}]}}

#: By fault: what to look at, and what is right there.
PROBES: dict[str, tuple[Callable[[Client], Any], Any]] = {
    "account-assumed": (lambda a: a.responses(("Mailbox/get", {"accountId": ..., "ids": []}))[0][0], "error"),
    "capability-not-needed": (lambda a: error_of(lambda: raw(a, using=[])), "error"),
    "capability-refused-by-call": (
        lambda a: error_of(lambda: raw(a, using=["https://example.com/x"])), request.UnknownCapability.type,
    ),
    "changes-exceeds-max": (
        lambda a: (three(a), len(a.call("Mailbox/changes", sinceState="0", maxChanges=1)["created"]))[1], 1,
    ),
    "changes-loses-updates": (p_updates, True),
    "changes-never-more": (
        lambda a: (three(a), a.call("Mailbox/changes", sinceState="0", maxChanges=1)["hasMoreChanges"])[1], True,
    ),
    "client-no-changes": (
        lambda a: a.responses(("Mailbox/changes", {"sinceState": a.state()}))[0][0], "Mailbox/changes",
    ),
    "client-relative-urls": (
        lambda a: a.processor.session(a.user, ORIGIN)["apiUrl"].partition(":")[0], "https",
    ),
    "client-slow-push": (p_slow_push, True),
    "client-tiny-limits": (
        lambda a: Processor(a.processor.store).limits.maxObjectsInGet > 100, True,
    ),
    "created-omits-server-set": (lambda a: len(a.set(create={"k": {"name": "x"}})["created"]["k"]), 10),
    "creation-ids-forgotten": (
        lambda a: list(a.request(("Mailbox/set", CREATE), createdIds={})["createdIds"]), ["k"],
    ),
    "download-type-fixed": (lambda a: download_type(), "text/x"),
    "duplicate-names-accepted": (lambda a: twice(b'{"a":1,"a":2}'), "refused"),
    "emails-lost-with-child": (p_child_and_emails, 1),
    "empty-ids-is-all": (lambda a: (three(a), a.get("Mailbox", []))[1], {}),
    "filter-or-is-and": (lambda a: (three(a), names(a, **OR))[1], "ab"),
    "get-forgets-id": (
        lambda a: (three(a), a.call("Mailbox/get", properties=["name"])["list"][0].keys())[1], {"id", "name"},
    ),
    "get-forgets-not-found": (lambda a: a.call("Mailbox/get", ids=["x"])["notFound"], ["x"]),
    "get-repeats-ids": (lambda a: len(a.call("Mailbox/get", ids=three(a) * 2)["list"]), 3),
    "get-returns-unasked": (
        lambda a: (three(a), a.call("Mailbox/get", properties=["name"])["list"][0].keys())[1], {"id", "name"},
    ),
    "null-does-not-reset": (p_null, 0),
    "query-changes-forgets-moved": (p_moved, True),
    "query-clamps-position": (lambda a: (three(a), names(a, position=-1))[1], "c"),
    "query-counts-unasked": (lambda a: "total" in a.call("Mailbox/query"), False),
    "query-ignores-anchor-offset": (lambda a: names(a, anchor=three(a)[1], anchorOffset=1), "c"),
    "query-sorts-ascending": (
        lambda a: (three(a), names(a, sort=[{"property": "name", "isAscending": False}]))[1], "cba",
    ),
    "set-forgets-new-state": (lambda a: "newState" in a.set(), True),
    "set-ignores-if-in-state": (p_stale, "error"),
    "siblings-of-one-name": (lambda a: len(a.set(create={k: {"name": "x"} for k in "ab"})["created"]), 1),
    "star-does-not-flatten": (p_star, [1, 2]),
}  # fmt: skip


def test_every_fault_has_a_probe() -> None:
    assert faults.names() == sorted(PROBES)


@pytest.mark.parametrize("name", PROBES)
def test_a_fault_is_seen_where_it_is_planted(alice: Client, bob: Client, name: str) -> None:
    look, right = PROBES[name]
    assert look(bob) == right
    faults.plant(name)
    assert look(alice) != right


@pytest.mark.parametrize("name", PROBES)
def test_a_fault_says_what_it_is(name: str) -> None:
    assert faults.summary(name).endswith(".")
    assert bool(faults.breaks(name)) != faults.for_clients(name)
