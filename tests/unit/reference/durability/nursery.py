"""Starts servers quickly: a process that has imported everything, and divides whenever a server is wanted.

Each line on standard input is a command, each line on standard output the answer to it:
``{"start": [ARGUMENT…]}`` to ``{"pid": …, "said": "first line of the server"}``, ``{"wait": PID}`` to ``{}``.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from types import TracebackType


class Nursery:
    """The other end: starts servers, and kills them."""

    def __enter__(self) -> Nursery:
        command = [sys.executable, __file__]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.living: set[int] = set()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for pid in tuple(self.living):
            self.kill(pid)
        self.process.communicate()

    def start(self, *arguments: str) -> tuple[int, str]:
        """``jmap-reference`` with these arguments: its process id, and the first line that it says."""
        answer = self._ask({"start": arguments})
        self.living.add(answer["pid"])
        assert answer["said"], "the server did not start"
        return answer["pid"], answer["said"]

    def kill(self, pid: int) -> None:
        """End it at once, and wait until it has ended."""
        os.kill(pid, signal.SIGKILL)
        self._ask({"wait": pid})
        self.living.remove(pid)

    def _ask(self, command: object) -> dict:  # type: ignore[type-arg]
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())  # type: ignore[no-any-return]


def main() -> None:
    from jmap_reference.__main__ import main as run

    for line in sys.stdin:
        command = json.loads(line)
        answer: dict[str, object] = {}
        if "wait" in command:
            os.waitpid(command["wait"], 0)
        else:
            reading, writing = os.pipe()
            pid = os.fork()
            if pid == 0:
                os.close(reading)
                os.dup2(writing, 1)
                os._exit(run(command["start"]))
            os.close(writing)
            with os.fdopen(reading) as said:
                answer = {"pid": pid, "said": said.readline().strip()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
