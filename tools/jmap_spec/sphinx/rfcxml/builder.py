"""The Sphinx builder ``rfcxml``: every folder below drafts/ to one file of RFCXML."""

from __future__ import annotations

import datetime
import hashlib
import json
import pickle
from collections.abc import Callable, Iterator, Sequence, Set
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml
from lxml import etree
from sphinx.builders import Builder

from .. import dates
from . import references
from .assemble import Document, connect, document, waits, warn, warned
from .formats import package

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


class RfcxmlBuilder(Builder):
    """Writes ``NAME-NN.xml``, and beside it ``NAME-NN.anchors.json``."""

    name = "rfcxml"
    format = "rfcxml"
    epilog = ""
    allow_parallel = True
    #: What was written, for whoever started the build.
    documents: list[Document]
    #: Called with each draft once its file is written.
    ready: Callable[[Document], object]

    def init(self) -> None:
        self.documents = []
        self.ready = bool

    def get_outdated_docs(self) -> Iterator[str] | str:
        return "all drafts"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Nothing to prepare."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Never called: a draft is written whole."""

    def write_documents(self, docnames: Sequence[str] | Set[str]) -> None:
        """Every draft, each time: what did not change is taken from the last build."""
        root = Path(self.config.jmap_root)
        date = dates.of_build(root)
        library = load_library(root, date)
        # the longest first, so that it is typeset while the others are put together
        indexes = sorted(drafts_of(self.env.found_docs), key=lambda d: -_length(root / "drafts" / d.split("/")[-2]))
        for index in indexes:
            folder = root / "drafts" / index.split("/")[-2]
            made = self._document(index, dates.revision(folder), date, library, root)
            if made is not None:
                self.documents.append(made)
                if not waits(made):
                    self._write(made)
        for made in self.documents:
            if waits(made):
                connect(made, self.documents)
                self._write(made)

    def _write(self, made: Document) -> None:
        made.finish()
        for line, message in invalid(made.xml):
            warn(message, place_of_line(made, line))
        self._put(f"{made.name}.xml", made.xml)
        self._put(f"{made.name}.anchors.json", json.dumps(made.anchors.mapping(), indent=1, sort_keys=True) + "\n")
        self.ready(made)

    def _document(
        self, index: str, revision: str, date: datetime.date, library: references.Library, root: Path
    ) -> Document | None:
        """The draft as the last build assembled it, where none of its pages was read since."""
        kept = Path(self.doctreedir) / "rfcxml" / f"{index.split('/')[-2]}.pickle"
        if kept.is_file():
            key, made = pickle.loads(kept.read_bytes())
            if key == self._key(made.docnames, revision, date, root):
                return cast(Document, made)
        before = warned[0]
        found = document(self, index, revision, date, library, root)
        if found is not None and warned[0] == before:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(pickle.dumps((self._key(found.docnames, revision, date, root), found)))
        else:
            kept.unlink(missing_ok=True)
        return found

    def _key(self, docnames: Set[str], revision: str, date: datetime.date, root: Path) -> str:
        """What a draft is made from: its doctrees, its references, and what things are called and where."""
        times = [f"{d} {_time(Path(self.doctreedir) / f'{d}.doctree')}" for d in sorted(docnames)]
        homes = sorted(
            f"{key} {[d for d in pages if d.startswith('drafts/')]}"
            for key, pages in self.env.get_domain("jmap").data["objects"].items()
        )
        cited = [str(_time(p)) for p in (root / "drafts" / "references.yaml", *front_matters(root))]
        # {ref} leads to a label of this draft or of another, which may have moved
        labels = [f"{k} {d}" for k, (d, _) in self.env.domains.standard_domain.anonlabels.items() if "drafts/" in d]
        said = "\n".join([revision, str(date), *cited, *times, *homes, *sorted(labels)])
        return hashlib.sha256(said.encode()).hexdigest()

    def _put(self, name: str, text: str) -> None:
        """Write a file, unless it says this already: what is older than it need not be made again."""
        path = Path(self.outdir) / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")

    def finish(self) -> None:
        """Nothing to finish: ``formats`` goes on from here."""


def drafts_of(docnames: Set[str]) -> list[str]:
    """The index pages of drafts among all pages."""
    return sorted(d for d in docnames if d.startswith("drafts/") and d.count("/") == 2 and d.endswith("/index"))


def load_library(root: Path, date: datetime.date | None = None) -> references.Library:
    """Every document that can be cited: those of references.yaml, and our own drafts as they are now."""
    path = root / "drafts" / "references.yaml"
    listed = _yaml(path.read_text("utf-8")) if path.exists() else {}
    return {**listed, **own_drafts(root, date)}


def own_drafts(root: Path, date: datetime.date | None = None) -> references.Library:
    """Our drafts by the key that they are cited by, ``I-D.ietf-jmap-protocol``: from their front matter."""
    found: references.Library = {}
    for index in front_matters(root):
        try:
            draft = _yaml(index.read_text("utf-8").removeprefix("---\n").partition("\n---\n")[0]).get("draft")
        except yaml.YAMLError:
            continue  # said where the page is read
        if not isinstance(draft, dict) or not {"name", "title", "authors"} <= draft.keys():
            continue  # said where the draft is built
        name = f"{draft['name']}-{dates.revision(index.parent)}"
        found[f"I-D.{draft['name'].removeprefix('draft-')}"] = {
            "title": draft["title"],
            "authors": draft["authors"],
            "date": f"{date:%Y-%m-%d}" if date else "",
            "series": {"Internet-Draft": name},
            "target": f"https://datatracker.ietf.org/doc/html/{name}",
            "short": draft.get("short", ""),
        }
    return found


def front_matters(root: Path) -> list[Path]:
    """The index page of each draft."""
    return sorted((root / "drafts").glob("*/index.md"))


def _yaml(text: str) -> dict[str, Any]:
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}


def invalid(xml: str) -> list[tuple[int, str]]:
    """(line, what the vocabulary of RFCXML says of it)."""
    schema = grammar()
    if schema.validate(etree.fromstring(xml.encode())):
        return []
    return [(error.line, error.message) for error in schema.error_log]


@lru_cache(maxsize=1)
def grammar() -> etree.RelaxNG:
    """The grammar that xml2rfc itself goes by."""
    return etree.RelaxNG(file=str(package() / "data" / "v3.rng"))


def place_of_line(made: Document, line: int) -> str:
    """Where line ``line`` of the XML comes from; the line itself where that is not known."""
    for number in range(min(line, len(made.places) - 1), 0, -1):
        if made.places[number]:
            return made.places[number]
    return f"{made.name}.xml:{line}"


def _length(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.glob("*.md"))


def _time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def setup(app: Sphinx) -> None:
    app.add_builder(RfcxmlBuilder)
