"""How often a user may ask (RFC 6585, Section 4): where a server has enough of it, it says so and until when."""

from __future__ import annotations

from typing import Final

from ..case import case
from ..exchange import Exchange
from ..expect import equal, that
from ..outcome import Unsupported
from ..server import JSON, Server
from .http import ECHO
from .request import shown

#: Requests that are sent one after the other: fewer than a client sends that looks at a mailbox for the first time.
BURST: Final = 100


def first_refused(server: Server) -> Exchange:
    """The first of some Requests in a row that was not processed.

    Raises:
        Unsupported: all were.
    """
    for _ in range(BURST):
        made = server.client.send("POST", server.url("apiUrl"), headers=JSON, body=ECHO, retry=False, record=False)
        if made.status != 200:
            server.recorder.exchanges.append(made)
            return made
    raise Unsupported(f"the server has no limit that {BURST} Requests in a row would reach")


@case(requirements=["core/rate-limits/too-many-requests", "core/rate-limits/retry-after"], area="limits")
def too_many_requests_in_a_row_are_told_so(server: Server) -> None:
    """Where the server bounds how often a user asks, it answers 429 to what is too much, and says when to come back.

    Purpose: To see that a client learns to wait, and for how long.
    Preconditions: The server has a limit on requests in a while which a hundred in a row reach.
    Procedure: Send Requests with Core/echo one after the other, a hundred at most, until one is not processed.
    Expected: HTTP 429 and a Retry-After field, with seconds or a date.
    Why: A client that takes it for a failure tries again at once, and makes it worse.
    """
    made = first_refused(server)
    equal(made.status, 429, f"a Request too many is answered otherwise: {shown(made)}",
          about="core/rate-limits/too-many-requests")  # fmt: skip
    said = made.answer_headers.get("retry-after", "").strip()
    that(said.isdigit() or said.endswith("GMT"), "a Request too many is not told when to come back",
         expected="Retry-After: 30", found=said, about="core/rate-limits/retry-after")  # fmt: skip
