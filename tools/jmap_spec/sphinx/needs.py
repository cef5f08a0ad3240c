"""Numbered requirements of a problem statement, and figures that are measured, or are to be.

A need is no requirement of the protocol: it has no BCP 14 word, and its number is its own. It says by
which sections of which drafts it is met, and a section that is not there is a problem.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ..model import Place
from .registries import table

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)
_NAMED = re.compile(r"(R[1-9][0-9]*)\s+(\S.*)\Z", re.DOTALL)
#: Class of the words that say where a need is met.
MET = "jmap-met"
#: Class of a list of needs.
NEEDS = "jmap-needs"
#: Where a measurement lies, by its name: ``{"title", "how", "columns": [...], "rows": [[...]]}``.
MEASURED = "docs/measured"


class Need(SphinxDirective):
    """``R7 One login for all``, its text, and ``:met:``: labels of the sections that meet it."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = {"met": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        match = _NAMED.match(self.arguments[0])
        met = self.options.get("met", "").split()
        if match is None or not met:
            said = "which sections meet it: :met: label label" if match else "its number and name: R7 One login"
            logger.warning("a need says %s", said, location=(self.env.current_document.docname, self.lineno))
            return []
        number, title = match[1], " ".join(match[2].split())
        self._label(number)
        term = nodes.term("", "", nodes.strong("", f"{number}: {title}."), ids=[number.lower()])
        body = nodes.definition()
        self.state.nested_parse(self.content, self.content_offset, body)
        if body.children and isinstance(last := body.children[-1], nodes.paragraph):
            last += [nodes.Text(" "), *self._met(met)]
        else:
            body += nodes.paragraph("", "", *self._met(met))
        item = nodes.definition_list_item("", term, body)
        made = nodes.definition_list("", item, classes=["simple", "jmap", "tight", NEEDS])
        for node in made.findall(nodes.Element):
            if not node.source:
                self.set_source_info(node)
        return [made]

    def _label(self, number: str) -> None:
        """``{ref}`R7``` leads here, from any draft."""
        std = self.env.domains.standard_domain
        docname = self.env.current_document.docname
        key = number.lower()
        if key in std.labels:
            logger.warning("there are two needs %s", number, location=(docname, self.lineno))
        std.labels[key] = docname, key, number
        std.anonlabels[key] = docname, key

    def _met(self, labels: list[str]) -> list[nodes.Node]:
        made: list[nodes.Node] = [nodes.Text("Met by ")]
        for number, label in enumerate(labels):
            last = number == len(labels) - 1
            made += [nodes.Text(" and " if last else ", ")] if number else []
            ref = addnodes.pending_xref(
                "",
                nodes.inline("", label, classes=["xref", "std", "std-ref"]),
                refdomain="std",
                reftype="ref",
                reftarget=label.lower(),
                refexplicit=False,
                refwarn=True,
                refdoc=self.env.current_document.docname,
            )
            self.set_source_info(ref)
            made.append(ref)
        # the sections of one draft are put together when it is known which draft each label is in
        return [nodes.inline("", "", *made, classes=[MET]), nodes.Text(".")]


class OneList(SphinxTransform):
    """Needs that follow each other are one list: as many lists they would stand too far apart."""

    default_priority = 400

    def apply(self, **_: Any) -> None:
        for need in [node for node in self.document.findall(nodes.definition_list) if NEEDS in node["classes"]]:
            place = need.parent.index(need)
            before = need.parent[place - 1] if place else None
            if isinstance(before, nodes.definition_list) and NEEDS in before["classes"]:
                need.parent.remove(need)
                before += need.children


class Measured(SphinxDirective):
    """A figure of our own: its table where it was measured, and that it was not where it was not."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        path = Path(self.config.jmap_root) / MEASURED / f"{self.arguments[0]}.json"
        self.env.note_dependency(str(path))
        box = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, box)
        made = list(box.children)
        if not path.is_file():
            last = made[-1] if made and isinstance(made[-1], nodes.paragraph) else nodes.paragraph()
            last += [nodes.Text(" "), nodes.emphasis("", "This has not been measured yet.")]
            return made or [last]
        place = Place(f"{MEASURED}/{path.name}", "")
        try:
            said = json.loads(path.read_text("utf-8"))
            rows = [(place, [[nodes.Text(str(cell))] for cell in row]) for row in said["rows"]]
            return [*made, table([*said["columns"]], rows, said["title"]), *([_how(said)] if said["how"] else ())]
        except (ValueError, KeyError, TypeError) as error:
            logger.warning(
                "%s has no title, how, columns and rows: %s",
                place.file,
                error,
                location=(self.env.current_document.docname, self.lineno),
            )
            return made


def _how(said: dict[str, Any]) -> nodes.paragraph:
    return nodes.paragraph("", str(said["how"]))


def setup(app: Sphinx) -> None:
    app.add_directive_to_domain("jmap", "need", Need)
    app.add_directive_to_domain("jmap", "measured", Measured)
    app.add_transform(OneList)
