"""``jmap-reference import``: mail that was kept elsewhere comes into an account, whole and once."""

from __future__ import annotations

import mailbox
import os
import pathlib
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from jmap_reference import __main__, check
from jmap_reference.handlers import SPECIALS
from jmap_reference.importing import enter, maildir
from jmap_reference.protocol import Processor
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.store.values import Account, User
from tests.unit.reference.helpers import ALICE, Client

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def store(tmp_path: pathlib.Path) -> str:
    """A store with alice, who has no mail."""
    path = str(tmp_path / "store.sqlite")
    opened = SQLiteStore(path)
    with opened.transaction(write=True) as transaction:
        transaction.put_user(User(ALICE, "", is_demo=False))
        transaction.put_account(ALICE, Account("A1", ALICE, is_personal=True, is_read_only=False))
    opened.close()
    return path


@pytest.fixture
def run(store: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run(PATH…)``: the exit code, standard output and standard error of an import for alice."""

    def command(*arguments: object, user: str = ALICE) -> tuple[int, str, str]:
        code = __main__.main(["import", "--store", store, user, *map(str, arguments)])
        return code, *capsys.readouterr()

    return command


class Seen:
    """What alice has."""

    def __init__(self, store: str) -> None:
        opened = SQLiteStore(store)
        assert list(check.problems(opened, SPECIALS)) == []
        client = Client(Processor(opened))
        mailboxes = client.get()

        def path(id: str | None) -> str:
            return f"{path(mailboxes[id]['parentId'])}/{mailboxes[id]['name']}" if id else ""

        self.paths = {path(id)[1:]: mailbox["role"] for id, mailbox in mailboxes.items()}
        wanted = ["subject", "receivedAt", "keywords", "mailboxIds", "blobId", "threadId", "size"]
        self.emails = list(client.get("Email", properties=wanted).values())
        self.by_subject = {each["subject"]: each for each in self.emails}
        with opened.transaction() as transaction:
            self.raw = {each["subject"]: transaction.blob("A1", each["blobId"]) or b"" for each in self.emails}
        self._path = path
        opened.close()

    def where(self, subject: str) -> set[str]:
        return {self._path(id)[1:] for id in self.by_subject[subject]["mailboxIds"]}

    def keywords(self, subject: str) -> set[str]:
        return set(self.by_subject[subject]["keywords"])


def text(subject: str, body: str = "Hello", more: str = "") -> str:
    return f"From: dave@example.org\nSubject: {subject}\nMessage-ID: <{subject}@example.org>\n{more}\n{body}\n"


def make_mbox(path: pathlib.Path, *messages: str) -> pathlib.Path:
    line = "From dave@example.org Tue Nov 14 22:13:20 2023\n"
    path.write_text("".join(f"{line}{message}\n" for message in messages), "utf-8")
    return path


class TestMbox:
    def test_messages_with_what_was_done_to_them(self, run: Run, store: str, tmp_path: pathlib.Path) -> None:
        path = make_mbox(
            tmp_path / "mbox",
            text("new"),
            text("read", more="Status: RO\nX-Status: AF\n"),
            text("draft", more="X-Status: T\n"),
            text("gone", more="X-Status: D\n"),
        )
        code, said, _ = run(path)
        assert code == 0
        assert said.splitlines() == ["3 imported", "1 marked as deleted, left out", f"{ALICE} has 3 now"]
        seen = Seen(store)
        assert seen.paths == {"Inbox": "inbox"}
        assert seen.keywords("new") == set()
        assert seen.keywords("read") == {"$seen", "$answered", "$flagged"}
        assert seen.keywords("draft") == {"$draft"}
        assert {each["receivedAt"] for each in seen.emails} == {"2023-11-14T22:13:20Z"}
        assert seen.raw["new"] == text("new").replace("\n", "\r\n").encode()

    def test_lines_that_begin_with_from(self, run: Run, store: str, tmp_path: pathlib.Path) -> None:
        body = "From here on\n\nFrom there on\n>From quoted\n>>From twice"
        run(make_mbox(tmp_path / "mbox", text("one", body), text("two")))
        seen = Seen(store)
        assert set(seen.by_subject) == {"one", "two"}
        assert seen.raw["one"].endswith(b"\r\n\r\nFrom here on\r\n\r\nFrom there on\r\nFrom quoted\r\n>From twice\r\n")

    def test_as_the_library_writes_it(self, run: Run, store: str, tmp_path: pathlib.Path) -> None:
        box = mailbox.mbox(tmp_path / "Sent.mbox")
        for number in range(3):
            message = mailbox.mboxMessage(text(f"m{number}", "From me\n"))
            message.set_flags("RA")
            box.add(message)
        box.close()
        assert run(tmp_path / "Sent.mbox")[0] == 0
        seen = Seen(store)
        assert seen.paths == {"Sent": "sent"}
        assert [seen.keywords(f"m{number}") for number in range(3)] == [{"$seen", "$answered"}] * 3
        assert seen.raw["m1"].endswith(b"\r\n\r\nFrom me\r\n\r\n")

    def test_no_date_after_from(self, run: Run, store: str, tmp_path: pathlib.Path) -> None:
        path = tmp_path / "mbox"
        path.write_text("From - 99:99\nReceived: by x; Tue, 14 Nov 2023 22:13:20 +0100\n" + text("one"))
        assert run(path)[0] == 0
        assert Seen(store).by_subject["one"]["receivedAt"] == "2023-11-14T21:13:20Z"


def put(directory: pathlib.Path, name: str, content: str | bytes, at: float = 1_700_000_000.0) -> None:
    for each in ("cur", "new", "tmp"):
        (directory / each).mkdir(parents=True, exist_ok=True)
    file = directory / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    os.utime(file, (at, at))


class TestMaildir:
    def test_flags_folders_and_dates(self, run: Run, store: str, tmp_path: pathlib.Path) -> None:
        root = tmp_path / "Maildir"
        put(root, "new/1.a.host", text("new"))
        put(root, "cur/2.a.host:2,FRSPDa", text("all"))
        put(root, "cur/3.a.host:2,ST", text("gone"))
        put(root, "tmp/4.a.host", text("half"))
        put(root / ".Sent", "cur/5.a.host:2,S", text("sent"), 1_600_000_000)
        put(root / ".Archive.&BB8EQAQ4BDIENQRC-.A &- B", "cur/6.a.host:2,", text("deep"))
        (root / "dovecot-keywords").write_text("0 $Phishing\n1 bad(\n")
        code, said, _ = run(root)
        assert (code, said.splitlines()[0]) == (0, "4 imported")
        seen = Seen(store)
        assert seen.paths == {
            "Inbox": "inbox", "Sent": "sent", "Archive": "archive",
            "Archive/Привет": None, "Archive/Привет/A & B": None,
        }  # fmt: skip
        assert (seen.where("new"), seen.where("sent"), seen.where("deep")) == (
            {"Inbox"}, {"Sent"}, {"Archive/Привет/A & B"},
        )  # fmt: skip
        assert seen.keywords("all") == {"$flagged", "$answered", "$seen", "$forwarded", "$draft", "$phishing"}
        assert seen.keywords("new") == set()
        assert seen.by_subject["sent"]["receivedAt"] == "2020-09-13T12:26:40Z"

    def test_mailboxes_that_are_there_are_used(self, run: Run, store: str, tmp_path: pathlib.Path) -> None:
        opened = SQLiteStore(store)
        client = Client(Processor(opened))
        client.create(name="Gesendet", role="sent")
        client.create(name="Work")
        opened.close()
        put(tmp_path / "M", "cur/0:2,", text("top"))
        put(tmp_path / "M" / ".Sent", "cur/1:2,", text("sent"))
        put(tmp_path / "M" / ".Work", "cur/2:2,", text("work"))
        run(tmp_path / "M")
        seen = Seen(store)
        assert seen.paths == {"Inbox": "inbox", "Gesendet": "sent", "Work": None}
        assert (seen.where("sent"), seen.where("work")) == ({"Gesendet"}, {"Work"})

    def test_all_of_it_below_one_mailbox(self, run: Run, store: str, tmp_path: pathlib.Path) -> None:
        put(tmp_path / "M", "cur/1:2,", text("top"))
        put(tmp_path / "M" / ".Sent", "cur/2:2,", text("sent"))
        run(tmp_path / "M", "--mailbox", "Old/2020")
        seen = Seen(store)
        assert seen.paths == {"Old": None, "Old/2020": None, "Old/2020/Sent": None}
        assert seen.where("sent") == {"Old/2020/Sent"}

    def test_names_that_are_not_encoded(self) -> None:
        assert [maildir.decoded(name) for name in ("a&b", "&!-", "&AGE", "&AGE-", "&gibberish-", "&-")] == [
            "a&b", "&!-", "&AGE", "a", "&gibberish-", "&",
        ]  # fmt: skip

    def test_octets_are_kept_whatever_they_are(self, run: Run, store: str, tmp_path: pathlib.Path) -> None:
        odd = [b"\xff\xfe\0nothing", b"Subject: \xe4\r\n\r\n" + bytes(range(256)), b"\n\n", b"Content-Type: x/y"]
        for number, octets in enumerate(odd):
            put(tmp_path / "M", f"cur/{number}:2,", octets)
        put(tmp_path / "M", "cur/9:2,", b"")
        code, said, _ = run(tmp_path / "M")
        assert (code, said.splitlines()[:2]) == (0, ["4 imported", "1 empty, left out"])
        opened = SQLiteStore(store)
        with opened.transaction() as transaction:
            kept = {transaction.blob("A1", each["blobId"]) for each in transaction.read_all("A1", "Email")}
        assert kept == {each if b"\r\n" in each else each.replace(b"\n", b"\r\n") for each in odd}


class TestAgain:
    def test_nothing_is_imported_twice(self, run: Run, store: str, tmp_path: pathlib.Path) -> None:
        path = make_mbox(tmp_path / "mbox", text("one"), text("two"))
        run(path)
        before = Seen(store).emails
        code, said, _ = run(path)
        assert (code, said.splitlines()) == (0, ["2 there already", f"{ALICE} has 2 now"])
        assert Seen(store).emails == before

    def test_a_message_in_two_folders_is_one_email(self, run: Run, store: str, tmp_path: pathlib.Path) -> None:
        put(tmp_path / "M", "cur/1:2,", text("one"))
        put(tmp_path / "M" / ".Work", "cur/1:2,", text("one"))
        assert run(tmp_path / "M")[1].splitlines()[:2] == ["1 imported", "1 put into one more Mailbox"]
        assert Seen(store).where("one") == {"Inbox", "Work"}

    def test_threads_are_found(self, run: Run, store: str, tmp_path: pathlib.Path) -> None:
        answer = text("one").replace("Subject: ", "Subject: Re: ").replace("Message-ID: <one", "References: <one")
        run(make_mbox(tmp_path / "mbox", text("one"), answer, text("two")))
        assert len({each["threadId"] for each in Seen(store).emails}) == 2

    def test_a_kill_leaves_whole_batches_and_the_next_run_does_the_rest(
        self, store: str, tmp_path: pathlib.Path, run: Run
    ) -> None:
        root = tmp_path / "M"
        messages = 5 * enter.AT_ONCE
        for number in range(messages - 1):
            put(root, f"cur/{number:05}:2,S", text(f"m{number}"))
        # At the end it waits for standard input, so it is there until it is killed.
        command = [sys.executable, "-m", "jmap_reference", "import", "--store", store, ALICE, str(root), "/dev/stdin"]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
            opened = SQLiteStore(store)
            while True:
                with opened.transaction() as transaction:
                    if count := transaction.count("A1", "Email"):
                        break
                assert process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.wait()
            opened.close()
        there = len(Seen(store).emails)
        assert there >= count
        assert there % enter.AT_ONCE == 0 or there == messages - 1
        code, said, _ = run(root)
        assert code == 0
        assert f"{there} there already" in said
        assert len(Seen(store).emails) == messages - 1


class TestRefused:
    def test_what_cannot_be_done(self, run: Run, tmp_path: pathlib.Path) -> None:
        (tmp_path / "letter.txt").write_text("Dear all")
        good = make_mbox(tmp_path / "mbox", text("one"))
        for arguments, said in (
            ((tmp_path / "nowhere",), "No such file"),
            ((tmp_path,), "no Maildir"),
            ((tmp_path / "letter.txt",), "no mbox file"),
            ((good, "--account", "B1"), "there are: A1"),
        ):
            code, _, error = run(*arguments)
            assert code == 2
            assert said in error
        code, _, error = run(good, user="carol@example.com")
        assert (code, "no user carol" in error) == (2, True)

    def test_a_file_that_cannot_be_read_is_told(
        self, run: Run, store: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(tmp_path / "M", "cur/1:2,", text("one"))
        put(tmp_path / "M", "cur/2:2,", text("two"))
        read = pathlib.Path.read_bytes

        def failing(self: pathlib.Path) -> bytes:
            if self.name == "1:2,":
                raise PermissionError(13, "Permission denied")
            return read(self)

        monkeypatch.setattr(pathlib.Path, "read_bytes", failing)
        code, said, error = run(tmp_path / "M")
        assert code == 1
        assert said.splitlines() == ["1 imported", "1 not to be read", f"{ALICE} has 1 now"]
        assert "cur/1:2,: Permission denied" in error
