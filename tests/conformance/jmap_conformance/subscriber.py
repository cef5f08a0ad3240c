"""A client that has PushSubscriptions: makes them, reads what is pushed, verifies."""

from __future__ import annotations

from typing import Any, Final

from . import ijson
from .endpoint import Address, Endpoint, Received
from .exchange import short
from .expect import equal, that
from .foo import Foo
from .outcome import Blocked, Broken, Disabled
from .server import Server
from .webpush import Keys, Unreadable

PUSH: Final = "push/PushSubscription"
HEADERS: Final = "push/PushMessageHeaders"
VERIFICATION: Final = "push/PushVerification"
BODY: Final = f"{HEADERS}/body"
SENT: Final = f"{PUSH}/set/verification-sent"


class Subscription:
    """A PushSubscription for an address of the endpoint; ``keys``: None where messages are not to be encrypted.

    Raises:
        Disabled: the server takes no such URL, and the user gave none by which it reaches the suite.
        Blocked: it does not take the URL that the user gave.
    """

    def __init__(
        self, endpoint: Endpoint, keys: Keys | None, address: Address | None = None, **properties: Any
    ) -> None:
        self.server = endpoint.server
        if self.server.push_trouble:
            raise Disabled(self.server.push_trouble)
        self.foo, self.keys = Foo(self.server, "PushSubscription"), keys
        self.address = address or endpoint.address()
        creation = self.foo.creation(url=self.address.url, keys=keys.told if keys else None, types=None)
        # A URL of this machine is one of http, which the schema has not.
        answer = self.foo.call("set", {"create": {"k": {**creation, **properties}}}, deliberate=True)
        created = (answer.get("created") or {}).get("k")
        if not isinstance(created, dict) or not isinstance(created.get("id"), str):
            refused = f"the server takes no PushSubscription for {self.address.url}: {short(answer.get('notCreated'))}"
            if self.server.settings.push_url:
                raise Blocked(refused)
            self._give_up(refused)
        self.id = str((created or {})["id"])
        #: What has been pushed: account to type to state.
        self.told: dict[str, dict[str, str]] = {}
        self._read = 0

    def _give_up(self, why: str) -> None:
        self.server.push_trouble = f"{why}; give --push-url with a URL by which the server reaches the suite"
        raise Disabled(self.server.push_trouble)

    def next(self, what: str) -> Any:
        """The next message, when it has come, as JSON.

        Raises:
            Broken: none comes in time, or it is not what a push message has to be.
        """
        self._read += 1
        return self.read(self.address.wait(self._read, what))

    def verification(self) -> Received:
        """The first request.

        Raises:
            Disabled: none comes, and the user gave no URL by which the server reaches the suite for sure.
            Broken: none comes all the same.
        """
        try:
            return self.address.wait(1, "PushVerification")
        except Broken as broken:
            if not self.server.settings.push_url:
                self._give_up(f"nothing was pushed to {self.address.url}, as is right for an address of this machine")
            raise broken.about((SENT,)) from broken

    def code(self) -> str:
        """The code of the PushVerification."""
        said, self._read = self.read(self.verification()), max(1, self._read)
        kind = said.get("@type") if isinstance(said, dict) else None
        equal(kind, "PushVerification", "the first message is no PushVerification", about=SENT)
        self.server.findings += self.server.wire.findings("PushVerification", said)
        equal(
            said.get("pushSubscriptionId"), self.id, "the PushVerification is of another PushSubscription", about=SENT
        )
        return str(said.get("verificationCode"))

    def verify(self) -> None:
        """Write the code into the PushSubscription.

        Raises:
            Broken: it is refused.
        """
        self.update(verificationCode=self.code())

    def update(self, **properties: Any) -> None:
        answer = self.foo.call("set", {"update": {self.id: properties}})
        that(self.id in (answer.get("updated") or {}), "an update of a PushSubscription was refused",
             expected="updated", found=short(answer))  # fmt: skip

    def read(self, message: Received) -> Any:
        """A message as JSON, its header fields and its encryption checked.

        Raises:
            Broken: it is not what a push message has to be.
        """
        known = self.server.manifest.definitions["PushMessageHeaders"]["properties"]
        fields = {name: message.headers[name.lower()] for name in known if name.lower() in message.headers}
        self.server.findings += self.server.wire.findings("PushMessageHeaders", fields)
        body = message.body
        if self.keys is not None:
            try:
                body = self.keys.decrypt(body)
            except Unreadable as problem:
                raise Broken("a push message is not encrypted as RFC 8291 has it",
                             requirements=(f"{PUSH}/keys/encrypted",),
                             expected="aes128gcm with the keys of the PushSubscription",
                             found=str(problem)) from problem  # fmt: skip
            equal(fields.get("Content-Encoding"), "aes128gcm", "the content coding of an encrypted message is another",
                  about=f"{HEADERS}/Content-Encoding/aes128gcm")  # fmt: skip
        try:
            return ijson.parse(body)
        except ijson.NotIJSON as problem:
            raise Broken("a push message is no JSON", requirements=(BODY,), expected="an object as JSON in UTF-8",
                         found=f"{problem}: {body[:200]!r}") from problem  # fmt: skip

    def hear(self, account_id: str, types: dict[str, str], about: tuple[str, ...]) -> None:
        """Read messages until these types are told with these states.

        Raises:
            Broken: one is no StateChange, or they do not come.
        """
        while {name: self.told.get(account_id, {}).get(name) for name in types} != types:
            try:
                said = self.next("StateChange")
            except Broken as broken:
                if broken.requirements:
                    raise
                raise Broken(broken.message, requirements=about, expected={account_id: types},
                             found=self.told) from broken  # fmt: skip
            kind = said.get("@type") if isinstance(said, dict) else None
            equal(kind, "StateChange", "what is pushed is no StateChange", about=about)
            self.server.findings += self.server.wire.findings("StateChange", said)
            for account, states in said["changed"].items():
                self.told[account] = {**self.told.get(account, {}), **states}


def accounts_of(server: Server) -> set[str]:
    """The accounts of the Session."""
    return set(server.session["accounts"])
