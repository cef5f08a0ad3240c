"""Downloads (RFC 8620, Section 6.2)."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ..case import case
from ..expect import equal, that
from ..server import Server
from .request import shown


@case(requirements=["core/Blob/immutable"], area="download")
def octets_come_back_as_they_were(server: Server) -> None:
    """A download gives the octets that were uploaded, every one of them.

    Purpose: To see that a blob is octets and nothing else.
    Preconditions: Uploads work.
    Procedure: Upload all 256 octets, line breaks among them, as text/plain; download them.
    Expected: HTTP 200 and the same octets.
    Why: A signature over an attachment fails if a single line ending was mended.
    """
    account_id = server.any_account()
    data = bytes(range(256)) + b"\r\n\n\r"
    made = server.download(account_id, server.blob(account_id, data, "text/plain"))
    that(made.status == 200, "a blob cannot be downloaded", expected="HTTP 200", found=shown(made))
    that(
        made.answer == data,
        "the octets are not those that were uploaded",
        expected=f"{len(data)} octets",
        found=shown(made),
    )


@case(requirements=["core/Session/downloadUrl/content-type"], area="download")
def content_type_is_the_one_in_the_url(server: Server) -> None:
    """The Content-Type of a download is the type that the client put into the URL.

    Purpose: To see that the client says what the octets are.
    Preconditions: Uploads work.
    Procedure: Upload a blob as text/plain; download it as image/png and as application/x-jmap-example.
    Expected: The types image/png and application/x-jmap-example.
    Why: A blob has no type of its own; the record that refers to it knows.
    """
    account_id = server.any_account()
    blob_id = server.blob(account_id, b"octets of no type", "text/plain")
    for wanted in ("image/png", "application/x-jmap-example"):
        made = server.download(account_id, blob_id, content_type=wanted)
        found = made.answer_headers.get("content-type", "").partition(";")[0].strip().lower()
        equal(found, wanted, "the download has another type")


@case(requirements=["core/Session/downloadUrl/file-name"], area="download")
def file_name_is_the_one_in_the_url(server: Server) -> None:
    """Where a download has a Content-Disposition, its file name is the name in the URL.

    Purpose: To see that a file is saved under the name that the user saw.
    Preconditions: Uploads work.
    Procedure: Download a blob under a plain name, and under one with a space and letters outside ASCII.
    Expected: No Content-Disposition, or one with that file name.
    Why: The name is the record's, and a server cannot know it otherwise.
    """
    account_id = server.any_account()
    blob_id = server.blob(account_id, b"octets without a name")
    for name in ("plain.txt", "übersicht 1.txt"):
        said = server.download(account_id, blob_id, name=name).answer_headers.get("content-disposition")
        if said is not None:
            equal(file_name_in(said), name, "the file name is another")


@case(requirements=["core/ProblemDetails/download"], area="download")
def missing_blob_is_told_as_problem_details(server: Server) -> None:
    """A download that fails is answered with problem details.

    Purpose: To see that a client can tell why.
    Preconditions: The Session shows an account.
    Procedure: Download a blob that does not exist.
    Expected: A status from 400 to 499, and the content type application/problem+json.
    Why: What comes is otherwise easily saved as if it were the file.
    """
    made = server.download(server.any_account(), "jmapconf-no-such-blob")
    that(400 <= made.status <= 499, "a blob that does not exist was served", expected="HTTP 404", found=shown(made))
    kind = made.answer_headers.get("content-type", "").partition(";")[0].strip().lower()
    equal(kind, "application/problem+json", "the error is not sent as problem details")


@case(requirements=["core/Blob/only-uploader"], area="download", needs=["second-user"])
def others_cannot_download_an_upload(server: Server, second: Server) -> None:
    """A blob to which no record refers is there for its uploader only.

    Purpose: To see that another user cannot fetch it, even with its id.
    Preconditions: A second user was given.
    Procedure: Upload as the first user; download from that account as the second.
    Expected: A status from 400 to 499.
    Why: An attachment is uploaded long before its message says who may read it.
    """
    account_id = server.any_account()
    blob_id = server.blob(account_id, b"not yet for anybody else")
    made = second.download(account_id, blob_id)
    that(
        400 <= made.status <= 499,
        "another user got the blob",
        expected="an HTTP status from 400 to 499",
        found=shown(made),
    )


def file_name_in(disposition: str) -> str | None:
    """The file name in a Content-Disposition (RFC 6266): filename* before filename; None where there is none."""
    if extended := re.search(r"filename\*\s*=\s*[^']*'[^']*'([^;\s]+)", disposition, re.IGNORECASE):
        return unquote(extended.group(1))
    if quoted := re.search(r'filename\s*=\s*"((?:[^"\\]|\\.)*)"', disposition, re.IGNORECASE):
        return re.sub(r"\\(.)", r"\1", quoted.group(1))
    plain = re.search(r"filename\s*=\s*([^;\s]+)", disposition, re.IGNORECASE)
    return plain.group(1) if plain else None
