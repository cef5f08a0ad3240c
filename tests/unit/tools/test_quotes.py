"""The server's code quotes the requirements that it obeys, and the quotations are those of the source."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jmap_spec.cli import main
from jmap_spec.emit.quotes import quoted
from jmap_spec.source import protocol

ROOT = Path(__file__).resolve().parents[3]
WHOLE = protocol(ROOT)
IN_ORDER = "core/Request/methodCalls/in-order"
SHOULD = next(one.id for one in WHOLE.requirements.values() if one.level == "SHOULD")


def test_a_must_is_quoted_and_a_should_is_named() -> None:
    code = f"def f():\n    # req: {IN_ORDER}, {SHOULD}\n    # why\n    return 1\n"
    made = quoted(code, WHOLE).splitlines()
    sentence = WHOLE.requirements[IN_ORDER].text.replace("`", "")
    assert made == [
        "def f():",
        f"    # req: {IN_ORDER}",
        f"    #   {sentence}",
        f"    # req: {SHOULD}",
        "    # why",
        "    return 1",
    ]


def test_a_quotation_is_replaced_and_not_repeated() -> None:
    made = quoted(f"# req: {IN_ORDER}\n#   What it said once,\n#   in two lines.\nx = 1\n#   no quotation\n", WHOLE)
    assert quoted(made, WHOLE) == made
    assert "once" not in made
    assert made.endswith("x = 1\n#   no quotation\n")


def test_an_unknown_id_is_left_to_the_lint() -> None:
    assert quoted("# req: core/nothing/here\nx = 1\n", WHOLE) == "# req: core/nothing/here\nx = 1\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for folder in ("schemas", "drafts", "reference_impl", "tests/conformance"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_a_sentence_that_changes_is_seen_where_it_is_obeyed(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = checkout / "schemas/core/wire/Request.json"
    source.write_text(source.read_text().replace("one after the other", "each after the one before"))
    assert main(["--root", str(checkout), "check"]) == 1
    assert "protocol.py (from the source)" in capsys.readouterr().err
    assert main(["--root", str(checkout), "generate"]) == 0
    assert "each after the one before" in (checkout / "reference_impl/jmap_reference/protocol.py").read_text()
    assert main(["--root", str(checkout), "check"]) == 0
