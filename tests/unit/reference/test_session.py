"""The Session object (RFC 8620, Section 2)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from jmap_reference.counting import Gate
from jmap_reference.errors import request
from jmap_reference.generated import methods as tables
from jmap_reference.limits import Limits
from jmap_reference.store.values import Account
from jmap_reference.validation import faults
from tests.unit.reference.helpers import ALICE, CORE, ORIGIN, Client, make_processor


@pytest.fixture
def session(alice: Client) -> dict[str, Any]:
    return alice.processor.session(ALICE, ORIGIN)


def test_it_is_one(session: dict[str, Any]) -> None:
    assert faults("Session", session) == ""


def test_every_limit_of_the_source_has_a_value(session: dict[str, Any]) -> None:
    for urn, capability in tables.CAPABILITIES.items():
        assert session["capabilities"][urn].keys() == capability.session.keys()
        assert session["accounts"]["A1"]["accountCapabilities"].get(urn, {}).keys() == capability.account.keys()
        assert faults(f"capability.{capability.room}.session", session["capabilities"][urn]) == ""
        account = session["accounts"]["A1"]["accountCapabilities"].get(urn, {})
        assert faults(f"capability.{capability.room}.account", account) == ""


def test_every_limit_of_ours_is_in_the_source() -> None:
    said = {name for capability in tables.CAPABILITIES.values() for name in capability.session | capability.account}
    assert vars(Limits()).keys() == said


def test_the_limits_are_no_smaller_than_suggested(session: dict[str, Any]) -> None:
    suggested = {
        "maxSizeUpload": 50_000_000, "maxConcurrentUpload": 4, "maxSizeRequest": 10_000_000,
        "maxConcurrentRequests": 4, "maxCallsInRequest": 16, "maxObjectsInGet": 500, "maxObjectsInSet": 500,
    }  # fmt: skip
    assert all(session["capabilities"][CORE][name] >= least for name, least in suggested.items())


def test_accounts_are_those_of_the_user(session: dict[str, Any], bob: Client) -> None:
    assert session["accounts"].keys() == {"A1", "A2", "F1", "R1"}
    assert session["accounts"]["F1"]["accountCapabilities"].keys() == {CORE}
    assert (session["accounts"]["R1"]["isPersonal"], session["accounts"]["R1"]["isReadOnly"]) == (False, True)
    assert bob.processor.session(bob.user, ORIGIN)["accounts"].keys() == {"B1"}


def test_the_first_personal_account_is_primary_for_all_but_core(session: dict[str, Any]) -> None:
    with_methods = {method.capability for method in tables.METHODS.values()} - {CORE}
    assert session["primaryAccounts"] == dict.fromkeys(with_methods, "A1")


def test_urls_are_absolute_and_templates_have_their_variables(session: dict[str, Any]) -> None:
    variables = {"apiUrl": set(), "uploadUrl": {"accountId"}, "downloadUrl": {"accountId", "blobId", "type", "name"},
                 "eventSourceUrl": {"types", "closeafter", "ping"}}  # fmt: skip
    for name, expected in variables.items():
        assert session[name].startswith(f"{ORIGIN}/")
        assert set(re.findall(r"\{(\w+)\}", session[name])) == expected


def test_the_state_changes_with_anything_else(alice: Client, session: dict[str, Any]) -> None:
    assert alice.processor.session(ALICE, ORIGIN) == session
    states = {session["state"], alice.processor.session(ALICE, "http://other.example")["state"]}
    with alice.processor.store.transaction(write=True) as transaction:
        transaction.put_account(ALICE, Account("A3", "new", is_personal=True, is_read_only=False))
    states.add(alice.processor.session(ALICE, ORIGIN)["state"])
    states.add(make_processor(maxObjectsInGet=501).session(ALICE, ORIGIN)["state"])
    assert len(states) == 4


def test_a_gate_lets_in_no_more_than_its_limit() -> None:
    gate = Gate("maxConcurrentRequests", 2)
    with gate.enter(ALICE), gate.enter(ALICE), gate.enter("bob"):
        with pytest.raises(request.Limit) as error, gate.enter(ALICE):
            pass
        assert error.value.members == {"limit": "maxConcurrentRequests"}
    with gate.enter(ALICE):
        pass
