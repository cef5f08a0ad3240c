"""The event source: states pushed over a connection of the client's own (RFC 8620, Section 7.3)."""

from __future__ import annotations

import time
from typing import Any

from ..case import case, once
from ..events import Event, listening
from ..expect import equal, that
from ..foo import Foo
from ..messages import imported, message
from ..outcome import Broken, Unsupported
from ..server import Server

SOURCE, STATE = "push/EventSourceVariables", "push/StateChange"
DELIVERY = "mail/EmailDelivery"
MAIL = "urn:ietf:params:jmap:mail"
OVER = once("push/event-source")


def mail(server: Server, name: str = "Mailbox") -> Foo:
    """A type of mail to make changes with.

    Raises:
        Unsupported: the server has no mail, and the suite knows nothing else that changes.
    """
    if not server.advertises(MAIL):
        raise Unsupported("the suite makes changes with Mailboxes, and the server has none")
    return Foo(server, name)


def change_of(event: Event, foo: Foo) -> dict[str, Any]:
    """The types and states of the account in a StateChange."""
    data = event.data if isinstance(event.data, dict) else {}
    return dict((data.get("changed") or {}).get(foo.account_id) or {})


@case(
    requirements=[f"{SOURCE}/stream", f"{SOURCE}/state-event", "push/TypeState/as-get", f"{STATE}/changed/complete",
                  f"{STATE}/changed/only-accessible", "mail/capability/push", f"{SOURCE}/closeafter/stays-open"],
    area="event-source", over=OVER,
)  # fmt: skip
def changes_are_pushed(server: Server) -> None:
    """Each change is pushed as an event state with the state that /get tells; with closeafter no the stream stays open.

    Purpose: To see that a client learns of every change at once.
    Preconditions: Mailboxes and Emails can be made.
    Procedure: Listen for all types; create a Mailbox; import a message; wait for an event after each, and compare with
    the states of /get.
    Expected: A text/event-stream; events state whose data is a StateChange with Mailbox, then Email and Thread, in
    the account, and no account that the Session has not.
    Why: Push that is accepted and silent was seen in the field.
    """
    foo, emails = mail(server), mail(server, "Email")
    with listening(server) as events:
        that(events.content_type.partition(";")[0].strip() == "text/event-stream", "the type is another",
             expected="text/event-stream", found=events.content_type, about=f"{SOURCE}/stream")  # fmt: skip
        box = foo.make()[0]
        told = wait_for(server, events, foo, {"Mailbox"})
        equal(told["Mailbox"], foo.state(), "the state pushed is not that of /get", about="push/TypeState/as-get")
        imported(emails, message(emails), mailboxIds={box.id: True})
        told = wait_for(server, events, foo, {"Email", "Thread", "Mailbox"})
        for name in ("Email", "Thread", "Mailbox"):
            equal(told[name], mail(server, name).state(), f"the state of {name} pushed is not that of /get",
                  about="push/TypeState/as-get")  # fmt: skip
        that(not events.ends(0.5), "the stream ended", expected="open", about=f"{SOURCE}/closeafter/stays-open")


def wait_for(server: Server, events: Any, foo: Foo, types: set[str]) -> dict[str, Any]:
    """What the events told, once they have told of these types; a later state replaces an earlier one."""
    told: dict[str, Any] = {}
    while not types <= told.keys():
        try:
            event = events.wait("state")
        except Broken as broken:
            that(not events.ends(0.5), "the stream ended", expected="open", about=f"{SOURCE}/closeafter/stays-open")
            raise Broken(f"{broken.message} for {', '.join(sorted(types - told.keys()))}",
                         requirements=(f"{SOURCE}/state-event", f"{STATE}/changed/complete", "mail/capability/push"),
                         expected=broken.expected, found=told) from broken  # fmt: skip
        strangers = set((event.data or {}).get("changed") or {}) - set(server.session["accounts"])
        equal(sorted(strangers), [], "an account was pushed that the Session has not",
              about=f"{STATE}/changed/only-accessible")  # fmt: skip
        server.findings += server.wire.findings("StateChange", event.data)
        told |= change_of(event, foo)
    return told


@case(
    requirements=[f"{DELIVERY}/{word}" for word in ("pushed", "changes-on-arrival", "nothing-else")],
    area="event-source", over=OVER,
)  # fmt: skip
def delivery_is_pushed_apart(server: Server) -> None:
    """EmailDelivery is pushed when an Email is added, and not when one is changed or destroyed.

    Purpose: To see that a phone wakes for new mail and for nothing else.
    Preconditions: Messages can be imported.
    Procedure: Listen for EmailDelivery; import a message; then set a keyword of it, and destroy it.
    Expected: An event with another state; none for the rest.
    Why: It is there to save the battery.
    """
    emails = mail(server, "Email")
    with listening(server, types="EmailDelivery") as events:
        email_id = imported(emails, message(emails))
        try:
            told = change_of(events.wait("state"), emails)
        except Broken as broken:
            raise broken.about((f"{DELIVERY}/pushed", f"{DELIVERY}/changes-on-arrival")) from broken
        equal(sorted(told), ["EmailDelivery"], "other types were pushed", about=f"{SOURCE}/types/only-these")
        emails.call("set", {"update": {email_id: {"keywords/$seen": True}}})
        emails.call("set", {"destroy": [email_id]})
        found = [event.data for event in events.silent("state")]
        equal(found, [], "a change that is no arrival was pushed", about=f"{DELIVERY}/nothing-else")


@case(requirements=[f"{SOURCE}/types/all", f"{SOURCE}/types/only-these"], area="event-source", over=OVER)
def only_the_types_asked_for_are_pushed(server: Server) -> None:
    """With a list of types, nothing of others is pushed; with *, all is.

    Purpose: To see that a client is not woken for what it does not show.
    Preconditions: Mailboxes and Emails can be made.
    Procedure: Listen twice, for Thread and Email, and for all; create a Mailbox; import a message.
    Expected: The first tells of Email and Thread and never of Mailbox; the second of all three.
    Why: Counts of Mailboxes change with every message.
    """
    foo, emails = mail(server), mail(server, "Email")
    with listening(server, types="Thread,Email") as some, listening(server) as every:
        box = foo.make()[0]
        imported(emails, message(emails), mailboxIds={box.id: True})
        told: dict[str, Any] = {}
        while not {"Email", "Thread"} <= told.keys():
            told |= change_of(some.wait("state"), foo)
        equal(sorted(told), ["Email", "Thread"], "other types were pushed", about=f"{SOURCE}/types/only-these")
        told = {}
        while not {"Email", "Thread", "Mailbox"} <= told.keys():
            told |= change_of(every.wait("state"), foo)


@case(
    requirements=[f"{SOURCE}/closeafter/after-state", f"{SOURCE}/event-id", f"{SOURCE}/catch-up"],
    area="event-source", over=OVER,
)  # fmt: skip
def stream_ends_after_a_state_and_goes_on_from_it(server: Server) -> None:
    """With closeafter state the stream ends after the first event state; with its id a client learns what it missed.

    Purpose: To see that polling works, and no change falls into the gap.
    Preconditions: Mailboxes can be made.
    Procedure: Listen with closeafter state; create a Mailbox; create another while nobody listens; listen again with
    the event id as Last-Event-ID.
    Expected: One event with an id, and the end; then an event with the state of now, at once.
    Why: Proxies that hold a response back let a client learn of nothing otherwise.
    """
    foo = mail(server)
    with listening(server, closeafter="state") as events:
        foo.make()
        event = events.wait("state")
        that(events.ends(), "the stream does not end", expected="the end", about=f"{SOURCE}/closeafter/after-state")
    that(event.id, "the event has no id", expected="an event id", found=str(event), about=f"{SOURCE}/event-id")
    foo.make()
    state = foo.state()
    with listening(server, closeafter="state", last_event_id=str(event.id)) as events:
        try:
            told = change_of(events.wait("state"), foo)
        except Broken as broken:
            raise broken.about((f"{SOURCE}/catch-up",)) from broken
        equal(told.get("Mailbox"), state, "what was missed is not told", about=f"{SOURCE}/catch-up")


@case(
    requirements=[f"{SOURCE}/ping/none", f"{SOURCE}/ping/sent", f"{SOURCE}/ping/shortest", "push/Ping/interval/in-use",
                  "push/Ping/no-event-id"],
    area="event-source", over=OVER,
)  # fmt: skip
def silence_is_broken_by_pings(server: Server) -> None:
    """With a ping of 1, an event ping comes after each interval that the server uses, which is 30 seconds at most;
    with 0 none comes.

    Purpose: To see that a client notices a connection that died.
    Preconditions: Nobody else changes the account meanwhile.
    Procedure: Listen with a ping of 1 and wait for two pings; listen with 0 for as long.
    Expected: Pings whose interval is the time between them, without an event id; none with 0.
    Why: Phones change networks without a word.
    """
    with listening(server, types="Mailbox", ping=1) as events, listening(server, types="Mailbox", ping=0) as quiet:
        first, began = events.wait("ping", 32), time.monotonic()
        interval = first.data.get("interval") if isinstance(first.data, dict) else None
        that(isinstance(interval, int) and 1 <= interval <= 30, "the interval is above 30 seconds, or none",
             expected="1 to 30", found=first.data, about=f"{SOURCE}/ping/shortest")  # fmt: skip
        equal(first.id, None, "a ping has an event id", about="push/Ping/no-event-id")
        second = events.wait("ping", 32)
        took = time.monotonic() - began
        that(0.5 * float(interval or 1) <= took <= float(interval or 1) + 5 * events.patience,
             "the pings do not come in the interval that is told", expected=interval, found=round(took, 1),
             about="push/Ping/interval/in-use")  # fmt: skip
        equal(second.id, None, "a ping has an event id", about="push/Ping/no-event-id")
        equal([one.data for one in quiet.silent("ping", 0.2)], [], "a ping came with 0", about=f"{SOURCE}/ping/none")
