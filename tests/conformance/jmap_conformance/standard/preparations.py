"""Answers to calls that other cases make to prepare themselves (RFC 8620, Sections 3.4 and 5.3)."""

from __future__ import annotations

from ..aside import Aside, has_its_own_case
from ..case import case, types_with
from ..foo import Foo, creatable
from ..outcome import Broken, Unsupported
from ..wire import RESPONSE


@case(
    requirements=["core/standard/set/response/created/complete", RESPONSE], area="set",
    over=types_with("set", when=has_its_own_case),
)  # fmt: skip
def preparations_get_valid_answers(foo: Foo, aside: Aside) -> None:
    """Every answer that other cases got while they made records of the type is one that its schema allows.

    Purpose: To tell once what is wrong with a message that half of the suite only passes by.
    Preconditions: An account with the type.
    Procedure: Make a record; look at its answer, and at those to the preparations of all cases that ran before.
    Expected: No answer is invalid.
    Why: A client that needs a Mailbox for its drafts meets the same answer as one that is all about Mailboxes.
    """
    seen = aside.of(foo.name)
    if creatable({**foo.spec, "name": foo.name}):
        foo.make()
    elif not seen:
        raise Unsupported(f"no case made a {foo.name}")
    if seen:
        raise Broken(
            f"{seen[0].method} answers with an invalid message: {seen[0]}",
            requirements=tuple(sorted({requirement for one in seen for requirement in one.requirements})),
            expected="a message that its schema allows",
            found=[f"{one.method}: {one}" for one in seen[:10]],
        )
