"""Blobs, and Blob/copy (RFC 8620, Sections 6 and 6.3)."""

from __future__ import annotations

from ..case import Over, Point, case
from ..expect import equal, same_members, that
from ..manifest import CORE, Manifest
from ..outcome import Unsupported
from ..server import Server
from .limits import TRIED
from .request import shown

MAIL = "urn:ietf:params:jmap:mail"


def blobs(manifest: Manifest) -> list[Point]:
    return [Point("Blob/copy", arguments={})] if "Blob/copy" in manifest.methods else []


COPY: Over = blobs


@case(requirements=["core/Blob/immutable"], area="download")
def blob_stays_what_it_is(server: Server) -> None:
    """The octets of a blobId are the same after other uploads, of the same type and size and of the same octets.

    Purpose: To see that an id stands for its octets for ever.
    Preconditions: Uploads work.
    Procedure: Upload octets; upload others of the same length, and the first ones again as another type; download
    the first.
    Expected: The first octets.
    Why: Clients cache what they downloaded and never ask again.
    """
    account_id = server.any_account()
    first = server.blob(account_id, b"first", "text/plain")
    other = server.blob(account_id, b"other", "text/plain")
    server.blob(account_id, b"first", "image/png")
    that(first != other, "two contents have one id", expected="two ids", found=first)
    for blob_id, octets in ((first, b"first"), (other, b"other")):
        made = server.download(account_id, blob_id)
        that(made.answer == octets, "a blobId stands for other octets now", expected=octets.decode(), found=shown(made))


@case(requirements=["core/Blob/one-hour"], area="download")
def unused_blob_is_kept(server: Server) -> None:
    """A blob to which no record refers is still there after other uploads and requests.

    Purpose: To see that a client has the time to use what it uploaded.
    Preconditions: Uploads work.
    Procedure: Upload a blob; upload ten others and call Core/echo in between; download the first. An hour is not
    waited for.
    Expected: It is there.
    Why: A user attaches a file and then writes the text.
    """
    account_id = server.any_account()
    blob_id = server.blob(account_id, b"kept for an hour")
    for number in range(10):
        server.blob(account_id, f"another upload, number {number}".encode())
        server.request([["Core/echo", {}, "0"]])
    made = server.download(account_id, blob_id)
    that(made.status == 200, "a blob is gone within the hour", expected="HTTP 200", found=shown(made))


@case(requirements=["core/Blob/only-uploader"], area="download", needs=["second-user"])
def unused_blob_is_for_its_uploader(server: Server, second: Server) -> None:
    """A blob to which no record refers can be read by nobody but the user who uploaded it.

    Purpose: To see that what is not yet sent or filed is not yet shared.
    Preconditions: Uploads work; both users have an account in common.
    Procedure: As the first user upload a blob to that account; download it as both, and as the second user a blob of
    an id that was never used.
    Expected: The first user gets it; to the second it is like the one that never was.
    Why: Half of a letter is nothing for a colleague.
    """
    theirs = second.session["accounts"]
    account_id = next((one for one in server.accounts(CORE) if one in theirs), None)
    if account_id is None:
        raise Unsupported("the two users have no account in common")
    blob_id = server.blob(account_id, b"for the uploader alone")
    made = server.download(account_id, blob_id)
    that(made.status == 200, "the uploader cannot download a blob", expected="HTTP 200", found=shown(made))
    seen, never = (second.download(account_id, one) for one in (blob_id, "jmapconf-no-blob"))
    equal(seen.status, never.status, "another user can tell an upload from none")
    that(b"for the uploader" not in seen.answer, "another user reads an upload", found=shown(seen))


@case(requirements=["core/Blob/quota-size"], area="download")
def attachments_of_one_message_can_wait_together(server: Server) -> None:
    """As much as one message can have attached is kept, before there is a message.

    Purpose: To see that the first file is still there when the last one has been uploaded.
    Preconditions: The server has mail, and maxSizeAttachmentsPerEmail is small enough to be tried.
    Procedure: Upload files as large as maxSizeUpload allows, all different, that make maxSizeAttachmentsPerEmail
    together; download the beginning of each.
    Expected: HTTP 200 or 206 for each.
    Why: A message with large attachments could otherwise never be sent.
    """
    account_id = server.account(MAIL)
    row = server.session["accounts"][account_id]["accountCapabilities"].get(MAIL) or {}
    whole = row.get("maxSizeAttachmentsPerEmail")
    if not isinstance(whole, int) or not 0 < whole <= TRIED:
        raise Unsupported(f"maxSizeAttachmentsPerEmail is {whole}, and the suite tries {TRIED} at most")
    largest = min(whole, server.limit("maxSizeUpload"))
    sizes = [min(largest, whole - start) for start in range(0, whole, largest)]
    if len(sizes) == 1:
        # In one piece there would be nothing to make room for.
        sizes = [whole // 2, whole - whole // 2]
    made = [server.blob(account_id, f"file {number}".encode().ljust(size, b"\0")) for number, size in enumerate(sizes)]
    for blob_id in made:
        url = server.url("downloadUrl", accountId=account_id, blobId=blob_id, type="text/plain", name="a.bin")
        # Of a server that gives no parts, it is the whole.
        seen = server.client.send("GET", url, headers={"Range": "bytes=0-9"})
        that(seen.status in (200, 206), "a file is gone before the message is complete", expected="HTTP 200 or 206",
             found=shown(seen))  # fmt: skip


@case(
    requirements=["core/Blob/copy/response/copied/same-octets"], area="blob-copy", over=COPY, needs=["second-account"]
)
def copied_blob_has_the_same_octets(server: Server, other_account: str) -> None:
    """A blob that was copied to another account can be downloaded there, with the same octets.

    Purpose: To see that no client has to download and upload.
    Preconditions: Uploads work; the user has a second account.
    Procedure: Upload a blob to one account, copy it to the other, and download it there.
    Expected: Its id in copied, and the same octets.
    Why: A message of ten megabytes is forwarded from a phone.
    """
    account_id = server.any_account()
    blob_id = server.blob(account_id, b"to be copied")
    call = ["Blob/copy", {"fromAccountId": account_id, "accountId": other_account, "blobIds": [blob_id]}, "0"]
    answer = server.request([call], using=[CORE]).result("0", "Blob/copy")
    copied = answer.get("copied") or {}
    that(blob_id in copied, "the blob was not copied", expected=blob_id, found=answer)
    made = server.download(other_account, copied[blob_id])
    that(made.answer == b"to be copied", "the copy has other octets", expected="the same octets", found=shown(made))


@case(
    requirements=["core/Blob/copy/response/notCopied/complete"], area="blob-copy", over=COPY, needs=["second-account"]
)
def blobs_that_do_not_exist_are_not_copied(server: Server, other_account: str) -> None:
    """A blob that cannot be found is in notCopied, with notFound, and the others are copied.

    Purpose: To see that every blob of the request is answered.
    Preconditions: Uploads work; the user has a second account.
    Procedure: Upload a blob; copy it together with two ids that no blob has.
    Expected: The first in copied, the two in notCopied, with notFound.
    Why: A client sends a message only when all of its attachments are there.
    """
    account_id = server.any_account()
    blob_id = server.blob(account_id, b"to be copied with two others")
    missing = ["jmapconf-no-blob-1", "jmapconf-no-blob-2"]
    call = [
        "Blob/copy",
        {"fromAccountId": account_id, "accountId": other_account, "blobIds": [missing[0], blob_id, missing[1]]},
        "0",
    ]
    answer = server.request([call], using=[CORE]).result("0", "Blob/copy")
    equal(list(answer.get("copied") or {}), [blob_id], "the blob that exists was not copied")
    refused = answer.get("notCopied") or {}
    same_members(refused.keys(), missing, "notCopied has not every blob that was not copied")
    equal(sorted({error.get("type") for error in refused.values()}), ["notFound"], "the reason is another")


@case(requirements=["core/errors/method/fromAccountNotFound/answered"], area="blob-copy", over=COPY)
def copy_from_no_account_is_refused(server: Server) -> None:
    """A copy from an account that does not exist is answered with fromAccountNotFound.

    Purpose: To see which of the two accounts is at fault.
    Preconditions: The Session shows an account.
    Procedure: Call Blob/copy with a fromAccountId that the Session has not, for no blobs and for one.
    Expected: The error fromAccountNotFound, both times.
    Why: accountNotFound would make the client drop the account that is there.
    """
    for ids in ([], ["jmapconf-no-blob"]):
        arguments = {"fromAccountId": "jmapconf-no-such-account", "accountId": server.any_account(), "blobIds": ids}
        server.request([["Blob/copy", arguments, "0"]], using=[CORE]).refused("0", "fromAccountNotFound")
