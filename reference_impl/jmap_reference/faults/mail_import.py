"""Faults about Email/import and Email/parse (RFC 8621, Sections 4.8 and 4.9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import set_
from ..mail import imports, parse
from ..standard.call import Call
from ..store.blobs import BlobRows
from ..store.values import Record
from . import fault
from .mail_header import rows
from .planting import after, before, instead

IMPORT = "mail/Email/import"
PARSE = "mail/Email/parse"


def importing(change: Callable[[Call, Record], Record]) -> None:
    """Email/import takes what was sent for something else, or refuses it."""
    instead(imports, "import_email", lambda right, call, sent: right(call, change(call, sent)))


@fault(f"{IMPORT}/atomic", seen_by="message-becomes-an-email")
def import_without_keywords() -> None:
    """Email/import ignores keywords."""
    importing(lambda call, sent: {name: value for name, value in sent.items() if name != "keywords"})


@fault(f"{IMPORT}/response/newState/as-get")
def new_state_of_import_is_the_old() -> None:
    """The newState of Email/import is the state before."""
    after("Email/import", lambda call, said: said.update(newState=said["oldState"]))


@fault(f"{IMPORT}/atomic", seen_by="bad-imports-are-refused-one-by-one")
def refused_import_stops_others() -> None:
    """Email/import creates nothing where one message is refused."""
    after("Email/import", lambda call, said: said.update(created=None) if said["notCreated"] else None)


@fault(f"{IMPORT}/response/notCreated/complete")
def not_imported_forgotten() -> None:
    """Email/import does not tell of messages that it refused."""
    after("Email/import", lambda call, said: said.update(notCreated=None))


@fault(f"{IMPORT}/errors/invalidProperties/refused")
def bad_import_called_not_found() -> None:
    """A bad import is refused with notFound."""

    def rename(call: Call, said: dict[str, Any]) -> None:
        for error in (said["notCreated"] or {}).values():
            error["type"] = set_.NotFound.type

    after("Email/import", rename)


@fault(f"{IMPORT}/ifInState/mismatch")
def import_ignores_state() -> None:
    """Email/import ignores ifInState."""
    before("Email/import", lambda call: call.arguments.update(ifInState=None))


@fault(f"{IMPORT}/duplicates-apart")
def duplicates_are_one() -> None:
    """A message that is imported again is the Email that it was."""
    known: dict[str, Record] = {}

    def import_email(right: Any, call: Call, sent: Record) -> Record:
        if sent["blobId"] not in known:
            known[sent["blobId"]] = right(call, sent)
        return known[sent["blobId"]]

    instead(imports, "import_email", import_email)


@fault(f"{IMPORT}/eai")
def utf8_not_imported() -> None:
    """A message with UTF-8 in its header is not imported."""
    instead(imports, "is_message", is_ascii)


@fault(f"{PARSE}/eai")
def utf8_not_parsed() -> None:
    """A message with UTF-8 in its header is not parsed."""
    instead(parse, "is_message", is_ascii)


def is_ascii(right: Any, message: Any) -> bool:
    return bool(right(message)) and all(header.octets.isascii() for header in message.headers)


@fault(f"{IMPORT}/mended-blob")
def mended_under_the_same_id() -> None:
    """A message is mended when it is imported, and its blobId stays the same."""
    instead(BlobRows, "blob", lambda right, *given: (octets := right(*given)) and octets.replace(b"\0", b""))


# Parse


@fault(f"{PARSE}/no-metadata")
def parsed_has_no_keywords() -> None:
    """The keywords of a parsed message are an empty object."""
    rows("Email/parse", lambda row: row | {"keywords": {}} if "keywords" in row else row)


@fault(f"{PARSE}/properties/nothing-else")
def parsed_has_unasked() -> None:
    """Email/parse tells hasAttachment too, asked for or not."""
    rows("Email/parse", lambda row: row | {"hasAttachment": False})


@fault(f"{PARSE}/response/notFound/complete")
def parse_forgets_not_found() -> None:
    """Email/parse does not tell of blobs that it did not find."""
    after("Email/parse", lambda call, said: said.update(notFound=None))


@fault(f"{PARSE}/response/notParsable/complete")
def parse_forgets_not_parsable() -> None:
    """Email/parse does not tell of blobs that it could not parse."""
    after("Email/parse", lambda call, said: said.update(notParsable=None))
