"""An account of which the user sees a part (RFC 8621, Section 9.5): reads go to that part, changes to the whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .blobs import REFERRING
from .standard.records import Records, View, special_of
from .store.values import Record


class SharedRecords(Records):
    """The records as the user knows them. What is not shown is as if it did not exist."""

    def __init__(self, whole: Records, view: View) -> None:
        super().__init__(whole.transaction, view.account, whole.specials, whole.now)
        self._whole, self._view = whole, view
        self.created = whole.created

    @property
    def whole(self) -> Records:
        return self._whole

    def create(self, type_name: str, record: Record) -> None:
        self._whole.create(type_name, record)
        special_of(self.specials, type_name).made(self._whole, self._view, record)
        self._keep_apart(type_name, record)

    def update(self, type_name: str, old: Record, new: Record) -> bool:
        whole = self._whole.get(type_name, old["id"])
        assert whole is not None, "what is shown exists"
        merged = special_of(self.specials, type_name).merged(whole, old, new)
        assert merged is not None
        is_changed = self._whole.update(type_name, whole, merged)
        return self._keep_apart(type_name, new) or is_changed

    def destroy(self, type_name: str, record: Record) -> None:
        whole = self._whole.get(type_name, record["id"])
        assert whole is not None, "what is shown exists"
        # As with the owner: whoever destroys a record may want its blobs for another.
        for id in (record[name] for each, name in REFERRING if each == type_name and record.get(name)):
            for blob in [id] if isinstance(id, str) else id:
                self.transaction.hold_blob(self._whole.account, blob, self._view.share.user, self.now)
        left = special_of(self.specials, type_name).merged(whole, record, None)
        if left is None:
            self._whole.destroy(type_name, whole)
        else:
            self._whole.update(type_name, whole, left)

    def settle(self) -> None:
        self._whole.settle()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        with self._whole.savepoint():
            yield

    def _keep_apart(self, type_name: str, wanted: Record) -> bool:
        """Keep the values that each user has for oneself; whether any is different."""
        names = special_of(self.specials, type_name).per_user
        shown = self._view.get(type_name, wanted["id"]) if names else None
        if shown is None:
            return False
        return self._view.update(type_name, shown, shown | {name: wanted[name] for name in names})
