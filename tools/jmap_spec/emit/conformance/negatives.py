"""What the suite sends by mistake: for every rule about what a server reads, one object that breaks it.

Each entry says the ``rule`` (the name of the negative), ``at`` what was spoilt, and what to do to a
good object to have the mistake in it: ``give`` these members, ``leaveOut`` those.
"""

from __future__ import annotations

from typing import Any

from ...model import Protocol
from ...negatives.sent import Mistakes, Sent


def negatives(protocol: Protocol, comment: str) -> dict[str, Any]:
    """By what is spoilt: the arguments of each method, the records that a call brings, the Request itself."""
    made = Mistakes(protocol)
    arguments = {method.name: f"{method.type}.{method.verb}.arguments" for method in protocol.methods.values()}
    spoilt = {name: _entries(made, root) for name, root in arguments.items()}
    return {
        "$comment": comment,
        "arguments": {name: entries for name, entries in spoilt.items() if entries},
        "holders": {
            holder.root: {"method": holder.method, "argument": holder.argument, "shape": holder.shape}
            for holder in made.holders
        },
        "records": {holder.root: _entries(made, holder.root) for holder in made.holders},
        "messages": {
            root: [{"rule": one.rule, "at": one.pointer, "body": one.value} for one in made.of(root)]
            for root in ("Request",)
            if root in made.table
        },
    }


def _entries(made: Mistakes, root: str) -> list[dict[str, Any]]:
    return [_entry(one, made.table[root]) for one in made.of(root)]


def _entry(one: Sent, schema: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {"rule": one.rule, "at": one.pointer, "give": one.given(schema.get("required", ()))}
    if left_out := [name for name in one.left_out if name in schema.get("properties", ())]:
        said["leaveOut"] = left_out
    return {**said, "form": True} if one.form else said
