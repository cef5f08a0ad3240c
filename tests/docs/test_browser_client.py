"""A page of another origin is a client, in a real browser: CORS, the event source, parts of downloads."""

from __future__ import annotations

import http.server
import pathlib
import threading
from collections.abc import Iterator
from functools import partial

import pytest

from tests.docs.browser import Browser

CLIENT = """
window.seen = {events: []};
(async () => {
  const headers = {Authorization: 'Basic ' + btoa('alice@example.com:secret')};
  const ask = (url, more = {}) => fetch(url, {...more, headers: {...headers, ...more.headers}});
  const session = await (await ask(arguments[0] + '/.well-known/jmap')).json();
  const [core, mail] = ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail'];
  const accountId = session.primaryAccounts[mail];
  const url = session.eventSourceUrl.replace('{types}', 'Mailbox').replace('{closeafter}', 'no').replace('{ping}', '0');
  const source = new EventSource(url);
  source.addEventListener('state', event => seen.events.push(JSON.parse(event.data)));
  await new Promise((done, failed) => { source.onopen = done; source.onerror = failed; });
  const methodCalls = [['Mailbox/set', {accountId, create: {k: {name: 'from a page'}}}, 'c']];
  const response = await ask(session.apiUrl, {
    method: 'POST', body: JSON.stringify({using: [core, mail], methodCalls}),
    headers: {'Content-Type': 'application/json'},
  });
  const said = await response.json();
  seen.newState = said.methodResponses[0][1].newState;
  seen.sameSession = said.sessionState === session.state;
  const upload = await ask(session.uploadUrl.replace('{accountId}', accountId), {method: 'POST', body: '0123456789'});
  const {blobId} = await upload.json();
  const download = session.downloadUrl.replace('{accountId}', accountId).replace('{blobId}', blobId)
    .replace('{name}', 'n').replace('{type}', 'text%2Fplain');
  const part = await ask(download, {headers: {Range: 'bytes=2-4'}});
  seen.part = [part.status, await part.text(), part.headers.get('Content-Range'), !!part.headers.get('ETag')];
  const refused = await fetch(session.apiUrl, {method: 'POST'});
  seen.refused = [refused.status, refused.headers.get('WWW-Authenticate').slice(0, 5)];
  seen.done = true;
})().catch(error => seen.failed = String(error));
"""


@pytest.fixture
def page(tmp_path: pathlib.Path) -> Iterator[str]:
    """A page of another origin than that of the server."""
    (tmp_path / "page.html").write_text("<!doctype html><title>A client</title><link rel=icon href=data:,>")
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/page.html"
        server.shutdown()


def test_a_page_of_another_origin_is_a_client(browser: Browser, demo: str, page: str) -> None:
    browser.open(page)
    browser.script(CLIENT, demo)
    assert browser.wait_for("return seen.failed || seen.done") is True
    seen = browser.wait_for("return seen.events.length && seen")
    [states] = seen["events"][-1]["changed"].values()
    assert states == {"Mailbox": seen["newState"]}
    assert seen["sameSession"]
    assert seen["part"] == [206, "234", "bytes 2-4/10", True]
    assert seen["refused"] == [401, "Basic"]
