"""Uploads (RFC 8620, Section 6.1)."""

from __future__ import annotations

from typing import Any

from ..case import case
from ..exchange import Exchange
from ..expect import equal, that
from ..server import Server
from .request import shown


def answer_of(server: Server, made: Exchange) -> dict[str, Any]:
    """The object that answers a successful upload."""
    that(made.status in (200, 201), "an upload was refused", expected="HTTP 200 or 201", found=shown(made))
    answer = server.read(made)
    that(isinstance(answer, dict), "an upload is answered by no object", expected="a JSON object", found=shown(made))
    server.note(server.wire.findings("UploadResponse", answer), made)
    return dict(answer)


@case(requirements=["core/UploadResponse/answered"], area="upload")
def upload_is_answered_with_a_blob_id(server: Server) -> None:
    """An upload is answered with one JSON object that has the account, a blobId, the type and the size.

    Purpose: To see that what was uploaded can be named afterwards.
    Preconditions: The Session shows an account.
    Procedure: Upload a few octets.
    Expected: HTTP 200 or 201, the type application/json, and the four properties, valid.
    Why: A record can refer to the octets only by the blobId.
    """
    account_id = server.any_account()
    made = server.upload(account_id, b"a few octets", "text/plain")
    answer = answer_of(server, made)
    kind = made.answer_headers.get("content-type", "").partition(";")[0].strip().lower()
    equal(kind, "application/json", "the answer is not sent as JSON")
    missing = [name for name in ("accountId", "blobId", "type", "size") if name not in answer]
    that(not missing, "the answer lacks properties", expected="accountId, blobId, type, size", found=answer)
    equal(answer["accountId"], account_id, "the answer names another account")


@case(requirements=["core/UploadResponse/size/exact"], area="upload")
def size_is_the_number_of_octets(server: Server) -> None:
    """The size in the answer is the number of octets that were uploaded.

    Purpose: To see that octets are counted, not characters, and that nothing was lost.
    Preconditions: The Session shows an account.
    Procedure: Upload no octets at all, one zero octet, and all 256 octets with a line break after them.
    Expected: The sizes 0, 1 and 258.
    Why: A client compares the size with that of its file.
    """
    account_id = server.any_account()
    for data in (b"", b"\0", bytes(range(256)) + b"\r\n"):
        answer = answer_of(server, server.upload(account_id, data))
        equal(answer.get("size"), len(data), f"the size of {len(data)} octets is told wrongly")


@case(requirements=["core/UploadResponse/type/not-sniffed"], area="upload")
def type_is_that_of_the_request(server: Server) -> None:
    """The type in the answer is the Content-Type of the upload, and not guessed from the octets.

    Purpose: To see that the client's word counts.
    Preconditions: The Session shows an account.
    Procedure: Upload the beginning of a PNG image as text/plain, and a line of text as image/png.
    Expected: text/plain and image/png, in whatever normal form.
    Why: A server that guesses can be made to call a script a picture.
    """
    account_id = server.any_account()
    for data, said in ((b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "text/plain"), (b"plain text\n", "image/png")):
        found = str(answer_of(server, server.upload(account_id, data, said)).get("type"))
        equal(found.partition(";")[0].strip().lower(), said, "the type is not the one that was sent")


@case(requirements=["core/ProblemDetails/upload"], area="upload")
def refused_upload_is_told_as_problem_details(server: Server) -> None:
    """An upload that fails is answered with problem details.

    Purpose: To see that a client can tell why.
    Preconditions: A login.
    Procedure: Upload to an account that does not exist.
    Expected: A status from 400 to 499, and the content type application/problem+json.
    Why: The user chose a file, and wants to know what is wrong with it.
    """
    made = server.upload("jmapconf-no-such-account", b"octets")
    that(
        400 <= made.status <= 499,
        "an upload to no account was taken",
        expected="an HTTP status from 400 to 499",
        found=shown(made),
    )
    kind = made.answer_headers.get("content-type", "").partition(";")[0].strip().lower()
    equal(kind, "application/problem+json", "the error is not sent as problem details")


@case(requirements=["core/upload/no-account"], area="upload")
def upload_to_no_account_is_not_found(server: Server) -> None:
    """An upload to an account that does not exist is answered with 404.

    Purpose: To see that a client can tell a wrong account from a wrong file.
    Preconditions: A login.
    Procedure: Upload a few octets to an account that does not exist.
    Expected: HTTP 404.
    Why: The share was taken back while the user wrote; the client has to look for another account.
    """
    made = server.upload("jmapconf-no-such-account", b"octets")
    equal(made.status, 404, "an upload to no account is answered otherwise")


@case(requirements=["core/upload/whole-content"], area="upload")
def whole_content_is_the_file(server: Server) -> None:
    """The content of an upload is the file, also where it has the form of what web pages send.

    Purpose: To see that a server does not look for a file inside the file.
    Preconditions: The Session shows an account.
    Procedure: Upload a form of the type multipart/form-data with a file in it, and one of the type
    application/x-www-form-urlencoded; download both.
    Expected: The size of the whole, and its octets.
    Why: Frameworks unpack forms unasked, and a message that is saved as a file then loses its header.
    """
    account_id = server.any_account()
    part = b'Content-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\ninside'
    form = b"--edge\r\n" + part + b"\r\n--edge--\r\n"
    for octets, said in ((form, "multipart/form-data; boundary=edge"),
                         (b"a=1&b=2", "application/x-www-form-urlencoded")):  # fmt: skip
        answer = answer_of(server, server.upload(account_id, octets, said))
        equal(answer.get("size"), len(octets), f"the size of an upload as {said} is not that of its content")
        made = server.download(account_id, str(answer.get("blobId")))
        that(made.answer == octets, f"an upload as {said} is not kept as it is", expected=octets.decode(),
             found=shown(made))  # fmt: skip
