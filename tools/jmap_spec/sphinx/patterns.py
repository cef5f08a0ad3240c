"""The properties of a type whose names a pattern tells, such as those for the header fields of a message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any

from docutils import nodes

from ..json_text import escape
from ..model import Place, Structure
from ..model.signature import signature_of
from .entries import Entries, Nodes, paragraph
from .places import put

#: So many patterns are told one by one; more differ in a word only, whose meaning the type itself describes.
_FEW = 3


def pattern_nodes(entries: Entries, structure: Structure) -> Nodes:
    """Each pattern and its type, where no type lists them beside properties of its own."""
    patterns = structure.schema.get("patternProperties", {})
    if not patterns:
        return []
    return (_each if len(patterns) <= _FEW else _endings)(entries, structure, patterns)


def _each(entries: Entries, structure: Structure, patterns: Mapping[str, Any]) -> Nodes:
    """A few patterns, with the description of each."""
    items = []
    for pattern, schema in patterns.items():
        place = _place(structure, pattern)
        term = nodes.term("", "", nodes.literal("", pattern), nodes.Text(": "), entries.signature(signature_of(schema)))
        put(term, str(place))
        items.append(entries.item(term, entries.text(schema.get("description", ""), place, structure.id), place))
    words = "The name of each property matches one of these patterns (ECMA-262), which tells its type:"
    return [paragraph(words, lead=True, place=str(structure.place)), entries.dl(items)]


def _endings(entries: Entries, structure: Structure, patterns: Mapping[str, Any]) -> Nodes:
    """Many patterns: what they have in common once, and what differs in each with its type."""
    prefix, suffix = _common(patterns), _common(p[::-1] for p in patterns)[::-1]
    items = []
    for pattern, schema in patterns.items():
        place = _place(structure, pattern)
        between = pattern.removeprefix(prefix).removesuffix(suffix)
        term = nodes.term("", "", nodes.literal("", between) if between else nodes.Text("nothing"))
        put(term, str(place))
        body: Nodes = [paragraph(entries.signature(signature_of(schema)), place=str(place))]
        said = schema.get("description", "")
        body += entries.text(said, place, structure.id) if "{#" in said else []
        items.append(entries.item(term, body, place))
    words = (
        "The name of each property matches a pattern (ECMA-262) that begins with ",
        nodes.literal("", prefix),
        " and ends with ",
        nodes.literal("", suffix),
        ". What stands between them tells its type:",
    )
    lead = paragraph(*words, lead=True, place=str(structure.place))
    return [lead, nodes.definition_list("", *items, classes=["simple", "compact"])]


def _place(structure: Structure, pattern: str) -> Place:
    return Place(structure.place.file, f"{structure.place.pointer}/patternProperties/{escape(pattern)}")


def _common(words: Iterable[str]) -> str:
    """What all of them begin with."""
    return "".join(column[0] for column in takewhile(lambda column: len(set(column)) == 1, zip(*words, strict=False)))
