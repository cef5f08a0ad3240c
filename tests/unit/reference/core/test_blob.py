"""Blob/copy (RFC 8620, Section 6.3)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reference.helpers import Client, make_processor


@pytest.fixture
def blob(alice: Client) -> str:
    with alice.processor.store.transaction(write=True) as transaction:
        return transaction.add_blob("A1", "blob1", b"octets", alice.user, 0.0)


def copy(alice: Client, *ids: str, **more: Any) -> list[Any]:
    [response] = alice.responses(("Blob/copy", {"fromAccountId": "A1", "accountId": "A2", "blobIds": list(ids)} | more))
    return response


def octets(alice: Client, account: str, id: str) -> bytes | None:
    with alice.processor.store.transaction() as transaction:
        return transaction.blob(account, id)


def test_the_copy_has_the_same_octets(alice: Client, blob: str) -> None:
    _, said, _ = copy(alice, blob)
    assert octets(alice, "A2", said["copied"][blob]) == b"octets"
    assert octets(alice, "A1", blob) == b"octets"
    assert (said["fromAccountId"], said["accountId"], said["notCopied"]) == ("A1", "A2", None)


def test_what_is_not_there_is_not_copied(alice: Client, blob: str) -> None:
    _, said, _ = copy(alice, "nothing", blob, blob)
    assert said["notCopied"] == {"nothing": {"type": "notFound"}}
    assert list(said["copied"]) == [blob]
    assert copy(alice)[1]["copied"] is None


def test_blobs_of_others_are_not_there(alice: Client, bob: Client, blob: str) -> None:
    said = bob.error("Blob/copy", fromAccountId="A1", blobIds=[blob])
    assert said == "fromAccountNotFound"
    assert octets(alice, "B1", blob) is None


def test_the_same_octets_again_have_the_same_id(alice: Client, blob: str) -> None:
    assert copy(alice, blob)[1]["copied"] == copy(alice, blob)[1]["copied"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"fromAccountId": "A2"}, "invalidArguments"),
        ({"fromAccountId": "nobody"}, "fromAccountNotFound"),
        ({"accountId": "nobody"}, "accountNotFound"),
        ({"accountId": "R1"}, "accountReadOnly"),
        ({"blobIds": None}, "invalidArguments"),
    ],
)
def test_a_copy_is_refused(alice: Client, blob: str, arguments: dict[str, Any], error: str) -> None:
    assert copy(alice, blob, **arguments)[1]["type"] == error


def test_too_many_are_refused() -> None:
    assert copy(Client(make_processor(maxObjectsInSet=1)), "a", "b")[1]["type"] == "requestTooLarge"
