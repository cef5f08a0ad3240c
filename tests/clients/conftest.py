from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterator

import pytest

from tests.clients.driven import INSTALLED, JAM, Client, Server, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, needs: Callable[[str], str]) -> Iterator[Server]:
    needs("openssl")
    with serving(tmp_path_factory.mktemp("clients")) as server:
        yield server


@pytest.fixture(scope="session")
def started(server: Server, needs: Callable[[str], str]) -> Iterator[Callable[[str], Client]]:
    """``started("jam")``: that client, which is started once, or a loud skip."""
    running: dict[str, Client] = {}

    def client(name: str) -> Client:
        if name not in running:
            is_installed(JAM if name == "jam" else INSTALLED / "python/bin/python")
            if name == "jam":
                needs("node")
            running[name] = Client(name, server)
        return running[name]

    yield client
    for each in running.values():
        each.end()


@pytest.fixture
def client(request: pytest.FixtureRequest, started: Callable[[str], Client]) -> Client:
    """The client that the parameter names; see ``table.can``."""
    return started(request.param)


def is_installed(file: pathlib.Path) -> None:
    if not file.exists():
        pytest.skip(f"NOT TESTED: {file.relative_to(INSTALLED)} is not installed; run tools/install-system-packages")
