"""The nano protocol: gears and cogs."""

from __future__ import annotations

import pytest

from jmap_spec.model import Protocol
from jmap_spec.source import protocol
from tests.nano.nano import lay_out


@pytest.fixture(scope="package")
def nano(tmp_path_factory: pytest.TempPathFactory) -> Protocol:
    return protocol(lay_out(tmp_path_factory.mktemp("nano")))
