"""What IMAP changes is pushed to clients of JMAP (RFC 8620, Section 7)."""

from __future__ import annotations

from ..case import case
from ..door import Door, both_doors
from ..events import Events, listening
from ..foo import Foo
from ..messages import message
from ..push.event_source import wait_for
from .both import appended, mailboxes_of

EVENT = "push/EventSourceVariables/state-event"


@case(
    requirements=[EVENT, "mail/capability/push"], area="imap", over=both_doors("Email"), needs=["imap", "records"],
)  # fmt: skip
def what_imap_does_is_pushed(foo: Foo, imap: Door) -> None:
    r"""What IMAP does to a message is pushed, each time with the state that Email/get tells.

    Purpose: To see that a client which relies on push learns of what other clients do by IMAP.
    Preconditions: IMAP on the same mail was named; Mailboxes can be made; there is an event source.
    Procedure: Make a Mailbox; listen; APPEND a message, set \Flagged, then \Deleted; after each wait for an event, and
    compare with the state of Email/get.
    Expected: An event state that tells of Email, with the state of now.
    Why: The phone that is asleep shows mail as new which was read and thrown away at the desk.
    """
    _, listed = imap.made_by_jmap(mailboxes_of(foo))
    with listening(foo.server) as events:
        _, uid = appended(foo, imap, listed, message(foo))
        until_now(foo, events)
        for flag in (r"\Flagged", r"\Deleted"):
            imap.store(uid, "+FLAGS", flag)
            until_now(foo, events)


def until_now(foo: Foo, events: Events) -> None:
    """Wait until the state of now was pushed; a server may make more than one change of what IMAP does."""
    while wait_for(foo.server, events, foo, {"Email"})["Email"] != foo.state():
        pass
