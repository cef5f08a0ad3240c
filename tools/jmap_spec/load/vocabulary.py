"""Hold every source file against the meta-schema that its kind has."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from ..json_text import escape
from ..problems import Problem
from .files import VOCABULARY, Sources

#: What stands where: path pattern to vocabulary file. The first that matches counts.
KINDS = (
    (r"schemas/[a-z]+/capability\.json", "capability.json"),
    (r"schemas/[a-z]+/types\.json", "types.json"),
    (r"schemas/[a-z]+/errors\.json", "errors.json"),
    (r"schemas/[a-z]+/registries\.json", "registries.json"),
    (r"schemas/[a-z]+/wire/[A-Z][A-Za-z0-9]*\.json", "type.json"),
    (r"schemas/[a-z]+/standard/[a-z][A-Za-z]*\.json", "standard.json"),
    (r"schemas/[a-z]+/[A-Z][A-Za-z0-9]*/methods\.json", "methods.json"),
    (r"schemas/[a-z]+/[A-Z][A-Za-z0-9]*/examples/[^.]+\.json", "example.json"),
    (r"schemas/[a-z]+/([A-Z][A-Za-z0-9]*)/\1\.json", "type.json"),
)
_BASE = "https://vocabulary.example/"


def kind_of(file: str) -> str:
    """The vocabulary file for a source file, or empty for a file that has no place in the tree."""
    return next((vocabulary for pattern, vocabulary in KINDS if re.fullmatch(pattern, file)), "")


def breaches(sources: Sources) -> list[Problem]:
    """Every place where a source file breaks its vocabulary."""
    problems = []
    metas = {file.rpartition("/")[2]: source.value for file, source in sources.vocabulary.items()}
    validators = _Validators(metas)
    for file, source in sources.rooms.items():
        kind = kind_of(file)
        if not kind:
            hint = "types lie in ROOM/Type/Type.json, wire structures in ROOM/wire/; see schemas/README.md"
            problems.append(sources.problem(file, "", "file/place", "no kind of source file lies here", hint))
            continue
        wanted = posixpath.relpath(f"{VOCABULARY}/{kind}", posixpath.dirname(file))
        said = source.value.get("$schema") if isinstance(source.value, dict) else None
        if said != wanted:
            found = f'is "{said}"' if said else "is missing"
            problems.append(
                sources.problem(
                    file, "/$schema" if said else "", "file/vocabulary", f"$schema {found}", f'make it "{wanted}"'
                )
            )
        if not validators.of(kind).is_valid(source.value):
            for pointer, message, hint in _explain(validators.of(kind), metas[kind], metas, source.value):
                problems.append(sources.problem(file, pointer, "vocabulary", message, hint))
    return problems


class _Validators:
    """Compiled vocabulary files, by name, made when first asked for."""

    def __init__(self, metas: dict[str, Any]) -> None:
        self.metas = metas
        self.made: dict[str, Any] = {}

    def of(self, kind: str) -> Any:
        if kind not in self.made:
            self.made[kind] = jsonschema_rs.Draft202012Validator(
                {"$id": f"{_BASE}root", "$ref": kind}, retriever=self._retrieve
            )
        return self.made[kind]

    def _retrieve(self, uri: str) -> Any:
        # Errors name the keyword that failed only in a resource that knows its own address.
        return {"$id": uri, **self.metas[uri.removeprefix(_BASE)]}


def _explain(validator: Any, meta: Any, metas: dict[str, Any], value: Any) -> Iterator[tuple[str, str, str]]:
    """(pointer, message, hint) of each breach, the ones inside alternatives included."""
    told: set[tuple[str, str]] = set()
    for error in validator.iter_errors(value):
        for pointer, message, hint in _sentences(error, metas):
            if (pointer, message) not in told:
                told.add((pointer, message))
                yield pointer, message, hint


def _sentences(error: Any, metas: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    pointer = "".join(f"/{escape(str(part))}" for part in error.instance_path)
    kind = error.kind
    name = type(kind).__name__
    if name.endswith(("AdditionalProperties", "UnevaluatedProperties")):
        allowed = _allowed(error, metas)
        for unknown in kind.unexpected:
            near = difflib.get_close_matches(unknown, allowed, 1)
            hint = f'did you mean "{near[0]}"?' if near else f"allowed here: {', '.join(allowed)}" if allowed else ""
            yield f"{pointer}/{escape(unknown)}", f'unknown keyword "{unknown}"', hint
    elif name.endswith("Required"):
        hint = _description(error, metas, kind.property)
        yield pointer, f'"{kind.property}" is missing', f"add it: {hint}" if hint else "add it"
    elif getattr(kind, "context", None):
        inner = [e for branch in kind.context for e in branch]
        deepest = max((len(e.instance_path) for e in inner), default=0)
        for sub in (e for e in inner if len(e.instance_path) == deepest):
            yield from _sentences(sub, metas)
    else:
        yield pointer, _plain(error), _own_description(error, metas)


def _plain(error: Any) -> str:
    return error.message if len(error.message) < 300 else error.message[:297] + "…"


def _schema_at(error: Any, metas: dict[str, Any]) -> Any:
    """The meta-schema object whose keyword failed."""
    location = error.absolute_keyword_location or ""
    base, _, fragment = location.partition("#")
    node: Any = metas.get(base.removeprefix(_BASE), {})
    for token in fragment.split("/")[1:-1]:
        token = token.replace("~1", "/").replace("~0", "~")
        node = node[int(token)] if isinstance(node, list) else node.get(token, {})
    return node


def _allowed(error: Any, metas: dict[str, Any]) -> list[str]:
    node = _schema_at(error, metas)
    return sorted(node.get("properties", {})) if isinstance(node, dict) else []


def _description(error: Any, metas: dict[str, Any], name: str) -> str:
    node = _schema_at(error, metas)
    said = node.get("properties", {}).get(name, {}) if isinstance(node, dict) else {}
    return said.get("description", "") if isinstance(said, dict) else ""


def _own_description(error: Any, metas: dict[str, Any]) -> str:
    node = _schema_at(error, metas)
    return node.get("description", "") if isinstance(node, dict) else ""
