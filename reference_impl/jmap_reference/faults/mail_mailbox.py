"""Faults about Mailboxes and Threads (RFC 8621, Sections 2 and 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..errors import set_
from ..mail import mailbox
from ..mail.counts import COUNTS
from ..mail.mailbox import MailboxSpecial
from ..standard import get
from ..standard import set as sets
from ..standard.call import Call
from ..standard.records import Records
from ..store.values import Record
from . import fault
from .planting import after, another, before, instead

MAILBOX = "mail/Mailbox"
SET = f"{MAILBOX}/set"
QUERY = f"{MAILBOX}/query"


@fault(
    f"{SET}/errors/mailboxHasChild/nothing-removed",
    seen_by="refused-destruction-leaves-the-mail mailbox-with-emails-goes-only-when-told",
)
def emails_lost_with_child() -> None:
    """A Mailbox that is not destroyed, because it has a child, loses its Emails all the same."""

    def check_destroy(right: Any, self: MailboxSpecial, call: Call, records: Records, record: Record) -> None:
        self.destroying(call, records, record)
        right(self, call, records, record)

    instead(MailboxSpecial, "check_destroy", check_destroy)


@fault(f"{SET}/errors/mailboxHasChild/nothing-removed", seen_by="mailbox-with-children-is-not-destroyed")
def has_child_called_has_email() -> None:
    """A destruction of a Mailbox that has a child is refused with mailboxHasEmail."""
    another(set_.MailboxHasChild, set_.MailboxHasEmail.type)


@fault("core/standard/set/valid-after", seen_by="branch-can-be-destroyed-in-one-call")
def branch_not_destroyed() -> None:
    """A Mailbox is not destroyed if it had a child when the call began."""
    parents: set[str] = set()

    def remember(call: Call) -> None:
        parents.clear()
        parents.update(record["parentId"] for record in call.records.read_all("Mailbox") if record["parentId"])

    def check_destroy(right: Any, self: MailboxSpecial, call: Call, records: Records, record: Record) -> None:
        if record["id"] in parents:
            raise set_.MailboxHasChild()
        right(self, call, records, record)

    before("Mailbox/set", remember)
    instead(MailboxSpecial, "check_destroy", check_destroy)


@fault(f"{SET}/onDestroyRemoveEmails/false-refuses", seen_by="empty-mailbox-is-destroyed-either-way")
def empty_mailbox_refused() -> None:
    """Without onDestroyRemoveEmails, no Mailbox is destroyed, also no empty one."""

    def check_destroy(right: Any, self: MailboxSpecial, call: Call, records: Records, record: Record) -> None:
        right(self, call, records, record)
        if not call.arguments.get("onDestroyRemoveEmails"):
            raise set_.MailboxHasEmail()

    instead(MailboxSpecial, "check_destroy", check_destroy)


@fault(
    f"{SET}/onDestroyRemoveEmails/false-refuses",
    seen_by="mailbox-with-mail-is-not-destroyed mailbox-with-emails-goes-only-when-told",
)
def emails_removed_unasked() -> None:
    """A Mailbox is destroyed with its Emails, whatever onDestroyRemoveEmails says."""
    before("Mailbox/set", lambda call: call.arguments.update(onDestroyRemoveEmails=True))


@fault(f"{SET}/onDestroyRemoveEmails/true-removes", seen_by="mail-goes-with-its-mailbox")
def on_destroy_ignored() -> None:
    """A Mailbox with Emails is not destroyed, whatever onDestroyRemoveEmails says."""
    before("Mailbox/set", lambda call: call.arguments.update(onDestroyRemoveEmails=False))


@fault(f"{SET}/onDestroyRemoveEmails/true-removes", seen_by="mailbox-with-emails-goes-only-when-told")
def emails_removed_everywhere() -> None:
    """Emails of a Mailbox that is destroyed are destroyed, also those that are in another too."""

    def destroying(right: Any, self: MailboxSpecial, call: Call, records: Records, record: Record) -> None:
        if call.arguments.get("onDestroyRemoveEmails"):
            for email in records.read("Email", records.find("Email", "mailboxIds", record["id"])).values():
                records.destroy("Email", email)

    instead(MailboxSpecial, "destroying", destroying)


def limiting(**limits: Any) -> None:
    """Mailbox/set has other limits than the account tells."""
    before("Mailbox/set", lambda call: setattr(call, "limits", replace(call.limits, **limits)))


@fault(f"{MAILBOX}/name/within-max-size")
def name_of_any_size() -> None:
    """The name of a Mailbox may have more octets than the account says."""
    limiting(maxSizeMailboxName=100_000)


@fault("mail/capability/account/maxMailboxDepth/enforced")
def mailboxes_of_any_depth() -> None:
    """Mailboxes may be nested deeper than the account says."""
    limiting(maxMailboxDepth=None)


@fault(f"{MAILBOX}/name/not-empty")
def empty_name_replaced() -> None:
    """A Mailbox with an empty name is created under another."""
    instead(
        sets,
        "create",
        lambda right, call, sent, checked: right(
            call, sent | ({"name": "New"} if sent.get("name") == "" else {}), checked
        ),
    )


def unseen(name: str, method: str, value: Any) -> None:
    """One method of the special does not see a property of a Mailbox."""

    def judged(right: Any, self: MailboxSpecial, *given: Any) -> None:
        *others, record = given
        said = record[name]
        shown = record | {name: value}
        right(self, *others, shown)
        record.update(shown | {name: said})

    instead(MailboxSpecial, method, judged)


@fault(f"{MAILBOX}/name/net-unicode")
def name_kept_as_sent() -> None:
    """The name of a Mailbox is kept octet by octet, with control characters and letters taken apart."""
    unseen("name", "normalise", "x")


@fault(f"{MAILBOX}/role/registered")
def any_role_accepted() -> None:
    """A Mailbox may have a role that nobody registered."""
    unseen("role", "normalise", None)


@fault(f"{MAILBOX}/role/unique-in-account")
def role_of_many() -> None:
    """Several Mailboxes may have one role."""
    unseen("role", "check", None)


@fault("mail/data-types/all-properties", seen_by="every-property-is-supported")
def sort_order_not_told() -> None:
    """Mailbox/get does not tell sortOrder."""
    instead(get, "select", lambda right, record, shown: right(record, tuple(n for n in shown if n != "sortOrder")))


@fault(
    f"{MAILBOX}/changes/response/updatedProperties/null-if-more",
    f"{MAILBOX}/changes/response/updatedProperties/null-if-unsure",
)
def updated_properties_always_counts() -> None:
    """Mailbox/changes always says that only counts changed."""
    after("Mailbox/changes", lambda call, said: said.update(updatedProperties=list(COUNTS)))


@fault(f"{SET}/errors/alreadyExists/sibling-name", f"{MAILBOX}/name/unique-among-siblings")
def siblings_of_one_name() -> None:
    """Two Mailboxes of one parent may have the same name."""
    # What nobody else has, so that nobody is in the way.
    instead(mailbox, "among_siblings", lambda right, record: f"{right(record)}/{record['id']}")


@fault("core/errors/set/invalidProperties/more-specific")
def already_exists_called_invalid() -> None:
    """A second sibling of one name is refused with invalidProperties."""
    another(set_.AlreadyExists, set_.InvalidProperties.type)


@fault(f"{MAILBOX}/name/unique-among-siblings", seen_by="cousins-may-have-the-same-name")
def name_unique_in_account() -> None:
    """No two Mailboxes of an account may have the same name."""
    instead(mailbox, "among_siblings", lambda right, record: f"/{record['name']}")


@fault(
    "core/standard/set/valid-together",
    "core/standard/set/valid-after",
    seen_by="siblings-may-exchange-their-names mailbox-can-be-replaced-by-one-of-its-name",
)
def each_by_itself() -> None:
    """Each part of a /set must be valid when it is its turn, and not when all is done."""
    instead(sets, "_as_a_whole", lambda right, call: None)


@fault(f"{MAILBOX}/parentId/no-loop")
def loops_accepted() -> None:
    """A Mailbox may be put below itself."""

    def depth(right: Any, records: Records, record: Record) -> int:
        try:
            found: int = right(records, record)
        except set_.InvalidProperties:
            return 1
        return found

    instead(mailbox, "_depth", depth)
    instead(mailbox, "_height", lambda right, records, id: 0)


@fault(f"{MAILBOX}/isSubscribed/initial-value")
def not_subscribed_at_first() -> None:
    """A new Mailbox is not subscribed, unless the client says so."""

    def complete(right: Callable[..., None], self: MailboxSpecial, record: Record, account: Any) -> None:
        record.setdefault("isSubscribed", False)
        right(self, record, account)

    instead(MailboxSpecial, "complete", complete)


@fault("core/standard/set/response/updated/side-effects", seen_by="mailbox-can-be-moved-with-its-children")
def children_left_behind() -> None:
    """The children of a Mailbox that is moved go to the top."""

    def update(right: Any, call: Call, id: str, patch: Record, checked: bool) -> Any:
        done = right(call, id, patch, checked)
        if "parentId" in patch:
            for child in call.records.read("Mailbox", call.records.find("Mailbox", "parentId", id)).values():
                call.records.update("Mailbox", child, child | {"parentId": None})
        return done

    instead(sets, "update", update)
