"""Faults about blobs: uploads, downloads, Blob/copy (RFC 8620, Section 6)."""

from __future__ import annotations

from collections import deque
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from .. import http, transfer
from ..errors import method
from ..standard.call import Call
from ..store.blobs import BlobRows, containing
from . import fault
from .planting import after, another, instead


@fault("core/Blob/immutable", seen_by="octets-come-back-as-they-were")
def line_ends_mended() -> None:
    """Lines of what is downloaded end with CRLF, however they were uploaded."""
    instead(
        BlobRows,
        "blob",
        lambda right, *given: (octets := right(*given)) and octets.replace(b"\r", b"").replace(b"\n", b"\r\n"),
    )


@fault("core/Blob/immutable", seen_by="blob-stays-what-it-is")
def blobs_told_apart_by_size() -> None:
    """An upload of one line, of as many octets as an earlier one, is taken for the same."""
    known: dict[int, str] = {}

    def add_blob(right: Any, self: Any, account: str, id: str, octets: bytes, *given: Any) -> str:
        made = str(right(self, account, id, octets, *given))
        return made if b"\n" in octets else known.setdefault(len(octets), made)

    instead(BlobRows, "add_blob", add_blob)


@fault("core/Blob/one-hour")
def uploads_soon_gone() -> None:
    """Only the last five uploads are kept."""
    last: deque[str] = deque(maxlen=5)

    def add_blob(right: Any, *given: Any) -> str:
        last.append(right(*given))
        return last[-1]

    instead(BlobRows, "add_blob", add_blob)
    instead(BlobRows, "blob", lambda right, self, account, id: right(self, account, id) if id in last else None)


@fault("core/Blob/only-uploader")
def blobs_open_to_users() -> None:
    """Any user who is logged in can download any blob of which the id is known."""

    async def download(right: Any, server: http.Http, asked: Any) -> Response:
        try:
            found: Response = await right(server, asked)
        except HTTPException as error:
            with server.processor.store.transaction() as transaction:
                octets = transaction.blob(asked.path_params["account"], asked.path_params["blob"])
            if error.status_code != 404 or octets is None:
                raise
            return Response(octets)
        return found

    instead(http, "download", download)


@fault("core/Session/downloadUrl/file-name")
def file_names_in_ascii() -> None:
    """The file name of a download has an underscore for each letter outside ASCII."""
    instead(transfer, "disposition", lambda right, name: right(name).partition("; filename*")[0])


@fault("core/ProblemDetails/upload", "core/ProblemDetails/download")
def transfer_errors_as_text() -> None:
    """An upload or download that fails is answered with a line of text."""
    instead(http, "http_problem", lambda right, asked, error: Response(error.detail, error.status_code, error.headers))


@fault("core/UploadResponse/answered", seen_by="upload-is-answered-with-a-blob-id")
def upload_without_account() -> None:
    """The answer to an upload does not have the accountId."""
    uploaded(lambda said, octets: {name: value for name, value in said.items() if name != "accountId"})


@fault("core/UploadResponse/size/exact")
def size_in_characters() -> None:
    """The size of an upload is the number of its characters."""
    uploaded(lambda said, octets: said | {"size": len(octets.decode("utf-8", "ignore"))})


@fault("core/UploadResponse/type/not-sniffed")
def type_sniffed() -> None:
    """The type of an upload is guessed from its octets."""
    uploaded(lambda said, octets: said | ({"type": "image/png"} if octets.startswith(b"\x89PNG") else {}))


def uploaded(change: Any) -> None:
    """Each answer to an upload is changed so, by the octets that came."""
    seen: list[bytes] = []

    async def read(right: Any, *given: Any) -> Any:
        seen.append(await right(*given))
        return seen[-1]

    instead(transfer, "read", read)
    instead(transfer, "as_json", lambda right, value, status: right(change(value, seen[-1]), status))


@fault("core/capability/session/maxSizeUpload/enforced")
def upload_size_not_enforced() -> None:
    """An upload may have twice as many octets as the Session says."""
    instead(transfer, "read", lambda right, asked, most, too_large: right(asked, 2 * most, too_large))


@fault("core/Blob/copy/response/copied/same-octets")
def copied_blob_cut() -> None:
    """The copy of a blob lacks the last octet."""

    def cut(call: Call, said: dict[str, Any]) -> None:
        for blob_id in said["copied"] or {}:
            octets = call.transaction.blob(said["fromAccountId"], blob_id) or b""
            said["copied"][blob_id] = call.transaction.add_blob(
                call.account.id, call.new_id("Blob"), octets[:-1], call.user, call.now
            )

    after("Blob/copy", cut)


@fault("core/Blob/copy/response/notCopied/complete")
def not_copied_forgotten() -> None:
    """Blob/copy does not tell of blobs that it did not find."""
    after("Blob/copy", lambda call, said: said.update(notCopied=None))


@fault("core/errors/method/fromAccountNotFound/answered")
def from_account_called_account() -> None:
    """A copy from an account that there is not is answered with accountNotFound."""
    another(method.FromAccountNotFound, method.AccountNotFound.type)


@fault("core/Session/downloadUrl/content-type")
def download_type_fixed() -> None:
    """A download has the type of any octets, whatever the URL says."""
    instead(transfer, "media_type_of", lambda right, asked: transfer.UNTYPED)


@fault("core/Blob/not-in-same-call")
def blobs_gone_before_their_email() -> None:
    """The blobs of an Email that a call destroys cannot be used by what the same call creates."""

    def blob(right: Any, call: Call, id: str, *given: Any) -> bytes | None:
        doomed = call.records.read("Email", call.arguments.get("destroy") or [])
        gone = {each["blobId"] for each in doomed.values()}
        return None if gone & set(containing(id)) else right(call, id, *given)

    instead(Call, "blob", blob)
