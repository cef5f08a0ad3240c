"""No id of what a user may not see means anything to that user: not in any method, not in a URL, not in an error."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jmap_reference import demo
from jmap_reference.auth import Authenticator
from jmap_reference.generated import methods as tables
from jmap_reference.http import Http
from jmap_reference.protocol import Processor
from jmap_reference.store.sqlite import SQLiteStore
from tests.unit.reference.helpers import ALICE, BOB, Client
from tests.unit.reference.mail.messages import Mail, message
from tests.unit.reference.test_http import CHEAP, client_of

pytestmark = pytest.mark.anyio

X = "the id that is tried"
UNKNOWN = "Znothing"
OTHER = "Zno-other"

ATTEMPTS: dict[str, list[dict[str, Any]]] = {
    "Blob/copy": [{"fromAccountId": OTHER, "blobIds": [X]}, {"fromAccountId": X, "blobIds": ["b"]}],
    "Mailbox/get": [{"ids": [X]}],
    "Mailbox/changes": [{"sinceState": X}],
    "Mailbox/query": [{"filter": {"parentId": X}}, {"anchor": X}],
    "Mailbox/queryChanges": [{"sinceQueryState": "0", "filter": {"parentId": X}, "upToId": X}],
    "Mailbox/set": [
        {"create": {"k": {"name": "child", "parentId": X}}}, {"update": {X: {"name": "mine"}}}, {"destroy": [X]},
        {"destroy": [X], "onDestroyRemoveEmails": True}, {"ifInState": X},
    ],
    "Thread/get": [{"ids": [X]}],
    "Thread/changes": [{"sinceState": X}],
    "Email/get": [{"ids": [X]}, {"ids": [X], "properties": ["bodyValues"], "fetchAllBodyValues": True}],
    "Email/changes": [{"sinceState": X}],
    "Email/query": [{"filter": {"inMailbox": X}}, {"anchor": X}, {"filter": {"inMailboxOtherThan": [X]}, "limit": 1},
                    {"filter": {"inMailbox": X}, "calculateTotal": True, "collapseThreads": True}],
    "Email/queryChanges": [{"sinceQueryState": "0", "filter": {"inMailbox": X}, "upToId": X}],
    "Email/set": [
        {"create": {"k": {"mailboxIds": {X: True}, "subject": "mine"}}}, {"update": {X: {"keywords/$seen": True}}},
        {"create": {"k": {"mailboxIds": {"m": True}, "attachments": [{"blobId": X, "type": "text/plain"}]}}},
        {"destroy": [X]},
    ],
    "Email/copy": [{"fromAccountId": OTHER, "create": {"k": {"id": X, "mailboxIds": {"m": True}}}},
                   {"fromAccountId": X, "create": {}}],
    "Email/import": [{"emails": {"k": {"blobId": X, "mailboxIds": {X: True}}}}],
    "Email/parse": [{"blobIds": [X]}],
    "SearchSnippet/get": [{"emailIds": [X], "filter": {"text": "the"}}],
    "Identity/get": [{"ids": [X]}],
    "Identity/changes": [{"sinceState": X}],
    "Identity/set": [{"update": {X: {"name": "mine"}}}, {"destroy": [X]}],
    "EmailSubmission/get": [{"ids": [X]}],
    "EmailSubmission/changes": [{"sinceState": X}],
    "EmailSubmission/query": [{"filter": {"identityIds": [X], "emailIds": [X], "threadIds": [X]}}, {"anchor": X}],
    "EmailSubmission/queryChanges": [{"sinceQueryState": "0", "filter": {"emailIds": [X]}, "upToId": X}],
    "EmailSubmission/set": [
        {"create": {"k": {"identityId": X, "emailId": X}}}, {"update": {X: {"undoStatus": "canceled"}}},
        {"destroy": [X], "onSuccessDestroyEmail": [X]},
    ],
    "VacationResponse/get": [{"ids": [X]}],
    "VacationResponse/set": [{"update": {X: {"isEnabled": True}}}],
    "PushSubscription/get": [{"ids": [X]}],
    "PushSubscription/set": [{"update": {X: {"types": None}}}, {"destroy": [X]}],
}  # fmt: skip
"""For every method, arguments in which an id can be tried."""


@pytest.fixture(scope="module")
def processor() -> Processor:
    made = Processor(SQLiteStore())
    demo.seed(made, CHEAP.hash)
    return made


def account_of(processor: Processor, user: str, name: str) -> str:
    with processor.store.transaction() as transaction:
        return next(each.id for each in transaction.accounts_of(user) if each.name == name)


@pytest.fixture(scope="module")
def secrets(processor: Processor) -> list[str]:
    """Ids of all that alice has, and that bob sees nothing of; and of what is hidden in the team's account."""
    alice = Mail(processor, ALICE, account_of(processor, ALICE, ALICE))
    identity = alice.create("Identity", email=ALICE, name="Alice")
    inbox = next(id for id, row in alice.get().items() if row["role"] == "inbox")
    email = alice.deliver(message(sender=ALICE), inbox)
    sent = alice.set("EmailSubmission", create={"k": {
        "emailId": email, "identityId": identity,
        "envelope": {"mailFrom": {"email": ALICE, "parameters": {"HOLDFOR": "999"}},
                     "rcptTo": [{"email": BOB, "parameters": None}]},
    }})["created"]["k"]["id"]  # fmt: skip
    push = alice.call("PushSubscription/set", accountId=..., create={
        "k": {"deviceClientId": "d", "url": "https://push.example.com/alice", "keys": None, "types": None}
    })["created"]["k"]["id"]  # fmt: skip
    upload = alice.blob(b"alice alone has this")
    found = [alice.account, identity, sent, push, upload, f"{upload}-i0-5"]
    for name in ("Mailbox", "Thread", "Email"):
        found += list(alice.get(name, None, properties=["id"]))
    parts = alice.get("Email", None, properties=["blobId", "attachments", "textBody"])
    for row in parts.values():
        found += [row["blobId"], *(part["blobId"] for part in row["attachments"] + row["textBody"])]
    team, bob = (Mail(processor, user, account_of(processor, user, demo.TEAM)) for user in (demo.TEAM, BOB))
    for name in ("Mailbox", "Thread", "Email"):
        shown = bob.get(name, None)
        found += [id for id in team.get(name, None, properties=["id"]) if id not in shown]
    blobs = {row["blobId"]: id for id, row in team.get("Email", None, properties=["blobId"]).items()}
    seen = bob.get("Email", None, properties=["id"])
    found += [blob for blob, id in blobs.items() if id not in seen]
    assert len(found) > 100
    return list(dict.fromkeys(found))


def filled(value: Any, values: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {filled(key, values): filled(inner, values) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, values) for inner in value]
    return values.get(value, value) if isinstance(value, str) else value


def told(client: Client, name: str, arguments: dict[str, Any], account: str, other: str, id: str) -> str:
    """What an attempt with this id is answered, the id itself left out."""
    values = {X: id, OTHER: other}
    sent = {"accountId": account} | filled(arguments, values)
    if name.startswith("PushSubscription/"):
        sent["accountId"] = ...
    return json.dumps(client.responses((name, sent))).replace(id, X)


def test_every_method_is_tried() -> None:
    assert tables.METHODS.keys() - {"Core/echo"} == ATTEMPTS.keys()


@pytest.mark.parametrize("name", ATTEMPTS)
def test_an_id_of_someone_else_is_like_one_that_never_was(name: str, processor: Processor, secrets: list[str]) -> None:
    own, team = (account_of(processor, BOB, each) for each in (BOB, demo.TEAM))
    bob = Client(processor, BOB, own)
    # A few of each kind would do, but which they are is not for the test to know.
    some = secrets if len(ATTEMPTS[name]) == 1 else secrets[:6] + secrets[6::5]
    for arguments in ATTEMPTS[name]:
        for account, other in ((own, team), (team, own)):
            expected = told(bob, name, arguments, account, other, UNKNOWN)
            for id in some:
                assert told(bob, name, arguments, account, other, id) == expected, (name, arguments, id)


@pytest.mark.parametrize("name", ATTEMPTS)
def test_an_account_of_someone_else_is_like_one_that_never_was(name: str, processor: Processor) -> None:
    bob, theirs = Client(processor, BOB), account_of(processor, ALICE, ALICE)
    own = account_of(processor, BOB, BOB)
    for arguments in ATTEMPTS[name]:
        assert told(bob, name, arguments, theirs, own, theirs) == told(bob, name, arguments, UNKNOWN, own, UNKNOWN)
        assert told(bob, name, arguments, own, theirs, theirs) == told(bob, name, arguments, own, UNKNOWN, UNKNOWN)


async def test_no_blob_of_someone_else_can_be_downloaded(processor: Processor, secrets: list[str]) -> None:
    http = Http(processor, Authenticator(processor.store, processor.clock, CHEAP))
    own, team, theirs = (
        account_of(processor, user, name) for user, name in ((BOB, BOB), (BOB, demo.TEAM), (ALICE, ALICE))
    )
    async with client_of(http, auth=(BOB, demo.PASSWORD)) as client:
        expected = await client.get(f"/jmap/download/{own}/{UNKNOWN}/x")
        assert expected.status_code == 404
        for account in (own, team, theirs):
            for id in secrets:
                said = await client.get(f"/jmap/download/{account}/{id}/x")
                assert (said.status_code, said.content) == (404, expected.content)
        refused = [(await client.post(f"/jmap/upload/{id}", content=b"x")) for id in (theirs, UNKNOWN)]
        assert [(each.status_code, each.content) for each in refused] == [(404, refused[0].content)] * 2


def test_the_session_names_nothing_of_someone_else(processor: Processor, secrets: list[str]) -> None:
    said = processor.session(BOB, "https://jmap.example.com")
    assert [row["name"] for row in said["accounts"].values()] == [BOB, demo.TEAM]
    assert not any(id in json.dumps(said) for id in secrets)


def test_nothing_that_bob_can_fetch_names_it(processor: Processor, secrets: list[str]) -> None:
    for account in (account_of(processor, BOB, BOB), account_of(processor, BOB, demo.TEAM)):
        bob = Client(processor, BOB, account)
        said = bob.responses(
            *((f"{name}/get", {"ids": None}) for name in ("Mailbox", "Thread", "Email", "Identity")),
            *((f"{name}/changes", {"sinceState": "0"}) for name in ("Mailbox", "Thread", "Email")),
            *((f"{name}/query", {}) for name in ("Mailbox", "Email", "EmailSubmission")),
            *((f"{name}/queryChanges", {"sinceQueryState": "0"}) for name in ("Mailbox", "Email")),
        )
        text = json.dumps(said)
        assert not [id for id in secrets if f'"{id}"' in text]
