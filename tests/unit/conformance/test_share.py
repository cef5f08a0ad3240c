"""Which worker runs which case."""

from __future__ import annotations

import pytest

from jmap_conformance.case import Instance
from jmap_conformance.collect import all_instances
from jmap_conformance.manifest import Manifest
from jmap_conformance.share import is_everybodys, is_of_the_first, shared

ALL = all_instances(Manifest.load())


def ids(instances: list[Instance]) -> set[str]:
    return {one.id for one in instances}


@pytest.mark.parametrize("workers", [1, 2, 3, 5])
def test_every_case_is_run_by_one_worker(workers: int) -> None:
    shares = [shared(ALL, number, workers) for number in range(workers)]
    everybodys = ids([one for one in ALL if is_everybodys(one)])
    assert ids([one for share in shares for one in share]) == ids(ALL)
    assert sum(map(len, shares)) == len(ALL) + (workers - 1) * len(everybodys)
    assert all(everybodys <= ids(share) for share in shares)
    assert [len(shared(ALL, number, workers)) for number in range(workers)] == [*map(len, shares)]


def test_what_takes_more_than_an_account_is_of_the_first_worker() -> None:
    first, second = shared(ALL, 0, 2), shared(ALL, 1, 2)
    assert not any(is_of_the_first(one) for one in second)
    assert {"push", "event-source", "limits"} <= {one.case.area for one in first}
    assert {"second-user", "second-account", "special-account"} <= {need for one in first for need in one.case.needs}


def test_few_cases_are_shared_too() -> None:
    plain = [one for one in ALL if one.case.area == "echo"]
    sizes = [len(shared(plain, number, 2)) for number in range(2)]
    assert sum(sizes) == len(plain) and max(sizes) - min(sizes) <= 1
