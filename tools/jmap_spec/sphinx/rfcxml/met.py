"""Where a need is met: the sections of one draft are put together, ``Sections 4 and 5 of [I-D.x]``."""

from __future__ import annotations

from docutils import nodes

from .. import nodes as ours
from ..needs import MET


def group_sections(tree: nodes.document) -> None:
    """Once it is known in which draft each label is."""
    for met in list(tree.findall(nodes.inline)):
        # a section of this very draft is no citation, and leaves the words as they are
        if MET in met["classes"] and all(isinstance(c, nodes.Text | ours.cite) for c in met.children):
            met.children, made = [], _grouped(list(met.findall(ours.cite)))
            met.extend(made)


def _grouped(cites: list[ours.cite]) -> list[nodes.Node]:
    drafts: dict[str, list[ours.cite]] = {}
    for cite in cites:
        drafts.setdefault(cite["key"], []).append(cite)
    made: list[nodes.Node] = [nodes.Text("Met by ")]
    last = "; " if len(drafts) < len(cites) else " and "
    for number, (key, sections) in enumerate(drafts.items()):
        made += _between(number, len(drafts), last)
        if len(sections) == 1:
            made += sections
            continue
        made.append(nodes.Text("Sections "))
        for place, cite in enumerate(sections):
            cite["bare"] = True
            made += [*_between(place, len(sections), " and "), cite]
        draft = ours.cite("", "", key=key, section="")
        draft.source, draft.line = sections[0].source, sections[0].line
        made += [nodes.Text(" of "), draft]
    return made


def _between(number: int, count: int, last: str) -> list[nodes.Node]:
    """What stands before an item of an enumeration."""
    if not number:
        return []
    return [nodes.Text(last if number == count - 1 or last == "; " else ", ")]
