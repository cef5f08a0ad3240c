"""Requests of web pages from another origin, as the Fetch standard has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from ..case import Over, Point, case
from ..exchange import Exchange
from ..expect import that
from ..fields import words
from ..manifest import Manifest
from ..outcome import Unsupported
from ..server import JSON, Server
from .http import ECHO
from .request import shown

#: Two origins that no server knows.
PAGE: Final = "https://mail.example.net"
OTHER: Final = "https://jmapconf-other.example.org"

#: Resource to the method and the header fields for which a browser asks.
ASKED: Final = {
    "session": ("GET", ("authorization",)),
    "api": ("POST", ("authorization", "content-type")),
    "upload": ("POST", ("authorization", "content-type")),
    "download": ("GET", ("authorization",)),
    "event-source": ("GET", ("authorization", "last-event-id")),
}

ALLOWED: Final = "access-control-allow-origin"


def each_resource(manifest: Manifest) -> list[Point]:
    return [Point("core/cors", suffix=name, arguments={"resource": name}) for name in ASKED]


EACH: Over = each_resource


def url_of(server: Server, resource: str) -> str:
    """The URL of a resource; that of a download is of a blob that there is not."""
    if resource == "session":
        return server.session_url
    if resource == "api":
        return server.url("apiUrl")
    if resource == "event-source":
        return server.url("eventSourceUrl", types="*", closeafter="no", ping="0")
    account_id = server.any_account()
    if resource == "upload":
        return server.url("uploadUrl", accountId=account_id)
    return server.url("downloadUrl", accountId=account_id, blobId="jmapconf-no-blob", type="text/plain", name="a.txt")


def permits(made: Exchange, origin: str) -> bool:
    return made.answer_headers.get(ALLOWED, "").strip() in ("*", origin)


def answers(server: Server, origin: str) -> Iterator[tuple[str, Exchange]]:
    """What a page of this origin is answered, with and without success."""
    page = {"Origin": origin}
    account_id = server.any_account()
    plain = {"Content-Type": "text/plain"}
    missing = server.url("downloadUrl", accountId=account_id, blobId="jmapconf-no-blob", type="text/plain", name="a")
    upload, nowhere = (server.url("uploadUrl", accountId=one) for one in (account_id, "jmapconf-no-such-account"))
    send = server.client.send
    yield "the Session", send("GET", server.session_url, headers=page)
    yield "the Session without a login", send("GET", server.session_url, headers=page, login=False)
    yield "a Response", send("POST", server.url("apiUrl"), headers=JSON | page, body=ECHO)
    yield "an error of the API resource", send("POST", server.url("apiUrl"), headers=JSON | page, body=b"[]")
    yield "an upload", send("POST", upload, headers=plain | page, body=b"of a web page")
    yield "an upload that fails", send("POST", nowhere, headers=plain | page, body=b"of a web page")
    yield "a download that fails", send("GET", missing, headers=page)


@case(requirements=["core/cors/preflight", "core/cors/permits"], area="cors", over=EACH)
def preflight_is_answered(server: Server, resource: str) -> None:
    """A preflight request is answered without a login, and permits the header fields that JMAP needs.

    Purpose: To see that a mail program which is a web page can ask at all.
    Preconditions: The Session could be fetched.
    Procedure: Send OPTIONS to the resource, as a browser does for a page of another origin: with Origin,
    Access-Control-Request-Method and Access-Control-Request-Headers, and without an Authorization field.
    Expected: A status from 200 to 299; the origin or * in Access-Control-Allow-Origin; Authorization by its name, and
    the other fields or *, in Access-Control-Allow-Headers.
    Why: The browser sends nothing else until it has this answer.
    """
    method, fields = ASKED[resource]
    sent = {
        "Origin": PAGE,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": ",".join(fields),
    }
    made = server.client.send("OPTIONS", url_of(server, resource), headers=sent, login=False)
    that(200 <= made.status <= 299 and permits(made, PAGE), "a page of another origin is not let in",
         expected=f"HTTP 204 with {ALLOWED}: *", found={"status": made.status, **made.answer_headers},
         about="core/cors/preflight")  # fmt: skip
    told = words(made, "access-control-allow-headers")
    lacking = [one for one in fields if one not in told and (one == "authorization" or "*" not in told)]
    that(not lacking, "header fields that JMAP needs are not permitted", expected=list(fields), found=sorted(told),
         about="core/cors/permits")  # fmt: skip


@case(requirements=["core/cors/allow-origin"], area="cors")
def answers_can_be_read_by_web_pages(server: Server) -> None:
    """Every answer to a page of another origin permits that origin, an error no less.

    Purpose: To see that a page learns what became of its request.
    Preconditions: Uploads work.
    Procedure: With an Origin of another host, fetch the Session with and without a login, send a good Request and a
    bad one, upload with and without success, and download what there is not.
    Expected: The origin or * in Access-Control-Allow-Origin, each time.
    Why: Without it the page is told of a failure and not of its reason, and cannot even log in again.
    """
    refused = [f"{what}, HTTP {made.status}" for what, made in answers(server, PAGE) if not permits(made, PAGE)]
    that(not refused, "a page cannot read what it is answered", expected=f"{ALLOWED}: *", found=refused)


@case(requirements=["core/cors/expose"], area="cors")
def fields_can_be_read_by_web_pages(server: Server) -> None:
    """A page of another origin may read Retry-After, Content-Language and WWW-Authenticate.

    Purpose: To see that a page can wait when it is told to, and log in as it is told to.
    Preconditions: The server permits the origin at all.
    Procedure: With an Origin of another host, fetch the Session without a login and send a Request that is none.
    Expected: The three names, or *, in Access-Control-Expose-Headers.
    Why: Browsers hide these fields from pages otherwise.
    """
    wanted = {"retry-after", "content-language", "www-authenticate"}
    for what, made in answers(server, PAGE):
        if made.status in (400, 401):
            if not permits(made, PAGE):
                raise Unsupported(f"{what} does not permit another origin")
            told = words(made, "access-control-expose-headers")
            that(wanted <= told or "*" in told, f"a page cannot read the header of {what}", expected=sorted(wanted),
                 found=sorted(told))  # fmt: skip


@case(requirements=["core/cors/vary"], area="cors")
def answer_for_one_origin_says_so(server: Server) -> None:
    """An answer that permits one origin by its name has Origin in Vary.

    Purpose: To see that a cache does not give a page what was meant for another.
    Preconditions: The server permits the origin at all.
    Procedure: Fetch the Session with the Origin of one host and then of another.
    Expected: * in Access-Control-Allow-Origin, or Origin in Vary.
    Why: The second page is refused what the first one got, and nobody finds out why.
    """
    made = [server.client.send("GET", server.session_url, headers={"Origin": origin}) for origin in (PAGE, OTHER)]
    told = {one.answer_headers.get(ALLOWED, "") for one in made}
    if told == {""}:
        raise Unsupported("the Session does not permit another origin")
    for one in made:
        named = one.answer_headers.get(ALLOWED, "*") != "*" or len(told) > 1
        that(not named or words(one, "vary") & {"origin", "*"}, "a cache may give the answer to another origin",
             expected="Vary: Origin", found=one.answer_headers)  # fmt: skip


@case(requirements=["core/cors/no-credentials"], area="cors")
def strangers_send_no_cookies(server: Server) -> None:
    """A page of an origin that the server cannot know is not permitted to send what the browser keeps for it.

    Purpose: To see that a foreign page cannot act with a login that the user has in another window.
    Preconditions: None.
    Procedure: With an Origin that nobody has, fetch the Session, send Requests, upload and download.
    Expected: No Access-Control-Allow-Credentials: true.
    Why: It opens the mail of every user who is logged in to every page that they visit.
    """
    for what, made in answers(server, OTHER):
        said = made.answer_headers.get("access-control-allow-credentials", "").strip().lower()
        is_open = said == "true" and permits(made, OTHER)
        that(not is_open, f"{what} takes cookies from any page", expected="no such field", found=made.answer_headers)


@case(requirements=["core/cors/well-known"], area="cors")
def well_known_place_serves_web_pages(server: Server) -> None:
    """What answers at /.well-known/jmap permits another origin, where the Session does.

    Purpose: To see that a page finds the server by an address alone.
    Preconditions: The Session permits another origin.
    Procedure: With an Origin of another host, GET the Session and /.well-known/jmap at its origin, without following
    redirects.
    Expected: The origin or * in Access-Control-Allow-Origin of both.
    Why: A browser does not follow a redirect that the page may not read.
    """
    page = {"Origin": PAGE}
    session = server.client.send("GET", server.session_url, headers=page)
    if not permits(session, PAGE):
        raise Unsupported("the Session does not permit another origin")
    parts = urlsplit(server.session_url)
    made = server.client.send("GET", f"{parts.scheme}://{parts.netloc}/.well-known/jmap", headers=page)
    that(made.status == 404 or permits(made, PAGE), "the well-known place does not permit the origin",
         expected=f"{ALLOWED}: *", found=f"{shown(made)} {made.answer_headers}")  # fmt: skip
