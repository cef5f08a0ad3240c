"""Words: what texts are searched by, in mail and in what is looked for (RFC 8621, Section 4.4.1).

A word is a run of letters and digits, without regard to case and accents. A character of a
script that is written without spaces is a word by itself, so that any part of a sentence
can be found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from ..store.values import Phrase

_WORD: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    "|(?:(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])[^\\W_])+"
)
_QUOTED: Final = re.compile(r"""(['"])((?:\\.|(?!\1)[^\\])*)\1(?=\s|$)""", re.DOTALL)

_NAME_END: Final = "\ue000"
"""Divides the name of a header field from a word in it; no word has a character for private use."""

Span = tuple[int, int]


def words(text: str) -> list[str]:
    return [fold(found) for found in _WORD.findall(unicodedata.normalize("NFC", text))]


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    # req: mail/Email/query/caseless
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if character.isalnum()) or word


def phrases(wanted: str) -> list[Phrase]:
    """What a text in a filter asks for; all of it must be there.

    Outside quotation marks each word may go on, so ``foo`` finds ``football``; what is joined by
    other characters than spaces, such as an address, is a phrase by itself.
    """
    # req: mail/Email/query/phrase
    found: list[Phrase] = []
    at = 0
    while at < len(wanted):
        # req: mail/Email/query/words
        # req: mail/Email/query/all-words
        #   An Email MUST have all of these words to match.
        if wanted[at].isspace():
            at += 1
        elif quoted := _QUOTED.match(wanted, at):
            found.append(Phrase(tuple(words(re.sub(r"\\(.)", r"\1", quoted[2], flags=re.DOTALL)))))
            at = quoted.end()
        else:
            end = next((end for end in range(at, len(wanted)) if wanted[end].isspace()), len(wanted))
            found.append(Phrase(tuple(words(wanted[at:end])), is_prefix=True))
            at = end
    # Signs that are no words are not looked for, unless there is nothing else.
    return [phrase for phrase in found if phrase.words] or found[:1]


def header_words(name: str, value: str) -> str:
    """What is indexed of a header field: that it is there, then each word of it."""
    return " ".join([_named(name, ""), *(_named(name, word) for word in words(value))])


def header_phrases(name: str, wanted: str = "") -> list[Phrase]:
    """What to look for to find a field of this name, and a text in it."""
    found = phrases(wanted)
    named = [Phrase(tuple(_named(name, word) for word in each.words), each.is_prefix) for each in found]
    return named or [Phrase((_named(name, ""),))]


def _named(name: str, word: str) -> str:
    # The characters of a name that are no letters would end the word.
    plain = re.sub("[^a-z0-9]", lambda found: chr(0xE100 + ord(found[0]) % 256), name.lower())
    return plain + _NAME_END + word


def spans(text: str, wanted: list[Phrase]) -> list[Span]:
    """Where in ``text``, which is in NFC, the phrases are, in order and not overlapping."""
    found = [(fold(word[0]), word.start(), word.end()) for word in _WORD.finditer(text)]
    places: list[Span] = []
    for phrase in wanted:
        length = len(phrase.words)
        for at in range(len(found) - length + 1 if length else 0):
            if _matches(phrase, found[at : at + length]):
                places.append((found[at][1], _end(phrase, found[at + length - 1])))
    return list(_merged(sorted(places)))


def _matches(phrase: Phrase, found: list[tuple[str, int, int]]) -> bool:
    *first, last = phrase.words
    if any(word != each[0] for word, each in zip(first, found, strict=False)):
        return False
    return found[-1][0].startswith(last) if phrase.is_prefix else found[-1][0] == last


def _end(phrase: Phrase, last: tuple[str, int, int]) -> int:
    """Of a word that goes on, only the part that was asked for; where folding made it longer, all."""
    word, start, end = last
    return start + len(phrase.words[-1]) if phrase.is_prefix and len(word) == end - start else end


def _merged(places: list[Span]) -> Iterator[Span]:
    before: Span | None = None
    for start, end in places:
        if before is None:
            before = (start, end)
        elif start < before[1]:
            before = (before[0], max(before[1], end))
        else:
            yield before
            before = (start, end)
    if before is not None:
        yield before
