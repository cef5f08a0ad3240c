"""What a published text registers with IANA, and the methods and errors that it defines: no sentence of it.

    python -m tests.registered.facts rfc8620.txt > tests/registered/rfc8620.json

The result has five lists:

- ``registrations``: the templates of the IANA chapter and the rows of a table there, ``{section, registry, value, …}``
- ``methods``: the headings that name one, ``{section, name}``
- ``mentioned``: every name of a method that stands in quotation marks
- ``keywords``: the bullets that name one, ``{section, value}``
- ``errors``: the codes below a line that says that errors follow, ``{section, level, code, operations}``

This is an outside measure: it never reads ``schemas/``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PAGE = re.compile(r"\n\n+[A-Z][^\n]*\[Page [0-9]+\]\n+\f?\n*RFC [0-9]+ [^\n]*\n+")
_HEADING = re.compile(r"^([0-9]+(?:\.[0-9]+)*)\.  +(\S.*)$", re.M)

#: The field by which a template begins, to the registry.
_STARTS = {
    "service name": "serviceNames",
    "uri suffix": "wellKnownUris",
    "registered parameter identifier": "urnSubNamespaces",
    "capability name": "capabilities",
    "jmap error code": "errorCodes",
    "keyword name": "keywords",
    "attribute name": "mailboxRoles",
}
_FIELDS = {
    "specification document": "reference",
    "reference": "reference",
    "intended use": "intendedUse",
    "change controller": "changeController",
    "security and privacy considerations": "security",
    "scope": "scope",
    "usage notes": "scope",
    "transport protocol(s)": "transport",
    "is it an advisory keyword or may it cause an automatic action": "action",
}
_FIELD = re.compile(r"^ {3}(?:o  |   )?([A-Z][A-Za-z&() ]+):(?: +|\n +)([^\n]+)$", re.M)
_ROW = re.compile(r"^ +\|((?:[^|\n]*\|)+)$", re.M)

_METHOD = re.compile(r"(?:The )?([A-Z][A-Za-z]*)?/([a-z][A-Za-z]*)(?: Method)?$")
_MENTIONED = re.compile(r'"([A-Z][A-Za-z]*/\s*[a-z][A-Za-z]*)"')

_KEYWORD = re.compile(r'^ +[*o]  "(\$[a-z]+)":', re.M)

_LEAD = re.compile(r'\b[Tt]he following [^".:]*?(?:error|Error|problem type)[^.:]*')
_CODE = re.compile(
    r'^ {3}(?:o  )?"(?:urn:ietf:params:jmap:error:)?([a-z][A-Za-z]+)"(?=:| -|\n)(?:: \(([a-z; ]+)\))?', re.M
)
_ONLY = re.compile(r'^ {3}For ("[a-z]+"(?:(?:,| and|, and) "[a-z]+")*):$', re.M)


def facts(text: str, document: str) -> dict[str, Any]:
    """Everything that ``document``, such as ``RFC 8620``, says of this kind."""
    sections = list(_sections(_PAGE.sub("\n", text)))
    return {
        "registrations": [row for section in sections for row in _registrations(section, document)],
        "methods": [row for section in sections for row in _methods(section)],
        "mentioned": sorted({"".join(name.split()) for _, _, body in sections for name in _MENTIONED.findall(body)}),
        "keywords": [{"section": n, "value": word} for n, _, body in sections for word in _KEYWORD.findall(body)],
        "errors": [row for section in sections for row in _errors(section)],
    }


#: Number, title, text.
Section = tuple[str, str, str]


def _sections(text: str) -> Iterator[Section]:
    headings = list(_HEADING.finditer(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    for heading, end in zip(headings, ends, strict=True):
        yield heading[1], heading[2], text[heading.end() : end]


def _registrations(section: Section, document: str) -> Iterator[dict[str, str]]:
    number, _, body = section
    made: dict[str, str] = {}
    for field in _FIELD.finditer(body):
        name, value = field[1].lower(), " ".join(field[2].split()).strip('"').removesuffix(".")
        if name in _STARTS and not value.startswith("("):
            if made:
                yield made
            made = {"section": number, "registry": _STARTS[name], "value": value}
            if made["registry"] in ("serviceNames", "wellKnownUris", "urnSubNamespaces"):
                made["of"] = " ".join(re.findall(r'"([^"]+)"', body)[0].split())
        elif name in _FIELDS and made:
            value = re.sub("[Tt]his document", document, value)
            made[_FIELDS[name]] = value.partition(".")[0] if name.startswith("is it") else value
    if made:
        yield made
    yield from _table(number, body)


def _table(number: str, body: str) -> Iterator[dict[str, str]]:
    """The rows of a table of data types; a row with an empty first cell goes on with the one before."""
    rows: list[list[str]] = []
    for line in _ROW.findall(body):
        cells = [cell.strip() for cell in line.split("|")[:-1]]
        if cells[0]:
            rows.append(cells)
        elif rows:
            rows[-1] = [before + after for before, after in zip(rows[-1], cells, strict=True)]
    for name, blobs, changes, capability, reference in rows[1:]:
        source = re.sub(r"\[RFC([0-9]+)\]", r"RFC \1", reference)
        yield {
            "section": number,
            "registry": "dataTypes",
            "value": name,
            "blobs": blobs,
            "stateChange": changes,
            "capability": capability,
            "reference": source,
        }


def _methods(section: Section) -> Iterator[dict[str, str]]:
    number, title, _ = section
    if method := _METHOD.fullmatch(title):
        yield {"section": number, "name": f"{method[1] or ''}/{method[2]}"}


def _errors(section: Section) -> Iterator[dict[str, Any]]:
    number, _, body = section
    leads = list(_LEAD.finditer(body))
    ends = [*(lead.start() for lead in leads[1:]), len(body)]
    for lead, end in zip(leads, ends, strict=False):
        level = "set" if "SetError" in lead[0] else "request" if "problem" in lead[0] else "method"
        part = body[lead.end() : end]
        only = [(found.start(), re.findall("[a-z]+", found[1].replace("and", ""))) for found in _ONLY.finditer(part)]
        for code in _CODE.finditer(part):
            below = next((words for start, words in reversed(only) if start < code.start()), [])
            operations = code[2].split("; ") if code[2] else below
            yield {"section": number, "level": level, "code": code[1], "operations": operations}


if __name__ == "__main__":
    file = Path(sys.argv[1])
    found = facts(file.read_text("utf-8"), file.stem.upper().replace("RFC", "RFC "))
    lists = {name: ",".join(f"\n    {json.dumps(row)}" for row in rows) for name, rows in found.items()}
    print("{" + ",".join(f'\n  "{name}": [{rows}\n  ]' for name, rows in lists.items()) + "\n}")
