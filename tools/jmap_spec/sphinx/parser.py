"""MyST as this project reads it: with requirement spans, and sections that say what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers import sphinx_ as myst
from sphinx.util import logging

from ..prose import Subjects, requirement_plugin
from ..spans import WORD
from . import nodes as ours

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)
KEY = "jmap:subjects"
#: Set while a text is parsed whose requirements have their anchors elsewhere.
SECONDARY = "jmap:secondary"


def subjects(env: BuildEnvironment) -> Subjects:
    """The subjects of the document that is being read."""
    said = env.current_document
    if KEY not in said:
        said[KEY] = Subjects()
    found: Subjects = said[KEY]
    return found


class Renderer(SphinxRenderer):
    """Knows requirement spans."""

    def render_requirement(self, token: SyntaxTreeNode) -> None:
        opening = token.nester_tokens.opening if token.nester_tokens else None
        word = opening.meta["word"] if opening else ""
        subject = subjects(self.sphinx_env).current
        node = ours.requirement(requirement=f"{subject}/{word}")
        self.add_line_and_source_path(node, token)
        self._note(node, subject, word)
        with self.current_node_context(node, append=True):
            self.render_children(token)

    def _note(self, node: nodes.Element, subject: str, word: str) -> None:
        """Give the span its anchor, or say why it has none."""
        if self.sphinx_env.current_document.get(SECONDARY):
            return
        if not WORD.match(word):
            logger.warning("{#%s} is no word in kebab case", word, location=node)
        elif not subject:
            logger.warning(
                "nothing says what {#%s} is about: put ```{jmap:about} below the heading", word, location=node
            )
        else:
            anchor = node["requirement"].replace("/", ".")
            node["ids"].append(anchor)
            self.document.ids.setdefault(anchor, node)
            domain = self.sphinx_env.get_domain("jmap")
            domain.note("req", node["requirement"], anchor)  # type: ignore[attr-defined]

    def render_heading(self, token: SyntaxTreeNode) -> None:
        subjects(self.sphinx_env).heading(int(token.tag[1]))
        super().render_heading(token)


def _create(config: object, _renderer: object) -> MarkdownIt:
    return _plain(config, Renderer).use(requirement_plugin)  # type: ignore[arg-type]


# MystParser.parse builds its parser by this one name; there is no other hook for a plugin.
_plain = myst.create_md_parser  # type: ignore[attr-defined]


class Parser(myst.MystParser):
    """The parser of every ``.md`` file."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        myst.create_md_parser = _create  # type: ignore[attr-defined,assignment]
        try:
            super().parse(inputstring, document)
        finally:
            myst.create_md_parser = _plain  # type: ignore[attr-defined]
