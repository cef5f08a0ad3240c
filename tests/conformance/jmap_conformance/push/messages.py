"""Push messages, as they come to an endpoint of the suite's own (RFC 8620, Section 7.2)."""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime, timedelta

from ..case import case, only
from ..endpoint import endpoint
from ..expect import equal, that
from ..foo import Foo
from ..messages import imported, message
from ..subscriber import BODY, HEADERS, PUSH, SENT, VERIFICATION, Subscription, accounts_of
from ..webpush import Keys
from .event_source import mail

SET = only("PushSubscription", "set")
AS_GET, ALL, OWN = (
    "push/TypeState/as-get",
    "push/StateChange/changed/complete",
    "push/StateChange/changed/only-accessible",
)
#: Bits; who may try a hundred codes a second finds one of these after some ten thousand years.
ENTROPY = 48


@case(
    requirements=[SENT, f"{PUSH}/verified-first", f"{PUSH}/keys/encrypted", BODY, f"{PUSH}/set/no-new-verification",
                  AS_GET, ALL, OWN],
    area="push", over=SET, needs=["records"],
)  # fmt: skip
def states_are_pushed_once_the_url_is_verified(foo: Foo) -> None:
    """A new PushSubscription gets a PushVerification, nothing else before its code is written, and then each change,
    encrypted with its keys.

    Purpose: To see that push works from end to end.
    Preconditions: The server can reach the push endpoint of the suite; Mailboxes can be made.
    Procedure: Create a PushSubscription with keys; decrypt what comes; create a Mailbox and see that it is not told;
    write the code; create another; change types and expires; import a message.
    Expected: The PushVerification at once; silence; StateChanges with the states of /get and no account that the
    Session has not; no second PushVerification.
    Why: Every part of it can be right by itself, and the phone still silent.
    """
    boxes, emails = mail(foo.server), mail(foo.server, "Email")
    with endpoint(foo.server) as made:
        mine = Subscription(made, Keys())
        code = mine.code()
        box = boxes.make()[0]
        that(not mine.address.comes(2), "something was sent before the URL was verified", expected="nothing",
             found=[str(one.headers) for one in mine.address.received[1:]], about=f"{PUSH}/verified-first")  # fmt: skip
        mine.update(verificationCode=code)
        boxes.make()
        mine.hear(boxes.account_id, {"Mailbox": boxes.state()}, (AS_GET, ALL))
        later = (datetime.now(UTC) + timedelta(hours=47)).strftime("%Y-%m-%dT%H:%M:%SZ")
        mine.update(types=["Mailbox", "Email", "Thread"], expires=later)
        imported(emails, message(emails), mailboxIds={box.id: True})
        states = {name: mail(foo.server, name).state() for name in ("Email", "Thread", "Mailbox")}
        mine.hear(emails.account_id, states, (AS_GET, ALL, f"{PUSH}/set/no-new-verification"))
        strangers = set(mine.told) - accounts_of(foo.server)
        equal(sorted(strangers), [], "an account was pushed that the Session has not", about=OWN)


@case(requirements=[f"{PUSH}/types/only-these", BODY, SENT], area="push", over=SET, needs=["records"])
def only_the_types_of_the_subscription_are_pushed(foo: Foo) -> None:
    """Types that the PushSubscription is not for are neither pushed by themselves nor with others.

    Purpose: To see that a phone is not woken for what it does not show.
    Preconditions: The server can reach the push endpoint of the suite; Mailboxes and Emails can be made.
    Procedure: Create PushSubscriptions without keys for Email and for Mailbox, and verify both; create a Mailbox; when
    the second has heard of it, import a message.
    Expected: Plain JSON; the first hears of Email alone, and only of the message; the second of Mailbox alone.
    Why: Counts of Mailboxes change with every message.
    """
    boxes, emails = mail(foo.server), mail(foo.server, "Email")
    with endpoint(foo.server) as made:
        of_email = Subscription(made, None, types=["Email"])
        of_mailbox = Subscription(made, None, types=["Mailbox"])
        for one in (of_email, of_mailbox):
            one.verify()
        box = boxes.make()[0]
        of_mailbox.hear(boxes.account_id, {"Mailbox": boxes.state()}, (f"{PUSH}/types/only-these",))
        that(not of_email.address.comes(2, 0.5), "a change of another type was pushed", expected="nothing",
             found=[one.body.decode("utf-8", "replace") for one in of_email.address.received[1:]],
             about=f"{PUSH}/types/only-these")  # fmt: skip
        imported(emails, message(emails), mailboxIds={box.id: True})
        of_email.hear(emails.account_id, {"Email": emails.state()}, (f"{PUSH}/types/only-these",))
        for one, name in ((of_email, "Email"), (of_mailbox, "Mailbox")):
            found = sorted({each for states in one.told.values() for each in states})
            equal(found, [name], "other types were pushed", about=f"{PUSH}/types/only-these")


@case(requirements=[f"{VERIFICATION}/verificationCode/entropy", SENT], area="push", over=SET, needs=["records"])
def codes_cannot_be_guessed(foo: Foo) -> None:
    """Each PushSubscription has a code of its own, of 48 bits or more as far as it can be seen.

    Purpose: To see that nobody can make a server push to a URL that is not their own.
    Preconditions: The server can reach the push endpoint of the suite.
    Procedure: Create five PushSubscriptions; take the codes from their PushVerifications; count the characters at which
    the codes differ, and the different characters that are used.
    Expected: Codes that are all different, and between them at least 48 bits.
    Why: The code is all that stands between a server and a flood at a stranger's door.
    """
    with endpoint(foo.server) as made:
        codes = [one.code() for one in [Subscription(made, Keys()) for _ in range(5)]]
    about = f"{VERIFICATION}/verificationCode/entropy"
    equal(len(set(codes)), len(codes), "two PushSubscriptions have one code", about=about)
    places = sum(len({code[at] for code in codes if at < len(code)}) > 1 for at in range(max(map(len, codes))))
    bits = places * math.log2(max(2, len({each for code in codes for each in code})))
    that(bits >= ENTROPY, "a code can be found by trying", expected=f"{ENTROPY} bits", found=codes, about=about)


@case(
    requirements=[f"{VERIFICATION}/no-retry", f"{PUSH}/verified-first", SENT], area="push", over=SET, needs=["records"],
)  # fmt: skip
def refused_verification_is_not_sent_again(foo: Foo) -> None:
    """A PushVerification that the other side refuses is sent once, and nothing after it.

    Purpose: To see that a server cannot be made to send again and again to a URL that does not want it.
    Preconditions: The server can reach the push endpoint of the suite; Mailboxes can be made.
    Procedure: Create PushSubscriptions at addresses that answer 500, 503 with a Retry-After of no seconds, 400 and 429;
    create a Mailbox; wait.
    Expected: One request to each.
    Why: With retries, one creation is many requests.
    """
    answers: list[tuple[int, dict[str, str]]] = [(500, {}), (503, {"Retry-After": "0"}), (400, {}), (429, {})]
    with endpoint(foo.server) as made:
        found = []
        for answer in answers:
            address = made.address()
            address.answer = answer
            found.append(Subscription(made, Keys(), address))
        for one in found:
            one.verification()
        mail(foo.server).make()
        again = [one.address for one in found if one.address.comes(2, 0.5)]
        statuses = {one.answer[0]: len(one.received) for one in again}
        equal(statuses, {}, "a PushVerification that was refused was not the last request",
              about=f"{VERIFICATION}/no-retry")  # fmt: skip


@case(requirements=[f"{HEADERS}/too-many-requests"], area="push", over=SET, needs=["records"])
def who_says_that_it_is_too_much_is_pushed_less(foo: Foo) -> None:
    """After an answer with status 429, the server pushes less often.

    Purpose: To see that a server does not push until a push service turns it away for good.
    Preconditions: The server can reach the push endpoint of the suite; Mailboxes can be made.
    Procedure: Verify two PushSubscriptions; answer 429 with a Retry-After of 120 seconds for one of them; create
    Mailboxes, one after the other, until the other has heard of three of them.
    Expected: At most one request more to the one that answered so.
    Why: Push services block senders that do not listen.
    """
    boxes = mail(foo.server)
    with endpoint(foo.server) as made:
        busy, idle = Subscription(made, Keys(), types=["Mailbox"]), Subscription(made, Keys(), types=["Mailbox"])
        for one in (busy, idle):
            one.verify()
        busy.address.answer = 429, {"Retry-After": "120"}
        boxes.make()
        busy.address.wait(2, "StateChange")
        for _ in range(2):
            boxes.make()
            idle.hear(boxes.account_id, {"Mailbox": boxes.state()}, ("push/StateChange/changed/complete",))
        that(not busy.address.comes(4, 0.2), "the server goes on pushing as before", expected="fewer requests",
             found=f"{len(busy.address.received) - 2} more", about=f"{HEADERS}/too-many-requests")  # fmt: skip


@case(requirements=[f"{PUSH}/expires/nothing-after"], area="push", over=SET, needs=["records"])
def nothing_is_pushed_after_the_end(foo: Foo) -> None:
    """When the time of expires has come, nothing is sent any more.

    Purpose: To see that a device that was given away hears nothing.
    Preconditions: The server can reach the push endpoint of the suite; Mailboxes can be made.
    Procedure: Verify two PushSubscriptions; let one end in a second or two; when that has passed, create a Mailbox;
    wait until the other hears of it.
    Expected: Nothing for the one that has ended.
    Why: A URL may belong to somebody else by then.
    """
    boxes = mail(foo.server)
    with endpoint(foo.server) as made:
        ending, other = Subscription(made, Keys(), types=["Mailbox"]), Subscription(made, Keys(), types=["Mailbox"])
        for one in (ending, other):
            one.verify()
        end = math.ceil(time.time()) + 1
        ending.update(expires=datetime.fromtimestamp(end, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        while time.time() < end + 0.2:  # the clocks may differ by this
            ending.address.comes(len(ending.address.received) + 1, max(0.01, end + 0.2 - time.time()))
        before = len(ending.address.received)
        boxes.make()
        other.hear(boxes.account_id, {"Mailbox": boxes.state()}, ("push/StateChange/changed/complete",))
        that(not ending.address.comes(before + 1, 0.5), "something was sent after the end", expected="nothing",
             found=f"{len(ending.address.received) - before} requests",
             about=f"{PUSH}/expires/nothing-after")  # fmt: skip
