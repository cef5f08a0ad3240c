"""The matrix: each planted fault of the reference server against the cases that are to see it, quickly.

One process reads the suite, and makes a server with the demo's data, once. For each fault it then forks twice: a server
that goes wrong in that way, on a free port of loopback, and a suite that runs the cases which name what is broken.

A fault is seen by a case that failed, or warned, of a requirement that the fault says it breaks, by what the server
answered: a 5xx, ``blocked`` and ``error`` do not count. A case is here a function, wherever it is run: where one
instance of it has seen the fault, the others are left out.
"""

from __future__ import annotations

import argparse
import base64
import multiprocessing
import os
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final

from jmap_conformance import door
from jmap_conformance.case import Case, Instance
from jmap_conformance.collect import all_instances
from jmap_conformance.endpoint import AS_THE_SUITE
from jmap_conformance.manifest import Manifest
from jmap_conformance.outcome import CaseEnd
from jmap_conformance.settings import Login, Settings
from jmap_conformance.worker import Result, Worker
from jmap_reference import demo, faults, serve
from jmap_reference.config_file import configuration
from jmap_reference.network import listen

from .servers import SACRIFICE, free_port
from .warm import warmed

#: Seconds in which what one door did has to be seen at the other: here both are of one server.
SOON: Final = 4.0

#: Seconds for one fault, however many cases are to see it.
LONGEST: Final = 120.0

PASSWORD: Final = "MINIATURE_PASSWORD"

USERS: Final = ("alice@example.com", "bob@example.com")

#: Stands behind what a case said that was answered with a 5xx.
FELL_OVER: Final = "(HTTP 5"
#: Outcomes of a case that saw nothing wrong.
FINE: Final = ("pass", "unsupported", "disabled")

FORK: Final = multiprocessing.get_context("fork")


def address(case: Case) -> str:
    """``standard/get.py:unknown-ids-are-not-found``, which tells a case function from all others."""
    return f"{case.source}:{case.name}"


def addresses() -> dict[str, str]:
    """Every case function, by its address: its rule."""
    return {address(one.case): one.case.title for one in all_instances(Manifest.load())}


@dataclass
class Row:
    """What one fault came to."""

    fault: str
    #: By requirement that the fault breaks: the addresses of the cases that saw it.
    seen: dict[str, list[str]] = field(default_factory=dict)
    #: What was to see it and did not: id, outcome, message.
    unseen: list[str] = field(default_factory=list)
    #: What was not to see it, and did not pass either: the same.
    disturbed: list[str] = field(default_factory=list)
    #: Cases that ended with ``error``, or why nothing was run.
    trouble: list[str] = field(default_factory=list)
    #: Seconds.
    duration: float = 0.0

    @property
    def cases(self) -> set[str]:
        """The addresses of the cases that saw the fault."""
        return {one for found in self.seen.values() for one in found}


class Matrix:
    """What all rows begin from; to be made before the process has any thread."""

    def __init__(self) -> None:
        parser = argparse.ArgumentParser()
        serve.add_arguments(parser)
        door.SOON = SOON
        self.manifest = Manifest.load()
        self.instances = all_instances(self.manifest)
        self.faults = faults.all_faults()
        self._arguments = parser.parse_args(["--demo", "--port", "0", "--quiet"])
        self._config = configuration(self._arguments)
        self._processor, self._authenticator = serve.prepared(self._arguments, self._config)
        os.environ[PASSWORD] = demo.PASSWORD
        for user in USERS:
            # Known from here on: a password is slow to check, on purpose.
            login = base64.b64encode(f"{user}:{demo.PASSWORD}".encode()).decode()
            assert self._authenticator.user(f"Basic {login}") == user
        self._wire = warmed(self.manifest)

    def rows(self, names: Iterable[str], everything: bool = False, at_once: int = 0) -> Iterator[Row]:
        """A row for each of these faults, as they come; ``everything``: against all cases, each once.

        So many ``at_once``: by default two for each CPU, since a row is waiting half of its time; four, where it goes
        through all cases and waits for every push message.
        """
        waiting = list(names)
        at_once = at_once or (4 if everything else 2) * (os.cpu_count() or 1)
        running: dict[Connection, Running] = {}
        try:
            while waiting or running:
                while waiting and len(running) < at_once:
                    one = Running(self, waiting.pop(0), everything)
                    running[one.answers] = one
                soonest = min(one.deadline for one in running.values())
                ready = wait(list(running), timeout=max(0.0, soonest - time.monotonic()))
                over = [one for one in running.values() if one.answers in ready or one.deadline <= time.monotonic()]
                for one in over:
                    del running[one.answers]
                    yield one.end()
        finally:
            for one in running.values():
                one.end()

    def serve(self, name: str, listener: socket.socket, hops: Hops) -> None:
        """Serve with this fault, until terminated."""
        self._arguments.fault, self._arguments.relay, self._arguments.lmtp = name, hops.sink, hops.lmtp
        self._arguments.imap = hops.imap
        serve.run(self._arguments, self._config, self._processor, self._authenticator, listener)

    def look(self, name: str, url: str, hops: Hops, everything: bool) -> Row:
        """Run the cases that are to see a fault against a server that has it."""
        began = time.monotonic()
        row = Row(name)
        login, second = (Login(user, PASSWORD) for user in USERS)
        mail = {"smtp_sink": hops.sink, "mail_in": f"lmtp://{hops.lmtp}", "imap": hops.imap}
        settings = Settings(url, (login,), second, sacrifice=SACRIFICE, force=True, **mail)
        worker = Worker(self.manifest, settings, "")
        for server in filter(None, (worker.server, worker.second)):
            server.wire = self._wire
        try:
            worker.start()
        except CaseEnd as problem:
            row.trouble.append(str(problem))
            return row
        tried: set[str] = set()
        for instance in self.instances:
            wanted = self._wanted(instance.case, name)
            seen = {one for one in row.seen if address(instance.case) in row.seen[one]}
            if wanted - seen or (everything and not wanted and address(instance.case) not in tried):
                tried.add(address(instance.case))
                self._note(row, instance, worker.run(instance), bool(wanted))
        worker.close()
        row.duration = time.monotonic() - began
        return row

    def _wanted(self, case: Case, name: str) -> set[str]:
        """The requirements by which a case is to see a fault."""
        fault = self.faults[name]
        return set(case.requirements) & set(fault.breaks) if case.name in (fault.seen_by or (case.name,)) else set()

    def _note(self, row: Row, instance: Instance, result: Result, is_wanted: bool) -> None:
        # A requirement whose policy is to note a breach is broken by a case that passes with a note.
        noted = instance.case.requirements if result.message.startswith("note: ") else ()
        broken = {*result.broken, *noted} & set(self.faults[row.fault].breaks)
        if broken and not server_errors(result):
            for requirement in broken:
                found = row.seen.setdefault(requirement, [])
                if address(instance.case) not in found:
                    found.append(address(instance.case))
            return
        said = f"{instance.id}: {result.outcome}: {result.message} {' '.join(result.broken)}".strip()
        if server_errors(result):
            said += f" (HTTP {', '.join(map(str, server_errors(result)))})"
        if result.outcome == "error":
            row.trouble.append(said)
        if is_wanted:
            row.unseen.append(said)
        elif result.outcome not in FINE or server_errors(result):
            row.disturbed.append(said)


def server_errors(result: Result) -> list[int]:
    """The statuses of 500 and more among the answers that a case got; those of the suite's own endpoint are none."""
    answers = [one["response"] for one in result.exchanges]
    return [one["status"] for one in answers if one["status"] >= 500 and one.get("reason") != AS_THE_SUITE]


@dataclass(frozen=True)
class Hops:
    """Where the processes of a row meet, but for HTTP: each is HOST:PORT."""

    #: The relay of the server, which is the suite.
    sink: str = field(default_factory=lambda: f"127.0.0.1:{free_port()}")
    #: Where the server takes mail.
    lmtp: str = field(default_factory=lambda: f"127.0.0.1:{free_port()}")
    #: Where it speaks IMAP.
    imap: str = field(default_factory=lambda: f"127.0.0.1:{free_port()}")


class Running:
    """The two processes of a row."""

    def __init__(self, matrix: Matrix, name: str, everything: bool) -> None:
        self.name = name
        self.deadline = time.monotonic() + LONGEST * (20 if everything else 1)
        listener = listen("127.0.0.1", 0)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.answers, answering = FORK.Pipe(duplex=False)
        hops = Hops()
        self._server = forked(lambda: matrix.serve(name, listener, hops))
        self._suite = forked(lambda: answering.send(matrix.look(name, f"{url}/jmap/session", hops, everything)))
        listener.close()
        answering.close()

    def end(self) -> Row:
        """The row, once its processes have ended."""
        try:
            row: Row = self.answers.recv() if self.answers.poll() else Row(self.name, trouble=["it took too long"])
        except EOFError:
            row = Row(self.name, trouble=["the suite ended without an answer"])
        for process in (self._suite, self._server):
            process.kill()
            process.join()
        self.answers.close()
        return row


def forked(job: Callable[[], Any]) -> BaseProcess:
    """A process that does ``job``, and keeps to itself what it prints."""

    def quietly() -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        job()

    process = FORK.Process(target=quietly)
    process.start()
    return process
