"""Definitions of the model as nodes: types, methods, capabilities, errors, requirements.

Nothing here is typed that the source says; the few sentences of ours lead from one list to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docutils import nodes

from ..model import Capability, ErrorCode, ErrorUse, Member, Method, SortOption, StandardMethod, Structure
from .alike import arguments_list
from .domain import reference
from .entries import Entries, Nodes, anchored, paragraph
from .leads import leading
from .markdown import SECTION
from .patterns import pattern_nodes
from .places import put

# -- types


def type_nodes(
    entries: Entries,
    structure: Structure,
    bare: bool = False,
    without: Iterable[str] = (),
    properties: Iterable[str] | None = None,
) -> Nodes:
    """A type: its description, its properties in order, and the parts that it has."""
    shown = [p for p in structure.properties if properties is None or p.name in properties]
    made: Nodes = [] if bare else entries.text(structure.description, structure.place, structure.id)
    made = [*type_facts(structure), *made]
    if shown:
        others = "" if len(shown) == len(structure.properties) else ", among others"
        words = (f"{_a(structure.name)} ", _strong(structure.name), f" has these properties{others}:")
        made.append(leading(paragraph(*words, lead=True, place=str(structure.place))))
        parts = _parts(entries, structure, shown, set(without))
        optional = structure.kind != "data"
        made.append(entries.dl(entries.member(p, "prop", p.id, optional, parts.get(p.name, ())) for p in shown))
    if structure.kind == "part" and not structure.properties:
        made += pattern_nodes(entries, structure)
    return anchored(entries, "type", structure.id, made) if properties is None or not bare else made


def _parts(entries: Entries, structure: Structure, shown: list[Member], without: set[str]) -> dict[str, Nodes]:
    """The parts of a type, each below the first property that has it."""
    own = {s.name: s for s in entries.protocol.structures.values() if s.kind == "part" and s.parent == structure.name}
    placed: dict[str, Nodes] = {}
    for member in shown:
        for name in re.findall(r"[A-Z][A-Za-z0-9]*", member.signature):
            if name in own and name not in without:
                without.add(name)
                placed.setdefault(member.name, []).extend(_part(entries, own[name], without))
    return placed


def _part(entries: Entries, part: Structure, without: set[str]) -> Nodes:
    """A part below the property that has it: its name begins what is said of it, as there is no heading."""
    made = type_nodes(entries, part, without=without)
    if part.description and isinstance(made[0], nodes.paragraph):
        made[0].insert(0, [_strong(part.name), nodes.Text(": ")])
    return made


def type_facts(structure: Structure) -> Nodes:
    """What kind of JSON a scalar is."""
    if structure.kind != "scalar" or structure.signature == structure.name:
        return []
    words = (_a(structure.name), " ", _strong(structure.name), " is a ", nodes.literal("", structure.signature), ".")
    return [paragraph(*words, place=str(structure.place))]


# -- methods


def method_nodes(entries: Entries, method: Method, whole: bool = False) -> Nodes:
    """A method: what its type adds to the standard one, or all of it."""
    groups = list(method_groups(entries, method, whole or method.standard is None, whole))
    made = method_intro(entries, method, not groups)
    for title, content in groups:
        lead = [paragraph(f"{title}:", lead=True, place=str(method.place))] if title else []
        made += [*lead, *content]
    return anchored(entries, "method", method.id, made)


def method_intro(entries: Entries, method: Method, plain: bool = False) -> Nodes:
    """Which standard method it is, and what is special about it."""
    made: Nodes = []
    if method.standard is not None:
        link = reference("method", method.standard.id, f"/{method.verb}", entries.docname)
        key, section = section_of(method.standard.section)
        link["else_cite"] = (key, section)
        tail = ", with nothing added." if plain and not method.description and not method.without else "."
        made.append(
            paragraph(
                nodes.literal("", method.name),
                " is the standard method ",
                link,
                " over ",
                reference("type", _type_id(entries, method.type), method.type, entries.docname),
                *_without(method),
                tail,
                place=str(method.place),
            )
        )
    return [*made, *entries.text(method.description, method.place, method.id)]


def _without(method: Method) -> Iterator[str | nodes.Node]:
    """What the standard method has and this has not, in the order of names."""
    names = sorted(method.without)
    for index, name in enumerate(names):
        yield ", without " if index == 0 else " and " if index == len(names) - 1 else ", "
        yield nodes.literal("", name)


def method_groups(entries: Entries, method: Method, whole: bool, general: bool) -> Iterator[tuple[str, Nodes]]:
    """(what it is, the list) for each kind of thing that a method has; ``general``: errors of any method too.

    What needs no list has no title.
    """
    own_request = [m for m in method.arguments if whole or m.name in method.added]
    own_response = [m for m in method.responses if whole or m.name in method.added]
    further = "" if whole else "Further "
    if own_request:
        title = f"{further}arguments of the request".capitalize()
        yield title, [arguments_list(entries, method, own_request)]
    if own_response:
        title = f"{further}arguments of the response".capitalize()
        yield title, [entries.members(own_response, "arg", f"{method.id}/response", optional=True)]
    yield from _query_groups(entries, method)
    yield from _error_groups(entries, method, whole, general)


def _query_groups(entries: Entries, method: Method) -> Iterator[tuple[str, Nodes]]:
    if method.verb == "queryChanges":
        # the same filter and sort as /query, where they are described
        return
    if method.filter:
        yield "Properties of a FilterCondition", [entries.members(method.filter, "arg")]
    if method.sort:
        yield "What a Comparator can name", [entries.dl(_sort(entries, option) for option in method.sort)]


def _sort(entries: Entries, option: SortOption) -> nodes.definition_list_item:
    term = entries.term("arg", option.id, option.name, [], option.place)
    body = entries.text(option.description, option.place, option.id)
    if option.arguments:
        lead = [paragraph("Such a Comparator also has:", lead=True)] if option.arguments[1:] else []
        body += [*lead, entries.members(option.arguments, "arg")]
    return entries.item(term, body, option.place)


def _error_groups(entries: Entries, method: Method, whole: bool, general: bool) -> Iterator[tuple[str, Nodes]]:
    levels = (("method", "errors", method.errors, "errors"), ("set", "SetErrors", method.set_errors, "set_errors"))
    for level, title, uses, attribute in levels:
        template = {u.code: u for u in getattr(method.standard, attribute, ())}
        described = [u for u in uses if u.description and (whole or not _same(u, template))]
        others = [u for u in uses if not u.description] if general else []
        told = [u for u in described if _is_told(entries, method, u, level)]
        described = [u for u in described if u not in told]
        content: Nodes = [_uses(entries, described, level, template)] if described else []
        if told:
            who = "Also" if described else title[0].upper() + title[1:] if whole else f"Further {title}"
            words = f"{who}, described in the section on errors: "
            content.append(paragraph(words, *joined(_error_links(entries, told, level)), "."))
        if others:
            words = "Also those that any such method answers: " if described else "Those that any such method answers: "
            content.append(paragraph(words, *joined(_error_links(entries, others, level)), "."))
        if content:
            heading = title[0].upper() + title[1:] if whole else f"Further {title}"
            yield heading if described or others else "", content


def _is_told(entries: Entries, method: Method, use: ErrorUse, level: str) -> bool:
    """Whether a draft, which has the errors of this room in a section, says nothing else of this one here."""
    error = entries.protocol.error(level, use.code)
    here = error is not None and error.room == method.id.partition("/")[0]
    return here and "{#" not in use.description and entries.docname.startswith("drafts/")


def _same(use: ErrorUse, template: dict[str, ErrorUse]) -> bool:
    """Whether a method has this from its standard method."""
    return use.code in template and template[use.code].place == use.place


def _uses(
    entries: Entries, uses: list[ErrorUse], level: str, template: dict[str, ErrorUse] | None = None
) -> nodes.definition_list:
    """Errors with when this method answers them; those of the template keep its subject."""
    items = []
    for use in uses:
        error = entries.protocol.error(level, use.code)
        code = reference("error", error.id, use.code, entries.docname) if error else nodes.literal("", use.code)
        again = _same(use, template or {})
        term = nodes.term("", "", code)
        put(term, str(use.place))
        subject = template[use.code].id if again and template else use.id
        items.append(entries.item(term, entries.text(use.description, use.place, subject, again), use.place))
    return entries.dl(items)


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
    if _owns(entries, capability):
        words = ("The capability is ", nodes.literal("", capability.urn), ".")
        made.insert(0, paragraph(*words, place=str(capability.place)))
    for members, where in ((capability.session, "capabilities"), (capability.account, "accountCapabilities")):
        if members:
            of = "of the Session" if where == "capabilities" else "of an Account"
            made.append(
                paragraph(
                    "Its value in the ", nodes.literal("", where), f" {of} has:", lead=True, place=str(capability.place)
                )
            )
            made.append(entries.members(members, "prop", optional=True))
    return anchored(entries, "capability", capability.id, made)


def _owns(entries: Entries, capability: Capability) -> bool:
    """Whether this room gives the capability its name, as core does, and not only adds to it, as push does."""
    return next(c for c in entries.protocol.capabilities.values() if c.urn == capability.urn).room == capability.room


def errors_nodes(entries: Entries, errors: Iterable[ErrorCode]) -> Nodes:
    return [entries.dl(_error(entries, error) for error in errors)]


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


# -- requirements


def requirements_nodes(entries: Entries, subject: str) -> Nodes:
    """The requirements about a subject and its parts."""
    items = []
    for r in entries.protocol.requirements_of(subject):
        term = nodes.term("", "", reference("req", r.id, r.id, entries.docname))
        binds = {"server": "the server", "client": "the client", "both": "server and client"}.get(r.binds, r.binds)
        term += nodes.Text(f" ({r.level}; binds {binds})")
        put(term, str(r.place))
        items.append(entries.item(term, entries.text(r.text, r.place, r.subject, again=True), r.place))
    return [entries.dl(items)] if items else [paragraph("There are none.")]


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
    return "An" if word[0] in "AEIO" or word.startswith("Un") else "A"


def joined(items: Nodes) -> Nodes:
    """With commas between."""
    out: Nodes = []
    for number, item in enumerate(items):
        out += [nodes.Text(", "), item] if number else [item]
    return out
