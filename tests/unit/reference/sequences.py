"""What random sequences of operations have in common: clients keep copies, and learn only by /changes what happened."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from jmap_reference import check
from jmap_reference.protocol import Processor
from jmap_reference.store.values import Record
from tests.unit.reference.helpers import Client

NUMBERS = st.integers(0, 99)
MOST = st.none() | st.integers(1, 4)


def steps(examples: int, length: int) -> settings:
    """So many sequences of so many operations."""
    return settings(
        max_examples=examples, stateful_step_count=length, deadline=None, suppress_health_check=list(HealthCheck)
    )


def brought_up_to_date(
    client: Client, type_name: str, records: dict[str, Record], state: str, most: int | None
) -> dict[str, Record]:
    """The records of a copy, after /changes until there are no more."""
    records = dict(records)
    while True:
        said = client.call(f"{type_name}/changes", sinceState=state, maxChanges=most)
        told = [*said["created"], *said["updated"], *said["destroyed"]]
        assert said["oldState"] == state
        assert len(set(told)) == len(told) <= (most or 500)
        assert not set(said["created"]) & records.keys(), "created twice"
        assert set(said["updated"] + said["destroyed"]) <= records.keys(), "told of before it was created"
        properties = said.get("updatedProperties")
        for id, record in client.get(type_name, said["updated"], properties=properties).items():
            records[id] = records[id] | record
        records |= client.get(type_name, said["created"])
        # What is created in this step and destroyed in a later one is not there to be fetched.
        records |= {id: {"id": id} for id in said["created"] if id not in records}
        for id in said["destroyed"]:
            del records[id]
        state = said["newState"]
        if not said["hasMoreChanges"]:
            break
    assert state == client.state(type_name)
    return records


class Sequence(RuleBasedStateMachine):
    """Operations, and copies from different moments. A subclass makes the first copy in its ``initialize``."""

    #: Each has ``check(most)``, which asserts that it can be brought up to date.
    copies: list[Any]
    most_copies = 5
    #: If it is set, its store is looked through after each step.
    processor: Processor

    def look(self) -> Any:
        """A copy of now."""
        raise NotImplementedError

    @precondition(lambda self: len(self.copies) < self.most_copies)
    @rule()
    def look_again(self) -> None:
        self.copies.append(self.look())

    @rule(most=MOST)
    def every_copy_can_be_brought_up_to_date(self, most: int | None) -> None:
        for copy in self.copies:
            copy.check(most)

    @invariant()
    def the_store_is_in_order(self) -> None:
        if hasattr(self, "copies") and hasattr(self, "processor"):
            assert list(check.problems(self.processor.store, self.processor.specials)) == []

    def teardown(self) -> None:
        if hasattr(self, "copies"):
            self.every_copy_can_be_brought_up_to_date(None)
