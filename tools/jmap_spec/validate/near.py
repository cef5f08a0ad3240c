"""Near misses: the name that was probably meant."""

from __future__ import annotations

import difflib
import os.path
from collections.abc import Iterable

#: How alike two names are, from 0 to 1, when one may have been meant for the other.
_ALIKE = 0.7
#: A second proposal is worth making when it is nearly as good as the first.
_NEARLY = 0.06


def near(word: str, known: Iterable[str]) -> list[str]:
    """Those of ``known`` that ``word`` may have been meant to be, best first; two at most."""
    scored = sorted((-_likeness(word, name), name) for name in set(known) - {word})
    best = -scored[0][0] if scored else 0
    return [name for score, name in scored if -score >= max(_ALIKE, best - _NEARLY)][:2]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``did you mean "x" or "y"?``, or empty."""
    found = [f'"{name}"' for name in near(word, known)]
    return f"did you mean {' or '.join(found)}?" if found else ""


def _likeness(word: str, name: str) -> float:
    if word.casefold() == name.casefold():
        return 1.0
    # What two names have in common before the last separator says nothing: "Mailbox/get", "urn:…:mail".
    shared = os.path.commonprefix([word, name])  # noqa: RUF071 - by characters is what is meant
    start = max(shared.rfind(separator) for separator in "/:.") + 1
    matcher = difflib.SequenceMatcher(a=word[start:], b=name[start:], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0
