"""A client that others wrote, as a process of its own, and the server that it speaks to, as another."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import pathlib
import re
import select
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import httpx

HERE: Final = pathlib.Path(__file__).resolve().parent
INSTALLED: Final = HERE.parents[1] / "build/clients"
JAM: Final = INSTALLED / "node_modules/jmap-jam/dist/index.js"
ALICE: Final = "alice@example.com"
BOB: Final = "bob@example.com"
PASSWORD: Final = "secret"
URNS: Final = [f"urn:ietf:params:jmap:{each}" for each in ("core", "mail", "submission")]
PATIENCE: Final = 30
"""Seconds that a client has for anything."""


class Raised(Exception):
    """What a client raised: its type, and what it said."""

    def __init__(self, type: str, said: str) -> None:
        super().__init__(f"{type}: {said}")
        self.type, self.said = type, said


@dataclass
class Server:
    """A server with the demo, and our own way to ask it."""

    origin: str
    token: str
    certificate: pathlib.Path
    http: httpx.Client

    def __post_init__(self) -> None:
        self.session: dict[str, Any] = self.http.get("/.well-known/jmap").raise_for_status().json()
        self.account: str = self.session["primaryAccounts"][URNS[1]]
        self.mailboxes = {each["role"] or each["name"]: each["id"] for each in self.call("Mailbox/get")["list"]}

    def call(self, name: str, **arguments: Any) -> dict[str, Any]:
        """The arguments of the response to one method call."""
        sent = {"using": URNS, "methodCalls": [[name, {"accountId": self.account} | arguments, "c"]]}
        said = self.http.post(self.session["apiUrl"], json=sent).raise_for_status().json()
        assert said["methodResponses"][0][0] == name, said
        return said["methodResponses"][0][1]

    def email(self, id: str) -> dict[str, Any]:
        [found] = self.call("Email/get", ids=[id], fetchAllBodyValues=True)["list"]
        return found

    def state(self, type: str = "Email") -> str:
        return str(self.call(f"{type}/get", ids=[])["state"])

    def newest(self, mailbox: str, limit: int) -> list[str]:
        sort = [{"property": "receivedAt", "isAscending": False}]
        found = self.call("Email/query", filter={"inMailbox": mailbox}, sort=sort, limit=limit)
        return found["ids"]

    def new_mailbox(self, name: str) -> tuple[str, str]:
        """Its id, and the state of the type."""
        made = self.call("Mailbox/set", create={"k": {"name": name}})
        return made["created"]["k"]["id"], made["newState"]

    def download(self, blob: str) -> bytes:
        url = self.session["downloadUrl"].format(accountId=self.account, blobId=blob, name="x", type="text/plain")
        return self.http.get(url).raise_for_status().content


class Client:
    """A driver that runs."""

    def __init__(self, name: str, server: Server) -> None:
        self.name, self.server = name, server
        python = str(INSTALLED / "python/bin/python")
        command = {
            "jmapc": [python, str(HERE / "drivers/with_jmapc.py")],
            "jmaplib": [python, str(HERE / "drivers/with_jmaplib.py")],
            "jam": ["node", str(HERE / "drivers/with_jam.mjs"), str(JAM)],
        }[name]
        trust = dict.fromkeys(("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"), str(server.certificate))
        self._process = subprocess.Popen(
            [*command, server.origin, ALICE, PASSWORD, server.token],
            env={**os.environ, **trust}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self.answer() == "ready"

    def do(self, what: str, **arguments: Any) -> Any:
        """What a method of the driver gives.

        Raises:
            Raised: the client did.
        """
        self.start(what, **arguments)
        return self.answer()

    def start(self, what: str, **arguments: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": what, **arguments}).encode() + b"\n")
        self._process.stdin.flush()

    def has_answered(self, seconds: float) -> bool:
        assert self._process.stdout
        return bool(select.select([self._process.stdout], [], [], seconds)[0])

    def answer(self) -> Any:
        assert self.has_answered(PATIENCE), f"{self.name} has not answered in {PATIENCE} seconds"
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, f"{self.name} ended with code {self._process.wait(PATIENCE)}"
        said = json.loads(line)
        if "raised" in said:
            raise Raised(said["raised"], said["said"])
        return said["gave"]

    def upload(self, content: bytes, name: str = "boat.txt") -> dict[str, Any]:
        return self.do("upload", content=base64.b64encode(content).decode(), name=name)

    def download(self, blob: str, name: str = "boat.txt", type: str = "application/octet-stream") -> bytes:
        return base64.b64decode(self.do("download", blob=blob, name=name, type=type))

    def draft(self, subject: str, **more: Any) -> str:
        drafts = self.server.mailboxes["drafts"]
        return str(self.do("draft", mailbox=drafts, sender=ALICE, to=BOB, subject=subject, text="Ahoy", **more))

    def end(self) -> None:
        self._process.kill()
        self._process.wait(PATIENCE)


@contextlib.contextmanager
def serving(folder: pathlib.Path, tls: bool = True) -> Iterator[Server]:
    """A server with the demo in a store of its own; with ``tls``, its certificate is its own authority."""
    certificate, key, store = folder / "cert.pem", folder / "key.pem", folder / "mail.sqlite"
    program = str(pathlib.Path(sys.executable).parent / "jmap-reference")
    command = [program, "serve", "--demo", "--port", "0", "--store", str(store), "--quiet"]
    if tls:
        made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        made += ["-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
        subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
        command += ["--tls-cert", str(certificate), "--tls-key", str(key)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            origin = process.stdout.readline().strip().removesuffix("/.well-known/jmap")
            assert re.fullmatch(r"https?://127\.0\.0\.1:\d+", origin), origin
            issuing = [program, "token", ALICE, "--store", str(store)]
            token = subprocess.run(issuing, check=True, capture_output=True, text=True).stdout.strip()
            trust = ssl.create_default_context(cafile=str(certificate) if tls else None)
            own = httpx.Client(
                base_url=origin, auth=(ALICE, PASSWORD), verify=trust, follow_redirects=True, trust_env=False
            )
            with own:
                yield Server(origin, token, certificate, own)
        finally:
            process.kill()
