"""The records of one account during one call: the store, and everyone who must hear of a change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from itertools import islice
from typing import Any, Final

from ..ijson import same
from ..store.interface import Transaction
from ..store.values import Change, Record, Share
from .special import Special

Specials = Mapping[str, Special]

_AT_ONCE: Final = 200


def special_of(specials: Specials, type_name: str) -> Special:
    return specials.get(type_name) or Special(type_name)


class Records:
    """Every change of a record goes through here, whoever makes it: /set, delivery of mail, a fixture.

    So the log has it, the record can be found by its entries, and computed values follow.
    """

    def __init__(self, transaction: Transaction, account: str, specials: Specials, now: float) -> None:
        self.transaction = transaction
        self.account = account
        self.specials = specials
        #: Seconds since 1970.
        self.now = now
        #: Type and id of what was created here, even if that was undone.
        self.created: set[tuple[str, str]] = set()
        #: What specials remember until they settle, by type.
        self.notes: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        self._views: list[View] | None = None

    #: They are what someone else sees of an account.
    is_view = False

    @property
    def whole(self) -> Records:
        """All records of the account, of which these may be a part."""
        return self

    @property
    def views(self) -> list[View]:
        """What others see of the account."""
        if self._views is None:
            shares = self.transaction.shares_of(self.account)
            self._views = [View(self, share) for share in shares]
        return self._views

    def forget_views(self) -> None:
        """Others may have been let in since, or out."""
        self._views = None

    def holding(self, type_name: str, id: str) -> Iterator[Records]:
        """These records, and every view that shows the record ``id``."""
        yield self
        yield from (view for view in self.views if view.get(type_name, id) is not None)

    def get(self, type_name: str, id: str) -> Record | None:
        return self.read(type_name, [id]).get(id)

    def read(self, type_name: str, ids: Iterable[str]) -> dict[str, Record]:
        """Those of the records that exist, by id, in the order asked for."""
        found = self.transaction.read(self.account, type_name, ids := list(ids))
        always = special_of(self.specials, type_name).always
        return found if not always or always["id"] not in ids else {always["id"]: always} | found

    def each(self, type_name: str, ids: Iterable[str]) -> Iterator[Record]:
        """Those of the records that exist, however many: few of them are in memory at a time."""
        left = iter(ids)
        while some := list(islice(left, _AT_ONCE)):
            yield from self.read(type_name, some).values()

    def read_all(self, type_name: str) -> list[Record]:
        found = self.transaction.read_all(self.account, type_name)
        always = special_of(self.specials, type_name).always
        return found if not always else found or [always]

    def count(self, type_name: str) -> int:
        stored = self.transaction.count(self.account, type_name)
        return stored if not special_of(self.specials, type_name).always else 1

    def find(self, type_name: str, name: str, value: str | None) -> list[str]:
        """The ids of the records with this entry; None is found under the empty string."""
        return self.transaction.find(self.account, type_name, name, value or "")

    def has(self, type_name: str, name: str, value: str | None) -> bool:
        return self.transaction.has(self.account, type_name, name, value or "")

    def exists(self, type_name: str, id: str) -> bool:
        return bool(self.read(type_name, [id]))

    def state(self, type_name: str) -> str:
        """The state string of a type, in /get and all other methods."""
        # req: core/standard/get/response/state/changes-with-data
        #   Whenever the data changes, the string MUST change.
        # req: core/standard/get/response/state/same-while-unchanged
        return str(self.transaction.state(self.account, type_name))

    def changes(self, type_name: str, since: str) -> Iterator[Change] | None:
        """What happened after a state string was given out; None if that cannot be said."""
        if not since.isascii() or not since.isdigit() or len(since) > 15:
            return None
        return self.transaction.changes(self.account, type_name, int(since))

    def create(self, type_name: str, record: Record) -> None:
        special = special_of(self.specials, type_name)
        special.changing(self, None, record)
        self.transaction.create(self.account, type_name, record, frozenset(special.entries(record)), self.now)
        self.created.add((type_name, record["id"]))
        special.written(self, None, record)
        self._show(special, None, record)

    def update(self, type_name: str, old: Record, new: Record) -> bool:
        """Whether anything is different."""
        names = old.keys() | new.keys()
        before = {name: old.get(name) for name in names if not same(old.get(name), new.get(name))}
        if not before:
            return False
        special = special_of(self.specials, type_name)
        if special.always and not self.transaction.count(self.account, type_name):
            self.create(type_name, new)
            return True
        special.changing(self, old, new)
        entries = frozenset(special.entries(old)), frozenset(special.entries(new))
        self.transaction.update(self.account, type_name, new, before, *entries, self.now)
        special.written(self, old, new)
        self._show(special, old, new)
        return True

    def destroy(self, type_name: str, record: Record) -> None:
        special = special_of(self.specials, type_name)
        special.changing(self, record, None)
        self.transaction.destroy(self.account, type_name, record, frozenset(special.entries(record)), self.now)
        special.written(self, record, None)
        self._show(special, record, None)

    def _show(self, special: Special, old: Record | None, new: Record | None) -> None:
        for view in self.views:
            special.follow(self, view, old, new)

    def settle(self) -> None:
        """Bring computed values up to date; they are stale from the first change until then."""
        for type_name in list(self.notes):
            special_of(self.specials, type_name).settle(self)
        self.notes.clear()
        for view in self._views or ():
            view.settle()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo, on an exception, every change within."""
        everyone = [self, *self.views]
        notes = [deepcopy(each.notes) for each in everyone]
        try:
            with self.transaction.savepoint():
                yield
        except BaseException:
            for each, before in zip(everyone, notes, strict=True):
                each.notes = before
            for view, share in zip(self.views, self.transaction.shares_of(self.account), strict=True):
                view.share = share
            raise


class View(Records):
    """What someone else sees of an account, kept as if it were an account by itself.

    It follows the whole; so each user has states, logs and counts that tell nothing of what is hidden.
    """

    is_view = True

    def __init__(self, whole: Records, share: Share) -> None:
        super().__init__(whole.transaction, share.view, whole.specials, whole.now)
        self.share = share
        self._views = []
