"""A processor of one's own for each test, and clients of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jmap_reference import validation
from jmap_reference.protocol import Processor
from tests.unit.reference import toy
from tests.unit.reference.helpers import BOB, Client, Mail, make_processor


@pytest.fixture
def processor() -> Processor:
    return make_processor()


@pytest.fixture
def alice(processor: Processor) -> Client:
    return Client(processor)


@pytest.fixture
def bob(processor: Processor) -> Client:
    return Client(processor, BOB, "B1")


@pytest.fixture
def mail(processor: Processor) -> Mail:
    return Mail(processor)


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server has the data type Note."""
    toy.install(monkeypatch)
    yield
    validation.validator.cache_clear()
