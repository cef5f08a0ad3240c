"""Messages of HTTP in a code block, also those whose body is not what their Content-Type says.

An example elides a body, ``(22817 octets, encrypted)``, or writes ``…`` for a part of its JSON. The lexer
of Pygments reads such a body as JSON, fails, and Sphinx warns.
"""

# Pygments ships no types, and so no class to build on:
# mypy: disable-error-code="misc"

from __future__ import annotations

import json
from collections.abc import Iterator
from re import Match
from typing import TYPE_CHECKING, Any

from pygments.lexers.textfmts import HttpLexer
from pygments.token import Text

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _content(lexer: HttpLexer, match: Match[str]) -> Iterator[tuple[int, Any, str]]:
    if "json" in str(lexer.content_type) and not _is_json(match.group()):
        yield match.start(), Text, match.group()
        return
    yield from lexer.content_callback(match)


class Message(HttpLexer):
    """Colours a body as JSON only where it is JSON."""

    # the table holds functions, not names, so that a method of ours would not be called
    tokens = {**HttpLexer.tokens, "content": [(r".+", _content)]}  # noqa: RUF012 Pygments declares it so


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def setup(app: Sphinx) -> None:
    app.add_lexer("http", Message)
