"""Two users and a team, and mail that looks like life, for clients to be tried against.

The password of the users is known to everyone, so a store with them is served on loopback only.
The team is no person: it has no password, and shares its account.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Final

from .dates import utc_date
from .demo_mail import TALKS, TEAM_TALKS, Talk, message
from .mail.arrival import arrive
from .mail.sharing import READING, WRITING, share
from .protocol import Processor
from .session import CORE
from .standard.records import Records
from .store.interface import Transaction
from .store.values import Account, User

PASSWORD: Final = "secret"
ALICE: Final = "alice@example.com"
USERS: Final = (ALICE, "bob@example.com")

#: Name, role, sortOrder, subscribed, children.
Tree = tuple[tuple[str, str | None, int, bool, "Tree"], ...]

TREE: Final[Tree] = (
    ("Inbox", "inbox", 1, True, ()),
    ("Drafts", "drafts", 2, True, ()),
    ("Sent", "sent", 3, True, ()),
    (
        "Archive",
        "archive",
        4,
        True,
        (("2024", None, 2, False, ()), ("2025", None, 1, True, (("Invoices", None, 0, True, ()),))),
    ),
    ("Junk", "junk", 8, True, ()),
    ("Trash", "trash", 9, True, ()),
    (
        "Projects",
        None,
        5,
        True,
        (
            ("Lighthouse", None, 0, True, (("Contracts", None, 0, True, ()), ("Photos", None, 0, False, ()))),
            ("Kitchen", None, 0, True, ()),
        ),
    ),
    ("Mailing lists", None, 6, True, (("jmap", None, 0, True, ()), ("ietf-announce", None, 0, False, ()))),
    ("Привет", None, 7, False, ()),
)

READY_MADE: Final = ("signed.eml", "encrypted.eml")
"""Messages to alice that are kept as files, since nothing of them may change: S/MIME, and OpenPGP.

The key that reads the second one lies beside it, for everyone.
"""

#: Where the conversations of ``demo_mail`` are: for each message, its Mailboxes, its keywords, and the hours since
#: the one before.
Message = tuple[tuple[str, ...], tuple[str, ...], int]
CONVERSATIONS: Final[tuple[tuple[Message, ...], ...]] = (
    ((("Inbox",), ("$seen",), 0), (("Sent",), ("$seen", "$answered"), 2), (("Inbox",), (), 20)),
    ((("Inbox", "Lighthouse"), ("$seen", "$flagged"), 0), (("Inbox", "Lighthouse"), (), 3)),
    ((("Inbox",), ("$seen",), 0), (("Trash",), (), 1)),
    ((("Trash",), (), 0), (("Inbox",), ("$seen",), 5)),
    ((("Drafts",), ("$draft", "$seen"), 0),),
    ((("Sent",), ("$seen",), 0), (("Drafts",), ("$draft",), 48)),
    ((("Junk",), (), 0),),
    ((("Junk",), ("$junk",), 0),),
    ((("Invoices",), ("$seen",), 0),),
    ((("Invoices",), ("$seen", "$forwarded"), 0), (("Sent",), ("$seen",), 1)),
    tuple((("jmap",), ("$seen",) if number % 3 else (), number * 7 % 11) for number in range(12)),
    tuple((("ietf-announce",), (), 24) for _ in range(5)),
    ((("2024",), ("$seen",), 0), (("2024",), ("$seen",), 1), (("2024",), ("$seen",), 30)),
    ((("Contracts", "Projects"), ("$seen",), 0), (("Trash", "Contracts"), (), 9)),
    ((("Inbox",), (), 0),),
    ((("Inbox",), ("$seen",), 0),),
)


TEAM: Final = "team@example.com"
TEAM_TREE: Final[Tree] = (
    ("Inbox", "inbox", 1, True, (("Repairs", None, 0, True, ()),)),
    ("Planning", None, 2, True, ()),
    ("Applications", None, 3, True, ()),
    ("Trash", "trash", 9, True, ()),
)
#: The talks of ``demo_mail.TEAM_TALKS``: the second Email of the first one is not for all who see the first.
TEAM_CONVERSATIONS: Final[tuple[tuple[Message, ...], ...]] = (
    ((("Repairs",), ("$seen",), 0), (("Planning",), (), 2), (("Repairs",), (), 20)),
    ((("Repairs", "Inbox"), (), 0),),
    ((("Planning",), ("$seen",), 0), (("Planning",), (), 5)),
    ((("Applications",), (), 0),),
    ((("Inbox",), (), 0),),
)
#: Who may do what with which Mailbox of the team; with the others, nobody but the team.
TEAM_SHARES: Final = {
    "alice@example.com": {"Repairs": WRITING, "Planning": WRITING},
    "bob@example.com": {"Repairs": READING},
}


def seed(processor: Processor, hash: Callable[[str], str]) -> None:
    """Make the demo's users and what they have, unless the store has them already. ``hash``: of a password."""
    with processor.store.transaction(write=True) as transaction:
        if any(user.is_demo for user in transaction.users()):
            return
        if taken := [name for name in (*USERS, TEAM) if transaction.user(name)]:
            raise ValueError(f"the store has a user {taken[0]} who is not of the demo")
        for name in USERS:
            transaction.put_user(User(name, hash(PASSWORD), is_demo=True))
            account = Account(processor.new_id("Account"), name, is_personal=True, is_read_only=False)
            transaction.put_account(name, account)
            _fill(processor, transaction, account, TREE, CONVERSATIONS)
        _seed_team(processor, transaction)
        # Somewhere to copy to, somewhere that cannot be changed, and somewhere that has no mail.
        others = (
            ("Alice's archive", False, None),
            ("Alice's mail until 2020", True, None),
            ("Alice's files", False, frozenset({CORE})),
        )
        for name, is_read_only, capabilities in others:
            account = Account(processor.new_id("Account"), name, True, is_read_only, capabilities)
            transaction.put_account(ALICE, account)


def _seed_team(processor: Processor, transaction: Transaction) -> None:
    transaction.put_user(User(TEAM, "", is_demo=False))
    account = Account(processor.new_id("Account"), TEAM, is_personal=True, is_read_only=False)
    transaction.put_account(TEAM, account)
    mailboxes = _fill(processor, transaction, account, TEAM_TREE, TEAM_CONVERSATIONS, TEAM_TALKS)
    records = Records(transaction, account.id, processor.specials, processor.clock())
    for user, grants in TEAM_SHARES.items():
        share(records, user, {mailboxes[name]: rights for name, rights in grants.items()}, processor.new_id)


def _fill(
    processor: Processor,
    transaction: Transaction,
    account: Account,
    tree: Tree,
    conversations: Sequence[Sequence[Message]],
    talks: Sequence[Talk] = TALKS,
) -> dict[str, str]:
    """Make the Mailboxes and what is in them; their ids, by name."""
    now = processor.clock()
    records = Records(transaction, account.id, processor.specials, now)
    mailboxes: dict[str, str] = {}

    def plant(tree: Tree, parent_id: str | None) -> None:
        for name, role, sort_order, subscribed, children in tree:
            mailboxes[name] = processor.new_id("Mailbox")
            mailbox = {
                "id": mailboxes[name],
                "name": name,
                "parentId": parent_id,
                "role": role,
                "sortOrder": sort_order,
                "isSubscribed": subscribed,
            }
            processor.specials["Mailbox"].complete(mailbox, account)
            records.create("Mailbox", mailbox)
            plant(children, mailboxes[name])

    def put(raw: bytes, where: tuple[str, ...], keywords: tuple[str, ...], received: datetime) -> None:
        email = {
            "id": processor.new_id("Email"),
            "blobId": transaction.add_blob(account.id, processor.new_id("Blob"), raw, account.name, now),
            "mailboxIds": {mailboxes[name]: True for name in where},
            "keywords": dict.fromkeys(keywords, True),
            "receivedAt": utc_date(received.timestamp()),
        }
        arrive(records, processor.new_id, email, raw)

    plant(tree, None)
    begun = datetime.fromtimestamp(now, UTC).replace(microsecond=0) - timedelta(days=len(conversations))
    for number, conversation in enumerate(conversations):
        received = begun + timedelta(days=number)
        for place, (where, keywords, hours) in enumerate(conversation):
            received += timedelta(hours=hours)
            put(message(talks[number], place, account.name, received), where, keywords, received)
    if account.name == ALICE:
        for name in READY_MADE:
            put((files(__package__) / "demo_messages" / name).read_bytes(), ("Inbox",), (), begun)
    records.settle()
    return mailboxes
