"""Parts of a download, downloads that the client has already, and such as there are not (RFC 9110)."""

from __future__ import annotations

from typing import Final

from ..case import case
from ..exchange import Exchange
from ..expect import equal, that
from ..fields import words
from ..outcome import Unsupported
from ..server import Server
from .request import shown

#: Long enough to be worth a content coding, which must not be mixed up with the parts.
OCTETS: Final = b"".join(b"line %d of the file\n" % number for number in range(200))

#: What is asked for, by how it is asked: the header, and the octets.
PARTS: Final = {
    "bytes=0-9": (0, 10),
    "bytes=1000-1999": (1000, 2000),
    "bytes=3000-": (3000, len(OCTETS)),
    "bytes=-7": (len(OCTETS) - 7, len(OCTETS)),
    "bytes=10-99999999": (10, len(OCTETS)),
}


def part(server: Server, asked: str, **more: str) -> Exchange:
    """What a request for a part of ``OCTETS`` is answered."""
    account_id = server.any_account()
    blob_id = server.blob(account_id, OCTETS, "text/plain")
    url = server.url("downloadUrl", accountId=account_id, blobId=blob_id, type="text/plain", name="lines.txt")
    return server.client.send("GET", url, headers={"Range": asked, **more})


@case(requirements=["core/download/not-found"], area="download")
def blob_that_is_not_there_is_not_found(server: Server) -> None:
    """A download of a blob, or from an account, that there is not is answered with 404.

    Purpose: To see that a client can tell what is gone from what went wrong.
    Preconditions: The Session shows an account.
    Procedure: Download a blob that does not exist, and one from an account that does not.
    Expected: HTTP 404, both times.
    Why: To any other status a client tries again, or asks the user to log in.
    """
    for account_id in (server.any_account(), "jmapconf-no-such-account"):
        made = server.download(account_id, "jmapconf-no-such-blob")
        equal(made.status, 404, "a blob that is not there is answered otherwise")


@case(requirements=["core/download/ranges"], area="download")
def download_can_be_taken_up(server: Server) -> None:
    """A download says that parts of it can be had, and they can.

    Purpose: To see that a download which broke off need not begin anew.
    Preconditions: Uploads work.
    Procedure: Upload a file; download it, and then what is behind its first thousand octets.
    Expected: bytes in Accept-Ranges, and status 206.
    Why: Phones lose the network in the middle of every large file.
    """
    account_id = server.any_account()
    whole = server.download(account_id, server.blob(account_id, OCTETS, "text/plain"))
    that("bytes" in words(whole, "accept-ranges"), "a download does not say that parts can be had", expected="bytes",
         found=whole.answer_headers.get("accept-ranges"))  # fmt: skip
    equal(part(server, "bytes=1000-").status, 206, "a part of a download cannot be had")


@case(requirements=["core/download/partial"], area="download")
def parts_are_those_asked_for(server: Server) -> None:
    """A part of a download has the octets that were asked for, and says which they are.

    Purpose: To see that the parts make the whole.
    Preconditions: The server answers a request for a part with 206.
    Procedure: Upload a file of some thousand octets; ask for its beginning, middle, end, last octets, and more than
    there are; once with gzip accepted, once without.
    Expected: Those octets, and a Content-Range with their places and the size (or * for it).
    Why: One octet too many in the middle, and the archive cannot be opened.
    """
    tried = 0
    for coding in ("identity", "gzip"):
        for asked, (start, end) in PARTS.items():
            made = part(server, asked, **{"Accept-Encoding": coding})
            if made.status != 206 or made.answer_headers.get("content-encoding", "identity") != "identity":
                # The parts of a coded file are parts of what is coded; that has no name here to compare with.
                continue
            tried += 1
            said = made.answer_headers.get("content-range", "").replace(f"/{len(OCTETS)}", "/*")
            equal(said, f"bytes {start}-{end - 1}/*", f"the Content-Range of {asked} is another")
            that(made.answer == OCTETS[start:end], f"{asked} gives other octets", expected=f"{end - start} octets",
                 found=shown(made))  # fmt: skip
    if not tried:
        raise Unsupported("the server gives no parts of a download")


@case(requirements=["core/download/unsatisfiable"], area="download")
def part_behind_the_end_is_refused(server: Server) -> None:
    """A request for a part behind the end is refused with 416, and told how large the file is.

    Purpose: To see that a client which has all of a file learns so.
    Preconditions: The server answers a request for a part with 206.
    Procedure: Upload a file; ask for a part that begins where it ends.
    Expected: HTTP 416, and the size in Content-Range.
    Why: Whoever takes up a download that was complete gets the whole once more otherwise.
    """
    if part(server, "bytes=0-9").status != 206:
        raise Unsupported("the server gives no parts of a download")
    made = part(server, f"bytes={len(OCTETS)}-")
    equal(made.status, 416, "a part behind the end is answered otherwise")
    equal(made.answer_headers.get("content-range"), f"bytes */{len(OCTETS)}", "the size is not told")


@case(requirements=["core/download/not-modified"], area="download")
def download_that_is_known_is_not_sent_again(server: Server) -> None:
    """A client that has a download, and shows its ETag, is told that it has it, and is not sent it.

    Purpose: To see that a cache can ask whether what it has is still good.
    Preconditions: Downloads have an ETag.
    Procedure: Download a blob; ask again with its ETag in If-None-Match; and with another.
    Expected: HTTP 304 without content; then HTTP 200 and the octets.
    Why: Browsers ask when the user reloads a page.
    """
    account_id = server.any_account()
    blob_id = server.blob(account_id, OCTETS, "text/plain")
    url = server.url("downloadUrl", accountId=account_id, blobId=blob_id, type="text/plain", name="lines.txt")
    tag = server.client.send("GET", url).answer_headers.get("etag")
    if not tag:
        raise Unsupported("a download has no ETag")
    known, other = (server.client.send("GET", url, headers={"If-None-Match": one}) for one in (tag, '"jmapconf-none"'))
    equal(known.status, 304, "a download that the client has is sent again")
    that(not known.answer, "an answer 304 has content", expected="none", found=shown(known))
    equal(other.status, 200, "a download that the client has not is not sent")
    that(other.answer == OCTETS, "the octets are others", expected=f"{len(OCTETS)} octets", found=shown(other))
