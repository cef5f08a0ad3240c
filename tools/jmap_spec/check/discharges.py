"""A requirement said to be kept by a schema names a rule that the schema has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..derive.definitions import definitions
from ..model import Protocol
from ..problems import Problem


def problems(protocol: Protocol) -> Iterator[Problem]:
    table = definitions(protocol)
    for requirement in protocol.requirements.values():
        said = requirement.discharge.get("schema")
        if said is None:
            continue
        name, _, keyword = said.partition("#")
        if name not in table:
            yield Problem(
                requirement.place,
                "discharge/unknown",
                f'{requirement.id}: there is no definition "{name}"',
                "say NAME#keyword, with a name of the bundle's definitions",
            )
        elif keyword.rpartition("/")[2] not in set(_keywords(table[name])):
            yield Problem(
                requirement.place,
                "discharge/keyword",
                f'{requirement.id}: {name} has no rule "{keyword}"',
                f"it has {', '.join(sorted(set(_keywords(table[name]))))}",
            )


def _keywords(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, value in schema.items():
            yield key
            yield from _keywords(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from _keywords(item)
