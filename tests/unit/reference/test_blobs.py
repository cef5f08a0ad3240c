"""Who may use which blob, and how long it stays (RFC 8620, Section 6)."""

from __future__ import annotations

import pytest

from jmap_reference.blobs import REFERRING, make_room, readable
from jmap_reference.limits import Quotas
from jmap_reference.protocol import Processor
from jmap_reference.store.values import Account
from jmap_reference.sweep import Sweeper
from tests.unit.reference.helpers import ALICE, BOB, Client
from tests.unit.reference.mail.messages import ATTACHED, Mail, message
from tests.unit.reference.mail.test_sharing import READING, Team

HOUR = 3600


def read(client: Client, blob: str) -> bytes | None:
    with client.processor.store.transaction() as transaction:
        account = next(each for each in transaction.accounts_of(client.user) if each.id == client.account)
        return readable(transaction, account, client.user, blob)


def upload(client: Client, octets: bytes, at: float = 0) -> str:
    with client.processor.store.transaction(write=True) as transaction:
        return transaction.add_blob(client.account, client.processor.new_id("Blob"), octets, client.user, at)


@pytest.fixture
def team(processor: Processor) -> Team:
    return Team(processor)


def test_an_upload_is_for_the_one_who_made_it(team: Team) -> None:
    """Also where others have the same account, or all of it."""
    blob = upload(team.bob, b"octets")
    team.share(ALICE, {team.open: READING})
    assert read(team.bob, blob) == b"octets"
    assert read(team.alice, blob) is None
    assert read(team.own, blob) is None
    assert read(team.bob, f"{blob}-i0-3") == b"oct"
    assert read(team.alice, f"{blob}-i0-3") is None


def test_the_same_octets_can_be_uploaded_by_everyone(team: Team) -> None:
    team.own.deliver(message(), team.hidden)
    blob = upload(team.bob, message())
    assert read(team.bob, blob) == message()
    team.share(ALICE, {team.open: READING})
    assert upload(team.alice, message()) == blob
    assert read(team.alice, blob) == message()


def test_whoever_sees_an_email_may_read_its_blobs(team: Team) -> None:
    email = team.own.deliver(ATTACHED, team.hidden)
    row = team.own.email(email, "blobId", "attachments")
    ids = [row["blobId"], *(part["blobId"] for part in row["attachments"])]
    assert len(ids) == 3
    assert not any(read(team.bob, id) for id in ids)
    assert team.bob.call("Email/parse", blobIds=ids)["notFound"] == ids
    team.own.set("Email", update={email: {f"mailboxIds/{team.open}": True}})
    assert all(read(team.bob, id) for id in ids)
    team.own.set("Email", update={email: {f"mailboxIds/{team.open}": None}})
    assert not any(read(team.bob, id) for id in ids)


def test_copying_a_blob_obeys_this(team: Team, bob: Client) -> None:
    blob = upload(team.own, b"the team's")
    said = bob.call("Blob/copy", fromAccountId="T1", blobIds=[blob])
    assert said["notCopied"] == {blob: {"type": "notFound"}}
    blob = upload(team.bob, b"bob's")
    said = bob.call("Blob/copy", fromAccountId="T1", blobIds=[blob])
    assert read(bob, said["copied"][blob]) == b"bob's"


def test_no_message_is_made_of_a_blob_of_another(team: Team) -> None:
    team.share(BOB, {team.open: READING | {"mayAddItems"}})
    blob = upload(team.own, b"the team's")
    part = {"blobId": blob, "type": "application/octet-stream"}
    said = team.bob.set("Email", create={"k": {"mailboxIds": {team.open: True}, "attachments": [part]}})
    assert said["notCreated"]["k"] == {"type": "blobNotFound", "notFound": [blob]}


def swept(processor: Processor, later: float) -> int:
    now = processor.clock()
    object.__setattr__(processor, "clock", lambda: now + later)
    try:
        return Sweeper(processor).sweep()
    finally:
        object.__setattr__(processor, "clock", lambda: now)


def test_an_upload_goes_when_its_time_is_over(processor: Processor) -> None:
    object.__setattr__(processor, "quotas", Quotas(hold_blobs_for=HOUR))
    alice = Mail(processor)
    blob = upload(alice, b"octets", processor.clock())
    assert swept(processor, HOUR - 1) == 0
    assert read(alice, blob) == b"octets"
    upload(alice, b"octets", processor.clock() + 10)
    assert swept(processor, HOUR + 5) == 0, "uploaded again: the hour begins anew"
    assert swept(processor, HOUR + 11) == 1
    assert read(alice, blob) is None


def test_a_blob_stays_while_a_record_refers_to_it_and_some_time_more(processor: Processor) -> None:
    object.__setattr__(processor, "quotas", Quotas(hold_blobs_for=HOUR))
    alice = Mail(processor)
    email = alice.deliver(message(), alice.mailbox("m"))
    blob = alice.email(email)["blobId"]
    assert swept(processor, 2 * HOUR) == 0
    assert read(alice, blob) == message()
    alice.set("Email", destroy=[email])
    assert read(alice, blob) == message(), "it may be wanted for another Email"
    assert swept(processor, HOUR + 1) == 1
    assert read(alice, blob) is None


def test_two_who_uploaded_the_same_lose_it_one_by_one(team: Team, processor: Processor) -> None:
    blob = upload(team.own, b"octets", 0)
    assert upload(team.bob, b"octets", 100) == blob
    with processor.store.transaction(write=True) as transaction:
        assert transaction.drop_blobs(50, REFERRING) == 0
    assert read(team.own, blob) is None
    assert read(team.bob, blob) == b"octets"
    with processor.store.transaction(write=True) as transaction:
        assert transaction.drop_blobs(150, REFERRING) == 1


def test_the_oldest_uploads_make_room(processor: Processor) -> None:
    alice = Mail(processor)
    account = Account("A1", "A1", is_personal=True, is_read_only=False)
    used = alice.email(alice.deliver(message(), alice.mailbox("m")))["blobId"]
    blobs = [upload(alice, bytes([number]) * 10, number) for number in range(5)]
    with processor.store.transaction(write=True) as transaction:
        make_room(transaction, account, ALICE, 20, blobs[0])
    # The newest stays, whatever its time; what a record refers to does not count.
    assert [read(alice, blob) is not None for blob in (used, *blobs)] == [True, True, False, False, False, True]


def test_less_than_an_hour_is_refused() -> None:
    with pytest.raises(ValueError, match="an hour"):
        Quotas(hold_blobs_for=HOUR - 1)
