"""A pattern means the same in every validator: ECMA 262 with /u, anchored, no classes that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..derive.caseless import spelled_out
from ..json_text import escape
from ..model import Place, Protocol
from ..problems import Problem

_DIFFERS = re.compile(r"(?<!\\)(?:\\\\)*\\([dDwWsSpPbBAZz'\"])|\(\?<?[=!]|\(\?P")


def problems(protocol: Protocol) -> Iterator[Problem]:
    for file, value in protocol.documents.items():
        if file.startswith("schemas/vocabulary/") or "/examples/" in file:
            continue
        for pointer, pattern in _patterns(value, ""):
            if found := _DIFFERS.search(pattern):
                yield Problem(
                    Place(file, pointer),
                    "pattern/differs",
                    f"{found.group()} is not read alike by every validator",
                    "write the characters out, e.g. [0-9]",
                )
            if "(?i" in spelled_out(pattern):
                yield Problem(
                    Place(file, pointer),
                    "pattern/caseless",
                    f"{pattern} has more in (?i:…) than words",
                    "write words between | in it, and nothing else",
                )
            try:
                re.compile(pattern)
            except re.error as error:
                yield Problem(Place(file, pointer), "pattern/broken", f"no regular expression: {error}", "mend it")


def _patterns(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            at = f"{pointer}/{escape(key)}"
            if key == "pattern" and isinstance(item, str):
                yield at, item
            elif key == "patternProperties" and isinstance(item, dict):
                for pattern, schema in item.items():
                    yield f"{at}/{escape(pattern)}", pattern
                    yield from _patterns(schema, f"{at}/{escape(pattern)}")
            else:
                yield from _patterns(item, at)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _patterns(item, f"{pointer}/{index}")
