"""Whatever a server does, no case may bring the harness down: each gets its own result, and none is an error."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from jmap_conformance.collect import all_instances
from jmap_conformance.probe import probe
from tests.unit.conformance.fake import Answer, echo, response, serving
from tests.unit.conformance.helpers import MANIFEST, worker

Api = Callable[[dict[str, str], bytes], Answer]


def calls(body: bytes) -> list[Any]:
    try:
        return list(json.loads(body)["methodCalls"])
    except (ValueError, KeyError, TypeError):
        return []


def every(arguments: Any) -> Api:
    """Each call is answered by its own name with these arguments."""
    return lambda headers, body: response(*([call[0], arguments, call[2]] for call in calls(body)))


LIES: dict[str, Api] = {
    "echoes": lambda headers, body: echo(headers, body) if calls(body) else response(),
    "fails": lambda headers, body: Answer(500, b"oops", {"Content-Type": "text/plain"}),
    "page": lambda headers, body: Answer(200, b"<!doctype html>", {"Content-Type": "text/html"}),
    "hangs-up": lambda headers, body: Answer(body=None),
    "no-responses": lambda headers, body: response(),
    "null": lambda headers, body: Answer(body=b"null"),
    "problem-of-nothing": lambda headers, body: Answer(400, b"5"),
    "empty-arguments": every({}),
    "arguments-of-nulls": every({"list": None, "notFound": None, "created": None, "ids": None, "state": None}),
    "arguments-of-numbers": every({"list": 1, "created": 2, "updated": 3, "destroyed": 4, "ids": 5, "accountId": 6}),
    "lists-of-nonsense": every(
        {"list": [1, None], "created": {"k": 1, "k0": 2}, "added": [3], "removed": 4, "ids": [{}]}
    ),
    "server-fail": lambda headers, body: response(
        *(["error", {"type": "serverFail"}, call[2]] for call in calls(body))
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_server_that_lies_makes_no_error(lie: str) -> None:
    """Every case against a server that answers everything in one wrong way."""
    with serving(LIES[lie]) as fake:
        made = worker(fake.url, patience=0.2)
        made.second = made.server
        made.problems = probe(made.server)
        results = [made.run(instance) for instance in all_instances(MANIFEST)]
        made.close()
    assert [(one.id, one.message) for one in results if one.outcome == "error"] == []
    counts = Counter(one.outcome for one in results)
    assert counts["fail"] + counts["blocked"] > counts["pass"]
