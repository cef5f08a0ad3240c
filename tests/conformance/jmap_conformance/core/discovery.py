"""How the Session is found, and how the user is known (RFC 8620, Sections 1.7, 2.2 and 8)."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from ..case import case
from ..expect import equal, that
from ..server import Server
from ..settings import is_loopback


@case(requirements=["core/discovery/well-known-at-domain"], area="session")
def well_known_place_leads_to_the_session(server: Server) -> None:
    """/.well-known/jmap of the server's origin leads to the Session, by redirects or at once.

    Purpose: To see that a client finds the Session by the name of the host.
    Preconditions: A login.
    Procedure: GET /.well-known/jmap at the origin of the session URL, with redirects followed.
    Expected: HTTP 200 and the Session, with the same apiUrl.
    Why: It is all that a user can be asked to type in.
    """
    parts = urlsplit(server.session_url)
    made = server.client.get_following(f"{parts.scheme}://{parts.netloc}/.well-known/jmap")
    that(made.status == 200, "the well-known place leads nowhere", expected="HTTP 200", found=f"HTTP {made.status}")
    found = server.read(made)
    that(
        isinstance(found, dict) and "apiUrl" in found,
        "the well-known place leads to no Session",
        expected="a Session",
        found=found,
    )
    here, there = urljoin(made.url, str(found["apiUrl"])), server.url("apiUrl")
    equal(here, there, "the well-known place leads to another Session")


@case(requirements=["core/https/https-only"], area="session")
def urls_of_the_session_are_https(server: Server) -> None:
    """Every URL of the Session is https; on a loopback address, where the suite itself allows http, http will do.

    Purpose: To see that no credentials go out in the clear.
    Preconditions: A login.
    Procedure: GET the Session and resolve its four URLs against its own.
    Expected: Each has the scheme https, or a loopback host.
    Why: A single http URL gives the password away, and everything works.
    """
    server.fetch_session()
    for name in ("apiUrl", "downloadUrl", "uploadUrl", "eventSourceUrl"):
        made = urlsplit(urljoin(server.session_url, re.sub(r"\{[^{}]*\}", "x", str(server.session.get(name, "")))))
        that(
            made.scheme == "https" or is_loopback(made.hostname or ""),
            f"{name} is not https",
            expected="https",
            found=server.session.get(name),
        )


@case(requirements=["core/security/basic"], area="session")
def something_better_than_basic_is_offered(server: Server) -> None:
    """Who is not logged in is offered another scheme than Basic, or none by name.

    Purpose: To see that no user has to keep a password in every program.
    Preconditions: The server tells in WWW-Authenticate how to log in.
    Procedure: GET the session URL without an Authorization field and read the WWW-Authenticate fields of the answer.
    Expected: A scheme other than Basic is among them, or there are none.
    Why: A password in a program cannot be taken back without taking it from all of them.
    """
    made = server.client.send("GET", server.session_url, login=False)
    said = made.answer_headers.get("www-authenticate", "")
    schemes = {word.lower() for word in re.findall(r"(?:^|,)\s*([A-Za-z][\w-]*)(?=\s|,|$)(?!\s*=)", said)}
    that(
        not schemes or schemes - {"basic"},
        "Basic is all that is offered",
        expected="Bearer or another scheme",
        found=said,
    )
