"""What is no Request, and what is an unusual one (RFC 8620, Sections 1.5, 3.3 and 3.6.1)."""

from __future__ import annotations

from typing import Any

from ..case import Over, Point, case
from ..exchange import Exchange, text_of
from ..expect import equal, that
from ..ijson import write
from ..manifest import CORE, Manifest
from ..outcome import Broken
from ..server import Server

#: Bodies that are no I-JSON, each by what is wrong with it. The call in each would be answered if the rest were right.
NOT_JSON: dict[str, bytes] = {
    "broken-off": b'{"using":["urn:ietf:params:jmap:core"],"methodCalls":[["Core/echo",{},"0"]]',
    "empty": b"",
    "not-utf8": b'{"using":["urn:ietf:params:jmap:core"],"methodCalls":[["Core/echo",{"a":"\xff\xfe"},"0"]]}',
    "member-twice": b'{"using":["urn:ietf:params:jmap:core"],"methodCalls":[["Core/echo",{"a":1,"a":2},"0"]]}',
    "using-twice": b'{"using":["urn:ietf:params:jmap:core"],"using":["urn:ietf:params:jmap:core"],"methodCalls":[]}',
    "two-values": b'{"using":["urn:ietf:params:jmap:core"],"methodCalls":[]} {}',
    "trailing-comma": b'{"using":["urn:ietf:params:jmap:core"],"methodCalls":[["Core/echo",{},"0"],]}',
    "single-quotes": b"{'using':['urn:ietf:params:jmap:core'],'methodCalls':[]}",
    "not-a-number": b'{"using":["urn:ietf:params:jmap:core"],"methodCalls":[["Core/echo",{"a":NaN},"0"]]}',
    "lone-surrogate": b'{"using":["urn:ietf:params:jmap:core"],"methodCalls":[["Core/echo",{"a":"\\ud800"},"0"]]}',
}

#: JSON values that are no Request, each by what is wrong with it.
NOT_REQUEST: dict[str, Any] = {
    "array": [{"using": [CORE], "methodCalls": []}],
    "string": "request",
    "null": None,
    "no-using": {"methodCalls": [["Core/echo", {}, "0"]]},
    "no-method-calls": {"using": [CORE]},
    "using-is-a-string": {"using": CORE, "methodCalls": []},
    "using-is-null": {"using": None, "methodCalls": []},
    "using-holds-a-number": {"using": [CORE, 5], "methodCalls": []},
    "method-calls-is-an-object": {"using": [CORE], "methodCalls": {}},
    "call-is-an-object": {"using": [CORE], "methodCalls": [{"name": "Core/echo", "arguments": {}, "id": "0"}]},
    "call-of-two": {"using": [CORE], "methodCalls": [["Core/echo", {}]]},
    "call-of-four": {"using": [CORE], "methodCalls": [["Core/echo", {}, "0", "1"]]},
    "arguments-are-an-array": {"using": [CORE], "methodCalls": [["Core/echo", [], "0"]]},
    "arguments-are-null": {"using": [CORE], "methodCalls": [["Core/echo", None, "0"]]},
    "name-is-a-number": {"using": [CORE], "methodCalls": [[5, {}, "0"]]},
    "call-id-is-a-number": {"using": [CORE], "methodCalls": [["Core/echo", {}, 0]]},
    "created-ids-is-an-array": {"using": [CORE], "methodCalls": [], "createdIds": []},
}


def each(names: dict[str, Any]) -> Over:
    """Run it once for each name of a table; the function gets it as ``what``."""

    def points(manifest: Manifest) -> list[Point]:
        return [Point("core/request", suffix=name, arguments={"what": name}) for name in names]

    return points


def client_error(made: Exchange) -> None:
    that(
        400 <= made.status <= 499,
        "the body was not refused",
        expected="an HTTP status from 400 to 499",
        found=shown(made),
    )


def shown(made: Exchange) -> str:
    return f"HTTP {made.status} {text_of(made.answer)[:600]}"


def problem_type(server: Server, made: Exchange, code: str) -> None:
    """The answer is problem details, and its type is that of the error."""
    wanted = server.manifest.errors("request")[code]["type"]
    problem = server.read(made)
    that(isinstance(problem, dict), "the error has no problem details", expected={"type": wanted}, found=shown(made))
    equal(problem.get("type"), wanted, "the problem is of another type")


@case(requirements=["core/errors/request/notJSON/refused"], area="request", over=each(NOT_JSON))
def body_that_is_no_json_is_refused(server: Server, what: str) -> None:
    """A body that cannot be read as I-JSON is refused as a whole, with notJSON.

    Purpose: To see that a server reads JSON strictly, and says so when it is none.
    Preconditions: A login.
    Procedure: POST a body to the API resource that is I-JSON but for one thing.
    Expected: A status from 400 to 499, and problem details of the type notJSON.
    Why: Two readers of one lenient text may each see another request; that is how filters are passed by.
    """
    made = server.post(NOT_JSON[what])
    client_error(made)
    problem_type(server, made, "notJSON")


@case(requirements=["core/errors/request/notRequest/http-error"], area="request", over=each(NOT_REQUEST))
def json_that_is_no_request_is_refused(server: Server, what: str) -> None:
    """JSON that is no Request object is refused as a whole, with notRequest.

    Purpose: To see that a server looks at the form of a request before it does any of it.
    Preconditions: A login.
    Procedure: POST a JSON value to the API resource that is a Request but for one thing.
    Expected: A status from 400 to 499, never 200, and problem details of the type notRequest.
    Why: A client that gets 200 believes that its request was done.
    """
    made = server.post(write(NOT_REQUEST[what]))
    client_error(made)
    problem_type(server, made, "notRequest")


@case(requirements=["core/errors/request/notRequest/http-error"], area="request")
def each_rule_of_the_request_is_kept(server: Server) -> None:
    """JSON that breaks any one rule of the Request object is refused as a whole, with notRequest.

    Purpose: To see that a server checks all that the specification says of a Request, createdIds included.
    Preconditions: A login.
    Procedure: POST objects that are Requests but for one mistake, for each rule; none of them has a call that could do
    anything.
    Expected: A status from 400 to 499, never 200, and problem details of the type notRequest, each time.
    Why: What one server lets pass, clients come to send; the next one refuses it.
    """
    for mistake in server.manifest.negatives.get("messages", {}).get("Request", ()):
        made = server.post(write(mistake["body"]))
        try:
            client_error(made)
            problem_type(server, made, "notRequest")
        except Broken as broken:
            raise Broken(
                f"{broken.message}; the body breaks {mistake['rule']} at {mistake['at'] or 'its root'}",
                expected=broken.expected,
                found=broken.found,
            ) from broken


@case(requirements=["core/errors/request/notJSON/content-type"], area="request")
def other_content_types_are_refused(server: Server) -> None:
    """A Request that is not sent as application/json is refused.

    Purpose: To see that a form in a foreign web page cannot make requests.
    Preconditions: A login.
    Procedure: POST a good Request to the API resource as text/plain.
    Expected: A status from 400 to 499.
    Why: Browsers send text/plain across origins without asking first.
    """
    made = server.post(write({"using": [CORE], "methodCalls": [["Core/echo", {}, "0"]]}), content_type="text/plain")
    client_error(made)


@case(requirements=["core/errors/request/unknownCapability/request-level"], area="request")
def unknown_capability_is_refused(server: Server) -> None:
    """A Request that names a capability which the server has not is refused as a whole, with unknownCapability.

    Purpose: To see that a client is told at once that it relies on something that is not there.
    Preconditions: A login.
    Procedure: POST a Request whose using names, beside core, a URN that no server has, with a call of Core/echo.
    Expected: A status from 400 to 499, and problem details of the type unknownCapability.
    Why: Done without that capability, the calls might do something else than was meant.
    """
    urn = "https://example.com/jmap/no-such-capability"
    made = server.post(write({"using": [CORE, urn], "methodCalls": [["Core/echo", {}, "0"]]}))
    client_error(made)
    problem_type(server, made, "unknownCapability")


@case(requirements=["core/ProblemDetails/api"], area="request")
def request_errors_are_problem_details(server: Server) -> None:
    """An error of a whole request comes as problem details, with the media type of problem details.

    Purpose: To see that a client can tell which error it was.
    Preconditions: A login.
    Procedure: POST an empty array to the API resource.
    Expected: The content type application/problem+json, and an object with a type.
    Why: A bare status leaves a client with nothing to say to its user.
    """
    made = server.post(b"[]")
    client_error(made)
    kind = made.answer_headers.get("content-type", "").partition(";")[0].strip().lower()
    equal(kind, "application/problem+json", "the error is not sent as problem details")
    problem = server.read(made)
    that(
        isinstance(problem, dict) and "type" in problem,
        "the problem has no type",
        expected="an object with type",
        found=problem,
    )


@case(requirements=["core/ProblemDetails/status/as-response"], area="request")
def status_in_problem_details_is_that_of_the_response(server: Server) -> None:
    """Where problem details have a status, it is the status of the response.

    Purpose: To see that the two do not contradict each other.
    Preconditions: A login.
    Procedure: POST to the API resource what is no JSON, what is no Request, and a Request with an unknown capability.
    Expected: Each time, no status in the problem details or that of the response.
    Why: Proxies change one and not the other, and a client should be able to tell.
    """
    for body in (NOT_JSON["broken-off"], b"[]", write({"using": ["https://example.com/jmap/none"], "methodCalls": []})):
        made = server.post(body)
        problem = server.read(made)
        that(isinstance(problem, dict), "the error has no problem details", expected="an object", found=shown(made))
        equal(problem.get("status", made.status), made.status, "the status in the problem details is another")


@case(requirements=["core/Request/ignores-unknown"], area="request")
def unknown_members_of_a_request_are_ignored(server: Server) -> None:
    """Members of a Request that the server does not know change nothing.

    Purpose: To see that a server of today serves a client of tomorrow.
    Preconditions: A login.
    Procedure: POST a Request with Core/echo and one member more.
    Expected: The Response is that of the Request without it.
    Why: Later specifications add members, and clients send them without knowing who listens.
    """
    message = {"using": [CORE], "methodCalls": [["Core/echo", {"a": 1}, "0"]], "exampleOfALaterMember": {"b": [True]}}
    made = server.post(write(message))
    equal(made.status, 200, "a Request with an unknown member was refused")
    equal(server.reply(made).result("0", "Core/echo"), {"a": 1}, "the call was answered differently")
