"""Examples are valid: request, response, what varies, what is elided, what is a creation example."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..derive.definitions import definitions
from ..model import Example, Place, Protocol
from ..problems import Problem
from ..validate import Engine, Facts, findings


def problems(protocol: Protocol) -> Iterator[Problem]:
    engine = Engine(definitions(protocol))
    for example in protocol.examples:
        for half, name in (("request", "Request.full"), ("response", "Response.full")):
            value = getattr(example, half)
            if name in engine.definitions and not engine.is_valid(name, value):
                yield from _breaches(protocol, engine, example, half, name, value)
        yield from _pointers(example)
        yield from _creation(example)


def _breaches(
    protocol: Protocol, engine: Engine, example: Example, half: str, name: str, value: Any
) -> Iterator[Problem]:
    for finding in findings(engine, Facts(protocol, lambda definition: definition), name, value):
        if finding.level == "error":
            hint = finding.hint or (f"allowed is {finding.allowed}" if finding.allowed else "")
            yield Problem(
                Place(example.place.file, f"/{half}{finding.pointer}"), "example/invalid", finding.message, hint
            )


def _pointers(example: Example) -> Iterator[Problem]:
    both = {"request": example.request, "response": example.response}
    for kind, pointers, value in (("varies", example.varies, example.response), ("elide", example.elide, both)):
        for index, pointer in enumerate(pointers):
            if not _exists(value, pointer):
                yield Problem(
                    Place(example.place.file, f"/{kind}/{index}"),
                    "example/pointer",
                    f"{pointer} points to nothing",
                    "correct the pointer, or remove it",
                )


def _creation(example: Example) -> Iterator[Problem]:
    if not example.creation:
        return
    if f'"{example.creation}"' not in json.dumps(example.request):
        yield Problem(
            Place(example.place.file, "/creation"),
            "example/creation",
            f'no /set creates "{example.creation}"',
            "name a creation id of the request",
        )


def _exists(value: Any, pointer: str) -> bool:
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and token.isdigit() and int(token) < len(value):
            value = value[int(token)]
        else:
            return False
    return True
