"""A valid Response held against the valid Request that it answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..json_text import escape
from .findings import Finding

#: What a response says again of its request: argument, member of the response, the section that says so.
_ECHOED = (
    ("accountId", "accountId", ""),
    ("fromAccountId", "fromAccountId", "RFC 8620, Section 5.4"),
    ("sinceState", "oldState", "RFC 8620, Section 5.2"),
    ("sinceQueryState", "oldQueryState", "RFC 8620, Section 5.6"),
)


def answers(request: Any, response: Any) -> Iterator[Finding]:
    """Call ids, names, order and createdIds (RFC 8620, Section 3.4), what is echoed, and what each /get was asked."""
    calls = {call[2]: call for call in request["methodCalls"]}
    if len(calls) < len(request["methodCalls"]):
        return  # a client may give one id to two calls, and then nobody can tell their answers apart
    order = list(calls)
    answered: list[str] = []
    for index, (name, arguments, call_id) in enumerate(response["methodResponses"]):
        at = f"/methodResponses/{index}"
        if call_id not in calls:
            yield _envelope(f"{at}/2", f'"{call_id}" is the id of no call', ", ".join(order))
            continue
        if answered and order.index(call_id) < max(map(order.index, answered)):
            yield _envelope(f"{at}/2", f'the answer to "{call_id}" comes after that to a later call')
        asked = calls[call_id]
        # Further answers to one call are of other methods: an implicit /set, for one (RFC 8620, Section 5.4).
        if call_id not in answered and name not in (asked[0], "error"):
            yield _envelope(f"{at}/0", f'"{name}" answers a call of "{asked[0]}"', f'"{asked[0]}" or "error"')
        elif name == asked[0]:
            yield from _echoes(asked[1], arguments, f"{at}/1")
            yield from _records(asked[1], arguments, f"{at}/1")
        answered.append(call_id)
    for call_id in order:
        if call_id not in answered:
            yield _envelope("/methodResponses", f'the call "{call_id}" has no answer')
    if "createdIds" in request and "createdIds" not in response:
        yield _envelope("", '"createdIds" is missing, though the request has it')
    if "createdIds" in response and "createdIds" not in request:
        yield _envelope("/createdIds", '"createdIds" stands here, though the request has none')


def _echoes(asked: dict[str, Any], answered: dict[str, Any], at: str) -> Iterator[Finding]:
    """The account and the state of the call are those of its answer (RFC 8620, Sections 5.1 to 5.6)."""
    for argument, member, section in _ECHOED:
        if argument in asked and member in answered and asked[argument] != answered[member]:
            message = f'"{member}" is "{answered[member]}", and the "{argument}" of the call "{asked[argument]}"'
            yield Finding(0, 0, f"{at}/{member}", "error", message, section=section or "RFC 8620, Section 5.1")


def _records(asked: dict[str, Any], answered: dict[str, Any], at: str) -> Iterator[Finding]:
    """The ids and properties of a /get that were asked for are those that are answered (RFC 8620, Section 5.1)."""
    records, not_found = answered.get("list"), answered.get("notFound")
    if not isinstance(records, list) or not isinstance(not_found, list):
        return
    ids = asked.get("ids")
    if isinstance(ids, list) and not any(id.startswith("#") for id in ids):
        given = [*(record.get("id") for record in records), *not_found]
        for missing in dict.fromkeys(id for id in ids if id not in given):
            yield _get(at, f'the id "{missing}" was asked for and is in neither "list" nor "notFound"')
        for extra in dict.fromkeys(id for id in given if id not in ids):
            yield _get(at, f'the id "{extra}" was not asked for')
    if isinstance(asked.get("properties"), list):
        wanted = {"id", *asked["properties"]}
        for index, record in enumerate(records):
            for name in sorted(wanted - set(record)):
                yield _get(f"{at}/list/{index}", f'the property "{name}" was asked for and is absent')
            for name in sorted(set(record) - wanted):
                yield _get(f"{at}/list/{index}/{escape(name)}", f'the property "{name}" was not asked for')


def _envelope(at: str, message: str, allowed: str = "") -> Finding:
    return Finding(0, 0, at, "error", message, allowed, section="RFC 8620, Section 3.4")


def _get(at: str, message: str) -> Finding:
    return Finding(0, 0, at, "error", message, section="RFC 8620, Section 5.1")
