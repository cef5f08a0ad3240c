"""Directives and roles of drafts that have nothing to do with the protocol: abstract, back, citations."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective, SphinxRole

from . import nodes as ours
from .rfcxml.references import Library, web

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx


class Abstract(SphinxDirective):
    has_content = True

    def run(self) -> list[Node]:
        node = ours.abstract()
        self.set_source_info(node)
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


class Bcp14(SphinxDirective):
    """The paragraph that every document with key words has, word for word (RFC 8174)."""

    def run(self) -> list[Node]:
        words = [
            "MUST",
            "MUST NOT",
            "REQUIRED",
            "SHALL",
            "SHALL NOT",
            "SHOULD",
            "SHOULD NOT",
            "RECOMMENDED",
            "NOT RECOMMENDED",
            "MAY",
        ]
        text = nodes.paragraph("", "The key words ")
        for word in words:
            text += [nodes.Text('"'), ours.bcp14("", word), nodes.Text('", ')]
        text += [nodes.Text('and "'), ours.bcp14("", "OPTIONAL")]
        text += nodes.Text('" in this document are to be interpreted as described in BCP 14 ')
        for key in ("RFC2119", "RFC8174"):
            text += [citation(library_of(self), key, "", ""), nodes.Text(" ")]
        text += nodes.Text("when, and only when, they appear in all capitals, as shown here.")
        text.source, text.line = self.get_source_info()
        return [text]


class BackMatter(SphinxDirective):
    option_spec: ClassVar = {"appendix": directives.flag}

    def run(self) -> list[Node]:
        node = ours.back_matter(appendix="appendix" in self.options)
        self.set_source_info(node)
        return [node]


class Cite(SphinxRole):
    """``{bib}`KEY```, ``{bib}`KEY#section-2```, ``{bib}`words <KEY#section-2>```."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        text, target = self.text, self.text
        if text.endswith(">") and " <" in text:
            text, _, target = text[:-1].rpartition(" <")
        else:
            text = ""
        key, section = self._key(target)
        node = citation(library_of(self), key, section, text)
        self.set_source_info(node)
        return [node], []

    def _key(self, target: str) -> tuple[str, str]:
        key, _, part = target.partition("#")
        return key.strip(), part.removeprefix("section-").removeprefix("appendix-").strip()


class CiteRfc(Cite):
    """``{rfc}`8620#section-5.1```: as ``{bib}``, by number."""

    def _key(self, target: str) -> tuple[str, str]:
        key, section = super()._key(target)
        return f"RFC{key}", section


def citation(library: Library, key: str, section: str, words: str) -> nodes.Element:
    entry = library.get(key, {})
    number = entry.get("series", {}).get("RFC") or (key[3:] if key.startswith("RFC") else "")
    shown = f"RFC {number}" if number else key
    part = ("Section" if section[:1].isdigit() else "Appendix") if section else ""
    text = words or (f"{shown}, {part} {section}" if section else shown)
    node = ours.cite("", text, key=key, section=section, explicit=bool(words))
    uri = web(library, key, section)
    if not uri and number:
        uri = web(
            {key: {"series": {"RFC": number}, "target": f"https://www.rfc-editor.org/rfc/rfc{number}.html"}},
            key,
            section,
        )
    node["refuri"], node["title"] = uri, entry.get("title", "")
    return node


def library_of(where: SphinxDirective | SphinxRole) -> Library:
    root = Path(where.config.jmap_root)
    path = root / "drafts" / "references.yaml"
    if not path.is_file():
        return {}
    where.env.note_dependency(str(path))
    indexes = sorted((root / "drafts").glob("*/index.md"))
    return _read(root, tuple(p.stat().st_mtime_ns for p in (path, *indexes)))


@lru_cache(maxsize=2)
def _read(root: Path, _changed: tuple[int, ...]) -> Library:
    from .rfcxml.builder import load_library

    return load_library(root)


def setup(app: Sphinx) -> None:
    app.add_directive("abstract", Abstract)
    app.add_directive("bcp14", Bcp14)
    app.add_directive("back-matter", BackMatter)
    app.add_role("bib", Cite())
    app.add_role("rfc", CiteRfc(), override=True)
