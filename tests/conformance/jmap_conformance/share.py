"""Which worker runs which case, where there are several: the same ones in every run, whichever account is faster.

The first worker has what takes more than an account: what the settings name for the first account, what looks at its
other accounts or at the second user, and what is about the user as a whole, such as push and the number of requests at
a time. The rest is shared so that all have about as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .case import Instance

#: Needs that are met in the first account only.
NEEDS: Final = frozenset({"second-account", "second-user", "special-account", "sacrifice", "smtp-sink", "mail-in"})
#: Areas whose cases wait for what the server does by itself, and see what happens in any account of the user.
WAITING: Final = frozenset({"push", "event-source", "vapid"})
#: Others that are of the first worker: the second user, whose requests are counted too, may be another worker's.
AREAS: Final = WAITING | {"limits"}
#: What a case that waits takes, in those of other cases.
WAIT: Final = 30


def shared(instances: Sequence[Instance], number: int, workers: int) -> list[Instance]:
    """Those of the worker of this number, from 0, in order. Cases that tell what was set aside are everybody's."""
    load = [0] * workers
    load[0] = sum(WAIT if one.case.area in WAITING else 1 for one in instances if is_of_the_first(one))
    mine = []
    for one in instances:
        if is_everybodys(one):
            whose = number
        elif is_of_the_first(one):
            whose = 0
        else:
            whose = load.index(min(load))
            load[whose] += 1
        if whose == number:
            mine.append(one)
    return mine


def is_of_the_first(instance: Instance) -> bool:
    """Whether a case is the first worker's; /copy takes two accounts, even where it is to be refused."""
    takes_two = instance.point.prefix.endswith("/copy")
    return takes_two or instance.case.area in AREAS or bool(NEEDS & set(instance.case.needs))


def is_everybodys(instance: Instance) -> bool:
    """Whether a case tells what was set aside in the others of its worker."""
    return "aside" in instance.case.parameters
