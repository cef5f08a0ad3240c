"""The body of an Email: its tree, and its flat lists (RFC 8621, Section 4.1.4)."""

from __future__ import annotations

from typing import Any

from ..case import case, only
from ..expect import equal, same_members, that
from ..foo import Foo
from ..messages import message, multipart, part
from ..parts import LISTS, PART, bodies, image, leaves, multipart_message, named, text, walk

GET = only("Email", "get")


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
