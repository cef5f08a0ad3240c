"""The servers that are measured: each started here, on loopback, with an account of its own."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Iterator

from client import Session

ROOT = pathlib.Path(__file__).resolve().parents[2]
USER = "alice@example.com"
PASSWORD = "secret"
PROGRAM = str(pathlib.Path(sys.executable).parent / "jmap-reference")
ENVIRONMENT = {**os.environ, "JMAP_PASSWORD": PASSWORD}


def make_store(folder: pathlib.Path) -> str:
    """A store of ours with the user."""
    store = str(folder / "bench.sqlite")
    ours("user", "add", USER, "--password-env", "JMAP_PASSWORD", "--store", store)
    return store


def ours(*arguments: str) -> float:
    """Run ``jmap-reference`` with these arguments; the most memory that it had, in MB.

    Raises:
        SystemExit: it failed.
    """
    with subprocess.Popen([PROGRAM, *arguments], env=ENVIRONMENT, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"jmap-reference {arguments[0]} ended with {process.returncode}")
    return used.ru_maxrss / 1000


@contextlib.contextmanager
def reference(store: str, *more: str) -> Iterator[tuple[Session, int]]:
    """Ours, with this store and ``more`` flags; the session, and the process."""
    serve = [PROGRAM, "serve", "--store", store, "--port", "0", "--quiet", *more]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            yield Session(server.stdout.readline().strip(), USER, PASSWORD), server.pid
        finally:
            server.terminate()


@contextlib.contextmanager
def cyrus(folder: pathlib.Path) -> Iterator[Session]:
    """Cyrus IMAP over JMAP, with its files in ``folder``; tests/peers/cyrus says what it needs.

    Raises:
        SystemExit: it cannot be started here.
    """
    with _cyrus(folder) as told:
        yield Session(told["url"], USER, PASSWORD)


@contextlib.contextmanager
def cyrus_imap(folder: pathlib.Path) -> Iterator[str]:
    """The same over IMAP: HOST:PORT."""
    with _cyrus(folder) as told:
        yield told["imap"]


@contextlib.contextmanager
def _cyrus(folder: pathlib.Path) -> Iterator[dict[str, str]]:
    command = [str(ROOT / "tests/peers/cyrus"), "--state", str(folder), "--http", "8018", "--imap", "1153"]
    up = subprocess.run([*command, "up", "--fresh"], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
    if up.returncode:
        raise SystemExit(up.returncode)
    try:
        yield json.loads(up.stdout)
    finally:
        subprocess.run([*command, "down"], check=True)
