"""A Request in, a Response out (RFC 8620, Section 3): no HTTP, no sockets, no clock, no store of its own."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .errors import MethodError, error_arguments, method, request
from .generated import methods as tables
from .handlers import OWN, STANDARD, Handler, specials
from .ids import random_id
from .limits import Limits, Quotas
from .people import People
from .push import vapid
from .references import Invocation, resolve
from .session import session
from .standard.call import Call
from .standard.records import Specials
from .store.interface import Store
from .store.values import Account
from .submission.transit import SERVER
from .trace import line
from .validation import DEFINITIONS, faults

log = logging.getLogger("jmap_reference")


@dataclass(frozen=True)
class Processor:
    """Answers Requests from a store."""

    store: Store
    limits: Limits = field(default_factory=Limits)
    quotas: Quotas = field(default_factory=Quotas)
    #: Seconds since 1970.
    clock: Callable[[], float] = time.time
    #: A new id for a record of a type.
    new_id: Callable[[str], str] = random_id
    specials: Specials = field(default_factory=specials)
    #: By which push services know the server; None for that of the store.
    push_key: vapid.Key | None = None
    #: What it calls itself to other mail servers.
    mail_name: str = SERVER
    people: People = field(init=False, compare=False)

    def __post_init__(self) -> None:
        key = self.push_key or vapid.key_of(self.store)
        # req: vapid/capability/complete
        #   A server that has the capability MUST list it in the Session, with every member listed here.
        # req: vapid/capability/rotation-changes-session-state
        #   When the server replaces its key, it MUST change the sessionState of its responses too.
        object.__setattr__(self, "limits", replace(self.limits, applicationServerKey=key.public))
        object.__setattr__(self, "people", People(self.store))

    def session(self, user: str, origin: str, ticket: str = "") -> dict[str, Any]:
        """The Session object.

        ``origin``: how the client reached the server: ``https://example.com``; ``ticket``: see ``tickets``.
        """
        return session(user, tuple(self.people.accounts(user).values()), self.limits, origin, ticket)

    def process(self, user: str, origin: str, sent: Any, token: bytes | None = None) -> dict[str, Any]:
        """The Response to a Request; ``token``: digest of the one that the user showed, None for a password.

        Raises:
            NotRequest: ``sent`` is JSON, but no Request object.
            UnknownCapability: ``using`` names what the server does not have.
            Limit: more calls than maxCallsInRequest.
        """
        check_envelope(sent, self.limits)
        accounts = self.people.accounts(user)
        using = frozenset(sent["using"])
        created_ids = dict(sent.get("createdIds") or {})
        responses: list[Invocation] = []
        # req: core/Request/methodCalls/in-order
        #   The server MUST process the calls one after the other, in the order of this array.
        # req: core/Response/methodResponses/in-order
        #   The responses MUST be in the order in which the calls were processed.
        for name, arguments, call_id in sent["methodCalls"]:
            said = self._answer(name, arguments, using, user, token, accounts, created_ids, responses)
            # req: core/Invocation/call-id
            #   Every response that a call brings about MUST carry its method call id, those of further calls that it
            #   made of itself among them.
            responses += [(response, inner, call_id) for response, inner in said]
        return {
            "methodResponses": responses,
            # req: core/Response/createdIds/as-in-request
            #   A Response MUST have it if the Request had it, and otherwise be without it.
            # req: core/Response/createdIds/complete
            #   It MUST have every entry that the Request had, and one for each record that was created since.
            **({"createdIds": created_ids} if sent.get("createdIds") is not None else {}),
            # req: core/Response/sessionState/as-session
            #   It MUST be the state that the Session resource gives at that moment.
            "sessionState": session(user, tuple(accounts.values()), self.limits, origin)["state"],
        }

    def _answer(
        self,
        name: str,
        arguments: dict[str, Any],
        using: frozenset[str],
        user: str,
        token: bytes | None,
        accounts: Mapping[str, Account],
        created_ids: dict[str, str],
        responses: list[Invocation],
    ) -> list[tuple[str, dict[str, Any]]]:
        """The responses to one call: its own and those of calls that it implies, or an error."""
        started = time.perf_counter()
        try:
            called, handler = find_method(name, using)
            # req: core/ResultReference/looked-for-first
            #   Before it does anything else with a call, the server MUST look for arguments whose names begin with #.
            given = resolve(arguments, responses)
            check_arguments(called, given, accounts)
            with self.store.transaction(write=writes(called)) as transaction:
                call = Call(
                    # req: core/Invocation/omitted-argument
                    #   The server MUST treat a call in which such an argument is left out as if it had the default.
                    called, {**called.defaults, **given}, user, accounts, transaction, self.specials, self.limits,
                    dict(created_ids), self.clock(), self.new_id, quotas=self.quotas, token=token,
                )  # fmt: skip
                answer = handler(call)
                call.settle()
            created_ids.update(call.created_ids)
            # req: core/Invocation/response-name
            #   The name of a response MUST be that of the method, unless the method says otherwise; that of a failed
            #   call is error.
            said = [(name, answer), *call.also]
        # req: core/MethodError/in-place
        #   The server MUST put the error where the response of the call would have been.
        # req: core/MethodError/no-change
        #   Apart from serverPartialFail, a call that fails MUST NOT have changed anything that can be seen from
        #   outside.
        except MethodError as error:
            said = [("error", error_arguments(error))]
        except Exception as error:
            # req: core/MethodError/goes-on
            #   The calls that follow in the Request MUST be processed as usual.
            # Whatever is wrong with one call, the others are answered.
            log.exception("%s failed", name)
            said = [("error", error_arguments(method.ServerFail(f"unexpected {type(error).__name__}, see the log")))]
        duration = (time.perf_counter() - started) * 1000
        if log.isEnabledFor(logging.INFO):
            log.info("%s", line(name, *said[0], duration))
        return said


def check_envelope(sent: Any, limits: Limits) -> None:
    """Refuse what is no Request that this server can take; see ``Processor.process``."""
    # req: core/errors/request/notRequest/http-error
    #   The server MUST answer it with an HTTP status from 400 to 499, and never with 200.
    # req: core/Request/ignores-unknown
    #   For that reason a server MUST ignore members of a Request that it does not know.
    if fault := faults("Request", sent):
        raise request.NotRequest(fault)
    # clarification 3
    # req: core/errors/request/unknownCapability/request-level
    #   The server MUST refuse such a request as a whole, with an HTTP error, and not call by call.
    if unknown := [urn for urn in sent["using"] if urn not in tables.CAPABILITIES]:
        raise request.UnknownCapability(f"not supported here: {', '.join(unknown)}")
    # req: core/capability/session/maxCallsInRequest/enforced
    #   The server MUST refuse a request with more calls as a whole.
    if len(sent["methodCalls"]) > limits.maxCallsInRequest:
        most = f"no more than {limits.maxCallsInRequest} calls in one request"
        raise request.Limit(most, limit="maxCallsInRequest")


def find_method(name: str, using: frozenset[str]) -> tuple[tables.Method, Handler]:
    """What is called.

    Raises:
        UnknownMethod: there is no such method, or its capability is not in ``using``.
    """
    called = tables.METHODS.get(name)
    # clarification 4: an empty ``using`` is no special case
    # req: core/Request/using/nothing-else
    #   To the calls of this Request, a server MUST behave as if it had nothing but what is named here.
    # req: core/Request/using/empty
    #   A Request in which this is empty MUST be processed like any other, and every call in it answered with
    #   unknownMethod.
    # req: core/errors/method/unknownMethod/answered
    #   The server MUST answer this to a call of a method that none of these capabilities has.
    if called is None or called.capability not in using:
        missing = f"there is no method {name}" if called is None else f"{name} needs {called.capability} in using"
        raise method.UnknownMethod(missing)
    handler = OWN.get(name) or (STANDARD[called.verb] if called.standard else None)
    if handler is None:
        raise method.UnknownMethod(f"{name} is not implemented")
    return called, handler


def check_arguments(called: tables.Method, arguments: dict[str, Any], accounts: Mapping[str, Account]) -> None:
    """Refuse arguments that the method cannot take, or for an account that the user cannot use so.

    Raises:
        InvalidArguments, AccountNotFound, AccountNotSupportedByMethod, AccountReadOnly
    """
    # req: core/errors/method/invalidArguments/answered
    #   The server MUST answer this to a call whose arguments are not valid, and do nothing more of the call.
    # req: core/standard/get/account-id-required
    #   A call without accountId MUST be answered with invalidArguments; the server does not choose an account for the
    #   client.
    if fault := faults(called.request, arguments):
        raise method.InvalidArguments(fault)
    if "accountId" not in DEFINITIONS[called.request].get("properties", ()):
        return
    account = accounts.get(arguments["accountId"])
    # req: core/errors/method/accountNotFound/answered
    #   The server MUST answer this to a call that names such an account.
    if account is None:
        raise method.AccountNotFound()
    # req: core/errors/method/accountNotSupportedByMethod/answered
    #   The server MUST answer this to a call of a method whose capability is not among the accountCapabilities of the
    #   account.
    if not account.supports(called.capability):
        raise method.AccountNotSupportedByMethod()
    # req: core/errors/method/accountReadOnly/answered
    #   The server MUST answer this to a call that would change something in such an account.
    if writes(called) and account.is_read_only:
        raise method.AccountReadOnly()


def writes(called: tables.Method) -> bool:
    """Whether the method changes data: only such a one can answer a SetError."""
    return bool(called.set_errors)
