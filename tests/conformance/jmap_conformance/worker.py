"""Runs cases, one after the other, against one account; a result for each, whatever the server does."""

from __future__ import annotations

import threading
import time
import traceback
from dataclasses import dataclass, field
from typing import Any, Final

from .case import Instance
from .client import NO_ANSWER, Recorder
from .door import Door
from .exchange import KEPT, scrubbed, short
from .foo import Foo, foo_for
from .manifest import CORE, Manifest
from .outcome import Blocked, Broken, CaseEnd, Disabled, HarnessFault, Outcome, Unsupported
from .probe import probe
from .server import Server
from .settings import Settings, WrongUse
from .told import Missing

#: What a case may ask for by the names of its parameters, beside what its point gives.
GIVEN: Final = ("server", "foo", "second", "other_account", "aside", "imap")

#: Seconds until a server that fell over has to be there again, before ``--patience``.
BACK: Final = 15.0


@dataclass
class Result:
    """A line of the report."""

    id: str
    outcome: str
    #: All that the case names.
    requirements: list[str]
    #: ``must`` or ``should``: the strongest of the requirements.
    level: str
    area: str
    type: str
    message: str = ""
    #: Those that were broken; empty where the outcome is neither fail nor warn.
    broken: list[str] = field(default_factory=list)
    expected: Any = None
    found: Any = None
    title: str = ""
    source: str = ""
    exchanges: list[dict[str, Any]] = field(default_factory=list)
    #: Seconds.
    duration: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Its members by name; what is in them is shared with it."""
        return dict(vars(self))


class Worker:
    """One account, and the cases that are run in it."""

    def __init__(self, manifest: Manifest, settings: Settings, worker: str) -> None:
        self.manifest = manifest
        self.settings = settings
        self.recorder = Recorder()
        self.server = Server(manifest, settings, settings.login_of(worker), self.recorder)
        self.second: Server | None = None
        if settings.second:
            self.second = Server(manifest, settings, settings.second, self.recorder)
        self.imap: Door | None = None
        if settings.imap:
            self.imap = Door(settings, settings.imap_login or settings.login_of(worker))
        self.secrets = self.server.client.secrets + (self.second.client.secrets if self.second else ())
        self.problems: dict[str, str] = {}
        #: Since which case the server does not answer any more, or empty.
        self.gone = ""
        #: Records that could not be destroyed, for the summary.
        self.left: list[str] = []

    def start(self) -> None:
        """Fetch the session and probe.

        Raises:
            Broken: there is no session.
        """
        self.server.fetch_session()
        if self.second:
            self.second.fetch_session()
        self.problems = probe(self.server)

    def close(self) -> None:
        for server in filter(None, (self.server, self.second)):
            server.client.close()

    def run(self, instance: Instance) -> Result:
        """The result of a case at one point. Its records are destroyed, even when it is interrupted."""
        began = time.monotonic()
        result = self._blank(instance)
        try:
            self._run(instance, result)
        finally:
            result.exchanges = [one.as_json(self.secrets) for one in self.recorder.take()]
            if self.imap:
                self.imap.leave()
            if NO_ANSWER in result.message and not self._answers():
                self.gone = instance.id
            else:
                self._clean_up()
        said = [result.message, cut(result.expected), cut(result.found)]
        result.message, result.expected, result.found = scrubbed(said, self.secrets)
        result.duration = round(time.monotonic() - began, 4)
        return result

    def _run(self, instance: Instance, result: Result) -> None:
        try:
            arguments = self._prepare(instance)
            instance.case.function(**arguments)
            self._judge_findings(result)
        except Missing as missing:
            if not self._stumbled(result):
                self._judge(result, missing)
        except Broken as broken:
            self._judge(result, broken)
        except CaseEnd as end:
            result.outcome, result.message = end.outcome, str(end)
        except WrongUse as problem:
            result.outcome, result.message = Outcome.FAIL, f"the server names a URL that cannot be used: {problem}"
        except Exception:  # what the case did not foresee: a message that is invalid, or a fault of its own
            if not self._stumbled(result):
                result.outcome, result.message = Outcome.ERROR, traceback.format_exc(limit=-6)

    def _stumbled(self, result: Result) -> bool:
        """Whether a case that did not get through was sent an invalid message, be it in a preparation; the result
        then says so.
        """
        if any(one.kind == "invalid" for one in self.server.findings):
            self._judge_findings(result)
            return True
        if self.server.aside.of_the_case:
            what = self.server.aside.of_the_case[0]
            result.outcome = Outcome.BLOCKED
            result.message = f"the case builds on an answer of {what.method}, and that is invalid: {what}"
            return True
        return False

    def _blank(self, instance: Instance) -> Result:
        case = instance.case
        ranks = {self.manifest.requirements[one].rank for one in case.requirements}
        return Result(
            instance.id, Outcome.PASS, list(case.requirements), "must" if "must" in ranks else "should", case.area,
            instance.point.type, title=case.title, source=f"{case.source}:{case.line}",
        )  # fmt: skip

    def _prepare(self, instance: Instance) -> dict[str, Any]:
        """What the function is given.

        Raises:
            Disabled, Unsupported, Blocked: what it needs is not there.
        """
        case, point = instance.case, instance.point
        self.server.findings.clear()
        self.server.aside.begin(point.prefix)
        if case.area in self.settings.disabled:
            raise Disabled(f"the area {case.area} is switched off")
        if "second-user" in case.needs and self.second is None:
            raise Disabled("no second user was given")
        if "imap" in case.needs and self.imap is None:
            raise Disabled("no IMAP server was named with --imap")
        if "sacrifice" in case.needs and not self.settings.sacrifice:
            raise Disabled("no Mailbox was named with --sacrifice")
        for need, value in (("smtp-sink", self.settings.smtp_sink), ("mail-in", self.settings.mail_in)):
            if need in case.needs and not value:
                raise Disabled(f"no --{need} was given")
        given: dict[str, Any] = {"server": self.server, "second": self.second, "aside": self.server.aside}
        given["imap"] = self.imap
        foo = foo_for(self.server, point) if point.type in self.manifest.types else None
        given["foo"] = foo
        if "second-account" in case.needs:
            others = self._others(foo)
            if not others:
                raise Unsupported("the session shows no second account that could be written to")
            given["other_account"] = others[0]
        if "api" in self.problems and case.area not in ("session", "request"):
            raise Blocked(self.problems["api"])
        if "records" in case.needs and (problem := self.problems.get(f"records:{point.type}")):
            raise Blocked(problem)
        made: dict[str, Any] = {}
        for name in case.parameters:
            if name in point.arguments:
                made[name] = point.arguments[name]
            elif given.get(name) is not None:
                made[name] = given[name]
            else:
                raise HarnessFault(f"{case.source}:{case.line}: nothing to give for the parameter {name}")
        return made

    def _others(self, foo: Foo | None) -> list[str]:
        """The accounts beside that of the case that may be written to, those of the user first."""
        accounts, mine = self.server.session["accounts"], foo.account_id if foo else self.server.any_account()
        able = self.server.accounts(foo.capability if foo else CORE)
        return [one for one in able if one != mine and not accounts[one].get("isReadOnly")]

    def _judge(self, result: Result, broken: Broken) -> None:
        """Fail or warn, as the requirements that were broken have it."""
        ids = list(broken.requirements) or result.requirements
        known = [self.manifest.requirements[one].breach for one in ids if one in self.manifest.requirements]
        result.broken, result.message = ids, broken.message
        result.expected, result.found = broken.expected, broken.found
        if not known or "fail" in known:
            result.outcome = Outcome.FAIL
        elif "warn" in known:
            result.outcome = Outcome.WARN
        else:
            result.outcome, result.broken, result.message = Outcome.PASS, [], f"note: {broken.message}"
        self._add_findings(result)

    def _judge_findings(self, result: Result) -> None:
        """A case whose own checks hold still fails where the server sent something invalid on the way."""
        invalid = [one for one in self.server.findings if one.kind == "invalid"]
        near = [one for one in self.server.findings if one.kind == "near-miss"]
        if not invalid and not near:
            return
        shown = invalid or near
        result.outcome = Outcome.FAIL if invalid else Outcome.WARN
        result.broken = sorted({requirement for one in shown for requirement in one.requirements})
        what = (
            "the server sent an invalid message" if invalid else "the server sent a property that is nearly a known one"
        )
        result.message = f"{what}: {shown[0]}"
        result.found = [str(one) for one in shown[:10]]
        result.expected = (
            "a message that its schema allows" if invalid else "the property as its specification spells it"
        )

    def _add_findings(self, result: Result) -> None:
        for one in self.server.findings:
            if one.kind == "invalid":
                result.broken += [requirement for requirement in one.requirements if requirement not in result.broken]
                result.message += f"; and an invalid message: {one}"
                break

    def _answers(self) -> bool:
        """Whether the server answers at all, or does so again when it was started anew."""
        until = time.monotonic() + BACK * self.settings.patience
        while True:
            try:
                self.server.client.send("GET", self.server.session_url, record=False, retry=False)
                return True
            except Broken:
                if time.monotonic() > until:
                    return False
                threading.Event().wait(0.2)

    def _clean_up(self) -> None:
        if not self.server.ledger.standing:
            return
        try:
            left = self.server.ledger.clear(self.server)
        except CaseEnd as problem:
            self.left.append(f"cleaning up: {problem}")
            return
        self.left += [f"{one.type} {one.id}" for one in left]


def cut(value: Any) -> Any:
    """A JSON value as it is, or as the beginning of its text where it is long."""
    text = short(value, KEPT)
    return text if text.endswith("…") else value
