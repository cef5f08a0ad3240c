"""A download has the type of any octets, whatever the URL says.

Breaks `core/Session/downloadUrl/content-type`.
"""

from __future__ import annotations

from .. import transfer


def plant() -> None:
    right = transfer.media_type_of

    def media_type_of(asked: str) -> str:
        right(asked)
        return transfer.UNTYPED

    transfer.media_type_of = media_type_of
