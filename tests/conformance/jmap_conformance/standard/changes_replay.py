"""/changes under random operations: a client that follows it, from any state, by any portions, has the data."""

from __future__ import annotations

import random
from typing import Any

from ..case import case, types_with
from ..expect import equal, that
from ..foo import Foo, creatable
from .changes import CHANGES, pages, touch

MADE = types_with("changes", "get", "set", when=creatable)

#: The operations are the same in each run, so that a failure can be repeated.
SEED = 8620
STEPS = 14


class History:
    """What a client would have seen: the ids that existed, and their versions, at each state."""

    def __init__(self, foo: Foo, dice: random.Random) -> None:
        self.foo = foo
        self.dice = dice
        self.alive: dict[str, int] = {}
        self.seen: list[tuple[str, dict[str, int]]] = []

    def step(self) -> None:
        """One operation, and the state after it, as /get gives it."""
        kind = self.dice.choice(["create", "create", "update", "update", "destroy"]) if self.alive else "create"
        if kind == "create":
            for record in self.foo.make(count=self.dice.randint(1, 3)):
                self.alive[record.id] = 0
        elif kind == "update":
            one = self.dice.choice(sorted(self.alive))
            touch(self.foo, one)
            self.alive[one] += 1
        else:
            one = self.dice.choice(sorted(self.alive))
            self.foo.call("set", {"destroy": [one]})
            del self.alive[one]
        self.note()

    def note(self) -> None:
        self.seen.append((self.foo.state(), dict(self.alive)))


def history(foo: Foo) -> History:
    made = History(foo, random.Random(SEED))
    made.note()
    for _ in range(STEPS):
        made.step()
    return made


@case(requirements=[f"{CHANGES}/complete", f"{CHANGES}/thirty-days"], area="changes", over=MADE, needs=["records"])
def changes_lead_from_any_state_to_the_data(foo: Foo) -> None:
    """From every state that the server gave, the changes lead to what is there now.

    Purpose: To see that no change is lost, wherever a client begins and however it portions.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Make fourteen random changes, always the same ones, and note the state after each; from each of these
    states follow /changes, whole and in portions of 1 to 4.
    Expected: What was there, with the changes applied, is what is there; every record that was updated in between
    is told of.
    Why: Faults of this kind show after weeks, on one user's phone.
    """
    made = history(foo)
    now = made.alive
    for number, (state, then) in enumerate(made.seen):
        response = foo.reply("changes", {"sinceState": state}).of("0")
        about = f"{CHANGES}/thirty-days" if response.error == "cannotCalculateChanges" else f"{CHANGES}/complete"
        that(
            response.error is None,
            f"the changes since step {number} cannot be had",
            expected="a response",
            found=str(response),
            about=about,
        )
        for most in (None, 1 + number % 4):
            apply(foo, state, then, now, most, number)


def apply(foo: Foo, state: str, then: dict[str, int], now: dict[str, int], most: int | None, number: int) -> None:
    """Follow the changes from a state, and compare what comes of it with what is there."""
    have, stale = set(then), {one for one, version in then.items() if one in now and now[one] != version}
    for answer in pages(foo, state, most):
        have |= set(answer["created"]) | set(answer["updated"])
        have -= set(answer["destroyed"])
        stale -= set(answer["updated"]) | set(answer["created"])
    where = f"since step {number}, maxChanges {most}"
    equal(sorted(have), sorted(now), f"{where}: the changes do not lead to what is there", about=f"{CHANGES}/complete")
    that(
        not stale,
        f"{where}: records were updated, and the changes do not tell",
        expected=sorted(stale),
        found="not in updated",
        about=f"{CHANGES}/complete",
    )


@case(
    requirements=[f"{CHANGES}/created-first", f"{CHANGES}/destroyed-last"], area="changes", over=MADE, needs=["records"]
)
def portions_tell_no_nonsense(foo: Foo) -> None:
    """Over a series of responses no record is created after it was updated or destroyed, nor destroyed before either.

    Purpose: To see that a client can apply each portion as it comes.
    Preconditions: Records of the type can be made; nobody else changes the account meanwhile.
    Procedure: Make fourteen random changes, always the same ones; from each state on the way follow /changes in
    portions of 1 and 2.
    Expected: For every record, created comes first and destroyed last.
    Why: A client that applies them in order would bring a dead record back.
    """
    made = history(foo)
    for state, _ in made.seen:
        for most in (1, 2):
            told: dict[str, list[str]] = {}
            for answer in pages(foo, state, most):
                in_order(answer, told)


def in_order(answer: dict[str, Any], told: dict[str, list[str]]) -> None:
    for one in answer["created"]:
        before = told.get(one, [])
        that(
            not {"updated", "destroyed"} & set(before),
            f"{one} is created after it was {', '.join(before)}",
            expected="created first",
            found=before,
            about=f"{CHANGES}/created-first",
        )
    for name in ("created", "updated"):
        for one in answer[name]:
            that(
                "destroyed" not in told.get(one, []),
                f"{one} is {name} after it was destroyed",
                expected="destroyed last",
                found=told.get(one),
                about=f"{CHANGES}/destroyed-last",
            )
    for name in ("created", "updated", "destroyed"):
        for one in answer[name]:
            told.setdefault(one, []).append(name)
