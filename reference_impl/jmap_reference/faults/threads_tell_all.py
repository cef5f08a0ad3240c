"""A Thread names Emails that the user may not see, and is there where all of them are such.

Breaks `mail/partial-access/threads`.
Breaks `mail/partial-access/empty-threads`.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..sharing import SharedRecords
from ..store.values import Record


def plant() -> None:
    right = SharedRecords.read

    def read(self: SharedRecords, type_name: str, ids: Iterable[str]) -> dict[str, Record]:
        if type_name == "Thread":
            return self.whole.read(type_name, ids)
        return right(self, type_name, ids)

    SharedRecords.read = read  # type: ignore[assignment, method-assign]
