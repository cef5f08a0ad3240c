"""The one VacationResponse (RFC 8621, Section 8)."""

from __future__ import annotations

from tests.unit.reference.helpers import Client

ID = "singleton"
FRESH = {
    "id": ID, "isEnabled": False, "fromDate": None, "toDate": None, "subject": None, "textBody": None, "htmlBody": None,
}  # fmt: skip


def test_a_fresh_account_has_it(alice: Client) -> None:
    assert alice.get("VacationResponse") == alice.get("VacationResponse", [ID]) == {ID: FRESH}
    said = alice.call("VacationResponse/get", ids=["x", ID], properties=["isEnabled"])
    assert (said["list"], said["notFound"]) == ([{"id": ID, "isEnabled": False}], ["x"])


def test_an_update_changes_what_it_names_and_nothing_else(alice: Client) -> None:
    before = alice.state("VacationResponse")
    assert alice.set("VacationResponse", update={ID: {"isEnabled": True, "subject": "Away"}})["updated"] == {ID: None}
    after = alice.state("VacationResponse")
    assert after != before
    alice.set("VacationResponse", update={ID: {"textBody": "Later."}})
    assert alice.get("VacationResponse")[ID] == FRESH | {"isEnabled": True, "subject": "Away", "textBody": "Later."}
    alice.set("VacationResponse", update={ID: {"subject": None}})
    assert alice.get("VacationResponse")[ID] == FRESH | {"isEnabled": True, "textBody": "Later."}


def test_an_update_to_what_it_is_changes_no_state(alice: Client) -> None:
    before = alice.state("VacationResponse")
    assert alice.set("VacationResponse", update={ID: FRESH})["updated"] == {ID: None}
    assert alice.state("VacationResponse") == before


def test_it_is_neither_created_nor_destroyed(alice: Client) -> None:
    for _ in range(2):
        said = alice.set("VacationResponse", create={"k": {"isEnabled": True}, "l": {}}, destroy=[ID, "x"])
        assert {id: error["type"] for id, error in said["notCreated"].items()} == {"k": "singleton", "l": "singleton"}
        assert said["notDestroyed"] == {ID: {"type": "singleton"}, "x": {"type": "notFound"}}
        # The second time, of one that is stored.
        alice.set("VacationResponse", update={ID: {"isEnabled": True}})


def test_what_is_not_valid_is_refused(alice: Client) -> None:
    for patch, blamed in (({"isEnabled": None}, "isEnabled"), ({"fromDate": "today"}, "fromDate"), ({"id": "x"}, "id")):
        assert alice.set("VacationResponse", update={ID: patch})["notUpdated"][ID]["properties"] == [blamed]
    assert alice.get("VacationResponse")[ID] == FRESH


def test_each_account_has_its_own(alice: Client) -> None:
    alice.set("VacationResponse", update={ID: {"isEnabled": True}})
    assert alice.call("VacationResponse/get", accountId="A2", ids=None)["list"] == [FRESH]
    assert alice.error("VacationResponse/get", accountId="F1") == "accountNotSupportedByMethod"
