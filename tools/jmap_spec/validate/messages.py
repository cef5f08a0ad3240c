"""What the schema of a whole Request or Response leaves open: names of methods and of capabilities.

A server may know more methods and capabilities than this version of the protocol, so an unknown
name is a note; a near miss of a known one is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import Protocol
from .findings import Finding
from .near import did_you_mean


def unknown_names(protocol: Protocol, message: Any, holder: str) -> Iterator[Finding]:
    """Findings about the method names under ``holder`` (methodCalls, methodResponses) and about ``using``."""
    if not isinstance(message, dict):
        return
    using = [urn for urn in _items(message.get("using")) if isinstance(urn, str)]
    known = [capability.urn for capability in protocol.capabilities.values()]
    for index, urn in enumerate(using):
        if urn not in known:
            yield _open(f"/using/{index}", f'unknown capability "{urn}"', did_you_mean(urn, known))
    for index, call in enumerate(_items(message.get(holder))):
        name = call[0] if isinstance(call, list) and call and isinstance(call[0], str) else None
        if name is None or (name == "error" and holder == "methodResponses"):
            continue
        at = f"/{holder}/{index}/0"
        if name not in protocol.methods:
            hint = did_you_mean(name, protocol.methods)
            yield _open(at, f'unknown method "{name}": its arguments are not checked', hint)
        elif holder == "methodCalls" and isinstance(message.get("using"), list):
            yield from _capability(protocol, name, using, at)


def _capability(protocol: Protocol, method: str, using: list[str], at: str) -> Iterator[Finding]:
    capability = protocol.capabilities.get(protocol.methods[method].room)
    if capability and capability.urn not in using:
        message = f'"{method}" is a method of a capability that "using" does not list'
        hint, section = f'add "{capability.urn}" to "using"', capability.section
        yield Finding(0, 0, at, "warning", message, hint=hint, section=section)


def _open(at: str, message: str, hint: str) -> Finding:
    return Finding(0, 0, at, "warning" if hint else "note", message, hint=hint)


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
