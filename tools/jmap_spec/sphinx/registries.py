"""Registries as nodes: a table, a list of values, or the templates that IANA is given."""

from __future__ import annotations

from docutils import nodes

from ..model import Place, Registry, RegistryEntry
from ..spans import without_marks
from .entries import Entries, Nodes, anchored, paragraph
from .markdown import first_sentence, inline
from .places import put
from .splices import DERIVED

#: A table of so few rows may say the same in each.
_FEW = 3


def registry_nodes(entries: Entries, registry: Registry, chosen: list[RegistryEntry], form: str = "") -> Nodes:
    """Entries of a registry: as a ``table``, a ``list``, or ``templates``; the default is what fits."""
    if not chosen:
        return [paragraph("There are no entries.", place=str(registry.place))]
    columns = dict(registry.columns)
    columns.setdefault("", "Value")
    columns = {"": columns.pop(""), **columns}
    make = {"templates": _templates, "table": _table, "list": _list}[form or _form(registry)]
    # what is derived says what it is by its title; it has no place of its own that could be read
    intro = [] if registry.name in DERIVED else entries.text(registry.description, registry.place, registry.id)
    return anchored(entries, "registry", registry.id, [*intro, *make(entries, chosen, columns, registry)])


def unregistered_nodes(entries: Entries, left: list[RegistryEntry]) -> Nodes:
    """The values that are in use although their registry lacks them, each with what is known of it."""
    if not left:
        return []
    items = [
        entries.item(
            nodes.term("", "", *_cell(entries, entry, "")),
            [paragraph(*inline(entries.directive, entry.cells["unregistered"], entry.place))],
            entry.place,
        )
        for entry in left
    ]
    return [paragraph("In use, and missing from the registry:", place=str(left[0].place)), entries.dl(items)]


def _form(registry: Registry) -> str:
    """How a registry reads best: descriptions are too long for a column of 69."""
    if "description" in registry.columns:
        return "list"
    return "templates" if registry.name == "capabilities" else "table"


def _cell(entries: Entries, entry: RegistryEntry, column: str) -> Nodes:
    if not column:
        return [nodes.literal("", entry.value)]
    text = entry.cells.get(column, "")
    if column == "description":
        text = first_sentence(without_marks(text))
    if column in ("capability", "attribute"):
        return [nodes.literal("", text)] if text else []
    return inline(entries.directive, text, entry.place)


def _templates(entries: Entries, chosen: list[RegistryEntry], columns: dict[str, str], _registry: Registry) -> Nodes:
    made: Nodes = []
    for entry in chosen:
        items = []
        for column, heading in columns.items():
            if column and not entry.cells.get(column):
                continue
            term = nodes.term("", "", nodes.Text(f"{heading}:"))
            put(term, str(entry.place))
            items.append(entries.item(term, [paragraph(*_cell(entries, entry, column))], entry.place))
        made.append(nodes.definition_list("", *items, classes=["simple", "compact", "jmap-template"]))
    return made


def _list(entries: Entries, chosen: list[RegistryEntry], columns: dict[str, str], registry: Registry) -> Nodes:
    """Value and what else there is to say, then the description."""
    made, columns = _in_common(entries, chosen, columns, registry)
    items = []
    for entry in chosen:
        term = nodes.term("", "", *_cell(entries, entry, ""))
        for number, (column, heading) in enumerate((c, h) for c, h in columns.items() if c not in ("", "description")):
            term += [nodes.Text(f"{'; ' if number else ' ('}{heading}: "), *_cell(entries, entry, column)]
        if len(columns) > 2:
            term += nodes.Text(")")
        put(term, str(entry.place))
        items.append(entries.item(term, [paragraph(*_cell(entries, entry, "description"))], entry.place))
    return [*made, entries.dl(items)]


def _table(entries: Entries, chosen: list[RegistryEntry], columns: dict[str, str], registry: Registry) -> Nodes:
    if "capability" in columns:
        return _by_capability(entries, chosen, columns, registry)
    made, columns = _in_common(entries, chosen, columns, registry) if len(chosen) > _FEW else ([], columns)
    rows = [(e.place, [_cell(entries, e, c) for c in columns]) for e in chosen]
    return [*made, table(list(columns.values()), rows, registry.title)]


def _by_capability(entries: Entries, chosen: list[RegistryEntry], columns: dict[str, str], registry: Registry) -> Nodes:
    """A table for each capability: its URI is too long for a column beside others."""
    made: Nodes = []
    narrower = {c: h for c, h in columns.items() if c != "capability"}
    for urn in dict.fromkeys(entry.cells["capability"] for entry in chosen):
        group = [entry for entry in chosen if entry.cells["capability"] == urn]
        made.append(
            paragraph("With the capability ", nodes.literal("", urn), ":", lead=True, place=str(group[0].place))
        )
        rows = [(e.place, [_cell(entries, e, c) for c in narrower]) for e in group]
        made.append(table(list(narrower.values()), rows, registry.title))
    return made


def _in_common(
    entries: Entries, chosen: list[RegistryEntry], columns: dict[str, str], registry: Registry
) -> tuple[Nodes, dict[str, str]]:
    """What is the same of every entry, as a sentence; and the other columns."""
    same = [c for c in columns if c not in ("", "description") and len({e.cells.get(c, "") for e in chosen}) == 1]
    same = same if len(chosen) > 1 else []
    if not same:
        return [], columns
    words: Nodes = [nodes.Text("For every entry, ")]
    for number, column in enumerate(same):
        words += [nodes.Text(f"{'; ' if number else ''}{columns[column]}: "), *_cell(entries, chosen[0], column)]
    sentence = paragraph(*words, ".", lead=True, place=str(registry.place))
    return [sentence], {c: h for c, h in columns.items() if c not in same}


def table(headings: list[str], rows: list[tuple[Place, list[Nodes]]], title: str = "") -> nodes.table:
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in headings), cols=len(headings))
    head = nodes.row("", *(nodes.entry("", paragraph(h)) for h in headings))
    group += nodes.thead("", head)
    body = nodes.tbody()
    for place, cells in rows:
        row = nodes.row("", *(nodes.entry("", paragraph(*cell)) for cell in cells))
        put(row, str(place))
        body += row
    group += body
    caption = [nodes.title("", title)] if title else []
    made = nodes.table("", *caption, group, classes=["colwidths-auto", "jmap-table"])
    if rows:
        made.source = str(rows[0][0])
    return made
