"""jmap-spec validate, as it is run."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from jmap_spec.cli import main
from tests.nano.nano import lay_out

USING = ["urn:example:nano:core", "urn:example:nano:toys"]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("checkout"))


@pytest.fixture
def validate(
    checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Any:
    """``validate(value, *words)``: exit code, what it printed, what it complained of."""
    monkeypatch.chdir(tmp_path)

    def run(value: Any, *words: str) -> tuple[int, str, str]:
        text = value if isinstance(value, str) else json.dumps(value)
        Path("f.json").write_text(text, "utf-8")
        code = main(["--root", str(checkout), "validate", *words])
        return code, *capsys.readouterr()

    return run


def test_a_valid_file_is_exit_code_0(validate: Any) -> None:
    assert validate({"name": "c"}, "f.json", "--as", "Cog.creation") == (0, "f.json: valid as Cog.creation\n", "")


def test_an_invalid_file_is_exit_code_1_and_says_where_it_is_wrong(validate: Any) -> None:
    value = json.dumps({"using": USING, "methodCalls": [["Cog/set", {"onCreateOyl": True}, "c"]]}, indent=2)
    code, out, err = validate(value, "f.json", "--as", "Request")
    assert (code, err) == (1, "")
    assert out == (
        'f.json:10:9: error: unknown argument "onCreateOyl"\n'
        "    at:          /methodCalls/0/1/onCreateOyl\n"
        "    allowed:     create, ifInState, onCreateOil, update\n"
        '    hint:        did you mean "onCreateOil"?\n'
        "    rule:        https://jmap-spec.example/0.1/methods/Cog/set.request.json#/additionalProperties\n"
        "    section:     RFC 8620, Section 5.3\n"
        "f.json: not valid as Request (1 error)\n"
    )


def test_a_duplicate_name_is_refused_where_it_stands(validate: Any) -> None:
    code, out, _ = validate('{"name": "a",\n "name": "b"}', "f.json", "--as", "Cog.creation")
    assert code == 1
    assert out.startswith('f.json:2:2: error: the name "name" stands twice in one object\n    at:          /name\n')


def test_whole_messages_are_known_without_as(validate: Any) -> None:
    assert validate({"using": USING, "methodCalls": []}, "f.json")[:2] == (0, "f.json: valid as Request\n")


def test_a_message_taken_for_another_is_told(validate: Any) -> None:
    code, out, _ = validate({"using": [], "methodCalls": []}, "f.json", "--as", "Cog")
    assert code == 1
    assert "note: this looks like a Request" in out


def test_standard_input_is_a_file(validate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'"abc"')))
    assert validate("", "-", "--as", "Id")[:2] == (0, "-: valid as Id\n")


def test_several_files_are_all_looked_at(validate: Any) -> None:
    Path("g.json").write_text('""')
    code, out, _ = validate('"abc"', "f.json", "g.json", "--as", "Id")
    assert code == 1
    assert "f.json: valid as Id\n" in out and "g.json: not valid as Id (" in out


def test_a_response_is_held_against_its_request(validate: Any) -> None:
    Path("request.json").write_text(json.dumps({"using": USING, "methodCalls": [["Cog/get", {"ids": ["a"]}, "c"]]}))
    answer = {"methodResponses": [["Cog/get", {"list": [], "notFound": []}, "c"]], "sessionState": "s"}
    code, out, _ = validate(answer, "f.json", "--request", "request.json")
    assert code == 1
    assert 'the id "a" was asked for and is in neither "list" nor "notFound"' in out


def test_json_output_has_every_finding(validate: Any) -> None:
    code, out, _ = validate({"nname": "c"}, "f.json", "--as", "Cog.creation", "--json")
    (result,) = json.loads(out)
    assert code == 1
    assert (result["file"], result["as"], result["valid"]) == ("f.json", "Cog.creation", False)
    assert result["findings"][1] == {
        "line": 1,
        "column": 2,
        "pointer": "/nname",
        "level": "error",
        "message": 'unknown property "nname"',
        "allowed": "finish, gearId, name, teeth",
        "hint": 'did you mean "name"?',
        "rule": "https://jmap-spec.example/0.1/types/toys/Cog.creation.json#/additionalProperties",
        "section": "RFC 8620, Section 1.6.3",
    }


def test_quiet_leaves_notes_out(validate: Any) -> None:
    value = {"type": "x", "more": 1}
    assert "note" in validate(value, "f.json", "--as", "MethodError")[1]
    assert validate(value, "f.json", "--as", "MethodError", "--quiet")[1] == "f.json: valid as MethodError\n"


def test_a_recording_is_looked_into(validate: Any) -> None:
    sent = json.dumps({"using": USING, "methodCalls": [["Cog/get", {"ids": 5}, "c"]]})
    recorded = {"log": {"entries": [{"request": {"postData": {"text": sent}}}]}}
    code, out, _ = validate(recorded, "f.json")
    assert code == 1
    assert out.endswith("f.json (entry 1, request): not valid as Request (1 error)\n")


def test_names_are_listed(validate: Any) -> None:
    code, out, _ = validate("", "--names")
    assert code == 0
    assert {"Cog/get.request", "Cog.creation", "Request", "Id"} <= set(out.split())


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("f.json", "--as", "Cogg"), 'nothing is called "Cogg"; did you mean Cog'),
        (("f.json",), "f.json is no whole message, so say what it is: --as NAME (--names lists them)"),
        (("nowhere.json", "--as", "Cog"), "nowhere.json: No such file or directory"),
        ((), "no FILE"),
        (("f.json", "--as", "Response", "--request", "f.json"), "f.json is not a valid Request"),
    ],
)
def test_wrong_use_is_exit_code_2(validate: Any, words: tuple[str, ...], complaint: str) -> None:
    code, out, err = validate("{}", *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"jmap-spec validate: {complaint}")


def test_control_characters_of_a_file_do_not_reach_the_terminal(validate: Any) -> None:
    _, out, _ = validate({"a\u001b[2J": 1}, "f.json", "--as", "Cog.creation")
    assert "\x1b" not in out and "\\u001b" in out
