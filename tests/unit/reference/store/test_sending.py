"""What the store keeps for sending."""

from __future__ import annotations

from dataclasses import replace

from jmap_reference.store.outgoing import Outgoing
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.store.values import Account, User

TO = [{"email": "a@b", "parameters": {"NOTIFY": "NEVER", "X": None}}]
MESSAGE = Outgoing("A", "s1", {"email": "", "parameters": None}, TO, b"\0\xff", since=1.0, due=2.0)


def test_the_queue_is_in_the_order_of_time() -> None:
    with SQLiteStore().transaction(write=True) as transaction:
        assert (transaction.next_due(), transaction.first_due(9.0)) == (None, None)
        transaction.enqueue(replace(MESSAGE, due=5.0, submission="s2"))
        transaction.enqueue(MESSAGE)
        assert transaction.next_due() == 2.0
        assert transaction.first_due(1.9) is None
        first = transaction.first_due(9.0)
        assert first is not None
        assert replace(first, id=0) == MESSAGE
        assert transaction.outgoing(first.id) == first
        assert transaction.outgoing(first.id + 99) is None
        transaction.requeue(replace(first, recipients=[], due=6.0, attempts=1))
        second = transaction.first_due(9.0)
        assert second is not None
        assert second.submission == "s2"
        transaction.dequeue(second.id)
        last = transaction.first_due(9.0)
        assert last is not None
        assert (last.recipients, last.due, last.attempts, last.octets) == ([], 6.0, 1, b"\0\xff")


def test_what_is_called_off_is_gone() -> None:
    with SQLiteStore().transaction(write=True) as transaction:
        transaction.enqueue(MESSAGE)
        assert not transaction.call_off("A", "s2")
        assert not transaction.call_off("B", "s1")
        assert transaction.call_off("A", "s1")
        assert transaction.next_due() is None


def test_domains_are_compared_as_they_are() -> None:
    with SQLiteStore().transaction(write=True) as transaction:
        transaction.put_user(User("a@my_host.example", "", is_demo=False))
        transaction.put_address("a@my_host.example", "x@Shop.example")
        assert transaction.has_domain("MY_host.example")
        assert transaction.has_domain("shop.example")
        assert not transaction.has_domain("my-host.example")
        assert not transaction.has_domain("%")
        assert not transaction.has_domain("example")


def test_a_removed_user_leaves_nothing() -> None:
    with SQLiteStore().transaction(write=True) as transaction:
        transaction.put_user(User("a@b", "", is_demo=False))
        transaction.put_account("a@b", Account("A", "A", is_personal=True, is_read_only=False))
        transaction.put_address("a@b", "c@d")
        transaction.refuse_sending("a@b", "no")
        transaction.enqueue(MESSAGE)
        transaction.put_answered("A", "x@y", "1", 1.0)
        transaction.remove_user("a@b")
        assert (transaction.users_at("c@d"), transaction.next_due()) == ([], None)
        assert transaction.sending_refused("a@b") is None
        assert transaction.answered("A", "x@y", "1") is None


def test_answers_are_remembered_for_a_while() -> None:
    with SQLiteStore().transaction(write=True) as transaction:
        transaction.put_answered("A", "x@y", "1", 1.0)
        transaction.put_answered("A", "x@y", "2", 5.0)
        transaction.forget_answered(5.0)
        assert (transaction.answered("A", "x@y", "1"), transaction.answered("A", "x@y", "2")) == (None, 5.0)
