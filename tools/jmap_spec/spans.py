"""The words of BCP 14 in a sentence, and a description without its requirement marks.

What a span is, and which id it gets, is the business of ``jmap_spec.prose``.
"""

from __future__ import annotations

import re

from .prose import BCP14

_CODE = re.compile(r"(`+)(?:(?!\1).)+?\1", re.S)
_TAIL = re.compile(r"\]\{#[^{}\s]*\}")
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
    while tail := _TAIL.search(markdown):
        depth, start = 1, tail.start()
        while depth and start:
            start -= 1
            depth += (markdown[start] == "]") - (markdown[start] == "[")
        markdown = markdown[:start] + markdown[start + (not depth) : tail.start()] + markdown[tail.end() :]
    return markdown
