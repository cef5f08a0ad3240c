"""The body of an Email: its tree, its flat lists, the properties of its parts (RFC 8621, Section 4.1.4)."""

from __future__ import annotations

from typing import Any

from ..case import case, only
from ..exchange import Exchange
from ..expect import equal, same_members, that
from ..foo import Foo
from ..messages import fetched, imported, message, multipart, part

GET = only("Email", "get")
PART = "mail/EmailBodyPart"

#: All that a part can be asked for.
ALL = ["partId", "blobId", "size", "name", "type", "charset", "disposition", "cid", "language", "location", "subParts"]
LISTS = ("textBody", "htmlBody", "attachments")


def walk(tree: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of a tree, depth first, the multiparts among them."""
    return [tree, *(one for child in tree.get("subParts") or [] for one in walk(child))]


def leaves(tree: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in walk(tree) if not str(one["type"]).startswith("multipart/")]


def bodies(foo: Foo, data: bytes, **more: Any) -> dict[str, Any]:
    """The tree and the lists of a message, with all properties of their parts."""
    return fetched(foo, imported(foo, data), ["bodyStructure", *LISTS, "hasAttachment"], bodyProperties=ALL, **more)


def multipart_message(foo: Foo, kind: str, *parts: str) -> bytes:
    return message(
        foo, "MIME-Version: 1.0", f'Content-Type: multipart/{kind}; boundary="outer"', body=multipart("outer", *parts)
    )


def named(found: list[dict[str, Any]]) -> list[str]:
    """What the parts of these tests are told apart by: their Content-Id."""
    return [str(one.get("cid")) for one in found]


def text(kind: str, cid: str, more: str = "") -> str:
    return part(f"Content-Type: text/{kind}\nContent-Id: <{cid}>\n{more}", f"This is {cid}.")


def image(cid: str, more: str = "") -> str:
    return part(
        f"Content-Type: image/png\nContent-Id: <{cid}>\nContent-Transfer-Encoding: base64\n{more}", "iVBORw0KGgo="
    )


@case(
    requirements=[f"{PART}/partId/unique", "mail/Email/bodyStructure/not-into-messages", "mail/Email/attachments/flat"],
    area="body",
    over=GET,
)
def tree_is_that_of_the_message(foo: Foo) -> None:
    """bodyStructure is the tree of parts, with a partId of its own for each leaf, and ends at attached messages.

    Purpose: To see that a client can find every part.
    Preconditions: Messages can be imported.
    Procedure: Import a message with a text, an alternative, an attached message with an attachment of its own, and
    a file; fetch the tree, the lists and all properties of parts.
    Expected: The types of the tree, depth first; different partIds; no subParts below the attached message, neither
    in the tree nor in attachments.
    Why: A client that sees what an attached message has as the message's own shows the wrong author.
    """
    inner = multipart("inner", text("plain", "inner-text"), image("inner-image", "Content-Disposition: attachment"))
    attached = part(
        "Content-Type: message/rfc822\nContent-Id: <attached>",
        "From: b@example.com\nSubject: attached\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/mixed; boundary="inner"\n\n{inner}',
    )
    alternative = part(
        'Content-Type: multipart/alternative; boundary="either"',
        multipart("either", text("plain", "plain"), text("html", "html")),
    )
    found = bodies(foo, multipart_message(foo, "mixed", text("plain", "first"), alternative, attached, image("file")))
    every = walk(found["bodyStructure"])
    wanted = ["multipart/mixed", "text/plain", "multipart/alternative", "text/plain", "text/html", "message/rfc822",
              "image/png"]  # fmt: skip
    equal([one["type"] for one in every], wanted, "the tree has other parts",
          about="mail/Email/bodyStructure/not-into-messages")  # fmt: skip
    ids = [one["partId"] for one in leaves(found["bodyStructure"])]
    that(len(set(ids)) == len(ids) == 5, "the partIds are not different", found=ids, about=f"{PART}/partId/unique")
    deep = [one for one in found["attachments"] if one.get("subParts")]
    equal(deep, [], "an attachment has subParts", about="mail/Email/attachments/flat")
    that("attached" in named(found["attachments"]), "the attached message is no attachment",
         found=found["attachments"], about="mail/Email/attachments/which")  # fmt: skip


#: Messages and what of them is text, html and attachment (RFC 8621, Section 4.1.4 has the rules; the messages are ours).
SHAPES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "mixed": ((text("plain", "a"), image("b", "Content-Disposition: attachment")), ("a",), ("a",), ("b",)),
    "alternative": ((text("plain", "a"), text("html", "b")), ("a",), ("b",), ()),
    "related": ((text("html", "a"), image("b", "Content-Disposition: inline")), ("a",), ("a",), ("b",)),
}


@case(
    requirements=["mail/Email/textBody/types", "mail/Email/htmlBody/types", "mail/Email/attachments/which"],
    area="body",
    over=GET,
)
def parts_are_body_or_attachment(foo: Foo) -> None:
    """textBody, htmlBody and attachments share out the parts of a message: none is lost.

    Purpose: To see that a client shows all of a message.
    Preconditions: Messages can be imported.
    Procedure: Import a text with a file, a text in two alternatives, HTML with a picture of its own, and a
    mixture of texts, pictures and files; fetch the lists.
    Expected: For the simple ones, just the parts that are meant; in all, only texts and media in the bodies, and in
    attachments each part that is in neither body, and each media part that is not in both, in the order of the tree.
    Why: A part that is in no list is one that nobody ever sees.
    """
    for kind, (parts, plain, html, files) in SHAPES.items():
        found = bodies(foo, multipart_message(foo, kind, *parts))
        lists = [named(found[name]) for name in LISTS]
        equal(lists, [list(plain), list(html), list(files)], f"the lists of a multipart/{kind} are others")
        shared_out(found)
    mixture = multipart_message(
        foo, "mixed", text("plain", "a"), image("b", "Content-Disposition: inline"), text("plain", "c"),
        part("Content-Type: application/pdf\nContent-Id: <d>", "%PDF"),
        part('Content-Type: multipart/alternative; boundary="x"',
             multipart("x", text("plain", "e"), part('Content-Type: multipart/related; boundary="y"',
                                                     multipart("y", text("html", "f"), image("g"))))),
        text("csv", "h", "Content-Disposition: attachment; filename=h.csv"),
    )  # fmt: skip
    shared_out(bodies(foo, mixture))


def shared_out(found: dict[str, Any]) -> None:
    """The rules that hold for the lists of any message."""
    for name in ("textBody", "htmlBody"):
        for one in found[name]:
            kind = str(one["type"])
            that(
                kind in ("text/plain", "text/html") or kind.split("/")[0] in ("image", "audio", "video"),
                f"{name} has a part of type {kind}", expected="a text or a picture, a sound, a film", found=one,
                about=f"mail/Email/{name}/types",
            )  # fmt: skip
    plain, html = ([one["partId"] for one in found[name]] for name in ("textBody", "htmlBody"))
    wanted = []
    for one in leaves(found["bodyStructure"]):
        media = one["type"].split("/")[0] in ("image", "audio", "video")
        inside = (one["partId"] in plain) + (one["partId"] in html)
        if inside == 0 or (media and inside == 1):
            wanted.append(one["partId"])
    equal([one["partId"] for one in found["attachments"]], wanted, "attachments has other parts",
          about="mail/Email/attachments/which")  # fmt: skip


@case(requirements=["mail/Email/hasAttachment/not-inline"], area="body", over=GET)
def has_attachment_tells_of_files(foo: Foo) -> None:
    """hasAttachment is true where there is an attachment that is not inline, and false for a plain text.

    Purpose: To see that the paper clip in a list is right.
    Preconditions: Messages can be imported.
    Procedure: Import a text with a file, and a text alone.
    Expected: True; false.
    Why: Who looks for a file looks for the paper clip.
    """
    file = part("Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf", "%PDF")
    with_file = bodies(foo, multipart_message(foo, "mixed", text("plain", "a"), file))
    equal(with_file["hasAttachment"], True, "a message with a file has no attachment")
    equal(bodies(foo, message(foo, body="Only text."))["hasAttachment"], False, "a plain text has an attachment")


@case(
    requirements=[f"{PART}/type/implied", f"{PART}/charset/implied", f"{PART}/charset/null-if-no-text"],
    area="body",
    over=GET,
)
def type_and_charset_are_what_mime_implies(foo: Foo) -> None:
    """A part without a Content-Type is text/plain in us-ascii, or a message in a digest; what is no text has no charset.

    Purpose: To see that old and terse messages are read as they were meant.
    Preconditions: Messages can be imported.
    Procedure: Import a message without MIME fields, one with texts without a charset, in another charset, a file and
    a part without fields, and a digest; fetch types and charsets.
    Expected: The types and charsets that MIME implies.
    Why: Half of the messages of programs have no Content-Type.
    """
    plain = bodies(foo, message(foo, body="Only text."))["bodyStructure"]
    equal([plain["type"], plain["charset"]], ["text/plain", "us-ascii"], "a message without a Content-Type")
    tree = bodies(foo, multipart_message(
        foo, "mixed", part("", "no fields"), part("Content-Type: text/html", "<p>no charset"),
        part("Content-Type: text/plain; charset=utf-8", "utf-8"), part("Content-Type: application/pdf", "%PDF"),
    ))["bodyStructure"]  # fmt: skip
    found = [[one["type"], one["charset"]] for one in leaves(tree)]
    equal(found[0], ["text/plain", "us-ascii"], "a part without fields")
    equal(found[1], ["text/html", "us-ascii"], "a text without a charset", about=f"{PART}/charset/implied")
    equal(str(found[2][1]).lower(), "utf-8", "a text with a charset")
    equal(found[3], ["application/pdf", None], "a file", about=f"{PART}/charset/null-if-no-text")
    digest = multipart_message(foo, "digest", part("", "From: a@example.com\nSubject: one\n\nOne."))
    equal(leaves(bodies(foo, digest)["bodyStructure"])[0]["type"], "message/rfc822", "a part of a digest",
          about=f"{PART}/type/implied")  # fmt: skip


@case(requirements=[f"{PART}/name/filename-first"], area="body", over=GET)
def file_names_are_read_from_either_field(foo: Foo) -> None:
    """The name of a part is its filename, decoded, or else the name of its Content-Type, decoded; or null.

    Purpose: To see that files keep their names.
    Preconditions: Messages can be imported.
    Procedure: Import a message with parts that have a filename and a name, only a name, an RFC 2231 filename in one
    and in several pieces, an encoded name, and none.
    Expected: The names.
    Why: "noname.bin" is what users know of this.
    """
    table = {
        'Content-Type: application/x; name="b.txt"\nContent-Disposition: attachment; filename="a.txt"': "a.txt",
        'Content-Type: application/x; name="b.txt"\nContent-Disposition: attachment': "b.txt",
        "Content-Type: application/x\nContent-Disposition: attachment; filename*=utf-8''caf%C3%A9.txt": "café.txt",
        "Content-Type: application/x\nContent-Disposition: attachment; filename*0*=utf-8''caf%C3%A9;\n"
        ' filename*1=" long.txt"': "café long.txt",
        'Content-Type: application/x; name="=?utf-8?Q?caf=C3=A9.txt?="': "café.txt",
        "Content-Type: application/x": None,
    }
    tree = bodies(foo, multipart_message(foo, "mixed", *(part(one, "x") for one in table)))["bodyStructure"]
    for (fields, name), found in zip(table.items(), leaves(tree), strict=True):
        equal(found["name"], name, f"the name of a part with {fields!r} is another")


@case(
    requirements=[f"{PART}/blobId/decoded", f"{PART}/size/octets-of-blob"],
    area="body",
    over=GET,
)
def blob_of_a_part_is_its_decoded_contents(foo: Foo) -> None:
    """A download of a part gives its contents, decoded from base64 or quoted-printable, of just the size that is told.

    Purpose: To see that files come as they were sent.
    Preconditions: Messages can be imported.
    Procedure: Import a message with parts in base64, quoted-printable, 7bit, and an encoding that nobody knows;
    download each.
    Expected: The octets, and as many of them as size says; of the last, those that are there.
    Why: A file that comes a byte short does not open.
    """
    table = {
        "base64": ("AAEC\n/w==", b"\x00\x01\x02\xff"), "quoted-printable": ("caf=C3=A9=\n!", "café!".encode()),
        "7bit": ("seven", b"seven"), "x-unknown": ("as=20it is", b"as=20it is"),
    }  # fmt: skip
    parts = [
        part(f"Content-Type: application/x-{name}\nContent-Transfer-Encoding: {name}", encoded)
        for name, (encoded, _) in table.items()
    ]
    tree = bodies(foo, multipart_message(foo, "mixed", *parts))["bodyStructure"]
    for (name, (_, wanted)), found in zip(table.items(), leaves(tree), strict=True):
        got = downloaded(foo, found["blobId"]).answer
        equal(got.hex(), wanted.hex(), f"the contents in {name} are others", about=f"{PART}/blobId/decoded")
        equal(found["size"], len(got), f"the size in {name} is another", about=f"{PART}/size/octets-of-blob")


@case(
    requirements=["mail/Email/blobId/is-the-message", "mail/Email/size/octets-of-blob"],
    area="body",
    over=GET,
)
def blob_of_an_email_is_the_message(foo: Foo) -> None:
    """A download of the blobId of an Email gives the message, of just the size that is told.

    Purpose: To see that a message can be had as it travelled.
    Preconditions: Messages can be imported.
    Procedure: Import a clean message; create another; download both.
    Expected: As many octets as size says; of the first the very octets that were uploaded, of the second a message
    with the subject that was given.
    Why: Signatures are checked over these octets.
    """
    data = message(foo, "MIME-Version: 1.0", body="Some text.\n")
    row = fetched(foo, imported(foo, data), ["blobId", "size"])
    got = downloaded(foo, row["blobId"]).answer
    equal(got.decode(), data.decode(), "the octets are others", about="mail/Email/blobId/is-the-message")
    equal(row["size"], len(got), "the size is another", about="mail/Email/size/octets-of-blob")
    record = foo.make()[0]
    row = fetched(foo, record.id, ["blobId", "size", "subject"])
    got = downloaded(foo, row["blobId"]).answer
    equal(row["size"], len(got), "the size of a new Email is another", about="mail/Email/size/octets-of-blob")
    that(str(row["subject"]).encode() in got, "the message of a new Email has not its subject",
         expected=row["subject"], found=got[:2000].decode("utf-8", "replace"),
         about="mail/Email/blobId/is-the-message")  # fmt: skip


def downloaded(foo: Foo, blob_id: str) -> Exchange:
    made = foo.server.download(foo.account_id, blob_id, content_type="application/octet-stream")
    equal(made.status, 200, "a blob of an Email cannot be downloaded")
    return made


@case(
    requirements=[f"mail/Email/get/fetch{which}BodyValues/included" for which in ("Text", "HTML", "All")],
    area="body",
    over=GET,
)
def body_values_are_those_asked_for(foo: Foo) -> None:
    """bodyValues has the texts of textBody, of htmlBody or of all parts, as the arguments say; and none without.

    Purpose: To see that a client can have what it shows in one call.
    Preconditions: Messages can be imported.
    Procedure: Import a message with two alternatives, a table and a picture; fetch bodyValues with each of the three
    arguments, and without.
    Expected: The partIds of the texts among those parts; none without an argument.
    Why: A phone does not want both alternatives.
    """
    either = part('Content-Type: multipart/alternative; boundary="x"',
                  multipart("x", text("plain", "plain"), text("html", "html")))  # fmt: skip
    table = text("csv", "table", "Content-Disposition: attachment")
    email_id = imported(foo, multipart_message(foo, "mixed", either, table, image("image")))
    for which, wanted in (("Text", "textBody"), ("HTML", "htmlBody"), ("All", "bodyStructure"), ("", "")):
        more = {f"fetch{which}BodyValues": True} if which else {}
        found = fetched(foo, email_id, ["bodyStructure", *LISTS, "bodyValues"], bodyProperties=ALL, **more)
        parts = leaves(found["bodyStructure"]) if which == "All" else found.get(wanted, [])
        ids = [one["partId"] for one in parts if one["type"].startswith("text/")]
        about = f"mail/Email/get/fetch{which or 'All'}BodyValues/included"
        missing = [one for one in ids if one not in found["bodyValues"]]
        equal(missing, [], f"bodyValues lacks parts with {more}", about=about)
        if not which:
            equal(found["bodyValues"], {}, "bodyValues came unasked", about=about)


@case(
    requirements=["mail/EmailBodyValue/value/lf", "mail/EmailBodyValue/value/replacement"],
    area="body",
    over=GET,
)
def texts_are_decoded(foo: Foo) -> None:
    """The value of a text is decoded from its encoding and charset, with LF at line ends, and U+FFFD for what is broken.

    Purpose: To see that a client gets text and nothing else.
    Preconditions: Messages can be imported.
    Procedure: Import a message with texts in several charsets and encodings, one with octets that are no UTF-8.
    Expected: The texts; for the last, isEncodingProblem too.
    Why: Charsets are where clients differ most.
    """
    table = [
        ("utf-8", "quoted-printable", "caf=C3=A9\n=E2=82=AC", "café\n€"), ("iso-8859-1", "quoted-printable", "caf=E9", "café"),
        ("windows-1252", "base64", "gA==", "€"), ("iso-2022-jp", "base64", "GyRCRnxLXBsoQg==", "日本"),
        ("utf-8", "quoted-printable", "a=FFb", "a\ufffdb"),
    ]  # fmt: skip
    parts = [part(f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}", encoded)
             for charset, encoding, encoded, _ in table]  # fmt: skip
    email_id = imported(foo, multipart_message(foo, "mixed", *parts))
    found = fetched(foo, email_id, ["bodyStructure", "bodyValues"], fetchAllBodyValues=True, bodyProperties=ALL)
    values = [found["bodyValues"].get(one["partId"], {}) for one in leaves(found["bodyStructure"])]
    for (charset, _, _, wanted), value in zip(table, values, strict=True):
        rule = "replacement" if "\ufffd" in wanted else "lf"
        got = str(value.get("value"))
        that("\r" not in got, f"a text in {charset} has CR in it", found=got, about="mail/EmailBodyValue/value/lf")
        equal(got, wanted, f"a text in {charset} is another", about=f"mail/EmailBodyValue/value/{rule}")
        problem = bool(value.get("isEncodingProblem", False))
        equal(problem, "\ufffd" in wanted, f"isEncodingProblem of a text in {charset} is another",
              about=f"mail/EmailBodyValue/value/{rule}")  # fmt: skip


CUT = "mail/Email/get/maxBodyValueBytes"


@case(
    requirements=[f"{CUT}/cut", f"{CUT}/whole-characters", f"{CUT}/zero-is-all", f"{CUT}/whole-tags"],
    area="body",
    over=GET,
)
def texts_are_cut_between_characters(foo: Foo) -> None:
    """maxBodyValueBytes cuts each text to so many octets of UTF-8, never inside a character, and HTML not inside a tag.

    Purpose: To see that a client can bound what it is sent.
    Preconditions: Messages can be imported.
    Procedure: Import a message with characters of one to four octets, and one in HTML; fetch the text with every bound
    from 0 to its length and one more.
    Expected: The beginning of the text, not above the bound, isTruncated just where something is missing; all of it
    with 0; in HTML no open tag at the end.
    Why: Half a character makes invalid JSON; half a tag swallows what the client adds.
    """
    for kind, whole in (("plain", "aé€\U0001f4eeb\u0301c"), ("html", "<p>One</p><b class='x'>two</b>")):
        data = message(foo, "MIME-Version: 1.0", f"Content-Type: text/{kind}; charset=utf-8",
                       "Content-Transfer-Encoding: 8bit", body=whole)  # fmt: skip
        email_id = imported(foo, data)
        length = len(whole.encode())
        for most in range(length + 2):
            row = fetched(foo, email_id, ["bodyValues"], fetchAllBodyValues=True, maxBodyValueBytes=most)
            value = next(iter(row["bodyValues"].values()))
            got = value["value"]
            if most in (0, length, length + 1):
                about = f"{CUT}/zero-is-all" if most == 0 else f"{CUT}/cut"
                equal(
                    [got, value.get("isTruncated", False)], [whole, False], f"a text was cut with {most}", about=about
                )
                continue
            that(len(got.encode()) <= most, f"a text is above {most} octets", found=got, about=f"{CUT}/cut")
            that(whole.startswith(got), "a cut text is no beginning of it", expected=whole, found=got,
                 about=f"{CUT}/whole-characters")  # fmt: skip
            equal(value.get("isTruncated", False), True, f"isTruncated with {most}", about=f"{CUT}/cut")
            if kind == "html":
                that(got.rfind("<") <= got.rfind(">"), "HTML is cut inside a tag", found=got, about=f"{CUT}/whole-tags")


@case(requirements=["mail/Email/get/properties/default"], area="body", over=GET)
def default_properties_are_not_all(foo: Foo) -> None:
    """Without properties, or with null, the default ones come: not bodyStructure, and not headers.

    Purpose: To see that the default is the method's own.
    Preconditions: Emails can be made.
    Procedure: Make an Email; fetch it without properties, and with null.
    Expected: Just the properties of the default.
    Why: All of them would be the message twice over.
    """
    record = foo.make()[0]
    default = foo.arguments_of("get")["properties"]["default"]
    for properties in ({}, {"properties": None}):
        row = foo.call("get", {"ids": [record.id], **properties})["list"][0]
        same_members(row.keys(), default, "the properties are not those of the default")
