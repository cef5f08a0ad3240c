"""What is special to a type: the places where its own code may take part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import method, set_
from ..generated import methods as tables
from ..ijson import same
from ..store.values import Account, Change, Record
from .patch import reset

if TYPE_CHECKING:
    from .call import Call
    from .records import Records, View

Predicate = Callable[[Record], bool]


class Special:
    """Nothing special: what the standard methods do for a type that the tables describe in full.

    A type with rules of its own overrides what it needs, and no more. ``records`` are those of one account; without
    ``old`` a record is created, without ``new`` destroyed. What refuses something raises a SetError.
    """

    #: The record that there is while none is stored: a singleton with its first values.
    always: Record | None = None

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name

    # What the store keeps

    def entries(self, record: Record) -> Iterator[tuple[str, str]]:
        """Under what the record can be found: by default, each other record that it refers to."""
        data_type = tables.TYPES.get(self.type_name)
        for name, prop in data_type.properties.items() if data_type else ():
            if prop.refers_to and name != "id":
                value = record.get(name)
                for target in value if isinstance(value, (list, dict)) else [value or ""]:
                    yield name, target

    def changing(self, records: Records, old: Record | None, new: Record | None) -> None:
        """A record is about to be created, updated or destroyed."""

    def written(self, records: Records, old: Record | None, new: Record | None) -> None:
        """That has happened; what the store keeps of the record besides its entries can follow."""

    def settle(self, records: Records) -> None:
        """All changes of a call are made; now bring what is computed from them up to date."""

    # What others see of it, where an account is shared

    #: The properties that each user of an account has a value of for oneself.
    per_user: tuple[str, ...] = ()

    def follow(self, whole: Records, view: View, old: Record | None, new: Record | None) -> None:
        """A record was changed: let a view show what it is to show, by default nothing."""

    def made(self, whole: Records, view: View, record: Record) -> None:
        """The one who has this view has made the record."""

    def merged(self, whole: Record, old: Record, new: Record | None) -> Record | None:
        """What becomes of a whole record when someone who sees ``old`` of it makes that ``new``; None: destroyed."""
        if new is None:
            return None
        return whole | {name: value for name, value in new.items() if not same(value, old.get(name))}

    def permit(self, call: Call, old: Record | None, new: Record | None) -> None:
        """Refuse what the user may not do in an account that is shared."""
        raise set_.Forbidden()

    # What a client sees

    def present(self, record: Record, account: Account) -> Record:
        """The record as the user sees it: with what is not stored."""
        return record

    def current(self, call: Call, record: Record, patch: Record) -> Record:
        """The same, with all that ``patch`` is about."""
        return self.present(record, call.account)

    def stored(self, record: Record) -> Record:
        """The record as it is stored: the reverse of ``present``."""
        return record

    def tell_created(self, call: Call, record: Record, sent: Record, unsent: Record) -> Record:
        """What the response tells of a new record; ``unsent``: what a client that sent ``sent`` cannot know."""
        return unsent

    # What a client sends

    def draft(self, call: Call, sent: Record) -> Record:
        """The record that a client wants to create, as yet without an id; or refuse it."""
        record = {"id": ""}
        for name, prop in call.type.properties.items():
            if name in sent:
                record[name] = sent[name]
            elif name != "id":
                # req: core/standard/set/create/defaults
                #   The server MUST give a property that was left out its default.
                reset(record, prop)
        self.complete(record, call.account)
        return record

    def complete(self, record: Record, account: Account) -> None:
        """Give a new record the values that only the server knows, but for its id."""

    def enter(self, call: Call, records: Records, record: Record) -> None:
        """Add a record, which may be added, to the others."""
        records.create(self.type_name, record)

    def copied(self, call: Call, source: Account, original: Record, changed: Record) -> Record | None:
        """The copy of a record, if the type has its own way to make it; or refuse it."""
        return None

    def patch(self, patch: Record) -> Record:
        """The patch in a normal form."""
        return patch

    def judged(self, record: Record) -> Record:
        """What a client sent, or asks for, as the schema is to see it."""
        return record

    def to_validate(self, asked: Record) -> tuple[str, Record]:
        """What of a record that an update asks for must meet which definition."""
        return self.type_name, asked

    def normalise(self, call: Call, record: Record) -> None:
        """Bring what a client sent into its normal form, or refuse what breaks a rule that no schema can say."""

    def check(self, call: Call, records: Records, record: Record) -> None:
        """Refuse a record that may not be so beside others. Asked before it is written, or of the state at the end."""

    def updating(self, call: Call, old: Record, new: Record) -> None:
        """Refuse an update to what is valid by itself; else do what follows from it."""

    def check_destroy(self, call: Call, records: Records, record: Record) -> None:
        """Refuse that a record is no more. Asked before it is destroyed, or of the state at the end."""

    def destroying(self, call: Call, records: Records, record: Record) -> None:
        """``record`` will be destroyed and may be: do first what the call asked for."""

    # What the methods answer

    def changes(self, changes: Sequence[Change], updated: Iterable[str]) -> Record:
        """Further arguments of the /changes response; ``changes`` are those since the old state."""
        return {}

    def condition(self, call: Call, name: str, value: Any) -> Predicate:
        """A filter condition whose match is special."""
        raise method.UnsupportedFilter(f"no filter on {name}")

    def key(self, call: Call, name: str, record: Record) -> Any:
        """What to compare in a sort that is special."""
        raise method.UnsupportedSort(f"no sort by {name}")

    def arrange(self, call: Call, records: list[Record], matches: Predicate) -> list[Record]:
        """Those of all records, sorted, that are in the result of a query, in its order."""
        return [record for record in records if matches(record)]
