"""What came of running the suite: ``{jmap:status}`` in a draft (RFC 7942), ``{jmap:results}`` on the site.

Which cases are about a draft is known when all of its pages are read: those that look for a requirement whose
sentence stands in it. So that table is made then.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from ..model import Place, Protocol, Result
from . import nodes as ours
from .domain import JmapDomain
from .entries import paragraph
from .held import protocol_of
from .registries import table
from .suite import title_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NONE = "No run of the suite has been recorded yet."
#: Columns: what a reader calls it, and the outcomes that are counted there.
COLUMNS = {
    "Passed": ("pass",),
    "Failed": ("fail", "blocked"),
    "Warned": ("warn",),
    "Not tried": ("unsupported", "disabled", "error"),
}
Row = tuple[str, ...]


def place_of(result: Result) -> Place:
    return Place(f"docs/results/{result.name}.json")


def about(protocol: Protocol, requirements: set[str]) -> set[str]:
    """The cases, as they are run, that look for one of these requirements."""
    return {id for case in protocol.cases if requirements.intersection(case.requirements) for id in case.instances}


def rows(protocol: Protocol, wanted: set[str] | None) -> list[Row]:
    """Server, version and date, then how many of the wanted cases came to what; None wants all."""
    made = []
    for result in protocol.results:
        counts = Counter(outcome for id, outcome in result.outcomes.items() if wanted is None or id in wanted)
        if counts:
            numbers = (str(sum(counts[one] for one in outcomes)) for outcomes in COLUMNS.values())
            made.append((f"{result.server} {result.version}", result.date, *numbers))
    return made


class Status(SphinxDirective):
    """Leaves a place for the table."""

    def run(self) -> list[nodes.Node]:
        from .directives import content

        node = ours.outcomes(docname=self.env.current_document.docname)
        self.set_source_info(node)
        protocol = protocol_of(self.env)
        domain = self.env.get_domain("jmap")
        assert isinstance(domain, JmapDomain)
        domain.note_spliced("results", content((protocol.results, protocol.cases)))
        return [node]


class MakeStatus(SphinxPostTransform):
    """A table a draft; without requirements of its own, a draft is about all cases."""

    default_priority = 6

    def run(self, **_more: object) -> None:
        for node in list(self.document.findall(ours.outcomes)):
            domain = self.env.get_domain("jmap")
            assert isinstance(domain, JmapDomain)
            protocol = protocol_of(self.env)
            own = set(domain.requirements_in_draft(node["docname"]))
            made = status_nodes(protocol, about(protocol, own) if own else None)
            for one in made:
                one.source, one.line = node.source, node.line
                if isinstance(one, nodes.table):
                    self.document.set_id(one)  # as every table with a title has one where it is read
            node.replace_self(made)


def status_nodes(protocol: Protocol, wanted: set[str] | None) -> list[nodes.Element]:
    found = rows(protocol, wanted)
    if not found:
        return [paragraph(NONE)]
    number = len(wanted) if wanted is not None else sum(len(case.instances) for case in protocol.cases)
    what = "look for a requirement of this document" if wanted is not None else "there are"
    said = paragraph(f"Of the cases of the suite, {number} {what}. These are the outcomes of the last runs.", lead=True)
    return [said, _table(["Server", "Date", *COLUMNS], found, "Outcomes of the Conformance Suite")]


class Results(SphinxDirective):
    """The matrix of the site: areas down, servers across; then what each failed."""

    def run(self) -> list[nodes.Node]:
        from .directives import content, heading

        protocol = protocol_of(self.env)
        domain = self.env.get_domain("jmap")
        assert isinstance(domain, JmapDomain)
        domain.note_spliced("results", content((protocol.results, protocol.cases)))
        if not protocol.results:
            return [paragraph(NONE)]
        made: list[nodes.Node] = [matrix(protocol)]
        for result in protocol.results:
            section = heading(self, f"{result.server} {result.version}", f"result-{result.name}")
            section += told(result)
            made.append(section)
        return made


def matrix(protocol: Protocol) -> nodes.table:
    """An area a row, a server a column; a cell is a bar, and says how many passed of how many that were tried."""
    areas = sorted({area for result in protocol.results for area in result.areas})
    made = []
    for area in [*areas, ""]:
        cells: list[list[nodes.Node]] = [[nodes.Text(title_of(area) if area else "All")]]
        for result in protocol.results:
            outcomes = result.areas.get(area, {}) if area else result.outcomes
            cells.append(_cell(Counter(outcomes.values())))
        made.append((place_of(protocol.results[0]), cells))
    names = [f"{result.server} {result.version}, {result.date}" for result in protocol.results]
    return table(["Area", *names], made)


def _cell(counts: Counter[str]) -> list[nodes.Node]:
    numbers = {name: sum(counts[one] for one in outcomes) for name, outcomes in COLUMNS.items()}
    tried = sum(numbers.values()) - numbers["Not tried"]
    words = f" {numbers['Passed']} of {tried}" if tried else " not tried"
    return [ours.bar(numbers=list(numbers.values())), nodes.Text(words)]


def told(result: Result) -> list[nodes.Node]:
    """Counts in a sentence, then every case that did not pass, by outcome."""
    counts = Counter(result.outcomes.values())
    said = ", ".join(f"{number} {outcome}" for outcome, number in counts.most_common())
    made: list[nodes.Node] = [paragraph(f"{result.date}, suite {result.suite}: {said}.")]
    for outcome in ("fail", "blocked", "error", "warn"):
        ids = sorted(id for id, one in result.outcomes.items() if one == outcome)
        if ids:
            items = (nodes.list_item("", paragraph(nodes.literal("", id))) for id in ids)
            made += [paragraph(f"Cases that came to {outcome}:"), nodes.bullet_list("", *items)]
    return made


def _table(headings: list[str], found: list[Row], title: str) -> nodes.table:
    place = Place("docs/results")
    made = table(headings, [(place, [[nodes.Text(cell)] for cell in row]) for row in found], title)
    made["ids"].append("suite-outcomes")  # it is made too late for Sphinx to give it one
    for row in made.findall(nodes.row):
        for entry in row.children[2:]:
            entry["classes"].append("text-right")
    return made


def setup(app: Sphinx) -> None:
    app.add_directive_to_domain("jmap", "status", Status)
    app.add_directive_to_domain("jmap", "results", Results)
    app.add_post_transform(MakeStatus)
