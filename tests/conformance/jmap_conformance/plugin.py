"""The pytest plugin: pytest collects, selects, distributes and interrupts; cases, outcomes and reports are ours.

It is named with ``-p`` by ``runner.py`` and registers no entry point: installing the suite changes nobody's pytest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from .case import BadCase, Instance
from .collect import PACKAGE, all_instances, module_paths, rooms
from .manifest import Manifest
from .outcome import BAD, Broken, Outcome
from .settings import Settings, WrongUse, number_of
from .share import is_everybodys, shared
from .sweep import sweep
from .worker import Result, Worker

#: The key under which a result crosses from a worker to the controller.
KEY: Final = "jmap"
#: The same for what a worker says at its end.
LEFT: Final = "jmap_left"
GONE: Final = "jmap_gone"
left_key = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--jmap-settings", default="", help="what jmap_conformance.settings.Settings.dump wrote")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[run_key] = Run(config)
    config.pluginmanager.register(config.stash[run_key], "jmap-run")


class CaseFailed(Exception):
    """Tells pytest that an item did not pass; the result says why."""


class CaseItem(pytest.Item):
    """A case at one point."""

    instance: Instance

    def __init__(self, *, instance: Instance, **rest: Any) -> None:
        super().__init__(**rest)
        self.instance = instance

    def runtest(self) -> None:
        run = self.config.stash[run_key]
        result = run.worker().run(self.instance)
        self.user_properties.append((KEY, json.dumps(result.as_json())))
        if result.outcome in BAD or result.outcome == Outcome.ERROR:
            raise CaseFailed(result.message)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.instance.case.line - 1, self.instance.id


class CaseFile(pytest.File):
    """A module with cases."""

    def collect(self) -> Iterator[CaseItem]:
        run = self.config.stash[run_key]
        for instance in run.instances:
            if PACKAGE / instance.case.source == self.path:
                yield CaseItem.from_parent(self, name=instance.id, instance=instance)


@pytest.hookimpl(tryfirst=True)
def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if path == PACKAGE or path in rooms():
        return pytest.Dir.from_parent(parent, path=path)
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_ignore_collect(collection_path: Path) -> bool | None:
    if collection_path == PACKAGE or collection_path in rooms() or collection_path in module_paths():
        return None
    return True if PACKAGE in collection_path.parents else None


@pytest.hookimpl(tryfirst=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path in module_paths():
        return CaseFile.from_parent(parent, path=file_path)
    return None


class Run:
    """One pytest session: the controller's, which has no worker of its own under ``-n``, or a worker's."""

    def __init__(self, config: pytest.Config) -> None:
        self.settings = Settings.parse(config.getoption("--jmap-settings"))
        self.manifest = Manifest.load(self.settings.data_directory)
        self.worker_id: str = getattr(config, "workerinput", {}).get("workerid", "")
        self._instances: list[Instance] | None = None
        self._worker: Worker | None = None
        #: Why the worker could not begin, or empty.
        self._unfit = ""

    @property
    def instances(self) -> list[Instance]:
        """The cases that the settings select, but for ``-k``.

        Raises:
            pytest.UsageError: a case cannot be run as it is written.
        """
        if self._instances is None:
            try:
                found = all_instances(self.manifest)
            except BadCase as problem:
                raise pytest.UsageError(str(problem)) from problem
            self._instances = [one for one in found if self._selected(one)]
        return self._instances

    def _selected(self, instance: Instance) -> bool:
        ids = instance.case.requirements
        if self.settings.requirements and not set(ids) & set(self.settings.requirements):
            return False
        return self.settings.level != "must" or any(self.manifest.requirements[one].rank == "must" for one in ids)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """What ``-k`` has left and this worker is to run; cases that tell what was set aside in others come last."""
        found = [item.instance for item in items if isinstance(item, CaseItem)]
        mine = {one.id for one in shared(found, number_of(self.worker_id), self.settings.workers)}
        items[:] = [item for item in items if isinstance(item, CaseItem) and item.instance.id in mine]
        items.sort(key=lambda item: isinstance(item, CaseItem) and is_everybodys(item.instance))

    def worker(self) -> Worker:
        """The worker of this process, probed when it is first needed.

        Ends the run where there is no server, or none any more, or no secret.
        """
        if self._worker is None:
            try:
                self._worker = Worker(self.manifest, self.settings, self.worker_id)
                self._worker.start()
            except (Broken, WrongUse) as problem:
                self._unfit = f"{problem}"
                pytest.exit(self._unfit, returncode=2)
            try:
                sweep(self._worker.server)
            except Broken as problem:  # the cases will see for themselves what still works
                self._worker.left.append(f"cleaning up before: {problem}")
        if self._worker.gone:
            pytest.exit(self.gone, returncode=2)
        return self._worker

    @property
    def gone(self) -> str:
        """Why the run ends before its time, or empty."""
        since = self._worker.gone if self._worker else ""
        return f"the server does not answer any more, since {since}" if since else self._unfit

    @pytest.hookimpl
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Look once more for records of the suite: a request may have been cut off before its answer came."""
        if self._worker is None:
            return
        gone = self.gone
        worker, self._worker = self._worker, None
        try:
            worker.left += [] if gone else sweep(worker.server)
        except Broken as problem:
            worker.left.append(str(problem))
        worker.close()
        output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[LEFT], output[GONE] = worker.left, gone
        else:
            session.config.stash[left_key] = worker.left


run_key = pytest.StashKey[Run]()


def result_of(report: pytest.TestReport) -> Result | None:
    """The result in a report of an item's call, if it has one."""
    for name, value in report.user_properties:
        if name == KEY:
            return Result(**json.loads(str(value)))
    return None
