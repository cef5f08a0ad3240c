"""A setting: a field of a dataclass that says what it is for, how it is given, and what it may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields
from typing import Any, Final, get_type_hints

_KEY: Final = "setting"
_NAMES: Final = {bool: "true or false", int: "a whole number", str: "a text", tuple: "a list of texts"}


@dataclass(frozen=True)
class Setting:
    """What is known of a key: help for the reader, a flag of the command line, and which values it takes."""

    name: str
    kind: type
    default: Any
    help: str
    #: ``--host``; empty if only the file has it.
    flag: str
    metavar: str
    least: int
    most: int | None
    #: It is a number, and 0 in the file stands for none at all.
    zero_is_none: bool
    #: Says what is wrong with a value of the right kind; nothing, if it is right.
    check: Callable[[Any], str]

    @property
    def allowed(self) -> str:
        if self.kind is not int:
            return _NAMES[self.kind]
        most = f"from {self.least} to {self.most}" if self.most is not None else f"of {self.least} or more"
        return f"a whole number {most}" + (", where 0 is no limit" if self.zero_is_none else "")

    def wrong(self, value: Any) -> str:
        """What is wrong with a value as TOML has it; nothing, if it is right."""
        right = isinstance(value, list if self.kind is tuple else self.kind)
        # A bool is an int to Python alone.
        if not right or (self.kind is int and isinstance(value, bool)):
            return f"found {said(value)}; allowed is {self.allowed}"
        if self.kind is tuple and not all(isinstance(each, str) for each in value):
            return f"found {said(value)}; allowed is {self.allowed}"
        if self.kind is int and (value < self.least or (self.most is not None and value > self.most)):
            return f"found {value}; allowed is {self.allowed}"
        return self.check(value)

    def taken(self, value: Any) -> Any:
        """A right value, as the server has it."""
        if self.kind is tuple:
            return tuple(value)
        return None if self.zero_is_none and value == 0 else value


def setting(
    default: Any,
    help: str,
    flag: str = "",
    metavar: str = "",
    least: int = 0,
    most: int | None = None,
    check: Callable[[Any], str] = lambda value: "",
) -> Any:
    """A field of a dataclass that the configuration can set."""
    known = {"help": help, "flag": flag, "metavar": metavar, "least": least, "most": most, "check": check}
    return field(default=default, metadata={_KEY: known})


def settings(section: type) -> dict[str, Setting]:
    """The settings of a dataclass, by name; its other fields are none."""
    hints = get_type_hints(section)
    return {each.name: _setting(each, hints[each.name]) for each in fields(section) if _KEY in each.metadata}


def said(value: Any) -> str:
    """A value as TOML writes it, for those that settings have."""
    match value:
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return f"[{', '.join(map(said, value))}]"
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        case None:
            return "0"
    return str(value) if isinstance(value, int | float) else "a table" if isinstance(value, dict) else repr(value)


def _setting(each: Field[Any], hint: Any) -> Setting:
    kinds = getattr(hint, "__args__", (hint,)) if getattr(hint, "__origin__", None) is not tuple else (tuple,)
    kind = next(kind for kind in (bool, int, str, tuple) if kind in kinds)
    return Setting(each.name, kind, each.default, zero_is_none=type(None) in kinds, **each.metadata[_KEY])
