"""Signed and encrypted messages (RFC 8551, RFC 3156): the programs that made them read what is downloaded."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from tests.unit.reference.durability.nursery import Nursery
from tests.unit.reference.durability.test_kill import make_store
from tests.unit.reference.durability.writer import Connection

HEAD = b"From: carol@example.org\r\nTo: alice@example.com\r\nSubject: Secret\r\nMIME-Version: 1.0\r\n"
INNER = (
    b"Content-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: 8bit\r\n\r\nGr\xc3\xbc\xc3\x9fe  \r\n\r\n--in\r\n"
    b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAwQ=\r\n--in--\r\n"
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A client of a real server."""
    path = str(tmp_path_factory.mktemp("secured") / "store.sqlite")
    [token, *_] = make_store(path).values()
    with Nursery() as nursery:
        _, url = nursery.start("serve", "--store", path, "--port", "0", "--quiet")
        yield Connection(url, token)


def kept(client: Connection, octets: bytes) -> dict[str, Any]:
    """Upload and import a message; blobId and bodyStructure of the Email."""
    mailbox = client.call("Mailbox/set", create={"k": {"name": os.urandom(4).hex()}})["created"]["k"]["id"]
    given = {"blobId": client.upload(octets), "mailboxIds": {mailbox: True}}
    id = client.call("Email/import", emails={"k": given})["created"]["k"]["id"]
    properties = ["blobId", "bodyStructure", "attachments"]
    email: dict[str, Any] = client.call("Email/get", ids=[id], properties=properties)["list"][0]
    assert client.download(email["blobId"]) == octets
    return email


def run(*command: str, stdin: bytes = b"", **environment: str) -> bytes:
    """What a program says; it must be content."""
    said = subprocess.run(command, input=stdin, capture_output=True, env=os.environ | environment)
    assert said.returncode == 0, said.stderr.decode()
    return said.stdout


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not there: tools/install-system-packages")
    place = tmp_path_factory.mktemp("smime")
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
        "-keyout", f"{place}/key", "-out", f"{place}/crt",
        "-subj", "/CN=Carol", "-addext", "subjectAltName=email:carol@example.org",
        "-addext", "extendedKeyUsage=emailProtection")  # fmt: skip
    return place


def gpg(home: str, *arguments: str, stdin: bytes = b"") -> bytes:
    return run("gpg", "--batch", "--passphrase", "", "--trust-model", "always", *arguments, stdin=stdin,
               GNUPGHOME=home)  # fmt: skip


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    if not shutil.which("gpg"):
        pytest.skip("gpg is not there: tools/install-system-packages")
    # Its agent has a socket in it, and the path of a socket is short.
    with tempfile.TemporaryDirectory(prefix="gpg") as home:
        gpg(home, "--quick-gen-key", "carol@example.org", "future-default", "default", "never")
        yield home
        run("gpgconf", "--kill", "gpg-agent", GNUPGHOME=home)


class TestSMIME:
    def signed(self, keys: pathlib.Path, *options: str) -> bytes:
        made = run("openssl", "cms", "-sign", "-signer", f"{keys}/crt", "-inkey", f"{keys}/key", "-binary", *options,
                   stdin=INNER)  # fmt: skip
        return HEAD + made.partition(b"MIME-Version: 1.0\n")[2]

    def verified(self, keys: pathlib.Path, message: bytes, *options: str) -> bytes:
        return run("openssl", "cms", "-verify", "-CAfile", f"{keys}/crt", *options, stdin=message)

    def test_a_signature_beside_the_message(
        self, client: Connection, keys: pathlib.Path, tmp_path: pathlib.Path
    ) -> None:
        email = kept(client, self.signed(keys))
        whole = client.download(email["blobId"])
        assert self.verified(keys, whole, "-binary") == INNER
        content, signature = email["bodyStructure"]["subParts"]
        assert content["type"] == "multipart/mixed"
        text, binary = content["subParts"]
        assert client.download(text["blobId"]) == "Grüße  \r\n".encode()
        assert client.download(binary["blobId"]) == bytes(range(5))
        (tmp_path / "content").write_bytes(INNER)
        detached = ("-binary", "-inform", "DER", "-content", f"{tmp_path}/content")
        assert self.verified(keys, client.download(signature["blobId"]), *detached) == INNER

    def test_a_signature_around_the_message(self, client: Connection, keys: pathlib.Path) -> None:
        email = kept(client, self.signed(keys, "-nodetach"))
        assert email["bodyStructure"]["type"] in ("application/pkcs7-mime", "application/x-pkcs7-mime")
        assert self.verified(keys, client.download(email["bodyStructure"]["blobId"]), "-inform", "DER") == INNER

    def test_an_encrypted_message(self, client: Connection, keys: pathlib.Path) -> None:
        made = run("openssl", "cms", "-encrypt", "-aes256", "-binary", f"{keys}/crt", stdin=self.signed(keys))
        email = kept(client, HEAD + made.partition(b"MIME-Version: 1.0\n")[2])
        opened = ("openssl", "cms", "-decrypt", "-recip", f"{keys}/crt", "-inkey", f"{keys}/key")
        inner = run(*opened, stdin=client.download(email["blobId"]))
        assert inner == run(*opened, "-inform", "DER", stdin=client.download(email["bodyStructure"]["blobId"]))
        assert self.verified(keys, inner, "-binary") == INNER


class TestOpenPGP:
    def test_a_signature(self, client: Connection, home: str, tmp_path: pathlib.Path) -> None:
        signature = gpg(home, "--armor", "--detach-sign", stdin=INNER).replace(b"\n", b"\r\n")
        message = (
            HEAD + b'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=out\r\n\r\n'
            b"--out\r\n" + INNER + b"\r\n--out\r\nContent-Type: application/pgp-signature\r\n\r\n"
            + signature + b"--out--\r\n"
        )  # fmt: skip
        email = kept(client, message)
        content = client.download(email["blobId"]).split(b"\r\n--out\r\n")[1]
        (tmp_path / "content").write_bytes(content)
        signed = email["bodyStructure"]["subParts"][1]
        (tmp_path / "signature").write_bytes(client.download(signed["blobId"]))
        gpg(home, "--verify", f"{tmp_path}/signature", f"{tmp_path}/content")

    def test_an_encrypted_message(self, client: Connection, home: str) -> None:
        secret = gpg(home, "--armor", "--encrypt", "-r", "carol@example.org", stdin=INNER)
        message = (
            HEAD + b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=out\r\n\r\n'
            b"--out\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n"
            b"--out\r\nContent-Type: application/octet-stream\r\n\r\n" + secret + b"\r\n--out--\r\n"
        )  # fmt: skip
        email = kept(client, message)
        version, encrypted = email["bodyStructure"]["subParts"]
        assert client.download(version["blobId"]) == b"Version: 1\r\n"
        assert gpg(home, "--decrypt", stdin=client.download(encrypted["blobId"])) == INNER

    def test_the_demo_can_be_read_with_its_key(self, client: Connection, home: str) -> None:
        place = files("jmap_reference") / "demo_messages"
        gpg(home, "--import", stdin=(place / "alice-secret-key.asc").read_bytes())
        email = kept(client, (place / "encrypted.eml").read_bytes())
        octets = client.download(email["bodyStructure"]["subParts"][1]["blobId"])
        assert b"The number of the locker" in gpg(home, "--decrypt", stdin=octets)


def test_the_demo_is_signed(client: Connection) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not there: tools/install-system-packages")
    email = kept(client, (files("jmap_reference") / "demo_messages" / "signed.eml").read_bytes())
    said = run("openssl", "cms", "-verify", "-noverify", stdin=client.download(email["blobId"]))
    assert b"the harbour office has agreed" in said
