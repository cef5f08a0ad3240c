"""Faults about updates: PatchObject, and what may be changed (RFC 8620, Section 5.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import SetError, set_
from ..standard import patch as patches
from ..standard import set as sets
from ..standard.call import Call
from ..store.values import Record
from . import fault
from .planting import after, another, instead

Patch = dict[str, Any]


def patching(change: Callable[[Patch], Patch]) -> None:
    """Each PatchObject is taken for another one."""
    instead(patches, "apply", lambda right, patch, record, data_type: right(change(patch), record, data_type))


@fault("core/PatchObject/null-resets", seen_by="null-gives-the-default keys-of-a-map-are-patched-one-by-one")
def null_does_not_reset() -> None:
    """A null in a PatchObject changes nothing."""
    patching(lambda patch: {path: value for path, value in patch.items() if value is not None})


@fault("core/PatchObject/value-sets", seen_by="value-in-a-patch-is-set")
def only_first_path_applied() -> None:
    """A patch with paths of properties changes nothing, and is told as made."""
    patching(lambda patch: {path: value for path, value in patch.items() if "/" in path})


@fault("core/PatchObject/value-sets", seen_by="keys-of-a-map-are-patched-one-by-one")
def key_replaces_map() -> None:
    """A path to a key of a map takes all other keys away."""

    def whole(patch: Patch) -> Patch:
        return {
            path.partition("/")[0]: {path.partition("/")[2]: value} if "/" in path and value is not None else value
            for path, value in patch.items()
        }

    patching(whole)


@fault("core/PatchObject/value-sets", seen_by="paths-are-escaped-as-json-pointers")
def patch_escapes_kept() -> None:
    """In a path of a patch, ~0 and ~1 stand for themselves."""
    instead(patches, "unescape", lambda right, token: token)


@fault("core/PatchObject/no-prefix")
def overlapping_paths_accepted() -> None:
    """A patch may have a path that begins another."""
    instead(patches, "_check_prefixes", lambda right, paths: None)


@fault("core/PatchObject/parents-exist")
def parents_made() -> None:
    """A path through something that is not there is refused as an invalid property, or what is missing is made."""

    def parent(right: Any, path: Any, record: Any, patched: Any) -> Any:
        before, made = record, patched
        for token in path[:-1]:
            if not isinstance(before, dict):
                return {}
            if not isinstance(made.get(token), (dict, list)):
                made[token] = {}
            before, made = before.get(token, {}), made[token]
        return made if isinstance(made, dict) else right(path, record, patched)

    instead(patches, "_parent", parent)


@fault("core/PatchObject/no-array")
def paths_into_arrays_ignored() -> None:
    """A path that leads into an array changes nothing."""

    def parent(right: Any, *given: Any) -> Any:
        try:
            return right(*given)
        except set_.InvalidPatch as error:
            if "array" in str(error.description):
                return {}
            raise

    instead(patches, "_parent", parent)


@fault("core/PatchObject/refused")
def invalid_patch_called_properties() -> None:
    """A PatchObject that breaks the rules is refused with invalidProperties."""
    another(set_.InvalidPatch, set_.InvalidProperties.type)


def updating(change: Callable[[Call, str, Patch], Patch]) -> None:
    """What a client sends for an update is taken for something else, or refused."""
    instead(sets, "update", lambda right, call, id, patch, checked: right(call, id, change(call, id, patch), checked))


def refuse_names(names: Callable[[Call], set[str]]) -> None:
    """An update that names one of these properties is refused, whatever the value."""

    def refuse(call: Call, id: str, patch: Patch) -> Patch:
        if named := names(call) & patch.keys():
            raise set_.InvalidProperties(properties=sorted(named))
        return patch

    updating(refuse)


def server_set(call: Call) -> set[str]:
    return {name for name, prop in call.type.properties.items() if prop.server_set}


@fault("core/PatchObject/whole-record", "core/PatchObject/server-set-same")
def server_set_always_refused() -> None:
    """An update that names a server-set property is refused, also with the value that it has."""
    refuse_names(server_set)


@fault("core/PatchObject/server-set-other")
def server_set_in_update_ignored() -> None:
    """Properties that only the server sets are ignored in an update."""
    updating(lambda call, id, patch: {name: value for name, value in patch.items() if name not in server_set(call)})


@fault(
    "core/standard/set/update/immutable",
    "core/notation/immutable",
    seen_by="immutable-property-is-not-changed message-cannot-be-changed address-of-an-identity-stays",
)
def immutable_ignored() -> None:
    """Properties that cannot be changed are ignored in an update."""

    def ignore(call: Call, id: str, patch: Patch) -> Patch:
        fixed = {name for name, prop in call.type.properties.items() if prop.immutable}
        return {name: value for name, value in patch.items() if name not in fixed}

    updating(ignore)


@fault("core/standard/set/update/not-found")
def unknown_updated() -> None:
    """/set tells of a record that there is not as updated."""

    def pretend(call: Call, said: dict[str, Any]) -> None:
        refused = said["notUpdated"] or {}
        said["updated"] = {**(said["updated"] or {}), **dict.fromkeys(refused)}
        said["notUpdated"] = None

    after("*/set", pretend)


@fault("core/standard/set/atomic")
def valid_part_applied() -> None:
    """What is valid in a patch that is refused is done."""

    def update(right: Any, call: Call, id: str, patch: Patch, checked: bool) -> Record:
        try:
            done: Record = right(call, id, patch, checked)
        except SetError:
            if not checked:
                raise
            for name, value in patch.items():
                try:
                    right(call, id, {name: value}, checked)
                except SetError:
                    continue
            raise
        return done

    instead(sets, "update", update)


@fault("core/standard/set/response/updated/side-effects", seen_by="updated-tells-what-else-changed")
def side_effects_not_told() -> None:
    """An update of the name moves a record to the end of the order, and /set does not tell."""

    def update(right: Any, call: Call, id: str, patch: Patch, checked: bool) -> Any:
        known = call.records.get(call.type.name, id) or {}
        more = {"sortOrder": known["sortOrder"] + 1} if "sortOrder" in known and "sortOrder" not in patch else {}
        return right(call, id, {**patch, **more}, checked)

    instead(sets, "update", update)
    after("*/set", lambda call, said: said.update(updated=said["updated"] and dict.fromkeys(said["updated"])))
