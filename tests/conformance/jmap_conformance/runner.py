"""Runs pytest over the cases, on its own terms: our plugin, our configuration, our root, and nothing else.

No ``pytest.ini`` of the working directory, no plugin of the environment and no ``PYTEST_ADDOPTS`` changes a run.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import pytest

from .collect import PACKAGE
from .exchange import short
from .manifest import Manifest
from .outcome import Broken, Outcome
from .plugin import GONE, LEFT, left_key, result_of
from .server import Server
from .settings import Settings, WrongUse
from .sweep import strangers
from .worker import Result

#: Plugins of pytest that a run has no use for: the suite prints and keeps its own.
WITHOUT: Final = ("terminal", "cacheprovider", "junitxml", "doctest", "unittest", "faulthandler")
#: Of two results of one case, the one whose outcome comes first here counts.
WORST_FIRST: Final = tuple(Outcome)


class Observer(Protocol):
    """Is told how a run goes."""

    def begin(self, total: int) -> None: ...

    def seen(self, result: Result) -> None: ...

    def end(self) -> None: ...


@dataclass
class RunOutcome:
    """What a run came to."""

    results: list[Result] = field(default_factory=list)
    #: Records that could not be destroyed.
    left: list[str] = field(default_factory=list)
    #: Why the run did not get through, or empty.
    trouble: str = ""
    interrupted: bool = False


def preflight(settings: Settings, manifest: Manifest) -> dict[str, Any]:
    """The Session of the first login, after a look at every account that the run will use; the second user logs in.

    Raises:
        WrongUse: a session cannot be had, or an account holds data and the run is not forced.
    """
    first: dict[str, Any] = {}
    for login in (*settings.logins, *filter(None, (settings.second,))):
        server = Server(manifest, settings, login)
        try:
            made = server.fetch_session()
        except Broken as problem:
            raise WrongUse(f"{login.user}: {without_session(server, problem)}") from problem
        first = first or {**server.session, "url": made.url, "server": made.answer_headers.get("server", "")}
        try:
            is_used = login in settings.logins
            stranger = strangers(server) if is_used and not settings.force else ""
        except Broken as problem:
            raise WrongUse(f"{login.user}: {problem.message}: {problem.found}") from problem
        finally:
            server.client.close()
        if stranger:
            raise WrongUse(f"{stranger}: give the suite an empty account, or say --force")
    return first


def without_session(server: Server, problem: Broken) -> str:
    """Why there is no Session, and what may help."""
    exchange, url = server.recorder.exchanges[-1], server.session_url
    if not exchange.status:
        help_with = {
            "CERTIFICATE_VERIFY_FAILED": "; --insecure does not check the certificate",
            "WRONG_VERSION_NUMBER": "; it seems not to speak TLS there",
        }
        reason = exchange.reason.rpartition(" (_ssl.c")[0] or exchange.reason
        return f"{problem.message}: {reason}{next((text for word, text in help_with.items() if word in reason), '')}"
    if exchange.status in (401, 403):
        refused = f"the login is refused at {exchange.url}, with HTTP {exchange.status}"
        return f"{refused}: is the secret in {server.client.login.variable} right?"
    if exchange.status != 200:
        return f"no Session at {exchange.url}: HTTP {exchange.status}; give the session URL, if it is elsewhere"
    return f"no Session at {url}, which has no JSON object: {short(problem.found or problem.message, 200)}"


def run(settings: Settings, observer: Observer) -> RunOutcome:
    """Run the cases that the settings select.

    Raises:
        WrongUse: none is selected, or they are selected by what is no expression.
    """
    gathered = RunOutcome()
    controller = Controller(gathered, observer, settings.workers)
    arguments = [
        str(PACKAGE), "-c", str(PACKAGE / "pytest.ini"), f"--rootdir={PACKAGE}", "--noconftest",
        "-p", "jmap_conformance.plugin", f"--jmap-settings={settings.dump()}",
        *(f"-pno:{name}" for name in WITHOUT),
    ]  # fmt: skip
    if settings.select:
        arguments += ["-k", settings.select]
    if settings.workers > 1:
        arguments += ["-p", "xdist.plugin", "-n", str(settings.workers), "--dist", "each", "--max-worker-restart", "0"]
    with _environment(), _terminated_as_interrupted():
        status = pytest.main(arguments, plugins=[controller])
    observer.end()
    if status == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise WrongUse("no case is selected")
    if status == pytest.ExitCode.INTERRUPTED:
        gathered.interrupted = True
        gathered.trouble = controller.exit_reason
    elif status == pytest.ExitCode.USAGE_ERROR and settings.select:
        raise WrongUse(f"-k wants parts of ids, joined by and, or, not and brackets, and is {settings.select!r}")
    elif status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        gathered.trouble = controller.trouble or f"pytest ended with status {int(status)}"
    gathered.results.sort(key=lambda result: result.id)
    gathered.left = list(dict.fromkeys(gathered.left))  # a Mailbox that will not go is found by every sweep
    return gathered


class Controller:
    """Gathers results from the reports of pytest, in this process or from workers."""

    def __init__(self, gathered: RunOutcome, observer: Observer, workers: int) -> None:
        self.gathered = gathered
        self.observer = observer
        self.workers = workers
        self.trouble = ""
        self.exit_reason = ""
        #: By worker, the cases that it is to run.
        self._shares: dict[str, list[str]] = {}
        self._seen: dict[str, Result] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if session.items and not hasattr(session.config, "workerinput"):
            self.observer.begin(len(session.items))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:
        self._shares[node.gateway.id] = ids
        if len(self._shares) == self.workers:
            self.observer.begin(len({one for ids in self._shares.values() for one in ids}))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.trouble = str(report.longrepr)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            result = result_of(report) or self._crashed(report)
            if result.outcome == Outcome.ERROR and self.exit_reason:
                return  # what xdist says of the case that a worker would have run next
            before = self._seen.setdefault(result.id, result)
            if before is result:
                self.gathered.results.append(result)
                self.observer.seen(result)
            elif WORST_FIRST.index(result.outcome) < WORST_FIRST.index(before.outcome):
                # Every worker has a look at what was set aside: what is worst counts.
                self._seen[result.id] = result
                self.gathered.results[self.gathered.results.index(before)] = result

    def _crashed(self, report: pytest.TestReport) -> Result:
        name = report.nodeid.rpartition("::")[2]
        return Result(name, Outcome.ERROR, [], "must", "harness", "", message=str(report.longrepr))

    def pytest_internalerror(self, excrepr: Any) -> None:
        self.trouble = str(excrepr)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        if excinfo.errisinstance(pytest.exit.Exception):
            self.exit_reason = str(excinfo.value)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        said = getattr(node, "workeroutput", {})
        self.gathered.left += said.get(LEFT, [])
        self.exit_reason = said.get(GONE) or self.exit_reason
        if error:
            self.trouble = str(error)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        left = session.config.stash.get(left_key, None)
        self.gathered.left += left or []


@contextmanager
def _environment() -> Iterator[None]:
    """Without what the environment would tell pytest, and with what keeps plugins out; put back at the end."""
    kept = dict(os.environ)
    for name in kept:
        if name.startswith("PYTEST_"):
            del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """SIGTERM ends a run as Ctrl-C does: the case cleans up, the report is written."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before: Callable[[int, Any], Any] | int | None = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
