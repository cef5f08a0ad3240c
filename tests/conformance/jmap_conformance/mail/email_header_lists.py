"""Header fields of an Email in the forms for addresses, message ids, dates and URLs (RFC 8621, Section 4.1.2)."""

from __future__ import annotations

from typing import Any

from ..case import case, only
from ..expect import equal, that
from ..foo import Foo
from ..messages import fetched, header, imported, message

GET = only("Email", "get")
ADDRESS = "mail/AddressesForm"
GROUPED = "mail/GroupedAddressesForm"
IDS = "mail/MessageIdsForm"


def person(name: str | None, email: str) -> dict[str, Any]:
    return {"name": name, "email": email}


def as_form(foo: Foo, values: list[str], form: str) -> list[Any]:
    """What the server makes of values of a field of its own, each in a field by itself."""
    fields: list[str | bytes] = [f"X-Value-{number}: {value}" for number, value in enumerate(values)]
    names = [f"header:X-Value-{number}:{form}" for number in range(len(values))]
    found = header(foo, fields, *names)
    return [found.get(name) for name in names]


LISTS = {
    "alpha@example.com": [person(None, "alpha@example.com")],
    "Alpha <alpha@example.com>, bravo@example.net": [
        person("Alpha", "alpha@example.com"), person(None, "bravo@example.net"),
    ],
    "=?utf-8?Q?Ren=C3=A9?= Bravo <bravo@example.net>": [person("René Bravo", "bravo@example.net")],
    "Team: a@example.com, B <b@example.com>;, c@example.com, None:;": [
        person(None, "a@example.com"), person("B", "b@example.com"), person(None, "c@example.com"),
    ],
    '"Comma, the" <a@example.com>,\r\n Next <b@example.com>': [
        person("Comma, the", "a@example.com"), person("Next", "b@example.com"),
    ],
}  # fmt: skip


@case(requirements=[f"{ADDRESS}/every-mailbox", f"{ADDRESS}/decoded"], area="header", over=GET)
def addresses_are_a_list_of_people(foo: Foo) -> None:
    """In the Addresses form there is an EmailAddress for each mailbox, in order, groups dissolved, names decoded.

    Purpose: To see that a client need not parse addresses.
    Preconditions: Messages can be imported.
    Procedure: Import a message with address lists: bare, named, encoded, in groups, quoted and folded; fetch each.
    Expected: The people of each list, in order.
    Why: Every client that parses addresses itself gets some of them wrong.
    """
    for (value, wanted), found in zip(LISTS.items(), as_form(foo, list(LISTS), "asAddresses"), strict=True):
        rule = f"{ADDRESS}/{'decoded' if '=?' in value else 'every-mailbox'}"
        equal(found, wanted, f"the addresses of {value!r} are others", about=rule)


@case(
    requirements=["mail/EmailAddress/name/unquoted", "mail/EmailAddress/name/from-comment"],
    area="header",
    over=GET,
)
def names_are_made_ready(foo: Foo) -> None:
    """A quoted name loses its quotes, backslashes, folds and outer spaces; a comment serves where there is no name.

    Purpose: To see that names can be shown as they come.
    Preconditions: Messages can be imported.
    Procedure: Import a message with quoted names, with quoted pairs and folds, and an address with a comment.
    Expected: The bare names, and the comment as a name.
    Why: People see their own name with backslashes in it, and blame the client.
    """
    unquoted, comment = "mail/EmailAddress/name/unquoted", "mail/EmailAddress/name/from-comment"
    table = {
        '"Alpha \\"A\\" \\\\ B" <a@example.com>': ('Alpha "A" \\ B', unquoted),
        '"  Spaced  " <a@example.com>': ("Spaced", unquoted),
        '"Folded\r\n Name" <a@example.com>': ("Folded Name", unquoted),
        "a@example.com (Alpha Comment)": ("Alpha Comment", comment),
    }
    for (value, (name, rule)), found in zip(table.items(), as_form(foo, list(table), "asAddresses"), strict=True):
        equal(found, [person(name, "a@example.com")], f"the name of {value!r} is another", about=rule)


@case(requirements=[f"{ADDRESS}/best-effort", f"{GROUPED}/best-effort"], area="header", over=GET)
def broken_addresses_are_read_as_far_as_possible(foo: Foo) -> None:
    """From lists that break the rules, what can be read is read.

    Purpose: To see that one mistake does not hide everybody.
    Preconditions: Messages can be imported.
    Procedure: Import a message with an unquoted comma or dot in a name, a missing bracket, an empty item; fetch both
    address forms.
    Expected: The addresses that are there are among what comes.
    Why: Such lists are in every mailbox that is older than a year.
    """
    table = {
        "Dr. Alpha <a@example.com>": ["a@example.com"],
        ", b@example.com,, c@example.com": ["b@example.com", "c@example.com"],
        "Open <d@example.com": ["d@example.com"],
        "e@example.com, Not An Address": ["e@example.com"],
    }
    for form, rule in (("asAddresses", ADDRESS), ("asGroupedAddresses", GROUPED)):
        for (value, wanted), found in zip(table.items(), as_form(foo, list(table), form), strict=True):
            groups = [{"addresses": found}] if form == "asAddresses" else found
            emails = [row.get("email") for group in groups or [] for row in group["addresses"] or []]
            missing = [one for one in wanted if one not in emails]
            that(not missing, f"{value!r} {form} lacks addresses", expected=wanted, found=found,
                 about=f"{rule}/best-effort")  # fmt: skip


@case(requirements=[f"{GROUPED}/ungrouped-together", f"{GROUPED}/decoded"], area="header", over=GET)
def groups_are_kept_apart(foo: Foo) -> None:
    """In the GroupedAddresses form each group has its name, and what stands outside of groups is together.

    Purpose: To see that a client can show a group as one.
    Preconditions: Messages can be imported.
    Procedure: Import a message with addresses before, in, between and after groups, one of them empty and one with
    an encoded name; fetch them.
    Expected: The runs and groups, in order.
    Why: A reader wants to see that it went to the board, and not to nine people.
    """
    value = "a@example.com, B <b@example.com>, =?utf-8?Q?Caf=C3=A9?=: c@example.com;, d@example.com, None:;"
    wanted = [
        {"name": None, "addresses": [person(None, "a@example.com"), person("B", "b@example.com")]},
        {"name": "Café", "addresses": [person(None, "c@example.com")]},
        {"name": None, "addresses": [person(None, "d@example.com")]},
        {"name": "None", "addresses": []},
    ]
    equal(as_form(foo, [value], "asGroupedAddresses")[0], wanted, "the groups are others")


@case(requirements=[f"{IDS}/bare", f"{IDS}/null-if-broken"], area="header", over=GET)
def message_ids_come_without_brackets(foo: Foo) -> None:
    """In the MessageIds form there are the bare ids; a value that is no such list is null.

    Purpose: To see that ids can be compared.
    Preconditions: Messages can be imported.
    Procedure: Import a message with lists of ids, with comments and folds, and with values that are none; fetch them.
    Expected: The ids without brackets, comments and folds; null for the others.
    Why: Replies are put to their thread by these.
    """
    table = {
        "<one@example.com>": ["one@example.com"],
        "<one@example.com>\r\n\t<two@example.com> (a comment)": ["one@example.com", "two@example.com"],
        "no id at all": None,
        "<never-closed@example.com": None,
    }
    for (value, wanted), found in zip(table.items(), as_form(foo, list(table), "asMessageIds"), strict=True):
        rule = f"{IDS}/{'bare' if wanted else 'null-if-broken'}"
        equal(found, wanted, f"the ids of {value!r} are others", about=rule)


@case(requirements=["mail/DateForm/null-if-broken"], area="header", over=GET)
def dates_keep_their_offset(foo: Foo) -> None:
    """In the Date form there is the date with its offset; a value that is no date is null.

    Purpose: To see that a client can show when a message was written, there and here.
    Preconditions: Messages can be imported.
    Procedure: Import a message with dates, one with a comment and one in UTC, and with values that are none.
    Expected: The date with its offset; null for the others.
    Why: Senders of spam write dates that are none, and these must not come first in a list.
    """
    table: dict[str, tuple[str, ...]] = {
        "Tue, 17 May 2005 10:20:30 +0200": ("2005-05-17T10:20:30+02:00",),
        "17 May 2005 10:20:30 -0730 (a comment)": ("2005-05-17T10:20:30-07:30",),
        "Tue, 17 May 2005 10:20:30 +0000": ("2005-05-17T10:20:30Z", "2005-05-17T10:20:30+00:00"),
        "yesterday at noon": (),
        "Tue, 42 May 2005 10:20:30 +0200": (),
    }
    for (value, wanted), found in zip(table.items(), as_form(foo, list(table), "asDate"), strict=True):
        that(found in (wanted or (None,)), f"the date of {value!r} is another", expected=wanted or None, found=found)


@case(requirements=["mail/URLsForm/bare", "mail/URLsForm/null-if-broken"], area="header", over=GET)
def urls_come_without_brackets(foo: Foo) -> None:
    """In the URLs form there are the bare URLs; a value that is no such list is null.

    Purpose: To see that a client can offer to unsubscribe.
    Preconditions: Messages can be imported.
    Procedure: Import a message with lists of URLs, with comments and folds, and with values that are none.
    Expected: The URLs without brackets and comments, in order; null for the others.
    Why: What is clicked has to be the URL, and nothing else.
    """
    table = {
        "<https://example.com/leave?a=1>": ["https://example.com/leave?a=1"],
        "(by mail) <mailto:leave@example.com>,\r\n <https://example.com/leave>": [
            "mailto:leave@example.com", "https://example.com/leave",
        ],
        "nothing of the kind": None,
    }  # fmt: skip
    for (value, wanted), found in zip(table.items(), as_form(foo, list(table), "asURLs"), strict=True):
        rule = f"mail/URLsForm/{'bare' if wanted else 'null-if-broken'}"
        equal(found, wanted, f"the URLs of {value!r} are others", about=rule)


#: Properties that are another name of a field in a form (RFC 8621, Section 4.1.2.3 and after).
CONVENIENT = {
    "messageId": "header:Message-ID:asMessageIds", "inReplyTo": "header:In-Reply-To:asMessageIds",
    "references": "header:References:asMessageIds", "sender": "header:Sender:asAddresses",
    "from": "header:From:asAddresses", "to": "header:To:asAddresses", "cc": "header:Cc:asAddresses",
    "bcc": "header:Bcc:asAddresses", "replyTo": "header:Reply-To:asAddresses", "subject": "header:Subject:asText",
    "sentAt": "header:Date:asDate",
}  # fmt: skip

#: A header in which every one of them has a value; and one where each is broken, or there twice.
FULL = (
    "Message-ID: <one@example.com>", "In-Reply-To: <two@example.com>", "References: <three@example.com>\r\n <two@example.com>",
    "Sender: S <s@example.com>", "From: F <f@example.com>", "To: T: t@example.com, u@example.com;", "Cc: c@example.com",
    "Bcc: b@example.com", "Reply-To: r@example.com", "Subject: =?utf-8?Q?=C3=A4?=", "Date: Tue, 17 May 2005 10:20:30 +0200",
)  # fmt: skip
BROKEN = (
    "Message-ID: none", "In-Reply-To: Your letter of May 17", "From: a@example.com", "From: b@example.com", "Subject: one",
    "Subject: two", "To:", "Date: no date",
)  # fmt: skip


@case(requirements=["mail/Email/convenience"], area="header", over=GET)
def short_names_have_the_value_of_their_field(foo: Foo) -> None:
    """from, subject, sentAt and the others have the value of their header field in its form.

    Purpose: To see that the two ways to ask for a field agree.
    Preconditions: Messages can be imported.
    Procedure: Import a message with all of these fields, one with broken and doubled ones, and one with none;
    fetch each property under both names.
    Expected: The same values.
    Why: Clients that ask in different ways would show different messages.
    """
    for fields in (FULL, BROKEN, ("X-None: 1",)):
        email_id = imported(foo, message(foo, *fields, bare=True))
        found = fetched(foo, email_id, [*CONVENIENT, *CONVENIENT.values()])
        for name, field in CONVENIENT.items():
            equal(found.get(name), found.get(field), f"{name} is not {field}")


@case(requirements=["mail/Email/get/errors/invalidArguments/forbidden-form"], area="header", over=GET)
def form_that_a_field_does_not_have_is_refused(foo: Foo) -> None:
    """A call for a field in a form that it does not have is refused with invalidArguments.

    Purpose: To see that a client is told of a mistake that it would otherwise take for an empty field.
    Preconditions: None.
    Procedure: Ask for no Email with a form for dates of From, one for addresses of Subject, one that there is none,
    with the suffixes in the wrong order, and the same among bodyProperties.
    Expected: invalidArguments each time.
    Why: The answer would be null for ever.
    """
    wrong = ("header:From:asDate", "header:Subject:asAddresses", "header:Date:asText", "header:List-Post:asMessageIds",
             "header:X-Any:asNothing", "header:X-Any:all:asText", "header:")  # fmt: skip
    for name in wrong:
        foo.refuses("get", {"ids": [], "properties": [name]}, "invalidArguments")
    foo.refuses("get", {"ids": [], "bodyProperties": ["header:From:asDate"]}, "invalidArguments")
