"""The reference server as a process, right or wrong in one way, and the suite as a process against it."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Seconds until the server has to have printed where it is.
START = 60

#: A Mailbox of the demo that has mail and no child; one case destroys it.
SACRIFICE = "ietf-announce"


def free_port() -> int:
    """A port that nobody listens on, below those that the system gives to connections by itself."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


#: Where the suite takes mail and push messages, and where the server takes mail, and speaks IMAP.
SINK, ENDPOINT, LMTP, IMAP = (f"127.0.0.1:{free_port()}" for _ in range(4))


@contextmanager
def reference(directory: Path, fault: str = "", *arguments: str) -> Iterator[str]:
    """The session URL of a demo server that runs in ``directory``, with this fault."""
    command = [sys.executable, "-m", "jmap_reference", "serve", "--demo", "--port", "0", "--quiet"]
    command += ["--relay", SINK, "--lmtp", LMTP, "--imap", IMAP, *arguments]
    log = directory / "server.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [*command, *(["--fault", fault] if fault else [])],
            cwd=directory,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            assert url.startswith("http"), f"the server did not start: {log.read_text()}"
            yield url
        finally:
            process.terminate()
            process.wait(START)
            process.stdout.close()


def conformance(url: str, directory: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Exit status and report of the suite against a demo server."""
    report = directory / "report"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "jmap_conformance", url, "--force", "--report", str(report)),
            *("--user", "alice@example.com", "--password-env", "MINIATURE_PASSWORD"),
            *("--second-user", "bob@example.com", "--second-password-env", "MINIATURE_PASSWORD"),
            *("--sacrifice", SACRIFICE, "--smtp-sink", SINK, "--mail-in", f"lmtp://{LMTP}", "--imap", IMAP),
            *("--push-listen", ENDPOINT, "--push-url", f"http://{ENDPOINT}/push"),
            *arguments,
        ],
        env={**os.environ, "MINIATURE_PASSWORD": "secret"},
        capture_output=True,
        text=True,
        check=False,
    )
    path = report / "report.json"
    assert path.exists(), f"the suite wrote no report: {done.stdout}{done.stderr}"
    return done.returncode, json.loads(path.read_text("utf-8"))
