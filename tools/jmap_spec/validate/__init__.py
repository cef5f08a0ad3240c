"""Is this JSON what it says it is? An instance and the definitions in, findings out.

Pure: no file, no terminal. Read :mod:`.engine` first (how two validators are made to agree), then
:mod:`.explain` (errors to findings), :mod:`.openness` and :mod:`.messages` (what is valid and still odd).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from .engine import Engine
from .exchange import answers
from .explain import refusals
from .facts import Facts
from .findings import Finding
from .ijson import positions
from .messages import unknown_names
from .openness import surplus

__all__ = ["Engine", "Facts", "Finding", "findings", "placed"]

_HOLDERS = {"Request.full": "methodCalls", "Response.full": "methodResponses"}


def findings(engine: Engine, facts: Facts, name: str, instance: Any, request: Any = None) -> list[Finding]:
    """All there is to say about ``instance`` as a NAME; it is valid if none of it is an error.

    ``request`` is a valid Request whose answer a Response is. Raises KeyError for an unknown name.
    """
    said = refusals(engine, facts, name, instance)
    valid = not said
    with suppress(RecursionError):  # as deep as that, nothing of it is ours to name
        said += surplus(engine, facts, name, instance)
    if holder := _HOLDERS.get(name):
        said += unknown_names(facts.protocol, instance, holder)
    if valid and name == "Response.full" and request is not None:
        said += answers(request, instance)
    return said


def placed(said: list[Finding], text: str) -> list[Finding]:
    """The findings with their line and column in ``text``, in that order."""
    at = positions(text, {finding.pointer for finding in said})
    return sorted(replace(f, line=at.get(f.pointer, (0, 0))[0], column=at.get(f.pointer, (0, 0))[1]) for f in said)
