"""Registries as nodes: a table, a list of values, or the templates that IANA is given."""

from __future__ import annotations

from collections import Counter

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
    """Entries of a registry: as a ``table``, a ``list``, ``names`` or ``templates``; the default is what fits."""
    if not chosen:
        return [paragraph("There are no entries.", place=str(registry.place))]
    columns = dict(registry.columns)
    columns.setdefault("", "Value")
    columns = {"": columns.pop(""), **columns}
    make = {"templates": _templates, "table": _table, "list": _list, "names": _names}[form or _form(registry)]
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
    """Value, its description or what it is for, then what else there is to say."""
    text = "description" if "description" in columns else "use"
    made, columns = _in_common(entries, chosen, columns, registry)
    items = []
    for entry in chosen:
        term = nodes.term("", "", *_cell(entries, entry, ""))
        put(term, str(entry.place))
        body = paragraph(*_cell(entries, entry, text))
        told = [(c, h) for c, h in columns.items() if c not in ("", text) and entry.cells.get(c)]
        for number, (column, heading) in enumerate(told):
            body += [nodes.Text(f"{'; ' if number else ' '}{heading}: "), *_cell(entries, entry, column)]
        body += [nodes.Text(".")] if told else []
        items.append(entries.item(term, [body], entry.place))
    return [*made, entries.dl(items)]


def _names(entries: Entries, chosen: list[RegistryEntry], columns: dict[str, str], registry: Registry) -> Nodes:
    """The values alone, by what else there is to say of them; their descriptions stand elsewhere."""
    made, columns = _in_common(entries, chosen, columns, registry)
    told = [c for c in columns if c not in ("", "description")]
    groups: dict[tuple[str, ...], list[RegistryEntry]] = {}
    for entry in chosen:
        groups.setdefault(tuple(entry.cells.get(c, "") for c in told), []).append(entry)
    items = []
    for group in groups.values():
        term = nodes.term("")
        for number, column in enumerate(told):
            term += [nodes.Text("; " if number else ""), *_cell(entries, group[0], column)]
        term += nodes.Text(":")
        put(term, str(group[0].place))
        values: Nodes = []
        for entry in group:
            values += [nodes.Text(", " if values else ""), *_cell(entries, entry, "")]
        items.append(entries.item(term, [paragraph(*values)], group[0].place))
    return [*made, nodes.definition_list("", *items, classes=["simple", "jmap", "tight"])]


def _table(entries: Entries, chosen: list[RegistryEntry], columns: dict[str, str], registry: Registry) -> Nodes:
    if "capability" in columns:
        return _by_capability(entries, chosen, columns, registry)
    made, columns = _in_common(entries, chosen, columns, registry) if len(chosen) > _FEW else ([], columns)
    rows = [(e.place, [_cell(entries, e, c) for c in columns]) for e in chosen]
    return [*made, table(list(columns.values()), rows, registry.title)]


def _by_capability(entries: Entries, chosen: list[RegistryEntry], columns: dict[str, str], registry: Registry) -> Nodes:
    """A table without the capabilities, whose URIs are too long for a column, and a sentence that has them."""
    narrower = {c: h for c, h in columns.items() if c != "capability"}
    said, narrower = _in_common(entries, chosen, narrower, registry) if len(chosen) > _FEW else ([], narrower)
    urns = list(dict.fromkeys(entry.cells["capability"] for entry in chosen))
    rows = [(e.place, [_cell(entries, e, c) for c in narrower]) for e in chosen]
    made = table(list(narrower.values()), rows, registry.title)
    if len(urns) == 1:
        words: Nodes = [nodes.Text("With the capability "), nodes.literal("", urns[0]), nodes.Text(":")]
        return [*said, paragraph(*words, lead=True, place=str(chosen[0].place)), made]
    words = [nodes.Text("Of these, ")]
    for number, urn in enumerate(urns):
        names = [e.value for e in chosen if e.cells["capability"] == urn]
        listed = ", ".join(names[:-1]) + (" and " if names[1:] else "") + names[-1]
        words += [nodes.Text(f"{'; ' if number else ''}{listed} come{'' if names[1:] else 's'} with ")]
        words += [nodes.literal("", urn)]
    return [*said, made, paragraph(*words, ".", place=str(chosen[0].place))]


def _in_common(
    entries: Entries, chosen: list[RegistryEntry], columns: dict[str, str], registry: Registry
) -> tuple[Nodes, dict[str, str]]:
    """What is the same of every entry, as a sentence; and the other columns."""
    common = _most(chosen, columns) if len(chosen) > 1 else {}
    if not common:
        return [], columns
    words: Nodes = [nodes.Text("For every entry, ")]
    for column, others in sorted(common.items(), key=lambda item: len(item[1])):
        rule = next(e for e in chosen if e not in others)
        words += [nodes.Text(f"{'; ' if words[1:] else ''}{columns[column]}: "), *_cell(entries, rule, column)]
        for number, entry in enumerate(others):
            words += [nodes.Text(", " if number else ", but for "), nodes.literal("", entry.value)]
            words += [nodes.Text(" ("), *_cell(entries, entry, column), nodes.Text(")")]
    sentence = paragraph(*words, ".", lead=True, place=str(registry.place))
    return [sentence], {c: h for c, h in columns.items() if c not in common}


def _most(chosen: list[RegistryEntry], columns: dict[str, str]) -> dict[str, list[RegistryEntry]]:
    """Columns in which all entries say the same but for one in eight: who differs."""
    out: dict[str, list[RegistryEntry]] = {}
    for column in columns:
        if column in ("", "description"):
            continue
        value = Counter(e.cells.get(column, "") for e in chosen).most_common(1)[0][0]
        others = [e for e in chosen if e.cells.get(column, "") != value]
        if value and len(others) * 8 <= len(chosen):
            out[column] = others
    return out


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
