"""The bundle means the same to jsonschema, jsonschema-rs and ajv.

Each is run as anybody would run it: no format checker, no plugin, no extension of ours. ajv is in
strict mode and reports all errors.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from jmap_spec.derive.definitions import definitions
from jmap_spec.emit import bundle
from jmap_spec.model import Protocol
from jmap_spec.negatives import negatives
from jmap_spec.negatives.mutants import mutants
from jmap_spec.source import protocol

ROOT = Path(__file__).resolve().parents[2]
#: Mutants of one message that are tried, evenly spaced: jsonschema needs some ten milliseconds for each.
MUTANTS = 40


@dataclass(frozen=True)
class Case:
    """An instance, the bundle file that it is held against, and the verdict where it is known beforehand."""

    path: str
    label: str
    instance: Any
    expected: bool | None = None


@pytest.fixture(scope="module")
def whole() -> Protocol:
    return protocol(ROOT)


@pytest.fixture(scope="module")
def schemas(whole: Protocol) -> dict[str, Any]:
    """Every schema file of the bundle, by path."""
    texts = {path: json.loads(text) for path, text in bundle.files(whole).items()}
    return {path: value for path, value in texts.items() if isinstance(value, dict) and "$schema" in value}


def spoilt(whole: Protocol) -> list[Case]:
    """For every rule of every definition an instance that is valid and one that only this rule refuses."""
    path = bundle.Addresses(whole).path
    cases = []
    for one in negatives(definitions(whole)):
        cases.append(Case(path(one.rule.definition), f"{one.name} before", one.valid, True))
        cases.append(Case(path(one.rule.definition), one.name, one.instance, False))
    return cases


def shown(whole: Protocol) -> list[Case]:
    """Every example of the source, and what becomes of it when something in it is changed."""
    cases = []
    for example in whole.examples:
        for path, message in (("request.json", example.request), ("response.json", example.response)):
            cases.append(Case(path, f"{example.id} {path}", message, True))
            every = list(mutants(message))
            step = max(1, len(every) // MUTANTS)
            label = f"{example.id} {path}"
            cases += [Case(path, f"{label}: {what}", value) for what, value in islice(every, 0, None, step)]
        if example.creation:
            creations = [call[1].get("create") or {} for call in example.request["methodCalls"]]
            found = next(made[example.creation] for made in creations if example.creation in made)
            path = bundle.Addresses(whole).path(f"{example.type}.creation")
            cases.append(Case(path, f"{example.id} creation", found, True))
            cases += [Case(path, f"{example.id} creation: {label}", value) for label, value in mutants(found)]
    return cases


def traps() -> list[Case]:
    """What has divided validators before; the verdict is that of JSON Schema and of RFC 8620."""
    date, number, name = "types/core/UTCDate.json", "types/core/UnsignedInt.json", "types/core/Id.json"
    return [
        Case(name, "an id before a newline", "abc\n", False),
        Case(name, "255 octets", "a" * 255, True),
        Case(name, "256 octets", "a" * 256, False),
        Case(name, "an umlaut", "ü", False),
        Case(number, "one, as 1.0", 1.0, True),
        Case(number, "2^53 - 1", 2**53 - 1, True),
        Case(number, "2^53", 2**53, False),
        Case(number, "true for 1", True, False),
        Case(number, "minus zero", -0.0, True),
        Case(date, "a leap second", "2016-12-31T23:59:60Z", True),
        Case(date, "29 February of a leap year", "2024-02-29T00:00:00Z", True),
        Case(date, "29 February of a common year", "2023-02-29T00:00:00Z", False),
        Case(date, "29 February of 1900", "1900-02-29T00:00:00Z", False),
        Case(date, "31 April", "2024-04-31T00:00:00Z", False),
        Case(date, "hour 24", "2024-04-30T24:00:00Z", False),
        Case(date, "a date before a newline", "2024-04-30T00:00:00Z\n", False),
        Case(date, "lower case", "2024-04-30t00:00:00z", False),
        Case(date, "a fraction that is zero", "2024-04-30T00:00:00.000Z", False),
        Case(date, "digits that are not ASCII", "٢٠٢٤-04-30T00:00:00Z", False),
    ]


@pytest.fixture(scope="module")
def ask_ajv(needs: Callable[[str], str]) -> Callable[[dict[str, Any], list[Case]], Any]:
    """``ask_ajv(schemas, cases)``: which schemas are broken, and the verdicts, from one Node process."""
    node = needs("node")
    if not (ROOT / "node_modules" / "ajv").is_dir():
        pytest.skip("NOT TESTED: ajv is not installed; run tools/install-system-packages")

    def ask(schemas: dict[str, Any], cases: list[Case]) -> Any:
        asked = json.dumps({"schemas": schemas, "cases": [[case.path, case.instance] for case in cases]})
        script = str(Path(__file__).with_name("ajv_verdicts.cjs"))
        done = subprocess.run([node, script], input=asked, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


def test_every_schema_loads_in_ajv_strict_mode(schemas: dict[str, Any], ask_ajv: Any) -> None:
    """No unknown keyword or format, every keyword beside its type, every tuple with its length."""
    assert ask_ajv(schemas, [])["broken"] == {}


def test_every_schema_is_a_schema(schemas: dict[str, Any]) -> None:
    for path, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        assert jsonschema_rs.meta.is_valid(schema), path


def test_all_three_give_the_same_verdicts(whole: Protocol, schemas: dict[str, Any], ask_ajv: Any) -> None:
    """Over every example, every rule's negative instance, mutants of both, and the known traps."""
    cases = [*traps(), *spoilt(whole), *shown(whole)]
    by_ajv = ask_ajv({path: schemas[path] for path in {case.path for case in cases}}, cases)["verdicts"]
    by_rust = {path: jsonschema_rs.Draft202012Validator(schema) for path, schema in schemas.items()}
    by_python = {path: Draft202012Validator(schema) for path, schema in schemas.items()}
    wrong = []
    for case, third in zip(cases, by_ajv, strict=True):
        verdicts = {
            "jsonschema": by_python[case.path].is_valid(case.instance),
            "jsonschema-rs": by_rust[case.path].is_valid(case.instance),
            "ajv": third,
        }
        if len(set(verdicts.values())) > 1 or (case.expected is not None and third != case.expected):
            shown_as = json.dumps(case.instance)[:200]
            wrong.append(f"{case.path}: {case.label}: {verdicts}, expected {case.expected}: {shown_as}")
    assert not wrong, f"{len(wrong)} of {len(cases)} verdicts\n" + "\n".join(wrong[:20])
    refused = sum(not verdict for verdict in by_ajv)
    assert refused > len(cases) / 3, f"only {refused} of {len(cases)} are refused: too few to prove anything"
