"""``jmap-reference share``: who may use the account of a group."""

from __future__ import annotations

import pathlib

import pytest

from jmap_reference import __main__
from jmap_reference.ids import random_id
from jmap_reference.protocol import Processor
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.users import MAILBOXES
from tests.unit.reference.helpers import Client

TEAM, BOB = "team@example.com", "bob@example.com"


@pytest.fixture
def store(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = str(tmp_path / "store.sqlite")
    monkeypatch.setenv("PASSWORD", "secret")
    assert __main__.main(["user", "add", TEAM, "--group", "--store", path]) == 0
    assert __main__.main(["user", "add", BOB, "--store", path, "--password-env", "PASSWORD"]) == 0
    kept = SQLiteStore(path)
    with kept.transaction() as transaction:
        [account] = transaction.accounts_of(TEAM)
        assert transaction.user(TEAM).password == ""  # type: ignore[union-attr]
    team = Client(Processor(kept, new_id=random_id), TEAM, account.id)
    [inbox] = [id for id, each in team.get().items() if each["role"] == "inbox"]
    team.create(name="Repairs", parentId=inbox)
    team.create(name="Private")
    kept.close()
    return path


def run(store: str, *arguments: str) -> int:
    return __main__.main(["share", TEAM, *arguments, "--store", store])


def names(store: str) -> set[str]:
    """Of the Mailboxes that bob sees of the team's."""
    kept = SQLiteStore(store)
    with kept.transaction() as transaction:
        theirs = [account for account in transaction.accounts_of(BOB) if account.name == TEAM]
    found = {row["name"] for each in theirs for row in Client(Processor(kept), BOB, each.id).get().values()}
    kept.close()
    return found


def test_mailboxes_are_shared_one_by_one(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(store, BOB, "Inbox/Repairs", "--may", "write") == 0
    assert capsys.readouterr().out == f"{BOB}\tInbox/Repairs\twrite\n"
    assert names(store) == {"Inbox", "Repairs"}
    assert run(store, BOB, "Private", "--may", "mayReadItems,maySetSeen") == 0
    assert capsys.readouterr().out == f"{BOB}\tInbox/Repairs\twrite\n{BOB}\tPrivate\tmayReadItems,maySetSeen\n"
    assert run(store, BOB, "Inbox/Repairs", "--may", "none") == 0
    assert names(store) == {"Private"}


def test_a_whole_account_is_shared_to_be_read(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(store, BOB) == 0
    assert capsys.readouterr().out == f"{BOB}\t*\tread\n"
    assert names(store) == {"Repairs", "Private", *MAILBOXES.values()}
    assert run(store, BOB, "--may", "none") == 0
    assert names(store) == set()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([BOB, "Nowhere"], "no Mailbox Nowhere"),
        (["carol@example.com", "Inbox"], "no user carol@example.com"),
        ([TEAM, "Inbox"], "is the owner"),
        ([BOB, "Inbox", "--may", "everything"], "no right everything"),
        ([BOB, "--may", "write"], "name one for more"),
    ],
)
def test_what_cannot_be_done(store: str, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(store, *arguments) == 2
    assert said in capsys.readouterr().err
