"""jmap-jam where its event source is: in a browser, in a page of another origin than the server's."""

from __future__ import annotations

import http.server
import pathlib
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.clients.conftest import is_installed
from tests.clients.driven import JAM, serving
from tests.docs.browser import Browser

PAGE = """<!doctype html><title>jam</title><link rel=icon href=data:,>
<script type=module>
  import {JamClient} from './index.js';
  window.seen = [];
  window.listen = async (sessionUrl, bearerToken) => {
    const jam = window.jam = new JamClient({sessionUrl, bearerToken});
    window.accountId = await jam.getPrimaryAccount();
    const source = await jam.connectEventSource({types: ['Mailbox'], ping: 0});
    source.addEventListener('state', event => seen.push(JSON.parse(event.data).changed));
    await new Promise((done, failed) => { source.onopen = done; source.onerror = failed; });
  };
  window.ready = true;
</script>
"""
LISTEN = "listen(...arguments).then(() => { window.listening = true; }, error => { window.failed = String(error); });"
CREATE = """
jam.api.Mailbox.set({accountId, create: {k: {name: 'made by jam in a browser'}}})
  .then(([said]) => { window.made = said.newState; }, error => { window.failed = JSON.stringify(error); });
"""


@pytest.fixture
def page(tmp_path: pathlib.Path) -> Iterator[str]:
    is_installed(JAM)
    (tmp_path / "page.html").write_text(PAGE)
    shutil.copy(JAM, tmp_path)
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/page.html"
        server.shutdown()


def test_jam_in_a_browser(page: str, needs: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> None:
    browser = Browser(needs("chromedriver"), needs("chromium"))
    # Without TLS: a browser would have to be told to trust the certificate, and loopback is trusted as it is.
    try:
        with serving(tmp_path_factory.mktemp("browser"), tls=False) as server:
            browser.open(page)
            browser.wait_for("return window.ready")
            browser.script(LISTEN, f"{server.origin}/.well-known/jmap", server.token)
            assert browser.wait_for("return window.failed || window.listening") is True
            browser.script(CREATE)
            made = browser.wait_for("return window.failed || window.made")
            assert made == server.state("Mailbox")
            assert browser.wait_for("return seen.length && seen") == [{server.account: {"Mailbox": made}}]
    finally:
        browser.quit()
