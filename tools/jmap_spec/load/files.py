"""Read every file of the source, and keep its text for the lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ..json_text import JsonProblem, lines_of, parse
from ..model import Place
from ..problems import Problem

#: Folders of a room that hold files of one kind.
VOCABULARY = "schemas/vocabulary"


@dataclass
class Source:
    """One file: path below the root, text, value."""

    file: str
    text: str
    value: Any

    @cached_property
    def lines(self) -> dict[str, int]:
        return lines_of(self.text)

    def line(self, pointer: str) -> int:
        """The line of a pointer, or of the nearest thing around it."""
        while pointer and pointer not in self.lines:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer, 1)


@dataclass
class Sources:
    """All files, in the order of their paths."""

    root: Path
    files: dict[str, Source] = field(default_factory=dict)

    @property
    def vocabulary(self) -> dict[str, Source]:
        return {file: source for file, source in self.files.items() if file.startswith(VOCABULARY + "/")}

    @property
    def rooms(self) -> dict[str, Source]:
        return {file: source for file, source in self.files.items() if not file.startswith(VOCABULARY + "/")}

    def problem(self, file: str, pointer: str, code: str, message: str, hint: str = "") -> Problem:
        """A problem at a pointer, with its line."""
        line = self.files[file].line(pointer) if file in self.files else 0
        return Problem(Place(file, pointer), code, message, hint, line=line)


def read(root: Path) -> tuple[Sources, list[Problem]]:
    """Every .json below schemas/, parsed, and what is not JSON."""
    sources, problems = Sources(root), []
    folder = root / "schemas"
    if not folder.is_dir():
        place = Place("schemas")
        hint = "run it in a checkout of the workbench, or name one with --root"
        return sources, [Problem(place, "source/missing", f"there is no folder schemas/ in {root.name or root}", hint)]
    for path in sorted(folder.rglob("*.json")):
        file = path.relative_to(root).as_posix()
        try:
            text = path.read_text("utf-8")
            sources.files[file] = Source(file, text, parse(text))
        except JsonProblem as error:
            hint = "remove one of them" if "twice" in error.message else "mend the JSON at this place"
            problems.append(Problem(Place(file, error.pointer), "json/syntax", str(error), hint, line=error.line))
        except UnicodeDecodeError as error:
            problems.append(
                Problem(Place(file), "json/encoding", f"not UTF-8 at octet {error.start}", "save it as UTF-8")
            )
    return sources, problems
