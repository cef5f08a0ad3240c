from __future__ import annotations

import pytest

from tests.unit.reference.submission.helpers import World


@pytest.fixture
def world() -> World:
    return World()
