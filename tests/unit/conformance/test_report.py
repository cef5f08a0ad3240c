"""How a run is told: as data with a schema, as a page, as JUnit, in a terminal, and beside another run."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from rich.console import Console

from jmap_conformance.cli import main
from jmap_conformance.manifest import HERE, Manifest
from jmap_conformance.report import compare, files, keep, terminal
from jmap_conformance.report.html import page
from jmap_conformance.report.junit import junit
from jmap_conformance.report.summary import Expected, exit_status, expected_in, report_of
from jmap_conformance.settings import Login, Settings, WrongUse
from jmap_conformance.worker import Result

MANIFEST = Manifest.load()
SETTINGS = Settings("https://jmap.example.com", (Login("alice@example.com", "PW"),))
SCHEMA = jsonschema_rs.validator_for(json.loads((HERE / "report.schema.json").read_text("utf-8")))
MUST = "core/standard/get/ids/empty-is-none"
EXCHANGE = {
    "request": {"method": "POST", "url": "https://jmap.example.com/api", "headers": {}, "body": '{"<script>": 1}'},
    "response": {"status": 200, "headers": {"content-type": "application/json"}, "body": '"\\ud800"'},
    "curl": "curl https://jmap.example.com/api",
    "duration": 0.1,
}


def result(id: str, outcome: str, message: str = "") -> Result:
    broken = [MUST] if outcome in ("fail", "warn") else []
    return Result(
        id, outcome, [MUST], "must", "get", "Mailbox", message, broken, exchanges=[EXCHANGE], title="The rule."
    )


def report(*results: Result, **more: Any) -> dict[str, Any]:
    made = report_of(list(results), MANIFEST, SETTINGS, {}, version="1", started="2026-11-22T00:00:00Z", **more)
    return dict(json.loads(json.dumps(made)))


OUTCOMES = ("pass", "fail", "warn", "unsupported", "disabled", "blocked", "error")
ALL = report(*(result(f"Mailbox/get/{outcome}", outcome, "<b>why</b> \0") for outcome in OUTCOMES))


def test_the_report_keeps_its_schema() -> None:
    assert [str(error) for error in SCHEMA.iter_errors(ALL)] == []
    assert {name: ALL["summary"][name] for name in OUTCOMES} == dict.fromkeys(OUTCOMES, 1)
    assert ALL["requirements"][MUST]["text"].startswith("An empty array")


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        (["pass", "warn", "unsupported", "disabled"], 0),
        (["pass", "fail"], 1),
        (["pass", "blocked"], 1),
        (["fail", "error"], 2),
        ([], 2),
    ],
)
def test_exit_status(outcomes: list[str], status: int) -> None:
    assert exit_status(report(*(result(str(number), one) for number, one in enumerate(outcomes)))) == status


def test_a_run_that_did_not_get_through_is_2() -> None:
    assert exit_status(report(result("a", "pass"), trouble="interrupted")) == 2


def test_an_expected_failure_does_not_count_and_a_stale_one_is_told() -> None:
    entries = (Expected("Mailbox/get/*", "known"), Expected("Mailbox/set/gone", "old"))
    made = report(result("Mailbox/get/a", "fail"), result("Mailbox/set/gone", "pass"), expected=entries)
    assert exit_status(made) == 0
    assert made["results"][0]["expected_failure"] == "known"
    assert made["summary"]["expected"] == 1
    assert made["summary"]["stale"] == [{"case": "Mailbox/set/gone", "reason": "old"}]
    assert list(SCHEMA.iter_errors(made)) == []


def test_expected_failures_are_read(tmp_path: Path) -> None:
    path = tmp_path / "expected.toml"
    path.write_text('[[expected]]\ncase = "Mailbox/get/*"\nreason = "section 5.1 was read otherwise"\n')
    assert expected_in(path) == (Expected("Mailbox/get/*", "section 5.1 was read otherwise"),)
    path.write_text('[[expected]]\ncase = "Mailbox/get/*"\n')
    with pytest.raises(WrongUse, match="reason, and case or cases"):
        expected_in(path)


def test_the_page_has_every_case_and_escapes_what_servers_say() -> None:
    text = page(ALL)
    assert text.count("<details data-outcome=") == len(OUTCOMES)
    assert "<b>why</b>" not in text and "&lt;b&gt;why" in text
    assert "&lt;script&gt;" in text and text.count("<script>") == 1
    assert not re.search(r"(?:src|href|url)\s*[=(]", text), "the page needs nothing else"
    text.encode("utf-8")


def test_junit_counts_as_build_servers_do() -> None:
    suite = ET.fromstring(junit(ALL)).find("testsuite")
    assert suite is not None
    counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "7", "failures": "1", "errors": "2", "skipped": "2"}
    found = {case.get("name"): [child.tag for child in case if child.tag != "properties"] for case in suite}
    assert found["Mailbox/get/fail"] == ["failure"]
    assert found["Mailbox/get/warn"] == ["system-out"]
    assert found["Mailbox/get/blocked"] == ["error"]


def test_the_terminal_shows_what_failed_with_its_requirement_and_how_to_repeat_it() -> None:
    out = io.StringIO()
    terminal.summary(ALL, Console(file=out, width=200))
    text = out.getvalue()
    for wanted in ("FAIL Mailbox/get/fail", f"MUST {MUST}", "An empty array", "again: curl", "7 cases", "HTTP 200"):
        assert wanted in text
    assert text.index("FAIL") < text.index("ERROR") < text.index("BLOCKED") < text.index("WARN")


def test_equal_failures_are_shown_once() -> None:
    out = io.StringIO()
    terminal.summary(report(*(result(f"Mailbox/get/{n}", "fail", "same") for n in "abc")), Console(file=out, width=200))
    assert out.getvalue().count("FAIL") == 1
    assert "the same in 2 more" in out.getvalue()


def test_progress_is_told_without_a_terminal() -> None:
    out = io.StringIO()
    bar = terminal.ProgressBar(Console(file=out))
    bar.begin(20)
    for number in range(20):
        bar.seen(result(str(number), "fail" if number == 19 else "pass"))
    bar.end()
    assert out.getvalue().splitlines()[-1] == "20 of 20 cases, 1 failed"
    assert len(out.getvalue().splitlines()) == 10


def test_reports_are_compared(tmp_path: Path) -> None:
    one, other = report(result("a", "pass"), result("b", "pass")), report(result("a", "fail"), result("c", "pass"))
    assert compare.matrix([one, other]) == {"a": ["pass", "fail"], "b": ["pass", "-"], "c": ["-", "pass"]}
    out = io.StringIO()
    compare.show(["x", "y"], [one, one], Console(file=out))
    assert "0 of 2 cases differ" in out.getvalue()
    assert "<td>a<td" in compare.page(["<x>", "y"], [one, other]) and "<x>" not in compare.page(
        ["<x>", "y"], [one, other]
    )
    files.write(one, tmp_path)
    assert compare.read(tmp_path / "report.json")["results"][0]["id"] == "a"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["junit.xml", "report.html", "report.json"]
    with pytest.raises(WrongUse, match="no report"):
        compare.read(tmp_path / "report.html")


def test_what_is_kept_has_its_schema_and_the_worst_of_each_requirement() -> None:
    kept = json.loads(keep.text_of(keep.result_of(ALL, "Example", "1.2")))
    schema = jsonschema_rs.validator_for(json.loads((HERE / "result.schema.json").read_text("utf-8")))
    assert [str(error) for error in schema.iter_errors(kept)] == []
    assert kept["areas"]["get"] == {f"Mailbox/get/{outcome}": outcome for outcome in sorted(OUTCOMES)}
    assert kept["requirements"] == {MUST: "error"}
    assert kept["server"] == {"name": "Example", "version": "1.2"}
    assert kept["date"] == "2026-11-22"


def test_a_requirement_that_was_not_reached_is_not_said_to_hold() -> None:
    """A case that fails of one of its requirements ended before it came to the others."""
    row = result("Mailbox/get/fails", "fail")
    other = "core/standard/get/account-id-required"
    row.requirements.append(other)
    kept = keep.result_of(report(row), "Example", "1")
    assert kept["requirements"] == {MUST: "fail"}


def test_a_run_that_did_not_get_through_is_not_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report(result("Mailbox/get/a", "pass"), trouble="interrupted")))
    assert main(["keep", str(path), "--server", "Example", "--server-version", "1"]) == 2
    assert "did not get through: interrupted" in capsys.readouterr().err


def test_expected_failures_of_one_reason_stand_together(tmp_path: Path) -> None:
    path = tmp_path / "expected.toml"
    path.write_text('[[expected]]\nreason = "not there"\ncases = ["Mailbox/get/a", "Mailbox/get/b"]\nflaky = true\n')
    assert expected_in(path) == tuple(Expected(f"Mailbox/get/{one}", "not there", True) for one in "ab")
    path.write_text('[[expected]]\nreason = "a"\ncases = ["x"]\n[[expected]]\nreason = "b"\ncase = "x"\n')
    with pytest.raises(WrongUse, match="x is there twice"):
        expected_in(path)


def test_an_expected_failure_may_say_which_it_is(tmp_path: Path) -> None:
    path = tmp_path / "expected.toml"
    path.write_text('[[expected]]\nreason = "a"\nsays = "one"\ncases = ["Mailbox/get/a", "Mailbox/get/b ~ two"]\n')
    entries = expected_in(path)
    assert [(one.case, one.says) for one in entries] == [("Mailbox/get/a", "one"), ("Mailbox/get/b", "two")]
    known = report(
        result("Mailbox/get/a", "fail", "one thing"), result("Mailbox/get/b", "fail", "two"), expected=entries
    )
    assert exit_status(known) == 0
    other = report(result("Mailbox/get/a", "fail", "another"), result("Mailbox/get/b", "fail", "two"), expected=entries)
    assert exit_status(other) == 1
    assert other["summary"]["stale"] == [{"case": "Mailbox/get/a", "reason": "a", "says": "one"}]
    assert list(SCHEMA.iter_errors(other)) == []
    out = io.StringIO()
    terminal.summary(other, Console(file=out, width=200))
    assert "Mailbox/get/a was expected to fail with “one” and does not (a)" in out.getvalue()


def test_what_was_found_says_it_too() -> None:
    made = result("Mailbox/get/a", "fail", "the call was not refused")
    made.found = ["error", {"type": "unknownMethod"}, "0"]
    assert exit_status(report(made, expected=(Expected("Mailbox/get/a", "known", says="unknownMethod"),))) == 0


def test_what_was_left_behind_is_one_line() -> None:
    made = report(result("a", "pass"), left=[f"Mailbox m{number}" for number in range(20)])
    out = io.StringIO()
    terminal.summary(made, Console(file=out, width=200))
    line = "left behind: Mailbox m0, Mailbox m1, Mailbox m2, Mailbox m3, Mailbox m4, Mailbox m5, and 14 more"
    assert line in out.getvalue() and line in page(made)
    assert len(made["summary"]["left_behind"]) == 20
