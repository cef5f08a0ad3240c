"""Faults about Requests and their Responses as a whole (RFC 8620, Section 3)."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from .. import http, ijson, protocol, web
from ..errors import method, request
from ..generated import methods as tables
from ..http import Http
from . import fault
from .planting import after, another, in_response, instead


@fault("core/Response/methodResponses/in-order", "core/Request/methodCalls/in-order")
def responses_reversed() -> None:
    """The responses come in the reverse of the order of the calls."""
    in_response(lambda said: said["methodResponses"].reverse())


@fault("core/Invocation/response-name")
def error_named_as_method() -> None:
    """The response to a call that failed has the name of its method."""

    def answer(right: Any, self: Any, name: str, *given: Any) -> Any:
        return [(name, inner) for _, inner in right(self, name, *given)]

    instead(protocol.Processor, "_answer", answer)


@fault("core/Invocation/call-id")
def call_id_cut() -> None:
    """A method call id comes back with no more than 255 characters."""
    in_response(
        lambda said: said.update(
            methodResponses=[(name, inner, id[:255]) for name, inner, id in said["methodResponses"]]
        )
    )


@fault("core/MethodError/goes-on")
def error_ends_request() -> None:
    """The calls after one that failed are not processed."""

    def cut(said: dict[str, Any]) -> None:
        names = [name for name, _, _ in said["methodResponses"]]
        if "error" in names:
            del said["methodResponses"][names.index("error") + 1 :]

    in_response(cut)


@fault("core/MethodError/in-place")
def errors_come_last() -> None:
    """Errors stand behind all other responses."""
    in_response(lambda said: said["methodResponses"].sort(key=lambda one: one[0] == "error"))


@fault("core/MethodError/no-http-error")
def failed_call_fails_request() -> None:
    """A Request of which no call succeeded is answered with HTTP status 400."""

    def refuse(said: dict[str, Any]) -> None:
        names = {name for name, _, _ in said["methodResponses"]}
        if names == {"error"}:
            raise request.NotRequest("no call succeeded")

    in_response(refuse)


@fault("core/Response/as-json", seen_by="response-is-json")
def response_as_text() -> None:
    """A Response has the type text/plain."""
    instead(Http, "api", as_type("text/plain"))


def as_type(media_type: str) -> Any:
    """An endpoint whose responses have another type."""

    async def endpoint(right: Any, *given: Any) -> Any:
        response = await right(*given)
        response.headers["content-type"] = media_type
        return response

    return endpoint


@fault("core/Response/as-json", seen_by="request-without-calls-is-answered")
def no_calls_refused() -> None:
    """A Request without calls is refused as no Request."""

    def check(right: Any, sent: Any, limits: Any) -> None:
        right(sent, limits)
        if not sent["methodCalls"]:
            raise request.NotRequest("no calls")

    instead(protocol, "check_envelope", check)


@fault("core/errors/request/notRequest/http-error")
def not_request_called_not_json() -> None:
    """JSON that is no Request is refused as if it were no JSON."""
    another(request.NotRequest, request.NotJSON.type)


@fault("core/errors/request/notJSON/content-type")
def any_content_type_accepted() -> None:
    """A Request may be sent as text/plain, as any web page can."""

    def api(right: Any, self: Http, asked: Request) -> Any:
        kept = [(name, value) for name, value in asked.scope["headers"] if name != b"content-type"]
        return right(
            self, Request({**asked.scope, "headers": [*kept, (b"content-type", b"application/json")]}, asked.receive)
        )

    instead(Http, "api", api)


@fault("core/ProblemDetails/api")
def request_error_as_json() -> None:
    """Errors of a whole request are sent as application/json."""
    instead(http, "request_problem", as_type("application/json"))


@fault("core/ProblemDetails/status/as-response")
def problem_status_differs() -> None:
    """The status in problem details is 500, whatever that of the response."""

    def problem(right: Any, asked: Request, said: dict[str, Any], headers: dict[str, str]) -> Response:
        response: Response = right(asked, said, headers)
        response.body = ijson.dump(said | {"status": 500})
        response.headers["content-length"] = str(len(response.body))
        return response

    instead(web, "_problem", problem)


@fault("core/errors/request/limit/limit-named")
def limit_not_named() -> None:
    """The problem details of an exceeded limit do not say which."""
    instead(web, "problem", lambda right, error: {k: v for k, v in right(error).items() if k != "limit"})


@fault("core/Request/ignores-unknown")
def unknown_member_refused() -> None:
    """A Request with a member that the server does not know is refused."""

    def check(right: Any, sent: Any, limits: Any) -> None:
        right(sent, limits)
        if unknown := sent.keys() - {"using", "methodCalls", "createdIds"}:
            raise request.NotRequest(f"unknown: {unknown}")

    instead(protocol, "check_envelope", check)


@fault("core/json/i-json", seen_by="spelling-of-json-does-not-matter")
def escaped_solidus_refused() -> None:
    r"""A Request in which a solidus is escaped, as in "Core\/echo", is refused as no JSON."""

    def parse(right: Any, octets: bytes) -> Any:
        if b"\\/" in octets:
            raise ijson.NotIJSON("a bad escape")
        return right(octets)

    instead(ijson, "parse", parse)


@fault("core/json/i-json", seen_by="names-are-case-sensitive")
def method_names_without_case() -> None:
    """Methods are found by their names in any case."""
    by_name = {name.lower(): name for name in tables.METHODS}
    instead(protocol, "find_method", lambda right, name, using: right(by_name.get(name.lower(), name), using))


@fault("core/Request/using/may-name-unused")
def unused_capability_refused() -> None:
    """A Request that names a capability which none of its calls needs is refused."""

    def check(right: Any, sent: Any, limits: Any) -> None:
        right(sent, limits)
        needed = {tables.METHODS[name].capability for name, _, _ in sent["methodCalls"] if name in tables.METHODS}
        if unused := set(sent["using"]) - needed - {"urn:ietf:params:jmap:core"}:
            raise request.UnknownCapability(f"not needed: {unused}")

    instead(protocol, "check_envelope", check)


@fault("core/errors/method/unknownMethod/answered")
def unknown_method_called_invalid() -> None:
    """A method that there is not is answered with invalidArguments."""
    another(method.UnknownMethod, method.InvalidArguments.type)


@fault("core/capability/session/maxCallsInRequest/enforced")
def most_calls_not_enforced() -> None:
    """A Request may have any number of calls."""

    def check(right: Any, sent: Any, limits: Any) -> None:
        try:
            right(sent, limits)
        except request.Limit:
            return

    instead(protocol, "check_envelope", check)


@fault("core/capability/session/maxSizeRequest/enforced")
def request_size_not_enforced() -> None:
    """A Request may have twice as many octets as the Session says."""
    instead(http, "read", lambda right, asked, most, too_large: right(asked, 2 * most, too_large))


@fault("core/errors/request/notJSON/refused")
def duplicate_names_accepted() -> None:
    """A Request in which a name occurs twice in one object is answered as if it were JSON like any other."""

    def parse(right: Any, octets: bytes) -> Any:
        try:
            return right(octets)
        except ijson.NotIJSON as error:
            if "twice" in str(error):
                return json.loads(octets)
            raise

    instead(ijson, "parse", parse)


@fault("core/Request/using/nothing-else", "core/Request/using/empty")
def capability_not_needed() -> None:
    """Methods can be called without naming their capability in `using`."""
    instead(protocol, "find_method", lambda right, name, using: right(name, frozenset(tables.CAPABILITIES)))


@fault("core/errors/request/unknownCapability/request-level")
def capability_refused_by_call() -> None:
    """A capability that the server does not have is refused call by call, with HTTP status 200."""

    def check(right: Any, sent: Any, limits: Any) -> None:
        try:
            right(sent, limits)
        except request.UnknownCapability:
            sent["using"] = []

    instead(protocol, "check_envelope", check)


@fault("core/Response/createdIds/complete")
def creation_ids_forgotten() -> None:
    """The Response does not have the creation ids of what the Request created."""

    def process(right: Any, self: Any, user: str, origin: str, sent: Any, *given: Any) -> dict[str, Any]:
        said: dict[str, Any] = right(self, user, origin, sent, *given)
        return said | ({"createdIds": sent["createdIds"]} if "createdIds" in said else {})

    instead(protocol.Processor, "process", process)


@fault("core/Response/createdIds/as-in-request")
def creation_ids_unasked() -> None:
    """Every Response has createdIds, also where the Request has not."""
    in_response(lambda said: said.setdefault("createdIds", {}))


@fault("core/Core/echo/same-arguments", seen_by="arguments-come-back-as-they-were")
def echo_without_null() -> None:
    """Core/echo leaves out arguments that are null."""

    def drop(call: Any, said: dict[str, Any]) -> None:
        for name in [name for name, value in said.items() if value is None]:
            del said[name]

    after("Core/echo", drop)


@fault("core/Core/echo/same-arguments", seen_by="fractions-keep-their-value")
def fractions_cut() -> None:
    """A number in a Request loses its fraction."""
    right = ijson.parse

    def whole(value: Any) -> Any:
        if isinstance(value, float):
            return int(value)
        if isinstance(value, list):
            return [whole(one) for one in value]
        return {name: whole(one) for name, one in value.items()} if isinstance(value, dict) else value

    instead(ijson, "parse", lambda _, octets: whole(right(octets)))
