"""Where a build is, on stderr: a bar in a terminal, a line a stage elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Stages:
    """Stages of a build, one after the other."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._bars: Progress | None = _bars() if sys.stderr.isatty() and not quiet else None
        self._task: TaskID | None = None
        self._started = time.monotonic()
        self._name = ""

    def __enter__(self) -> Stages:
        if self._bars:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
        if self._bars:
            self._bars.stop()

    def begin(self, name: str, total: int | None = None) -> None:
        self.end()
        self._name, self._started = name, time.monotonic()
        if self._bars:
            self._task = self._bars.add_task(name, total=total, said="")
            self._bars.refresh()

    def step(self, said: str, done: int, total: int) -> None:
        """``done`` of ``total``."""
        if self._bars and self._task is not None:
            self._bars.update(self._task, completed=done, total=total, said=f"{said} {done}/{total}")
            self._bars.refresh()

    def end(self, said: str = "") -> None:
        if not self._name:
            return
        taken = time.monotonic() - self._started
        if self._bars and self._task is not None:
            self._bars.update(self._task, total=1, completed=1, said=said)
            self._bars.stop_task(self._task)
            self._bars.refresh()
        elif not self._quiet:
            print(f"{self._name} ({taken:.1f} s)", file=sys.stderr, flush=True)
        self._name, self._task = "", None


def _bars() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    # no thread that refreshes by itself: the build forks
    return Progress(
        TextColumn("{task.description:<24}"),
        BarColumn(32),
        TextColumn("{task.fields[said]}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
    )
