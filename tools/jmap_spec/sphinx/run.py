"""One Sphinx over docs/, twice: as ``rfcxml`` for the drafts, as ``html`` for the site.

Both read the same doctrees. Warnings come out as problems, at the line or the JSON Pointer that
caused them; a page that had one is read again by the next build, which says it again.
"""

from __future__ import annotations

import io
import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from sphinx import application
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from ..json_text import lines_of
from ..model import Place, Protocol
from ..problems import Problem
from . import held, places
from .rfcxml.assemble import Document
from .rfcxml.builder import RfcxmlBuilder

#: (how many are done, how many there are) while pages are read or written.
Step = Callable[[str, int, int], None]


#: Builders that come with Sphinx and that nobody here asks for: a fifth of its start.
_UNUSED = (
    "sphinx.builders.changes",
    "sphinx.builders.epub3",
    "sphinx.builders.latex",
    "sphinx.builders.linkcheck",
    "sphinx.builders.manpage",
    "sphinx.builders.texinfo",
    "sphinx.builders.text",
    "sphinx.builders.xml",
    "sphinxcontrib.applehelp",
    "sphinxcontrib.devhelp",
    "sphinxcontrib.htmlhelp",
    "sphinxcontrib.qthelp",
)
application.builtin_extensions = tuple(e for e in application.builtin_extensions if e not in _UNUSED)


class Build:
    """One build of one checkout."""

    def __init__(self, root: Path, out: Path, protocol: Protocol, step: Step, drafts_only: bool) -> None:
        self.root, self.out, self.step = root, out, step
        self.drafts_only = drafts_only
        self.cache = out / ".cache" / ("drafts" if drafts_only else "all")
        self.problems: list[Problem] = []
        self._troubled: set[str] = set()
        self._lines: dict[str, dict[str, int]] = {}
        held.hold(root, protocol)

    def drafts(self, ready: Callable[[Document], object] = bool) -> list[Document]:
        """Write every draft as RFCXML, and call ``ready`` with each as soon as it is written."""
        with docutils_namespace():
            app = self._run("rfcxml", self.out / "drafts", ready)
        return list(getattr(app.builder, "documents", ()))

    def site(self) -> None:
        with docutils_namespace():  # or docutils would complain that it knows all this already
            app = self._run("html", self.out / "site")
        _remove_pages(self.out / "site", app.env.found_docs)

    def finish(self) -> None:
        """Remember which pages had problems; without any, forget."""
        path = self.cache / "troubled.json"
        if "" in self._troubled:
            # a problem that belongs to no page: only a new start will surely find it again
            shutil.rmtree(self.cache, ignore_errors=True)
        elif self._troubled:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(sorted(self._troubled)), "utf-8")
        else:
            path.unlink(missing_ok=True)

    def report(self, place: str, message: str, code: str = "draft") -> None:
        """Note a problem at a place as a node has it: ``file:line`` or ``file.json#pointer``."""
        file, _, pointer = place.partition("#")
        line = 0
        if not pointer and ":" in file and file.rpartition(":")[2].isdigit():
            file, _, number = file.rpartition(":")
            line = int(number)
        if file.endswith(".json") and "#" in place:
            self.problems.append(Problem(Place(file, pointer), code, message, line=self._line(file, pointer)))
        else:
            self.problems.append(Problem(Place(file, "", line), code, message, line=line))

    # -- Sphinx

    def _run(self, builder: str, out: Path, ready: Callable[[Document], object] = bool) -> Sphinx:
        early = io.StringIO()
        docs = self.root / "docs"
        app = Sphinx(
            str(docs),
            str(docs),
            str(out),
            str(self.cache),
            builder,
            confoverrides={"jmap_root": str(self.root), "jmap_troubled": self._last_troubled(), **self._only_drafts()},
            status=None,
            warning=early,
        )
        for line in early.getvalue().splitlines():
            self.report("docs/conf.py", _plain(line), "site")
        if (environment := getattr(getattr(app.builder, "templates", None), "environment", None)) is not None:
            folder = self.out / ".cache" / "templates"
            folder.mkdir(parents=True, exist_ok=True)
            environment.bytecode_cache = FileSystemBytecodeCache(str(folder))
        if isinstance(app.builder, RfcxmlBuilder):
            app.builder.ready = ready
        collector = _Collector(self, app)
        app.connect("source-read", lambda _app, docname, _text: self._read(app, docname))
        app.build()
        collector.remove()
        return app

    def _only_drafts(self) -> dict[str, Any]:
        """Without the site, its pages are not read."""
        if not self.drafts_only:
            return {}
        docs = self.root / "docs"
        others = [p.name if p.is_file() else f"{p.name}/**" for p in sorted(docs.iterdir()) if p.name != "drafts"]
        first = sorted((self.root / "drafts").glob("*/index.md"))[:1]
        return {
            "exclude_patterns": [*others, "drafts/*/published", "drafts/*.md"],
            "root_doc": f"drafts/{first[0].parent.name}/index" if first else "index",
            "suppress_warnings": ["toc.not_included"],
            "jmap_pages": False,
        }

    def _read(self, app: Sphinx, docname: str) -> None:
        self._count = getattr(self, "_count", 0) + 1
        self.step("reading", self._count, len(app.env.found_docs))

    def _last_troubled(self) -> list[str]:
        try:
            found: list[str] = json.loads((self.cache / "troubled.json").read_text("utf-8"))
        except (OSError, ValueError):
            return []
        return found

    # -- places

    def warned(self, app: Sphinx, record: logging.LogRecord) -> None:
        """A warning of Sphinx, docutils, MyST or ours."""
        where = str(getattr(record, "jmap_place", "") or getattr(record, "location", "") or "")
        place = places.below(where.rstrip(":"), self.root)
        message = " ".join(logging.LogRecord.getMessage(record).split())
        kind, subtype = getattr(record, "type", "") or "site", getattr(record, "subtype", "")
        self.report(place or "docs", message, f"{kind}/{subtype}" if subtype else kind)
        self._troubled |= self._pages(app, place)

    def _pages(self, app: Sphinx, place: str) -> set[str]:
        """The pages that something belongs to: its own, or those that show it."""
        file = place.partition("#")[0].rpartition(":")[0] or place.partition("#")[0]
        if file.endswith(".md"):
            docname = file.removeprefix("docs/").removesuffix(".md")
            return {docname} if docname in app.env.found_docs else {""}
        full = str(self.root / file)
        pages = {d for d, needs in app.env.dependencies.items() if any(str(n).endswith(file) for n in needs)}
        return pages if pages and full else {""}

    def _line(self, file: str, pointer: str) -> int:
        if file not in self._lines:
            path = self.root / file
            self._lines[file] = lines_of(path.read_text("utf-8")) if path.is_file() else {}
        while pointer and pointer not in self._lines[file]:
            pointer = pointer.rpartition("/")[0]
        return self._lines[file].get(pointer, 0)


class _Collector(logging.Filter):
    """Takes what Sphinx would print; the last filter of its handler, so that locations are made out."""

    def __init__(self, build: Build, app: Sphinx) -> None:
        super().__init__()
        self.build, self.app = build, app
        self.handlers = [h for h in logging.getLogger("sphinx").handlers if h.level == logging.WARNING]
        for handler in self.handlers:
            handler.addFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        self.build.warned(self.app, record)
        return False

    def remove(self) -> None:
        for handler in self.handlers:
            handler.removeFilter(self)


def _remove_pages(site: Path, docnames: set[str]) -> None:
    """Pages of what is no longer in the source. Sphinx leaves them, and a reader would still find them."""
    for path in site.glob("*/**/*.html"):
        inside = path.relative_to(site)
        if not inside.parts[0].startswith("_") and inside.with_suffix("").as_posix() not in docnames:
            path.unlink()


def _plain(line: str) -> str:
    """Without the colours of a terminal."""
    import re

    return re.sub(r"\x1b\[[0-9;]*m", "", line).strip()
