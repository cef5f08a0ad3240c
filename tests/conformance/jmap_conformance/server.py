"""The server under test, as a case talks to it: its session, requests, uploads and downloads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote, urljoin, urlsplit

from . import expect, ijson
from .aside import Aside
from .client import Client, Recorder
from .exchange import Exchange, text_of
from .ledger import Ledger
from .manifest import CORE, Manifest
from .outcome import Broken, HarnessFault, Unsupported
from .reply import MethodResponse, Reply
from .settings import Login, Settings, check_scheme
from .wire import I_JSON, RESPONSE, Finding, Wire

Call = Sequence[Any]

JSON: Final = {"Content-Type": "application/json", "Accept": "application/json"}


class Server:
    """One user's view of the server under test."""

    def __init__(self, manifest: Manifest, settings: Settings, login: Login, recorder: Recorder | None = None) -> None:
        self.manifest = manifest
        self.settings = settings
        self.recorder = recorder or Recorder()
        self.client = Client(login, settings, self.recorder)
        self.wire = Wire(manifest)
        outside = (name for name, spec in manifest.types.items() if not spec["hasAccount"])
        self.ledger = Ledger(without_account=frozenset(outside))
        #: What wire validation found in the messages of the running case.
        self.findings: list[Finding] = []
        #: Why push messages do not reach the suite, once a case has seen it; empty as long as none has.
        self.push_trouble = ""
        #: The types whose records do not settle in time, once a case has seen it.
        self.restless: set[str] = set()
        #: What it found in the preparations of cases that are about something else.
        self.aside = Aside(manifest)
        #: The Session object, once fetched, as far as it can be worked with; and where it was after redirects.
        self.session: dict[str, Any] = {}
        self.session_url = session_url(settings.url)

    # The session

    def fetch_session(self) -> Exchange:
        """GET the Session and keep it.

        Raises:
            Broken: no answer, a status other than 200, or no JSON object.
        """
        made = self.client.get_following(session_url(self.settings.url))
        if made.status != 200:
            raise Broken("the session resource does not answer", expected="HTTP 200", found=f"HTTP {made.status}")
        session = self.read(made)
        if not isinstance(session, dict):
            raise Broken(
                "the session resource holds no JSON object", expected="a Session object", found=text_of(made.answer)
            )
        self.session, self.session_url = usable(session), made.url
        self.note(self.wire.findings("Session", session), made)
        self.wire.no_ids.update(one for one in self.accounts(CORE) if not self.wire.valid("Id", one))
        return made

    def url(self, which: str, /, **variables: str) -> str:
        """A URL of the session, its template filled, resolved against the session's own.

        Raises:
            Broken: it is missing, or no URL that the suite may use.
        """
        template = self.session.get(which)
        if not isinstance(template, str) or not template:
            raise Broken(f"the session has no {which}", expected="a URL", found=template)
        filled = re.sub(r"\{([^{}]+)\}", lambda match: quote(variables.get(match.group(1), ""), safe=""), template)
        made = urljoin(self.session_url, filled)
        if urlsplit(self.session_url).scheme == "https" and urlsplit(made).scheme != "https":
            raise Broken(f"{which} leaves https", expected="an https URL", found=template)
        return check_scheme(made)

    def limit(self, name: str) -> int:
        """A limit of the core capability.

        Raises:
            Unsupported: the server does not say it, or nobody could reach it.
        """
        value = (self.session.get("capabilities", {}).get(CORE) or {}).get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise Unsupported(f"the session does not say {name}")
        return value

    @property
    def at_once(self) -> int:
        """How many objects the suite changes in one call of its own."""
        try:
            return self.limit("maxObjectsInSet")
        except Unsupported:
            return 100

    def account(self, urn: str) -> str:
        """The account in which the methods of a capability are tried: the primary one, if the session has it, else the
        first with the capability.

        Raises:
            Unsupported: no account has the capability.
        """
        primary = self.session.get("primaryAccounts", {}).get(urn)
        there = self.session.get("accounts", {})
        for account_id in [primary] if primary in there else self.accounts(urn):
            return str(account_id)
        raise Unsupported(f"no account has the capability {urn}")

    def accounts(self, urn: str) -> list[str]:
        """The ids of the accounts with a capability, those of the user first; any account for the core one."""
        found = self.session.get("accounts", {})
        having = [one for one, row in found.items() if urn == CORE or urn in row.get("accountCapabilities", {})]
        return sorted(having, key=lambda one: not found[one].get("isPersonal"))

    def any_account(self) -> str:
        """An account for what belongs to no data type: uploads.

        Raises:
            Unsupported: the session shows none.
        """
        primary = list(self.session.get("primaryAccounts", {}).values())
        for account_id in [*primary, *self.accounts(CORE)]:
            return str(account_id)
        raise Unsupported("the session shows no account")

    def advertises(self, urn: str) -> bool:
        return urn in self.session.get("capabilities", {})

    # Requests

    def post(self, body: bytes, *, content_type: str | None = "application/json", login: bool = True) -> Exchange:
        """A raw body to the API resource."""
        headers = {"Accept": "application/json", **({"Content-Type": content_type} if content_type else {})}
        return self.client.send("POST", self.url("apiUrl"), headers=headers, body=body, login=login)

    def request(
        self, calls: Iterable[Call], *, using: Sequence[str] | None = None, created_ids: dict[str, str] | None = None,
        deliberate: bool = False, body: bytes | None = None, headers: dict[str, str] | None = None,
    ) -> Reply:  # fmt: skip
        """A Request with these method calls, and the Response to it.

        ``using`` defaults to what the methods need. A request that the schemas refuse is a fault of the harness,
        unless it is ``deliberate``. ``body`` is another spelling of the same Request.

        Raises:
            Broken: no answer, a status other than 200, or no Response object.
            HarnessFault: the request is invalid, and not deliberately so.
        """
        made_calls = [list(call) for call in calls]
        message: dict[str, Any] = {
            "using": list(using if using is not None else self.using_for(made_calls)),
            "methodCalls": made_calls,
        }
        if created_ids is not None:
            message["createdIds"] = created_ids
        valid = deliberate or self.wire.valid("Request.full", message)
        if not valid and (problems := self.request_findings(message)):
            said = "; ".join(map(str, problems))
            raise HarnessFault(f"the suite was about to send an invalid Request: {said}")
        exchange = self.client.send(
            "POST", self.url("apiUrl"), headers=headers or JSON, body=body or ijson.write(message)
        )
        if exchange.status != 200:
            found = f"HTTP {exchange.status} {text_of(exchange.answer)}"
            raise Broken("the request was refused as a whole", expected="HTTP 200 and a Response object", found=found)
        return self.reply(exchange)

    def reply(self, exchange: Exchange) -> Reply:
        """The Response object in an answer, validated and noted in the ledger.

        Raises:
            Broken: there is none.
        """
        message = self.read(exchange)
        found = self.wire.response_findings(message)
        if not is_response(message):
            ids = tuple(one for finding in found for one in finding.requirements) or (RESPONSE,)
            raise Broken(
                "the body is no Response object",
                requirements=ids,
                expected="a Response object",
                found=text_of(exchange.answer),
            )
        self.note(found, exchange)
        responses = tuple(MethodResponse(*one) for one in message["methodResponses"])
        self.ledger.read(responses)
        return Reply(exchange, message, responses)

    def using_for(self, calls: Iterable[Call]) -> list[str]:
        """The capabilities that these methods need, core first."""
        methods = self.manifest.methods
        return list(dict.fromkeys([CORE, *(methods[call[0]]["capability"] for call in calls if call[0] in methods)]))

    def request_findings(self, message: dict[str, Any]) -> list[Finding]:
        """Where an invalid Request is invalid, for the message about a fault of the harness."""
        found = self.wire.findings("Request", message)
        for number, call in enumerate(message["methodCalls"]):
            found += self.wire.findings(call[0].replace("/", ".") + ".request", call[1], f"/methodCalls/{number}/1")
        return found or self.wire.findings("Request.full", message)

    def read(self, exchange: Exchange) -> Any:
        """The JSON value of an answer.

        Raises:
            Broken: it is no I-JSON.
        """
        try:
            return ijson.parse(exchange.answer)
        except ijson.NotIJSON as problem:
            raise Broken(
                "the body of the answer is no I-JSON", requirements=(I_JSON,), expected="I-JSON",
                found=f"{problem} in HTTP {exchange.status} {text_of(exchange.answer)}",
            ) from problem  # fmt: skip

    def note(self, findings: list[Finding], exchange: Exchange) -> None:
        """Keep what wire validation found, for the end of the case and the report."""
        for one in findings:
            if not (expect.is_preparing() and self.aside.takes(one)):
                self.findings.append(one)
        self.wire.no_ids.update(one.no_id for one in findings if one.no_id)
        exchange.remarks += [str(one) for one in findings]

    # Blobs

    def upload(self, account_id: str, data: bytes, content_type: str = "application/octet-stream") -> Exchange:
        url = self.url("uploadUrl", accountId=account_id)
        return self.client.send("POST", url, headers={"Content-Type": content_type}, body=data)

    def blob(self, account_id: str, data: bytes, content_type: str = "application/octet-stream") -> str:
        """The blobId of an upload.

        Raises:
            Broken: it was refused, or not answered as it should be.
        """
        made = self.upload(account_id, data, content_type)
        if made.status not in (200, 201):
            raise Broken(
                "an upload was refused", expected="HTTP 200 or 201", found=f"HTTP {made.status} {text_of(made.answer)}"
            )
        answer = self.read(made)
        self.note(self.wire.findings("UploadResponse", answer), made)
        if not isinstance(answer, dict) or not isinstance(answer.get("blobId"), str):
            raise Broken("an upload gives no blobId", expected="an object with blobId", found=text_of(made.answer))
        return str(answer["blobId"])

    def download(
        self, account_id: str, blob_id: str, *, name: str = "blob.bin", content_type: str = "text/plain"
    ) -> Exchange:
        url = self.url("downloadUrl", accountId=account_id, blobId=blob_id, type=content_type, name=name)
        return self.client.send("GET", url)


def session_url(url: str) -> str:
    """Where a session is looked for: at the URL itself, or below an origin at its well-known place."""
    parts = urlsplit(url)
    if parts.path in ("", "/") and not parts.query:
        return f"{parts.scheme}://{parts.netloc}/.well-known/jmap"
    return url


def usable(session: dict[str, Any]) -> dict[str, Any]:
    """A Session with the three maps that the suite walks, each as empty as it has to be where the server's is none.

    What the server did send is judged by wire validation.
    """

    def mapping(value: Any) -> dict[str, Any]:
        return value if isinstance(value, dict) else {}

    accounts = {
        account_id: {**row, "accountCapabilities": mapping(row.get("accountCapabilities"))}
        for account_id, row in mapping(session.get("accounts")).items()
        if isinstance(row, dict)
    }
    maps = {name: mapping(session.get(name)) for name in ("capabilities", "primaryAccounts")}
    return {**session, **maps, "accounts": accounts}


def is_response(message: Any) -> bool:
    """Whether it can be worked with as a Response object, whatever else may be wrong with it."""
    responses = message.get("methodResponses") if isinstance(message, dict) else None
    return isinstance(responses, list) and all(
        isinstance(one, list)
        and len(one) == 3
        and isinstance(one[0], str)
        and isinstance(one[1], dict)
        and isinstance(one[2], str)
        for one in responses
    )
