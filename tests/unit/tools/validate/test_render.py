"""Findings on a terminal and in a pipe."""

from __future__ import annotations

import io

import pytest

from jmap_spec.validate.findings import Finding
from jmap_spec.validate.render import lines, render, visible

FINDING = Finding(3, 5, "/a", "error", "found null", allowed="Id", rule="x:Id#/type")
PLAIN = (
    "f.json:3:5: error: found null\n"
    "    at:          /a\n"
    "    allowed:     Id\n"
    "    rule:        x:Id#/type\n"
    "f.json: not valid as Cog (1 error)\n"
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_plain_text() -> None:
    out = io.StringIO()
    render([("f.json", "Cog", [FINDING])], out)
    assert out.getvalue() == PLAIN
    assert "\n".join(lines([("f.json", "Cog", [FINDING])])) + "\n" == PLAIN


def test_a_terminal_gets_colour_and_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = Terminal()
    render([("f.json", "Cog", [FINDING])], out)
    assert "\x1b[1;31merror\x1b[0m" in out.getvalue()
    assert (
        "".join(part.partition("m")[2] if n else part for n, part in enumerate(out.getvalue().split("\x1b["))) == PLAIN
    )


def test_no_bracket_of_a_file_is_taken_for_a_style() -> None:
    out = Terminal()
    render([("[red]f", "Cog", [])], out)
    assert "[red]f" in out.getvalue()


@pytest.mark.parametrize(
    ("text", "seen"), [("a\n", "a\\n"), ("é😀", "é😀"), ("\x1b[0m", "\\u001b[0m"), ("\u202e", "\\u202e")]
)
def test_what_cannot_be_seen_is_written_as_in_json(text: str, seen: str) -> None:
    assert visible(text) == seen
