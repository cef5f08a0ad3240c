"""The id of a requirement that was retired is never used again."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Protocol
from ..problems import Problem


def problems(protocol: Protocol) -> Iterator[Problem]:
    for id, reason in protocol.retired.items():
        if requirement := protocol.requirements.get(id):
            yield Problem(
                requirement.place,
                "requirement/retired",
                f"the id {id} was retired: {reason}",
                "give the sentence another word",
            )
