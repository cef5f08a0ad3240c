"""The states that a user can see, and the StateChange that tells of them (RFC 8620, Section 7.1)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from ..generated import methods as tables
from ..store.interface import Transaction

States = dict[tuple[str, str], str]
"""State string by (account, type)."""

PUSHED: Final = frozenset(name for name, each in tables.TYPES.items() if each.state_change)
"""The types whose changes are pushed."""


def visible_states(transaction: Transaction, user: str) -> States:
    """The states of all types in all accounts of the user, each as /get would tell it now."""
    # req: push/StateChange/changed/only-accessible
    #   An account that the user has no access to MUST NOT be here.
    # req: push/TypeState/as-get
    #   The state MUST be the one that a /get of the type would tell now.
    return {
        (account.id, type_name): str(transaction.state(account.key, type_name))
        for account in transaction.accounts_of(user)
        for type_name in sorted(PUSHED)
        if account.supports(tables.TYPES[type_name].capability)
    }


def changed(states: States, told: States, types: Collection[str]) -> States:
    """Those of these types that are other than what was told."""
    return {key: state for key, state in states.items() if key[1] in types and told.get(key) != state}


def state_change(states: States) -> dict[str, Any]:
    """A StateChange with these states."""
    by_account: dict[str, dict[str, str]] = {}
    for (account, type_name), state in states.items():
        by_account.setdefault(account, {})[type_name] = state
    # req: push/StateChange/@type/value
    #   It MUST be StateChange.
    # req: push/StateChange/changed/complete
    #   Every account that the user has access to, and in which something changed that the client wants to hear of, MUST
    #   be here.
    return {"@type": "StateChange", "changed": by_account}


def write_id(states: States) -> str:
    """An id of an event from which the states can be had again; neither an Id nor a name of a type has these signs."""
    return ",".join(f"{account}.{type_name}.{state}" for (account, type_name), state in states.items())


def read_id(id: str) -> States:
    """The states that an id stands for; if it is from elsewhere, none."""
    parts = [each.split(".") for each in id.split(",")]
    return {(part[0], part[1]): part[2] for part in parts if len(part) == 3}
