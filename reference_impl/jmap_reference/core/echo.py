"""Core/echo: what was sent comes back (RFC 8620, Section 4)."""

from __future__ import annotations

from typing import Any

from ..standard.call import Call


def echo(call: Call) -> dict[str, Any]:
    """The arguments, as they are."""
    # req: core/Core/echo/same-arguments
    #   The arguments of the response MUST be those of the request, once result references are resolved.
    return call.arguments
