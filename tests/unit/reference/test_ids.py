"""Ids (RFC 8620, Section 1.2)."""

from __future__ import annotations

from jmap_reference.ids import random_id
from jmap_reference.validation import is_valid


def test_ids_are_ids_and_differ() -> None:
    ids = {random_id(name) for name in ("Mailbox", "Email", "Account", "Blob") for _ in range(500)}
    assert len(ids) == 2000
    assert all(is_valid("Id", id) and id[0].isalpha() and id == id.lower() for id in ids)
