"""The generated pages of the site: which there are, and the little that stands in each.

A page has a heading and one directive, ``jmap:page``; the toctrees are here. So a page changes when
what it shows changes, and not before. Nothing of this is kept in git: the folders ignore themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..model import Capability, Protocol, Structure
from ..spans import without_marks
from .suite import by_area, title_of

#: Folders below docs/ that hold nothing else.
SPEC, RAW, CASES = "spec", "raw", "cases"
_IGNORE = "*\n"


def files(protocol: Protocol, raw_page: str) -> dict[str, str]:
    """Path below docs/ → text. ``raw_page`` shows a schema: ``{name}``, its ``{line}``, ``{path}``, ``{schema}``."""
    made = dict(_spec(protocol))
    made.update(_raw(protocol, raw_page))
    made.update(_cases(protocol))
    for folder in sorted({"/".join(path.split("/")[: 2 if path.startswith(SPEC) else 1]) for path in made}):
        made[f"{folder}/.gitignore"] = _IGNORE
    return made


def write(protocol: Protocol, docs: Path, raw_page: str) -> None:
    """Write the pages that changed, and remove those that there are no more."""
    made = {docs / path: text for path, text in files(protocol, raw_page).items()}
    for path, text in made.items():
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    for folder in (*_rooms_there(docs / SPEC), docs / RAW, docs / CASES):
        for path in sorted(folder.glob("**/*"), reverse=True):
            if path.is_file() and path not in made:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()


def _rooms_there(spec: Path) -> list[Path]:
    return [p for p in sorted(spec.glob("*/")) if (p / ".gitignore").is_file()]


def page_of(structure: Structure) -> str:
    """The page of the site that shows a structure."""
    return (
        f"{SPEC}/{structure.room}/types" if structure.kind == "scalar" else f"{SPEC}/{structure.room}/{structure.name}"
    )


# -- the specification


def _spec(protocol: Protocol) -> Iterator[tuple[str, str]]:
    for capability in protocol.capabilities.values():
        yield from _room(protocol, capability)


def _room(protocol: Protocol, capability: Capability) -> Iterator[tuple[str, str]]:
    room = capability.room
    folder = f"{SPEC}/{room}"
    structures = protocol.structures_of(room)
    groups: list[tuple[str, list[str]]] = []
    data = [s for s in structures if s.kind == "data"]
    for structure in data:
        yield (
            f"{folder}/{structure.name}.md",
            _page(
                structure.name,
                f"type {structure.name}",
                [("Methods", [f"{structure.name}/{m.verb}" for m in protocol.methods_of(structure.name)])],
            ),
        )
        for method in protocol.methods_of(structure.name):
            yield f"{folder}/{structure.name}/{method.verb}.md", _page(method.name, f"method {method.name}")
    groups.append(("Data types", [s.name for s in data]))
    standard = [t for t in protocol.standard.values() if t.id.startswith(f"{room}/")]
    for template in standard:
        yield f"{folder}/standard/{template.verb}.md", _page(f"/{template.verb}", f"standard {template.verb}")
    groups.append(("Standard methods", [f"standard/{t.verb}" for t in standard]))
    wire = [s for s in structures if s.kind == "wire"]
    for structure in wire:
        yield f"{folder}/{structure.name}.md", _page(structure.name, f"type {structure.name}")
    groups.append(("Structures", [s.name for s in wire]))
    rest = []
    if any(s.kind == "scalar" for s in structures):
        rest.append("types")
        yield f"{folder}/types.md", _page("Basic types", f"scalars {room}")
    if any(e.room == room for e in protocol.errors):
        rest.append("errors")
        yield f"{folder}/errors.md", _page(f"Errors of {capability.title}", f"errors {room}")
    if any(r.room == room for r in protocol.registries.values()):
        rest.append("registries")
        yield f"{folder}/registries.md", _page(f"Registries of {capability.title}", f"registries {room}")
    rest.append("requirements")
    yield f"{folder}/requirements.md", _page(f"Requirements of {capability.title}", f"requirements {room}")
    groups.append(("More", rest))
    yield f"{folder}/index.md", _page(capability.title, f"capability {room}", groups)


def _page(title: str, shows: str, groups: list[tuple[str, list[str]]] | None = None) -> str:
    lines = [f"# {title}", "", f"```{{jmap:page}} {shows}", "```"]
    for caption, pages in groups or []:
        if pages:
            lines += ["", "```{toctree}", f":caption: {caption}", ":maxdepth: 1", "", *pages, "```"]
    return "\n".join(lines) + "\n"


# -- the cases of the suite


def _cases(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """A page an area, and one that leads to them; nothing where there is no suite."""
    areas = list(by_area(protocol.cases))
    for area in areas:
        yield f"{CASES}/{area}.md", _page(title_of(area), f"cases {area}")
    if areas:
        groups = [("Areas", sorted(areas))]
        yield f"{CASES}/index.md", _page("Test cases", "areas", groups)


# -- the raw schemas


def _raw(protocol: Protocol, raw_page: str) -> Iterator[tuple[str, str]]:
    """One page a file of the source that is a schema; they are many, and so stand in no menu."""
    listed = []
    for path, document in protocol.documents.items():
        if not str(document.get("$schema", "")).endswith(("/type.json", "/types.json")):
            continue
        name = path.removeprefix("schemas/").removesuffix(".json")
        shown = json.dumps(displayed(document), ensure_ascii=False, indent=1)
        schema = "\n".join(f"   {line}" for line in shown.split("\n"))
        page = name.rpartition("/")[0].split("/")[0] + "/" + name.rpartition("/")[2]
        listed.append((path, page))
        yield (
            f"{RAW}/{page}.rst",
            ":orphan:\n\n"
            + raw_page.format(name=path.rpartition("/")[2], line="=" * len(path), path=path, schema=schema),
        )
    lines = [
        "# Raw schemas",
        "",
        "The schemas as they stand in the source.",
        "What is published for use by programs is the bundle, which has no references between files.",
        "",
    ]
    yield f"{RAW}/index.md", "\n".join([*lines, *(f"- [{path}]({page}.rst)" for path, page in listed)]) + "\n"


def displayed(schema: Any) -> Any:
    """A copy to look at: references as labels of the pages, descriptions as one line of reST."""
    if isinstance(schema, list):
        return [displayed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "$ref" and isinstance(value, str):
            made[key] = f"schema/{definition_of(value)}"
        elif key == "description" and isinstance(value, str):
            made[key] = as_rest(" ".join(without_marks(value).split("\n\n")[0].split()))
        elif key not in ("$schema", "$comment", "x-jmap"):
            made[key] = displayed(value)
    return made


def definition_of(ref: str) -> str:
    """``../../core/types.json#/$defs/Id`` names Id, ``../wire/SetError.json`` SetError."""
    return ref.rpartition("/")[2].removesuffix(".json")


def as_rest(text: str) -> str:
    """A line of Markdown without links as reST: code stays code, no other sign means anything."""
    parts = re.split(r"(`[^`]+`)", text)
    return "".join(f"`{p}`" if n % 2 else re.sub(r"([\\*`|_<>\[\]])", r"\\\1", p) for n, p in enumerate(parts))
