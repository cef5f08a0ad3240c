"""What is an address, and who may send from which."""

from __future__ import annotations

import pytest

from jmap_reference.submission.addresses import allowed_to, fits, is_address, owners, same_key
from tests.unit.reference.helpers import ALICE, BOB
from tests.unit.reference.submission.helpers import World


@pytest.mark.parametrize(
    "text",
    [
        "a@b", "alice@example.com", "a.b+c@example.com", '"a b"@example.com', r'"a\"b"@example.com',
        "alice@[192.0.2.1]", "jörg@exämple.com", "x" * 64 + "@example.com",
    ],
)  # fmt: skip
def test_addresses(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "alice", "@example.com", "alice@", "a b@example.com", "alice at example.com", ".a@example.com",
        "a..b@example.com", "a.@example.com", "alice@-example.com", "alice@example..com", "alice@example.com\r\nX: y",
        "<alice@example.com>", "a@b@c", "x" * 65 + "@example.com", "a@" + "x" * 260, "alice@example.com ", "a\x00@b",
    ],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    assert not is_address(text)


def test_a_star_stands_for_the_addresses_of_a_domain() -> None:
    assert fits("sales@example.com", "*@example.com")
    assert fits("*@example.com", "*@example.com")
    assert not fits("sales@sub.example.com", "*@example.com")
    assert not fits("sales@example.com.example.net", "*@example.com")
    assert not fits("<>@example.com", "*@example.com")
    assert fits("Alice@EXAMPLE.com", "alice@example.com")


def test_case_counts_in_the_local_part_alone() -> None:
    assert same_key("Bob@EXAMPLE.net") == same_key("Bob@example.net") != same_key("bob@example.net")


def test_a_user_has_the_name_and_what_was_added(world: World) -> None:
    world.address(ALICE, "*@Shop.example.com")
    world.address(BOB, "bob@shop.example.com")
    with world.processor.store.transaction() as transaction:
        assert allowed_to(transaction, ALICE) == [ALICE, "*@shop.example.com"]
        assert owners(transaction, "ALICE@example.com") == [ALICE]
        assert owners(transaction, "anyone@shop.example.com") == [ALICE]
        assert owners(transaction, "bob@shop.example.com") == [BOB]
        assert owners(transaction, "carol@example.com") == []
