"""A real browser, driven by the W3C WebDriver protocol: plain JSON over HTTP, so httpx is all it takes."""

from __future__ import annotations

import base64
import pathlib
import re
import subprocess
import tempfile
import time
from typing import Any

import httpx

#: Chromium without a screen, without a profile, and without calls home.
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,900",
]
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """One browser window; close it with :meth:`quit`."""

    def __init__(self, chromedriver: str, chromium: str) -> None:
        self._profile = tempfile.TemporaryDirectory(prefix="jmap-spec-browser-", ignore_cleanup_errors=True)
        self._driver = subprocess.Popen([chromedriver, "--port=0"], stdout=subprocess.PIPE, text=True)
        assert self._driver.stdout is not None
        port = next(m[1] for line in self._driver.stdout if (m := re.search(r"successfully on port (\d+)", line)))
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False)
        wanted = {
            "browserName": "chrome",
            "goog:chromeOptions": {"binary": chromium, "args": [*FLAGS, f"--user-data-dir={self._profile.name}"]},
            "goog:loggingPrefs": {"browser": "ALL"},
        }
        self._session = ""
        self._session = f"/session/{self._call('POST', '/session', capabilities={'alwaysMatch': wanted})['sessionId']}"

    def open(self, url: str) -> None:
        """Load a page and wait until it says that it is complete."""
        self._call("POST", "/url", url=url)

    @property
    def url(self) -> str:
        return str(self._call("GET", "/url"))

    @property
    def title(self) -> str:
        return str(self._call("GET", "/title"))

    def script(self, source: str, *arguments: Any) -> Any:
        """What a function body returns in the page."""
        return self._call("POST", "/execute/sync", script=source, args=list(arguments))

    def wait_for(self, source: str, *arguments: Any, seconds: float = 20) -> Any:
        """The first true value that a function body returns within some seconds.

        Raises:
            AssertionError: it stayed false.
        """
        end = time.monotonic() + seconds
        while not (value := self.script(source, *arguments)):
            assert time.monotonic() < end, f"never true in {seconds} s: {source}"
            time.sleep(0.1)
        return value

    def click(self, css: str) -> None:
        """Click the first element that the selector finds, as a user does: it has to be visible."""
        found = self._call("POST", "/element", using="css selector", value=css)
        # Where the style sheet asks for smooth scrolling, WebDriver would click before the element is there.
        self.script("arguments[0].scrollIntoView({behavior: 'instant', block: 'center'})", found)
        self._call("POST", f"/element/{found[ELEMENT]}/click")

    def type(self, css: str, text: str) -> None:
        """Type into the first element that the selector finds; ``\\n`` is Enter."""
        found = self._call("POST", "/element", using="css selector", value=css)
        self._call("POST", f"/element/{found[ELEMENT]}/value", text=text.replace("\n", "\ue007"))

    def resize(self, width: int, height: int) -> None:
        """Make the page this wide, narrower than any window can be if need be, as on a telephone."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        command = {"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics}
        self._call("POST", "/goog/cdp/execute", **command)

    def complaints(self) -> list[str]:
        """Errors that the console got since the last call."""
        entries = self._call("POST", "/se/log", type="browser")
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]

    def screenshot(self, path: pathlib.Path) -> None:
        """Write the window as PNG."""
        path.write_bytes(base64.b64decode(self._call("GET", "/screenshot")))

    def quit(self) -> None:
        """Close the window and end the driver."""
        try:
            if self._session:
                self._call("DELETE", "")
        finally:
            self._http.close()
            self._driver.terminate()
            self._driver.wait(20)
            self._profile.cleanup()

    def _call(self, method: str, path: str, **body: Any) -> Any:
        answer = self._http.request(method, self._session + path, json=body if method == "POST" else None)
        value = answer.json()["value"]
        assert answer.is_success, f"{method} {path}: {value.get('error')}: {value.get('message', '')[:500]}"
        return value
