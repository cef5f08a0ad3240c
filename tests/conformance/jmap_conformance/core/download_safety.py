"""Downloads that do nothing but be saved, whatever is in them and whatever the URL says (RFC 8620, Section 6.2)."""

from __future__ import annotations

import re
from typing import Final

from ..case import Over, Point, case
from ..exchange import Exchange
from ..expect import equal, that
from ..fields import words
from ..manifest import Manifest
from ..server import Server
from .download import file_name_in
from .request import shown

#: What would act if it were shown as a page.
PAGE: Final = b"<!DOCTYPE html><title>x</title><script>document.title = 'it ran'</script>"
DRAWING: Final = b'<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "it ran"</script></svg>'
#: Type to octets.
ACTING: Final = {
    "text/html": PAGE,
    "image/svg+xml": DRAWING,
    "application/xhtml+xml": PAGE,
    "application/pdf": b"%PDF-",
}

#: Names that are hard to write into a header field, each by what is hard in it.
NAMES: Final = {
    "quotes": 'say "hi" there.txt',
    "backslash": "a\\b.txt",
    "semicolon": "a; filename=b.txt",
    "percent": "100%41.txt",
    "apostrophe": "l'été.txt",
    "beyond-latin": "план 計画 🌱.txt",
    "comma": "one, two.txt",
    "equals": "a=b&c#d?.txt",
}
#: A line break, in the ways in which one is tried.
BREAKS: Final = ("\r\n", "\n", "\r")
#: The field that must not come of it.
INJECTED: Final = "x-jmapconf-injected"
#: Names that would lead somewhere if they were paths.
PATHS: Final = ("../../../../etc/passwd", "..", "/etc/passwd", "..\\..\\boot.ini", ".htaccess")


def each_type(manifest: Manifest) -> list[Point]:
    return [Point("core/download", suffix=re.sub("[/+]", "-", name), arguments={"what": name}) for name in ACTING]


def each_name(manifest: Manifest) -> list[Point]:
    return [Point("core/download", suffix=name, arguments={"what": name}) for name in NAMES]


TYPES: Over = each_type
EACH: Over = each_name


def acting(server: Server, what: str) -> Exchange:
    """The download of something of a type that can act."""
    account_id = server.any_account()
    made = server.download(account_id, server.blob(account_id, ACTING[what], what), name="page", content_type=what)
    that(made.status == 200, "a blob cannot be downloaded", expected="HTTP 200", found=shown(made))
    return made


@case(requirements=["core/download-safety/attachment"], area="download", over=TYPES)
def what_can_act_is_saved_and_not_shown(server: Server, what: str) -> None:
    """A download of a type that can act is an attachment.

    Purpose: To see that a browser saves it, and does not show it as a page of the server.
    Preconditions: Uploads work.
    Procedure: Upload something with a script in it; download it as this type, and read Content-Disposition.
    Expected: attachment.
    Why: A script that came by mail would act in the name of who opens it.
    """
    said = acting(server, what).answer_headers.get("content-disposition", "")
    equal(said.partition(";")[0].strip().lower(), "attachment", f"a download as {what} is shown as a page")


@case(requirements=["core/download-safety/sandbox"], area="download", over=TYPES)
def what_can_act_is_in_a_sandbox(server: Server, what: str) -> None:
    """A download of a type that can act is put into a sandbox.

    Purpose: To see that its scripts do not run, should it be shown after all.
    Preconditions: Uploads work.
    Procedure: Upload something with a script in it; download it as this type, and read Content-Security-Policy.
    Expected: The directive sandbox, without allow-scripts together with allow-same-origin.
    Why: Browsers of some makers, and frames, show attachments too.
    """
    said = acting(server, what).answer_headers.get("content-security-policy", "")
    parts = [part.split() for policy in said.lower().split(",") for part in policy.split(";")]
    found = [set(part[1:]) for part in parts if part[:1] == ["sandbox"]]
    that(any(not {"allow-scripts", "allow-same-origin"} <= tokens for tokens in found),
         f"a download as {what} is in no sandbox", expected="sandbox", found=said)  # fmt: skip


@case(requirements=["core/download-safety/nosniff"], area="download")
def type_of_a_download_is_not_guessed(server: Server) -> None:
    """A download tells the browser not to guess another type.

    Purpose: To see that what is called a text is not taken for a page.
    Preconditions: Uploads work.
    Procedure: Upload a page; download it as text/plain, and read X-Content-Type-Options.
    Expected: nosniff.
    Why: Browsers look into files, and run what they find.
    """
    account_id = server.any_account()
    made = server.download(account_id, server.blob(account_id, PAGE, "text/plain"))
    that("nosniff" in words(made, "x-content-type-options"), "browsers may guess the type of a download",
         expected="nosniff", found=made.answer_headers.get("x-content-type-options"))  # fmt: skip


@case(requirements=["core/download-safety/same-site"], area="download")
def download_is_not_loaded_into_foreign_pages(server: Server) -> None:
    """A download is not to be loaded into the pages of other sites.

    Purpose: To see that a foreign page cannot show, or measure, a user's files.
    Preconditions: Uploads work.
    Procedure: Upload a blob, download it as a picture, and read Cross-Origin-Resource-Policy.
    Expected: same-site or same-origin.
    Why: Where a browser sends credentials by itself, a page learns from the size of a picture who is looking.
    """
    account_id = server.any_account()
    made = server.download(account_id, server.blob(account_id, b"\x89PNG\r\n\x1a\n"), content_type="image/png")
    said = made.answer_headers.get("cross-origin-resource-policy", "").strip().lower()
    that(said in ("same-site", "same-origin"), "foreign pages can load a download", expected="same-site", found=said)


@case(requirements=["core/Session/downloadUrl/file-name"], area="download", over=EACH)
def hard_file_name_comes_whole(server: Server, what: str) -> None:
    """A file name with characters that are hard to write comes as it was asked for.

    Purpose: To see that the name is encoded, neither cut nor taken for something else.
    Preconditions: Uploads work.
    Procedure: Download a blob under the name, and read Content-Disposition as RFC 6266 says.
    Expected: No Content-Disposition, or one with that file name.
    Why: Users name files as they like, and senders of mail as it serves them.
    """
    account_id = server.any_account()
    made = server.download(account_id, server.blob(account_id, b"octets without a name"), name=NAMES[what])
    that(made.status == 200, "a blob cannot be downloaded under the name", expected="HTTP 200", found=shown(made))
    said = made.answer_headers.get("content-disposition")
    if said is not None:
        equal(file_name_in(said), NAMES[what], "the file name is another", about="core/Session/downloadUrl/file-name")


@case(requirements=["core/download-safety/valid-type", "core/download-safety/safe-name"], area="download")
def line_breaks_add_no_fields(server: Server) -> None:
    """A line break in the type or the name of a download does not add a field to its header.

    Purpose: To see that who makes a URL does not make the header.
    Preconditions: Uploads work.
    Procedure: Download a blob under a name, and as a type, with a line break and a field behind it.
    Expected: An error, or the file; and no such field, and no content but the blob's.
    Why: A link that sets a cookie, or the content of a page, is as good as breaking in.
    """
    account_id = server.any_account()
    octets = b"the octets of the blob"
    blob_id = server.blob(account_id, octets)
    for mark in BREAKS:
        for asked, requirement in (
            ({"content_type": f"text/plain{mark}{INJECTED}: yes{mark}{mark}<p>"}, "core/download-safety/valid-type"),
            ({"name": f"a.txt{mark}{INJECTED}: yes{mark}{mark}<p>"}, "core/download-safety/safe-name"),
        ):
            made = server.download(account_id, blob_id, **asked)
            that(INJECTED not in made.answer_headers, "a variable of the URL made a header field",
                 expected="no such field", found=made.answer_headers, about=requirement)  # fmt: skip
            that(made.status != 200 or made.answer == octets, "a variable of the URL made content",
                 expected="the blob", found=shown(made), about=requirement)  # fmt: skip


@case(requirements=["core/download-safety/valid-type"], area="download")
def only_a_media_type_becomes_the_type(server: Server) -> None:
    """What is no media type does not become the Content-Type of a download.

    Purpose: To see that a server looks at what it is about to say.
    Preconditions: Uploads work.
    Procedure: Download a blob as types that are none: a word, two types with a comma, a slash alone.
    Expected: An error, or another Content-Type that is a media type.
    Why: Two programs that read a broken type differently disagree on whether a file can act.
    """
    account_id = server.any_account()
    blob_id = server.blob(account_id, PAGE)
    for asked in ("page", "text/plain, text/html", "/", "text/ht ml"):
        made = server.download(account_id, blob_id, content_type=asked)
        said = made.answer_headers.get("content-type", "")
        that(made.status != 200 or said.strip().lower() != asked, "what is no media type is sent as the Content-Type",
             expected="an error, or application/octet-stream", found=said)  # fmt: skip


@case(requirements=["core/download-safety/name-no-path"], area="download")
def file_name_is_no_path(server: Server) -> None:
    """The name of a download does not lead to anything but the blob.

    Purpose: To see that a name is a name, also where it looks like a path.
    Preconditions: Uploads work.
    Procedure: Download a blob under names such as ../../../../etc/passwd, percent-encoded.
    Expected: The octets of the blob, or a status from 400 to 499.
    Why: Names come from strangers, and servers have files.
    """
    account_id = server.any_account()
    octets = b"nothing but the blob"
    blob_id = server.blob(account_id, octets)
    for name in PATHS:
        made = server.download(account_id, blob_id, name=name)
        that(400 <= made.status <= 499 or (made.status == 200 and made.answer == octets),
             f"the name {name} leads elsewhere", expected="the blob, or HTTP 404", found=shown(made))  # fmt: skip
