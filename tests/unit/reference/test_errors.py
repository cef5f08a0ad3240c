"""Errors as JSON."""

from __future__ import annotations

import pytest

from jmap_reference.errors import error_arguments, method, problem, request, set_
from jmap_reference.validation import faults


def test_a_problem_has_its_type_status_detail_and_members() -> None:
    assert problem(request.Limit("too many", limit="maxCallsInRequest")) == {
        "type": "urn:ietf:params:jmap:error:limit", "status": 400, "detail": "too many", "limit": "maxCallsInRequest",
    }  # fmt: skip
    assert problem(request.NotRequest()).keys() == {"type", "status"}


def test_an_error_has_its_type_description_and_members() -> None:
    assert error_arguments(set_.AlreadyExists(existingId="x")) == {"type": "alreadyExists", "existingId": "x"}
    assert error_arguments(method.InvalidArguments("why")) == {"type": "invalidArguments", "description": "why"}


@pytest.mark.parametrize("code", method.BY_CODE)
def test_every_method_error_is_valid(code: str) -> None:
    assert faults(f"error.method.{code}", error_arguments(method.BY_CODE[code]("why"))) == ""
