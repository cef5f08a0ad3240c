"""Sentences of ours that lead to what stands below them, and are one too many where the author has led there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Class of such a paragraph.
_LEAD = "jmap-lead"


def leading(said: nodes.paragraph) -> nodes.paragraph:
    """The paragraph, marked so that it goes where the one before it ends in a colon."""
    said["classes"].append(_LEAD)
    return said


class SaidAlready(SphinxTransform):
    """After "This call sends the message:", "The client sends:" says it twice; so with lists of properties."""

    default_priority = 400

    def apply(self, **_more: object) -> None:
        for lead in list(self.document.findall(nodes.paragraph)):
            if _LEAD not in lead["classes"] or lead.parent is None:
                continue
            lead["classes"].remove(_LEAD)
            at = lead.parent.index(lead)
            before = lead.parent[at - 1] if at else None
            if isinstance(before, nodes.paragraph) and before.astext().rstrip().endswith(":") and not lead["ids"]:
                before["classes"].append("keep-with-next")
                lead.parent.remove(lead)


def setup(app: Sphinx) -> None:
    app.add_transform(SaidAlready)
