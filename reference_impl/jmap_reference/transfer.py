"""Octets up and down (RFC 8620, Section 6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from .blobs import make_room, readable
from .errors import request
from .ranges import answer
from .store.interface import Transaction
from .store.values import Account
from .web import as_json, read

if TYPE_CHECKING:
    from .http import Http

_MEDIA_TYPE: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+(?: *;[\x20-\x7e]*)?")
UNTYPED: Final = "application/octet-stream"

_DOWNLOAD_HEADERS: Final = {
    # What anybody may have sent must not run as a page of this origin, nor be shown in one of another.
    # req: core/download-safety/sandbox
    # req: core/download-safety/nosniff
    # req: core/download-safety/same-site
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-site",
    # req: core/http-caching/immutable
    # req: core/http-caching/private
    "cache-control": "private, immutable, max-age=31536000",
}


class UploadTooLarge(request.Limit):
    """The file is larger than maxSizeUpload."""

    # req: core/upload/too-large
    status = 413


async def upload(http: Http, asked: Request) -> Response:
    """Keep the body as a blob: ``{accountId, blobId, type, size}``. Its type is what the client says, never guessed."""
    account_id = asked.path_params["account"]
    # req: core/UploadResponse/type/not-sniffed
    #   It MUST NOT guess it from the content instead.
    media_type = asked.headers.get("content-type") or UNTYPED
    processor = http.processor
    user = await http.user(asked)

    def check(user: str) -> None:
        with processor.store.transaction() as transaction:
            usable(transaction, user)

    def usable(transaction: Transaction, user: str) -> Account:
        account = next((each for each in transaction.accounts_of(user) if each.id == account_id), None)
        if account is None:
            # req: core/upload/no-account
            raise HTTPException(404, "there is no such account")
        if account.is_read_only:
            raise HTTPException(403, "the account is read-only")
        return account

    def keep(user: str) -> dict[str, Any]:
        with processor.store.transaction(write=True) as transaction:
            # While the octets came, the user may have lost the account.
            account = usable(transaction, user)
            new_id = processor.new_id("Blob")
            blob_id = transaction.add_blob(account_id, new_id, octets, user, processor.clock())
            make_room(transaction, account, user, processor.quotas.held_blobs, blob_id)
        # req: core/UploadResponse/answered
        #   A successful upload MUST be answered with one of these, as JSON.
        # req: core/UploadResponse/size/exact
        #   It MUST be the number of octets that were uploaded.
        return {"accountId": account_id, "blobId": blob_id, "type": media_type, "size": len(octets)}

    # req: core/capability/session/maxConcurrentUpload/allowed
    #   Up to this number, the server MUST NOT refuse any for being too many.
    with http.uploads.enter(user):
        await http.work(asked, user, check)
        most = processor.limits.maxSizeUpload
        octets = await read(asked, most, UploadTooLarge(f"no more than {most} octets", limit="maxSizeUpload"))
        return as_json(await http.work(asked, user, keep), 201)


async def download(http: Http, asked: Request) -> Response:
    """A blob, with the type and the name that the URL gives it."""
    account_id, blob_id, name = (asked.path_params[part] for part in ("account", "blob", "name"))
    media_type = media_type_of(asked.query_params.get("type", ""))

    def find(user: str) -> bytes | None:
        with http.processor.store.transaction() as transaction:
            account = next((each for each in transaction.accounts_of(user) if each.id == account_id), None)
            return readable(transaction, account, user, blob_id) if account else None

    octets = await http.work(asked, None, find)
    if octets is None:
        # req: core/download/not-found
        raise HTTPException(404, "there is no such blob")
    # clarification 14: the type is the one asked for, with nothing added
    # req: core/Session/downloadUrl/content-type
    #   The Content-Type of a download MUST be the type that the client put into the URL.
    # req: core/Session/downloadUrl/file-name
    #   Where the server sends a Content-Disposition with it, that MUST have the name from the URL as the file name.
    headers = {"content-type": media_type, "content-disposition": disposition(name)}
    # The octets of a blob never change, so that its id is as good as a digest of them (RFC 8620, Section 6).
    return answer(octets, f'"{blob_id}"', asked.headers, _DOWNLOAD_HEADERS | headers)


def media_type_of(asked: str) -> str:
    """The Content-Type of a download.

    Raises:
        HTTPException: 400, what was asked for is no media type.
    """
    # req: core/download-safety/valid-type
    #   The variable type MUST NOT add anything to the header but a media type.
    if asked and not _MEDIA_TYPE.fullmatch(asked):
        raise HTTPException(400, "type is no media type")
    return asked or UNTYPED


def disposition(name: str) -> str:
    """An attachment of this name (RFC 6266), for old readers in ASCII too."""
    # req: core/download-safety/attachment
    # req: core/download-safety/safe-name
    #   The variable name MUST NOT add anything to the header but a file name.
    plain = re.sub(r'[^\x20-\x7e]|["\\%]', "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
