"""A request and its answer, as a report shows them: without secrets, cut where they are long."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass, field
from typing import Any, Final

#: Octets of a body that a report keeps. Longer ones are those of the limit cases, all filler.
KEPT: Final = 8000


@dataclass
class Exchange:
    """One HTTP request and the answer to it."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    #: How curl is told to log in: ``-u 'alice@example.com':"$PASSWORD"``; empty without authentication.
    curl_login: str = ""
    #: 0 where no answer came.
    status: int = 0
    reason: str = ""
    answer_headers: dict[str, str] = field(default_factory=dict)
    answer: bytes = b""
    #: Seconds.
    duration: float = 0.0
    #: What wire validation said of the answer.
    remarks: list[str] = field(default_factory=list)

    @property
    def curl(self) -> str:
        """The shell line that repeats the request; the secret is a variable of the environment."""
        parts = ["curl -sS -i"]
        if self.method != "GET":
            parts.append(f"-X {self.method}")
        if self.curl_login:
            parts.append(self.curl_login)
        parts += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in self.headers.items()]
        if self.body:
            parts.append(f"--data-binary {shlex.quote(text_of(self.body))}")
        parts.append(shlex.quote(self.url))
        return " ".join(parts)

    def as_json(self, scrub: tuple[str, ...]) -> dict[str, Any]:
        """The form in a report; every text in ``scrub`` is replaced by ``***``."""
        row: dict[str, Any] = {
            "request": {"method": self.method, "url": self.url, "headers": self.headers, "body": text_of(self.body)},
            "response": {"status": self.status, "headers": self.answer_headers, "body": text_of(self.answer)},
            "curl": self.curl,
            "duration": round(self.duration, 4),
        }
        if self.reason:
            row["response"]["reason"] = self.reason
        if self.remarks:
            row["remarks"] = self.remarks
        return scrubbed(row, scrub)


def scrubbed(value: Any, secrets: tuple[str, ...]) -> Any:
    """``value`` with every secret in any of its strings replaced by ``***``."""
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, "***")
        return value
    if isinstance(value, list):
        return [scrubbed(item, secrets) for item in value]
    if isinstance(value, dict):
        return {scrubbed(key, secrets): scrubbed(item, secrets) for key, item in value.items()}
    return value


def text_of(body: bytes) -> str:
    """A body as text; what is no UTF-8, and NUL, as escapes; beyond :data:`KEPT` only the length."""
    text = body[:KEPT].decode("utf-8", "backslashreplace").replace("\0", "\\x00")
    return text if len(body) <= KEPT else f"{text}… ({len(body)} octets)"


def short(value: Any, limit: int = 600) -> str:
    """A JSON value on one line, for a terminal."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= limit else f"{text[:limit]}…"
