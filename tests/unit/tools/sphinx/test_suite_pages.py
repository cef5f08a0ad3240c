"""What the suite says of itself, in a draft: its cases, what is covered, what came of runs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from jmap_spec.load.suite import CASES, DATA
from tests.nano.nano import ROOT

from .conftest import Checkout

TEXT = """\
```{jmap:cases} standard
```

# Status

```{jmap:status}
```
"""


def case(id: str, requirement: str, instances: list[str], area: str = "get") -> dict[str, Any]:
    words = ("purpose", "preconditions", "procedure", "expected", "why")
    return {
        "id": id, "title": f"{id} holds.", "area": area, "requirements": [requirement], "needs": ["records"],
        "documentation": {word: f"The {word}." for word in words}, "source": "standard/get.py", "instances": instances,
    }  # fmt: skip


@pytest.fixture
def suite(checkout: Checkout) -> Callable[..., Checkout]:
    """Puts a suite of two cases, and a result, beside a draft."""

    def made(outcomes: dict[str, str] | None = None) -> Checkout:
        from jmap_spec.source import protocol

        one = next(iter(protocol(checkout.root, suite=False).requirements))
        cases = [
            case("Foo/get/holds", one, ["Note/get/holds", "Page/get/holds"]),
            case("Foo/query/repeats", one, ["Note/query/repeats/a", "Note/query/repeats/b"], "query"),
        ]
        (checkout.root / DATA).mkdir(parents=True)
        (checkout.root / CASES).write_text(json.dumps({"cases": cases}))
        shutil.copy(ROOT / DATA / "result.schema.json", checkout.root / DATA)
        if outcomes:
            (checkout.root / "docs/results").mkdir()
            result = {
                "$comment": "", "server": {"name": "Example", "version": "1.2"},
                "suite": {"version": "0", "source": "0"}, "date": "2026-11-22", "capabilities": [],
                "areas": {"get": outcomes}, "requirements": {},
            }  # fmt: skip
            (checkout.root / "docs/results/example.json").write_text(json.dumps(result))
        checkout.draft("# Cases\n\n" + TEXT, informative="RFC8620")
        return checkout

    return made


def test_cases_are_sections_by_area_with_all_that_they_say(suite: Callable[..., Checkout]) -> None:
    (document,), problems = suite().build()
    assert [p for p in problems if "splice" not in p.code] == []
    middle = document.rfc.find("middle")
    assert [name.text for name in middle.iterfind("section/section/name")] == ["Get", "Query"]
    text = " ".join("".join(middle.itertext()).split())
    assert "Foo/get/holds holds." in text
    assert "Run for:Note, Page." in text
    assert "Run for:Note (a, b)." in text
    assert all(f"{word.capitalize()}:The {word}." in text for word in ("procedure", "expected"))
    assert "Purpose:The purpose. The why." in text
    assert "Preconditions:The preconditions. Records of the type can be made." in text
    assert {e.get("anchor") for e in middle.iter("dt")} >= {"case.Foo.get.holds", "case.Foo.query.repeats"}


def test_what_most_cases_of_an_area_say_is_said_once(suite: Callable[..., Checkout]) -> None:
    checkout = suite()
    path = checkout.root / CASES
    said = json.loads(path.read_text())
    one = said["cases"][0]
    other = {**one, "id": "Foo/get/else", "instances": ["Note/get/else"], "needs": []}
    more = [{**one, "id": f"Foo/get/holds-{n}", "instances": [f"Note/get/holds-{n}"]} for n in (1, 2)]
    said["cases"] += [*more, other]
    path.write_text(json.dumps(said))
    (document,), _ = checkout.build()
    text = " ".join("".join(document.rfc.find("middle/section/section").itertext()).split())
    once = "The preconditions. Records of the type can be made."
    assert f"Where an entry does not say otherwise: Preconditions: {once} Run for: Note." in text
    assert text.count(once) == 1 and text.count("Run for:Note, Page.") == 1
    assert "Preconditions:The preconditions.Procedure" in text, "that of the case which needs less"


def test_without_a_result_the_draft_says_so(suite: Callable[..., Checkout]) -> None:
    (document,), _ = suite().build()
    assert "No run of the suite has been recorded yet." in document.xml


def test_outcomes_are_counted(suite: Callable[..., Checkout]) -> None:
    outcomes = {"Note/get/holds": "pass", "Page/get/holds": "fail", "Note/query/repeats/a": "blocked"}
    (document,), _ = suite({**outcomes, "Note/query/repeats/b": "unsupported"}).build()
    (row,) = document.rfc.iterfind("middle//tbody/tr")
    assert ["".join(cell.itertext()) for cell in row] == ["Example 1.2", "2026-11-22", "1", "2", "0", "1"]
