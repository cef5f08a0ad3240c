"""The envelope of a message: made of its header, and checked (RFC 8621, Section 7)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from ..dates import moment
from ..errors import set_
from ..limits import Limits
from ..mail.message.headers import header_value
from ..mail.message.parts import Header
from ..store.values import Record
from .addresses import fits, is_address, same_key

HOLDS: Final = ("HOLDFOR", "HOLDUNTIL")

_PARAMETERS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "FUTURERELEASE": {"mailFrom": HOLDS},
    "SIZE": {"mailFrom": ("SIZE",)},
    "DSN": {"mailFrom": ("RET", "ENVID"), "rcptTo": ("NOTIFY", "ORCPT")},
    "DELIVERBY": {"mailFrom": ("BY",)},
    "MT-PRIORITY": {"mailFrom": ("MT-PRIORITY",)},
}
"""The parameters that each extension of SMTP brings, by the command that takes them."""

IN_XTEXT: Final = ("ENVID", "ORCPT")
"""Parameters whose values SMTP encodes (RFC 3461, Section 4)."""

_VALUE: Final = re.compile("[!-<>-~]+")
_DATE_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def extension_of(parameter: str) -> str:
    """The extension that brings a parameter, which some extension here does."""
    return next(
        extension
        for extension, commands in _PARAMETERS.items()
        if any(parameter in parameters for parameters in commands.values())
    )


def sender_addresses(headers: Sequence[Header]) -> list[str]:
    """The addresses in the From, of all such fields.

    Raises:
        InvalidEmail: there is none.
    """
    found = [address for field in header_value(headers, "From", "Addresses", all_=True) for address in field]
    if not found:
        raise set_.InvalidEmail("it has no sender", properties=["from"])
    return [address["email"] for address in found]


def generated(headers: Sequence[Header], identity: str) -> Record:
    """The envelope of a message with these header fields, which is sent as ``identity``, an address.

    Raises:
        InvalidEmail: who sends it cannot be told.
    """
    recipients: dict[str, str] = {}
    # req: submission/EmailSubmission/envelope/recipients-of-email
    for name in ("To", "Cc", "Bcc"):
        for field in header_value(headers, name, "Addresses", all_=True):
            for address in field:
                recipients.setdefault(same_key(address["email"]), address["email"])
    return {
        "mailFrom": {"email": _mail_from(headers, identity), "parameters": None},
        "rcptTo": [{"email": email, "parameters": None} for email in recipients.values()],
    }


def _mail_from(headers: Sequence[Header], identity: str) -> str:
    name = "Sender" if header_value(headers, "Sender", "Addresses", all_=True) else "From"
    fields = header_value(headers, name, "Addresses", all_=True)
    # req: submission/EmailSubmission/envelope/several-senders
    if len(fields) != 1 or len(fields[0]) != 1:
        said = "whoever sends it is to be one, in a Sender field if the From has several"
        raise set_.InvalidEmail(said, properties=[name.lower()])
    email: str = fields[0][0]["email"]
    if fits(email, identity):
        return email
    # req: submission/EmailSubmission/envelope/identity-instead
    # An Identity of a whole domain is no address that could be taken instead; the From has been found to fit it.
    return sender_addresses(headers)[0] if identity.startswith("*@") else identity


def completed(envelope: Record) -> Record:
    """An envelope as a client sent it, with what it may leave out: who has no ``parameters`` has ``null`` for them."""

    def address(sent: Record) -> Record:
        return {"parameters": None, **sent}

    return {"mailFrom": address(envelope["mailFrom"]), "rcptTo": [address(each) for each in envelope["rcptTo"]]}


def check_recipients(envelope: Record, limits: Limits) -> None:
    """
    Raises:
        NoRecipients, TooManyRecipients, InvalidRecipients
    """
    emails = [address["email"] for address in envelope["rcptTo"]]
    # req: submission/EmailSubmission/set/errors/noRecipients/refused
    if not emails:
        raise set_.NoRecipients()
    # req: submission/errors/set/tooManyRecipients/limit-named
    if len(emails) > limits.most_recipients:
        raise set_.TooManyRecipients(maxRecipients=limits.most_recipients)
    # req: submission/EmailSubmission/set/errors/invalidRecipients/refused
    # req: submission/errors/set/invalidRecipients/addresses-named
    if invalid := [email for email in dict.fromkeys(emails) if not is_address(email)]:
        raise set_.InvalidRecipients(invalidRecipients=invalid)


def check_parameters(envelope: Record, limits: Limits, now: float) -> float:
    """When the message is to be released, in seconds since 1970.

    Raises:
        InvalidProperties: a parameter that no extension here brings, or a delay that cannot be.
        TooLarge: the client says that the message will be.
    """
    given = _known(envelope["mailFrom"], "mailFrom", limits)
    for address in envelope["rcptTo"]:
        _known(address, "rcptTo", limits)
    if "SIZE" in given:
        check_size(_number(given["SIZE"], "SIZE"), limits)
    held = [name for name in HOLDS if name in given]
    if len(held) > 1:
        raise _refused("HOLDFOR or HOLDUNTIL, not both")
    if not held:
        return now
    # req: submission/EmailSubmission/sendAt/of-release
    release = now + _number(given[held[0]], held[0]) if held == ["HOLDFOR"] else _time(given[held[0]])
    if release > now + limits.maxDelayedSend:
        raise _refused(f"held for no more than {limits.maxDelayedSend} seconds")
    return max(now, release)


def check_size(octets: int, limits: Limits) -> None:
    # req: submission/EmailSubmission/set/errors/tooLarge/message-size
    # req: submission/EmailSubmission/set/errors/tooLarge/max-size-named
    if octets > limits.largest_message:
        raise set_.TooLarge(f"no more than {limits.largest_message} octets", maxSize=limits.largest_message)


def _known(address: Record, command: str, limits: Limits) -> dict[str, Any]:
    """The parameters of an address, their names in upper case."""
    allowed = {
        name for extension in limits.submissionExtensions for name in _PARAMETERS.get(extension, {}).get(command, ())
    }
    given = {name.upper(): value for name, value in (address["parameters"] or {}).items()}
    if len(given) < len(address["parameters"] or {}):
        raise _refused("a parameter is given twice")
    if unknown := given.keys() - allowed:
        raise _refused(f"no extension here has a parameter {', '.join(sorted(unknown))}")
    if any(value is None for value in given.values()):
        raise _refused("a parameter that needs a value has none")
    # Those in xtext may be anything; of the others each octet goes into a command (RFC 5321, Section 4.1.2).
    if any(name not in IN_XTEXT and not _VALUE.fullmatch(value) for name, value in given.items()):
        raise _refused("a parameter has a value that SMTP cannot say")
    return given


def _number(value: str, name: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", value):
        raise _refused(f"{name} is no number")
    return int(value)


def _time(value: str) -> float:
    """Seconds since 1970; part of a second counts as a whole one, so that nothing is released too early."""
    if not _DATE_TIME.fullmatch(value):
        raise _refused("HOLDUNTIL is no time")
    try:
        at, fraction = moment(value.upper())
    except (ValueError, OverflowError):
        raise _refused("HOLDUNTIL is no time") from None
    return (at - moment("1970-01-01T00:00:00Z")[0]) / timedelta(seconds=1) + bool(fraction)


def _refused(why: str) -> set_.InvalidProperties:
    return set_.InvalidProperties(why, properties=["envelope"])
