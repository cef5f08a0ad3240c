"""What a method of JMAP refuses, as IMAP says it: a response NO, with a code (RFC 5530)."""

from __future__ import annotations

from typing import Any, Final

from pymap.exceptions import ResponseError
from pymap.parsing.response import ResponseBye, ResponseCode, ResponseNo

from ..errors import method, set_

NO_PERMISSION: Final = "NOPERM"
CANNOT: Final = "CANNOT"

CODES: Final = {
    set_.Forbidden.type: NO_PERMISSION,
    method.AccountReadOnly.type: NO_PERMISSION,
    set_.OverQuota.type: "OVERQUOTA",
    set_.AlreadyExists.type: "ALREADYEXISTS",
    set_.MailboxHasChild.type: "HASCHILDREN",
    set_.TooManyKeywords.type: "LIMIT",
    set_.TooManyMailboxes.type: "LIMIT",
    set_.NotFound.type: "NONEXISTENT",
}


class Refused(ResponseError):
    """The command is not done, and nothing of it is."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text

    @classmethod
    def by(cls, error: dict[str, Any]) -> Refused:
        """``error``: a SetError, or the arguments of an error response."""
        return cls(CODES.get(error["type"], CANNOT), error.get("description") or error["type"])

    def get_response(self, tag: bytes) -> ResponseNo:
        # A text of IMAP is one line of ASCII.
        text = " ".join(self.text.split()).encode("ascii", "replace")
        return ResponseNo(tag, text, ResponseCode.of(self.code.encode()))


class LoggedOut(Refused):
    """The password is another by now, or the user is gone: this was the last command."""

    def __init__(self) -> None:
        super().__init__("AUTHENTICATIONFAILED", "these credentials are no longer good")

    def get_response(self, tag: bytes) -> ResponseNo:
        response = super().get_response(tag)
        response.add_untagged(ResponseBye(b"Log in again."))
        return response
