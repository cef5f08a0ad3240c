"""PatchObjects (RFC 8620, Section 5.3): from a record and a patch, the record that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from itertools import pairwise
from typing import Any

from ..errors import set_
from ..generated import methods as tables
from ..pointer import unescape
from ..store.values import Record

Tokens = tuple[str, ...]


def apply(patch: Mapping[str, Any], record: Record, data_type: tables.DataType) -> Record:
    """A new record; ``record`` stays as it is. Paths that name no property of the type are left for ``unknown``.

    Raises:
        InvalidPatch: a path breaks a rule, or two do together.
    """
    paths = {tokens(pointer): value for pointer, value in patch.items()}
    _check_prefixes(list(paths))
    patched = deepcopy(record)
    for path, value in paths.items():
        parent = _parent(path, record, patched)
        if path[0] not in data_type.properties:
            continue
        if value is not None:
            # req: core/PatchObject/value-sets
            #   Any other value MUST be set, whether the path leads to something that was there before or not.
            parent[path[-1]] = deepcopy(value)
        elif len(path) > 1:
            # req: core/PatchObject/null-resets
            #   A value of null MUST set the property to its default, if it has one, and otherwise take it away; where
            #   there is nothing to take away, it does nothing.
            parent.pop(path[-1], None)
        else:
            reset(patched, data_type.properties[path[0]])
    return patched


def unknown(patch: Mapping[str, Any], data_type: tables.DataType) -> set[str]:
    """The names in a patch that are no properties of the type."""
    return {tokens(pointer)[0] for pointer in patch} - data_type.properties.keys()


def tokens(pointer: str) -> Tokens:
    """The names that a pointer without its leading slash leads through."""
    try:
        return tuple(unescape(token) for token in pointer.split("/"))
    except ValueError as error:
        raise set_.InvalidPatch(str(error)) from None


def reset(record: Record, prop: tables.Property) -> None:
    """Give a property its default; where it has none, null if that may be, else take it away."""
    if prop.default is not tables.ABSENT:
        record[prop.name] = deepcopy(prop.default)
    elif prop.nullable:
        record[prop.name] = None
    else:
        record.pop(prop.name, None)


def _check_prefixes(paths: list[Tokens]) -> None:
    # In order, what is below a path comes right after it.
    ordered = sorted(paths)
    for path, following in pairwise(ordered):
        # req: core/PatchObject/no-prefix
        #   A path MUST NOT be the beginning of another one in the same PatchObject, as alerts is of alerts/1/offset.
        # req: core/PatchObject/refused
        #   An update that breaks any of these rules MUST be refused with invalidPatch.
        if following[: len(path)] == path:
            raise set_.InvalidPatch(f"{'/'.join(path)} and {'/'.join(following)} overlap")


def _parent(path: Tokens, record: Record, patched: Record) -> dict[str, Any]:
    """The object in ``patched`` that holds the last step of ``path``, which must be in ``record`` already."""
    before: Any = record
    parent = patched
    for token in path[:-1]:
        # req: core/PatchObject/no-array
        #   A path MUST NOT lead into an array.
        if isinstance(before, list):
            raise set_.InvalidPatch(f"{'/'.join(path)} leads into an array")
        # req: core/PatchObject/parents-exist
        #   Everything on the way to the last part of a path MUST exist on the record already.
        if not isinstance(before, dict) or token not in before:
            raise set_.InvalidPatch(f"there is nothing at {token!r} in {'/'.join(path)}")
        before, parent = before[token], parent[token]
    if isinstance(before, list):
        raise set_.InvalidPatch(f"{'/'.join(path)} leads into an array")
    if not isinstance(before, dict):
        raise set_.InvalidPatch(f"{'/'.join(path)} leads into what is no object")
    return parent
