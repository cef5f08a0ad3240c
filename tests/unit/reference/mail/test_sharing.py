"""An account of a team: what those may do who were given rights to some of its Mailboxes (RFC 8621, 2 and 9.5)."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_reference import check
from jmap_reference.generated import methods as tables
from jmap_reference.ids import random_id
from jmap_reference.limits import Quotas
from jmap_reference.mail.shared import OF_MAKER, RIGHTS
from jmap_reference.mail.sharing import READING, WRITING, share
from jmap_reference.protocol import Processor
from jmap_reference.push.states import visible_states
from jmap_reference.standard.records import Records
from jmap_reference.store.values import Account, User
from tests.unit.reference.helpers import ALICE, BOB, ORIGIN
from tests.unit.reference.mail.messages import Mail, message

TEAM = "team@example.com"


class Team:
    """The account T1 with the Mailboxes open and hidden, and, below hidden, inner; bob reads open."""

    def __init__(self, processor: Processor) -> None:
        self.processor = processor
        with processor.store.transaction(write=True) as transaction:
            transaction.put_user(User(TEAM, "", is_demo=False))
            transaction.put_account(TEAM, Account("T1", TEAM, is_personal=True, is_read_only=False))
        self.own, self.bob, self.alice = (Mail(processor, user, "T1") for user in (TEAM, BOB, ALICE))
        self.open, self.hidden = self.own.mailbox("open"), self.own.mailbox("hidden")
        self.inner = self.own.mailbox("inner", parentId=self.hidden)
        self.share(BOB, {self.open: READING})

    def share(self, user: str, grants: dict[str, Any], is_read_only: bool = False) -> None:
        with self.processor.store.transaction(write=True) as transaction:
            records = Records(transaction, "T1", self.processor.specials, self.processor.clock())
            share(records, user, {id: frozenset(rights) for id, rights in grants.items()}, random_id, is_read_only)

    def refused(self, type_name: str, **arguments: Any) -> Any:
        """The error that bob gets for the one thing that is asked."""
        said = self.bob.set(type_name, **arguments)
        [error] = [
            error for name in ("notCreated", "notUpdated", "notDestroyed") for error in (said[name] or {}).values()
        ]
        return error["type"]


@pytest.fixture
def team(processor: Processor) -> Team:
    return Team(processor)


def test_the_session_shows_the_account(team: Team) -> None:
    said = team.processor.session(BOB, ORIGIN)["accounts"]["T1"]
    assert (said["name"], said["isPersonal"], said["isReadOnly"]) == (TEAM, False, False)
    mail = tables.TYPES["Email"].capability
    assert mail in said["accountCapabilities"]
    assert tables.TYPES["Identity"].capability not in said["accountCapabilities"]
    assert said["accountCapabilities"][mail]["mayCreateTopLevelMailbox"] is False
    assert "T1" not in team.processor.session(BOB, ORIGIN)["primaryAccounts"].values()
    assert "T1" not in team.processor.session(ALICE, ORIGIN)["accounts"]


def test_only_mailboxes_with_rights_are_there(team: Team) -> None:
    [mailbox] = team.bob.get().values()
    assert mailbox["id"] == team.open
    assert mailbox["myRights"] == {name: name == "mayReadItems" for name in RIGHTS}
    assert team.bob.call("Mailbox/get", ids=[team.hidden])["notFound"] == [team.hidden]


def test_a_parent_without_rights_is_shown_with_none(team: Team) -> None:
    team.share(BOB, {team.inner: READING})
    seen = team.bob.get()
    assert set(seen) == {team.hidden, team.inner}
    assert not any(seen[team.hidden]["myRights"].values())
    team.own.deliver(message(), team.hidden)
    assert team.bob.get()[team.hidden]["totalEmails"] == 0
    assert team.bob.query({"inMailbox": team.hidden}) == []


def test_only_emails_that_may_be_read_are_there(team: Team) -> None:
    first = team.own.deliver(message(id="1"), team.open, team.hidden)
    second = team.own.deliver(message(id="2", refs=("1",)), team.hidden)
    assert team.bob.query() == [first]
    assert team.bob.email(first)["mailboxIds"] == {team.open: True}
    assert team.bob.call("Email/get", ids=[second])["notFound"] == [second]
    [thread] = team.bob.get("Thread", [team.bob.email(first)["threadId"]]).values()
    assert thread["emailIds"] == [first]
    mailbox = team.bob.get()[team.open]
    assert [mailbox[name] for name in ("totalEmails", "unreadEmails", "totalThreads", "unreadThreads")] == [1, 1, 1, 1]
    # The one that is hidden keeps the Thread unread for the team alone.
    team.own.set("Email", update={first: {"keywords/$seen": True}})
    assert team.bob.get()[team.open]["unreadThreads"] == 0
    assert team.own.get()[team.open]["unreadThreads"] == 1


def test_words_of_hidden_emails_are_not_found(team: Team) -> None:
    email = team.own.deliver(message(body="a secret"), team.hidden)
    assert team.bob.query({"text": "secret"}) == []
    team.own.set("Email", update={email: {f"mailboxIds/{team.open}": True}})
    assert team.bob.query({"text": "secret"}) == [email]
    snippet = team.bob.call("SearchSnippet/get", emailIds=[email], filter={"text": "secret"})["list"][0]
    assert snippet["preview"] == "a <mark>secret</mark>"


def test_coming_into_view_is_creation_and_going_out_is_destruction(team: Team) -> None:
    email = team.own.deliver(message(), team.hidden)
    states = {name: team.bob.state(name) for name in ("Email", "Thread", "Mailbox")}
    team.own.set("Email", update={email: {"mailboxIds": {team.open: True}}})
    thread = team.bob.email(email)["threadId"]
    assert team.bob.call("Email/changes", sinceState=states["Email"])["created"] == [email]
    assert team.bob.call("Thread/changes", sinceState=states["Thread"])["created"] == [thread]
    assert team.bob.call("Mailbox/changes", sinceState=states["Mailbox"])["updatedProperties"]
    states = {name: team.bob.state(name) for name in states}
    team.own.set("Email", update={email: {"mailboxIds": {team.hidden: True}}})
    assert team.bob.call("Email/changes", sinceState=states["Email"])["destroyed"] == [email]
    assert team.bob.call("Thread/changes", sinceState=states["Thread"])["destroyed"] == [thread]


def test_what_is_hidden_moves_no_state(team: Team) -> None:
    with team.processor.store.transaction() as transaction:
        before = visible_states(transaction, BOB)
    email = team.own.deliver(message(), team.hidden)
    team.own.set("Email", update={email: {"keywords/$seen": True}})
    team.own.set(update={team.hidden: {"name": "other"}})
    with team.processor.store.transaction() as transaction:
        assert visible_states(transaction, BOB) == before
    team.own.deliver(message(), team.open)
    with team.processor.store.transaction() as transaction:
        after = visible_states(transaction, BOB)
    assert {key for key, state in after.items() if before[key] != state} == {
        ("T1", name) for name in ("Email", "EmailDelivery", "Thread", "Mailbox")
    }


def test_reading_is_not_writing(team: Team) -> None:
    email = team.own.deliver(message(), team.open)
    assert team.refused("Email", update={email: {"keywords/$seen": True}}) == "forbidden"
    assert team.refused("Email", update={email: {"keywords/$flagged": True}}) == "forbidden"
    assert team.refused("Email", destroy=[email]) == "forbidden"
    assert team.refused("Email", create={"k": {"mailboxIds": {team.open: True}, "subject": "x"}}) == "forbidden"
    assert team.refused("Mailbox", create={"k": {"name": "x", "parentId": team.open}}) == "forbidden"
    assert team.refused("Mailbox", create={"k": {"name": "x"}}) == "forbidden"
    assert team.refused("Mailbox", update={team.open: {"name": "x"}}) == "forbidden"
    assert team.refused("Mailbox", update={team.open: {"role": "inbox"}}) == "forbidden"
    assert team.refused("Mailbox", destroy=[team.open]) == "forbidden"
    blob = team.bob.blob(message())
    said = team.bob.call("Email/import", emails={"k": {"blobId": blob, "mailboxIds": {team.open: True}}})
    assert said["notCreated"]["k"]["type"] == "forbidden"
    own = Mail(team.processor, BOB, "B1")
    mine = own.deliver(message(), own.mailbox("mine"))
    said = team.bob.call("Email/copy", fromAccountId="B1", create={"k": {"id": mine, "mailboxIds": {team.open: True}}})
    assert said["notCreated"]["k"]["type"] == "forbidden"
    # Reading is enough to take a copy away.
    [box] = own.get()
    said = own.call("Email/copy", fromAccountId="T1", create={"k": {"id": email, "mailboxIds": {box: True}}})
    assert said["created"]["k"]["id"] in own.query()


@pytest.mark.parametrize(
    ("right", "patch"),
    [("maySetSeen", {"keywords/$seen": True}), ("maySetKeywords", {"keywords/$flagged": True})],
)
def test_keywords_take_the_right_for_every_mailbox(team: Team, right: str, patch: dict[str, Any]) -> None:
    email = team.own.deliver(message(), team.open, team.inner)
    team.share(BOB, {team.open: READING | {right}, team.inner: READING})
    assert team.refused("Email", update={email: patch}) == "forbidden"
    # What is hidden does not count: nobody is told that it is there.
    team.share(BOB, {team.open: READING | {right}})
    assert team.bob.set("Email", update={email: patch})["updated"] == {email: None}
    other = {"keywords/$seen": True} if right == "maySetKeywords" else {"keywords/$flagged": True}
    assert team.refused("Email", update={email: other}) == "forbidden"


def test_moving_takes_two_rights(team: Team) -> None:
    email = team.own.deliver(message(), team.open)
    move = {"mailboxIds": {team.inner: True}}
    for first, second in ((set(), {"mayAddItems"}), ({"mayRemoveItems"}, set())):
        team.share(BOB, {team.open: READING | first, team.inner: READING | second})
        assert team.refused("Email", update={email: move}) == "forbidden"
    team.share(BOB, {team.open: READING | {"mayRemoveItems"}, team.inner: READING | {"mayAddItems"}})
    assert team.bob.set("Email", update={email: move})["updated"] == {email: None}


def test_an_email_can_be_put_where_it_cannot_be_read(team: Team) -> None:
    team.share(BOB, {team.open: READING | {"mayRemoveItems"}, team.inner: {"mayAddItems"}})
    email = team.own.deliver(message(), team.open)
    assert team.bob.set("Email", update={email: {"mailboxIds": {team.inner: True}}})["updated"] == {email: None}
    assert team.bob.query() == []
    assert team.own.email(email)["mailboxIds"] == {team.inner: True}


def test_destruction_leaves_an_email_where_it_is_hidden(team: Team) -> None:
    team.share(BOB, {team.open: WRITING})
    both, one = team.own.deliver(message(), team.open, team.hidden), team.own.deliver(message(), team.open)
    assert team.bob.set("Email", destroy=[both, one])["destroyed"] == [both, one]
    assert team.bob.query() == []
    assert team.own.email(both)["mailboxIds"] == {team.hidden: True}
    assert team.own.query() == [both]


def test_a_new_mailbox_has_the_rights_of_its_parent(team: Team) -> None:
    team.share(ALICE, {team.open: WRITING})
    child = team.alice.mailbox("child", parentId=team.open)
    assert team.bob.get()[child]["myRights"] == team.bob.get()[team.open]["myRights"]
    # Whoever made it may take it away again.
    assert {name for name, may in team.alice.get()[child]["myRights"].items() if may} == WRITING | OF_MAKER
    assert team.alice.set(update={child: {"name": "other"}})["updated"] == {child: None}
    grandchild = team.alice.mailbox("grandchild", parentId=child)
    assert team.alice.set(destroy=[grandchild, child])["destroyed"] == [grandchild, child]
    below = team.own.mailbox("below", parentId=team.hidden)
    assert below not in team.alice.get()


def test_subscriptions_are_of_each_user(team: Team) -> None:
    team.share(ALICE, {team.open: WRITING})
    assert [each.get()[team.open]["isSubscribed"] for each in (team.own, team.alice, team.bob)] == [True, False, False]
    state = team.alice.state()
    # A reader may say so, too.
    assert team.bob.set(update={team.open: {"isSubscribed": True}})["updated"] == {team.open: None}
    team.own.set(update={team.open: {"isSubscribed": False, "name": "renamed"}})
    assert [each.get()[team.open]["isSubscribed"] for each in (team.own, team.alice, team.bob)] == [False, False, True]
    team.bob.set(update={team.open: {"isSubscribed": False}})
    assert team.alice.call("Mailbox/changes", sinceState=state)["updated"] == [team.open]  # the name
    # Who makes a Mailbox wants to see it; the others decide by themselves.
    child = team.alice.mailbox("child", parentId=team.open)
    assert [each.get()[child]["isSubscribed"] for each in (team.alice, team.bob)] == [True, False]


def test_names_of_hidden_mailboxes_are_not_told(team: Team) -> None:
    below = team.own.mailbox("taken", parentId=team.open)
    team.share(BOB, {team.open: WRITING})
    assert below not in team.bob.get()
    said = team.bob.set(create={"k": {"name": "taken", "parentId": team.open}})["notCreated"]["k"]
    assert said == {"type": "forbidden", "description": "the account does not allow this"}
    seen = team.bob.mailbox("seen", parentId=team.open)
    said = team.bob.set(create={"k": {"name": "seen", "parentId": team.open}})["notCreated"]["k"]
    assert (said["type"], said["existingId"]) == ("alreadyExists", seen)


def test_a_mailbox_with_something_hidden_in_it_stays(team: Team) -> None:
    below = team.own.mailbox("below", parentId=team.open)
    team.share(BOB, {team.open: {"mayDelete"}})
    assert team.refused("Mailbox", destroy=[team.open]) == "forbidden"
    team.own.set(destroy=[below])
    email = team.own.deliver(message(), team.open)
    assert team.refused("Mailbox", destroy=[team.open]) == "forbidden"
    assert team.refused("Mailbox", destroy=[team.open], onDestroyRemoveEmails=True) == "forbidden"
    team.share(BOB, {team.open: {"mayDelete", "mayRemoveItems"}})
    assert team.bob.set(destroy=[team.open], onDestroyRemoveEmails=True)["destroyed"] == [team.open]
    assert team.own.call("Email/get", ids=[email])["notFound"] == [email]


def test_a_whole_account_can_be_shared_to_be_read(team: Team) -> None:
    team.share(ALICE, {"": READING}, is_read_only=True)
    assert set(team.alice.get()) == set(team.own.get())
    assert team.processor.session(ALICE, ORIGIN)["accounts"]["T1"]["isReadOnly"]
    assert team.alice.error("Mailbox/set", create={}) == "accountReadOnly"
    new = team.own.mailbox("new")
    assert new in team.alice.get()


def test_when_sharing_ends_and_begins_again_the_states_go_on(team: Team) -> None:
    email = team.own.deliver(message(), team.open)
    state = team.bob.state("Email")
    team.share(BOB, {})
    assert team.bob.error("Email/get", ids=[]) == "accountNotFound"
    assert "T1" not in team.processor.session(BOB, ORIGIN)["accounts"]
    other = team.own.deliver(message(), team.open)
    team.share(BOB, {team.open: READING})
    said = team.bob.call("Email/changes", sinceState=state)
    assert (said["created"], said["updated"], said["destroyed"]) == ([other], [email], [])
    assert set(team.bob.query()) == {email, other}


def test_counts_are_right_when_the_trash_is_hidden(team: Team) -> None:
    team.own.set(update={team.hidden: {"role": "trash"}})
    team.share(BOB, {team.open: READING, team.hidden: READING})
    team.own.deliver(message(id="1"), team.open, keywords="$seen")
    team.own.deliver(message(id="2", refs=("1",)), team.hidden)
    assert team.bob.get()[team.open]["unreadThreads"] == 0
    team.share(BOB, {team.open: READING})
    assert team.bob.get()[team.open]["unreadThreads"] == 0
    assert list(check.problems(team.processor.store, team.processor.specials)) == []


def test_a_user_who_goes_leaves_nothing_of_the_view(team: Team) -> None:
    team.own.deliver(message(), team.open)
    with team.processor.store.transaction(write=True) as transaction:
        view = transaction.view_of("T1", BOB)
        assert view and transaction.read_all(view, "Email")
        transaction.remove_user(BOB)
        assert transaction.types(view) == [] and transaction.shares_of("T1") == []
        assert transaction.read_all("T1", "Email")
        transaction.remove_user(TEAM)
        assert "T1" not in transaction.accounts()


def test_a_view_that_is_wrong_is_found(team: Team) -> None:
    email = team.own.deliver(message(), team.open)
    assert list(check.problems(team.processor.store, team.processor.specials)) == []
    with team.processor.store.transaction(write=True) as transaction:
        view = transaction.view_of("T1", BOB)
        assert view is not None
        hidden = Records(transaction, view, team.processor.specials, 0)
        old = hidden.get("Email", email)
        assert old is not None
        hidden.update("Email", old, old | {"keywords": {"$flagged": True}})
        hidden.settle()
    said = list(check.problems(team.processor.store, team.processor.specials))
    assert said == [f"account T1 for {BOB}, Email {email} is not shown as it is"]


def test_an_account_has_room_for_so_much_mail(team: Team) -> None:
    object.__setattr__(team.processor, "quotas", Quotas(messages=len(message()) + 10))
    team.own.deliver(message(), team.open)
    blob = team.own.blob(message())
    said = team.own.call("Email/import", emails={"k": {"blobId": blob, "mailboxIds": {team.open: True}}})
    assert said["notCreated"]["k"]["type"] == "overQuota"
    said = team.own.set("Email", create={"k": {"mailboxIds": {team.open: True}, "subject": "x"}})
    assert said["notCreated"]["k"]["type"] == "overQuota"
    [email] = team.own.query()
    team.own.set("Email", destroy=[email])
    team.own.deliver(message(), team.open)
