"""Texts for people, in a language that they read (RFC 8620, Section 3.8).

Translations are in ``languages/de.json`` and its neighbours, and in a folder of whoever runs the server
(see ``catalogues``). What is not among them stays as it is.
The text of most errors is for developers, and is not translated.
"""

from __future__ import annotations

from typing import Any, Final

from .catalogues import ENGLISH, NUMBER, Catalogues, built_in
from .errors import set_
from .generated import methods as tables

FOR_USERS: Final = frozenset({set_.ForbiddenToSend.type})
"""The errors whose description clients show."""

_OUTCOMES: Final = ("notCreated", "notUpdated", "notDestroyed")
_spoken: Catalogues = {}


def translations() -> Catalogues:
    """By language, then by English text."""
    if not _spoken:
        _spoken.update(built_in())
    return _spoken


def add(more: Catalogues) -> None:
    """Speak these languages, too; where a text is there already, the new one goes before it."""
    for name, texts in more.items():
        _spoken[name] = translations().get(name, {}) | texts


def chosen(accepted: str) -> str:
    """The language that suits an Accept-Language header best (RFC 4647, Section 3.4); English if none does.

    ``fr-CH`` is content with ``fr``. A language that is given the weight 0 is never chosen, but for English.
    """
    weighed = [(weight, tag) for weight, tag in map(_weighed, accepted.split(",")) if weight > 0]
    for _, tag in sorted(weighed, key=lambda each: -each[0]):
        parts = tag.lower().split("-")
        for end in range(len(parts), 0, -1):
            name = "-".join(parts[:end])
            if name == ENGLISH or name in translations():
                return name
    return ENGLISH


def translate(text: str, language: str) -> tuple[str, str]:
    """The text in this language and the language, or as it is and English."""
    pattern = translations().get(language, {}).get(NUMBER.sub("{}", text))
    return (text, ENGLISH) if pattern is None else (pattern.format(*NUMBER.findall(text)), language)


def localise(response: dict[str, Any], accepted: str) -> set[str]:
    """Translate what is for users in a Response, as an Accept-Language header asks.

    The languages that it is in then; none, where nothing is for users.
    """
    used = set()
    for name, said, _ in response["methodResponses"]:
        if name not in tables.METHODS or FOR_USERS.isdisjoint(tables.METHODS[name].set_errors):
            continue
        for outcome in _OUTCOMES:
            for error in (said.get(outcome) or {}).values():
                if error["type"] in FOR_USERS and error.get("description"):
                    error["description"], spoken = translate(error["description"], chosen(accepted))
                    used.add(spoken)
    return used


def _weighed(said: str) -> tuple[float, str]:
    tag, _, weight = said.partition(";")
    try:
        return (float(weight.strip().removeprefix("q=")) if weight else 1.0), tag.strip()
    except ValueError:
        return 0.0, tag
