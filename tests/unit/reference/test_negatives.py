"""Everything that a client can send by mistake, put to the server: each gets the error that the source names.

All negatives that ``data/negatives.json`` has for the suite, and those that the suite cannot send: to singletons, to
types whose records cannot be taken back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jmap_reference.errors import request
from jmap_reference.generated import methods as tables
from jmap_reference.protocol import Processor
from jmap_spec.negatives.sent import Holder, Mistakes, Sent
from jmap_spec.source import protocol
from tests.unit.reference.helpers import ALICE, ORIGIN, Client

ACCOUNTS = {"accountId": "A1", "fromAccountId": "A2"}


@pytest.fixture(scope="module")
def mistakes(root: Path) -> Mistakes:
    return Mistakes(protocol(root))


def in_accounts(one: Sent) -> dict[str, Any]:
    """The arguments with accounts that there are, but where the mistake is in their ids."""
    there = {name: id for name, id in ACCOUNTS.items() if name in one.value and one.pointer != f"/{name}"}
    return one.value | there


def test_each_rule_of_the_arguments_is_kept(mistakes: Mistakes, alice: Client) -> None:
    wrong, count = [], 0
    for method in mistakes.protocol.methods.values():
        for one in mistakes.in_arguments(method):
            count += 1
            sent = {"using": list(tables.CAPABILITIES), "methodCalls": [[method.name, in_accounts(one), "0"]]}
            [[name, answer, _]] = alice.processor.process(ALICE, ORIGIN, sent)["methodResponses"]
            if (name, answer.get("type")) != ("error", "invalidArguments"):
                wrong.append(f"{method.name} {one.rule}: {one.value} → {name} {answer}")
    assert not wrong, "\n".join(wrong)
    assert count > 500


def test_each_rule_of_the_request_is_kept(mistakes: Mistakes, processor: Processor) -> None:
    every = mistakes.of("Request")
    assert len(every) > 10
    for one in every:
        with pytest.raises(request.NotRequest):
            processor.process(ALICE, ORIGIN, one.value)


@pytest.fixture
def original(processor: Processor) -> str:
    """The id of an Email in the other account, which can be copied."""
    there = Client(processor, account="A2")
    mailbox = there.create("Mailbox", name="other")
    return there.create("Email", mailboxIds={mailbox: True}, subject="original")


@pytest.fixture
def targets(alice: Client) -> dict[str, str]:
    """By type: a record that can be updated."""
    mailbox, identity = alice.create("Mailbox", name="target"), alice.create("Identity", email=ALICE)
    text = {"textBody": [{"partId": "1", "type": "text/plain"}], "bodyValues": {"1": {"value": "x"}}}
    sender = {"from": [{"email": ALICE}], "to": [{"email": "bob@example.com"}]}
    email = alice.create("Email", mailboxIds={mailbox: True}, **text, **sender)
    push = {"deviceClientId": "d", "url": "https://push.example.com/"}
    subscribed = alice.set("PushSubscription", accountId=..., create={"k": push})["created"]["k"]
    return {
        "Mailbox": mailbox,
        "Identity": identity,
        "Email": email,
        "EmailSubmission": alice.create("EmailSubmission", identityId=identity, emailId=email),
        "PushSubscription": subscribed["id"],
        "VacationResponse": "singleton",
    }


def test_each_rule_of_a_record_is_kept(
    mistakes: Mistakes, alice: Client, targets: dict[str, str], original: str
) -> None:
    wrong, count = [], 0
    for holder in mistakes.holders:
        type_name = holder.root.partition(".")[0]
        key = targets[type_name] if holder.shape == "patch" else "k"
        for one in mistakes.of(holder.root):
            count += 1
            copied = {"id": original} if holder.shape == "copy" and one.pointer != "/id" else {}
            if found := said_otherwise(mistakes, alice, holder, key, one.value | copied):
                wrong.append(f"{holder.method} {one.rule} at {one.pointer}: {one.value} → {found}")
    assert not wrong, f"{len(wrong)} of {count}\n" + "\n".join(wrong)
    assert count > 500


def said_otherwise(mistakes: Mistakes, client: Client, holder: Holder, key: str, record: dict[str, Any]) -> str:
    """What a record that is not valid was refused with, where that is none of the right errors."""
    known = mistakes.table[tables.METHODS[holder.method].request]["properties"]
    there = {name: id for name, id in ACCOUNTS.items() if name in known}
    answer = client.call(holder.method, **{"accountId": ..., **there, holder.argument: {key: record}})
    allowed = {"invalidProperties"}
    if holder.shape == "patch":
        allowed.add("invalidPatch")
    elif holder.root == "VacationResponse.creation":
        allowed = {"singleton"}  # which is so whatever the record
    elif holder.shape == "copy" and record.get("id") not in client.get("Email", accountId="A2"):
        allowed.add("notFound")  # which is so of any id that no record has
    refused = answer["notUpdated" if holder.shape == "patch" else "notCreated"] or {}
    error = refused.get(key, {}).get("type", "no error")
    return "" if error in allowed else str(error)
