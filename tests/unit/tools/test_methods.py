"""derive: what a type adds to a standard method, and how a text over Foo reads."""

from __future__ import annotations

import pytest

from jmap_spec.derive.methods import foo, plural


@pytest.mark.parametrize(
    ("name", "many"),
    [("Mailbox", "Mailboxes"), ("Thread", "Threads"), ("Identity", "Identities"), ("Address", "Addresses")],
)
def test_plurals(name: str, many: str) -> None:
    assert plural(name) == many


def test_a_text_over_foo_reads_as_one_about_the_type() -> None:
    assert foo("Foos; a Foo; Foo/get; Food; Id[Foo|null]", "Mailbox") == (
        "Mailboxes; a Mailbox; Mailbox/get; Food; Id[Mailbox|null]"
    )
