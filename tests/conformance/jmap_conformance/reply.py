"""A Response object, taken apart for cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .exchange import Exchange, short
from .outcome import Broken


@dataclass(frozen=True)
class MethodResponse:
    """One element of methodResponses."""

    name: str
    arguments: dict[str, Any]
    call_id: str

    @property
    def error(self) -> str | None:
        """The type of a method-level error; None for any other response."""
        return str(self.arguments.get("type")) if self.name == "error" else None

    def __str__(self) -> str:
        return short([self.name, self.arguments, self.call_id])


@dataclass(frozen=True)
class Reply:
    """What came back for a Request."""

    exchange: Exchange
    message: dict[str, Any]
    responses: tuple[MethodResponse, ...]

    def of(self, call_id: str) -> MethodResponse:
        """The first response to the call of this id.

        Raises:
            Broken: there is none.
        """
        for response in self.responses:
            if response.call_id == call_id:
                return response
        raise Broken(
            f"no response to the call {call_id!r}", expected=f"a response with the id {call_id!r}", found=self.shown
        )

    def result(self, call_id: str, name: str) -> dict[str, Any]:
        """The arguments of the response to a call, which has to be of this name.

        Raises:
            Broken: it is of another name, or there is none.
        """
        response = self.of(call_id)
        if response.name != name:
            raise Broken(f"{name} was not answered as such", expected=f"a {name} response", found=str(response))
        return response.arguments

    def refused(self, call_id: str, *types: str) -> dict[str, Any]:
        """The arguments of the error in response to a call, which has to be of one of these types.

        Raises:
            Broken: the response is no error, or of another type.
        """
        response = self.of(call_id)
        if response.error not in types:
            wanted = " or ".join(types)
            raise Broken(
                f"the call was not refused with {wanted}", expected=f"an error of type {wanted}", found=str(response)
            )
        return response.arguments

    @property
    def shown(self) -> str:
        return short([[one.name, one.arguments, one.call_id] for one in self.responses])


def created(answer: dict[str, Any], key: str, what: str = "a creation was refused") -> dict[str, Any]:
    """What the answer of a /set, /copy or /import tells of the record with this creation id, its id at the least.

    Raises:
        Broken: it was not created; ``what`` says it.
    """
    row = (answer.get("created") or {}).get(key)
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        refused = (answer.get("notCreated") or {}).get(key)
        raise Broken(what, expected="created, with an id", found=short(refused or answer))
    return row
