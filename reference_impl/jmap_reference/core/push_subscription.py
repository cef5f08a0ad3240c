"""PushSubscription/get and /set (RFC 8620, Sections 7.2.1 and 7.2.2).

A PushSubscription belongs to the credentials that it was created with and to no account, and
has no state. Beneath, it is a record like any other, of an account that is not there.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC
from typing import Any, Final

from ..counting import Rate
from ..dates import moment, utc_date
from ..errors import method, set_
from ..ijson import same
from ..push.encryption import public_key
from ..push.post import url_fault
from ..push.states import visible_states, write_id
from ..standard import get as standard_get
from ..standard.call import Call
from ..standard.records import Records
from ..standard.set import check_size, perform, report
from ..standard.special import Special
from ..store.values import Account, Record, Subscription

LONGEST: Final = 7 * 24 * 3600
"""Seconds after which a PushSubscription ends that was made with a password."""

MOST: Final = 100
"""PushSubscriptions of one user: more than anybody has devices."""


def get(call: Call) -> dict[str, Any]:
    """``{list: PushSubscription[], notFound: Id[]}``

    Raises:
        Forbidden: ``url`` or ``keys`` are asked for.
        RequestTooLarge: more ids than maxObjectsInGet.
    """
    hidden = [name for name, prop in call.type.properties.items() if prop.create_only]
    # req: push/PushSubscription/get/errors/forbidden/private-property
    #   The server MUST answer such a call with this error.
    if asked := set(hidden) & set(call.arguments["properties"] or ()):
        raise method.Forbidden(f"not told to anybody: {', '.join(sorted(asked))}")
    call = _without_account(call)
    # req: push/PushSubscription/get/default-properties
    #   Where properties is null or left out, it MUST return all properties but these two.
    # req: push/PushSubscription/get/not-returned
    #   The server MUST NOT return the url or the keys of any, since these can be private to one device.
    shown = standard_get.shown_properties(call)
    found, missing = standard_get.fetch(call)
    return {"list": [standard_get.select(record, shown) for record in found], "notFound": missing}


def set_subscriptions(call: Call) -> dict[str, Any]:
    """``{created, updated, destroyed, notCreated, notUpdated, notDestroyed}``

    Raises:
        RequestTooLarge: more operations than maxObjectsInSet.
    """
    call = _without_account(call)
    check_size(call, sum(len(call.arguments[name] or ()) for name in ("create", "update", "destroy")))
    # No rule is about two of them, so each is judged alone.
    return report(call, perform(call, each_checked=True))


def _without_account(call: Call) -> Call:
    """The call, as one on the account that is not there."""
    nowhere = Account("", call.user, is_personal=True, is_read_only=False)
    arguments = call.arguments | {"accountId": nowhere.id}
    return replace(
        call, arguments=arguments, accounts={nowhere.id: nowhere}, _records={nowhere.id: Subscriptions(call)}
    )


class Subscriptions(Records):
    """The PushSubscriptions of the credentials of a call."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.transaction, "", call.specials, call.now)
        self._call = call

    def kept(self) -> dict[str, Subscription]:
        # req: push/PushSubscription/get/same-credentials
        #   Only PushSubscriptions that were created with the same credentials as those of this request MUST be
        #   returned.
        of_user = self.transaction.subscriptions(self._call.user, self.now)
        return {each.record["id"]: each for each in of_user if each.token == self._call.token}

    def read(self, type_name: str, ids: Iterable[str]) -> dict[str, Record]:
        kept = self.kept()
        return {id: kept[id].record for id in ids if id in kept}

    def read_all(self, type_name: str) -> list[Record]:
        return [each.record for each in self.kept().values()]

    def count(self, type_name: str) -> int:
        return len(self.kept())

    def create(self, type_name: str, record: Record) -> None:
        special = self._call.specials[type_name]
        assert isinstance(special, PushSubscriptionSpecial)
        told = write_id(visible_states(self.transaction, self._call.user))
        # Beside the record, so that nobody can get it.
        # req: push/PushSubscription/verificationCode/not-told
        #   The server MUST NOT tell the code before the client has written it.
        code = special.new_code()
        new = Subscription(record, self._call.user, self._call.token, _end(record), code, is_asked=False, told=told)
        self.transaction.put_subscription(new)

    def update(self, type_name: str, old: Record, new: Record) -> bool:
        # req: push/PushSubscription/set/no-new-verification
        #   It MUST NOT ask for a new verification then.
        if same(old, new):
            return False
        self.transaction.put_subscription(replace(self.kept()[new["id"]], record=new, ends=_end(new)))
        return True

    def destroy(self, type_name: str, record: Record) -> None:
        self.transaction.erase_subscription(record["id"])


class PushSubscriptionSpecial(Special):
    """``loopback``: URLs of this machine are good too, even without TLS, for those who develop a client."""

    def __init__(self, loopback: bool, new_code: Callable[[], str]) -> None:
        super().__init__("PushSubscription")
        self._loopback = loopback
        self.new_code = new_code
        # req: push/PushSubscription/rate-limited
        #   It MUST also limit how fast they can be created, since each creation means a request to the URL.
        self._creations, self._attempts = Rate(10 * MOST, 600), Rate(20, 600)

    def judged(self, record: Record) -> Record:
        url = record.get("url")
        plain = self._loopback and isinstance(url, str) and url.startswith("http://") and not url_fault(url, True)
        # Laxer than the text, and only here: the schema would not have it.
        return record | {"url": f"https{url[4:]}"} if plain and url else record

    def stored(self, record: Record) -> Record:
        # Another object: what is normalised is not what the client asked for.
        return dict(record)

    def normalise(self, call: Call, record: Record) -> None:
        """Limit how long it lasts, but for one that ends with its token."""
        # req: push/PushSubscription/session-not-bounded
        if call.token is not None:
            return
        # req: push/PushSubscription/unbounded-limited
        # req: push/PushSubscription/at-least-48-hours
        #   The longest time that it then allows MUST be 48 hours or more.
        # req: push/PushSubscription/at-least-7-days
        # req: push/PushSubscription/expires/may-shorten
        # req: push/PushSubscription/set/may-change-expires
        latest = utc_date(call.now + LONGEST)
        if record["expires"] is None or moment(record["expires"]) > moment(latest):
            record["expires"] = latest

    def check(self, call: Call, records: Records, record: Record) -> None:
        if record["id"]:
            self._check_code(call, records, record)
            return
        if fault := url_fault(record["url"], self._loopback):
            raise set_.InvalidProperties(fault, properties=["url"])
        if record["keys"] is not None:
            try:
                public_key(record["keys"]["p256dh"])
            except ValueError:
                raise set_.InvalidProperties("p256dh is no point on the curve P-256", properties=["keys"]) from None
        # req: push/PushSubscription/number-limited
        #   A server MUST limit how many PushSubscriptions a user can have.
        if len(call.transaction.subscriptions(call.user, call.now)) >= MOST:
            raise set_.OverQuota(f"no more than {MOST}")
        if not self._creations.take(call.user, call.now):
            raise set_.RateLimit("too many were created in the last minutes")

    def _check_code(self, call: Call, records: Records, record: Record) -> None:
        assert isinstance(records, Subscriptions)
        kept, said = records.kept()[record["id"]], record["verificationCode"]
        if said == kept.record["verificationCode"]:
            return
        if not self._attempts.take(call.user, call.now):
            raise set_.Forbidden("too many codes were tried in the last minutes")
        # req: push/PushSubscription/set/wrong-code
        #   An update with another code than the one sent MUST be refused with invalidProperties.
        if said is None or not secrets.compare_digest(said.encode(), kept.code.encode()):
            raise set_.InvalidProperties("this is not the code that was sent", properties=["verificationCode"])


def random_code() -> str:
    """What nobody guesses who was not sent it: 128 random bits."""
    # req: push/PushVerification/verificationCode/entropy
    #   The code MUST have so much entropy that a client cannot find it by trying.
    return secrets.token_hex(16)


def _end(record: Record) -> float | None:
    """When it ends, in seconds since 1970."""
    if record["expires"] is None:
        return None
    at, fraction = moment(record["expires"])
    return at.replace(tzinfo=UTC).timestamp() + float(f"0.{fraction or 0}")
