"""Examples as nodes: what a client sends and what a server answers, as JSON that is laid out later."""

from __future__ import annotations

import json
from typing import Any

from ..model import Example, Structure
from . import nodes as ours
from .entries import Entries, Nodes, paragraph
from .leads import leading


def example_nodes(entries: Entries, example: Example, whole: bool = False, only: str = "") -> Nodes:
    """Request and response. Unless ``whole``, what stands in methodCalls and methodResponses."""
    made: Nodes = []
    for side, value, inner in (
        ("request", example.request, "methodCalls"),
        ("response", example.response, "methodResponses"),
    ):
        if only not in ("", side):
            continue
        base = f"/{side}" if whole else f"/{side}/{inner}"
        shown = with_states(example, value if whole else value[inner])
        elide = [p.removeprefix(base) for p in example.elide if p.startswith(f"{base}/")]
        place = f"{example.place.file}#{base}"
        lead = {"request": "The client sends:", "response": "The server answers:"}[side]
        block = ours.json_block(json=json.dumps(shown, ensure_ascii=False), elide=elide)
        block.source = place
        made += [leading(paragraph(lead, lead=True, place=place)), block]
    return made


def instance_nodes(structure: Structure) -> Nodes:
    """The first of a structure's examples, whole."""
    block = ours.json_block(json=json.dumps(structure.schema["examples"][0], ensure_ascii=False), elide=[])
    block.source = f"{structure.place.file}#{structure.place.pointer}/examples/0"
    return [block]


#: Argument of a request → where its response repeats the value.
_REPEATED = {"sinceState": "oldState", "ifInState": "oldState", "sinceQueryState": "oldQueryState"}


def with_states(example: Example, value: Any) -> Any:
    """A request as a client sends it: for ``"{state}"``, what the server says in the response."""
    answers = {call[2]: call[1] for call in example.response.get("methodResponses", ())}
    known: dict[str, Any] = {}
    for _name, arguments, call_id in example.request.get("methodCalls", ()):
        for argument, said in arguments.items():
            repeated = answers.get(call_id, {}).get(_REPEATED.get(argument, ""))
            if isinstance(said, str) and said.startswith("{") and repeated is not None:
                known[said] = repeated
    return _replaced(value, known)


def _replaced(value: Any, known: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(inner, known) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, known) for inner in value]
    return known.get(value, value) if isinstance(value, str) else value
