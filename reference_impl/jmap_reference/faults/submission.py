"""Faults about sending, and about answering in one's absence (RFC 8621, Sections 6 to 8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import method, set_
from ..standard import set as sets
from ..standard.call import Call
from ..store.values import Record
from ..submission import methods, submission
from ..submission.identity import IdentitySpecial
from ..submission.submission import EmailSubmissionSpecial
from ..vacationresponse.special import VacationResponseSpecial
from . import fault
from .core_session import VACATION, told
from .planting import after, another, around, before, instead, put

RULE = "submission/EmailSubmission"


def drafting(change: Callable[[Record], Record]) -> None:
    """A new EmailSubmission is another one."""
    instead(EmailSubmissionSpecial, "draft", lambda right, self, call, sent: change(right(self, call, sent)))


@fault(f"{RULE}/threadId/of-the-email")
def thread_id_of_another() -> None:
    """The threadId of an EmailSubmission is that of no Thread."""
    drafting(lambda record: record | {"threadId": record["emailId"]})


@fault(f"{RULE}/sendAt/of-creation")
def send_at_of_the_past() -> None:
    """The sendAt of an EmailSubmission is a time long past."""
    drafting(lambda record: record | {"sendAt": "1970-01-01T00:00:00Z"})


@fault(f"{RULE}/envelope/generated")
def envelope_needed() -> None:
    """An EmailSubmission without an envelope is refused."""

    def generated(right: Any, *given: Any) -> Record:
        raise set_.InvalidProperties(properties=["envelope"])

    instead(submission, "generated", generated)


@fault(f"{RULE}/envelope/recipients-of-email")
def recipients_twice() -> None:
    """A generated envelope has each recipient twice."""

    def generated(right: Any, *given: Any) -> Record:
        made: Record = right(*given)
        return made | {"rcptTo": made["rcptTo"] * 2}

    instead(submission, "generated", generated)


@fault(f"{RULE}/set/errors/invalidProperties/not-found")
def dangling_called_not_found() -> None:
    """An EmailSubmission of an Email that there is not is refused with notFound."""

    def refused(call: Call, said: dict[str, Any]) -> None:
        for error in (said["notCreated"] or {}).values():
            if error.get("properties") in (["emailId"], ["identityId"]):
                error["type"] = set_.NotFound.type

    after("EmailSubmission/set", refused)


@fault(f"{RULE}/set/errors/noRecipients/refused")
def no_recipients_called_invalid() -> None:
    """An EmailSubmission to nobody is refused with invalidProperties."""
    another(set_.NoRecipients, set_.InvalidProperties.type)


@fault(f"{RULE}/set/errors/invalidRecipients/refused")
def invalid_recipients_called_invalid() -> None:
    """An EmailSubmission to what is no address is refused with invalidProperties."""
    another(set_.InvalidRecipients, set_.InvalidProperties.type)


@fault(f"{RULE}/from-fits-identity", "submission/Identity/set/errors/forbiddenFrom/refused")
def forbidden_from_called_forbidden() -> None:
    """Who sends from, or wants to be, somebody else is refused with forbidden."""
    another(set_.ForbiddenFrom, set_.Forbidden.type)


@fault(f"{RULE}/mail-from-restricted")
def any_mail_from() -> None:
    """The mailFrom of an envelope may be anybody's address."""

    def draft(right: Any, self: Any, call: Call, sent: Record) -> Record:
        try:
            return dict(right(self, call, sent))
        except set_.ForbiddenMailFrom:
            return dict(right(self, call, {name: value for name, value in sent.items() if name != "envelope"}))

    instead(EmailSubmissionSpecial, "draft", draft)


@fault(f"{RULE}/set/one-email-set", f"{RULE}/set/response-after", f"{RULE}/set/synchronous")
def on_success_ignored() -> None:
    """EmailSubmission/set ignores onSuccessUpdateEmail and onSuccessDestroyEmail."""
    instead(methods, "_set_emails", lambda right, call, changes: None)


def on_failure(change: Callable[[Call, str], dict[str, Any]]) -> None:
    """Something is done to Emails of which the EmailSubmission was refused; by its creation id."""

    def also(right: Any, call: Call) -> dict[str, Any]:
        said: dict[str, Any] = right(call)
        for key in said["notCreated"] or {}:
            if changes := change(call, key):
                methods._set_emails(call, {"update": None, "destroy": None} | changes)
        return said

    around("EmailSubmission/set", also)


def email_of(call: Call, key: str) -> str:
    return str(call.arguments["create"][key]["emailId"])


@fault(f"{RULE}/set/onSuccessUpdateEmail/only-on-success")
def updated_on_failure() -> None:
    """onSuccessUpdateEmail is done also where the EmailSubmission was refused."""

    def update(call: Call, key: str) -> dict[str, Any]:
        patches = call.arguments["onSuccessUpdateEmail"] or {}
        return {"update": {email_of(call, key): patches[f"#{key}"]}} if f"#{key}" in patches else {}

    on_failure(update)


@fault(f"{RULE}/set/onSuccessDestroyEmail/only-on-success")
def destroyed_on_failure() -> None:
    """onSuccessDestroyEmail is done also where the EmailSubmission was refused."""

    def destroy(call: Call, key: str) -> dict[str, Any]:
        doomed = call.arguments["onSuccessDestroyEmail"] or []
        return {"destroy": [email_of(call, key)]} if f"#{key}" in doomed else {}

    on_failure(destroy)


@fault(f"{RULE}/set/errors/cannotUnsend/refused")
def cannot_unsend_called_forbidden() -> None:
    """An EmailSubmission that is final is not canceled, with forbidden."""
    another(set_.CannotUnsend, set_.Forbidden.type)


@fault(*(f"{RULE}/query/sort/{name}/supported" for name in ("emailId", "threadId", "sentAt")))
def submissions_not_sorted() -> None:
    """EmailSubmissions can be sorted by nothing."""

    def refuse(call: Call) -> None:
        if call.arguments["sort"]:
            raise method.UnsupportedSort("nothing is supported")

    before("EmailSubmission/query", refuse)


@fault("submission/Identity/mayDelete/enforced")
def may_delete_ignored() -> None:
    """An Identity can be destroyed, whatever mayDelete says."""
    instead(IdentitySpecial, "check_destroy", lambda right, *given: None)


# VacationResponse


@fault("vacationresponse/VacationResponse/exactly-one")
def no_vacation_at_first() -> None:
    """There is no VacationResponse until it is set."""
    put(VacationResponseSpecial, "always", None)


@fault("vacationresponse/VacationResponse/set/errors/singleton/refused")
def singleton_called_forbidden() -> None:
    """Creating or destroying a VacationResponse is refused with forbidden."""
    another(set_.Singleton, set_.Forbidden.type)


@fault("core/PatchObject/value-sets", seen_by="each-property-is-set-by-itself")
def vacation_enabled_by_updates() -> None:
    """Any update of the VacationResponse makes isEnabled true."""

    def update(right: Any, call: Call, id: str, patch: Record, checked: bool) -> Any:
        more = {"isEnabled": True} if call.type.name == "VacationResponse" and "isEnabled" not in patch else {}
        return right(call, id, patch | more, checked)

    instead(sets, "update", update)


@fault("vacationresponse/capability/empty")
def vacation_has_limits() -> None:
    """The capability of VacationResponse has a member."""
    told(lambda said: said["capabilities"][VACATION].update(maxSizeText=1000))
