"""An object takes over the property patterns of a part that it names in ``allOf``.

A part that has patterns for names and no properties, such as the header fields of a message, is written
once and holds for every object that refers to it so. What closes an object counts the names that this
very object speaks of: the patterns have to stand in it, and not behind a reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..model import Structure


def mixed(structures: Mapping[str, Structure]) -> dict[str, Structure]:
    """The structures, each with the patterns that it takes over."""
    return {name: replace(one, schema=_schema(structures, one.schema)) for name, one in structures.items()}


def _schema(structures: Mapping[str, Structure], schema: dict[str, Any]) -> dict[str, Any]:
    made, kept = dict(schema), []
    for option in schema.get("allOf", []):
        part = structures.get(option.get("$ref", ""))
        if part is None or part.properties or "patternProperties" not in part.schema:
            kept.append(option)
            continue
        made["patternProperties"] = {**part.schema["patternProperties"], **made.get("patternProperties", {})}
        names = [each["propertyNames"] for each in (made, part.schema) if "propertyNames" in each]
        if names:
            made["propertyNames"] = names[0] if len(names) == 1 else {"allOf": names}
    if "allOf" in schema:
        made = {key: value for key, value in made.items() if key != "allOf"} | ({"allOf": kept} if kept else {})
    return made
