"""Content codings of HTTP, such as gzip (RFC 9110, Sections 8.4 and 12.5)."""

from __future__ import annotations

import gzip

from ..case import case
from ..exchange import Exchange
from ..expect import equal, that
from ..fields import words
from ..ijson import write
from ..manifest import CORE
from ..outcome import Unsupported
from ..server import JSON, Server
from .http import ECHO
from .limits import TRIED, refused_by

#: Octets that are worth a coding.
TEXT = "the same words again " * 1000


def coded(made: Exchange) -> set[str]:
    """The codings of an answer."""
    return words(made, "content-encoding") - {"identity"}


@case(requirements=["core/content-coding/only-accepted"], area="request")
def coding_that_was_not_asked_for_is_not_used(server: Server) -> None:
    """What is sent to a client that takes no content coding is in none, and to one that takes gzip in no other.

    Purpose: To see that a client can read what it gets.
    Preconditions: Uploads work.
    Procedure: Send a Request of which the Response is long, and download a long text, with identity and then gzip in
    Accept-Encoding.
    Expected: No Content-Encoding, then none or gzip.
    Why: Small clients have no code for it.
    """
    account_id = server.any_account()
    blob_id = server.blob(account_id, TEXT.encode(), "text/plain")
    url = server.url("downloadUrl", accountId=account_id, blobId=blob_id, type="text/plain", name="words.txt")
    body = write({"using": [CORE], "methodCalls": [["Core/echo", {"text": TEXT}, "0"]]})
    for asked, allowed in (("identity;q=1, *;q=0", set[str]()), ("gzip", {"gzip", "x-gzip"})):
        sent = {"Accept-Encoding": asked}
        for what, made in (
            ("a Response", server.client.send("POST", server.url("apiUrl"), headers=JSON | sent, body=body)),
            ("a download", server.client.send("GET", url, headers=sent)),
        ):
            that(coded(made) <= allowed, f"{what} is in a content coding that the client does not take",
                 expected=sorted(allowed) or "none", found=sorted(coded(made)))  # fmt: skip


@case(requirements=["core/content-coding/vary"], area="download")
def coding_is_told_to_caches(server: Server) -> None:
    """A download that is in a content coding because the client takes it says so in Vary.

    Purpose: To see that a cache does not give it to a client that cannot read it.
    Preconditions: The server uses gzip for a long text.
    Procedure: Upload a long text and download it with gzip in Accept-Encoding.
    Expected: Accept-Encoding in Vary.
    Why: What comes out of the cache looks broken, to some, and only sometimes.
    """
    account_id = server.any_account()
    blob_id = server.blob(account_id, TEXT.encode(), "text/plain")
    url = server.url("downloadUrl", accountId=account_id, blobId=blob_id, type="text/plain", name="words.txt")
    made = server.client.send("GET", url, headers={"Accept-Encoding": "gzip"})
    if not coded(made):
        raise Unsupported("the server uses no content coding for a download")
    that(words(made, "vary") & {"accept-encoding", "*"}, "a cache may give a coded download to any client",
         expected="Vary: Accept-Encoding", found=made.answer_headers.get("vary"))  # fmt: skip


@case(requirements=["core/content-coding/unpacked-size"], area="limits")
def coded_request_is_measured_unpacked(server: Server) -> None:
    """A Request in gzip that unpacks to more octets than maxSizeRequest is refused.

    Purpose: To see that a few kilobytes cannot fill the memory of the server.
    Preconditions: The server takes Requests in gzip, and maxSizeRequest is small enough to be tried.
    Procedure: Send a small Request in gzip; then one with white space behind it, of one octet more than maxSizeRequest
    before it was packed.
    Expected: The first is processed; the second is refused with the error limit, which names maxSizeRequest.
    Why: A thousandth of the limit unpacks to the limit.
    """
    most = server.limit("maxSizeRequest")
    if most > TRIED:
        raise Unsupported(f"maxSizeRequest is {most}, more than the suite tries")
    sent = JSON | {"Content-Encoding": "gzip"}
    url = server.url("apiUrl")
    small = server.client.send("POST", url, headers=sent, body=gzip.compress(ECHO))
    if small.status != 200:
        raise Unsupported(f"a Request in gzip is answered with HTTP {small.status}")
    equal(server.reply(small).result("0", "Core/echo"), {}, "a Request in gzip is answered differently")
    large = gzip.compress(ECHO + b" " * (most + 1 - len(ECHO)))
    refused_by(server, server.client.send("POST", url, headers=sent, body=large), "maxSizeRequest")
