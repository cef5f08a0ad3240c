"""What caches may keep (RFC 8620, Section 6.2; RFC 9111)."""

from __future__ import annotations

from ..case import case
from ..exchange import Exchange
from ..expect import that
from ..fields import directives
from ..outcome import Unsupported
from ..server import Server

#: Seconds of a day.
DAY = 86400


def download_of_a_blob(server: Server) -> Exchange:
    account_id = server.any_account()
    return server.download(account_id, server.blob(account_id, b"kept for as long as one likes"))


@case(requirements=["core/http-caching/immutable"], area="download")
def download_can_be_kept(server: Server) -> None:
    """A download may be kept for a day or more, and does not change meanwhile.

    Purpose: To see that a client does not get a picture each time that it shows a message.
    Preconditions: Uploads work.
    Procedure: Upload a blob, download it, and read Cache-Control.
    Expected: immutable, and a max-age of a day or more.
    Why: What an id stands for never changes; whoever asks again wastes battery and network.
    """
    made = download_of_a_blob(server)
    said = directives(made)
    age = said.get("max-age", "")
    that("immutable" in said and age.isdigit() and int(age) >= DAY, "a download is not told to stay as it is",
         expected="private, immutable, max-age=31536000", found=made.answer_headers.get("cache-control"))  # fmt: skip


@case(requirements=["core/http-caching/private"], area="download")
def download_is_kept_by_its_user_only(server: Server) -> None:
    """A download is not to be kept by caches that several people use.

    Purpose: To see that one user's mail does not come out of a cache for another.
    Preconditions: Uploads work.
    Procedure: Upload a blob, download it, and read Cache-Control.
    Expected: private (or no-store), and not public.
    Why: A cache in front of the server does not know who may see what.
    """
    made = download_of_a_blob(server)
    said = directives(made)
    that(said.keys() & {"private", "no-store"} and "public" not in said, "caches of others may keep a download",
         expected="private", found=made.answer_headers.get("cache-control"))  # fmt: skip


@case(requirements=["core/http-caching/event-source"], area="event-source")
def event_source_is_not_kept(server: Server) -> None:
    """No cache is to keep the event source.

    Purpose: To see that events come from the server, and now.
    Preconditions: There is an event source.
    Procedure: Connect to the event source, read the header of the answer, and leave.
    Expected: Cache-Control with no-store.
    Why: A proxy that keeps a stream passes nothing on before its end.
    """
    url = server.url("eventSourceUrl", types="*", closeafter="no", ping="0")
    with server.client.stream(url, {"Accept": "text/event-stream"}) as (made, _):
        if made.status != 200:
            raise Unsupported(f"the event source is answered with HTTP {made.status}")
        that("no-store" in directives(made), "caches may keep the event source", expected="no-store",
             found=made.answer_headers.get("cache-control"))  # fmt: skip


@case(requirements=["core/http-caching/errors"], area="download")
def errors_are_not_kept(server: Server) -> None:
    """No cache is to keep an error that answers a GET.

    Purpose: To see that what failed once can succeed the next time.
    Preconditions: The Session shows an account.
    Procedure: Download a blob that there is not; GET the Session without a login; read Cache-Control.
    Expected: no-store, both times.
    Why: HTTP lets a cache keep a 404 for as long as it thinks right, and the file is then gone for good.
    """
    missing = server.download(server.any_account(), "jmapconf-no-such-blob")
    unknown = server.client.send("GET", server.session_url, login=False)
    for made in (missing, unknown):
        that(made.status < 400 or "no-store" in directives(made), f"caches may keep an error {made.status}",
             expected="no-store", found=made.answer_headers.get("cache-control"))  # fmt: skip
