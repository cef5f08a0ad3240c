"""Requests to the URLs of PushSubscriptions (RFC 8620, Section 7.2), beside those that the server answers.

One thread knows what is due when, and gives it to workers, which wait for the answers. What a
client was told is in the store, so what it has yet to be told survives a restart; how patient
the server is with a URL is not.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from ..store.interface import Changed, Store
from ..store.values import Subscription
from .message import Message, fitting, states_message, verification
from .post import Answer
from .states import PUSHED, States, changed, read_id, visible_states, write_id
from .vapid import Key

log = logging.getLogger("jmap_reference")

WORKERS: Final = 8
"""Requests at a time."""


@dataclass(frozen=True)
class Pace:
    """How often there are requests to a URL; all are seconds."""

    #: Changes that come so soon after another go into one message with it.
    gather: float = 0.2
    #: From one message to the next, at least.
    interval: float = 1
    #: From a message that was not taken to the next; each time twice as long …
    retry: float = 5
    #: … but no longer than this.
    longest: float = 3600
    #: From one look at what has ended to the next.
    sweep: float = 60


@dataclass
class Patience:
    """How it went with a URL so far. Times are of the monotonic clock."""

    interval: float
    failures: int = 0
    not_before: float = 0


Task = tuple[str, ...]
"""``("account", id)``: its users hear of a change. ``("user", name)``: look what is to be sent. ``("send", user, id)``.
``("sweep",)``: erase what has ended, and look at everything."""


class Deliverer:
    """Sends; ``post`` makes a request, and ``clock`` says when it is, in seconds since 1970."""

    def __init__(
        self,
        store: Store,
        key: Key,
        post: Callable[[str, dict[str, str], bytes], Answer],
        clock: Callable[[], float] = time.time,
        pace: Pace | None = None,
    ) -> None:
        self._store, self._key, self._post, self._clock = store, key, post, clock
        self._pace = pace or Pace()
        #: When each task is due, by the monotonic clock.
        self._due: dict[Task, float] = {}
        self._patience: dict[str, Patience] = {}
        #: Ids of PushSubscriptions to which a message is under way.
        self._busy: set[str] = set()
        self._stopped = False
        self._woken = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="push", daemon=True)
        self._workers = ThreadPoolExecutor(WORKERS, "push")
        self._unlisten: Callable[[], None] = lambda: None

    def start(self) -> None:
        self._unlisten = self._store.listen(self._hear)
        self._plan(("sweep",), 0)
        self._thread.start()

    def stop(self) -> None:
        """End all, when the requests under way have ended."""
        if self._stopped:
            return
        self._unlisten()
        with self._woken:
            self._stopped = True
            self._woken.notify()
        self._thread.join()
        self._workers.shutdown(cancel_futures=True)

    def _hear(self, made: Changed) -> None:
        for name, type_name in made:
            if type_name in PUSHED:
                self._plan(("account", name), self._pace.gather)
            elif type_name == "PushSubscription":
                self._plan(("user", name), 0)

    def _plan(self, task: Task, seconds: float) -> None:
        """Let the task be due in so many seconds, or sooner if it is already."""
        at = time.monotonic() + seconds
        with self._woken:
            self._due[task] = min(at, self._due.get(task, at))
            self._woken.notify()

    def _run(self) -> None:
        while True:
            with self._woken:
                if self._stopped:
                    return
                now = time.monotonic()
                tasks = [task for task, at in self._due.items() if at <= now]
                if not tasks:
                    self._woken.wait(min(self._due.values()) - now if self._due else None)
                    continue
                for task in tasks:
                    del self._due[task]
            for task in tasks:
                self._guarded(self._do, task)

    def _guarded(self, work: Callable[..., object], *arguments: Any) -> None:
        """Whatever is wrong with one task, the others are done."""
        try:
            work(*arguments)
        except Exception:
            log.exception("push failed")

    def _do(self, task: Task) -> None:
        match task:
            case ("account", account):
                with self._store.transaction() as transaction:
                    users = transaction.users_of(account)
                for user in users:
                    self._look(user)
            case ("user", user):
                self._look(user)
            case ("send", user, id):
                wait = self._patience_with(id).not_before - time.monotonic()
                if wait > 0:
                    self._plan(task, wait)
                # Whoever is busy with it looks again at the end.
                elif id not in self._busy:
                    self._busy.add(id)
                    self._workers.submit(self._guarded, self._send, user, id)
            case ("sweep",):
                self._sweep()

    def _sweep(self) -> None:
        self._plan(("sweep",), self._pace.sweep)
        with self._store.transaction(write=True) as transaction:
            # req: push/PushSubscription/expires/may-destroy
            # req: push/PushSubscription/ends-with-session
            #   It MUST destroy the PushSubscription when that session is over.
            transaction.erase_ended_subscriptions(self._clock())
            users = transaction.subscribers()
        kept = {each.record["id"] for user in users for each in self._look(user)}
        for id in self._patience.keys() - kept:
            self._patience.pop(id, None)

    def _look(self, user: str) -> list[Subscription]:
        """Plan what is to be sent to the PushSubscriptions of a user."""
        with self._store.transaction() as transaction:
            found = transaction.subscriptions(user, self._clock())
            states = visible_states(transaction, user) if found else {}
        for each in found:
            id = each.record["id"]
            if not each.is_asked:
                self._ask(each)
            elif news(each, states):
                self._plan(("send", user, id), 0)
        return found

    def _ask(self, subscription: Subscription) -> None:
        """Send the PushVerification: once, whatever comes of it."""
        # req: push/PushVerification/no-retry
        #   If the push service refuses a PushVerification, the server MUST NOT send it again.
        # req: vapid/capability/no-retry
        #   The server MUST NOT try such a refused PushVerification again.
        with self._store.transaction(write=True) as transaction:
            transaction.mark_asked(subscription.record["id"])
        # req: push/PushSubscription/set/verification-sent
        #   When a PushSubscription is created, the server MUST send a PushVerification to its url at once.
        message = verification(subscription, self._key, self._clock())
        self._workers.submit(self._guarded, self._deliver, subscription, message)

    def _send(self, user: str, id: str) -> None:
        """Send the StateChange that is due, if there still is one."""
        try:
            with self._store.transaction() as transaction:
                # req: push/PushSubscription/expires/nothing-after
                #   After this time, the server MUST NOT send requests to the URL.
                found = transaction.subscriptions(user, self._clock())
                states = visible_states(transaction, user)
            subscription = next((each for each in found if each.record["id"] == id), None)
            if subscription and (new := fitting(news(subscription, states))):
                # Should something unexpected happen, it does not happen all the time.
                self._patience_with(id).not_before = time.monotonic() + self._pace.retry
                message = states_message(subscription, new, self._key, self._clock())
                if self._deliver(subscription, message):
                    told = read_id(subscription.told) | new
                    with self._store.transaction(write=True) as transaction:
                        transaction.mark_told(id, write_id({key: told[key] for key in told if key in states}))
        finally:
            self._busy.discard(id)
            # There may be more: what did not fit, what was not taken, or what has changed since.
            self._plan(("user", user), 0)

    def _deliver(self, subscription: Subscription, message: Message) -> bool:
        """Whether the message was taken; if not, wait longer before the next, or give up the PushSubscription."""
        id = subscription.record["id"]
        started = time.monotonic()
        answer = self._post(message.url, message.headers, message.body)
        now = time.monotonic()
        log.info("push %s %s %.1f ms", id, answer.status or "-", (now - started) * 1000)
        if answer.status in (404, 410):
            # The push service says that there is no such URL any more (RFC 8030, Section 7.3).
            # req: push/messages/gone
            with self._store.transaction(write=True) as transaction:
                transaction.erase_subscription(id)
            return False
        patience, pace = self._patience_with(id), self._pace
        taken = 200 <= answer.status < 300
        if taken:
            patience.failures = 0
            patience.interval = max(pace.interval, patience.interval / 2)
            wait = patience.interval
        else:
            patience.failures += 1
            if answer.status == 429:
                # req: push/PushMessageHeaders/too-many-requests
                #   Where a push message is answered with status 429, the server MUST push less often.
                patience.interval = min(pace.longest, patience.interval * 4)
            # req: push/messages/tried-again
            # req: push/messages/retry-after
            # Not all that were refused by a server in trouble come back in the same moment.
            wait = pace.retry * 2 ** min(patience.failures - 1, 30) * random.uniform(1, 1.25)
            wait = min(pace.longest, max(wait, patience.interval, answer.retry_after))
        patience.not_before = now + wait
        return taken

    def _patience_with(self, id: str) -> Patience:
        return self._patience.setdefault(id, Patience(self._pace.interval))


def news(subscription: Subscription, states: States) -> States:
    """The states that are to be pushed: none before the URL is verified."""
    # req: push/PushSubscription/verified-first
    #   Until the client has written this code into the PushSubscription, the server MUST NOT send any other request to
    #   the URL.
    if subscription.record["verificationCode"] is None:
        return {}
    # req: push/PushSubscription/types/only-these
    #   Where none of these types changed, nothing MUST be sent, and other types MUST be left out of the TypeState.
    # req: push/PushSubscription/types/null-accepted
    #   A server MUST accept null.
    types = subscription.record["types"]
    return changed(states, read_id(subscription.told), PUSHED if types is None else types)
