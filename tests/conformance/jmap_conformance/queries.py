"""Records for queries: of different values in one property, and the filter that keeps others out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .case import Point, is_standard
from .foo import Foo, Record, creatable
from .manifest import Manifest
from .oracle import MATCH


def queryable(spec: dict[str, Any]) -> bool:
    return creatable(spec)


def conditions(verb: str = "query") -> Any:
    """Every filter condition whose kind the oracle knows, of every type with records that the suite can make."""

    def points(manifest: Manifest) -> Iterator[Point]:
        for name, spec in manifest.types.items():
            if is_standard(manifest, name, verb) and creatable(spec):
                for condition, row in spec["filter"].items():
                    if row["match"] in MATCH and row["property"] in spec["properties"]:
                        yield Point(f"{name}/{verb}", condition, name, {"condition": condition})

    return points


def sorts(kinds: tuple[str, ...] = ()) -> Any:
    """Every sort option that is no type's own, of properties with one of these signatures (or any)."""

    def points(manifest: Manifest) -> Iterator[Point]:
        for name, spec in manifest.types.items():
            if not is_standard(manifest, name, "query") or not creatable(spec):
                continue
            for option, row in spec["sort"].items():
                signature = spec["properties"].get(row["property"], {}).get("signature", "")
                if not row["special"] and signature and (not kinds or signature.removesuffix("|null") in kinds):
                    yield Point(f"{name}/query", option, name, {"option": option})

    return points


def varied(foo: Foo, name: str, count: int = 3) -> tuple[list[Record], list[Any]]:
    """Records that differ in one property, and their values; of a property that the suite cannot set, as they come."""
    values = [] if name in foo.server_set else foo.value_for(name, count)
    records = foo.make(*({name: value} for value in values)) if values else foo.make(count=count)
    if foo.properties[name].get("nullable") and name not in foo.server_set:
        records += foo.make({name: None})
    unknown = [record.id for record in records if name not in record.known]
    for record_id, row in (foo.get(unknown, [name]) if unknown else {}).items():
        next(record for record in records if record.id == record_id).known[name] = row.get(name)
    known = [record.known.get(name) for record in records]
    return records, [value for index, value in enumerate(known) if value not in known[:index]]


def ids_of(foo: Foo, arguments: dict[str, Any], among: list[Record] | None = None) -> list[str]:
    """The ids that a query gives, in order; only those of these records, since an account may hold others."""
    found: list[str] = []
    while True:
        answer = foo.call("query", {**arguments, "position": len(found)})
        found += answer["ids"]
        if "limit" not in answer or not answer["ids"]:
            break
    mine = {record.id for record in among} if among is not None else set(found)
    return [one for one in found if one in mine]
