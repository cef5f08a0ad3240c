"""Who may ask at all (RFC 8620, Section 1.7)."""

from __future__ import annotations

from ..case import case
from ..exchange import Exchange
from ..expect import that
from ..ijson import write
from ..manifest import CORE
from ..server import Server, session_url

REFUSED = (401, 403)


def refused(made: Exchange, what: str) -> None:
    that(made.status in REFUSED, f"{what} is open to anybody", expected="HTTP 401", found=f"HTTP {made.status}")


@case(requirements=["core/https/authenticated"], area="session")
def session_wants_a_login(server: Server) -> None:
    """Without a login there is no Session.

    Purpose: To see that nobody learns of a user's accounts without being that user.
    Preconditions: None.
    Procedure: GET the session URL without an Authorization field, and follow redirects on the way.
    Expected: HTTP 401 (403 will do).
    Why: The Session names accounts, and mail addresses with them.
    """
    made = server.client.send("GET", server.session_url or session_url(server.settings.url), login=False)
    refused(made, "the Session")


@case(requirements=["core/https/authenticated"], area="session")
def api_wants_a_login(server: Server) -> None:
    """Without a login no request is processed.

    Purpose: To see that the API resource is closed.
    Preconditions: The Session could be fetched with a login.
    Procedure: POST a Request with Core/echo to the API resource, without an Authorization field.
    Expected: HTTP 401 (403 will do).
    Why: All of a user's data lies behind it.
    """
    made = server.post(write({"using": [CORE], "methodCalls": [["Core/echo", {}, "0"]]}), login=False)
    refused(made, "the API resource")


@case(requirements=["core/https/authenticated"], area="upload")
def upload_wants_a_login(server: Server) -> None:
    """Without a login nothing can be uploaded.

    Purpose: To see that the upload resource is closed.
    Preconditions: The Session could be fetched with a login, and shows an account.
    Procedure: POST a few octets to the upload resource of that account, without an Authorization field.
    Expected: HTTP 401 (403 will do).
    Why: It would be free storage for anybody, charged to the user.
    """
    url = server.url("uploadUrl", accountId=server.any_account())
    made = server.client.send("POST", url, headers={"Content-Type": "text/plain"}, body=b"octets", login=False)
    refused(made, "the upload resource")


@case(requirements=["core/https/authenticated"], area="download")
def download_wants_a_login(server: Server) -> None:
    """Without a login nothing can be downloaded.

    Purpose: To see that knowing the id of a blob is not enough to read it.
    Preconditions: The Session shows an account to which one can upload.
    Procedure: Upload a few octets with the login; GET their download URL without it.
    Expected: HTTP 401 (403 will do), and not the octets.
    Why: Download URLs end up in logs and histories.
    """
    account_id = server.any_account()
    blob_id = server.blob(account_id, b"for the owner only")
    url = server.url("downloadUrl", accountId=account_id, blobId=blob_id, type="text/plain", name="mine.txt")
    refused(server.client.send("GET", url, login=False), "the download resource")
