"""The blocks of the published texts, each held against the schemas as what it is.

What a block is stands in readings.toml. The texts make up two types for their examples, Foo and Todo:
they are in the folder todos, as a room of the source would be, and the standard methods are derived for them.
"""

from __future__ import annotations

import copy
import json
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jmap_spec.derive.definitions import definitions
from jmap_spec.model import Protocol
from jmap_spec.source import protocol
from jmap_spec.validate import Engine, Facts, findings
from jmap_spec.validate.names import definition
from tests.pointers import place

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DOCUMENTS = ("RFC 8620", "RFC 8621")

#: Where a block stands: document, line.
Spot = tuple[str, int]
#: By block, ``{at, value}`` with a value as JSON, or ``{at}`` for what has to go.
Mends = dict[Spot, list[dict[str, str]]]


def published(document: str) -> list[dict[str, Any]]:
    """The blocks of a document as blocks.py found them."""
    found: list[dict[str, Any]] = json.loads((HERE / f"{stem(document)}.json").read_text("utf-8"))
    return found


def stem(document: str) -> str:
    return document.replace(" ", "").lower()


def table(name: str) -> dict[str, list[dict[str, Any]]]:
    """A TOML file of this folder."""
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Reading:
    """One way that a block is read: by itself, as calls, or as the responses to calls."""

    spot: Spot
    #: ``Session``, ``EmailAddress[]``; ``calls`` or ``responses``; ``answer`` for a response to nothing.
    form: str
    #: ``message``, ``list`` or ``invocation``: how calls and responses are printed.
    printed: str = ""
    #: Where the calls stand that these responses answer.
    asked: Spot | None = None
    #: How many of the calls they answer; None for all.
    answered: int | None = None

    @property
    def holder(self) -> str:
        """The member of the whole message that a block of calls or responses prints; empty for what is neither."""
        return {"calls": "methodCalls", "responses": "methodResponses", "answer": "methodResponses"}.get(self.form, "")


def readings() -> Iterator[Reading]:
    """All of readings.toml; a request with two responses is read twice."""
    said = table("readings")
    for one in said["single"]:
        yield Reading((one["document"], one["line"]), one["as"], "invocation" if one["as"] == "answer" else "")
    for one in said["exchange"]:
        asked = (one["document"], one["request"])
        yield Reading(asked, "calls", one["form"])
        if "response" in one:
            answers = (one["document"], one["response"])
            yield Reading(answers, "responses", one["form"], asked, one.get("answered"))


class Held:
    """The blocks, and what our own validator says of them."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is empty; the source is laid out in it, with the types that the texts make up."""
        shutil.copytree(ROOT / "schemas", folder / "schemas")
        shutil.copytree(HERE / "todos", folder / "schemas" / "todos")
        self.protocol: Protocol = protocol(folder)
        self.engine = Engine(definitions(self.protocol))
        self.facts = Facts(self.protocol, str)
        self.using = sorted({capability.urn for capability in self.protocol.capabilities.values()})
        self.values: dict[Spot, Any] = {
            (document, block["line"]): block["json"]
            for document in DOCUMENTS
            for block in published(document)
            if "json" in block
        }

    def said(self, reading: Reading, mends: Mends) -> list[str]:
        """``level place: message`` of each finding about a block with these mends, without what is only a note.

        The place is a JSON Pointer into the block as printed.
        """
        value = self._mended(reading.spot, mends)
        if not reading.holder:
            return [line for item, at in _items(reading.form, value) for line in self._single(reading.form, item, at)]
        name = "Request.full" if reading.form == "calls" else "Response.full"
        return self._findings(name, self._whole(reading, value), _way(reading), request=self._asked(reading, mends))

    def unknown_methods(self) -> set[str]:
        """The methods of the blocks that not even the made-up types have."""
        wholes = [(one.holder, self._whole(one, self.values[one.spot])) for one in readings() if one.holder]
        used = {invocation[0] for holder, whole in wholes for invocation in whole[holder]}
        return used - set(self.protocol.methods) - {"error"}

    def _asked(self, reading: Reading, mends: Mends) -> Any:
        if reading.asked is None:
            return None
        request = self._whole(replace(reading, form="calls"), self._mended(reading.asked, mends))
        return {**request, "methodCalls": request["methodCalls"][: reading.answered]}

    def _whole(self, reading: Reading, value: Any) -> dict[str, Any]:
        """The Request or Response of which the block prints a part."""
        if reading.printed == "message":
            return dict(value)
        rest = {"using": self.using} if reading.form == "calls" else {"sessionState": ""}
        return {**rest, reading.holder: value if reading.printed == "list" else [value]}

    def _single(self, form: str, item: Any, at: str) -> Iterator[str]:
        alternatives = form.removesuffix("[]").strip("()").split("|")
        if item is None and "null" in alternatives:
            return
        name = alternatives[0]
        if name == "String":
            if not isinstance(item, str):
                yield f"error {at}: no string"
            return
        yield from self._findings(definition(name, self.engine.definitions), item, "", at)

    def _findings(self, name: str, value: Any, way: str, at: str = "", request: Any = None) -> list[str]:
        return [
            f"{one.level} {at}{one.pointer.removeprefix(way)}: {one.message}"
            for one in findings(self.engine, self.facts, name, value, request)
            if one.level != "note"
        ]

    def _mended(self, spot: Spot, mends: Mends) -> Any:
        value = copy.deepcopy(self.values[spot])
        for mend in mends.get(spot, []):
            holder, key = place(value, mend["at"])
            if "value" in mend:
                holder[key] = json.loads(mend["value"])
            else:
                del holder[key]
        return value


def _way(reading: Reading) -> str:
    """What of a pointer into a message the block as printed does not have."""
    return {"message": "", "list": f"/{reading.holder}", "invocation": f"/{reading.holder}/0"}[reading.printed]


def _items(form: str, value: Any) -> list[tuple[Any, str]]:
    return [(item, f"/{index}") for index, item in enumerate(value)] if form.endswith("[]") else [(value, "")]
