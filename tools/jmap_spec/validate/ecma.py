"""Patterns of JSON Schema (ECMA 262, flag ``u``) for Python's ``re``.

Read as Python, ``^[a-z]+$`` accepts ``"abc\\n"``: ``$`` matches before a final newline there.
"""

from __future__ import annotations

import functools
import re

_TOKEN = re.compile(r"\\u\{([0-9A-Fa-f]+)\}|\\[\s\S]|\(\?<(?=[A-Za-z_])|[\s\S]")


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """``pattern`` so that ``search`` finds what ECMA 262 finds. Raises re.error."""
    said, in_class = [], False
    for match in _TOKEN.finditer(pattern):
        token = match.group()
        if match.group(1):
            token = re.escape(chr(int(match.group(1), 16)))
        elif in_class:
            in_class = token != "]"
            token = "\\[" if token == "[" else token  # Python warns of a nested set
        elif token == "[":
            in_class = True
        elif token == "$":
            token = r"\Z"
        elif token == ".":
            token = "[^\\n\\r\u2028\u2029]"
        elif token == "(?<":
            token = "(?P<"
        said.append(token)
    return re.compile("".join(said))
