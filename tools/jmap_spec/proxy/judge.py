"""What passes by, and what there is to say about it: octets in, findings out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..json_text import JsonProblem
from ..validate import Engine, Facts, Finding, findings, placed
from ..validate.ijson import read
from ..validate.names import guess, public
from ..validate.render import is_valid

_JSON = "application/json"
#: The requirement that a body which does not say so breaks.
_TYPED = "core/errors/request/notJSON/content-type"


@dataclass(frozen=True)
class Seen:
    """One message of the protocol."""

    #: ``request 3``, ``event of request 4``.
    label: str
    #: What it is: ``Request``, ``Session``; empty for what could not be read.
    name: str
    #: What is in it, for a line of the log: the methods that are called.
    about: str
    findings: list[Finding]

    @property
    def valid(self) -> bool:
        return is_valid(self.findings)


class Judge:
    """Knows the definitions; keeps nothing of what it sees."""

    def __init__(self, engine: Engine, facts: Facts) -> None:
        self._engine, self._facts = engine, facts

    def request(self, label: str, content_type: str, octets: bytes) -> tuple[Seen | None, Any]:
        """A body that a client posted to the API, and its value where it is a valid Request."""
        seen, value = self._message(label, octets, "Request.full", '"methodCalls"')
        if seen and content_type.partition(";")[0].strip().lower() != _JSON:
            said = f'the type of the body is "{content_type}"' if content_type else "the body has no type"
            rule = self._facts.protocol.requirements[_TYPED]
            seen.findings.append(
                Finding(0, 0, "", "error", said, f"Content-Type: {_JSON}", requirement=rule.id, section=rule.section)
            )
        return seen, value if seen and seen.valid else None

    def response(self, label: str, octets: bytes, request: Any = None) -> tuple[Seen | None, Any]:
        """A body that the server answered with, and its value: a Response, a Session, or something else (None)."""
        for name, telling in (("Response.full", '"methodResponses"'), ("Session", '"apiUrl"')):
            seen, value = self._message(label, octets, name, telling, request)
            if seen:
                return seen, value
        return None, None

    def event(self, label: str, octets: bytes) -> Seen | None:
        """The data of a ``state`` event (RFC 8620, Section 7.3)."""
        return self._message(label, octets, "StateChange", "")[0]

    def _message(
        self, label: str, octets: bytes, name: str, telling: str, request: Any = None
    ) -> tuple[Seen | None, Any]:
        if telling.encode() not in octets:
            return None, None
        try:
            value, text = read(octets)
        except JsonProblem as problem:
            place = problem.line, problem.column, problem.pointer
            said = [Finding(*place, "error", problem.message, section="RFC 8620, Section 1.5")]
            return Seen(label, "", "", said), None
        if telling and guess(value) != name:
            return None, value
        told = placed(findings(self._engine, self._facts, name, value, request), text)
        return Seen(label, public(name), _about(value), told), value


def _about(value: Any) -> str:
    for holder in ("methodCalls", "methodResponses"):
        if isinstance(value, dict) and isinstance(value.get(holder), list):
            return ", ".join(str(call[0]) for call in value[holder] if isinstance(call, list) and call)
    return ""
