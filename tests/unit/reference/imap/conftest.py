"""A server with both doors, and a client of one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.reference.imap.helpers import House, Imap


@pytest.fixture
def house() -> Iterator[House]:
    with House() as made:
        yield made


@pytest.fixture
def imap(house: House) -> Iterator[Imap]:
    with house.imap() as client:
        yield client
