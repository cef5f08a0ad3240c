"""Checks: each says what was expected and what was found, and which requirement it is about.

``about`` is one id or several; without it a failed check is about every requirement of the case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from .outcome import Blocked, Broken

About = str | tuple[str, ...]

#: How many steps of preparation the case is in, one inside the other.
_preparing: Final[ContextVar[int]] = ContextVar("preparing", default=0)


def ids_of(about: About) -> tuple[str, ...]:
    return (about,) if isinstance(about, str) and about else tuple(about)


def that(condition: object, message: str, *, expected: Any = None, found: Any = None, about: About = ()) -> None:
    """``message`` says what is wrong where the condition is false."""
    if not condition:
        raise Broken(message, requirements=ids_of(about), expected=expected, found=found)


def equal(found: Any, expected: Any, message: str, *, about: About = ()) -> None:
    """The same JSON value; ``true`` is not ``1``, and ``1`` is ``1.0``."""
    that(same(found, expected), message, expected=expected, found=found, about=about)


def same_members(found: Collection[Any] | None, expected: Collection[Any], message: str, *, about: About = ()) -> None:
    """The same strings in any order, none of them twice."""
    got = list(found or ())
    right = len(got) == len(set(got)) and set(got) == set(expected)
    that(right, message, expected=sorted(expected), found=got, about=about)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same value."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other) and (one is None) == (other is None)


@contextmanager
def about(*requirements: str) -> Iterator[None]:
    """What fails inside, in a call or a check that names no requirement, is about these."""
    try:
        yield
    except Broken as broken:
        raise (broken if broken.requirements else broken.about(requirements)) from broken


@contextmanager
def setting_up(what: str) -> Iterator[None]:
    """What fails inside is not what the case is about: the case is blocked."""
    try:
        with preparing():
            yield
    except Broken as broken:
        raise Blocked(f"{what}: {broken.message} (expected {broken.expected}, found {broken.found})") from broken


@contextmanager
def preparing() -> Iterator[None]:
    """What is sent inside only leads up to what the case is about; see ``aside.py``."""
    token = _preparing.set(_preparing.get() + 1)
    try:
        yield
    finally:
        _preparing.reset(token)


def is_preparing() -> bool:
    """Whether what happens now only leads up to what the case is about."""
    return _preparing.get() > 0
