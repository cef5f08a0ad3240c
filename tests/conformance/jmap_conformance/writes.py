"""Creations and updates of one record, made and refused: what several cases on /set do."""

from __future__ import annotations

from typing import Any

from .exchange import short
from .expect import that
from .foo import Foo
from .outcome import Broken


def not_created(foo: Foo, creation: dict[str, Any], *types: str) -> dict[str, Any]:
    """The SetError with which a creation is refused, of one of these types (any, where none is named)."""
    answer = foo.call("set", {"create": {"k": creation}}, deliberate=True)
    error = (answer.get("notCreated") or {}).get("k")
    if not isinstance(error, dict):
        raise Broken("a creation was not refused", expected="an entry in notCreated", found=short(answer))
    if types:
        that(
            error.get("type") in types,
            "a creation was refused with another error",
            expected=" or ".join(types),
            found=error,
        )
    that(
        "k" not in (answer.get("created") or {}),
        "a refused creation is in created too",
        expected="notCreated only",
        found=answer,
    )
    return error


def update(foo: Foo, record_id: str, patch: dict[str, Any]) -> dict[str, Any] | None:
    """What ``updated`` tells of a record; an update that is refused breaks the requirement at hand."""
    answer = foo.call("set", {"update": {record_id: patch}})
    updated = answer.get("updated") or {}
    if record_id not in updated:
        raise Broken("an update was refused", expected=f"{record_id} in updated", found=short(answer))
    value = updated[record_id]
    return dict(value) if isinstance(value, dict) else None


def not_updated(foo: Foo, record_id: str, patch: dict[str, Any], *types: str) -> dict[str, Any]:
    """The SetError with which an update is refused, of one of these types (any, where none is named)."""
    answer = foo.call("set", {"update": {record_id: patch}}, deliberate=True)
    error = (answer.get("notUpdated") or {}).get(record_id)
    if not isinstance(error, dict):
        raise Broken("an update was not refused", expected="an entry in notUpdated", found=short(answer))
    if types:
        that(
            error.get("type") in types,
            "an update was refused with another error",
            expected=" or ".join(types),
            found=error,
        )
    return error
