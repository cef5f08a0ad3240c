"""Faults about push: event source and PushSubscriptions (RFC 8620, Section 7)."""

from __future__ import annotations

from typing import Any

from ..core import push_subscription
from ..core.push_subscription import PushSubscriptionSpecial, Subscriptions
from ..errors import method, set_
from ..mail.email import EmailSpecial
from ..push import event_source
from ..push.states import PUSHED
from ..standard import set as sets
from ..standard.call import Call
from ..standard.records import Records
from . import fault
from .planting import after, another, instead, put

SOURCE = "push/EventSourceVariables"
PUSH = "push/PushSubscription"
DAY = 24 * 3600


@fault(f"{SOURCE}/stream")
def stream_as_octets() -> None:
    """The event source has the type application/octet-stream."""
    event_source.HEADERS["content-type"] = "application/octet-stream"


@fault("push/TypeState/as-get")
def states_of_push_differ() -> None:
    """The states that are pushed are not those of /get."""
    instead(
        event_source,
        "visible_states",
        lambda right, *given: {key: f"{state}p" for key, state in right(*given).items()},
    )


def not_pushed(*types: str) -> None:
    """Changes of these types are not pushed."""
    instead(
        event_source,
        "changed",
        lambda right, *given: {key: state for key, state in right(*given).items() if key[1] not in types},
    )


@fault(f"{SOURCE}/state-event", "push/StateChange/changed/complete", "mail/capability/push")
def threads_not_pushed() -> None:
    """Changes of Threads are not pushed."""
    not_pushed("Thread")


@fault("mail/EmailDelivery/pushed", "mail/EmailDelivery/changes-on-arrival")
def arrivals_not_pushed() -> None:
    """EmailDelivery is not pushed."""
    not_pushed("EmailDelivery")


@fault("mail/EmailDelivery/nothing-else")
def every_change_is_delivery() -> None:
    """EmailDelivery is pushed also when an Email is changed or destroyed."""

    def written(right: Any, self: EmailSpecial, records: Records, *given: Any) -> None:
        right(self, records, *given)
        records.transaction.bump(records.account, "EmailDelivery")

    instead(EmailSpecial, "written", written)


@fault("push/StateChange/changed/only-accessible")
def strange_accounts_pushed() -> None:
    """A StateChange has an account to which the user has no access."""

    def state_change(right: Any, states: Any) -> dict[str, Any]:
        said: dict[str, Any] = right(states)
        return said | {"changed": said["changed"] | {"account-of-a-stranger": {"Email": "1"}}}

    instead(event_source, "state_change", state_change)


def streaming(**changes: Any) -> None:
    """The event source was asked for something else."""

    def events(right: Any, http: Any, asked: Any, user: str, types: Any, ping: int, once: bool, *given: Any) -> Any:
        wanted = {"types": types, "ping": ping, "once": once} | changes
        return right(http, asked, user, wanted["types"], wanted["ping"], wanted["once"], *given)

    instead(event_source, "events", events)


@fault(f"{SOURCE}/closeafter/stays-open")
def always_closes() -> None:
    """The event source closes after the first state, whatever closeafter says."""
    streaming(once=True)


@fault(f"{SOURCE}/closeafter/after-state")
def never_closes() -> None:
    """The event source stays open, whatever closeafter says."""
    streaming(once=False)


@fault(f"{SOURCE}/types/only-these")
def all_types_pushed() -> None:
    """The event source tells of all types, whatever types says."""
    streaming(types=PUSHED)


@fault(f"{SOURCE}/ping/none")
def pings_unasked() -> None:
    """The event source pings also those who asked for none."""
    streaming(ping=1)


@fault(f"{SOURCE}/event-id")
def events_without_id() -> None:
    """Events have no id."""
    instead(event_source, "event", lambda right, name, data, id=None: right(name, data))


@fault("push/Ping/no-event-id")
def pings_with_id() -> None:
    """A ping has an event id."""
    instead(event_source, "event", lambda right, name, data, id=None: right(name, data, id or "ping"))


@fault(f"{SOURCE}/ping/shortest")
def interval_told_in_milliseconds() -> None:
    """The interval in a ping is told in milliseconds."""

    def event(right: Any, name: str, data: Any, id: str | None = None) -> bytes:
        told: bytes = right(name, {"interval": data["interval"] * 1000} if name == "ping" else data, id)
        return told

    instead(event_source, "event", event)


# PushSubscription


@fault(f"{PUSH}/get/default-properties")
def push_url_told() -> None:
    """PushSubscription/get tells the url."""

    def tell(call: Call, said: dict[str, Any]) -> None:
        said["list"] = [row | {"url": "https://push.example.com/"} for row in said["list"]]

    after("PushSubscription/get", tell)


@fault(f"{PUSH}/get/errors/forbidden/private-property")
def private_called_invalid() -> None:
    """A call that asks for url or keys is answered with invalidArguments."""
    another(method.Forbidden, method.InvalidArguments.type)


@fault(f"{PUSH}/verificationCode/not-told")
def code_told() -> None:
    """PushSubscription/set tells the code in its answer."""

    def tell(call: Call, said: dict[str, Any]) -> None:
        for row in (said["created"] or {}).values():
            row["verificationCode"] = "the code"

    after("PushSubscription/set", tell)


@fault(f"{PUSH}/set/wrong-code")
def any_code_accepted() -> None:
    """Any verificationCode is taken for the right one."""
    instead(PushSubscriptionSpecial, "_check_code", lambda right, *given: None)


@fault(f"{PUSH}/types/null-accepted")
def null_types_refused() -> None:
    """A PushSubscription with types null is refused."""

    def create(right: Any, call: Call, sent: Any, checked: bool) -> Any:
        if call.type.name == "PushSubscription" and "types" in sent and sent["types"] is None:
            raise set_.InvalidProperties(properties=["types"])
        return right(call, sent, checked)

    instead(sets, "create", create)


@fault(f"{PUSH}/at-least-48-hours")
def subscriptions_of_an_hour() -> None:
    """A PushSubscription ends after an hour."""
    put(push_subscription, "LONGEST", 3600)


@fault(f"{PUSH}/at-least-7-days")
def subscriptions_of_three_days() -> None:
    """A PushSubscription ends after three days."""
    put(push_subscription, "LONGEST", 3 * DAY)


@fault(f"{PUSH}/get/same-credentials")
def subscriptions_open_to_users() -> None:
    """Every user sees the PushSubscriptions of all."""

    def kept(right: Any, self: Subscriptions) -> dict[str, Any]:
        users = [user.name for user in self.transaction.users()]
        return {each.record["id"]: each for user in users for each in self.transaction.subscriptions(user, self.now)}

    instead(Subscriptions, "kept", kept)


@fault(f"{PUSH}/unbounded-limited")
def subscriptions_without_end() -> None:
    """A PushSubscription that is made with a password ends when its maker likes, or never."""
    instead(PushSubscriptionSpecial, "normalise", lambda right, *given: None)
