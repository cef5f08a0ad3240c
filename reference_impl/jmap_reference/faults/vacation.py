"""Faults about answers while a user is away (RFC 8621, Section 8; RFC 3834)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..store.values import Record
from ..vacationresponse import answer
from . import fault
from .planting import instead, put

VACATION = "vacationresponse/VacationResponse"
ONCE = "who-writes-is-answered-once-and-programs-never"


def composing(change: Callable[[Record], Record]) -> None:
    """The answer is another message."""
    instead(answer, "compose", lambda right, draft, *given: right(change(draft), *given))


@fault(f"{VACATION}/rfc3834", seen_by=ONCE)
def answered_each_time() -> None:
    """Who writes twice gets two answers."""
    put(answer, "ONCE_IN", 0.0)


@fault(f"{VACATION}/rfc3834", seen_by=ONCE)
def programs_answered() -> None:
    """Lists and programs get an answer."""
    instead(answer, "is_automatic", lambda right, headers: False)


@fault(f"{VACATION}/rfc3834", seen_by=ONCE)
def answers_look_personal() -> None:
    """An answer does not say that it is automatic."""
    composing(lambda draft: {name: value for name, value in draft.items() if "Auto-Submitted" not in name})


@fault(f"{VACATION}/isEnabled/off", seen_by=ONCE)
def always_away() -> None:
    """There is an answer also while the VacationResponse is off."""
    instead(answer, "is_on", lambda right, vacation, now: right(vacation | {"isEnabled": True}, now))


@fault(f"{VACATION}/subject/null-is-chosen")
def answers_without_subject() -> None:
    """An answer has no subject where the VacationResponse has none."""
    composing(lambda draft: {name: value for name, value in draft.items() if name != "subject"})


@fault(f"{VACATION}/textBody/null-is-made-from-html")
def text_with_tags() -> None:
    """The text that is made from the HTML has its tags."""
    instead(answer, "plain_text", lambda right, html: html)


@fault(f"{VACATION}/textBody/both-null")
def answers_say_nothing() -> None:
    """An answer is empty where the VacationResponse has no text."""

    def bodies(right: Any, vacation: Record) -> Any:
        parts, values = right(vacation)
        return parts, values if vacation["textBody"] or vacation["htmlBody"] else {id: {"value": ""} for id in values}

    instead(answer, "bodies", bodies)
