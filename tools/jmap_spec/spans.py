"""How a requirement is written: the mark behind its sentence, its word, the words of BCP 14.

``jmap_spec.prose`` finds the spans in a text, and says which id each gets.
"""

from __future__ import annotations

import re

#: The key words of BCP 14 (RFC 8174), longest first; the words of one may stand on two lines.
BCP14 = re.compile(
    r"\b(MUST\s+NOT|MUST|SHALL\s+NOT|SHALL|SHOULD\s+NOT|SHOULD|NOT\s+RECOMMENDED|RECOMMENDED|REQUIRED|MAY|OPTIONAL)\b"
)
#: What may stand in a mark.
WORD = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
#: What follows the closing bracket of a sentence.
MARK = re.compile(r"\{#([^{}\s]*)\}")

_CODE = re.compile(r"(`+)(?:(?!\1).)+?\1", re.S)
_TAIL = re.compile(r"\]" + MARK.pattern)
_STRENGTH = (
    ("MUST NOT", "MUST", "SHALL NOT", "SHALL", "REQUIRED"),
    ("SHOULD NOT", "SHOULD", "NOT RECOMMENDED", "RECOMMENDED"),
    ("MAY", "OPTIONAL"),
)


def level_of(sentence: str) -> str:
    """The strongest BCP 14 word of a sentence, the first of its strength; empty if it has none."""
    words = [" ".join(match.group(1).split()) for match in BCP14.finditer(_CODE.sub(" ", sentence))]
    return next((word for family in _STRENGTH for word in words if word in family), "")


def without_marks(markdown: str) -> str:
    """The Markdown with each span replaced by its sentence."""
    return _each_span(markdown, keep=True)


def without_spans(markdown: str) -> str:
    """The Markdown without its requirements: what else it says."""
    return _each_span(markdown, keep=False)


def _each_span(markdown: str, keep: bool) -> str:
    while tail := _TAIL.search(markdown):
        depth, start = 1, tail.start()
        while depth and start:
            start -= 1
            depth += (markdown[start] == "]") - (markdown[start] == "[")
        sentence = markdown[start + (not depth) : tail.start()] if keep else ""
        markdown = markdown[:start] + sentence + markdown[tail.end() :]
    return markdown
