"""The delivery agent: takes what is due from the queue, to users here or to the relay, and tells what came of it."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from ..standard.records import Records
from ..store.interface import Changed, Transaction
from ..store.outgoing import Address, Outgoing
from ..store.values import Record
from .local import deliver_here
from .notify import fates, marked, reports
from .relay import Relay
from .status import BROKEN, NO_RELAY, WAITING, Reply, merged

if TYPE_CHECKING:
    from ..protocol import Processor

log = logging.getLogger("jmap_reference")

FIRST_RETRY: Final = 60.0
LAST_RETRY: Final = 4 * 3600.0
GIVE_UP: Final = 5 * 24 * 3600.0
"""Seconds. RFC 5321, Section 4.5.4.1, wants four or five days; it would wait longer before the first retry."""

LEASE: Final = 600.0
"""Seconds for which a message is out of the queue while the relay is talked to. Who dies then tries again later."""

LAST_WAIT: Final = 5.0
"""Seconds for the relay to finish when the server ends."""

LONGEST_SLEEP: Final = 60.0
"""Seconds: clocks are set, and another process may write to the store."""


def jitter() -> float:
    """By how much a wait is longer: what was refused by a relay in trouble does not all come back in one moment."""
    return random.uniform(1, 1.25)


class Agent:
    """Delivers, in threads of its own once it is started. The queue is in the store, so nothing is lost with them.

    One thread hands out what is for users here; another talks to the relay, and may be kept waiting.
    """

    def __init__(self, processor: Processor, relay: Relay | None = None, jitter: Callable[[], float] = jitter) -> None:
        self.processor = processor
        self.relay = relay
        self.jitter = jitter
        self._woken = threading.Event()
        self._stopping = False
        #: What the relay is to be asked about: ids in the queue, each with when its lease ends; None at the end.
        self._for_relay: SimpleQueue[tuple[int, float] | None] = SimpleQueue()
        self._handing_out = threading.Thread(target=self._run, name="delivery", daemon=True)
        self._passing_on = threading.Thread(target=self._run_relay, name="relay", daemon=True)

    def start(self) -> None:
        self._unlisten = self.processor.store.listen(self._wake)
        self._passing_on.start()
        self._handing_out.start()

    def stop(self) -> None:
        """Finish what is being done, and nothing more; whoever keeps us waiting is tried again another time."""
        self._stopping = True
        self._woken.set()
        self._for_relay.put(None)
        self._unlisten()
        self._handing_out.join(LAST_WAIT)
        self._passing_on.join(LAST_WAIT)

    def _wake(self, changed: Changed) -> None:
        # What arrives may have queued an answer.
        if any(type_name in ("EmailSubmission", "EmailDelivery") for _, type_name in changed):
            self._woken.set()

    def _run(self) -> None:
        while not self._stopping:
            self._woken.clear()
            sleep = LONGEST_SLEEP
            try:
                due = self.run_due()
                sleep = LONGEST_SLEEP if due is None else min(max(due - self.processor.clock(), 0), LONGEST_SLEEP)
            except Exception:
                log.exception("delivery failed")
            self._woken.wait(sleep)

    def _run_relay(self) -> None:
        while (leased := self._for_relay.get()) and not self._stopping:
            id, due = leased
            try:
                with self.processor.store.transaction() as transaction:
                    message = transaction.outgoing(id)
                # Whoever has waited here longer than the lease has been taken again, and stands further behind.
                if message is not None and message.due == due:
                    self._pass_on(message)
                    # A report may be in the queue.
                    self._woken.set()
            except Exception:
                log.exception("passing on failed")

    def run_due(self) -> float | None:
        """Try all that is due now; when the next is, in seconds since 1970."""
        while not self._stopping and (message := self._take()):
            if not message.recipients or not self.relay:
                continue
            if self._passing_on.is_alive():
                self._for_relay.put((message.id, message.due))
            else:
                self._pass_on(message)
        with self.processor.store.transaction() as transaction:
            return transaction.next_due()

    def _pass_on(self, message: Outgoing) -> None:
        assert self.relay is not None, "without a relay, nothing is for it"
        with self.relay.send(message) as replies:
            self._finish(message, replies)

    def _take(self) -> Outgoing | None:
        """The first message that is due, with the recipients for whom the relay is to be asked.

        From then on it cannot be called off. Whoever is a user here has it by then.
        """
        store, now = self.processor.store, self.processor.clock()
        with store.transaction() as transaction:
            if transaction.first_due(now) is None:
                return None
        with store.transaction(write=True) as transaction:
            message = transaction.first_due(now)
            if message is None:
                return None
            try:
                with transaction.savepoint():
                    return self._hand_out(transaction, message, now)
            except Exception:
                # One message that cannot be handled must not stop the others.
                log.exception("delivery of %s failed", message.submission or "an answer")
                self._put_off(transaction, message, now)
                return replace(message, recipients=[])

    def _put_off(self, transaction: Transaction, message: Outgoing, now: float) -> None:
        later = replace(message, attempts=message.attempts + 1, due=now + self._wait(message.attempts))
        transaction.requeue(later)
        if now > later.since + GIVE_UP:
            replies = {address["email"]: BROKEN for address in message.recipients}
            with suppress(Exception), transaction.savepoint():
                self._settle(transaction, later, [], replies, now, is_over=True)

    def _hand_out(self, transaction: Transaction, message: Outgoing, now: float) -> Outgoing:
        replies: dict[str, Reply] = {}
        left = []
        for address in message.recipients:
            if address["email"] in replies:
                continue
            mail_from = message.mail_from["email"]
            reply = deliver_here(self.processor, transaction, message.octets, mail_from, address["email"])
            if reply is None:
                left.append(address)
                reply = WAITING if self.relay else NO_RELAY
            replies[address["email"]] = reply
        attempts = message.attempts + 1
        due = now + (LEASE if self.relay else self._wait(message.attempts))
        if message.attempts and self.relay:
            # What the relay said last is worth more than that it is asked again.
            replies = {email: reply for email, reply in replies.items() if reply != WAITING}
        taken = replace(message, attempts=attempts, due=due)
        # While the relay has not been asked, it is not too late.
        is_over = self.relay is None and now > message.since + GIVE_UP
        return self._settle(transaction, taken, left, replies, now, is_over)

    def _finish(self, message: Outgoing, replies: Mapping[str, Reply]) -> None:
        now = self.processor.clock()
        left = [address for address in message.recipients if replies[address["email"]].is_temporary]
        for email, reply in replies.items():
            log.info("relay %s %s", email, reply.text)
        with self.processor.store.transaction(write=True) as transaction:
            tried = replace(message, due=now + self._wait(message.attempts - 1))
            self._settle(transaction, tried, left, replies, now, now > message.since + GIVE_UP)

    def _wait(self, attempts: int) -> float:
        return retry_after(attempts) * self.jitter()

    def _settle(
        self, transaction: Transaction, message: Outgoing, left: Sequence[Address], replies: Mapping[str, Reply],
        now: float, is_over: bool,
    ) -> Outgoing:  # fmt: skip
        """The message for those who are left, for whom it stays in the queue; EmailSubmission and sender hear.

        All of this is one transaction: what is said of a message is what becomes of it.
        """
        found = list(fates(message, replies, now, is_over))
        for report in reports(message, found, now, message.since + GIVE_UP, self.processor.mail_name):
            transaction.enqueue(report)
        kept = replace(message, recipients=marked(left, found))
        if kept.recipients and not is_over:
            transaction.requeue(kept)
        else:
            transaction.dequeue(message.id)
        if message.submission:
            statuses = {
                email: reply.given_up() if is_over and reply.is_temporary else reply.status
                for email, reply in replies.items()
            }
            self._tell(transaction, message, statuses, now)
        return kept

    def _tell(self, transaction: Transaction, message: Outgoing, statuses: dict[str, Record], now: float) -> None:
        records = Records(transaction, message.account, self.processor.specials, now)
        old = records.get("EmailSubmission", message.submission)
        # Whoever destroyed the EmailSubmission does not want to know.
        # req: submission/EmailSubmission/set/destroyed-is-still-sent
        #   To destroy an EmailSubmission MUST NOT change anything about the delivery.
        if old is None:
            return
        # req: submission/EmailSubmission/deliveryStatus/updated
        # req: submission/EmailSubmission/undoStatus/may-become-final
        new = old | {"undoStatus": "final", "deliveryStatus": merged(old["deliveryStatus"], statuses)}
        records.update("EmailSubmission", old, new)


def retry_after(attempts: int) -> float:
    """Seconds until the next try, after this many."""
    return min(FIRST_RETRY * 2.0 ** min(attempts, 16), LAST_RETRY)
