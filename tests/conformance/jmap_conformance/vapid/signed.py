"""Who pushes: messages that the server signs with its key (RFC 9749; RFC 8292)."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..case import case, only
from ..endpoint import Received, endpoint
from ..expect import that
from ..foo import Foo
from ..outcome import Broken, Unsupported
from ..push.event_source import mail
from ..subscriber import Subscription
from ..webpush import Keys, Unreadable, claims

SET = only("PushSubscription", "set")
VAPID = "urn:ietf:params:jmap:webpush-vapid"
SIGNED = tuple(f"vapid/capability/{word}" for word in ("authenticated", "signed", "key-of-creation"))


def key_of(foo: Foo) -> str:
    """The applicationServerKey of the Session.

    Raises:
        Unsupported: the server does not have the capability.
    """
    if not foo.server.advertises(VAPID):
        raise Unsupported(f"the session does not advertise {VAPID}")
    return str(foo.server.session["capabilities"][VAPID].get("applicationServerKey"))


def check(message: Received, key: str, url: str) -> None:
    """That a message is signed with this key, for the origin of this URL.

    Raises:
        Broken: it is not.
    """
    said = message.headers.get("authorization")
    that(said is not None, "a push message is not authenticated", expected="Authorization: vapid …",
         found=message.headers, about=SIGNED[0])  # fmt: skip
    parts = urlsplit(url)
    try:
        claims(str(said), key, f"{parts.scheme}://{parts.netloc}", message.at)
    except Unreadable as problem:
        raise Broken("a push message is not signed as RFC 8292 has it", requirements=SIGNED,
                     expected="a token signed with the applicationServerKey of the Session",
                     found=str(problem)) from problem  # fmt: skip


@case(requirements=SIGNED, area="vapid", over=SET, needs=["records"])
def every_push_message_is_signed(foo: Foo) -> None:
    """PushVerification and StateChange alike have an Authorization with a token that the key of the Session signed.

    Purpose: To see that a push service can tell who sends.
    Preconditions: The server has the capability, and can reach the push endpoint of the suite; Mailboxes can be made.
    Procedure: Note the key; create a PushSubscription, verify it, create a Mailbox; check the scheme, the key, the
    signature with ES256, that aud is the origin of the URL, and exp within a day, of each message.
    Expected: All of it holds for all messages.
    Why: Push services that were told the key refuse what it did not sign.
    """
    key = key_of(foo)
    boxes = mail(foo.server)
    with endpoint(foo.server) as made:
        mine = Subscription(made, Keys(), types=["Mailbox"])
        mine.verify()
        boxes.make()
        mine.hear(boxes.account_id, {"Mailbox": boxes.state()}, SIGNED)
        for message in mine.address.received:
            check(message, key, mine.address.url)


@case(requirements=["vapid/capability/no-retry"], area="vapid", over=SET, needs=["records"])
def verification_with_a_key_that_is_refused_is_not_sent_again(foo: Foo) -> None:
    """A push service that knows another key answers 403; the PushVerification is not sent again.

    Purpose: To see that a client, which can see the new key, decides what is next.
    Preconditions: The server has the capability, and can reach the push endpoint of the suite.
    Procedure: Create PushSubscriptions at addresses that answer 401 and 403; wait.
    Expected: One request to each.
    Why: It would be refused each time.
    """
    key_of(foo)
    with endpoint(foo.server) as made:
        found = []
        for status in (401, 403):
            address = made.address()
            address.answer = status, {}
            found.append(Subscription(made, Keys(), address))
        for one in found:
            one.verification()
        again = [one.address.url for one in found if one.address.comes(2, 0.7)]
        that(not again, "a PushVerification that was refused was sent again", expected="one request", found=again)
