"""Faults about downloads as browsers take them, and about uploads as forms send them (RFC 8620, Section 6)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from .. import http, ranges, transfer
from ..limits import Limits
from . import fault
from .planting import instead, put
from .web import DOWNLOAD, UPLOAD, with_status, without_field

SAFETY = "core/download-safety"


@fault(f"{SAFETY}/attachment")
def downloads_shown() -> None:
    """Downloads are to be shown, and not to be saved."""
    instead(transfer, "disposition", lambda right, name: right(name).replace("attachment", "inline", 1))


@fault(f"{SAFETY}/nosniff")
def downloads_sniffed() -> None:
    """Browsers may guess another type for a download."""
    without_field("x-content-type-options", DOWNLOAD)


@fault(f"{SAFETY}/sandbox")
def downloads_without_sandbox() -> None:
    """A download that is shown may run its scripts."""
    without_field("content-security-policy", DOWNLOAD)


@fault(f"{SAFETY}/same-site")
def downloads_in_foreign_pages() -> None:
    """Pages of other sites may load downloads into themselves."""
    without_field("cross-origin-resource-policy", DOWNLOAD)


def adding_fields(variable: Callable[[Request], str]) -> None:
    """What stands behind a line break in a variable of a download becomes fields of the header."""

    async def download(right: Any, server: http.Http, asked: Request) -> Response:
        answer: Response = await right(server, asked)
        for line in variable(asked).splitlines()[1:]:
            name, colon, value = line.partition(": ")
            if colon:
                answer.headers[name] = value
        return answer

    instead(http, "download", download)


@fault(f"{SAFETY}/valid-type")
def any_type_taken() -> None:
    """A download has the type that the URL says, whatever that is; line breaks in it end the field."""
    instead(transfer, "media_type_of", lambda right, asked: asked.splitlines()[0] if asked else transfer.UNTYPED)
    adding_fields(lambda asked: asked.query_params.get("type", ""))


@fault(f"{SAFETY}/safe-name")
def name_as_it_is() -> None:
    """The name of a download stands in its header as the URL says; line breaks in it end the field."""
    instead(transfer, "disposition", lambda right, name: f'attachment; filename="{name.splitlines()[0]}"')
    adding_fields(lambda asked: asked.path_params["name"])


@fault(f"{SAFETY}/name-no-path")
def name_as_a_path() -> None:
    """A name of a download that leads upwards is that of a file of the server."""

    async def download(right: Any, server: http.Http, asked: Any) -> Response:
        answer: Response = await right(server, asked)
        return Response(Path(__file__).read_bytes()) if asked.path_params["name"].startswith("../") else answer

    instead(http, "download", download)


@fault("core/download/not-found")
def missing_blob_forbidden() -> None:
    """A blob that is not there is answered with 403."""
    with_status(403, instead_of=404, below=DOWNLOAD)


@fault("core/download/ranges")
def ranges_ignored() -> None:
    """Who asks for a part of a download gets the whole."""
    instead(ranges, "range_of", lambda right, *given: None)


@fault("core/download/partial")
def parts_begin_late() -> None:
    """A part of a download lacks the first octet that was asked for."""

    def range_of(right: Any, *given: Any) -> range | None:
        found: range | None = right(*given)
        return range(found.start + 1, found.stop) if found else found

    instead(ranges, "range_of", range_of)


@fault("core/download/unsatisfiable")
def whole_for_nothing() -> None:
    """Who asks for what is behind the end of a download gets the whole."""
    instead(ranges, "range_of", lambda right, *given: right(*given) or None)


@fault("core/download/not-modified")
def known_sent_again() -> None:
    """Who has a download, and says so, is sent it again."""
    instead(ranges, "_is_known", lambda right, *given: False)


@fault("core/upload/no-account")
def upload_to_nobody_called_bad() -> None:
    """An upload to an account that there is not is answered with 400."""
    with_status(400, instead_of=404, below=UPLOAD)


@fault("core/upload/too-large")
def large_upload_called_bad() -> None:
    """An upload that is too large is answered with 400."""
    put(transfer.UploadTooLarge, "status", 400)


@fault("core/upload/whole-content")
def forms_unpacked() -> None:
    """Of an upload that has the form of what web pages send, only the file in it is kept."""

    async def read(right: Any, asked: Any, *given: Any) -> bytes:
        octets: bytes = await right(asked, *given)
        is_form = asked.headers.get("content-type", "").startswith("multipart/form-data")
        return octets.partition(b"\r\n\r\n")[2].rpartition(b"\r\n--")[0] if is_form else octets

    instead(transfer, "read", read)


@fault("core/Blob/quota-size")
def room_for_half_a_message() -> None:
    """There is room for less than what one message can have attached."""

    def make_room(right: Any, transaction: Any, account: Any, user: str, most: int, blob: str) -> Any:
        return right(transaction, account, user, Limits().maxSizeAttachmentsPerEmail * 3 // 5, blob)

    instead(transfer, "make_room", make_room)
