"""A Response held against its Request."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_spec.validate.exchange import answers

GET = ["Cog/get", {"ids": ["a", "b"], "properties": ["name"]}, "c0"]
GOT = ["Cog/get", {"list": [{"id": "a", "name": "x"}], "notFound": ["b"]}, "c0"]
SET, WAS_SET = ["Cog/set", {}, "c1"], ["Cog/set", {}, "c1"]
ERROR = ["error", {"type": "serverFail"}, "c1"]


def response(*answered: Any, **more: Any) -> dict[str, Any]:
    return {"methodResponses": list(answered), "sessionState": "s", **more}


#: Request, Response, what is wrong: pointer and message.
TABLE: dict[str, tuple[dict[str, Any], dict[str, Any], list[tuple[str, str]]]] = {
    "as it should be": ({"methodCalls": [GET, SET]}, response(GOT, WAS_SET), []),
    "an error for an answer": ({"methodCalls": [GET, SET]}, response(GOT, ERROR), []),
    "a further answer to one call": ({"methodCalls": [SET]}, response(WAS_SET, ["Gear/set", {}, "c1"]), []),
    "an unknown call id": (
        {"methodCalls": [SET]},
        response(WAS_SET, ["Cog/set", {}, "c9"]),
        [("/methodResponses/1/2", '"c9" is the id of no call')],
    ),
    "the wrong order": (
        {"methodCalls": [GET, SET]},
        response(WAS_SET, GOT),
        [("/methodResponses/1/2", 'the answer to "c0" comes after that to a later call')],
    ),
    "the wrong method": (
        {"methodCalls": [SET]},
        response(["Gear/set", {}, "c1"]),
        [("/methodResponses/0/0", '"Gear/set" answers a call of "Cog/set"')],
    ),
    "no answer": ({"methodCalls": [GET, SET]}, response(GOT), [("/methodResponses", 'the call "c1" has no answer')]),
    "createdIds not returned": (
        {"methodCalls": [SET], "createdIds": {}},
        response(WAS_SET),
        [("", '"createdIds" is missing, though the request has it')],
    ),
    "createdIds not asked for": (
        {"methodCalls": [SET]},
        response(WAS_SET, createdIds={}),
        [("/createdIds", '"createdIds" stands here, though the request has none')],
    ),
    "an id lost, an id too many": (
        {"methodCalls": [GET]},
        response(["Cog/get", {"list": [{"id": "z", "name": "x"}], "notFound": ["b"]}, "c0"]),
        [
            ("/methodResponses/0/1", 'the id "a" was asked for and is in neither "list" nor "notFound"'),
            ("/methodResponses/0/1", 'the id "z" was not asked for'),
        ],
    ),
    "a property lost, a property too many": (
        {"methodCalls": [GET]},
        response(["Cog/get", {"list": [{"id": "a", "teeth": 8}], "notFound": ["b"]}, "c0"]),
        [
            ("/methodResponses/0/1/list/0", 'the property "name" was asked for and is absent'),
            ("/methodResponses/0/1/list/0/teeth", 'the property "teeth" was not asked for'),
        ],
    ),
    "another account and another state": (
        {"methodCalls": [["Cog/changes", {"accountId": "a", "sinceState": "1"}, "c0"]]},
        response(["Cog/changes", {"accountId": "b", "oldState": "2", "newState": "3"}, "c0"]),
        [
            ("/methodResponses/0/1/accountId", '"accountId" is "b", and the "accountId" of the call "a"'),
            ("/methodResponses/0/1/oldState", '"oldState" is "2", and the "sinceState" of the call "1"'),
        ],
    ),
    "one id for two calls": ({"methodCalls": [SET, SET]}, response(), []),
}


@pytest.mark.parametrize(("request_", "answer", "expected"), TABLE.values(), ids=TABLE)
def test_what_is_wrong_with_an_answer(request_: Any, answer: Any, expected: list[tuple[str, str]]) -> None:
    assert [(f.pointer, f.message) for f in answers(request_, answer)] == expected
