"""Methods, statuses and media types of HTTP, as the resources of JMAP have them (RFC 9110)."""

from __future__ import annotations

import base64

from ..case import case
from ..exchange import Exchange
from ..expect import equal, that
from ..fields import media_type, words
from ..ijson import write
from ..manifest import CORE
from ..server import Server
from .request import shown

ECHO = write({"using": [CORE], "methodCalls": [["Core/echo", {}, "0"]]})

#: As they are, so that lengths can be compared.
PLAIN = {"Accept-Encoding": "identity"}


def resources(server: Server, blob_id: str) -> dict[str, tuple[str, str]]:
    """Name to the method that the resource has for sure, and its URL; the download is that of a blob."""
    account_id = server.any_account()
    download = server.url("downloadUrl", accountId=account_id, blobId=blob_id, type="text/plain", name="a.txt")
    return {
        "the Session": ("GET", server.session_url),
        "the API resource": ("POST", server.url("apiUrl")),
        "the upload resource": ("POST", server.url("uploadUrl", accountId=account_id)),
        "a download": ("GET", download),
    }


@case(requirements=["core/http/method-not-allowed", "core/http/allow"], area="request")
def method_that_is_not_there_is_refused(server: Server) -> None:
    """A method that a resource does not have is refused with 405, and Allow lists those that it has.

    Purpose: To see that a wrong method is told from a wrong URL.
    Preconditions: Uploads work.
    Procedure: Upload a blob; send DELETE to the Session, the API resource, the upload resource and the download.
    Expected: 405 with an Allow field that has the method of the resource; 501 will do where the server knows DELETE
    nowhere.
    Why: Who sees 404 or 500 looks for the fault in another place.
    """
    blob_id = server.blob(server.any_account(), b"not to be deleted")
    for what, (method, url) in resources(server, blob_id).items():
        made = server.client.send("DELETE", url)
        that(made.status in (405, 501), f"{what} answers DELETE with another status", expected="HTTP 405",
             found=shown(made), about="core/http/method-not-allowed")  # fmt: skip
        if made.status == 405:
            that(method.lower() in words(made, "allow"), f"Allow does not list the methods of {what}",
                 expected=method, found=made.answer_headers.get("allow"), about="core/http/allow")  # fmt: skip


@case(requirements=["core/http/head"], area="request")
def head_is_get_without_content(server: Server) -> None:
    """HEAD of the Session and of a download is answered like GET, without the content.

    Purpose: To see that a client can look at a file before it gets it.
    Preconditions: Uploads work.
    Procedure: Upload a blob; send HEAD and GET for the Session and for the download; compare.
    Expected: The same status and Content-Type, the same Content-Length where both have one, and no content.
    Why: Proxies and download managers ask so.
    """
    blob_id = server.blob(server.any_account(), b"looked at before it is downloaded")
    for what, (method, url) in resources(server, blob_id).items():
        if method != "GET":
            continue
        head, got = (server.client.send(one, url, headers=PLAIN) for one in ("HEAD", "GET"))
        equal(head.status, got.status, f"HEAD of {what} has another status than GET")
        equal(media_type(head), media_type(got), f"HEAD of {what} has another Content-Type than GET")
        lengths = {made.answer_headers.get("content-length") for made in (head, got)} - {None}
        that(len(lengths) < 2, f"HEAD of {what} has another Content-Length than GET", found=sorted(map(str, lengths)))
        that(not head.answer, f"HEAD of {what} has content", expected="none", found=shown(head))


@case(requirements=["core/media-types/charset"], area="request")
def charset_of_json_does_no_harm(server: Server) -> None:
    """A Request that is sent as application/json with charset=utf-8 is processed.

    Purpose: To see that a parameter which says nothing new is not in the way.
    Preconditions: A login.
    Procedure: POST a Request with the Content-Type application/json; charset=utf-8, once in capitals and quoted.
    Expected: HTTP 200, both times.
    Why: Libraries add it, and their users cannot stop them.
    """
    for said in ("application/json; charset=utf-8", 'Application/JSON;Charset="UTF-8"'):
        made = server.post(ECHO, content_type=said)
        equal(made.status, 200, f"a Request of the type {said} was refused")


@case(requirements=["core/authentication/unauthorized", "core/authentication/challenge"], area="session")
def who_is_not_logged_in_is_told_how(server: Server) -> None:
    """A request without a login, or with a wrong one, gets 401 and a WWW-Authenticate field.

    Purpose: To see that a client learns that it has to log in, and by which schemes it can.
    Preconditions: The Session could be fetched with a login, and shows an account.
    Procedure: Without an Authorization field, GET the Session and a download, and POST to the API resource and to the
    upload resource; then GET the Session with a secret that is wrong, once.
    Expected: HTTP 401, with a scheme in WWW-Authenticate, each time.
    Why: To an answer of 403 or 404 a client has nothing to say but that it failed.
    """
    for what, (method, url) in resources(server, "jmapconf-no-blob").items():
        sent = {"Content-Type": "application/json"} if method == "POST" else {}
        body = ECHO if method == "POST" else b""
        told_to_log_in(server.client.send(method, url, headers=sent, body=body, login=False), what)
    login = server.client.login
    basic = base64.b64encode(f"{login.user}:jmapconf-wrong-secret".encode()).decode("ascii")
    wrong = {"Authorization": "Bearer jmapconf-wrong-secret" if login.token_env else f"Basic {basic}"}
    told_to_log_in(server.client.send("GET", server.session_url, headers=wrong, login=False), "the Session")


def told_to_log_in(made: Exchange, what: str) -> None:
    equal(made.status, 401, f"{what} has another status for who is not logged in",
          about="core/authentication/unauthorized")  # fmt: skip
    that(made.answer_headers.get("www-authenticate", "").strip(), f"{what} does not say how to log in",
         expected="a WWW-Authenticate field", found=made.answer_headers,
         about="core/authentication/challenge")  # fmt: skip
