"""The limits on what a user does at a time: as many are taken, and one too many is refused by name or waits."""

from __future__ import annotations

from typing import Final

from ..at_once import at_once
from ..case import case
from ..exchange import Exchange
from ..expect import equal, that
from ..outcome import Unsupported
from ..server import JSON, Server
from .http import ECHO
from .limits import refused_by
from .request import shown

#: Requests at a time above which the suite does not try a limit: it would load the server.
TRIED: Final = 64
#: How many more than allowed are sent.
MORE: Final = 4
#: Octets of an upload; a few packets.
OCTETS: Final = b"uploaded with others at a time\n" * 100


def most_of(server: Server, limit: str) -> int:
    """The value of a limit, where the suite tries it.

    Raises:
        Unsupported: it does not.
    """
    most = server.limit(limit)
    if most > TRIED:
        raise Unsupported(f"{limit} is {most}, more than the suite tries")
    return most


def requests(server: Server, number: int, early: int) -> list[Exchange]:
    return at_once(server, number, server.url("apiUrl"), JSON, ECHO, early)


def uploads(server: Server, number: int, early: int) -> list[Exchange]:
    url = server.url("uploadUrl", accountId=server.any_account())
    return at_once(server, number, url, {"Content-Type": "text/plain"}, OCTETS, early)


def all_taken(made: list[Exchange], statuses: tuple[int, ...]) -> None:
    refused = [one for one in made if one.status not in statuses]
    that(not refused, f"{len(refused)} of {len(made)} at a time were refused, and so many are allowed",
         expected=f"HTTP {statuses[0]}", found=shown(refused[0]) if refused else "")  # fmt: skip


def others_refused_by_name(server: Server, made: list[Exchange], limit: str, statuses: tuple[int, ...]) -> None:
    """What was refused was refused for this limit, and no more than were too many."""
    refused = [one for one in made if one.status not in statuses]
    for one in refused:
        refused_by(server, one, limit)
    that(len(refused) <= MORE, f"more were refused than were too many for {limit}", expected=MORE, found=len(refused))


@case(requirements=["core/capability/session/maxConcurrentRequests/allowed"], area="limits")
def requests_at_a_time_are_processed(server: Server) -> None:
    """As many Requests at a time as maxConcurrentRequests allows are processed.

    Purpose: To see that the limit which is told is one that can be used.
    Preconditions: maxConcurrentRequests is small enough to be tried, and nobody else uses the account.
    Procedure: Send that many Requests with Core/echo, of each all but the last octet; then the last octets.
    Expected: HTTP 200 for each.
    Why: A client that loads a mailbox has several Requests under way, and goes by this number.
    """
    made = requests(server, most_of(server, "maxConcurrentRequests"), early=1)
    all_taken(made, (200,))
    for one in made:
        equal(server.reply(one).result("0", "Core/echo"), {}, "a Request among others is answered differently")


@case(
    requirements=["core/capability/session/maxConcurrentRequests/refused", "core/errors/request/limit/limit-named"],
    area="limits",
)
def request_too_many_at_a_time_is_refused_by_name(server: Server) -> None:
    """A Request above maxConcurrentRequests that is refused is refused with the error limit, which names it.

    Purpose: To see that a client learns to send fewer at a time, and not that its Request was wrong.
    Preconditions: maxConcurrentRequests is small enough to be tried.
    Procedure: Send four Requests more than allowed, of each all but the last octet; then the last octets.
    Expected: Each is processed, since it may wait, or refused with the error limit, which names maxConcurrentRequests;
    no more than four are refused.
    Why: A client that takes it for a wrong Request tells its user of a fault, where it only had to wait.
    """
    made = requests(server, most_of(server, "maxConcurrentRequests") + MORE, early=MORE)
    others_refused_by_name(server, made, "maxConcurrentRequests", (200,))


@case(requirements=["core/capability/session/maxConcurrentUpload/allowed"], area="limits")
def uploads_at_a_time_are_taken(server: Server) -> None:
    """As many uploads at a time as maxConcurrentUpload allows are taken.

    Purpose: To see that the limit which is told is one that can be used.
    Preconditions: maxConcurrentUpload is small enough to be tried, and the Session shows an account.
    Procedure: Upload that many small files, of each all but the last octet; then the last octets.
    Expected: HTTP 201 or 200 for each.
    Why: Somebody drops ten pictures into a message.
    """
    all_taken(uploads(server, most_of(server, "maxConcurrentUpload"), early=1), (201, 200))


@case(
    requirements=["core/capability/session/maxConcurrentUpload/refused", "core/errors/request/limit/limit-named"],
    area="limits",
)
def upload_too_many_at_a_time_is_refused_by_name(server: Server) -> None:
    """An upload above maxConcurrentUpload that is refused is refused with the error limit, which names it.

    Purpose: To see that a client learns to send fewer at a time, and not that its file was refused.
    Preconditions: maxConcurrentUpload is small enough to be tried, and the Session shows an account.
    Procedure: Upload four small files more than allowed, of each all but the last octet; then the last octets.
    Expected: Each is taken, since it may wait, or refused with the error limit, which names maxConcurrentUpload; no
    more than four are refused.
    Why: A client that takes it for a verdict on the file drops an attachment.
    """
    made = uploads(server, most_of(server, "maxConcurrentUpload") + MORE, early=MORE)
    others_refused_by_name(server, made, "maxConcurrentUpload", (201, 200))
