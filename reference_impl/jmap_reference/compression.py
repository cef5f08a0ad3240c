"""Bodies in gzip, both ways (RFC 9110, Section 8.4). No other coding is known here."""

from __future__ import annotations

import asyncio
import gzip
import re
import zlib
from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response

SMALLEST: Final = 1000
"""Octets: less fits in one packet as it is."""
LEVEL: Final = 4
"""Of 9: JSON gets smaller by little more than a tenth beyond it, at three times the work."""
AT_ONCE: Final = 100_000
"""Octets: the work on more than that is no work for the event loop, since others wait for it."""
DENSE: Final = re.compile(
    r"(audio|image|video)/|font/woff|text/event-stream|application/(octet-stream|pdf|gzip|x-gzip|zip)\b", re.I
)
"""Types that gain nothing, and the event source, which must not wait until there is enough of it."""

_GZIP: Final = re.compile(r"(?:^|,)[ \t]*(?:x-)?gzip[ \t]*(?:;[ \t]*q=([0-9.]+))?[ \t]*(?=,|$)", re.I)


async def compressed(response: Response, asked: Headers) -> Response:
    """The response, now in gzip if the client takes it and there is something to gain."""
    body, headers = getattr(response, "body", b""), response.headers
    if len(body) < SMALLEST or response.status_code == 206 or DENSE.match(headers.get("content-type", "")):
        return response
    headers.add_vary_header("Accept-Encoding")
    # req: core/content-coding/only-accepted
    if takes_gzip(asked.getlist("accept-encoding")):
        if len(body) > AT_ONCE:
            response.body = await asyncio.to_thread(gzip.compress, body, LEVEL, mtime=0)
        else:
            response.body = gzip.compress(body, LEVEL, mtime=0)
        headers.update({"content-encoding": "gzip", "content-length": str(len(response.body))})
        if etag := headers.get("etag"):
            # These are other octets than those that the tag stands for, of the same meaning.
            headers["etag"] = f"W/{etag}"
    return response


def takes_gzip(accepted: list[str]) -> bool:
    """Whether an Accept-Encoding header names gzip, and not to say that it refuses it (``q=0``)."""
    found = _GZIP.search(",".join(accepted))
    return bool(found) and (found[1] is None or found[1].strip("0.") != "")  # type: ignore[index]


class Decoder:
    """The octets of a body that comes in parts: as they are, or out of gzip, and never more than one wants."""

    def __init__(self, coding: str) -> None:
        """
        Raises:
            HTTPException: 415, the coding is not known.
        """
        name = coding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip"):
            raise HTTPException(415, "a body is sent as it is, or in gzip", {"accept-encoding": "gzip"})
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS) if "gzip" in name else None

    def decode(self, part: bytes, most: int) -> bytes:
        """What the next part stands for; of more than ``most`` octets, some that are more than ``most``.

        Raises:
            HTTPException: 400, this is no gzip.
        """
        if self._inflate is None:
            return part
        try:
            # req: core/content-coding/unpacked-size
            # One octet too many is enough to know; all of them could be a thousand times as many.
            octets = self._inflate.decompress(part, most + 1)
        except zlib.error:
            raise HTTPException(400, "the body is no gzip") from None
        if self._inflate.unused_data:
            raise HTTPException(400, "the body goes on after the end of the gzip")
        return octets

    def end(self) -> None:
        """
        Raises:
            HTTPException: 400, the body broke off.
        """
        if self._inflate is not None and not self._inflate.eof:
            raise HTTPException(400, "the gzip of the body breaks off")
