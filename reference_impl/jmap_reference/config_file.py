"""The configuration, from the file, the flags and the defaults, in this order; and all that is wrong with it."""

from __future__ import annotations

import argparse
import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from .config import REPEATED, SECTIONS, Config
from .config_lines import Where, lines
from .settings import Setting, said, settings

_AT_LINE: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")


class Wrong(Exception):
    """The configuration cannot be used; the message has a line for everything that is wrong with it."""


def add_flags(parser: Any) -> None:
    """``--config``, and a flag for each setting that has one."""
    parser.add_argument("--config", metavar="FILE", help="TOML; flags go before what it says")
    for _, each in _flags():
        # A word in capitals stays one.
        starts = each.help[0] if each.help[1:2].isupper() or each.help[0] == "[" else each.help[0].lower()
        told = starts + each.help[1:].rstrip(".")
        if each.kind is bool:
            parser.add_argument(each.flag, action="store_true", default=None, help=told)
        else:
            default = f" (default: {each.default})" if each.default else ""
            parser.add_argument(each.flag, metavar=each.metavar, type=each.kind, help=told + default)


def configuration(args: argparse.Namespace) -> Config:
    """What the arguments and the file that they name say; the arguments have then what the file says, too.

    Raises:
        Wrong: the file cannot be read, or something in it or in the flags is wrong.
    """
    config = read(Path(args.config)) if args.config else Config()
    problems, given = [], set(config.given)
    values = {name: dict(vars(getattr(config, name))) for name in SECTIONS}
    for section, each in _flags():
        dest = each.flag.removeprefix("--").replace("-", "_")
        if (value := getattr(args, dest)) is None:
            setattr(args, dest, values[section][each.name])
        elif problem := each.wrong(value):
            problems.append(f"{each.flag}: {problem}")
        else:
            values[section][each.name] = value
            given.add(f"{section}.{each.name}")
    if problems:
        raise Wrong("\n".join(problems))
    sections: dict[str, Any] = {name: SECTIONS[name](**values[name]) for name in SECTIONS}
    return Config(**sections, user=config.user, given=frozenset(given))


def read(path: Path) -> Config:
    """What a file says.

    Raises:
        Wrong: as above.
    """
    text = _text(path)
    try:
        sent = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = _AT_LINE.sub(r", at column \2", str(error)).replace(" (at end of document)", ", at the end of the file")
        line = found[1] if (found := _AT_LINE.search(str(error))) else text.count("\n") + 1
        raise Wrong(f"{path}:{line}: not TOML: {said}") from None
    if problems := list(_problems(sent)):
        at = lines(text)
        told = sorted((at[where], where, problem) for where, problem in problems)
        raise Wrong("\n".join(f"{path}:{line}: {_shown(where)}: {problem}" for line, where, problem in told))
    sections: dict[str, Any] = {name: _made(section, sent.get(name, {})) for name, section in SECTIONS.items()}
    repeated: dict[str, Any] = {
        name: tuple(_made(section, each) for each in sent.get(name, ())) for name, section in REPEATED.items()
    }
    given = frozenset(f"{name}.{key}" for name in SECTIONS for key in sent.get(name, ()))
    return Config(**sections, **repeated, given=given)


def _text(path: Path) -> str:
    try:
        octets = path.read_bytes()
        return octets.decode("utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise Wrong(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = octets.count(b"\n", 0, error.start) + 1
        said = f"found the octet {octets[error.start]:#04x}; allowed is UTF-8"
        raise Wrong(f"{path}:{line}: not TOML: {said}") from None


def reference() -> Iterator[str]:
    """All settings with their defaults, as the lines of a file in which they are commented out."""
    yield "# Configuration of jmap-reference, in TOML. What is commented out is the default."
    for name, section in {**SECTIONS, **REPEATED}.items():
        yield ""
        # The documentation of the limits goes on for those who read the code.
        yield f"# {section.__doc__.partition(chr(10))[0]}"
        yield f"# [[{name}]]" if name in REPEATED else f"[{name}]"
        for each in settings(section).values():
            flag = f" Flag: {each.flag}." if each.flag else ""
            yield f"# {each.help}{flag}" + (" 0 is no limit." if each.zero_is_none else "")
            yield f"# {each.name} = {said(each.default)}"


def _problems(sent: dict[str, Any]) -> Iterator[tuple[Where, str]]:
    for name, value in sent.items():
        if name in SECTIONS:
            tables = [value]
        elif name in REPEATED and isinstance(value, list):
            tables = value
        elif name in REPEATED:
            yield (name, 0, ""), f"write [[{name}]], since there can be several"
            continue
        else:
            where = (name, 0, "") if isinstance(value, dict | list) else ("", 0, name)
            yield where, _unknown(name, "section", [*SECTIONS, *REPEATED])
            continue
        yield from _twice(name, tables)
        for at, table in enumerate(tables):
            if isinstance(table, dict):
                yield from _problems_of(name, at, table)
            else:
                yield ("", 0, name), f"found {said(table)}; allowed is a section, [{name}]"


def _problems_of(name: str, at: int, table: dict[str, Any]) -> Iterator[tuple[Where, str]]:
    known = settings(SECTIONS.get(name) or REPEATED[name])
    for key, value in table.items():
        if key not in known:
            yield (name, at, key), _unknown(key, "key", known)
        elif problem := known[key].wrong(value):
            yield (name, at, key), problem
    if name in REPEATED:
        for key in known.keys() - table.keys():
            yield (name, at, ""), f"found no {key}; each [[{name}]] has {' and '.join(known)}"


def _twice(name: str, tables: list[Any]) -> Iterator[tuple[Where, str]]:
    """Of two with the same name, one would be forgotten."""
    names = [table.get("name") if isinstance(table, dict) else None for table in tables]
    for at, each in enumerate(names):
        if each is not None and each in names[:at]:
            yield (name, at, "name"), f"found {said(each)} for the second time; allowed is each name once"


def _unknown(name: str, what: str, known: Iterable[str]) -> str:
    names = list(known)
    near = difflib.get_close_matches(name, names, 1)
    return f"no such {what}; " + (f"did you mean {near[0]}? " if near else "") + f"There are {', '.join(names)}"


def _made(section: Any, table: dict[str, Any]) -> Any:
    known = settings(section)
    return section(**{key: known[key].taken(value) for key, value in table.items()})


def _shown(where: Where) -> str:
    section, _, key = where
    return ".".join(filter(None, (section, key)))


def _flags() -> Iterator[tuple[str, Setting]]:
    for name, section in SECTIONS.items():
        yield from ((name, each) for each in settings(section).values() if each.flag)
