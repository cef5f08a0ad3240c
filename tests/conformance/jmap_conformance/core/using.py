"""What a Request opts in to (RFC 8620, Sections 1.8 and 3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from ..case import Point, case
from ..manifest import CORE, Manifest
from ..outcome import Unsupported
from ..server import Server


def methods(manifest: Manifest) -> Iterator[Point]:
    """Every method of every type that belongs to a capability."""
    for name, method in manifest.methods.items():
        if method["capability"]:
            yield Point("core/using", suffix=name, arguments={"method": name})


@case(
    requirements=["core/Request/using/nothing-else", "core/errors/method/unknownMethod/answered"],
    area="using",
    over=methods,
)
def method_without_its_capability_is_unknown(server: Server, method: str) -> None:
    """A method whose capability is not in using is answered with unknownMethod.

    Purpose: To see that a server follows what the client opted in to, method by method.
    Preconditions: The server advertises the capability of the method.
    Procedure: Call the method in a Request that names every advertised capability of this suite but the method's own.
    Expected: The error unknownMethod, whatever the arguments are.
    Why: A client that was written before an extension must never meet it; the method of a vendor may have the same
    name.
    """
    own = server.manifest.methods[method]["capability"]
    if not server.advertises(own):
        raise Unsupported(f"the session does not advertise {own}")
    others = [urn for urn in server.manifest.capabilities if urn != own and server.advertises(urn)]
    server.request([[method, {}, "0"]], using=others, deliberate=True).refused("0", "unknownMethod")


@case(requirements=["core/Request/using/empty"], area="using")
def empty_using_makes_every_method_unknown(server: Server) -> None:
    """A Request with an empty using is processed, and each of its calls answered with unknownMethod.

    Purpose: To see that an empty list is a list, and no error of the request.
    Preconditions: A login.
    Procedure: Call Core/echo twice in a Request whose using is empty.
    Expected: HTTP 200 and two errors unknownMethod.
    Why: It follows from the rule for any other list; a special case would be one more thing to know.
    """
    reply = server.request([["Core/echo", {}, "0"], ["Core/echo", {}, "1"]], using=[])
    reply.refused("0", "unknownMethod")
    reply.refused("1", "unknownMethod")


@case(requirements=["core/Request/using/may-name-unused"], area="using")
def capabilities_that_no_call_needs_may_be_named(server: Server) -> None:
    """A Request may name any advertised capability, whether its calls need it or not.

    Purpose: To see that a client can send the same using with every request.
    Preconditions: A login.
    Procedure: Call Core/echo in a Request that names every capability of the Session.
    Expected: The call is answered.
    Why: Most clients do just that.
    """
    everything = list(dict.fromkeys([CORE, *server.session["capabilities"]]))
    server.request([["Core/echo", {"a": 1}, "0"]], using=everything).result("0", "Core/echo")


@case(requirements=["core/errors/method/unknownMethod/answered"], area="using")
def method_that_nobody_has_is_unknown(server: Server) -> None:
    """A method that no capability has is answered with unknownMethod.

    Purpose: To see that a wrong name harms its own call only.
    Preconditions: A login.
    Procedure: Call Core/noSuchMethod and then Core/echo.
    Expected: unknownMethod for the first, an answer to the second.
    Why: A typing error in a client should be found by reading the response.
    """
    reply = server.request([["Core/noSuchMethod", {}, "0"], ["Core/echo", {}, "1"]])
    reply.refused("0", "unknownMethod")
    reply.result("1", "Core/echo")
