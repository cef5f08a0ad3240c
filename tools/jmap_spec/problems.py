"""What is wrong with a source, said so that its editor can mend it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .model import Place


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. Problems sort by place, then code."""

    place: Place
    #: Stable name of the rule: ``ref/unknown``, ``requirement/unmarked``.
    code: str
    message: str
    #: What to do, in the imperative; may be empty.
    hint: str = ""
    level: Literal["error", "warning"] = "error"
    #: Line in the file, from 1; 0 where it is not known.
    line: int = field(default=0, compare=False)

    def __str__(self) -> str:
        where = self.place.file + (f":{self.line or self.place.line}" if self.line or self.place.line else "")
        if self.place.pointer:
            where += f" (#{self.place.pointer})"
        said = f"{where}: {self.level}: {self.message} [{self.code}]"
        return said + (f"\n    hint: {self.hint}" if self.hint else "")


class SourceBroken(Exception):
    """The source cannot be turned into a model; ``problems`` says why, all at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = sorted(problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))
