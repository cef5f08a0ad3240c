"""One Request in several spellings: JSON says that they are the same (RFC 8259; RFC 8620, Section 1.5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import ijson
from ..case import Point, case
from ..expect import equal
from ..manifest import CORE, Manifest
from ..server import Server

SPELLINGS: dict[str, Callable[[Any], bytes]] = {
    "escaped": ijson.write_escaped,
    "escaped-solidus": lambda value: ijson.write(value).replace(b"/", b"\\/"),
    "white-space": ijson.write_spaced,
    "members-reversed": ijson.write_reversed,
}

MESSAGE: dict[str, Any] = {
    "using": [CORE],
    "methodCalls": [
        [
            "Core/echo",
            {"solidus": "a/b", "quote": '"\\', "astral": "\U0001f4ee", "list": [1, {"x": None}], "é": ""},
            "call/1",
        ]
    ],
}


def spellings(manifest: Manifest) -> list[Point]:
    return [Point("core/request", suffix=name, arguments={"spelling": name}) for name in SPELLINGS]


@case(requirements=["core/json/i-json"], area="request", over=spellings)
def spelling_of_json_does_not_matter(server: Server, spelling: str) -> None:
    r"""A Request means the same in every spelling that JSON allows.

    Purpose: To see that the server has a real JSON parser behind all of the message.
    Preconditions: A login.
    Procedure: Send one Request plainly, and again with escapes, an escaped solidus in the method's name, white
    space, or its members turned round.
    Expected: Both are answered with the same arguments.
    Why: Libraries differ in what they escape; a client cannot choose.
    """
    wanted = MESSAGE["methodCalls"][0][1]
    equal(
        server.request(MESSAGE["methodCalls"]).result("call/1", "Core/echo"), wanted, "the plain spelling is not echoed"
    )
    reply = server.request(MESSAGE["methodCalls"], body=SPELLINGS[spelling](MESSAGE))
    equal(reply.result("call/1", "Core/echo"), wanted, f"the spelling {spelling} is answered differently")


@case(requirements=["core/json/i-json"], area="request")
def names_are_case_sensitive(server: Server) -> None:
    """Names on the wire differ by case.

    Purpose: To see that the server compares names exactly.
    Preconditions: A login.
    Procedure: Call core/Echo and CORE/ECHO beside Core/echo.
    Expected: Only Core/echo is known; the others answer unknownMethod.
    Why: A server that folds case serves clients that fail everywhere else.
    """
    reply = server.request([["core/Echo", {}, "0"], ["CORE/ECHO", {}, "1"], ["Core/echo", {}, "2"]], deliberate=True)
    reply.refused("0", "unknownMethod")
    reply.refused("1", "unknownMethod")
    reply.result("2", "Core/echo")
