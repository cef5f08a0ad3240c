"""Methods: the standard ones over Foo, and the concrete ones of each type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .errors import ErrorUse
from .members import Member, Place


@dataclass(frozen=True)
class StandardMethod:
    """A template: a method over a type that is not yet named."""

    #: ``core/standard/get``.
    id: str
    verb: str
    description: str
    arguments: tuple[Member, ...]
    responses: tuple[Member, ...]
    errors: tuple[ErrorUse, ...]
    set_errors: tuple[ErrorUse, ...]
    section: str
    place: Place


@dataclass(frozen=True)
class SortOption:
    """A property that a Comparator of one type may name."""

    id: str
    name: str
    description: str
    #: The property of the record.
    property: str
    special: bool
    #: Further members of such a Comparator.
    arguments: tuple[Member, ...]
    place: Place


@dataclass(frozen=True)
class Declaration:
    """What methods.json says of one method: a whole method, or what a type adds to a standard one."""

    id: str
    verb: str
    #: Whether the standard method of this verb is meant.
    standard: bool
    description: str
    arguments: tuple[Member, ...]
    responses: tuple[Member, ...]
    #: None where no filter is declared.
    filter: tuple[Member, ...] | None
    sort: tuple[SortOption, ...]
    errors: tuple[ErrorUse, ...]
    set_errors: tuple[ErrorUse, ...]
    #: Arguments and errors of the standard method that this type's has not.
    without: tuple[str, ...]
    #: Request and response as written, for keywords besides their members.
    request_schema: dict[str, Any]
    response_schema: dict[str, Any]
    section: str
    place: Place


@dataclass(frozen=True)
class Method:
    """A concrete method of a type, standard or its own."""

    #: ``mail/Mailbox/get``.
    id: str
    #: ``Mailbox/get``: the name in an Invocation.
    name: str
    #: The name of the type: ``Mailbox``.
    type: str
    verb: str
    room: str
    #: The template, or None where the method is spelled out.
    standard: StandardMethod | None
    description: str
    #: Every argument of the request, those of the template first.
    arguments: tuple[Member, ...]
    #: Every argument of the response.
    responses: tuple[Member, ...]
    #: The names of those that this type adds to the template.
    added: frozenset[str]
    #: The names of those that the template has and this type has not.
    without: frozenset[str]
    #: The properties of a FilterCondition (of /query and /queryChanges).
    filter: tuple[Member, ...]
    sort: tuple[SortOption, ...]
    #: Method-level errors: any method's, the template's, its own.
    errors: tuple[ErrorUse, ...]
    set_errors: tuple[ErrorUse, ...]
    #: Further keywords of the request and the response (an open object, say), beside their members.
    request_schema: dict[str, Any]
    response_schema: dict[str, Any]
    section: str
    place: Place
