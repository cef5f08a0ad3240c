"""Is a store in order? Everything that is kept up to date is computed anew and compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from .ijson import same
from .mail.counts import COUNTS, counts_of
from .mail.message.parse import parse
from .mail.metadata import row_of, texts
from .mail.shared import mailboxes_of, part_of
from .mail.thread import place
from .standard.query_changes import rewind
from .standard.records import Specials, special_of
from .store.interface import Broken, Store, Transaction
from .store.values import Record, Share


def problems(store: Store, specials: Specials) -> Iterator[str]:
    """What is wrong with the store, a line each."""
    try:
        with store.transaction() as transaction:
            damage = transaction.damage()
            yield from damage
            # What is read out of a broken file means nothing.
            if not damage:
                yield from _problems(transaction, specials)
    except Broken as broken:
        yield str(broken)


def _problems(transaction: Transaction, specials: Specials) -> Iterator[str]:
    yield from transaction.strays()
    yield from transaction.misnumbered()
    for account in transaction.accounts():
        yield from (f"account {account}, {fault}" for fault in _account(transaction, account, account, specials))
        for part in (_tree, _blobs):
            yield from (f"account {account}, {fault}" for fault in part(transaction, account))
        for share in transaction.shares_of(account):
            where = f"account {account} for {share.user}"
            yield from (f"{where}, {fault}" for fault in _account(transaction, account, share.view, specials))
            yield from (f"{where}, {fault}" for fault in _view(transaction, share))
    yield from _queue(transaction)


def _account(transaction: Transaction, account: str, key: str, specials: Specials) -> Iterator[str]:
    """``key``: where its records are, all of them or what someone sees."""
    for type_name in transaction.types(key):
        yield from (f"{type_name}: {fault}" for fault in _index(transaction, key, type_name, specials))
        yield from (f"{type_name}: {fault}" for fault in _log(transaction, key, type_name))
    yield from _mail(transaction, key)
    yield from _search(transaction, account, key)


def _view(transaction: Transaction, share: Share) -> Iterator[str]:
    """What someone sees must be what the account has and the rights allow."""
    emails = (_by_id(transaction.every(key, "Email")) for key in (share.account, share.view))
    for id, (email, seen) in together(*emails):
        if email is None:
            yield f"Email {id} does not exist, and is shown"
        elif not same(part_of(share, email), seen):
            yield f"Email {id} is not shown as it is"
    shown = {each["id"]: each for each in transaction.read_all(share.view, "Mailbox")}
    every = {each["id"]: each for each in transaction.read_all(share.account, "Mailbox")}
    visible = mailboxes_of(share, every)
    for id in shown.keys() | visible.keys():
        if not visible.get(id, {"": None}).items() <= shown.get(id, {}).items():
            yield f"Mailbox {id} is not shown as it is"


def _index(transaction: Transaction, account: str, type_name: str, specials: Specials) -> Iterator[str]:
    special = special_of(specials, type_name)
    records = _by_id(transaction.every(account, type_name))
    for id, (record, entries) in together(records, transaction.entries(account, type_name)):
        if record is None:
            yield f"entries of {id}, which does not exist"
        elif (entries or frozenset()) != frozenset(special.entries(record)):
            yield f"{id} cannot be found by what it refers to"


def _log(transaction: Transaction, account: str, type_name: str) -> Iterator[str]:
    """The log must lead back from the present, change by change."""
    now: dict[str, Record] = {record["id"]: {} for record in transaction.every(account, type_name)}
    oldest, state = transaction.oldest_state(account, type_name), transaction.state(account, type_name)
    if oldest > state:
        yield f"the log begins at {oldest}, after the state {state}"
    # Of what was there before it is asked only whether it was.
    log = [replace(change, before={}) for change in transaction.changes(account, type_name, oldest) or ()]
    if [change.state for change in log] != list(range(oldest + 1, state + 1)):
        yield f"the log has gaps between {oldest} and {state}"
    try:
        first = rewind(now, log)
    except KeyError as error:
        yield f"the log tells of {error.args[0]}, which was not there"
    else:
        # Before the first change there was nothing.
        yield from (f"the log does not tell of the creation of {id}" for id in first if oldest == 0)


def _mail(transaction: Transaction, account: str) -> Iterator[str]:
    """Threads and counts, from the Emails alone."""
    mailboxes = {mailbox["id"]: mailbox for mailbox in transaction.read_all(account, "Mailbox")}
    trash = frozenset(id for id, mailbox in mailboxes.items() if mailbox["role"] == "trash")
    totals: defaultdict[str, Counter[str]] = defaultdict(Counter)
    by_thread = groupby(transaction.every(account, "Email", "threadId"), itemgetter("threadId"))
    emails = ((id, sorted(some, key=place)) for id, some in by_thread)
    for id, (thread, of_thread) in together(_by_id(transaction.every(account, "Thread")), emails):
        if of_thread is None:
            yield f"Thread {id} has no Emails"
            continue
        if thread is None or thread["emailIds"] != [email["id"] for email in of_thread]:
            yield f"Thread {id} does not have the Emails that are in it"
        for mailbox_id, counts in counts_of(of_thread, trash).items():
            totals[mailbox_id] += counts
    for id, mailbox in mailboxes.items():
        for name in COUNTS:
            if not same(mailbox[name], totals[id][name]):
                yield f"Mailbox {id}: {name} is {mailbox[name]}, and should be {totals[id][name]}"
    yield from (f"Mailbox {id} does not exist, and has Emails" for id in totals.keys() - mailboxes.keys())


def _search(transaction: Transaction, account: str, key: str) -> Iterator[str]:
    """What Emails are found by: from the records, and from the messages."""
    rows = ((row.id, row) for row in transaction.email_rows(key))
    emails = _by_id(transaction.every(key, "Email"))
    for id, (email, row, words) in together(emails, rows, transaction.email_texts(key)):
        if email is None:
            yield f"Email {id} does not exist, and is found"
            continue
        if row != row_of(email):
            yield f"Email {id} cannot be found by what it is"
        raw = transaction.blob(account, email["blobId"]) if "blobId" in email else b""
        if raw is None:
            yield f"Email {id} has no message"
        elif raw and words != texts(parse(raw), raw):
            yield f"Email {id} cannot be found by its words"


def _by_id(records: Iterable[Record]) -> Iterator[tuple[str, Record]]:
    return ((record["id"], record) for record in records)


def together(*streams: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    """What each of some streams, all in order, has under the same id; None for nothing.

    So of the largest account only a little is in memory at a time.
    """

    def numbered(at: int, stream: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, int, Any]]:
        return ((id, at, value) for id, value in stream)

    merged = merge(*(numbered(at, stream) for at, stream in enumerate(streams)), key=itemgetter(0))
    for id, some in groupby(merged, itemgetter(0)):
        found: list[Any] = [None] * len(streams)
        for _, at, value in some:
            found[at] = value
        yield id, found


def _tree(transaction: Transaction, account: str) -> Iterator[str]:
    """Mailboxes: one tree, names that tell siblings apart, each role once."""
    mailboxes = {mailbox["id"]: mailbox for mailbox in transaction.read_all(account, "Mailbox")}
    for id, mailbox in mailboxes.items():
        above, parent = {id}, mailbox["parentId"]
        while parent is not None and parent in mailboxes and parent not in above:
            above.add(parent)
            parent = mailboxes[parent]["parentId"]
        if parent is not None:
            yield f"Mailbox {id}: {parent} above it {'is also below' if parent in above else 'does not exist'}"
    names = Counter((mailbox["parentId"], mailbox["name"]) for mailbox in mailboxes.values())
    yield from (f"{number} Mailboxes in {parent} are named {name}" for (parent, name), number in _several(names))
    roles = Counter(mailbox["role"] for mailbox in mailboxes.values() if mailbox["role"])
    yield from (f"{number} Mailboxes have the role {role}" for role, number in _several(roles))


def _several(counted: Counter[Any]) -> list[tuple[Any, int]]:
    return [(what, number) for what, number in counted.items() if number > 1]


def _blobs(transaction: Transaction, account: str) -> Iterator[str]:
    """Octets: as they were when they came, and there for whatever refers to them."""
    yield from (f"Blob {id} is not what was stored" for id in transaction.damaged_blobs(account))
    for submission in transaction.read_all(account, "EmailSubmission"):
        for id in [*submission["dsnBlobIds"], *submission["mdnBlobIds"]]:
            if transaction.blob(account, id) is None:
                yield f"EmailSubmission {submission['id']}: its report {id} does not exist"


def _queue(transaction: Transaction) -> Iterator[str]:
    """What can still be called off is in the queue, and what was called off is not."""
    accounts = set(transaction.accounts())
    queued: set[tuple[str, str]] = set()
    for message in transaction.queued():
        if message.account not in accounts:
            yield f"the queue has a message of account {message.account}, which does not exist"
        if not message.recipients:
            yield f"account {message.account}: the queue has a message for nobody, {message.submission or 'an answer'}"
        queued.add((message.account, message.submission))
    for account in sorted(accounts):
        for submission in transaction.read_all(account, "EmailSubmission"):
            where = f"account {account}, EmailSubmission {submission['id']}"
            is_queued = (account, submission["id"]) in queued
            statuses = (submission["deliveryStatus"] or {}).values()
            if submission["undoStatus"] == "canceled" and is_queued:
                yield f"{where} is canceled, and will be sent"
            elif submission["undoStatus"] == "pending" and not is_queued:
                yield f"{where} is pending, and will not be sent"
            elif not is_queued and any(status["delivered"] == "queued" for status in statuses):
                yield f"{where} has recipients that wait, and will not be sent"
