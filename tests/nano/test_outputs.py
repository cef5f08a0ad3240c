"""Each output of the nano protocol is the text that lies in expected/, small enough to read in review.

After a change that is meant: ``NANO_UPDATE=1 .venv/bin/python -m pytest tests/nano`` and read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jmap_spec import check
from jmap_spec.derive.definitions import definitions
from jmap_spec.emit import conformance, python
from jmap_spec.emit.text import compact_lines
from jmap_spec.model import Protocol
from jmap_spec.source import protocol

from .nano import HERE, lay_out

EXPECTED = HERE / "expected"


@pytest.fixture(scope="module")
def nano(tmp_path_factory: pytest.TempPathFactory) -> Protocol:
    return protocol(lay_out(tmp_path_factory.mktemp("nano")))


def outputs(nano: Protocol) -> dict[str, str]:
    made = {"definitions.json": compact_lines({"$defs": definitions(nano)})}
    made |= {f"python/{path}": text for path, text in python.files(nano).items()}
    made |= {f"conformance/{path}": text for path, text in conformance.files(nano).items()}
    return made


def test_nano_has_no_problems(nano: Protocol) -> None:
    assert [str(problem) for problem in check.problems(nano)] == []


def test_every_output_is_as_expected(nano: Protocol) -> None:
    made = outputs(nano)
    if os.environ.get("NANO_UPDATE"):
        for path, text in made.items():
            (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / path).write_text(text, "utf-8")
    there = {p.relative_to(EXPECTED).as_posix() for p in EXPECTED.rglob("*") if p.is_file() and p.suffix != ".pyc"}
    assert there == set(made)
    for path, text in made.items():
        assert text == (EXPECTED / path).read_text("utf-8"), path


def test_output_does_not_depend_on_the_folder_or_the_run(nano: Protocol, tmp_path: Path) -> None:
    again = protocol(lay_out(tmp_path / "elsewhere"))
    assert outputs(again) == outputs(nano)


def test_generated_python_is_python(nano: Protocol) -> None:
    for path, text in python.files(nano).items():
        if path.endswith(".py"):
            compile(text, path, "exec")
