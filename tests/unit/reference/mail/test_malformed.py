"""Whatever is called a message can be delivered, read, searched and downloaded, and is told as the schemas say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jmap_reference import check
from jmap_reference.handlers import SPECIALS
from jmap_reference.mail.message.headers import FORMS
from jmap_reference.submission.local import deliver_here
from jmap_reference.validation import faults
from tests.unit.reference.helpers import ALICE, BOB
from tests.unit.reference.mail.message.helpers import FULL, NASTY, mutated
from tests.unit.reference.submission.helpers import World

FIELDS = ["From", "Subject", "Date", "Message-ID", "List-Post", "X-Any"]


def asked_for() -> list[str]:
    """Every property, and every form of some fields that a client may ask for."""
    wanted = [f"header:{field}:as{form}{all}" for field in FIELDS for form in FORMS for all in ("", ":all")]
    return [each for each in wanted if not faults("Email.property", each)]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    world = World()
    yield world
    assert list(check.problems(world.processor.store, SPECIALS)) == []


def parts(structure: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield structure
    for part in structure.get("subParts") or ():
        yield from parts(part)


@settings(deadline=None, max_examples=60)
@given(raw=st.one_of(mutated(), st.binary(max_size=200)))
def test_every_method_reads_it(world: World, raw: bytes) -> None:
    read_all(world, raw)


@pytest.mark.long
@settings(deadline=None, max_examples=5000)
@given(raw=st.one_of(mutated(), st.binary(max_size=2000)))
def test_every_method_reads_very_many(world: World, raw: bytes) -> None:
    read_all(world, raw)


@pytest.mark.parametrize("raw", [FULL, *NASTY, b""])
def test_every_method_reads_the_worst_that_we_know(world: World, raw: bytes) -> None:
    read_all(world, raw)


def read_all(world: World, raw: bytes) -> None:
    before = world.bob.state("Email")
    with world.processor.store.transaction(write=True) as transaction:
        assert deliver_here(world.processor, transaction, raw, ALICE, BOB)
    [id] = world.bob.call("Email/changes", sinceState=before)["created"]
    got = world.bob.call("Email/get", ids=[id], fetchAllBodyValues=True, bodyProperties=BODY_PROPERTIES)
    assert not faults("Email.get.response", got)
    forms = world.bob.call("Email/get", ids=[id], properties=asked_for())
    assert not faults("Email.get.response", forms)
    [email] = got["list"]
    structure = world.bob.call("Email/get", ids=[id], properties=["bodyStructure", "headers"])["list"][0]
    with world.processor.store.transaction() as transaction:
        whole = transaction.blob("B1", email["blobId"])
        assert whole is not None
        assert whole.endswith(raw)
        for part in parts(structure["bodyStructure"]):
            if part["blobId"] is not None:
                assert len(transaction.blob("B1", part["blobId"]) or b"") == part["size"]
    parsed = world.bob.call("Email/parse", blobIds=[email["blobId"]], fetchAllBodyValues=True)
    assert not faults("Email.parse.response", parsed)
    words = (email["preview"] or email["subject"] or "x").split() or ["x"]
    for filter in ({"text": words[0][:40]}, {"body": words[-1][:40]}, {"header": ["Subject"]}):
        assert not faults("Email.query.response", world.bob.call("Email/query", filter=filter))
        snippets = world.bob.call("SearchSnippet/get", filter=filter, emailIds=[id])
        assert not faults("SearchSnippet.get.response", snippets)
    world.bob.set("Email", destroy=[id])


BODY_PROPERTIES = [
    "partId", "blobId", "size", "headers", "name", "type", "charset", "disposition", "cid", "language", "location",
    "header:Content-Type:asText:all",
]  # fmt: skip
