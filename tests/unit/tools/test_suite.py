"""What the suite says of itself comes into the model, and is held against the source."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jmap_spec.load.cases import NoList, listed
from jmap_spec.load.suite import CASES, DATA
from jmap_spec.model import Case
from jmap_spec.problems import SourceBroken
from jmap_spec.source import protocol
from tests.nano.nano import ROOT, lay_out

REQUIREMENT = next(iter(protocol(ROOT, suite=False).requirements))


def row(**more: Any) -> dict[str, Any]:
    words = ("purpose", "preconditions", "procedure", "expected", "why")
    return {
        "id": "Foo/get/holds", "title": "It holds.", "area": "get", "requirements": [], "needs": [],
        "documentation": {word: f"The {word}." for word in words}, "source": "standard/get.py",
        "instances": ["Note/get/holds", "Page/get/holds"], **more,
    }  # fmt: skip


@pytest.fixture
def nano(tmp_path: Path) -> Callable[..., Path]:
    """Lays out a checkout with the nano protocol, a list of cases and a result."""

    def made(cases: Any, result: dict[str, Any] | None = None) -> Path:
        root = lay_out(tmp_path)
        (root / "drafts").mkdir()
        (root / DATA).mkdir(parents=True)
        (root / CASES).write_text(json.dumps(cases))
        shutil.copy(ROOT / DATA / "result.schema.json", root / DATA)
        if result is not None:
            (root / "docs/results").mkdir(parents=True)
            (root / "docs/results/example.json").write_text(json.dumps(result))
        return root

    return made


def case(**more: Any) -> Case:
    one = row(**more)
    told = one.pop("documentation")
    return Case(**{name: tuple(v) if isinstance(v, list) else v for name, v in one.items()}, **told)


def test_the_cases_of_the_suite_are_in_the_model() -> None:
    cases = protocol(ROOT).cases
    assert len(cases) == len(json.loads((ROOT / CASES).read_text("utf-8"))["cases"]) > 300
    assert {one.room for one in cases} >= {"standard", "core", "mail"}
    assert all(one.purpose and one.why and one.requirements for one in cases)


def test_where_a_case_is_repeated() -> None:
    assert case().places == {"Note/get": (), "Page/get": ()}
    assert case(id="Note/get/holds", instances=["Note/get/holds"]).places == {}
    repeated = ["Note/query/holds/title", "Note/query/holds/size", "core/using/holds/Blob/copy"]
    assert case(instances=repeated).places == {"Note/query": ("title", "size"), "core/using": ("Blob/copy",)}


def test_a_case_about_a_requirement_that_is_gone_is_a_problem(nano: Callable[..., Path]) -> None:
    root = nano({"cases": [row(requirements=["core/nowhere/at-all"])]})
    with pytest.raises(SourceBroken) as caught:
        protocol(root)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.pointer) == ("cases/requirement", "/cases/0")
    assert "core/nowhere/at-all" in problem.message
    assert protocol(root, suite=False).cases == ()


def test_a_list_of_another_form_is_a_problem(nano: Callable[..., Path]) -> None:
    with pytest.raises(SourceBroken, match="no list of cases"):
        protocol(nano({"cases": [{"id": "Foo/get/holds"}]}))


def test_a_result_is_read_and_held_against_its_schema(nano: Callable[..., Path]) -> None:
    result: dict[str, Any] = {
        "$comment": "", "server": {"name": "Example", "version": "1"}, "suite": {"version": "0", "source": "0"},
        "date": "2026-11-22", "capabilities": [], "areas": {"get": {"Note/get/holds": "pass"}}, "requirements": {},
    }  # fmt: skip
    root = nano({"cases": [row()]}, result)
    (read,) = protocol(root).results
    assert (read.name, read.server, read.outcomes) == ("example", "Example", {"Note/get/holds": "pass"})
    result["areas"]["get"]["Page/get/holds"] = "perfect"
    (root / "docs/results/example.json").write_text(json.dumps(result))
    with pytest.raises(SourceBroken) as caught:
        protocol(root)
    assert [one.place.pointer for one in caught.value.problems] == ["/areas/get/Page~1get~1holds"]


def test_the_list_that_the_suite_gives_now_is_the_one_in_git() -> None:
    assert listed(ROOT) == {CASES: (ROOT / CASES).read_text("utf-8")}


def test_a_suite_that_is_broken_is_told(nano: Callable[..., Path]) -> None:
    root = nano({"cases": []})
    (root / DATA).parent.joinpath("__init__.py").write_text("raise SystemExit('the suite is broken')")
    with pytest.raises(NoList, match="the suite is broken"):
        listed(root)


def test_without_a_suite_there_are_no_cases(tmp_path: Path) -> None:
    assert listed(tmp_path) == {}
