"""EmailSubmissions: what can be sent, and what can be called off (RFC 8621, Section 7)."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_reference.smtp import smtp_extensions
from tests.unit.reference.helpers import ALICE, BOB
from tests.unit.reference.submission.helpers import NOW, World, envelope


class TestCreation:
    def test_what_the_server_sets(self, world: World) -> None:
        email = world.draft()
        created = world.create(email)["created"]["k"]
        assert created == {
            "id": created["id"],
            "threadId": world.alice.get("Email", [email])[email]["threadId"],
            "envelope": envelope(BOB),
            "sendAt": "2023-11-14T22:13:20Z",
            "undoStatus": "final",
            "deliveryStatus": None,
            "dsnBlobIds": [],
            "mdnBlobIds": [],
        }

    def test_references_have_to_lead_somewhere(self, world: World) -> None:
        assert world.refused("e0") == {"type": "invalidProperties", "properties": ["emailId"]}
        assert world.refused(world.draft(), identityId="i0")["properties"] == ["identityId"]
        assert world.refused("e0", identityId="i0")["properties"] == ["emailId", "identityId"]

    @pytest.mark.parametrize("property", ["undoStatus", "sendAt", "threadId", "deliveryStatus"])
    def test_what_the_server_sets_the_client_does_not(self, world: World, property: str) -> None:
        sent: dict[str, Any] = {property: "final" if property == "undoStatus" else None}
        assert world.refused(world.draft(), **sent) == {"type": "invalidProperties", "properties": [property]}

    def test_without_recipients(self, world: World) -> None:
        assert world.refused(world.draft(to="")) == {"type": "noRecipients"}
        assert world.refused(world.draft(), envelope=envelope()) == {"type": "noRecipients"}

    def test_a_from_that_the_identity_does_not_have(self, world: World) -> None:
        email = world.draft(**{"from": [{"email": BOB}]})
        assert world.refused(email) == {"type": "forbiddenFrom"}
        assert world.refused(email, envelope=envelope(BOB)) == {"type": "forbiddenFrom"}
        two = world.draft(sender=[{"email": ALICE}], **{"from": [{"email": ALICE}, {"email": BOB}]})
        assert world.refused(two) == {"type": "forbiddenFrom"}

    def test_a_sender_that_may_not_be_is_replaced_or_refused(self, world: World) -> None:
        email = world.draft(sender=[{"email": BOB}])
        assert world.refused(email, envelope=envelope(BOB, mail_from=BOB)) == {"type": "forbiddenMailFrom"}
        assert world.submission(world.send(email))["envelope"]["mailFrom"]["email"] == ALICE

    def test_any_address_of_the_user_can_get_the_reports(self, world: World) -> None:
        world.address(ALICE, "bounces@example.net")
        assert world.send(world.draft(), envelope=envelope(BOB, mail_from="bounces@example.net"))
        assert world.send(world.draft(), envelope=envelope(BOB, mail_from=""))

    def test_an_address_without_parameters_need_not_say_so(self, world: World) -> None:
        given = {"mailFrom": {"email": ALICE}, "rcptTo": [{"email": BOB}]}
        created = world.create(world.draft(), envelope=given)["created"]["k"]
        assert created["envelope"] == world.submission(created["id"])["envelope"] == envelope(BOB)

    def test_an_address_that_was_taken_away(self, world: World) -> None:
        world.address(ALICE, "sales@example.net")
        identity = world.alice.create("Identity", email="sales@example.net")
        email = world.draft(**{"from": [{"email": "sales@example.net"}]})
        assert world.send(email, identityId=identity)
        with world.processor.store.transaction(write=True) as transaction:
            transaction.remove_address(ALICE, "sales@example.net")
        assert world.refused(email, identityId=identity) == {"type": "forbiddenFrom"}

    def test_a_message_without_sender(self, world: World) -> None:
        email = world.message(b"To: bob@example.com\r\n\r\nx\r\n")
        assert world.refused(email) == {"type": "invalidEmail", "properties": ["from"]}

    def test_a_message_that_is_too_large(self) -> None:
        world = World(submissionExtensions=smtp_extensions(size=500))
        assert world.send(world.draft())
        assert world.refused(world.draft(text="x" * 500)) == {"type": "tooLarge", "maxSize": 500}

    def test_a_user_who_may_not_send_is_told_why(self, world: World) -> None:
        with world.processor.store.transaction(write=True) as transaction:
            transaction.refuse_sending(ALICE, "Please call the desk.")
        error = world.create(world.draft())["notCreated"]["k"]
        assert error == {"type": "forbiddenToSend", "description": "Please call the desk."}

    def test_a_refused_one_sends_nothing(self, world: World) -> None:
        good = {"identityId": world.identity, "emailId": world.draft()}
        said = world.alice.set("EmailSubmission", create={"good": good, "bad": good | {"envelope": envelope()}})
        assert list(said["created"]) == ["good"]
        assert list(said["notCreated"]) == ["bad"]
        world.agent.run_due()
        assert len(world.received(world.bob)) == 1


class TestUndo:
    def held(self, world: World) -> str:
        return world.send(world.draft(), envelope=envelope(BOB, HOLDFOR="60"))

    def test_what_is_held_can_be_called_off(self, world: World) -> None:
        id = self.held(world)
        held = world.submission(id)
        assert (held["undoStatus"], held["sendAt"]) == ("pending", "2023-11-14T22:14:20Z")
        assert world.alice.set("EmailSubmission", update={id: {"undoStatus": "canceled"}})["updated"] == {id: None}
        world.now += 100
        assert world.agent.run_due() is None
        assert world.submission(id)["undoStatus"] == "canceled"
        assert world.received(world.bob) == []

    def test_it_is_sent_when_its_time_has_come(self, world: World) -> None:
        id = self.held(world)
        assert world.agent.run_due() == NOW + 60
        assert world.received(world.bob) == []
        world.now += 60
        world.agent.run_due()
        assert len(world.received(world.bob)) == 1
        assert world.submission(id)["undoStatus"] == "final"
        error = world.alice.set("EmailSubmission", update={id: {"undoStatus": "canceled"}})["notUpdated"][id]
        assert error == {"type": "cannotUnsend"}

    def test_what_is_sent_at_once_cannot(self, world: World) -> None:
        id = world.send(world.draft())
        error = world.alice.set("EmailSubmission", update={id: {"undoStatus": "canceled"}})["notUpdated"][id]
        assert error == {"type": "cannotUnsend"}

    def test_no_other_change_of_the_status(self, world: World) -> None:
        id = self.held(world)

        def error(status: str) -> dict[str, Any]:
            said = world.alice.set("EmailSubmission", update={id: {"undoStatus": status}})["notUpdated"][id]
            return {name: value for name, value in said.items() if name != "description"}

        invalid = {"type": "invalidProperties", "properties": ["undoStatus"]}
        assert error("final") == error("sent") == invalid
        world.alice.set("EmailSubmission", update={id: {"undoStatus": "canceled"}})
        assert error("pending") == invalid
        assert world.alice.set("EmailSubmission", update={id: {"undoStatus": "canceled"}})["updated"] == {id: None}

    def test_nothing_else_can_be_changed(self, world: World) -> None:
        id = self.held(world)
        for property, value in (
            ("emailId", world.draft()),
            ("envelope", envelope()),
            ("sendAt", "2026-01-01T00:00:00Z"),
        ):
            error = world.alice.set("EmailSubmission", update={id: {property: value}})["notUpdated"][id]
            assert error["properties"] == [property]

    def test_queries_and_get_agree(self, world: World) -> None:
        id = self.held(world)
        for status in ("pending", "canceled"):
            assert world.alice.call("EmailSubmission/query", filter={"undoStatus": status})["ids"] == [id]
            world.alice.set("EmailSubmission", update={id: {"undoStatus": "canceled"}})


class TestWhatBecomesOfIt:
    def test_a_destroyed_email_is_still_sent(self, world: World) -> None:
        email = world.draft()
        id = world.send(email, envelope=envelope(BOB, HOLDFOR="60"))
        world.alice.set("Email", destroy=[email])
        world.now += 60
        world.agent.run_due()
        assert len(world.received(world.bob)) == 1
        assert world.submission(id)["emailId"] == email

    def test_a_destroyed_submission_is_still_delivered(self, world: World) -> None:
        id = world.send(world.draft(), envelope=envelope(BOB, HOLDFOR="60"))
        assert world.alice.set("EmailSubmission", destroy=[id])["destroyed"] == [id]
        world.now += 60
        world.agent.run_due()
        assert len(world.received(world.bob)) == 1
        assert world.alice.get("EmailSubmission") == {}
