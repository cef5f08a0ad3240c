"""The texts of a body: which are asked for, decoded, cut where they are long (RFC 8621, Sections 4.1.4 and 4.2)."""

from __future__ import annotations

from ..case import case, only
from ..expect import equal, that
from ..foo import Foo
from ..messages import fetched, imported, message, multipart, part
from ..parts import ALL, LISTS, image, leaves, multipart_message, text

GET = only("Email", "get")


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
            values = list(row["bodyValues"].values())
            that(len(values) == 1, "fetchAllBodyValues does not give the one text there is", expected="a text",
                 found=row, about="mail/Email/get/fetchAllBodyValues/included")  # fmt: skip
            got, is_cut = values[0]["value"], values[0].get("isTruncated", False)
            if most in (0, length, length + 1):
                about = f"{CUT}/zero-is-all" if most == 0 else f"{CUT}/cut"
                equal([got, is_cut], [whole, False], f"a text was cut with {most}", about=about)
                continue
            that(len(got.encode()) <= most, f"a text is above {most} octets", found=got, about=f"{CUT}/cut")
            that(whole.startswith(got), "a cut text is no beginning of it", expected=whole, found=got,
                 about=f"{CUT}/whole-characters")  # fmt: skip
            equal(is_cut, True, f"isTruncated with {most}", about=f"{CUT}/cut")
            if kind == "html":
                that(got.rfind("<") <= got.rfind(">"), "HTML is cut inside a tag", found=got, about=f"{CUT}/whole-tags")
