"""xml2rfc over several drafts at once, beside whatever the build does meanwhile.

A draft is made again only when its RFCXML, its date or xml2rfc is another, or a file is missing.
"""

from __future__ import annotations

import datetime
import gc
import hashlib
import importlib.metadata
import json
import multiprocessing
import multiprocessing.pool
import os
from pathlib import Path
from typing import TYPE_CHECKING

from .formats import Message, prepare, render, style_sheet

if TYPE_CHECKING:
    from .assemble import Document


FORMATS = ("txt", "html")


def _begin() -> None:
    """What a process does first."""
    gc.disable()
    prepare()


class Formats:
    """The txt and html of drafts whose RFCXML is written."""

    def __init__(self, folder: Path, cache: Path, date: datetime.date) -> None:
        self.folder, self.date = folder, date
        self._record = cache / "rendered.json"
        self.css = Path()
        self._pool: multiprocessing.pool.Pool | None = None
        self._pending: dict[str, multiprocessing.pool.AsyncResult[list[Message]]] = {}
        self._digests: dict[str, str] = {}
        try:
            self._known: dict[str, str] = json.loads(self._record.read_text("utf-8"))
        except (OSError, ValueError):
            self._known = {}

    def warm(self) -> None:
        """Let processes import xml2rfc while the drafts are still being read: 0.4 s that nobody waits for."""
        if self._pool is None:
            self.css = style_sheet(self._record.parent)
            self._pool = multiprocessing.get_context("fork").Pool(os.cpu_count() or 1, _begin)

    def start(self, document: Document) -> None:
        """Begin with a draft, if it needs it."""
        version = importlib.metadata.version("xml2rfc")
        said = f"{version} {self.date}\0{document.xml}"
        name = document.name
        self._digests[name] = hashlib.sha256(said.encode()).hexdigest()
        if self._known.get(name) == self._digests[name] and self._there(name):
            return
        self.warm()
        assert self._pool is not None
        path = self.folder / f"{name}.xml"
        path.with_suffix(".pdf").unlink(missing_ok=True)  # that of `make pdf`: it is of older text now
        self._pending[name] = self._pool.apply_async(render, (path, self.date, self.css))

    def wait(self) -> dict[str, list[Message]]:
        """What xml2rfc said of each draft that was made; those without a word are remembered as done."""
        said = {name: result.get() for name, result in self._pending.items()}
        if self._pool is not None:
            self._pool.close()
            self._pool.join()
        for name, messages in said.items():
            if messages:
                self._known.pop(name, None)
            else:
                self._known[name] = self._digests[name]
        self._known = {name: digest for name, digest in self._known.items() if name in self._digests}
        self._record.parent.mkdir(parents=True, exist_ok=True)
        self._record.write_text(json.dumps(self._known, indent=1), "utf-8")
        return said

    def files(self) -> list[Path]:
        """Everything that belongs to these drafts."""
        endings = ("xml", "anchors.json", *FORMATS)
        return [self.folder / f"{name}.{ending}" for name in self._digests for ending in endings]

    def _there(self, name: str) -> bool:
        return all((self.folder / f"{name}.{ending}").is_file() for ending in FORMATS)
