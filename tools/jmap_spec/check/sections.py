"""A section that is cited exists in the document cited; a draft, whose sections move, has no revision."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from ..json_text import escape
from ..model import Place, Protocol
from ..problems import Problem

_CITED = re.compile(r"(RFC [0-9]+), (?:Section|Appendix) (.+)")
_REVISION = re.compile(r"(draft-[a-z0-9-]+)-[0-9][0-9](?:,.*)?")


def problems(protocol: Protocol) -> Iterator[Problem]:
    documents = protocol.documents.get("schemas/vocabulary/documents.json", {}).get("documents", {})
    for file, value in protocol.documents.items():
        if file.startswith("schemas/vocabulary/"):
            continue
        for pointer, cited in _citations(value, ""):
            if revision := _REVISION.fullmatch(cited):
                message = f'"{cited}" is one revision of a draft'
                yield Problem(Place(file, pointer), "section/revision", message, f'make it "{revision[1]}"')
            match = _CITED.fullmatch(cited)
            if not match:
                continue
            document, section = match.groups()
            if document not in documents:
                known = ", ".join(sorted(documents))
                yield Problem(
                    Place(file, pointer),
                    "section/document",
                    f"{document} is not in documents.json",
                    f"known are {known}; add it there",
                )
            elif section not in documents[document]["sections"]:
                near = difflib.get_close_matches(section, documents[document]["sections"], 3)
                hint = f"near ones: {', '.join(near)}" if near else "see the table of contents"
                yield Problem(Place(file, pointer), "section/unknown", f"{document} has no Section {section}", hint)


def _citations(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            at = f"{pointer}/{escape(key)}"
            if key in ("section", "reference", "security") and isinstance(item, str):
                yield at, item
            else:
                yield from _citations(item, at)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _citations(item, f"{pointer}/{index}")
