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
ENVIRONMENT = {**os.environ, "JMAP_PASSWORD": PASSWORD}


@contextlib.contextmanager
def reference(folder: pathlib.Path) -> Iterator[tuple[Session, int]]:
    """Ours, with its store in ``folder``; the session, and the process."""
    program = str(pathlib.Path(sys.executable).parent / "jmap-reference")
    store = str(folder / "bench.sqlite")
    command = [program, "user", "add", USER, "--password-env", "JMAP_PASSWORD", "--store", store]
    subprocess.run(command, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    serve = [program, "serve", "--store", store, "--port", "0", "--quiet"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            yield Session(server.stdout.readline().strip(), USER, PASSWORD), server.pid
        finally:
            server.terminate()


@contextlib.contextmanager
def cyrus(folder: pathlib.Path) -> Iterator[Session]:
    """Cyrus IMAP, with its files in ``folder``; tests/peers/cyrus says what it needs.

    Raises:
        SystemExit: it cannot be started here.
    """
    command = [str(ROOT / "tests/peers/cyrus"), "--state", str(folder), "--http", "8018", "--imap", "1153"]
    up = subprocess.run([*command, "up", "--fresh"], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
    if up.returncode:
        raise SystemExit(up.returncode)
    try:
        yield Session(json.loads(up.stdout)["url"], USER, PASSWORD)
    finally:
        subprocess.run([*command, "down"], check=True)
