"""Nearly the same instance, many times over: what a fuzzer would try, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..json_text import escape

#: What stands in place of a value. Each has tripped some validator: 1.0 is an integer, true is not 1, $ and newlines.
_OTHERS: tuple[Any, ...] = (
    None, True, 0, 1.0, 0.5, -1, 2**53, "", "x", "abc\n", "#x", [], {}, [None], {"unknownProperty": 1},
    "2026-02-30T00:00:00Z", "2026-06-30T23:59:60Z", "2026-06-30T23:59:60+01:00\n",
)

_REFERENCE = {"resultOf": "c0", "name": "Core/echo", "path": "/x"}


def mutants(instance: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """(what was done, changed copy) for every value inside ``instance`` and every way to change it."""
    for other in _OTHERS:
        if other != instance or type(other) is not type(instance):
            yield f"{pointer or '/'} = {other!r}", other
    if isinstance(instance, str):
        yield f"{pointer} + newline", instance + "\n"
        yield f"{pointer} + umlaut", instance + "ü"
        yield f"{pointer} × 300", (instance * 300)[:300]
    elif isinstance(instance, list):
        for index, item in enumerate(instance):
            yield f"{pointer}/{index} removed", [*instance[:index], *instance[index + 1 :]]
            yield f"{pointer}/{index} twice", [*instance[:index], item, *instance[index:]]
            for label, changed in mutants(item, f"{pointer}/{index}"):
                yield label, [*instance[:index], changed, *instance[index + 1 :]]
    elif isinstance(instance, dict):
        yield f"{pointer}/unknownProperty added", {**instance, "unknownProperty": None}
        for name, item in instance.items():
            at = f"{pointer}/{escape(name)}"
            rest = {other: value for other, value in instance.items() if other != name}
            yield f"{at} removed", rest
            yield f"{at} misspelt", {**rest, f"{name}s": item}
            yield f"{at} as a reference", {**rest, f"#{name}": _REFERENCE}
            yield f"{at} twice, once as a reference", {**instance, f"#{name}": _REFERENCE}
            for label, changed in mutants(item, at):
                yield label, {**instance, name: changed}
