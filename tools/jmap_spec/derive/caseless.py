"""Words of which the case does not matter, in patterns that every validator reads alike.

The source writes ``(?i:From|Sender)``. ECMA 262 has had that form only since 2025, and a flag for the
whole pattern is nothing that JSON Schema can give; so what is published has the letters written out.
"""

from __future__ import annotations

import re

_GROUP = re.compile(r"\(\?i:((?:[^()\[\]\\]|\\[^A-Za-z0-9])*)\)")


def spelled_out(pattern: str) -> str:
    """``^(?i:Cc|To)$`` → ``^(?:[Cc][Cc]|[Tt][Oo])$``.

    A group holds letters, digits, ``|`` and escaped punctuation; one with anything else stays as it
    is, and ``check`` tells of it.
    """
    return _GROUP.sub(lambda group: f"(?:{_letters(group[1])})", pattern)


def _letters(text: str) -> str:
    return re.sub("[A-Za-z]", lambda letter: f"[{letter[0].upper()}{letter[0].lower()}]", text)
