"""The sentences above the lines that obey them: ``# req: ID`` in the code of the server is followed by its MUST.

The sentence is typed once, in the source. Below the id, the code quotes it, indented by three columns; the quotation is
generated, so that a sentence that changes is seen where it is obeyed. A SHOULD and a MAY are named by their id alone.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from ..model import Protocol, Requirement
from ..spans import without_marks

_REQ = re.compile(r"(?P<indent> *)# req: (?P<ids>\S+(?:, \S+)*)\Z")
_QUOTED = re.compile(r" *#   \S")
_ROLE = re.compile(r"\{(?:jmap:)?[a-z]+\}`(?:[^`<]*<)?([^`>]*)>?`")
_CITATION = re.compile(r" \{bib\}`[^`]*`")
_WIDTH = 120


def quoted(text: str, protocol: Protocol) -> str:
    """The text of a Python file with its quotations as they have to be; an id that is not known gets none."""
    return "".join(f"{line}\n" for line in _lines(text.splitlines(), protocol))


def _lines(lines: list[str], protocol: Protocol) -> Iterator[str]:
    after = False
    for line in lines:
        if found := _REQ.match(line):
            for id_ in found["ids"].split(", "):
                yield f"{found['indent']}# req: {id_}"
                requirement = protocol.requirements.get(id_)
                if requirement and "MUST" in requirement.level:
                    yield from _quotation(requirement, found["indent"])
        elif not (after and _QUOTED.match(line)):
            yield line
            after = False
            continue
        after = True


def _quotation(requirement: Requirement, indent: str) -> list[str]:
    plain = _ROLE.sub(r"\1", _CITATION.sub("", without_marks(requirement.text)))
    start = f"{indent}#   "
    return textwrap.wrap(
        plain.replace("`", ""), _WIDTH, initial_indent=start, subsequent_indent=start, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
