"""A worker against the fake server, and cases made for a test."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from jmap_conformance.case import Case, Instance, Point, once
from jmap_conformance.manifest import Manifest
from jmap_conformance.settings import Login, Settings
from jmap_conformance.worker import Result, Worker

PASSWORD = "correct horse"

#: A MUST, a SHOULD, and one whose policy is another than its level.
MUST = "core/standard/get/ids/empty-is-none"
SHOULD = "core/standard/get/response/state/same-while-unchanged"


MANIFEST = Manifest.load()


def settings(url: str, **changes: Any) -> Settings:
    """Settings for one user, whose password is in the environment."""
    os.environ["FAKE_PASSWORD"] = PASSWORD
    return Settings(url, (Login("alice@example.com", "FAKE_PASSWORD"),), **changes)


def worker(url: str, **changes: Any) -> Worker:
    """A worker that has its session and has not probed."""
    made = Worker(MANIFEST, settings(url, **changes), "")
    made.server.fetch_session()
    made.recorder.take()
    return made


def instance(
    function: Callable[..., None],
    *requirements: str,
    type_name: str = "",
    needs: tuple[str, ...] = (),
    area: str = "test",
) -> Instance:
    """A case of this function."""
    name = function.__name__.replace("_", "-")
    made = Case(
        function, name, requirements or (MUST,), "test", needs, once("core/test"), "It holds.", {}, "test.py", 1
    )
    return Instance(made, Point("core/test", type=type_name))


def run(url: str, function: Callable[..., None], *requirements: str, **more: Any) -> Result:
    """The result of a case against the fake server."""
    made = worker(url)
    try:
        return made.run(instance(function, *requirements, **more))
    finally:
        made.close()
