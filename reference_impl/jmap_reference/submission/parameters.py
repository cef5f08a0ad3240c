"""The parameters of an envelope: what they may be, and how SMTP has them (RFC 8621, Section 7; RFC 3461; RFC 4865)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Final

from ..dates import moment
from ..errors import set_
from ..limits import Limits
from ..store.values import Record
from .envelope import check_size

HOLDS: Final = ("HOLDFOR", "HOLDUNTIL")

_PARAMETERS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "FUTURERELEASE": {"mailFrom": HOLDS},
    "SIZE": {"mailFrom": ("SIZE",)},
    "DSN": {"mailFrom": ("RET", "ENVID"), "rcptTo": ("NOTIFY", "ORCPT")},
}
"""The parameters that each extension of SMTP brings, by the command that takes them."""

IN_XTEXT: Final = ("ENVID", "ORCPT")
"""Parameters whose values SMTP encodes (RFC 3461, Section 4)."""

_XTEXT: Final = frozenset(map(chr, range(0x21, 0x7F))) - set("+=")
_VALUE: Final = re.compile("[!-<>-~]+")
_NOTIFY: Final = re.compile("NEVER|(SUCCESS|FAILURE|DELAY)(,(SUCCESS|FAILURE|DELAY))*", re.IGNORECASE)
_LONGEST_ENVID, _LONGEST_ORCPT = 100, 500
"""Characters, as SMTP has them (RFC 3461, Section 5.4)."""
_DATE_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def extension_of(parameter: str) -> str:
    """The extension that brings a parameter, which some extension here does."""
    return next(
        extension
        for extension, commands in _PARAMETERS.items()
        if any(parameter in parameters for parameters in commands.values())
    )


def parameter(address: Record, name: str) -> str:
    """The value of a parameter of an address, whose names have no case; empty if it is not there."""
    given = {each.upper(): value for each, value in (address["parameters"] or {}).items()}
    return given.get(name) or ""


def envelope_id(mail_from: Record, own: str) -> str:
    """The ENVID (RFC 3461, Section 4.4) that goes with a message: that of the client or else the server's own."""
    # req: submission/Envelope/mailFrom/envid-of-submission
    return parameter(mail_from, "ENVID") or own


def in_smtp(name: str, value: str) -> str:
    """The value of a parameter as a command of SMTP has it: xtext (RFC 3461) or utf-8-addr-xtext (RFC 6533)."""
    if name not in IN_XTEXT:
        return value
    if name == "ORCPT" and value.lower().startswith("utf-8;"):
        return "".join(each if each in _XTEXT - {"\\"} else f"\\x{{{ord(each):02X}}}" for each in value)
    return "".join(each if each in _XTEXT else "".join(f"+{octet:02X}" for octet in each.encode()) for each in value)


def check_parameters(envelope: Record, limits: Limits, now: float) -> float:
    """When the message is to be released, in seconds since 1970.

    Raises:
        InvalidProperties: a parameter that no extension here brings, or a delay that cannot be.
        TooLarge: the client says that the message will be.
    """
    given = _known(envelope["mailFrom"], "mailFrom", limits)
    _check_reports(given)
    for address in envelope["rcptTo"]:
        _check_reports(_known(address, "rcptTo", limits))
    if "SIZE" in given:
        check_size(_number(given["SIZE"], "SIZE"), limits)
    held = [name for name in HOLDS if name in given]
    if len(held) > 1:
        raise _refused("HOLDFOR or HOLDUNTIL, not both")
    if not held:
        return now
    # req: submission/EmailSubmission/sendAt/of-release
    #   Where the client asked for a delay, by FUTURERELEASE (RFC 4865), and got it, this MUST be the moment at which
    #   the hold ends.
    release = now + _number(given[held[0]], held[0]) if held == ["HOLDFOR"] else _time(given[held[0]])
    if release > now + limits.maxDelayedSend:
        raise _refused(f"held for no more than {limits.maxDelayedSend} seconds")
    return max(now, release)


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


def _check_reports(given: dict[str, Any]) -> None:
    """What is asked of reports on delivery (RFC 3461, Section 4)."""
    if given.get("RET", "FULL").upper() not in ("FULL", "HDRS"):
        raise _refused("RET is FULL or HDRS")
    if not _NOTIFY.fullmatch(given.get("NOTIFY", "NEVER")):
        raise _refused("NOTIFY is NEVER, or some of SUCCESS, FAILURE, DELAY with commas between")
    if "ENVID" in given and not _is_said(given["ENVID"], "ENVID", _LONGEST_ENVID):
        raise _refused(f"ENVID is of printable ASCII, and not over {_LONGEST_ENVID} characters")
    if "ORCPT" in given:
        kind, semicolon, original = given["ORCPT"].partition(";")
        is_ascii = kind.lower() == "utf-8" or original.isascii()
        if not (semicolon and original and is_ascii and re.fullmatch("[A-Za-z0-9-]+", kind)):
            raise _refused("ORCPT is a type, a semicolon, and an address: rfc822;bob@example.com")
        if not original.isprintable() or len(in_smtp("ORCPT", given["ORCPT"])) > _LONGEST_ORCPT:
            raise _refused(f"ORCPT is printable, and not over {_LONGEST_ORCPT} characters")


def _is_said(value: str, name: str, longest: int) -> bool:
    return bool(value) and value.isascii() and value.isprintable() and len(in_smtp(name, value)) <= longest


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
