"""/set: calls that fail as a whole, and accounts that cannot be changed (RFC 8620, Sections 3.6.2 and 5.3)."""

from __future__ import annotations

from typing import Any

from ..case import case, types_with
from ..expect import equal, that
from ..foo import Foo, creatable_with_state, in_accounts
from ..outcome import Unsupported

SET = types_with("set", "get", when=creatable_with_state)


@case(
    requirements=["core/MethodError/no-change", "core/MethodError/stops-call"], area="set", over=SET, needs=["records"]
)
def call_that_fails_changes_nothing(foo: Foo) -> None:
    """A call that is answered with an error has changed nothing, whatever of it was valid.

    Purpose: To see that arguments are looked at before anything is done.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Make a record; in calls with an argument that is unknown, of the wrong type, or a reference that
    leads nowhere, create a record and destroy the first; do the same with a wrong ifInState.
    Expected: An error each time, the same state, and the record is there.
    Why: The client believes that nothing happened, and does it again.
    """
    record = foo.make()[0]
    before = foo.state()
    nowhere = {"resultOf": "nobody", "name": "Core/echo", "path": "/x"}
    wrongs: list[dict[str, Any]] = [
        {"noSuchArgument": 1},
        {"update": []},
        {"#update": nowhere},
        {"ifInState": "never-was-a-state"},
    ]
    for wrong in wrongs:
        arguments = {"create": {"k": foo.creation()}, "destroy": [record.id], **wrong}
        response = foo.reply("set", arguments, deliberate=True).of("0")
        that(response.error is not None, "the call did not fail", expected="an error", found=str(response))
    equal(foo.state(), before, "a call that failed changed the state")
    that(
        record.id in foo.get([record.id]), "a call that failed destroyed a record", expected=record.id, found="notFound"
    )


@case(
    requirements=["core/errors/method/accountReadOnly/answered"], area="set",
    over=types_with("set", when=in_accounts), needs=["special-account"],
)  # fmt: skip
def read_only_account_cannot_be_changed(foo: Foo) -> None:
    """A /set in an account that is read-only is answered with accountReadOnly.

    Purpose: To see that isReadOnly in the Session and the method agree.
    Preconditions: The session shows an account that is read-only and has the capability.
    Procedure: Call /set for that account, with a destruction of a record that does not exist.
    Expected: The error accountReadOnly.
    Why: The client learns that it is not about this record.
    """
    accounts = foo.server.session["accounts"]
    closed = [one for one in foo.server.accounts(foo.capability) if accounts[one].get("isReadOnly")]
    if not closed:
        raise Unsupported("no account is read-only")
    foo.refuses("set", {"accountId": closed[0], "destroy": [foo.unknown_id()]}, "accountReadOnly")
