"""Languages of whoever runs the server: what a folder of catalogues may have, and what is wrong with it."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from jmap_reference import catalogues, language
from jmap_reference.catalogues import built_in, read
from jmap_reference.config_file import Wrong
from jmap_reference.config_file import read as read_config

TEXT = "no more than {} octets"


def folder(tmp_path: pathlib.Path, **files: Any) -> pathlib.Path:
    """``it='…'``: the file it.json; what is no text is written as JSON."""
    where = tmp_path / "languages"
    where.mkdir()
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=2)
        (where / f"{name}.json").write_text(text, "utf-8")
    return where


def problems(tmp_path: pathlib.Path, content: Any, name: str = "it") -> list[str]:
    where = folder(tmp_path, **{name: content})
    return [each.removeprefix(f"{where}/") for each in read(where)[1]]


def test_what_is_right_is_taken(tmp_path: pathlib.Path) -> None:
    italian = {TEXT: "al massimo {} ottetti", "Ask the desk.": "Chieda alla reception."}
    assert read(folder(tmp_path, it=italian)) == ({"it": italian}, [])


def test_those_of_the_server_are_right(root: pathlib.Path) -> None:
    found, problems = read(root / "reference_impl/jmap_reference/languages")
    assert (found, problems) == (built_in(), [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "it.json:1: not JSON: Expecting property name"),
        ('{\n"a": "b",\n}', "it.json:3: not JSON: "),
        ('{"a": "b", "a": "c"}', "it.json:1: not JSON: "),
        ([], "it.json:1: found something else; allowed is an object of texts, each by its English text"),
        ({"a": 1}, "it.json:1: found something else; allowed is an object of texts, each by its English text"),
        ({"a": "b", "c": " "}, 'it.json:3: found no translation of "c"; allowed is a text'),
        ({TEXT: "al massimo ottetti"}, 'it.json:2: found "al massimo ottetti"; allowed is {} 1 times, as in '
                                       f'"{TEXT}", and no other brace'),
        ({TEXT: "{} {0}"}, 'it.json:2: found "{} {0}"; allowed is {} 1 times'),
        ({"à": "{"}, 'it.json:2: found "{"; allowed is {} 0 times'),
        ({"call 112": "chiami 112"}, 'it.json:2: found a number in "call 112"; allowed is {} in its place'),
        ({"no more then {} octets": "{}"}, 'it.json:2: found "no more then {} octets", which the server never says; '
                                           f'did you mean "{TEXT}"?'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(tmp_path: pathlib.Path, content: Any, said: str) -> None:
    [problem] = problems(tmp_path, content)
    assert problem.startswith(said)


@pytest.mark.parametrize(
    ("name", "said"),
    [("italian language", "allowed is a tag of RFC 5646"), ("it_CH", "allowed is a tag"), ("en", "any other language")],
)
def test_a_file_is_named_like_a_language(tmp_path: pathlib.Path, name: str, said: str) -> None:
    [problem] = problems(tmp_path, {}, name)
    assert said in problem


def test_an_empty_folder_is_a_mistake(tmp_path: pathlib.Path) -> None:
    where = folder(tmp_path)
    assert read(where)[1] == [f"{where}:1: found no catalogue; allowed are files such as it.json"]


def test_the_configuration_tells_all_of_it(tmp_path: pathlib.Path) -> None:
    where = folder(tmp_path, it={"c": ""}, es={TEXT: "x"}, pt={TEXT: "{} octetos"})
    path = tmp_path / "jmap.toml"
    path.write_text(f"[languages]\nfolder = '{where}'\n")
    with pytest.raises(Wrong) as wrong:
        read_config(path)
    first, *others = str(wrong.value).splitlines()
    assert first == f"{path}:2: languages.folder: found 2 mistakes in the catalogues"
    assert [each.partition(": ")[0] for each in others] == [f"{where}/es.json:2", f"{where}/it.json:2"]


def test_they_are_spoken_beside_those_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_spoken", {})
    language.add({"pt-br": {TEXT: "no máximo {} octetos"}, "de": {"Ask the desk.": "Bitte am Empfang fragen."}})
    assert language.chosen("pt-BR, de;q=0.5") == "pt-br"
    assert language.translate("no more than 7 octets", "pt-br") == ("no máximo 7 octetos", "pt-br")
    assert language.translate("Ask the desk.", "de") == ("Bitte am Empfang fragen.", "de")
    assert language.translate("there is no such account", "de")[1] == "de"
    assert language.translate("there is no such account", "fr")[1] == "fr"
    assert catalogues.built_in()["de"].keys() == catalogues.built_in()["fr"].keys()
