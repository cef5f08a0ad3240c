"""The cases of the conformance suite: ``{jmap:cases} ROOM`` in a draft, and a page an area on the site.

A case is an entry of a list: its id, the rule, then how it is looked for, what is expected, and why that matters.
One that is run over several types stands once, with where it is run; what most cases of an area say is said once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..model import Case, Place
from .directives import Splice, content, heading
from .domain import reference
from .entries import Entries, Nodes, paragraph
from .markdown import SECTION
from .places import put
from .registries import table
from .suite import by_area, coverage, title_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Where what the suite says of itself is kept.
PLACE = Place("tests/conformance/jmap_conformance/data/cases.json")
#: So many values over which a case is repeated are counted instead.
_MANY = 24
#: What a run has to have, as ``needs`` of a case says it.
NEEDS = {
    "records": "records of the type can be made",
    "second-account": "the user has a second account",
    "second-user": "a second user was named",
    "sacrifice": "a Mailbox was named whose mail may be lost",
}
#: How the preconditions of a case say the same.
SAID = {
    "records": re.compile(r"can be (?:made|sorted)|can calculate|Records|lists a collation|--smtp-sink"),
    "second-account": re.compile("second account"),
    "second-user": re.compile("second user|[Bb]oth users"),
    "sacrifice": re.compile("may be lost"),
}


class CasesDirective(Splice):
    """Every case of a folder of the suite, an area a section."""

    kind = "folder of cases"

    def known(self) -> dict[str, Any]:
        return {room: [*cases] for room, cases in groupby(self.protocol.cases, key=lambda c: c.room)}

    def show(self, entries: Entries, found: list[Case]) -> Nodes:
        self.watch(f"cases {self.name_given}", content(found))
        made: Nodes = []
        for area, cases in by_area(found).items():
            section = heading(self, title_of(area), f"cases.{self.name_given}.{area}")
            section += cases_list(entries, cases)
            made.append(section)
        return made


class CoverageDirective(Splice):
    """How the requirements of each room are discharged: a table of counts."""

    required_arguments = 0

    def run(self) -> Nodes:
        from .held import protocol_of

        self.protocol = protocol_of(self.env)
        rows = coverage(self.protocol)
        self.watch("coverage", content(rows))
        headings = ["About", "Requirements", "Case", "Schema", "Not seen", "Gap"]
        cells = [(PLACE, [[nodes.Text(str(cell))] for cell in row]) for row in rows]
        return [table(headings, cells, "Requirements, and How They Are Seen to Hold")]


def cases_list(entries: Entries, cases: Iterable[Case]) -> Nodes:
    """What most of the cases have in common, said once; then the cases, each an entry."""
    cases = [*cases]
    common = {label: said for label, tell in COMMON.items() if (said := _mostly([tell(case) for case in cases]))}
    made = entries.dl(_case(entries, case, common) for case in cases)
    made["classes"].append("jmap-cases")
    if not common:
        return [made]
    words: Nodes = [nodes.Text("Where an entry does not say otherwise:")]
    for label, said in common.items():
        words += [nodes.Text(" "), nodes.emphasis("", label), nodes.Text(f": {said}")]
    return [paragraph(*words, place=str(PLACE)), made]


def _mostly(said: list[str]) -> str:
    """What several cases say most often, if it is worth to be said once."""
    text, count = Counter(said).most_common(1)[0]
    return text if count > 2 or 1 < count == len(said) else ""


def _preconditions(case: Case) -> str:
    """With what a run has to have, where the words of the case do not say it already."""
    lacking = [NEEDS[need] for need in case.needs if need in NEEDS and not SAID[need].search(case.preconditions)]
    return " ".join([case.preconditions, *(f"{each[0].upper()}{each[1:]}." for each in lacking)])


def _case(entries: Entries, case: Case, common: dict[str, str]) -> nodes.definition_list_item:
    term = entries.term("case", case.named, case.id, [], PLACE)
    parts: list[tuple[str, Nodes]] = []
    for label, tell in COMMON.items():
        # "None." tells the reader of an entry that what is said above of the others is not for this one
        said = tell(case) or ("By itself." if label in common else "")
        if said and said != common.get(label):
            parts.append((label, [nodes.Text(said)]))
    parts += [(name.capitalize(), [nodes.Text(getattr(case, name))]) for name in ("procedure", "expected")]
    parts.append(("Purpose", [nodes.Text(f"{case.purpose} {case.why}")]))
    if case.requirements:
        parts.append(("Checks", _requirements(entries, case)))
    inner = []
    for label, words in parts:
        label_term = nodes.term("", f"{label}:")
        put(label_term, str(PLACE))
        inner.append(entries.item(label_term, [paragraph(*words, place=str(PLACE))], PLACE))
    listed = nodes.definition_list("", *inner, classes=["simple", "compact", "jmap-case"])
    listed.source = str(PLACE)
    return entries.item(term, [paragraph(case.title, place=str(PLACE)), listed], PLACE)


def _requirements(entries: Entries, case: Case) -> Nodes:
    """The ids, each a link; in print, with the section of the draft that says it."""
    made: Nodes = []
    for number, id in enumerate(case.requirements):
        link = reference("req", id, id, entries.docname)
        said = SECTION.match(entries.protocol.requirements[id].section)
        if said:
            link["else_cite"] = (f"RFC{said[1]}", said[2] or "")
        made += [nodes.Text(", ")] if number else []
        made.append(link)
    return [*made, nodes.Text(".")]


def _where(case: Case) -> str:
    """Over what a case is repeated: types; their methods, where its id does not say which; and what in them."""
    own = case.id.rpartition("/")[0]
    if list(case.places) == [own]:
        return f"{_listed(case.places[own])}."
    if not case.instances:
        return "None of the types that there are now."
    verb = own.partition("/")[2]
    found: dict[str, list[str]] = {}
    for place, parts in case.places.items():
        name, _, method = place.partition("/")
        told = [_listed(parts)] if parts else []
        found.setdefault(name, []).extend(told if method == verb else [": ".join([method, *told])])
    between = "; " if any(":" in one for inner in found.values() for one in inner) else ", "
    said = [f"{name} ({between.join(inner)})" if inner else name for name, inner in found.items()]
    return ", ".join(said) + "." if said else ""


#: What the cases of an area often have in common → how a case tells it.
COMMON: dict[str, Callable[[Case], str]] = {"Preconditions": _preconditions, "Run for": _where}


def _listed(parts: tuple[str, ...]) -> str:
    """``ids, properties``; of many, only how many."""
    return ", ".join(parts) if len(parts) < _MANY else f"{len(parts)} of them"


def setup(app: Sphinx) -> None:
    app.add_directive_to_domain("jmap", "cases", CasesDirective)
    app.add_directive_to_domain("jmap", "coverage", CoverageDirective)
