"""What the tests of the documentation share: a browser, the demo server."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.docs.browser import Browser


@pytest.fixture(scope="session")
def browser(needs: Callable[[str], str]) -> Iterator[Browser]:
    """A real browser, or a loud skip."""
    window = Browser(needs("chromedriver"), needs("chromium"))
    yield window
    window.quit()


@pytest.fixture(scope="session")
def demo(root: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a reference server with the demo account: ``http://127.0.0.1:40123``."""
    program = pathlib.Path(sys.executable).parent / "jmap-reference"
    store = tmp_path_factory.mktemp("demo") / "mail.sqlite"
    command = [str(program), "serve", "--demo", "--port", "0", "--quiet", "--store", str(store)]
    server = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert server.stdout is not None
    said = []
    for line in server.stdout:
        said.append(line)
        if ready := re.search(r"(http://127\.0\.0\.1:[0-9]+)\S*", line):
            break
    else:
        pytest.fail("the demo did not start:\n" + "".join(said))
    yield ready[1]
    server.terminate()
    server.wait(20)
