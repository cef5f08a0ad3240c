"""Rules about our own code that no general linter knows.

Files: in the translator only ``load``, ``commands``, ``sphinx`` and ``cli`` touch them; all else is values to values.
Strangers: no package imports another of the three (import-linter says so too, but not of text in ``importlib`` calls).
Requirements: ``# req: ID`` names a requirement that is in the source and not retired.
Generated: what is generated says so in its first line, or in ``$comment``.
"""

from __future__ import annotations

import ast
import json
import pathlib
import re
from collections.abc import Iterator

import pytest

from jmap_spec.source import protocol

ROOT = pathlib.Path(__file__).resolve().parents[3]
TRANSLATOR = ROOT / "tools/jmap_spec"
SERVER = ROOT / "reference_impl/jmap_reference"
SUITE = ROOT / "tests/conformance/jmap_conformance"
GENERATED = [SERVER / "generated", SUITE / "data"]

MAY_TOUCH_FILES = {"load", "commands", "sphinx", "cli.py"}
TOUCHES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "rename", "touch"}


def code_of(package: pathlib.Path) -> list[pathlib.Path]:
    return sorted(path for path in package.rglob("*.py") if "generated" not in path.parts)


def named(path: pathlib.Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls_that_touch_files(path: pathlib.Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            # A method called open or touch of something else than a path would need another name here.
            if name in TOUCHES:
                yield f"{named(path)}:{node.lineno}: {name}(): take the text, or return it (decision 0005)"


@pytest.mark.parametrize("path", [p for p in code_of(TRANSLATOR) if p.relative_to(TRANSLATOR).parts[0]
                                  not in MAY_TOUCH_FILES], ids=named)
def test_only_the_edges_of_the_translator_touch_files(path: pathlib.Path) -> None:
    assert list(calls_that_touch_files(path)) == []


@pytest.mark.parametrize(("package", "strangers"), [
    (TRANSLATOR, "jmap_reference|jmap_conformance"),
    (SERVER, "jmap_spec|jmap_conformance"),
    (SUITE, "jmap_spec|jmap_reference"),
], ids=["translator", "server", "suite"])
def test_no_package_loads_another_by_name(package: pathlib.Path, strangers: str) -> None:
    statement, call = rf"^\s*(?:import|from) (?:{strangers})\b", rf"(?:import_module|__import__)\(.*(?:{strangers})"
    pattern = re.compile(f"{statement}|{call}", re.M)
    assert [named(path) for path in code_of(package) if pattern.search(path.read_text())] == []


def test_comments_of_the_server_name_requirements_that_exist() -> None:
    known = protocol(ROOT)
    unknown = []
    for path in [*code_of(SERVER), *code_of(SUITE)]:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for said in re.findall(r"#\s*req:\s*([^\s,;]+(?:,\s*[a-z]+/[^\s,;]+)*)", line):
                for one in re.split(r",\s*", said):
                    if one not in known.requirements:
                        why = f"retired: {known.retired[one]}" if one in known.retired else "not in the source"
                        unknown.append(f"{named(path)}:{number}: {one}: {why}")
    assert unknown == []


def generated() -> list[pathlib.Path]:
    return sorted(p for folder in GENERATED for p in folder.rglob("*") if p.suffix in (".py", ".json"))


@pytest.mark.parametrize("path", generated(), ids=named)
def test_generated_files_say_what_they_were_made_from(path: pathlib.Path) -> None:
    text = path.read_text()
    if path.suffix == ".json":
        content = json.loads(text)
        said = content.get("$comment", "") if isinstance(content, dict) else ""
    else:
        said = text.partition("\n")[0]
    # The schemas of reports and results, and the package's own __init__.py, are written by hand.
    by_hand = path.parent == SUITE / "data" and path.name in ("report.schema.json", "result.schema.json", "__init__.py")
    assert by_hand or re.search(r"Generated|Made", said), f"{named(path)} does not say what it is made from"
