"""HTTP: the Session resource, requests, transfer, errors (RFC 8620, Sections 2, 3.1, 3.6.1 and 6)."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import argon2
import httpx
import pytest

from jmap_reference import ijson
from jmap_reference.auth import Authenticator, issue_token
from jmap_reference.http import Application, Http
from jmap_reference.protocol import Processor
from jmap_reference.store.values import User
from jmap_reference.transfer import disposition
from tests.unit.reference.helpers import ALICE, BOB, CORE, MAIL, make_processor

pytestmark = pytest.mark.anyio

CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ECHO = {"using": [CORE, MAIL], "methodCalls": [["Core/echo", {"x": 1}, "c"]]}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def processor() -> Processor:
    return make_processor(maxSizeRequest=2000, maxSizeUpload=100, maxConcurrentRequests=2, maxConcurrentUpload=1)


@pytest.fixture
def http(processor: Processor) -> Http:
    authenticator = Authenticator(processor.store, processor.clock, CHEAP)
    with processor.store.transaction(write=True) as transaction:
        for name in (ALICE, BOB):
            transaction.put_user(User(name, authenticator.hash("secret"), is_demo=False))
    return Http(processor, authenticator)


def client_of(http: Http, **options: Any) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=Application(http), raise_app_exceptions=False)
    options = {"auth": (ALICE, "secret")} | options
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8620", **options)


@pytest.fixture
async def client(http: Http) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(http) as client:
        yield client


def said(response: httpx.Response) -> Any:
    """The JSON of an answer, which is I-JSON of the type that it claims."""
    kind = "application/json" if response.is_success else "application/problem+json"
    assert response.headers["content-type"] == kind
    value = ijson.parse(response.content)
    if not response.is_success:
        assert value["status"] == response.status_code
    return value


def problem(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, said(response)["type"].removeprefix("urn:ietf:params:jmap:error:")


class TestSession:
    async def test_the_well_known_place_leads_there(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/.well-known/jmap")
        assert response.status_code == 307
        assert response.headers["location"] == "http://127.0.0.1:8620/jmap/session"

    async def test_it_is_not_cached(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/jmap/session")
        assert said(response)["username"] == ALICE
        assert response.headers["cache-control"] == "no-cache, no-store, must-revalidate"

    @pytest.mark.parametrize("origin", ["https://jmap.example.com", "http://localhost:1234", "http://[::1]:99"])
    async def test_its_urls_are_where_the_client_is(self, http: Http, origin: str) -> None:
        async with client_of(http) as client:
            session = said(await client.get(f"{origin}/jmap/session"))
        assert session["apiUrl"] == f"{origin}/jmap/api"

    async def test_a_malformed_host_gets_into_no_url(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/jmap/session", headers={"host": 'x"/onload='})
        assert said(response)["apiUrl"] == "http://127.0.0.1:8620/jmap/api"


class TestCredentials:
    @pytest.mark.parametrize("path", ["session", "eventsource?types=*&closeafter=no&ping=0", "download/A1/b/n"])
    @pytest.mark.parametrize("auth", [None, (ALICE, "wrong"), (ALICE, ""), ("nobody", "secret"), ("", "")])
    async def test_bad_ones_are_refused(self, http: Http, path: str, auth: Any) -> None:
        async with client_of(http, auth=auth) as client:
            response = await client.get(f"/jmap/{path}")
        assert problem(response) == (401, "about:blank")
        assert response.headers["www-authenticate"].startswith('Basic realm="JMAP"')

    @pytest.mark.parametrize(
        "header",
        [
            "",
            "Basic",
            "Basic !",
            "Basic " + base64.b64encode(b"\xff:x").decode(),
            "Bearer",
            "Bearer x",
            "Digest x",
            "é",
        ],
    )
    async def test_malformed_ones_are_refused(self, http: Http, header: str) -> None:
        async with client_of(http, auth=None) as client:
            response = await client.post("/jmap/api", json=ECHO, headers={"authorization": header.encode()})
        assert response.status_code == 401

    async def test_a_token_is_good_until_it_expires_or_is_revoked(self, http: Http) -> None:
        store = http.processor.store
        with store.transaction(write=True) as transaction:
            user = transaction.user(ALICE)
            assert user is not None
            good = issue_token(transaction, user, http.processor.clock() + 60)
            expired = issue_token(transaction, user, http.processor.clock() - 1)
        async with client_of(http, auth=None) as client:
            ask = {"headers": {"authorization": f"bearer {good}"}}
            assert said(await client.get("/jmap/session", **ask))["username"] == ALICE
            bad = await client.get("/jmap/session", headers={"authorization": f"Bearer {expired}"})
            assert (bad.status_code, said(bad)["detail"]) == (401, "these credentials are wrong")
            with store.transaction(write=True) as transaction:
                transaction.revoke_tokens(ALICE)
            assert (await client.get("/jmap/session", **ask)).status_code == 401
            assert (await client.post("/jmap/api", json=ECHO, **ask)).status_code == 401

    async def test_a_password_is_good_until_it_changes(self, http: Http, client: httpx.AsyncClient) -> None:
        assert (await client.post("/jmap/api", json=ECHO)).status_code == 200
        with http.processor.store.transaction(write=True) as transaction:
            transaction.put_user(User(ALICE, CHEAP.hash("other"), is_demo=False))
        assert (await client.post("/jmap/api", json=ECHO)).status_code == 401

    async def test_a_user_without_a_password_cannot_sign_in(self, http: Http) -> None:
        with http.processor.store.transaction(write=True) as transaction:
            transaction.put_user(User("carol", "", is_demo=False))
        async with client_of(http, auth=("carol", "")) as client:
            assert (await client.get("/jmap/session")).status_code == 401

    async def test_a_password_is_checked_slowly_once(self, http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
        checked = []
        hasher = http._authenticator._hasher
        monkeypatch.setattr(
            http._authenticator,
            "_hasher",
            type("Counting", (), {"verify": lambda self, *a: checked.append(a) or hasher.verify(*a)})(),
        )
        async with client_of(http) as client:
            for _ in range(3):
                assert (await client.post("/jmap/api", json=ECHO)).status_code == 200
        assert len(checked) == 1


class TestRequests:
    async def test_a_response_is_json(self, client: httpx.AsyncClient) -> None:
        assert said(await client.post("/jmap/api", json=ECHO))["methodResponses"] == [["Core/echo", {"x": 1}, "c"]]

    @pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", "application/json;x=y"])
    async def test_the_type_may_have_parameters(self, client: httpx.AsyncClient, kind: str) -> None:
        response = await client.post("/jmap/api", content=json.dumps(ECHO), headers={"content-type": kind})
        assert response.status_code == 200

    @pytest.mark.parametrize("kind", ["text/plain", "application/jsonx", "application/problem+json", ""])
    async def test_another_type_is_refused(self, client: httpx.AsyncClient, kind: str) -> None:
        response = await client.post("/jmap/api", content=json.dumps(ECHO), headers={"content-type": kind})
        assert problem(response) == (415, "notJSON")

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            (b"", "notJSON"),
            (b"{", "notJSON"),
            (b'{"using":[],"using":[],"methodCalls":[]}', "notJSON"),
            (b'{"using":["\\ud800"],"methodCalls":[]}', "notJSON"),
            (b"[]", "notRequest"),
            (b'{"using":[]}', "notRequest"),
            (b'{"using":["https://example.com/x"],"methodCalls":[]}', "unknownCapability"),
        ],
    )
    async def test_a_bad_request_is_a_problem(self, client: httpx.AsyncClient, body: bytes, error: str) -> None:
        response = await client.post("/jmap/api", content=body, headers={"content-type": "application/json"})
        assert problem(response) == (400, error)

    async def test_one_spelling_of_json_is_as_good_as_another(self, client: httpx.AsyncClient) -> None:
        body = b'{ "methodCalls" : [[ "Core\\/echo" , { "\\u0078" : 1.0 }, "c" ]],\n'
        body += b'"using": ["urn:ietf:params:jmap:core"] }'
        response = await client.post("/jmap/api", content=body, headers={"content-type": "application/json"})
        assert said(response)["methodResponses"] == [["Core/echo", {"x": 1}, "c"]]

    async def test_a_large_request_is_refused(self, client: httpx.AsyncClient) -> None:
        for size in (2001, 3999, 50_000):
            response = await client.post("/jmap/api", content=b" " * size, headers={"content-type": "application/json"})
            assert problem(response) == (400, "limit")
            assert said(response)["limit"] == "maxSizeRequest"
        text = json.dumps(ECHO).encode()
        response = await client.post(
            "/jmap/api", content=text.ljust(2000), headers={"content-type": "application/json"}
        )
        assert response.status_code == 200

    async def test_too_many_at_a_time_are_refused(self, http: Http, client: httpx.AsyncClient) -> None:
        await client.post("/jmap/api", json=ECHO)
        with http.requests.enter(ALICE), http.requests.enter(ALICE):
            response = await client.post("/jmap/api", json=ECHO)
            assert (problem(response), said(response)["limit"]) == ((400, "limit"), "maxConcurrentRequests")
            assert (await client.post("/jmap/api", json=ECHO, auth=(BOB, "secret"))).status_code == 200
        assert (await client.post("/jmap/api", json=ECHO)).status_code == 200

    async def test_a_bug_is_a_problem_without_details(
        self, http: Http, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Processor, "process", lambda *args: 1 / 0)
        response = await client.post("/jmap/api", json=ECHO)
        assert problem(response) == (500, "about:blank")
        assert "Zero" not in response.text


class TestPlaces:
    @pytest.mark.parametrize(
        ("verb", "path", "status"),
        [
            ("GET", "/nope", 404),
            ("GET", "/", 404),
            ("GET", "/jmap/api", 405),
            ("POST", "/jmap/session", 405),
            ("GET", "/jmap/upload/A1", 405),
            ("DELETE", "/jmap/download/A1/b/n", 405),
        ],
    )
    async def test_what_is_not_there_is_a_problem(
        self, client: httpx.AsyncClient, verb: str, path: str, status: int
    ) -> None:
        response = await client.request(verb, path)
        assert problem(response) == (status, "about:blank")

    async def test_a_page_of_another_origin_may_ask(self, client: httpx.AsyncClient) -> None:
        asked = {"origin": "https://app.example.net", "access-control-request-method": "POST",
                 "access-control-request-headers": "authorization, content-type"}  # fmt: skip
        response = await client.options("/jmap/api", headers=asked)
        assert response.status_code == 200
        assert response.headers["access-control-allow-origin"] == "*"
        assert "authorization" in response.headers["access-control-allow-headers"].lower()
        response = await client.get("/jmap/session", headers={"origin": "https://app.example.net"})
        assert response.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in response.headers


class TestTransfer:
    async def upload(self, client: httpx.AsyncClient, octets: bytes, kind: str = "text/x-test") -> dict[str, Any]:
        response = await client.post("/jmap/upload/A1", content=octets, headers={"content-type": kind})
        assert response.status_code == 201
        return said(response)

    async def test_what_goes_up_comes_down(self, client: httpx.AsyncClient) -> None:
        octets = bytes(range(100))
        uploaded = await self.upload(client, octets, "image/png; x=y")
        assert uploaded == {"accountId": "A1", "blobId": uploaded["blobId"], "type": "image/png; x=y", "size": 100}
        response = await client.get(f"/jmap/download/A1/{uploaded['blobId']}/a%2Fb.html?type=text%2Fhtml")
        assert response.content == octets
        assert response.headers["content-type"] == "text/html"
        assert response.headers["content-disposition"] == disposition("a/b.html")
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["content-security-policy"].startswith("sandbox;")
        assert response.headers["cache-control"] == "private, immutable, max-age=31536000"

    async def test_the_same_octets_have_the_same_id(self, client: httpx.AsyncClient) -> None:
        assert (await self.upload(client, b"x"))["blobId"] == (await self.upload(client, b"x", "a/b"))["blobId"]

    async def test_nothing_is_a_blob_too(self, client: httpx.AsyncClient) -> None:
        uploaded = await self.upload(client, b"")
        assert uploaded["size"] == 0
        assert (await client.get(f"/jmap/download/A1/{uploaded['blobId']}/n")).content == b""

    async def test_a_type_is_not_guessed(self, client: httpx.AsyncClient) -> None:
        response = await client.post("/jmap/upload/A1", content=b"<html>")
        assert said(response)["type"] == "application/octet-stream"
        response = await client.post("/jmap/upload/A1", content=b"<html>", headers={"content-type": ""})
        assert said(response)["type"] == "application/octet-stream"
        response = await client.get(f"/jmap/download/A1/{said(response)['blobId']}/page.html")
        assert response.headers["content-type"] == "application/octet-stream"

    @pytest.mark.parametrize(
        "kind", ["x", "text/html%0d%0aset-cookie:%20a=b", "text/%C3%A9", "/", "a/", "image/svg+xml"]
    )
    async def test_a_type_that_is_none_is_refused(self, client: httpx.AsyncClient, kind: str) -> None:
        uploaded = await self.upload(client, b"x")
        response = await client.get(f"/jmap/download/A1/{uploaded['blobId']}/n?type={kind}")
        assert problem(response) == (400, "about:blank")

    async def test_too_large_an_upload_is_refused(self, client: httpx.AsyncClient) -> None:
        assert (await self.upload(client, b"x" * 100))["size"] == 100
        response = await client.post("/jmap/upload/A1", content=b"x" * 101)
        assert (problem(response), said(response)["limit"]) == ((413, "limit"), "maxSizeUpload")

    async def test_too_many_uploads_at_a_time_are_refused(self, http: Http, client: httpx.AsyncClient) -> None:
        with http.uploads.enter(ALICE):
            response = await client.post("/jmap/upload/A1", content=b"x")
        assert said(response)["limit"] == "maxConcurrentUpload"

    @pytest.mark.parametrize(("account", "status"), [("B1", 404), ("nobody", 404), ("R1", 403)])
    async def test_an_upload_needs_an_account_to_write(
        self, client: httpx.AsyncClient, account: str, status: int
    ) -> None:
        assert (await client.post(f"/jmap/upload/{account}", content=b"x")).status_code == status

    async def test_blobs_of_others_are_not_there(self, client: httpx.AsyncClient) -> None:
        blob = (await self.upload(client, b"mine"))["blobId"]
        not_there = [f"/jmap/download/{account}/{blob}/n" for account in ("A2", "B1", "nobody")]
        not_there += ["/jmap/download/A1/nothing/n"]
        answers = {(await client.get(path)).text for path in not_there}
        answers.add((await client.get(f"/jmap/download/A1/{blob}/n", auth=(BOB, "secret"))).text)
        assert len(answers) == 1, "nobody can tell one from another"


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a.txt", "attachment; filename=\"a.txt\"; filename*=UTF-8''a.txt"),
        ('a"b\\c', "attachment; filename=\"a_b_c\"; filename*=UTF-8''a%22b%5Cc"),
        ("é\r\nx", "attachment; filename=\"___x\"; filename*=UTF-8''%C3%A9%0D%0Ax"),
    ],
)
async def test_a_name_is_safe_in_a_header(name: str, header: str) -> None:
    assert disposition(name) == header
