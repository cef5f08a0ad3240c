"""EmailSubmission/set and the Email/set that follows from it (RFC 8621, Section 7.5)."""

from __future__ import annotations

from typing import Any

from tests.unit.reference.helpers import BOB
from tests.unit.reference.submission.helpers import World, envelope


def said(world: World, **arguments: Any) -> list[tuple[str, Any]]:
    """The responses, each without what is empty and without states."""
    responses = world.alice.responses(("EmailSubmission/set", arguments))
    assert {call_id for _, _, call_id in responses} == {"0"}
    left_out = ("accountId", "oldState", "newState")
    return [
        (name, {key: value for key, value in inner.items() if value and key not in left_out})
        for name, inner, _ in responses
    ]


def creation(world: World, email: str, **more: Any) -> dict[str, Any]:
    return {"identityId": world.identity, "emailId": email} | more


def keywords(world: World, email: str) -> list[str]:
    return list(world.alice.get("Email", [email])[email]["keywords"])


def test_nothing_asked_for_nothing_said(world: World) -> None:
    [(name, _)] = said(world, create={"k": creation(world, world.draft())})
    assert name == "EmailSubmission/set"


def test_after_a_creation(world: World) -> None:
    email = world.draft()
    seen = {"keywords/$seen": True}
    _, implicit = said(world, create={"k": creation(world, email)}, onSuccessUpdateEmail={"#k": seen})
    assert implicit == ("Email/set", {"updated": {email: None}})
    assert keywords(world, email) == ["$seen"]


def test_of_a_refused_one_nothing_is_done(world: World) -> None:
    bad, good = world.draft(), world.draft()
    create = {"bad": creation(world, bad, envelope=envelope()), "good": creation(world, good)}
    seen = {"keywords/$seen": True}
    _, implicit = said(world, create=create, onSuccessUpdateEmail={"#bad": seen, "#good": seen})
    assert implicit == ("Email/set", {"updated": {good: None}})
    [(_, only)] = said(world, create={"bad": create["bad"]}, onSuccessDestroyEmail=["#bad"])
    assert list(only) == ["notCreated"]
    assert keywords(world, bad) == []


def test_after_an_update_and_a_destruction(world: World) -> None:
    emails = [world.draft(), world.draft()]
    first, second = (world.send(email, envelope=envelope(BOB, HOLDFOR="60")) for email in emails)
    _, implicit = said(
        world,
        update={first: {"undoStatus": "canceled"}},
        destroy=[second],
        onSuccessUpdateEmail={first: {"keywords/$draft": True}},
        onSuccessDestroyEmail=[second],
    )
    assert implicit == ("Email/set", {"updated": {emails[0]: None}, "destroyed": [emails[1]]})


def test_of_what_the_call_does_not_touch_nothing_is_done(world: World) -> None:
    email = world.draft()
    id = world.send(email)
    assert len(said(world, onSuccessDestroyEmail=[id, "es0", "#k"])) == 1
    assert keywords(world, email) == []


def test_one_email_set_for_all(world: World) -> None:
    email = world.draft()
    _, implicit = said(
        world,
        create={"a": creation(world, email), "b": creation(world, email)},
        onSuccessUpdateEmail={"#a": {"keywords/$seen": True}, "#b": {"keywords/$answered": True}},
    )
    assert implicit == ("Email/set", {"updated": {email: None}})
    assert sorted(keywords(world, email)) == ["$answered", "$seen"]


def test_what_is_wrong_with_the_patch_is_told_by_the_email_set(world: World) -> None:
    email = world.draft()
    submissions, emails = said(
        world, create={"k": creation(world, email)}, onSuccessUpdateEmail={"#k": {"mailboxIds": {}}}
    )
    assert list(submissions[1]) == ["created"]
    assert emails[1]["notUpdated"][email]["type"] == "invalidProperties"


def test_ids_of_what_the_request_created_before(world: World) -> None:
    draft = {"mailboxIds": {world.drafts: True}, "from": [{"email": "alice@example.com"}], "to": [{"email": BOB}]}
    sent = {"identityId": world.identity, "emailId": "#e"}
    names = [
        name
        for name, _, _ in world.alice.responses(
            ("Email/set", {"create": {"e": draft}}),
            ("Mailbox/set", {"create": {"m": {"name": "Sent"}}}),
            (
                "EmailSubmission/set",
                {"create": {"s": sent}, "onSuccessUpdateEmail": {"#s": {"mailboxIds": {"#m": True}}}},
            ),
        )
    ]
    assert names == ["Email/set", "Mailbox/set", "EmailSubmission/set", "Email/set"]
    [email] = world.alice.get("Email").values()
    assert list(email["mailboxIds"]) == [id for id, each in world.alice.get().items() if each["name"] == "Sent"]


def test_an_email_that_was_destroyed_since(world: World) -> None:
    email = world.draft()
    id = world.send(email)
    world.alice.set("Email", destroy=[email])
    _, implicit = said(world, destroy=[id], onSuccessDestroyEmail=[id])
    assert implicit == ("Email/set", {"notDestroyed": {email: {"type": "notFound"}}})
