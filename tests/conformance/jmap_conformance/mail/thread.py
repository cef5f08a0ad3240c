"""Threads that the account has already (RFC 8621, Section 3); email_thread.py makes some of its own."""

from __future__ import annotations

from ..case import case, only
from ..expect import equal
from ..foo import Foo
from ..outcome import Unsupported


@case(requirements=["mail/Thread/emailIds/stable-order"], area="thread", over=only("Thread", "get"))
def emails_stay_in_their_order(foo: Foo) -> None:
    """The Emails of a Thread come in the same order from one call to the next.

    Purpose: To see that ties are broken, and always the same way.
    Preconditions: The account has Threads, and gives all of them with ids null.
    Procedure: Fetch all Threads; fetch them again by their ids, in the opposite order.
    Expected: The same emailIds, in the same order.
    Why: A conversation that changes while it is read cannot be followed.
    """
    response = foo.reply("get", {"ids": None}).of("0")
    rows = response.arguments.get("list") or [] if response.error is None else []
    if not rows:
        raise Unsupported("there are no Threads in the account that can be had all at once")
    first = {row["id"]: row["emailIds"] for row in rows[:100]}
    again = foo.get(list(first)[::-1])
    equal({one: row["emailIds"] for one, row in again.items()}, first, "the Emails of a Thread changed their order")
