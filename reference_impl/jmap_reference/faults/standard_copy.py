"""Faults about /copy (RFC 8620, Section 5.4)."""

from __future__ import annotations

from typing import Any

from ..errors import method
from ..standard import copy
from ..standard.call import Call
from . import fault
from .planting import after, around, before, instead


@fault("core/standard/copy/atomic")
def refused_copy_fails_call() -> None:
    """A /copy of which one record is refused fails as a whole."""

    def fail(right: Any, call: Call) -> dict[str, Any]:
        said: dict[str, Any] = right(call)
        if said["notCreated"]:
            raise method.InvalidArguments("not everything can be copied")
        return said

    around("Email/copy", fail)


@fault("core/standard/copy/create/overrides")
def copy_keeps_values() -> None:
    """The values in a /copy are ignored, but for references to other records."""

    def copied(right: Any, call: Call, source: Any, changed: dict[str, Any]) -> Any:
        properties = call.type.properties
        return right(call, source, {name: value for name, value in changed.items() if properties[name].refers_to})

    instead(copy, "copied_record", copied)


@fault("core/standard/copy/accountId/same-account")
def copy_within_account() -> None:
    """A record can be copied within its account."""

    def from_account(right: Any, call: Call) -> Any:
        if call.arguments["fromAccountId"] == call.arguments["accountId"]:
            return call.account
        return right(call)

    instead(Call, "from_account", from_account)


@fault("core/standard/copy/ifInState/mismatch")
def copy_ignores_state() -> None:
    """/copy ignores `ifInState`."""
    before("*/copy", lambda call: call.arguments.update(ifInState=None))


@fault("core/standard/copy/ifFromInState/mismatch")
def copy_ignores_state_of_source() -> None:
    """/copy ignores `ifFromInState`."""
    before("*/copy", lambda call: call.arguments.update(ifFromInState=None))


@fault("core/standard/copy/response/newState/as-get")
def new_state_of_copy_is_the_old() -> None:
    """The newState of /copy is the state before."""
    after("*/copy", lambda call, said: said.update(newState=said.get("oldState")))


@fault("core/standard/copy/onSuccessDestroyOriginal/implicit-set")
def originals_stay() -> None:
    """/copy ignores `onSuccessDestroyOriginal`."""
    instead(copy, "_destroy_originals", lambda right, *given: None)
