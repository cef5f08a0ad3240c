"""Calls and their responses: order, names, ids, what an error does to others (RFC 8620, Sections 3.2 to 3.6)."""

from __future__ import annotations

from ..case import case
from ..expect import equal, that
from ..manifest import CORE
from ..server import Server


@case(requirements=["core/Response/methodResponses/in-order", "core/Request/methodCalls/in-order"], area="calls")
def responses_are_in_the_order_of_the_calls(server: Server) -> None:
    """Calls are answered in the order in which they stand in the Request.

    Purpose: To see that a client can read the responses from the top.
    Preconditions: A login.
    Procedure: Call Core/echo eight times, or as often as the server allows, each with its number.
    Expected: The numbers come back in order.
    Why: What a later call finds depends on what the earlier ones did.
    """
    count = min(8, server.limit("maxCallsInRequest"))
    reply = server.request([["Core/echo", {"number": number}, str(number)] for number in range(count)])
    found = [response.arguments.get("number") for response in reply.responses]
    equal(found, list(range(count)), "the responses are not in the order of the calls")


@case(requirements=["core/Invocation/response-name"], area="calls")
def response_has_the_name_of_its_method(server: Server) -> None:
    """The response to a call has the name of the method, and that of a failed call is error.

    Purpose: To see that a client can tell by the name what came.
    Preconditions: A login.
    Procedure: Call Core/echo, and a method that nobody has.
    Expected: Responses named Core/echo and error.
    Why: It is the only mark by which the two are told apart.
    """
    reply = server.request([["Core/echo", {}, "0"], ["Core/noSuchMethod", {}, "1"]])
    found = [response.name for response in reply.responses]
    equal(found, ["Core/echo", "error"], "the responses have other names")


@case(requirements=["core/Invocation/call-id"], area="calls")
def method_call_ids_come_back(server: Server) -> None:
    """Every response has the method call id of its call, whatever string that is.

    Purpose: To see that the id is the client's alone.
    Preconditions: A login.
    Procedure: Call Core/echo with an empty id, a long one, one in a foreign script, and the same id twice.
    Expected: The ids come back as they were.
    Why: Clients find their answers by it.
    """
    sent = ["", "x" * 300, "номер № 1 \U0001f4ee", "twice", "twice"][: server.limit("maxCallsInRequest")]
    reply = server.request([["Core/echo", {}, one] for one in sent])
    equal([response.call_id for response in reply.responses], sent, "the method call ids are not those of the calls")


@case(requirements=["core/MethodError/in-place", "core/MethodError/goes-on"], area="calls")
def calls_after_an_error_are_processed(server: Server) -> None:
    """An error stands where the response would have been, and the calls after it are processed as usual.

    Purpose: To see that one bad call does not spoil a request.
    Preconditions: A login.
    Procedure: Call Core/echo, a method that nobody has, and Core/echo again.
    Expected: Three responses: an echo, the error, an echo.
    Why: Requests are put together from parts that know nothing of one another.
    """
    reply = server.request([["Core/echo", {"n": 1}, "0"], ["Core/noSuchMethod", {}, "1"], ["Core/echo", {"n": 3}, "2"]])
    found = [(response.name, response.call_id) for response in reply.responses]
    wanted = [("Core/echo", "0"), ("error", "1"), ("Core/echo", "2")]
    right = found == wanted
    that(right, "the error is not in its place, or stopped the calls after it", expected=wanted, found=reply.shown)


@case(requirements=["core/MethodError/no-http-error"], area="calls")
def error_of_a_method_is_no_http_error(server: Server) -> None:
    """A request whose only call fails is answered with HTTP 200 and a Response.

    Purpose: To see that the levels of errors are kept apart.
    Preconditions: A login.
    Procedure: Call a method that nobody has, alone.
    Expected: HTTP 200.
    Why: Clients try again on an HTTP error, which here would never help.
    """
    made = server.post(b'{"using":["%s"],"methodCalls":[["Core/noSuchMethod",{},"0"]]}' % CORE.encode())
    equal(made.status, 200, "an error of a method came as an HTTP error")
    server.reply(made).refused("0", "unknownMethod")


@case(requirements=["core/Response/as-json"], area="calls")
def response_is_json(server: Server) -> None:
    """A Response has the content type application/json.

    Purpose: To see that a client can tell a Response from an error page by its type.
    Preconditions: A login.
    Procedure: Call Core/echo.
    Expected: The media type application/json, with or without parameters.
    Why: Something in between may answer in the server's place, with a page.
    """
    reply = server.request([["Core/echo", {}, "0"]])
    kind = reply.exchange.answer_headers.get("content-type", "")
    equal(kind.partition(";")[0].strip().lower(), "application/json", "the Response is not sent as JSON")


@case(requirements=["core/Response/as-json"], area="calls")
def request_without_calls_is_answered(server: Server) -> None:
    """A Request without any call is answered with a Response without any.

    Purpose: To see that nothing to do is no error.
    Preconditions: A login.
    Procedure: Send a Request whose methodCalls is empty.
    Expected: A Response whose methodResponses is empty, with a sessionState.
    Why: It is the cheapest way to ask whether the Session has changed.
    """
    reply = server.request([])
    equal(reply.message["methodResponses"], [], "there are responses to no calls")
    that(
        isinstance(reply.message.get("sessionState"), str),
        "there is no sessionState",
        expected="a String",
        found=reply.message,
    )
