"""The properties of the parts of a body, and the blobs behind them (RFC 8621, Section 4.1.4)."""

from __future__ import annotations

from ..case import case, only
from ..expect import equal, that
from ..foo import Foo
from ..messages import fetched, imported, message, part
from ..parts import PART, bodies, downloaded, leaves, multipart_message

GET = only("Email", "get")


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
