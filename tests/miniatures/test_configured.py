"""What the reference server does only when it is configured so, and the cases that are about it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from .servers import conformance, reference


def outcomes(url: str, directory: Path, select: str, *arguments: str) -> dict[str, tuple[str, str]]:
    """Id of each selected case to its outcome, and what is said of it."""
    _, report = conformance(url, directory, "-k", select, *arguments)
    return {row["id"].rpartition("/")[2]: (row["outcome"], row["message"]) for row in report["results"]}


def test_server_that_bounds_requests_in_a_minute_says_so(tmp_path: Path) -> None:
    """The suite runs into the bound with the case that is about it; before that, it waits where it is told to."""
    config = tmp_path / "jmap.toml"
    config.write_text("[rates]\nuser = 60\n")
    with reference(tmp_path, "", "--config", str(config)) as url:
        found = outcomes(url, tmp_path, "too-many-requests-in-a-row")
    assert found == {"too-many-requests-in-a-row-are-told-so": ("pass", "")}


def test_server_with_tls_has_the_versions_that_it_should(tmp_path: Path) -> None:
    certificate, key = tmp_path / "c.pem", tmp_path / "k.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2",
            "-keyout", str(key), "-out", str(certificate)]  # fmt: skip
    try:
        subprocess.run(made, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("NOT TESTED: openssl is not installed; run tools/install-system-packages")
    with reference(tmp_path, "", "--tls-cert", str(certificate), "--tls-key", str(key)) as url:
        found = outcomes(url, tmp_path, "core/session or core/limits", "--insecure")
    assert {case: said for case, said in found.items() if said[0] not in ("pass", "unsupported")} == {}
    for case in ("old-versions-of-tls-are-refused", "tls-1-3-is-there", "requests-at-a-time-are-processed"):
        assert found[case] == ("pass", "")
