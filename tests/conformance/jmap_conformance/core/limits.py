"""The limits that the core capability tells: what keeps to them is done, and one more is not (RFC 8620, Section 2)."""

from __future__ import annotations

from ..case import case
from ..exchange import Exchange
from ..expect import equal, that
from ..ijson import write
from ..manifest import CORE
from ..outcome import Unsupported
from ..server import Server
from .request import client_error, problem_type, shown

#: Octets above which the suite does not try a limit of size: it would only heat the network.
TRIED = 128 * 1024 * 1024


def refused_by(server: Server, made: Exchange, limit: str) -> None:
    """The request was refused with the error limit, which names this limit."""
    client_error(made)
    problem_type(server, made, "limit")
    problem = server.read(made)
    equal(problem.get("limit"), limit, "the error names another limit")


@case(
    requirements=["core/capability/session/maxCallsInRequest/enforced", "core/errors/request/limit/limit-named"],
    area="limits",
)
def one_call_too_many_is_refused(server: Server) -> None:
    """A Request with more calls than maxCallsInRequest is refused as a whole.

    Purpose: To see that the limit which is told is the limit which is kept.
    Preconditions: A login.
    Procedure: Send as many calls of Core/echo as maxCallsInRequest allows, then one more than that.
    Expected: The first Request is processed; the second is refused with the error limit, which names
    maxCallsInRequest.
    Why: Clients fill requests to the limit; a server that keeps another one fails just when there is much to do.
    """
    most = server.limit("maxCallsInRequest")
    if most > 5000:
        raise Unsupported(f"maxCallsInRequest is {most}, more than the suite tries")
    calls = [["Core/echo", {}, str(number)] for number in range(most + 1)]
    reply = server.request(calls[:most])
    equal(len(reply.responses), most, "a Request within the limit was not processed whole")
    refused_by(server, server.post(write({"using": [CORE], "methodCalls": calls})), "maxCallsInRequest")


@case(
    requirements=["core/capability/session/maxSizeRequest/enforced", "core/errors/request/limit/limit-named"],
    area="limits",
)
def one_octet_too_many_is_refused(server: Server) -> None:
    """A Request of more octets than maxSizeRequest is refused as a whole.

    Purpose: To see that the limit which is told is the limit which is kept.
    Preconditions: maxSizeRequest is small enough to be tried.
    Procedure: Send a Request of exactly maxSizeRequest octets, then one that is an octet longer; white space fills
    both.
    Expected: The first is processed; the second is refused with the error limit, which names maxSizeRequest.
    Why: Clients divide large changes by this number.
    """
    most = server.limit("maxSizeRequest")
    if most > TRIED:
        raise Unsupported(f"maxSizeRequest is {most}, more than the suite tries")
    body = write({"using": [CORE], "methodCalls": [["Core/echo", {}, "0"]]})
    fits = server.post(body + b" " * (most - len(body)))
    that(
        fits.status == 200,
        "a Request of exactly maxSizeRequest octets was refused",
        expected="HTTP 200",
        found=shown(fits),
    )
    refused_by(server, server.post(body + b" " * (most + 1 - len(body))), "maxSizeRequest")


@case(requirements=["core/capability/session/maxSizeUpload/enforced"], area="limits")
def upload_that_is_too_large_is_refused(server: Server) -> None:
    """An upload of more octets than maxSizeUpload is refused.

    Purpose: To see that the limit which is told is the limit which is kept.
    Preconditions: maxSizeUpload is small enough to be tried, and the Session shows an account.
    Procedure: Upload one octet more than maxSizeUpload.
    Expected: A status from 400 to 499.
    Why: A client warns its user by this number before it sends anything.
    """
    most = server.limit("maxSizeUpload")
    if most > TRIED:
        raise Unsupported(f"maxSizeUpload is {most}, more than the suite tries")
    made = server.upload(server.any_account(), b"\0" * (most + 1))
    that(
        400 <= made.status <= 499,
        "an upload above the limit was taken",
        expected="an HTTP status from 400 to 499",
        found=shown(made),
    )


@case(requirements=["core/upload/too-large"], area="limits")
def upload_that_is_too_large_is_called_so(server: Server) -> None:
    """An upload of more octets than maxSizeUpload is answered with 413.

    Purpose: To see that a client can tell the user that the file is too large.
    Preconditions: maxSizeUpload is small enough to be tried, and the Session shows an account.
    Procedure: Upload one octet more than maxSizeUpload.
    Expected: HTTP 413.
    Why: Proxies on the way answer the same when a file is too large for them.
    """
    most = server.limit("maxSizeUpload")
    if most > TRIED:
        raise Unsupported(f"maxSizeUpload is {most}, more than the suite tries")
    made = server.upload(server.any_account(), b"\0" * (most + 1))
    equal(made.status, 413, "an upload above the limit is answered otherwise")
