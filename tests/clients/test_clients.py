"""What clients that others wrote make of the server, and the server of them; README.md has the table."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from tests.clients.driven import ALICE, BOB, Client, Raised, Server
from tests.clients.table import TABLE, TESTED, can, cannot

TEXT = b"The boat is ours from the first of May.\n" * 50
"""Long enough to be sent in gzip to those who take it."""


@can("Session")
def test_session(client: Client, server: Server) -> None:
    session = client.do("session")
    assert session == {"username": ALICE, "account": server.account, "state": server.session["state"]}


@can("log in with a password")
def test_password(client: Client, server: Server) -> None:
    assert client.do("session")["username"] == ALICE


@can("log in with a token")
def test_token(client: Client) -> None:
    assert client.do("by_token") == ALICE


@can("Core/echo")
def test_echo(client: Client) -> None:
    said = {"hello": True, "n": [1, None, {"ü": "\u2028"}]}
    assert client.do("echo", said=said) == said


@can("Mailboxes")
def test_mailboxes(client: Client, server: Server) -> None:
    made = client.do("new_mailbox", name=f"made by {client.name}")
    found = server.call("Mailbox/get")["list"]
    assert f"made by {client.name}" == next(each["name"] for each in found if each["id"] == made)
    said = [{name: each[name] for name in ("id", "name", "role", "parentId")} for each in found]
    assert sorted(client.do("mailboxes"), key=str) == sorted(said, key=str)


@can("query, and get by a result reference")
def test_query(client: Client, server: Server) -> None:
    inbox = server.mailboxes["inbox"]
    expected = [server.email(id) for id in server.newest(inbox, 5)]
    assert [(each["id"], each["subject"], each["from"]) for each in client.do("newest", mailbox=inbox, limit=5)] == [
        (each["id"], each["subject"], [one["email"] for one in each["from"]]) for each in expected
    ]


@can("search, with snippets")
def test_search(client: Client) -> None:
    found = client.do("search", text="boat")
    assert found
    for _, subject, preview in found:
        assert "<mark>boat</mark>" in f"{subject}{preview}".lower()


@can("bodies, attachments, Threads")
def test_read(client: Client, server: Server) -> None:
    ids = server.call("Email/query", filter={"hasAttachment": True})["ids"]
    assert ids
    for id in ids:
        read, email = client.do("read", email=id), server.email(id)
        assert (read["id"], read["subject"]) == (id, email["subject"])
        assert read["text"] == [value["value"] for value in email["bodyValues"].values()]
        assert read["attachments"] == [[part["blobId"], part["name"], part["type"]] for part in email["attachments"]]
        assert client.do("thread", thread=read["threadId"]) == server.call(
            "Thread/get", ids=[email["threadId"]]
        )["list"][0]["emailIds"]  # fmt: skip


@can("draft")
def test_draft(client: Client, server: Server) -> None:
    email = server.email(client.draft("A draft: für dich"))
    assert email["subject"] == "A draft: für dich"
    assert email["mailboxIds"] == {server.mailboxes["drafts"]: True}
    assert email["keywords"] == {"$draft": True, "$seen": True}
    assert (email["from"], email["to"]) == ([{"name": "Alice", "email": ALICE}], [{"name": None, "email": BOB}])
    assert [value["value"].strip() for value in email["bodyValues"].values()] == ["Ahoy"]
    [own] = server.call("Email/get", ids=[email["id"]], properties=["header:X-Driver:asText"])["list"]
    assert own["header:X-Driver:asText"] == client.name


@can("draft with an attachment")
def test_attachment(client: Client, server: Server) -> None:
    blob = client.upload(TEXT)["blobId"]
    attachment = {"blobId": blob, "name": "boat.txt", "type": "text/plain"}
    email = server.email(client.draft("With a file", attachment=attachment))
    [part] = email["attachments"]
    assert (part["name"], part["type"], part["disposition"]) == ("boat.txt", "text/plain", "attachment")
    assert server.download(part["blobId"]) == TEXT
    assert client.do("read", email=email["id"])["attachments"] == [[part["blobId"], "boat.txt", "text/plain"]]


@can("flag")
def test_flag(client: Client, server: Server) -> None:
    id = client.draft("To be flagged")
    assert client.do("flag", email=id) == [id]
    assert server.email(id)["keywords"] == {"$draft": True, "$seen": True, "$flagged": True}


@can("move")
def test_move(client: Client, server: Server) -> None:
    id, drafts, archive = client.draft("To be moved"), server.mailboxes["drafts"], server.mailboxes["archive"]
    assert client.do("move", email=id, source=drafts, target=archive) == [id]
    assert server.email(id)["mailboxIds"] == {archive: True}


@can("destroy, and be refused")
def test_destroy(client: Client, server: Server) -> None:
    id = client.draft("To be destroyed")
    assert client.do("destroy", email=id) == [id]
    assert server.call("Email/get", ids=[id])["notFound"] == [id]
    assert client.do("not_destroyed", email=id) == "notFound"


def sent_by(client: Client, subject: str) -> tuple[str, str]:
    """The ids of an Email that it drafts and then sends, and of the EmailSubmission."""
    [identity] = client.do("identities")
    assert identity["email"] == ALICE
    email = client.draft(subject)
    boxes = client.server.mailboxes
    place = {"drafts": boxes["drafts"], "sent": boxes["sent"]}
    return email, client.do("send", email=email, identity=identity["id"], sender=ALICE, to=BOB, **place)


@can("send")
def test_send(client: Client, server: Server) -> None:
    email, submission = sent_by(client, f"Sent by {client.name}")
    moved = server.email(email)
    assert (moved["mailboxIds"], moved["keywords"]) == ({server.mailboxes["sent"]: True}, {"$seen": True})
    told: dict[str, Any] = {}
    for _ in range(200):  # each asks the server, which delivers meanwhile
        told = client.do("submission", submission=submission)
        if told["delivered"].get(BOB) == "yes":
            break
    assert told == {"emailId": email, "undoStatus": "final", "delivered": {BOB: "yes"}}


@can("draft and send in one request")
def test_draft_and_send(client: Client, server: Server) -> None:
    [identity] = client.do("identities")
    place = {"identity": identity["id"], "sender": ALICE, "to": BOB, "drafts": server.mailboxes["drafts"]}
    email, submission = client.do("draft_and_send", subject="In one", text="Ahoy", **place)
    assert server.call("EmailSubmission/get", ids=[submission])["list"][0]["emailId"] == email


@can("several responses to one call")
def test_implicit_response(client: Client, server: Server) -> None:
    # EmailSubmission/set is answered by itself and by the Email/set that it implies, both under one id.
    email, submission = sent_by(client, "Answered twice")
    assert server.call("EmailSubmission/get", ids=[submission])["list"][0]["emailId"] == email


@cannot("several responses to one call", "jam")
def test_jam_keeps_the_last_response_of_an_id(client: Client, server: Server) -> None:
    [identity] = client.do("identities")
    told = client.do(
        "send_among_many", email=client.draft("Lost"), identity=identity["id"], sent=server.mailboxes["sent"]
    )
    assert told == {"created": [], "updated": 1}


@can("changes")
def test_changes(client: Client, server: Server) -> None:
    before = server.state()
    id = client.draft("A change")
    said = client.do("changes", since=before)
    assert said == {"created": [id], "updated": [], "destroyed": [], "state": server.state()}
    client.do("flag", email=id)
    assert client.do("changes", since=said["state"])["updated"] == [id]
    assert client.do("changes", since=server.state())["updated"] == []


@can("changes of a query")
def test_query_changes(client: Client, server: Server) -> None:
    drafts = server.mailboxes["drafts"]
    before = server.call("Email/query", filter={"inMailbox": drafts})["queryState"]
    id = client.draft("A change of a query")
    index = server.call("Email/query", filter={"inMailbox": drafts})["ids"].index(id)
    assert client.do("query_changes", mailbox=drafts, since=before) == {"removed": [], "added": [[id, index]]}


@can("errors of a method")
def test_method_error(client: Client) -> None:
    assert client.do("refused") == "cannotCalculateChanges"


@can("upload and download")
def test_upload_and_download(client: Client, server: Server) -> None:
    octets = bytes(range(256)) * 40
    blob = client.upload(octets)
    assert blob["size"] == len(octets)
    assert blob["type"] == "text/plain"
    assert server.download(blob["blobId"]) == octets
    assert client.download(blob["blobId"]) == octets


def test_a_file_of_no_known_type_is_sent_without_one(started: Callable[[str], Client]) -> None:
    assert started("jmapc").upload(TEXT, "boat.of-no-type")["type"] == "application/octet-stream"


@can("download in gzip")
def test_gzip(client: Client) -> None:
    assert client.download(client.upload(TEXT)["blobId"], type="text/plain") == TEXT


@cannot("download in gzip", "jmapc")
def test_jmapc_asks_for_gzip_and_does_not_unpack_it(client: Client) -> None:
    assert gzip.decompress(client.download(client.upload(TEXT)["blobId"], type="text/plain")) == TEXT


SVG = "image/svg+xml"


@can("download of a type with `+` in it")
def test_type(client: Client) -> None:
    assert client.download(client.upload(TEXT)["blobId"], type=SVG) == TEXT


@cannot("download of a type with `+` in it", "jmapc", "jam")
def test_values_go_into_the_url_as_they_are(client: Client) -> None:
    with pytest.raises(Raised, match="400"):
        client.download(client.upload(TEXT)["blobId"], type=SVG)


@can("event source")
def test_event(client: Client, server: Server) -> None:
    event, states = an_event(client, server)
    assert event["changed"][server.account].get("Mailbox") in states


def an_event(client: Client, server: Server) -> tuple[dict[str, Any], list[str]]:
    """The first that a new stream tells, and the states of Mailbox in the meantime."""
    client.start("event", after="")
    states: list[str] = []
    while not client.has_answered(0.2):  # when the stream is open, nobody but the client knows
        assert len(states) < 100, f"{client.name} hears of nothing"
        id, state = server.new_mailbox(f"{client.name} {server.state('Mailbox')}")
        states.append(state)
        server.call("Mailbox/set", destroy=[id])
        states.append(server.state("Mailbox"))
    return client.answer(), states


@can("event source, gone on with")
def test_event_source_resumed(client: Client, server: Server) -> None:
    event, _ = an_event(client, server)
    client.draft("While the stream was away")
    later = client.do("event", after=event["id"])
    assert later["changed"][server.account]["Email"] == server.state()
    assert later["id"] != event["id"]


@cannot("event source", "jam", also="event source, gone on with")
def test_jam_needs_the_event_source_of_a_browser(client: Client) -> None:
    with pytest.raises(Raised, match="EventSource"):
        client.do("event")


def test_every_cell_of_the_table_has_a_test() -> None:
    untested = {(row, name) for row, cells in TABLE.items() for name in cells} - TESTED
    assert untested == {
        ("log in with a password", "jam"),  # there is nothing to give it one with
        ("event source in a browser", "jmapc"),  # they are for Python
        ("event source in a browser", "jmaplib"),
        ("event source in a browser", "jam"),  # test_in_a_browser.py
    }
