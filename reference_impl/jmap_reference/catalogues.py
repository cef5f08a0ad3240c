"""Catalogues of messages: files of translations, and what can be wrong with one.

``it.json`` is an object: the English text to the Italian one, ``{}`` in both for each number.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.abc import Traversable
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from . import ijson

ENGLISH: Final = "en"
"""What all texts are written in."""

NUMBER: Final = re.compile("[0-9]+")

Catalogues = dict[str, dict[str, str]]
"""By language in lower case, then by English text."""

_TAG: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", re.IGNORECASE)
_LIKE: Final = 0.9
"""From this similarity on, a text that is not among those of the server is one of them with a mistake."""
_LINE: Final = re.compile(r" at line (\d+), (column \d+)$")


@cache
def built_in() -> Catalogues:
    """Those that come with the server."""
    return {_tag(each): json.loads(each.read_text("utf-8")) for each in _found(files(f"{__package__}.languages"))}


def read(folder: Path) -> tuple[Catalogues, list[str]]:
    """The catalogues of a folder, and what is wrong with them: ``it.json:3: found …; allowed is …``."""
    catalogues: Catalogues = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.json")):
        try:
            octets = path.read_bytes()
            texts = ijson.parse(octets)
        except OSError as error:
            problems.append(f"{path}:1: {error.strerror}")
        except ijson.NotIJSON as error:
            found = _LINE.search(str(error))
            said = f"{_LINE.sub('', str(error))}, at {found[2]}" if found else str(error)
            problems.append(f"{path}:{found[1] if found else 1}: not JSON: {said}")
        else:
            lines = octets.decode().splitlines()
            wrong = [f"{path}:{_line(lines, text)}: {problem}" for text, problem in _problems(_tag(path), texts)]
            problems += wrong
            if not wrong:
                catalogues[_tag(path)] = texts
    if not catalogues and not problems:
        problems.append(f"{folder}:1: found no catalogue; allowed are files such as it.json")
    return catalogues, problems


def _problems(tag: str, texts: Any) -> Iterator[tuple[str, str]]:
    """What is wrong, and with which text."""
    if not _TAG.fullmatch(tag):
        yield "", f'found the language "{tag}"; allowed is a tag of RFC 5646, such as it or pt-BR'
    if tag == ENGLISH:
        yield "", "found a catalogue of English; allowed is any other language, since English is what is translated"
    if not isinstance(texts, dict) or not all(isinstance(each, str) for each in texts.values()):
        yield "", "found something else; allowed is an object of texts, each by its English text"
        return
    known = list(next(iter(built_in().values())))
    for text, translated in texts.items():
        near = [] if text in known else difflib.get_close_matches(text, known, 1, _LIKE)
        if near:
            yield text, f'found "{text}", which the server never says; did you mean "{near[0]}"?'
        elif NUMBER.search(text):
            yield text, f'found a number in "{text}"; allowed is {{}} in its place'
        elif not translated.strip():
            yield text, f'found no translation of "{text}"; allowed is a text'
        elif sorted(re.findall(r"\{\}|[{}]", translated)) != ["{}"] * (most := text.count("{}")):
            yield text, f'found "{translated}"; allowed is {{}} {most} times, as in "{text}", and no other brace'


def _line(lines: list[str], text: str) -> int:
    spelt = (json.dumps(text), json.dumps(text, ensure_ascii=False))
    return next((at for at, line in enumerate(lines, 1) if text and any(each in line for each in spelt)), 1)


def _found(folder: Traversable) -> Iterator[Traversable]:
    return (each for each in folder.iterdir() if each.name.endswith(".json"))


def _tag(path: Traversable | Path) -> str:
    return path.name.removesuffix(".json").lower()
