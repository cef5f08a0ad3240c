"""Emails and the blobs that they refer to (RFC 8620, Section 6; RFC 8621, Section 4.6)."""

from __future__ import annotations

from ..case import case, only
from ..exchange import short
from ..expect import equal, that
from ..foo import Foo
from ..messages import fetched, imported, message, multipart, part
from ..parts import ALL, downloaded, walk
from ..reply import created

SET = only("Email", "set")


@case(requirements=["core/Blob/not-in-same-call"], area="create", over=SET, needs=["records"])
def blob_outlives_its_last_email_by_a_call(foo: Foo) -> None:
    """A call that destroys the only Email with a file can create another with it, whichever is done first.

    Purpose: To see that a draft can be replaced by another with the same file.
    Preconditions: Messages can be imported, Emails made.
    Procedure: Import a message with a file that nothing else has; in one call, destroy it and create an Email with the
    blobId of that part; download the part of the new Email.
    Expected: The Email is created, and has the file, octet for octet.
    Why: Email clients save a draft so, every minute; the text is another each time, and the file is not.
    """
    content = foo.unique("file")
    file = part("Content-Type: application/x-file; name=f.bin", content)
    data = message(foo, "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="b"',
                   body=multipart("b", part("Content-Type: text/plain", "See the file."), file))  # fmt: skip
    first = imported(foo, data)
    blob_id = fetched(foo, first, ["attachments"], bodyProperties=ALL)["attachments"][0]["blobId"]
    creation = foo.creation(attachments=[{"blobId": blob_id, "type": "application/x-file", "name": "f.bin"}])
    answer = foo.call("set", {"create": {"k": creation}, "destroy": [first]})
    second = (answer.get("created") or {}).get("k") or {}
    that("id" in second, "the file is gone with its Email", expected="an Email", found=short(answer.get("notCreated")))
    equal(answer.get("destroyed"), [first], "the first Email was not destroyed")
    found = fetched(foo, second["id"], ["attachments"], bodyProperties=ALL)["attachments"]
    equal(downloaded(foo, found[0]["blobId"]).answer.decode(), content, "the file is another")


@case(requirements=["core/Blob/rename-told"], area="create", over=SET, needs=["records"])
def blob_with_another_id_is_told_of(foo: Foo) -> None:
    """Where a server gives a blob another id in the Email that uses it, it says so as it creates the Email.

    Purpose: To see that a client never looks for a blob under an id that it no longer has.
    Preconditions: Uploads work, Emails can be made.
    Procedure: Upload a file; create an Email with it as an attachment; fetch the Email.
    Expected: The attachment has the id of the upload; or it has another, and the answer to the creation has
    attachments or bodyStructure with that one.
    Why: The client shows the attachment of what it has just written from what it knows.
    """
    given = foo.server.blob(foo.account_id, foo.unique("file").encode(), "application/x-file")
    creation = foo.creation(attachments=[{"blobId": given, "type": "application/x-file", "name": "f.bin"}])
    row = created(foo.call("set", {"create": {"k": creation}}), "k")
    found = fetched(foo, row["id"], ["attachments"], bodyProperties=ALL)["attachments"][0]["blobId"]
    if found != given:
        parts = row.get("attachments") or walk(row.get("bodyStructure") or {})
        told = [one.get("blobId") for one in parts]
        that(found in told, "a blob has another id, of which the answer says nothing", expected=found, found=row)
