"""The lines of problems that a rule found in the model, from the files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from ..json_text import lines_of
from ..problems import Problem


def with_lines(problems: Iterable[Problem], root: Path) -> list[Problem]:
    """The problems, each that points into a JSON file with the line of what it points to, or of what is around it."""

    @lru_cache
    def lines(file: str) -> dict[str, int]:
        path = root / file
        return lines_of(path.read_text("utf-8")) if path.is_file() else {}

    def line(file: str, pointer: str) -> int:
        while pointer and pointer not in lines(file):
            pointer = pointer.rpartition("/")[0]
        return lines(file).get(pointer, 1)

    return [
        problem
        if problem.line or problem.place.line or not problem.place.file.endswith(".json")
        else replace(problem, line=line(problem.place.file, problem.place.pointer))
        for problem in problems
    ]
