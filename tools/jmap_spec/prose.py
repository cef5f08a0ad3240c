"""What Markdown says to the translator: requirement spans, their subjects, and directives.

A normative sentence is written ``[The sentence MUST stand here.]{#word}``, in the description of
a schema and in the prose of a draft alike. This module knows that syntax, as a plugin of
markdown-it (the Sphinx parser uses the same plugin), and reads a text for what stands in it.
It opens no file and knows no output.

Rule 1: whatever decides which id a span gets is in this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .model import Place
from .problems import Problem
from .spans import BCP14, MARK, WORD

_OPTION = re.compile(r":([a-zA-Z][\w-]*):(?:\s+(.*))?$")

#: Directives whose content is no prose.
# fmt: off
LITERAL = frozenset((
    "code", "code-block", "code-cell", "sourcecode", "literalinclude", "parsed-literal", "toctree", "math", "raw",
    "eval-rst", "image", "include", "highlight", "testcode", "testsetup", "doctest", "productionlist", "bcp14",
    "contents",
))
# fmt: on


class Span(NamedTuple):
    """A requirement as it is written."""

    #: What it is about; empty where nothing says it.
    subject: str
    word: str
    #: The sentence, Markdown, on one line.
    text: str
    #: From 1.
    line: int

    @property
    def id(self) -> str:
        return f"{self.subject}/{self.word}"


class Unmarked(NamedTuple):
    """A BCP 14 word outside of any span."""

    word: str
    #: What stands around it.
    text: str
    line: int


@dataclass(frozen=True)
class Directive:
    """A fenced directive: ```` ```{name} argument ```` with ``:options:``."""

    name: str
    argument: str
    options: dict[str, str]
    line: int


@dataclass
class Prose:
    """What one text has, in document order."""

    spans: list[Span] = field(default_factory=list)
    unmarked: list[Unmarked] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)


class Subjects:
    """What the section at hand is about: said by ``jmap:about``, until the section ends."""

    def __init__(self, subject: str = "") -> None:
        self._said: list[tuple[int, str]] = [(0, subject)]
        self._level = 0

    def heading(self, level: int) -> None:
        """A heading of ``level`` (1 to 6) ends every section of that level or below it."""
        self._level = level
        while len(self._said) > 1 and self._said[-1][0] >= level:
            self._said.pop()

    def about(self, subject: str) -> None:
        if len(self._said) > 1 and self._said[-1][0] == self._level:
            self._said.pop()
        self._said.append((self._level, subject))

    @property
    def current(self) -> str:
        return self._said[-1][1]


def requirement_plugin(md: MarkdownIt) -> None:
    """Teach ``md`` the span: tokens ``requirement_open`` and ``requirement_close``.

    The opening token's ``meta`` has ``word``, ``text`` (Markdown) and ``line`` (newlines before it
    in its block). It must come before links, or ``[text]`` would be tried as one.
    """
    md.inline.ruler.before("link", "requirement", _span)


def _span(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[":
        return False
    start = state.pos
    end = state.md.helpers.parseLinkLabel(state, start)
    if end < 0 or not (mark := MARK.match(state.src, end + 1)):
        return False
    if not silent:
        last = state.posMax
        token = state.push("requirement_open", "span", 1)
        text = " ".join(state.src[start + 1 : end].split())
        token.meta = {"word": mark[1], "text": text, "line": state.src.count("\n", 0, start)}
        state.pos, state.posMax = start + 1, end
        state.md.inline.tokenize(state)
        state.push("requirement_close", "span", -1)
        state.posMax = last
    state.pos = mark.end()
    return True


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").use(requirement_plugin)


@lru_cache(maxsize=512)
def read(text: str, subject: str = "") -> Prose:
    """What ``text`` has. ``subject`` is what its spans are about until a directive says otherwise.

    Kept, since one build asks for the same texts again and again: nobody may change the answer.
    """
    found = Prose()
    for token, line, subjects in _blocks(_without_front_matter(text), 1, Subjects(subject)):
        if token.type == "fence":
            name, argument = _directive(token.info)
            options, _ = _options(token.content)
            found.directives.append(Directive(name, argument, options, line))
        else:
            _inline(token, line, subjects.current, found)
    return found


def requirements_in(text: str, file: str = "", subject: str = "") -> list[Span]:
    """The requirement spans of ``text``: subject, word, sentence (Markdown), line.

    ``file`` is only taken so that callers may hand on what they have.
    """
    del file
    return list(read(text, subject).spans)


def unmarked_in(text: str) -> list[Unmarked]:
    """BCP 14 words that stand in no span, code and the paragraph that explains them apart."""
    return read(text).unmarked


def directives_in(text: str) -> list[Directive]:
    """Every directive of ``text``, also those inside others."""
    return read(text).directives


def problems(text: str, place: Place, subject: str = "") -> list[Problem]:
    """What is wrong with the requirements of one text. ``place`` is the file, or the description."""
    prose = read(text, subject)
    out: list[Problem] = []

    def report(line: int, code: str, message: str, hint: str) -> None:
        where = place if place.pointer else Place(place.file, "", line)
        out.append(Problem(where, code, message, hint, line=0 if place.pointer else line))

    for word, around, line in prose.unmarked:
        report(
            line,
            "requirement/unmarked",
            f"{word} stands outside of a requirement: “{around}”",
            "write the sentence as [The whole sentence.]{#word}, or the word in small letters",
        )
    for span in prose.spans:
        if not WORD.match(span.word):
            report(
                span.line,
                "requirement/word",
                f"{{#{span.word}}} is no word in kebab case",
                "use small letters, digits and single hyphens: {#unique-among-siblings}",
            )
        if not BCP14.search(span.text):
            report(
                span.line,
                "requirement/no-level",
                f"requirement {{#{span.word}}} has no BCP 14 word",
                "say MUST, SHOULD or MAY, or take the span away",
            )
        if not span.subject:
            report(
                span.line,
                "requirement/no-subject",
                f"nothing says what {{#{span.word}}} is about",
                "put ```{jmap:about} room/subject below the heading of the section",
            )
    return out


def _without_front_matter(text: str) -> str:
    """The text with its front matter made blank lines."""
    if not text.startswith("---\n"):
        return text
    end = text.find("\n---", 3)
    if end < 0:
        return text
    end = text.find("\n", end + 1)
    end = len(text) if end < 0 else end
    return "\n" * text.count("\n", 0, end) + text[end:]


def _blocks(text: str, first: int, subjects: Subjects) -> Iterator[tuple[Token, int, Subjects]]:
    """Inline tokens and fences that are directives, each with its line, in order, at any depth."""
    line = first
    for token in _parser().parse(text):
        if token.map:
            line = first + token.map[0]
        if token.type == "heading_open":
            subjects.heading(int(token.tag[1]))
        elif token.type == "inline":
            yield token, line, subjects
        elif token.type == "fence" and token.info.startswith("{"):
            name, argument = _directive(token.info)
            if name == "jmap:about":
                subjects.about(argument)
            yield token, line, subjects
            if name not in LITERAL and not name.startswith("jmap:"):
                _, content = _options(token.content)
                skipped = token.content.count("\n") - content.count("\n")
                yield from _blocks(content, line + 1 + skipped, subjects)


def _directive(info: str) -> tuple[str, str]:
    """``{name} argument`` taken apart."""
    name, _, argument = info[1:].partition("}")
    return name.strip(), argument.strip()


def _options(content: str) -> tuple[dict[str, str], str]:
    """The leading ``:option: value`` lines of a directive's content, and the rest."""
    options: dict[str, str] = {}
    lines = content.split("\n")
    while lines and (match := _OPTION.match(lines[0])):
        options[match[1]] = (match[2] or "").strip()
        lines.pop(0)
    return options, "\n".join(lines)


def _inline(block: Token, line: int, subject: str, found: Prose) -> None:
    """Add what one block of text has."""
    if block.content.startswith("%") or ("key words" in block.content and "BCP" in block.content):
        return  # a comment; the paragraph of RFC 8174
    outside = ""
    depth = 0
    for token in block.children or ():
        if token.type == "requirement_open":
            depth += 1
            meta = token.meta
            found.spans.append(Span(subject, meta["word"], meta["text"], line + meta["line"]))
        elif token.type == "requirement_close":
            depth -= 1
        elif token.type in ("softbreak", "hardbreak"):
            outside += "\n"
        elif not depth and token.type == "text":
            outside += token.content
        else:
            outside += "\N{OBJECT REPLACEMENT CHARACTER}" * (not depth)
    for match in BCP14.finditer(outside):
        around = outside[max(0, match.start() - 30) : match.end() + 30]
        around = " ".join(around.replace("\N{OBJECT REPLACEMENT CHARACTER}", "…").split())
        word = " ".join(match[1].split())
        found.unmarked.append(Unmarked(word, around, line + outside.count("\n", 0, match.start())))
