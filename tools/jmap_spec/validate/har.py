"""The JMAP messages in an HTTP Archive, as browsers save what they sent and got."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..json_text import JsonProblem
from .ijson import read
from .names import guess


@dataclass(frozen=True)
class Recorded:
    """One message of a recording."""

    #: ``entry 3, response``: from 1, in the order of the archive.
    label: str
    #: The definition that it has to meet.
    name: str
    text: str
    value: Any
    #: Why it could not be read; then there is no value.
    problem: JsonProblem | None = None
    #: The value of the request in the same entry, for a Response.
    request: Any = None


def is_har(value: Any) -> bool:
    """Whether a JSON value is an HTTP Archive."""
    log = value.get("log") if isinstance(value, dict) else None
    return isinstance(log, dict) and isinstance(log.get("entries"), list)


def messages(archive: Any) -> Iterator[Recorded]:
    """Each Session, Request and Response of an archive; other traffic is passed over."""
    for index, entry in enumerate(archive["log"]["entries"], 1):
        if not isinstance(entry, dict):
            continue
        posted, got = _text(_inside(entry, "request", "postData")), _text(_inside(entry, "response", "content"))
        asked = _message(f"entry {index}, request", posted, {"Request.full"})
        if asked:
            yield asked
        answer = _message(f"entry {index}, response", got, {"Response.full", "Session"})
        if answer:
            matched = asked.value if asked and answer.name == "Response.full" else None
            yield Recorded(answer.label, answer.name, answer.text, answer.value, answer.problem, matched)


def _message(label: str, text: str, names: set[str]) -> Recorded | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        value, _ = read(text.encode("utf-8", "surrogatepass"))
    except JsonProblem as problem:
        # Only what would have been a message is worth a word.
        telling = ('"methodCalls"', '"methodResponses"')
        return Recorded(label, "", text, None, problem) if any(word in text for word in telling) else None
    name = guess(value)
    return Recorded(label, name, text, value) if name in names else None


def _inside(entry: dict[str, Any], *names: str) -> dict[str, Any]:
    value: Any = entry
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _text(body: dict[str, Any]) -> str:
    text = body.get("text")
    if not isinstance(text, str):
        return ""
    if body.get("encoding") == "base64":
        try:
            return base64.b64decode(text, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return text
