"""Definitions of the model as nodes: types, methods, capabilities, errors, registries, examples.

Nothing here is typed that the source says; the few sentences of ours lead from one list to the next.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes

from ..model import (
    Capability,
    ErrorCode,
    ErrorUse,
    Example,
    Member,
    Method,
    Place,
    Registry,
    RegistryEntry,
    SortOption,
    StandardMethod,
    Structure,
)
from ..spans import without_marks
from . import nodes as ours
from .domain import reference
from .entries import Entries, paragraph
from .markdown import SECTION, first_sentence, inline
from .names import anchor_of
from .places import put

Nodes = list[nodes.Node]


def anchored(entries: Entries, objtype: str, id: str, made: Nodes) -> Nodes:
    """Put the anchor of a definition on the first block that shows it."""
    anchor = anchor_of(id)
    first = next((n for n in made if isinstance(n, nodes.Element)), None)
    if first is None:
        first = nodes.container()
        made = [first]
    first["ids"].append(anchor)
    entries.domain.note(objtype, id, anchor)
    return made


# -- types


def type_nodes(
    entries: Entries, structure: Structure, bare: bool = False, without: Iterable[str] = (),
    properties: Iterable[str] | None = None,
) -> Nodes:
    """A type: its description, its properties in order, and the parts that it has."""
    shown = [p for p in structure.properties if properties is None or p.name in properties]
    made: Nodes = [] if bare else entries.text(structure.description, structure.place, structure.id)
    if not structure.properties:
        made += type_facts(entries, structure)
    elif shown:
        made.append(paragraph(f"{_a(structure.name)} ", _strong(structure.name), " has these properties:", lead=True,
                              place=str(structure.place)))
        parts = _parts(entries, structure, shown, set(without))
        optional = structure.kind != "data"
        made.append(entries.list(
            entries.member(p, "prop", p.id, optional, parts.get(p.name, ())) for p in shown
        ))
    return anchored(entries, "type", structure.id, made) if properties is None or not bare else made


def _parts(entries: Entries, structure: Structure, shown: list[Member], without: set[str]) -> dict[str, Nodes]:
    """The parts of a type, each below the first property that has it."""
    own = {
        s.name: s for s in entries.protocol.structures.values() if s.kind == "part" and s.parent == structure.name
    }
    placed: dict[str, Nodes] = {}
    for member in shown:
        for name in re.findall(r"[A-Z][A-Za-z0-9]*", member.signature):
            if name in own and name not in without:
                without.add(name)
                placed.setdefault(member.name, []).extend(type_nodes(entries, own[name], without=without))
    return placed


def type_facts(entries: Entries, structure: Structure) -> Nodes:
    """What the schema of a type without properties says of its values."""
    schema = structure.schema
    said: list[str] = []
    low, high = schema.get("minLength"), schema.get("maxLength")
    if low is not None or high is not None:
        said.append(f"{low or 0} to {high} characters" if high is not None else f"at least {low} characters")
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        said.append(f"from {low} to {high}")
    if structure.kind != "scalar" or not said:
        return []
    return [paragraph("As JSON Schema has it: ", ", ".join(said), ".", place=str(structure.place))]


# -- methods


def method_nodes(entries: Entries, method: Method, whole: bool = False) -> Nodes:
    """A method: what its type adds to the standard one, or all of it."""
    groups = list(method_groups(entries, method, whole or method.standard is None))
    made = method_intro(entries, method, not groups)
    for title, content in groups:
        made += [paragraph(f"{title}:", lead=True, place=str(method.place)), *content]
    return anchored(entries, "method", method.id, made)


def method_intro(entries: Entries, method: Method, plain: bool = False) -> Nodes:
    """Which standard method it is, and what is special about it."""
    made: Nodes = []
    if method.standard is not None:
        link = reference("method", method.standard.id, f"/{method.verb}", entries.docname)
        key, section = section_of(method.standard.section)
        link["else_cite"] = (key, section)
        tail = ", with nothing added." if plain and not method.description else "."
        made.append(paragraph(
            nodes.literal("", method.name), " is the standard method ", link, " over ", reference("type", _type_id(entries, method.type), method.type, entries.docname), tail,
            place=str(method.place),
        ))
    return [*made, *entries.text(method.description, method.place, method.id)]


def method_groups(entries: Entries, method: Method, whole: bool) -> Iterator[tuple[str, Nodes]]:
    """(what it is, the list) for each kind of thing that a method has."""
    own_request = [m for m in method.arguments if whole or m.name in method.added]
    own_response = [m for m in method.responses if whole or m.name in method.added]
    further = "" if whole else "Further "
    if own_request:
        title = f"{further}arguments of the request".capitalize()
        yield title, [entries.members(own_request, "arg", method.id, optional=True)]
    if own_response:
        title = f"{further}arguments of the response".capitalize()
        yield title, [entries.members(own_response, "arg", f"{method.id}/response", optional=True)]
    yield from _query_groups(entries, method)
    yield from _error_groups(entries, method, whole)


def _query_groups(entries: Entries, method: Method) -> Iterator[tuple[str, Nodes]]:
    if method.verb == "queryChanges":
        # the same filter and sort as /query, where they are described
        return
    if method.filter:
        yield "Properties of a FilterCondition", [entries.members(method.filter, "arg")]
    if method.sort:
        yield "What a Comparator can name", [entries.list(_sort(entries, option) for option in method.sort)]


def _sort(entries: Entries, option: SortOption) -> nodes.definition_list_item:
    term = entries.term("arg", option.id, option.name, [], option.place)
    body = entries.text(option.description, option.place, option.id)
    if option.arguments:
        body += [paragraph("Such a Comparator also has:", lead=True), entries.members(option.arguments, "arg")]
    return entries.item(term, body, option.place)


def _error_groups(entries: Entries, method: Method, whole: bool) -> Iterator[tuple[str, Nodes]]:
    levels = (("method", "Errors", method.errors, "errors"), ("set", "SetErrors", method.set_errors, "set_errors"))
    for level, title, uses, attribute in levels:
        template = {u.code: u for u in getattr(method.standard, attribute, ())}
        own = [u for u in uses if u.description and (u.code not in template or template[u.code].place != u.place)]
        if own and not whole:
            yield f"Further {title}" if title == "SetErrors" else "Further errors", [_uses(entries, own, level)]
        elif whole and uses:
            described = [u for u in uses if u.description]
            general = [u for u in uses if not u.description]
            content: Nodes = [_uses(entries, described, level, template)] if described else []
            if general:
                words = "Also those that any such method answers: " if described else "Those that any such method answers: "
                content.append(paragraph(words, *joined(_error_links(entries, general, level)), "."))
            yield title, content


def _uses(
    entries: Entries, uses: list[ErrorUse], level: str, template: dict[str, ErrorUse] | None = None
) -> nodes.definition_list:
    """Errors with when this method answers them; those of the template keep its subject."""
    items = []
    for use in uses:
        error = entries.protocol.error(level, use.code)
        code = reference("error", error.id, use.code, entries.docname) if error else nodes.literal("", use.code)
        again = bool(template and use.code in template and template[use.code].place == use.place)
        term = nodes.term("", "", code)
        put(term, str(use.place))
        subject = template[use.code].id if again and template else use.id
        items.append(entries.item(term, entries.text(use.description, use.place, subject, again), use.place))
    return entries.list(items)


def _error_links(entries: Entries, uses: list[ErrorUse], level: str) -> Nodes:
    errors = [(u.code, entries.protocol.error(level, u.code)) for u in uses]
    return [reference("error", e.id, code, entries.docname) if e else nodes.literal("", code) for code, e in errors]


def standard_nodes(entries: Entries, template: StandardMethod) -> Nodes:
    """A standard method over Foo."""
    made = entries.text(template.description, template.place, template.id)
    for title, content in standard_groups(entries, template):
        made += [paragraph(f"{title}:", lead=True, place=str(template.place)), *content]
    return anchored(entries, "method", template.id, made)


def standard_groups(entries: Entries, template: StandardMethod) -> Iterator[tuple[str, Nodes]]:
    if template.arguments:
        yield "Arguments of the request", [entries.members(template.arguments, "arg", optional=True)]
    if template.responses:
        yield "Arguments of the response", [entries.members(template.responses, "arg", optional=True)]
    if template.errors:
        yield "Errors, besides those of any method", [_uses(entries, list(template.errors), "method")]
    if template.set_errors:
        yield "SetErrors, besides those of any record", [_uses(entries, list(template.set_errors), "set")]


# -- capabilities and errors


def capability_nodes(entries: Entries, capability: Capability) -> Nodes:
    made = entries.text(capability.description, capability.place, capability.id)
    made.insert(0, paragraph("The capability is ", nodes.literal("", capability.urn), ".", place=str(capability.place)))
    for members, where in ((capability.session, "capabilities"), (capability.account, "accountCapabilities")):
        if members:
            of = "of the Session" if where == "capabilities" else "of an Account"
            made.append(paragraph("Its value in the ", nodes.literal("", where), f" {of} has:", lead=True,
                                  place=str(capability.place)))
            made.append(entries.members(members, "prop", optional=True))
    return anchored(entries, "capability", capability.id, made)


def errors_nodes(entries: Entries, errors: Iterable[ErrorCode]) -> Nodes:
    return [entries.list(_error(entries, error) for error in errors)]


def _error(entries: Entries, error: ErrorCode) -> nodes.definition_list_item:
    after: Nodes = [nodes.Text(f" (HTTP status {error.status})")] if error.status else []
    term = entries.term("error", error.id, error.type, after, error.place)
    body = entries.text(error.description, error.place, error.id)
    if error.members:
        body += [
            paragraph("Further members of the error object:", lead=True, place=str(error.place)),
            entries.members(error.members, "prop", optional=True),
        ]
    return entries.item(term, body, error.place)


# -- registries


def registry_nodes(entries: Entries, registry: Registry, chosen: list[RegistryEntry], form: str = "") -> Nodes:
    """Entries of a registry: as a ``table``, a ``list``, or ``templates``; the default is what fits."""
    if not chosen:
        return [paragraph("There are no entries.", place=str(registry.place))]
    columns = dict(registry.columns)
    columns.setdefault("", "Value")
    columns = {"": columns.pop(""), **columns}
    make = {"templates": _templates, "table": _table, "list": _list}[form or _form(registry)]
    return anchored(entries, "registry", registry.id, make(entries, chosen, columns, registry))


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


def _templates(
    entries: Entries, chosen: list[RegistryEntry], columns: dict[str, str], _registry: Registry
) -> Nodes:
    made: Nodes = []
    for entry in chosen:
        items = []
        for column, heading in columns.items():
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
        if len(columns) > 2:  # noqa: PLR2004 value and description
            term += nodes.Text(")")
        put(term, str(entry.place))
        items.append(entries.item(term, [paragraph(*_cell(entries, entry, "description"))], entry.place))
    return [*made, entries.list(items)]


def _table(entries: Entries, chosen: list[RegistryEntry], columns: dict[str, str], registry: Registry) -> Nodes:
    made, columns = _in_common(entries, chosen, columns, registry)
    rows = [(e.place, [_cell(entries, e, c) for c in columns]) for e in chosen]
    return [*made, table(list(columns.values()), rows, registry.title)]


def _in_common(
    entries: Entries, chosen: list[RegistryEntry], columns: dict[str, str], registry: Registry
) -> tuple[Nodes, dict[str, str]]:
    """What is the same of every entry, as a sentence; and the other columns."""
    same = {
        column: chosen[0].cells.get(column, "")
        for column in columns
        if column not in ("", "description") and len(chosen) > 1
        and len({e.cells.get(column, "") for e in chosen}) == 1
    }
    if not same:
        return [], columns
    words: Nodes = [nodes.Text("For every entry, ")]
    for number, (column, text) in enumerate(same.items()):
        words += [nodes.Text(f"{'; ' if number else ''}{columns[column]}: "),
                  *inline(entries.directive, text, registry.place)]
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


# -- examples and requirements


def example_nodes(entries: Entries, example: Example, whole: bool = False, only: str = "") -> Nodes:
    """Request and response. Unless ``whole``, what stands in methodCalls and methodResponses."""
    made: Nodes = []
    for side, value, inner in (
        ("request", example.request, "methodCalls"), ("response", example.response, "methodResponses"),
    ):
        if only not in ("", side):
            continue
        base = f"/{side}" if whole else f"/{side}/{inner}"
        shown = with_states(example, value if whole else value[inner])
        elide = [p.removeprefix(base) for p in example.elide if p.startswith(f"{base}/")]
        place = f"{example.place.file}#{base}"
        lead = {"request": "The client sends:", "response": "The server answers:"}[side]
        block = ours.json_block(json=json.dumps(shown, ensure_ascii=False), elide=elide)
        block.source = place
        made += [paragraph(lead, lead=True, place=place), block]
    return made


def instance_nodes(structure: Structure) -> Nodes:
    """The first of a structure's examples, whole."""
    block = ours.json_block(json=json.dumps(structure.schema["examples"][0], ensure_ascii=False), elide=[])
    block.source = f"{structure.place.file}#{structure.place.pointer}/examples/0"
    return [block]


#: Argument of a request → where its response repeats the value.
_REPEATED = {"sinceState": "oldState", "ifInState": "oldState", "sinceQueryState": "oldQueryState"}


def with_states(example: Example, value: Any) -> Any:
    """A request as a client sends it: for ``"{state}"``, what the server says in the response."""
    answers = {call[2]: call[1] for call in example.response.get("methodResponses", ())}
    known: dict[str, Any] = {}
    for _name, arguments, call_id in example.request.get("methodCalls", ()):
        for argument, said in arguments.items():
            repeated = answers.get(call_id, {}).get(_REPEATED.get(argument, ""))
            if isinstance(said, str) and said.startswith("{") and repeated is not None:
                known[said] = repeated
    return _replaced(value, known)


def _replaced(value: Any, known: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(inner, known) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, known) for inner in value]
    return known.get(value, value) if isinstance(value, str) else value


def requirements_nodes(entries: Entries, subject: str) -> Nodes:
    """The requirements about a subject and its parts."""
    items = []
    for r in entries.protocol.requirements_of(subject):
        term = nodes.term("", "", reference("req", r.id, r.id, entries.docname))
        binds = {"server": "the server", "client": "the client", "both": "server and client"}.get(r.binds, r.binds)
        term += nodes.Text(f" ({r.level}; binds {binds})")
        put(term, str(r.place))
        items.append(entries.item(term, entries.text(r.text, r.place, r.subject, again=True), r.place))
    return [entries.list(items)] if items else [paragraph("There are none.")]


# -- small things


def section_of(section: str) -> tuple[str, str]:
    """``RFC 8620, Section 5.1`` as the key of the reference and the number."""
    match = SECTION.search(section)
    return (f"RFC{match[1]}", match[2] or "") if match else ("", "")


def _type_id(entries: Entries, name: str) -> str:
    structure = entries.protocol.structures.get(name)
    return structure.id if structure else name


def _strong(text: str) -> nodes.strong:
    return nodes.strong("", text)


def _a(word: str) -> str:
    return "An" if word[0] in "AEIO" else "A"


def joined(items: Nodes) -> Nodes:
    """With commas between."""
    out: Nodes = []
    for number, item in enumerate(items):
        out += [nodes.Text(", "), item] if number else [item]
    return out
