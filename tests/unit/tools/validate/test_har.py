"""Recordings of a browser."""

from __future__ import annotations

import base64
import json
from typing import Any

from jmap_spec.validate.har import is_har, messages

REQUEST, RESPONSE = {"using": [], "methodCalls": []}, {"methodResponses": [], "sessionState": "s"}


def entry(sent: str | None, got: str, **more: Any) -> dict[str, Any]:
    request = {"postData": {"text": sent}} if sent is not None else {}
    return {"request": request, "response": {"content": {"text": got, **more}}}


def archive(*entries: Any) -> dict[str, Any]:
    return {"log": {"entries": list(entries)}}


def test_each_message_of_a_recording_is_found_and_paired() -> None:
    text = base64.b64encode(json.dumps(RESPONSE).encode()).decode()
    recorded = archive(
        entry(None, json.dumps({"apiUrl": "/api"})),
        entry(None, "<html>"),
        entry(json.dumps(REQUEST), text, encoding="base64"),
        "no entry",
        {},
        entry("{}", '{"other": 1}'),
    )
    assert is_har(recorded)
    found = list(messages(recorded))
    assert [(m.label, m.name) for m in found] == [
        ("entry 1, response", "Session"),
        ("entry 3, request", "Request.full"),
        ("entry 3, response", "Response.full"),
    ]
    assert found[2].request == REQUEST


def test_a_broken_message_is_told_and_other_broken_text_is_passed_over() -> None:
    found = list(messages(archive(entry('{"methodCalls": [], "methodCalls": []}', '{"broken": '))))
    assert [(m.label, str(m.problem)) for m in found] == [
        ("entry 1, request", 'line 1, column 21: the name "methodCalls" stands twice in one object'),
    ]


def test_what_is_no_recording() -> None:
    assert not any(map(is_har, ([], {}, {"log": []}, {"log": {"entries": 1}})))
