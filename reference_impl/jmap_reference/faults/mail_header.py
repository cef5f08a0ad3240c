"""Faults about header fields of Emails, in all their forms (RFC 8621, Sections 4.1.2 and 4.1.3)."""

from __future__ import annotations

from collections.abc import Callable
from email.header import decode_header, make_header
from typing import Any

from ..generated import methods as tables
from ..mail.message import addresses, headers, parts
from ..mail.message.parameters import unfold
from ..mail.message.words import decode_words
from ..standard.call import Call
from ..validation import is_valid
from . import fault
from .planting import after, before_check, instead, put

FIELDS = "mail/HeaderFields"
TEXT = "mail/TextForm"
ADDRESS = "mail/AddressesForm"
GROUPED = "mail/GroupedAddressesForm"

Read = Callable[[str], Any]


def reading(form: str, wrong: Callable[[Read, str], Any]) -> None:
    """A form is made otherwise of the Raw value."""
    right = headers.FORMS[form]
    headers.FORMS[form] = lambda value: wrong(right, value)


def rows(methods: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Each Email that these methods show is another one."""

    def changed(call: Call, said: dict[str, Any]) -> None:
        if "list" in said:
            said["list"] = [change(row) for row in said["list"]]
        if said.get("parsed"):
            said["parsed"] = {id: change(row) for id, row in said["parsed"].items()}

    after(methods, changed)


@fault(f"{FIELDS}/raw-by-default")
def raw_trimmed() -> None:
    """The Raw form has no white space at its ends."""
    reading("Raw", lambda right, value: value.strip())


@fault(f"{FIELDS}/last")
def first_field_wins() -> None:
    """Of several fields of one name, the first is told."""

    def header_value(right: Any, fields: Any, name: str, form: str = "Raw", all_: bool = False) -> Any:
        return right(fields if all_ else fields[::-1], name, form, all_)

    instead(headers, "header_value", header_value)


@fault(f"{FIELDS}/all")
def all_fields_reversed() -> None:
    """With :all, the last field comes first."""

    def header_value(right: Any, fields: Any, name: str, form: str = "Raw", all_: bool = False) -> Any:
        return right(fields[::-1] if all_ else fields, name, form, all_)

    instead(headers, "header_value", header_value)


@fault("mail/Email/get/name-as-asked", "mail/Email/parse/name-as-asked")
def header_names_lowered() -> None:
    """Properties for header fields come in lower case, however they were asked for."""

    def lowered(row: dict[str, Any]) -> dict[str, Any]:
        names = {name: name.split(":") for name in row}
        return {
            ":".join(["header", parts[1].lower(), *parts[2:]]) if parts[0] == "header" else name: row[name]
            for name, parts in names.items()
        }

    rows("Email/*", lowered)


@fault("mail/Email/headers/in-order", "mail/EmailHeader/name/case-kept")
def headers_by_name() -> None:
    """headers has the fields of a message in the order of their names."""
    rows(
        "Email/get",
        lambda row: (
            row | {"headers": sorted(row["headers"], key=lambda one: str(one["name"]).lower())}
            if "headers" in row
            else row
        ),
    )


@fault("mail/RawForm/replacement")
def raw_as_latin() -> None:
    """Octets of a header field are taken for ISO 8859-1."""
    put(parts.Header, "value", property(lambda self: self.octets.decode("latin-1")))


@fault(f"{TEXT}/unfolded")
def folds_kept() -> None:
    """The Text form has the line ends of the message."""
    reading("Text", lambda right, value: value.lstrip(" ") if "\n" in value else right(value))


@fault(f"{TEXT}/trimmed")
def space_left_at_the_beginning() -> None:
    """The Text form begins with the space that follows the colon."""
    reading("Text", lambda right, value: f" {right(value)}")


@fault(f"{TEXT}/decoded")
def words_left_encoded() -> None:
    """The Text form has encoded words as they are."""
    instead(headers, "decode_words", lambda right, text: text)


@fault(f"{TEXT}/not-decoded")
def lookalikes_decoded() -> None:
    """What looks like an encoded word is decoded also in the middle of another word."""

    def decoded(right: Any, text: str) -> str:
        try:
            return str(make_header(decode_header(text)))
        except (LookupError, ValueError):
            return str(right(text))

    instead(headers, "decode_words", decoded)


@fault(f"{TEXT}/nfc")
def text_taken_apart() -> None:
    """The Text form is as the sender composed its letters."""
    reading("Text", lambda right, value: decode_words(unfold(value).lstrip(" ")))


@fault(f"{TEXT}/replacement")
def broken_octets_dropped() -> None:
    """Octets of an encoded word that do not decode are left out."""
    reading("Text", lambda right, value: right(value).replace("\ufffd", ""))


@fault(f"{ADDRESS}/every-mailbox")
def groups_left_out() -> None:
    """The Addresses form does not have the members of groups."""
    reading(
        "Addresses",
        lambda right, value: [
            one for group in addresses.grouped(value) if group["name"] is None for one in group["addresses"]
        ],
    )


@fault(f"{ADDRESS}/decoded", f"{GROUPED}/decoded")
def names_left_encoded() -> None:
    """Names of people and groups have encoded words as they are."""
    instead(addresses, "decode_words", lambda right, text: text)


@fault("mail/EmailAddress/name/unquoted")
def backslashes_kept() -> None:
    """A quoted name keeps its backslashes."""
    instead(addresses, "unquoted", lambda right, text: text)


@fault("mail/EmailAddress/name/from-comment")
def comments_ignored() -> None:
    """A comment behind an address is no name."""

    def comment(right: Any, self: Any, at: int) -> int:
        end: int = right(self, at)
        self.mailbox.comment = None
        return end

    instead(addresses._Reader, "_comment", comment)


@fault(f"{ADDRESS}/best-effort")
def broken_list_is_empty() -> None:
    """The Addresses form of a list with something that is no address has nothing at all."""
    reading(
        "Addresses",
        lambda right, value: [] if any("@" not in str(one["email"]) for one in right(value)) else right(value),
    )


@fault(f"{GROUPED}/best-effort")
def broken_groups_are_empty() -> None:
    """The GroupedAddresses form of a list with something that is no address has nothing at all."""

    def read(right: Read, value: str) -> Any:
        everyone = [str(one["email"]) for group in right(value) for one in group["addresses"]]
        return right(value) if all("@" in email for email in everyone) else []

    reading("GroupedAddresses", read)


@fault(f"{GROUPED}/ungrouped-together")
def ungrouped_apart() -> None:
    """Each address outside of groups is a group by itself."""

    def read(right: Read, value: str) -> Any:
        return [
            part
            for group in right(value)
            for part in (
                [group] if group["name"] is not None else [{"name": None, "addresses": [o]} for o in group["addresses"]]
            )
        ]

    reading("GroupedAddresses", read)


@fault("mail/MessageIdsForm/bare")
def ids_in_brackets() -> None:
    """The MessageIds form keeps the angle brackets."""
    reading("MessageIds", lambda right, value: [f"<{id}>" for id in right(value) or ()] or None)


@fault("mail/MessageIdsForm/null-if-broken")
def broken_ids_are_none() -> None:
    """The MessageIds form of what is no list of ids is an empty array."""
    reading("MessageIds", lambda right, value: right(value) or [])


@fault("mail/DateForm/null-if-broken")
def broken_date_is_epoch() -> None:
    """The Date form of what is no date is the beginning of 1970."""
    reading("Date", lambda right, value: right(value) or "1970-01-01T00:00:00Z")


@fault("mail/URLsForm/bare")
def urls_in_brackets() -> None:
    """The URLs form keeps the angle brackets."""
    reading("URLs", lambda right, value: [f"<{url}>" for url in right(value) or ()] or None)


@fault("mail/URLsForm/null-if-broken")
def broken_urls_are_none() -> None:
    """The URLs form of what is no list of URLs is an empty array."""
    reading("URLs", lambda right, value: right(value) or [])


@fault("mail/Email/convenience", seen_by="short-names-have-the-value-of-their-field")
def missing_subject_is_empty() -> None:
    """Where there is no Subject, subject is an empty string."""
    rows("Email/get", lambda row: row | {"subject": row["subject"] or ""} if "subject" in row else row)


@fault(
    "mail/Email/get/errors/invalidArguments/forbidden-form", "mail/Email/parse/errors/invalidArguments/forbidden-form"
)
def forms_not_checked() -> None:
    """Properties for header fields are ignored where the field does not have the form."""

    def ignore(called: tables.Method, arguments: dict[str, Any], accounts: Any) -> None:
        for name in ("properties", "bodyProperties"):
            known = [one for one in arguments.get(name) or () if is_valid(called.request, arguments | {name: [one]})]
            if arguments.get(name):
                arguments[name] = known

    before_check("Email/*", ignore)
