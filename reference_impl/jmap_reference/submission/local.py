"""Delivery to users of this server: a message becomes an Email in the Inbox, and may get an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates import utc_date
from ..generated import methods as tables
from ..mail.arrival import arrive
from ..mail.new_mailbox import inbox_of
from ..standard.records import Records
from ..store.interface import Transaction
from ..store.values import Account, Record
from ..vacationresponse.answer import answer_to
from .addresses import owners
from .reports import take_report
from .status import ARRIVED, UNKNOWN_USER, Reply
from .transit import traced

if TYPE_CHECKING:
    from ..protocol import Processor


def deliver_here(
    processor: Processor,
    transaction: Transaction,
    octets: bytes,
    mail_from: str,
    recipient: str,
    came: str = "",
) -> Reply | None:
    """Put the message into the Inbox of each user whose address it is; ``came``: how, for its trace, if it did
    not begin here.

    None, and nothing done, if it is of a domain that nobody here has.
    """
    arrived = False
    for user in owners(transaction, recipient):
        account = account_for_mail(transaction, user)
        if account is None:
            continue
        arrived = True
        records = Records(transaction, account.id, processor.specials, processor.clock())
        raw = traced(octets, mail_from, recipient, records.now, came or f"by {processor.mail_name}")
        email = _put_into_inbox(processor, records, account, raw, user)
        take_report(processor, records, user, email, raw)
        answer = answer_to(records, user, email, mail_from, recipient)
        if answer is not None:
            transaction.enqueue(answer)
    if arrived:
        return ARRIVED
    return UNKNOWN_USER if transaction.has_domain(recipient.rpartition("@")[2]) else None


def account_for_mail(transaction: Transaction, user: str) -> Account | None:
    """The account in which a user gets mail: the first that is the user's own and has mail."""
    capability = tables.TYPES["Email"].capability
    own = (each for each in transaction.accounts_of(user) if each.is_personal and not each.is_read_only)
    return next((account for account in own if account.supports(capability)), None)


def _put_into_inbox(processor: Processor, records: Records, account: Account, raw: bytes, user: str) -> Record:
    """The new Email. It comes as by /import: same Threads, same counts, same states."""
    new_id = processor.new_id
    email: Record = {
        "id": new_id("Email"),
        "blobId": records.transaction.add_blob(account.id, new_id("Blob"), raw, user, records.now),
        "mailboxIds": {inbox_of(records, processor.specials, account, new_id): True},
        "keywords": {},
        "receivedAt": utc_date(records.now),
    }
    whole = arrive(records, new_id, email, raw)
    records.settle()
    return whole
