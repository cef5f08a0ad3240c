"""The facts that a published text prints of each property and argument: no sentence of it.

    python -m tests.roundtrip.extract rfc8620.txt > tests/roundtrip/rfc8620.json

A text prints a member as a bullet: its name, its type in quotation marks, and in parentheses
what else is said of it. The result is a list of ``{section, name, signature, attributes, default}``
in the order of the text. This is an outside measure: it never reads ``schemas/``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PAGE = re.compile(r"\n\n+[A-Z][^\n]*\[Page [0-9]+\]\n+\f?\n*RFC [0-9]+ [^\n]*\n+")
_HEADING = re.compile(r"^([0-9]+(?:\.[0-9]+)*)\.  +\S", re.M)
_MEMBER = re.compile(r'^ +[o*+-]  ([A-Za-z0-9@*:{}-]+): "([^"]+)"(?:\s+\(((?:[^()]|\([^()]*\))*)\))?', re.M)


def facts(text: str) -> Iterator[dict[str, Any]]:
    """Every member that the text prints, with the section that it stands in."""
    body = _PAGE.sub("\n", text)
    headings = [(match.start(), match.group(1)) for match in _HEADING.finditer(body)]
    for match in _MEMBER.finditer(body):
        section = next((number for start, number in reversed(headings) if start < match.start()), "")
        name, signature, said = match.groups()
        attributes, default = _attributes(" ".join((said or "").split()))
        yield {
            "section": section,
            "name": name,
            "signature": "".join(signature.split()),
            "attributes": attributes,
            "default": default,
        }


def _attributes(said: str) -> tuple[list[str], str | None]:
    """(immutable, server-set … in alphabetical order; the default as printed, or None)."""
    default, attributes = None, []
    for part in said.split(";"):
        part = part.strip()
        if part.startswith("default:"):
            default = part.removeprefix("default:").strip().strip('"')
        elif part:
            attributes.append(part)
    return sorted(attributes), default


if __name__ == "__main__":
    found = list(facts(Path(sys.argv[1]).read_text("utf-8")))
    print("[\n" + ",\n".join("  " + json.dumps(fact) for fact in found) + "\n]")
