"""Header fields of an Email: their names, the Raw and the Text form (RFC 8621, Sections 4.1.2 and 4.1.3)."""

from __future__ import annotations

from ..case import case, only
from ..expect import equal, that
from ..foo import Foo
from ..messages import fetched, header, imported, message

GET = only("Email", "get")
FIELDS = "mail/HeaderFields"
TEXT = "mail/TextForm"


@case(
    requirements=[f"{FIELDS}/raw-by-default", f"{FIELDS}/last", f"{FIELDS}/all", f"{FIELDS}/caseless"],
    area="header",
    over=GET,
)
def field_that_occurs_several_times_is_told_as_asked(foo: Foo) -> None:
    """A field comes as it is written, the last of its name; with :all, all of them in their order.

    Purpose: To see which of several fields of one name a client gets.
    Preconditions: Messages can be imported.
    Procedure: Import a message with three fields of one name in different case, one of them empty; fetch the name
    with and without :all, in another case, and a name that the message has not.
    Expected: The value of the last with its leading space; all three in order; null and an empty array for the other.
    Why: Received and Authentication-Results mean something in their order only.
    """
    fields: list[str | bytes] = ["X-Several: first", "x-several:", "X-SEVERAL: third  "]
    names = ("header:X-Several", "header:X-Several:all", "header:x-SEVERAL", "header:X-None", "header:X-None:all")
    found = header(foo, fields, *names)
    last, every = f"{FIELDS}/last", f"{FIELDS}/all"
    equal(str(found.get(names[0])).strip(), "third", "it is not the last field of the name", about=last)
    for name, value, rule in (
        (names[0], " third  ", f"{FIELDS}/raw-by-default"), (names[1], [" first", "", " third  "], every),
        (names[2], " third  ", f"{FIELDS}/caseless"), (names[3], None, last), (names[4], [], every),
    ):  # fmt: skip
        equal(found.get(name), value, f"{name} is another", about=rule)


@case(requirements=["mail/Email/get/name-as-asked"], area="header", over=GET)
def property_has_the_name_that_was_asked_for(foo: Foo) -> None:
    """A header property comes under the very name of the request, in its upper and lower case.

    Purpose: To see that a client finds what it asked for.
    Preconditions: Messages can be imported.
    Procedure: Import a message; fetch its subject under three spellings of the field's name.
    Expected: Just these three names, with one value.
    Why: Clients look properties up by the name that they sent.
    """
    names = ("header:subject:asText", "header:Subject:asText", "header:SUBJECT:asText")
    found = header(foo, ["Subject: one of three"], *names)
    equal(found, dict.fromkeys(names, "one of three"), "the properties are others")


@case(
    requirements=["mail/Email/headers/in-order", "mail/EmailHeader/name/case-kept"],
    area="header",
    over=GET,
)
def headers_are_all_fields_in_order(foo: Foo) -> None:
    """headers has every field of the message in its order, with the name as it is written.

    Purpose: To see that a client can show the header as it is.
    Preconditions: Messages can be imported.
    Procedure: Import a message with fields in mixed case, one of them folded and one twice; fetch headers.
    Expected: Each field, in order, its value as it is between the colon and the end of the field.
    Why: Who looks into a header wants to see where a message went, not what the server made of it.
    """
    fields = ["ReCeIvEd: by one", "RECEIVED: by two", "From: alpha@example.com", "subject: folded\r\n  line", "X-E:"]
    found = fetched(foo, imported(foo, message(foo, *fields, bare=True)), ["headers"])["headers"]
    wanted = [dict(zip(("name", "value"), one.split(":", 1), strict=True)) for one in fields]
    equal([row["name"] for row in found], [row["name"] for row in wanted], "the names, or their order, are others")
    equal(found, wanted, "the values are others")


@case(requirements=["mail/RawForm/replacement"], area="header", over=GET)
def raw_octets_that_are_no_text_are_replaced(foo: Foo) -> None:
    """In the Raw form, octets that are no UTF-8 become replacement characters, and UTF-8 stays.

    Purpose: To see that a broken field breaks no response.
    Preconditions: Messages can be imported.
    Procedure: Import a message with a field in ISO 8859-1 and one in UTF-8; fetch both.
    Expected: U+FFFD in place of the octet; the UTF-8 as it is.
    Why: Old programs send such fields every day; invalid UTF-8 in JSON ends the connection.
    """
    fields: list[str | bytes] = [b"X-Latin: caf\xe9 noir", "X-Utf8: café"]
    found = header(foo, fields, "header:X-Latin", "header:X-Utf8")
    equal(found.get("header:X-Utf8"), " café", "UTF-8 in a field is changed")
    equal(found.get("header:X-Latin"), " caf\ufffd noir", "an octet that is no UTF-8 is not replaced")


@case(requirements=[f"{TEXT}/unfolded", f"{TEXT}/trimmed"], area="header", over=GET)
def text_is_unfolded_and_trimmed(foo: Foo) -> None:
    """In the Text form, folded lines are one line, and spaces at the beginning are gone.

    Purpose: To see that a subject can be shown as it comes.
    Preconditions: Messages can be imported.
    Procedure: Import a message with folded fields, by a space and by a tab, and with leading spaces; fetch them.
    Expected: One line each, the white space of the fold kept, none at the beginning.
    Why: A line end in the middle of a subject breaks lists, and has been used to smuggle fields.
    """
    fields: list[str | bytes] = ["X-Fold: one\r\n two\r\n\tthree", "X-Lead:    lead", "X-First:\r\n later"]
    found = header(foo, fields, "header:X-Fold:asText", "header:X-Lead:asText", "header:X-First:asText")
    folded = str(found.get("header:X-Fold:asText"))
    equal(folded.split(), ["one", "two", "three"], "a folded field has other words", about=f"{TEXT}/unfolded")
    that(not set(folded) & set("\r\n"), "a folded field has line ends", found=folded, about=f"{TEXT}/unfolded")
    equal(found.get("header:X-Lead:asText"), "lead", "spaces are left at the beginning", about=f"{TEXT}/trimmed")
    equal(found.get("header:X-First:asText"), "later", "a field that begins with a fold", about=f"{TEXT}/trimmed")


#: What encoded words stand for (RFC 2047, Sections 2, 5 and 6.2).
WORDS = {
    "=?utf-8?Q?caf=C3=A9?=": "café",
    "=?UTF-8?b?4oKs?= sign": "€ sign",
    "=?iso-8859-1?q?caf=E9?= noir": "café noir",
    "=?windows-1252?Q?=80?=": "€",
    "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=": "日本",
    "=?utf-8?Q?one?= =?utf-8?Q?two?=": "onetwo",
    "=?utf-8?Q?one?=\r\n =?utf-8?Q?_two?=": "one two",
    "=?utf-8?Q?one?= two =?utf-8?Q?three?=": "one two three",
    "=?utf-8*en?Q?tagged?=": "tagged",
    "=?utf-8?Q?be=00l=07l?=": "bell",
}

#: What only looks like one: its neighbours, a space inside, something missing.
LOOKALIKES = (
    "x=?utf-8?Q?y?=", "=?utf-8?Q?y?=x", "=?utf-8?Q?with space?=", "=?utf-8?Q?open", "=?utf-8?X?y?=", "=?utf-8?y?=",
)  # fmt: skip


@case(requirements=[f"{TEXT}/decoded"], area="header", over=GET)
def encoded_words_are_decoded(foo: Foo) -> None:
    """In the Text form, encoded words are decoded: both encodings, several charsets, one after the other.

    Purpose: To see that what people write is what people read.
    Preconditions: Messages can be imported.
    Procedure: Import a message with a field for each of ten values with encoded words; fetch them as Text.
    Expected: The text, without white space between two encoded words, and without control characters.
    Why: Most subjects of the world are no ASCII.
    """
    fields: list[str | bytes] = [f"X-Word-{number}: {value}" for number, value in enumerate(WORDS)]
    found = header(foo, fields, *(f"header:X-Word-{number}:asText" for number in range(len(WORDS))))
    for number, (value, wanted) in enumerate(WORDS.items()):
        equal(found.get(f"header:X-Word-{number}:asText"), wanted, f"{value} is not decoded as it should be")


@case(requirements=[f"{TEXT}/not-decoded"], area="header", over=GET)
def what_only_looks_encoded_stays(foo: Foo) -> None:
    """In the Text form, text that only looks like an encoded word is left as it is.

    Purpose: To see that nothing is decoded that nobody encoded.
    Preconditions: Messages can be imported.
    Procedure: Import a message with fields in which an encoded word has a neighbour, a space inside, or an end or an
    encoding that is none; fetch them as Text.
    Expected: Each as it was written.
    Why: Decoding what is not encoded has been a way round filters.
    """
    fields: list[str | bytes] = [f"X-Like-{number}: {value}" for number, value in enumerate(LOOKALIKES)]
    found = header(foo, fields, *(f"header:X-Like-{number}:asText" for number in range(len(LOOKALIKES))))
    for number, value in enumerate(LOOKALIKES):
        equal(found.get(f"header:X-Like-{number}:asText"), value, f"{value} is changed")


@case(requirements=[f"{TEXT}/nfc", f"{TEXT}/replacement"], area="header", over=GET)
def text_is_normalized_and_what_is_broken_replaced(foo: Foo) -> None:
    """The Text form is in normalization form C, and octets that do not decode become replacement characters.

    Purpose: To see that two spellings of a letter are one, and that a broken octet costs just itself.
    Preconditions: Messages can be imported.
    Procedure: Import a message with an encoded e and accent apart, and an encoded word with an octet that is no
    UTF-8; fetch both as Text.
    Expected: One letter; U+FFFD between what can be read.
    Why: A search for the one spelling does not find the other.
    """
    fields: list[str | bytes] = ["X-Nfc: =?utf-8?Q?e=CC=81?=", "X-Bad: =?utf-8?Q?a=FFb?="]
    found = header(foo, fields, "header:X-Nfc:asText", "header:X-Bad:asText")
    equal(found.get("header:X-Nfc:asText"), "\u00e9", "the text is not in form C", about=f"{TEXT}/nfc")
    equal(found.get("header:X-Bad:asText"), "a\ufffdb", "an octet that is no UTF-8", about=f"{TEXT}/replacement")
