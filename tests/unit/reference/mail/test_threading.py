"""Which Emails make a Thread, in whatever order they come."""

from __future__ import annotations

import pytest

from jmap_reference import check
from jmap_reference.protocol import Processor
from tests.unit.reference.mail.messages import Mail, message


@pytest.fixture
def mail(processor: Processor) -> Mail:
    return Mail(processor)


@pytest.fixture
def inbox(mail: Mail) -> str:
    return mail.mailbox("Inbox")


def threads(mail: Mail) -> list[list[str]]:
    """The subjects of each Thread."""
    subjects = {email["id"]: email["subject"] or "" for email in mail.get("Email", None).values()}
    return sorted([subjects[id] for id in thread["emailIds"]] for thread in mail.get("Thread", None).values())


def test_a_reply_joins_what_it_answers(mail: Mail, inbox: str) -> None:
    mail.deliver(message("Garden", id="a"), inbox)
    mail.deliver(message("Re: [list]  garden", id="b", refs=("a",)), inbox)
    mail.deliver(message("Fwd: Garden", id="c", refs=("x", "b")), inbox)
    assert threads(mail) == [["Garden", "Re: [list]  garden", "Fwd: Garden"]]


def test_both_an_id_and_the_subject_must_be_shared(mail: Mail, inbox: str) -> None:
    mail.deliver(message("Garden", id="a"), inbox)
    mail.deliver(message("Something else", id="b", refs=("a",)), inbox)
    mail.deliver(message("Re: Garden", id="c"), inbox)
    mail.deliver(message(None), inbox)
    mail.deliver(message(None), inbox)
    assert len(threads(mail)) == 5


def test_two_answers_to_a_message_that_is_not_here(mail: Mail, inbox: str) -> None:
    mail.deliver(message("Re: Garden", id="b", refs=("a",)), inbox)
    mail.deliver(message("Re: Garden", id="c", refs=("a",)), inbox)
    assert len(threads(mail)) == 1


def test_threads_that_turn_out_to_be_one_are_joined(mail: Mail, inbox: str) -> None:
    """A threadId never changes: the Emails of the smaller Thread come again, with ids of their own."""
    first = [
        mail.deliver(message("Garden", f"bean{at}", id=f"a{at}", refs=("a0",)), inbox, keywords="$seen")
        for at in range(2)
    ]
    other = mail.deliver(message("Re: Garden", "unicorn", id="b"), inbox, keywords="$flagged")
    states = {name: mail.state(name) for name in ("Email", "Thread")}
    last = mail.deliver(message("Re: Garden", id="c", refs=("a1", "b")), inbox)
    [thread] = mail.get("Thread", None).values()
    assert len(thread["emailIds"]) == 4 and {*first, last} < set(thread["emailIds"])
    said = mail.call("Email/changes", sinceState=states["Email"])
    [again] = set(said["created"]) - {last}
    assert (said["destroyed"], said["updated"]) == ([other], [])
    assert mail.email(again, "keywords")["keywords"] == {"$flagged": True}
    assert mail.found(text="unicorn") == {again}
    assert len(mail.call("Thread/changes", sinceState=states["Thread"])["destroyed"]) == 1
    assert list(check.problems(mail.processor.store, mail.processor.specials)) == []


def test_an_id_that_a_response_tells_is_good(mail: Mail, inbox: str) -> None:
    """Three in one call, of which the third shows that the others belong together: none of them comes again."""
    raw = [message("Garden", id="a"), message("Garden", id="b"), message("Garden", id="c", refs=("a", "b"))]
    emails = {f"k{at}": {"blobId": mail.blob(each), "mailboxIds": {inbox: True}} for at, each in enumerate(raw)}
    said = mail.call("Email/import", emails=emails)
    for created in said["created"].values():
        assert mail.email(created["id"], "id", "blobId", "threadId", "size") == created
