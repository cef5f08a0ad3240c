"""Parts of a download, and downloads that the client has already (RFC 9110, Sections 13 and 14)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

_ONE_RANGE: Final = re.compile(r"bytes=[ \t]*([0-9]{0,15})-([0-9]{0,15})[ \t]*", re.I)
"""Several ranges in one request may be ignored (RFC 9110, Section 14.2), and are."""


def answer(octets: bytes, etag: str, asked: Mapping[str, str], headers: Mapping[str, str]) -> Response:
    """The response to a GET or HEAD for ``octets``: 200, 206 or 304.

    ``asked``: the header fields of the request; ``headers``: those that go with the octets.

    Raises:
        HTTPException: 416, the range that is asked for lies behind the end.
    """
    # req: core/download/ranges
    described = {**headers, "etag": etag, "accept-ranges": "bytes"}
    # req: core/download/not-modified
    if _is_known(asked.get("if-none-match", ""), etag):
        known = {name: value for name, value in described.items() if name in ("etag", "cache-control")}
        return Response(status_code=304, headers=known)
    # If-Range needs the very octets: a weak validator is that of a compressed answer (RFC 9110, Section 13.1.5).
    part = range_of(asked.get("range", ""), len(octets)) if asked.get("if-range", etag) == etag else None
    if part is None:
        return Response(octets, headers=described)
    # req: core/download/unsatisfiable
    if not part:
        where = {"content-range": f"bytes */{len(octets)}", "accept-ranges": "bytes"}
        raise HTTPException(416, "the range lies behind the end", where)
    # req: core/download/partial
    #   A response with status 206 MUST have the octets that were asked for, and a Content-Range that says which they
    #   are.
    where = {"content-range": f"bytes {part.start}-{part.stop - 1}/{len(octets)}"}
    return Response(octets[part.start : part.stop], 206, described | where)


def range_of(header: str, size: int) -> range | None:
    """The octets, of ``size``, that a Range header asks for.

    None where there is no such header, or one that is ignored; empty where it asks for nothing that there is.
    """
    found = _ONE_RANGE.fullmatch(header)
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        return range(max(0, size - int(found[2])), size)
    first, last = int(found[1]), int(found[2]) if found[2] else size - 1
    # The last before the first is no range; behind the end of the octets is one, of nothing.
    if found[2] and last < first:
        return None
    return range(first, min(last + 1, size))


def _is_known(if_none_match: str, etag: str) -> bool:
    """Whether a list of entity tags has this one; weak ones are as good (RFC 9110, Section 13.1.2)."""
    tags = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return etag in tags or tags == ["*"]
