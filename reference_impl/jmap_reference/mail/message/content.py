"""The content of a part: its octets without transfer encoding, and its text."""

from __future__ import annotations

from ...transfer_encoding import IDENTITY, KNOWN, transfer_decoded
from .charsets import codec, decode
from .parts import Part


def content(part: Part, raw: bytes) -> bytes:
    """The octets that the blob of the part has (RFC 8621, Section 4.1.4, blobId)."""
    # req: mail/EmailBodyPart/blobId/decoded
    #   A download of the blob MUST give the decoded octets.
    return transfer_decoded(raw[part.start : part.end], part.encoding)


def size(part: Part, raw: bytes) -> int:
    """How many octets :func:`content` has; of a multipart, how many there are between its header and its end."""
    if part.is_multipart or part.encoding in IDENTITY:
        return part.end - part.start
    # req: mail/EmailBodyPart/size/octets-of-blob
    #   This MUST be the number of octets of the decoded contents, as a download of blobId gives them.
    return len(content(part, raw))


def text(part: Part, raw: bytes) -> tuple[str, bool]:
    """The text of the part, LF for CRLF, and ``isEncodingProblem``: a charset or encoding that is unknown or broken."""
    found, is_problem = decoded_text(content(part, raw), part.charset)
    # req: mail/EmailBodyValue/value/lf
    #   Each CRLF MUST have become a single LF.
    return found.replace("\r\n", "\n"), is_problem or part.encoding not in KNOWN


def decoded_text(octets: bytes, charset: str | None, *, complete: bool = True) -> tuple[str, bool]:
    """The text, and whether there was a problem: the charset that is declared, UTF-8 or Latin-1, the first that fits.

    Without a charset of its own (``us-ascii`` is what MIME implies then) UTF-8 is no problem: it is what senders
    mean who forget to say so.
    """
    declared = codec(charset or "us-ascii")
    for name in (declared, "utf_8"):
        try:
            if name:
                is_guess = name != declared and (charset or "us-ascii").lower() != "us-ascii"
                return decode(octets, name, "strict", complete=complete), is_guess
        except UnicodeError:
            continue
    # req: mail/EmailBodyValue/value/replacement
    name = declared if declared and declared != "ascii" else "latin_1"
    return decode(octets, name, complete=complete), True
