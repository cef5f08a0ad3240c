"""EmailSubmission/set, with what it does to Emails afterwards (RFC 8621, Section 7.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from ..errors import MethodError, error_arguments, method
from ..generated import methods as tables
from ..references import creation_reference
from ..standard.call import Call
from ..standard.set import set_records
from ..store.values import Record


def set_submissions(call: Call) -> dict[str, Any]:
    """The response of a standard /set; after it, that of one Email/set if the client asked for it and has success.

    Raises:
        RequestTooLarge, StateMismatch: see ``set_records``.
    """
    patches: dict[str, Record] = call.arguments["onSuccessUpdateEmail"] or {}
    doomed: list[str] = call.arguments["onSuccessDestroyEmail"] or []
    # Read before: of what this call destroys nothing is left to tell whose Email it was.
    before = call.records.read("EmailSubmission", map(creation_reference(call.created_ids), [*patches, *doomed]))
    answer = set_records(call)
    id_of = creation_reference(call.created_ids)
    now = call.records.read("EmailSubmission", map(id_of, [*patches, *doomed]))
    done = set(_succeeded(answer))
    # req: submission/EmailSubmission/set/onSuccessUpdateEmail/only-on-success
    #   Where the EmailSubmission was refused, its Email MUST be left as it is.
    # req: submission/EmailSubmission/set/onSuccessDestroyEmail/only-on-success
    #   Where the EmailSubmission was refused, its Email MUST be kept.
    emails = {id: record["emailId"] for id, record in (before | now).items() if id in done}
    update: dict[str, Record] = {}
    for key, patch in patches.items():
        if email := emails.get(id_of(key)):
            # Two EmailSubmissions of one Email: what the client wants done is the sum of both.
            update[email] = update.get(email, {}) | patch
    destroy = list(dict.fromkeys(emails[id_of(key)] for key in doomed if id_of(key) in emails))
    if update or destroy:
        _set_emails(call, {"update": update or None, "destroy": destroy or None})
    return answer


def _succeeded(answer: dict[str, Any]) -> Iterator[str]:
    """The ids of what the /set created, updated and destroyed."""
    yield from (record["id"] for record in (answer["created"] or {}).values())
    yield from answer["updated"] or ()
    yield from answer["destroyed"] or ()


def _set_emails(call: Call, changes: dict[str, Any]) -> None:
    # clarification 18
    # req: submission/EmailSubmission/set/one-email-set
    #   When everything else of the call is done, the server MUST make one Email/set, and no more, of what the client
    #   asks for with onSuccessUpdateEmail and onSuccessDestroyEmail.
    # req: submission/EmailSubmission/set/response-after
    #   The response of that MUST come after the one of this call.
    # req: submission/EmailSubmission/set/synchronous
    #   It MUST come in the same Response, and be of what has been done by then.
    name = "Email/set"
    try:
        if not call.account.supports(tables.METHODS[name].capability):
            raise method.AccountNotSupportedByMethod()
        call.also.append((name, set_records(call.implicit(name, {"accountId": call.account.id, **changes}))))
    except MethodError as error:
        call.also.append(("error", error_arguments(error)))


METHODS: Final[dict[str, Callable[[Call], dict[str, Any]]]] = {"EmailSubmission/set": set_submissions}
