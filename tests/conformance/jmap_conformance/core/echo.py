"""Core/echo (RFC 8620, Section 4)."""

from __future__ import annotations

from typing import Any

from ..case import Point, case
from ..expect import equal
from ..manifest import Manifest
from ..server import Server

ARGUMENTS: dict[str, Any] = {
    "nothing": {},
    "scalars": {"a": True, "b": False, "c": None, "d": "", "e": 0, "f": -1},
    "nested": {"list": [[], [[1]], {"x": {"y": {"z": []}}}]},
    "unicode": {"grüße": "日本語 \U0001f4ee \u0000 \u202e", "": "empty name"},
    "big-numbers": {"most": 9007199254740991, "least": -9007199254740991},
    "account-id": {"accountId": "no-such-account", "ids": None},
}


def arguments(manifest: Manifest) -> list[Point]:
    return [Point("core/echo", suffix=name, arguments={"what": name}) for name in ARGUMENTS]


@case(requirements=["core/Core/echo/same-arguments"], area="echo", over=arguments)
def arguments_come_back_as_they_were(server: Server, what: str) -> None:
    """Core/echo answers with the very arguments that it was given.

    Purpose: To see that JSON passes through the server unharmed.
    Preconditions: A login.
    Procedure: Call Core/echo with arguments of one kind.
    Expected: The same JSON value.
    Why: What is lost here is lost in every other method too.
    """
    sent = ARGUMENTS[what]
    equal(server.request([["Core/echo", sent, "0"]]).result("0", "Core/echo"), sent, "the arguments came back changed")


@case(requirements=["core/Core/echo/same-arguments"], area="echo")
def fractions_keep_their_value(server: Server) -> None:
    """A number with a fraction comes back as the same number, however it is spelt.

    Purpose: To see that numbers are numbers and no text.
    Preconditions: A login.
    Procedure: Call Core/echo with 0.5, 1e3 and 1.0.
    Expected: Numbers of the same value; 1000 and 1 are as good as 1e3 and 1.0.
    Why: Parsers read a number and write it anew; asking for the spelling would rule most of them out.
    """
    sent = {"half": 0.5, "thousand": 1e3, "one": 1.0}
    equal(server.request([["Core/echo", sent, "0"]]).result("0", "Core/echo"), sent, "the numbers came back changed")
