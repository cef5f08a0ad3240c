"""What a server makes of the answers of a push service (RFC 8620, Section 7.2; RFC 8030)."""

from __future__ import annotations

from typing import Final

from ..case import case
from ..endpoint import endpoint
from ..expect import equal, that
from ..foo import Foo
from ..subscriber import Subscription
from ..waiting import eventually
from ..webpush import Keys
from .event_source import mail
from .messages import ALL, SET

MESSAGES: Final = "push/messages"
#: Seconds that the suite tells a server to wait.
PAUSE: Final = 4
#: Seconds until a message that was not taken has to come again, before ``--patience``.
AGAIN: Final = 60.0


@case(requirements=[f"{MESSAGES}/gone"], area="push", over=SET, needs=["records"])
def subscription_that_is_gone_is_destroyed(foo: Foo) -> None:
    """When a push service answers 410, or 404, the PushSubscription is destroyed and nothing more is sent.

    Purpose: To see that a server does not push for ever to devices that were thrown away.
    Preconditions: The server can reach the push endpoint of the suite; Mailboxes can be made.
    Procedure: Verify three PushSubscriptions; answer 410 for one and 404 for another; create a Mailbox; when both have
    been told so, wait for them to go; create another Mailbox and wait until the third hears of it.
    Expected: The two are not found, and get no further request.
    Why: The URL of a device that is gone can be given to another.
    """
    boxes = mail(foo.server)
    with endpoint(foo.server) as made:
        gone, lost, idle = (Subscription(made, Keys(), types=["Mailbox"]) for _ in range(3))
        for one in (gone, lost, idle):
            one.verify()
        gone.address.answer, lost.address.answer = (410, {}), (404, {})
        boxes.make()
        ids = [gone.id, lost.id]
        for one in (gone, lost):
            one.address.wait(2, "StateChange")
        missing = eventually(foo.server, lambda: are_missing(foo, ids))
        that(missing, "a PushSubscription outlives its URL", expected={"notFound": ids}, found="still there")
        boxes.make()
        idle.hear(boxes.account_id, {"Mailbox": boxes.state()}, (ALL,))
        more = sum(len(one.address.received) - 2 for one in (gone, lost))
        equal(more, 0, "the server goes on pushing to a URL that is gone")


def are_missing(foo: Foo, ids: list[str]) -> bool:
    return set(foo.call("get", {"ids": ids}).get("notFound") or ()) == set(ids)


@case(requirements=[f"{MESSAGES}/retry-after", f"{MESSAGES}/tried-again"], area="push", over=SET, needs=["records"])
def message_that_was_not_taken_comes_again(foo: Foo) -> None:
    """A push message that a push service cannot take for the moment comes again, not before the time that it named.

    Purpose: To see that a push service which restarts is left alone, and nothing is lost.
    Preconditions: The server can reach the push endpoint of the suite; Mailboxes can be made.
    Procedure: Verify a PushSubscription; answer 503 with a Retry-After of four seconds; create a Mailbox; when its
    StateChange has come, take what comes next, and create another Mailbox meanwhile.
    Expected: No request within the four seconds; then a StateChange with the state of both Mailboxes.
    Why: A phone that missed one message shows no new mail until the next.
    """
    boxes = mail(foo.server)
    with endpoint(foo.server) as made:
        mine = Subscription(made, Keys(), types=["Mailbox"])
        mine.verify()
        mine.address.answer = 503, {"Retry-After": str(PAUSE)}
        boxes.make()
        refused = mine.address.wait(2, "StateChange")
        mine.address.answer = 201, {}
        boxes.make()
        again = mine.address.comes(3, AGAIN)
        that(again, "a message that was not taken is not sent again", expected=f"a request within {AGAIN:g} s",
             found="none", about=f"{MESSAGES}/tried-again")  # fmt: skip
        waited = mine.address.received[2].at - refused.at
        that(waited >= PAUSE - 0.5, "the server does not wait as long as it is told to", expected=f"{PAUSE} s",
             found=f"{waited:.1f} s", about=f"{MESSAGES}/retry-after")  # fmt: skip
        mine.hear(boxes.account_id, {"Mailbox": boxes.state()}, (f"{MESSAGES}/tried-again",))
