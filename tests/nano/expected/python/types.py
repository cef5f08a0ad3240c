# Generated from schemas/ by jmap-spec generate; change it there.
"""The objects of the wire as TypedDicts, with the names that they have there."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


Id = str
"""A name that the server gives. It MUST have no other characters than these.

RFC 8620, Section 1.2.
"""


UnsignedInt = int
"""A count.

RFC 8620, Section 1.3.
"""


Invocation = list[Any]
"""A call, or its response: name, arguments, call id.

RFC 8620, Section 3.2.
"""


class MethodError(TypedDict):
    """The arguments of an error response.

    RFC 8620, Section 3.6.2.
    """

    type: str
    """The code."""


class PatchObject(TypedDict):
    """Paths, each with its new value.

    RFC 8620, Section 5.3.
    """


class Request(TypedDict):
    """Calls, in order.

    RFC 8620, Section 3.3.
    """

    using: list[str]
    """Capabilities."""

    methodCalls: list[Invocation]
    """The calls."""


class Response(TypedDict):
    """What came of the calls, in order.

    RFC 8620, Section 3.4.
    """

    methodResponses: list[Invocation]
    """The responses."""

    sessionState: str
    """The state of the Session."""


class ResultReference(TypedDict):
    """An argument taken from the response of an earlier call.

    RFC 8620, Section 3.7.
    """

    resultOf: str
    """The call."""

    name: str
    """The name of its response."""

    path: str
    """Where in it."""


class SetError(TypedDict):
    """Why a record was not changed.

    RFC 8620, Section 5.3.
    """

    type: str
    """The code."""

    description: NotRequired[str | None]
    """For developers."""


class Cog(TypedDict):
    """A wheel with teeth.

    RFC 8620, Section 1.6.3.
    """

    id: Id
    """The id of the Cog.

    (immutable; server-set)
    """

    name: str
    """What people call it. There MUST NOT be two Cogs of one name."""

    gearId: Id | None
    """The Gear that it turns in."""

    teeth: UnsignedInt
    """How many teeth it has.

    (immutable)
    """

    finish: dict[str, Finish]
    """How each part is coloured."""

    madeBy: str
    """Who made it.

    (server-set)
    """

class CogPartial(TypedDict, total=False):
    """A Cog with only the properties asked for."""

    id: Id
    name: str
    gearId: Id | None
    teeth: UnsignedInt
    finish: dict[str, Finish]
    madeBy: str


class Finish(TypedDict):
    """A colour and whether it shines.

    RFC 8620, Section 1.6.3.
    """

    colour: str
    """By name."""

    shiny: NotRequired[bool]
    """Whether it shines."""


class Gear(TypedDict):
    """Cogs that turn together.

    RFC 8620, Section 1.6.3.
    """

    id: Id
    """The id of the Gear.

    (immutable; server-set)
    """

    cogIds: list[Id]
    """Its Cogs.

    (server-set)
    """

class GearPartial(TypedDict, total=False):
    """A Gear with only the properties asked for."""

    id: Id
    cogIds: list[Id]
