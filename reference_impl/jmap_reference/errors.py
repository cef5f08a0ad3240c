"""Errors on their three levels, as JSON.

The classes are generated from the source, one a code: ``request.Limit`` ends a whole HTTP
request, ``method.StateMismatch`` one method call, ``set_.NotFound`` the work on one record.
Whoever finds the fault raises; ``http``, ``protocol`` and ``standard.set`` catch.
"""

from __future__ import annotations

from typing import Any

from .generated.errors import method, request
from .generated.errors import set as set_
from .generated.errors.method import MethodError
from .generated.errors.request import RequestError
from .generated.errors.set import SetError

__all__ = ["MethodError", "RequestError", "SetError", "error_arguments", "method", "problem", "request", "set_"]


def problem(error: RequestError) -> dict[str, Any]:
    """The problem details object (RFC 7807) of a request-level error."""
    return _object(error, "detail", status=error.status)


def error_arguments(error: MethodError | SetError) -> dict[str, Any]:
    """The arguments of an ``error`` response, or a SetError object: both have one form."""
    return _object(error, "description")


def _object(error: RequestError | MethodError | SetError, described: str, **first: Any) -> dict[str, Any]:
    said = {described: error.description} if error.description else {}
    return {"type": error.type, **first, **said, **error.members}
