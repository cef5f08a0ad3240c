"""What every test may ask for: the root, the built site, a program that not every machine has."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent

#: Set by .ci/run: a test that a missing tool skips is a failure. What reads ../shared may skip all the same.
NO_SKIPS = "JMAP_SPEC_NO_SKIPS"
SHARED = "no ../shared beside the repository"


@pytest.fixture(scope="session")
def root() -> pathlib.Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> pathlib.Path:
    """The folder ../shared with the published texts, or a skip."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(SHARED)
    return folder


@pytest.fixture(scope="session")
def needs() -> Callable[[str], str]:
    """``needs("chromium")``: the path of a program, or a loud skip that says how to get it."""

    def path_of(program: str) -> str:
        found = shutil.which(program, path=f"{ROOT / 'node_modules/.bin'}{os.pathsep}{os.environ.get('PATH', '')}")
        if found is None:
            pytest.skip(f"NOT TESTED: {program} is not installed; run tools/install-system-packages")
        return found

    return path_of


@pytest.fixture(scope="session")
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """``command("jmap-spec", "check")``: run one of our commands at the root; its exit code and what it said."""

    def run(*words: str, cwd: pathlib.Path = ROOT, **more: object) -> subprocess.CompletedProcess[str]:
        program = pathlib.Path(sys.executable).parent / words[0]
        options = {"capture_output": True, "text": True, "timeout": 300, "check": False, "stdin": subprocess.DEVNULL}
        return subprocess.run([str(program), *words[1:]], cwd=cwd, **{**options, **more})  # type: ignore[call-overload]

    return run


@pytest.fixture(scope="session")
def build(command: Callable[..., subprocess.CompletedProcess[str]]) -> pathlib.Path:
    """The folder build/, up to date with the source; when it is already, that takes no time."""
    run = command("jmap-spec", "build", "--quiet")
    assert run.returncode == 0, f"jmap-spec build failed:\n{run.stdout}{run.stderr}"
    return ROOT / "build"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped, say what was, and fail."""
    if os.environ.get(NO_SKIPS) != "1" or hasattr(session.config, "workerinput"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    forbidden = [report for report in skipped if SHARED not in str(report.longrepr)]
    for report in forbidden:
        reporter.write_line(f"SKIPPED where {NO_SKIPS}=1: {report.nodeid}: {report.longrepr}", red=True)
    if forbidden and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
