"""Bodies in gzip, both ways (RFC 9110, Section 8.4). No other coding is known here."""

from __future__ import annotations

import re
import zlib
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

SMALLEST: Final = 1000
"""Octets: less fits in one packet as it is."""
LEVEL: Final = 4
"""Of 9: JSON gets smaller by little more than a tenth beyond it, at three times the work."""
DENSE: Final = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/octet-stream", "application/pdf", "image/*")
"""Types that gain nothing, and the event source, which must not wait until there is enough of it."""

_GZIP: Final = re.compile(r"(?:^|,)[ \t]*(?:x-)?gzip[ \t]*(?:;[ \t]*q=([0-9.]+))?[ \t]*(?=,|$)", re.I)


class Compression:
    """ASGI middleware: answers in gzip, to who takes it."""

    def __init__(self, app: Any) -> None:
        self._plain = app
        self._gzip = GZipMiddleware(app, SMALLEST, LEVEL, exclude_content_types=DENSE)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def plain(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"].append((b"vary", b"Accept-Encoding"))
            await send(message)

        async def small(message: Any) -> None:
            if message["type"] == "http.response.start" and (b"content-encoding", b"gzip") in message["headers"]:
                # These are other octets than those that the tag stands for, of the same meaning.
                message["headers"] = [
                    (name, b"W/" + value if name == b"etag" else value) for name, value in message["headers"]
                ]
            await send(message)

        if takes_gzip(scope["headers"]):
            await self._gzip(scope, receive, small)
        else:
            await self._plain(scope, receive, plain)


def takes_gzip(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether a client names gzip, and not to say that it refuses it (``q=0``)."""
    said = ",".join(value.decode("latin-1") for name, value in headers if name == b"accept-encoding")
    found = _GZIP.search(said)
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
