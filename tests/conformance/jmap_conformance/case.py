"""What a case is: a function, the requirements that it checks, and its docstring, which is its documentation.

    @case(requirements=["core/standard/get/ids/…"], area="get", over=types_with("get"))
    def unknown_ids_are_not_found(foo: Foo) -> None:
        '''An id that no record has is listed in notFound.

        Purpose: …
        Preconditions: …
        Procedure: …
        Expected: …
        Why: …
        '''

The id of a case is its address, ``Mailbox/get/unknown-ids-are-not-found``: the type (or ``core``), the area, the name
of the function, and where it is repeated over the filters or sorts of a type, which of them.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from .manifest import Manifest

#: The labelled paragraphs of a docstring, in order; each case has all of them.
SECTIONS: Final = ("Purpose", "Preconditions", "Procedure", "Expected", "Why")

#: What ``needs`` may say, and what happens without: the probe of a worker, or the session, tells.
NEEDS: Final = {
    "records": "the suite can create records of the type (blocked otherwise)",
    "second-account": "the session shows a second account with the capability that may be written to (unsupported "
    "otherwise)",
    "special-account": "the session shows an account that is read-only, or has not all capabilities (unsupported "
    "otherwise)",
    "second-user": "a second user was given (disabled otherwise)",
    "smtp-sink": "the server sends its mail to the suite (disabled otherwise)",
    "mail-in": "the suite can send mail to the account (disabled otherwise)",
    "imap": "the IMAP server of the same mail was named (disabled otherwise)",
    "sacrifice": "a Mailbox with mail that may be lost was named (disabled otherwise)",
}


@dataclass(frozen=True)
class Point:
    """One place where a case is run: its id without the name, and what the function is given."""

    #: ``Mailbox/get``; ``core/request``.
    prefix: str
    #: Appended to the id, or empty: the name of a filter condition.
    suffix: str = ""
    #: The name of the type under test, or empty.
    type: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)


Over = Callable[[Manifest], Iterable[Point]]


@dataclass(frozen=True)
class Case:
    """A behaviour that a server is to show."""

    function: Callable[..., None]
    #: The function's name, in kebab case.
    name: str
    requirements: tuple[str, ...]
    area: str
    needs: tuple[str, ...]
    over: Over
    #: The first line of the docstring: the rule.
    title: str
    #: Label to paragraph.
    documentation: dict[str, str]
    #: ``standard/get.py``.
    source: str
    line: int

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(inspect.signature(self.function).parameters)


@dataclass(frozen=True)
class Instance:
    """A case at one point: what is run, and what a report has a line for."""

    case: Case
    point: Point

    @property
    def id(self) -> str:
        return "/".join(part for part in (self.point.prefix, self.case.name, self.point.suffix) if part)


class BadCase(Exception):
    """A case that cannot be run as it is written: a fault of the suite, found at collection."""


def once(prefix: str) -> Over:
    """Run it once, with ids below ``prefix``."""
    return lambda manifest: [Point(prefix)]


def types_with(*verbs: str, when: Callable[[dict[str, Any]], bool] = lambda spec: True) -> Over:
    """Run it for each type that has all these methods; the first verb stands in the id.

    ``when`` looks at the manifest's entry of the type, with its ``name``, for what only some types have.
    """

    def points(manifest: Manifest) -> Iterator[Point]:
        for name, spec in manifest.types.items():
            if all(is_standard(manifest, name, verb) for verb in verbs) and when({**spec, "name": name}):
                yield Point(f"{name}/{verbs[0]}", type=name)

    return points


def is_standard(manifest: Manifest, type_name: str, verb: str) -> bool:
    """Whether a type has this method, and it is the standard one (Blob/copy is not)."""
    return bool(manifest.methods.get(f"{type_name}/{verb}", {}).get("standard"))


def only(type_name: str, verb: str) -> Over:
    """Run it for one type; a suite whose manifest has not that type or method runs it not at all."""

    def points(manifest: Manifest) -> Iterator[Point]:
        if verb in manifest.types.get(type_name, {}).get("methods", ()):
            yield Point(f"{type_name}/{verb}", type=type_name)

    return points


def case(
    *, requirements: Iterable[str], area: str, over: Over | None = None, needs: Iterable[str] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a case.

    ``area`` groups the summary; ``over`` says where it is run (once, below ``core/AREA``, where it is left out).

    Raises:
        BadCase: no requirement is named, a need is unknown, or a labelled paragraph is missing.
    """

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        code = function.__code__
        where = f"{function.__module__}:{code.co_firstlineno} {function.__name__}"
        wanted, ids = tuple(needs), tuple(requirements)
        if not ids:
            raise BadCase(f"{where}: names no requirement")
        if unknown := [need for need in wanted if need not in NEEDS]:
            raise BadCase(f"{where}: unknown need {unknown[0]!r}; there are {', '.join(NEEDS)}")
        title, documentation = documentation_of(function.__doc__ or "", where)
        made = Case(
            function, function.__name__.replace("_", "-"), ids, area, wanted, over or once(f"core/{area}"),
            title, documentation, "/".join(function.__module__.split(".")[1:]) + ".py", code.co_firstlineno,
        )  # fmt: skip
        function.jmap_case = made  # type: ignore[attr-defined]
        return function

    return decorate


_LABEL: Final = re.compile(rf"^({'|'.join(SECTIONS)}):[ \n]", re.MULTILINE)


def documentation_of(docstring: str, where: str) -> tuple[str, dict[str, str]]:
    """The rule (first line) and the labelled paragraphs of a docstring, each on one line.

    Raises:
        BadCase: there is no first line, or a paragraph is missing, empty, doubled or out of order.
    """
    text = inspect.cleandoc(docstring)
    title, *pieces = _LABEL.split(text)
    found = {label: " ".join(body.split()) for label, body in zip(pieces[::2], pieces[1::2], strict=True)}
    if not title.strip():
        raise BadCase(f"{where}: the docstring has no first line that says the rule")
    if tuple(pieces[::2]) != SECTIONS or not all(found.values()):
        raise BadCase(f"{where}: the docstring needs the paragraphs {', '.join(SECTIONS)}, once each, in this order")
    return " ".join(title.split()), found


def cases_in(module: Any) -> list[Case]:
    """The cases of a module, in the order in which they are written."""
    made = [value.jmap_case for value in vars(module).values() if hasattr(value, "jmap_case")]
    return sorted((one for one in made if one.function.__module__ == module.__name__), key=lambda one: one.line)
