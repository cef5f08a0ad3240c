"""For every rule of every definition: an instance that is valid, and one that this rule alone refuses.

"Alone" is proved: the instance is invalid, and valid for the same definition without that one
keyword. A rule for which no such instance exists is either out of reach or says nothing that
another does not say already; :func:`coverage` lists those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import jsonschema_rs

from ..derive.definitions import definitions
from ..json_text import escape
from ..model import Protocol
from ..portable import without_formats
from .grow import Grower, Grown, Path, compiled_over
from .rules import Rule, rules_of, without
from .spoil import spoilt, spoilt_members

__all__ = ["Coverage", "Negative", "Rule", "coverage", "negatives", "negatives_of", "rules_of"]

#: How many valid instances are tried for a rule.
_TRIES = 6


@dataclass(frozen=True)
class Negative:
    """An instance that one rule alone refuses."""

    #: ``Mailbox#minLength@/name``: definition, keyword, place in the instance. Unique.
    name: str
    rule: Rule
    #: JSON Pointer to what was spoilt in the instance; for a missing or unknown name, to that name.
    pointer: str
    instance: Any
    #: The instance before it was spoilt.
    valid: Any


@dataclass(frozen=True)
class Coverage:
    """How many rules have an instance that passes and one that only they refuse."""

    total: int
    missing: tuple[Rule, ...]

    @property
    def covered(self) -> int:
        return self.total - len(self.missing)

    def __str__(self) -> str:
        share = 100 * self.covered / self.total if self.total else 100
        lines = [f"{self.covered} of {self.total} rules have an instance that only they refuse ({share:.1f} %)"]
        return "\n".join([*lines, *(f"  not covered: {rule}" for rule in self.missing)])


def coverage(protocol: Protocol) -> Coverage:
    """The coverage of all definitions of a protocol."""
    table = without_formats({"$defs": definitions(protocol)})["$defs"]
    covered = {one.rule for one in negatives(table)}
    every = [rule for name, schema in table.items() for rule in rules_of(name, schema)]
    return Coverage(len(every), tuple(rule for rule in every if rule not in covered))


def negatives(
    table: dict[str, Any], names: Iterable[str] | None = None, grower: Grower | None = None
) -> Iterator[Negative]:
    """The negatives of all definitions, or of those in ``names``, in their order: one a rule.

    ``grower``, where there is one over this table already, knows what it has compiled.
    """
    if grower is None:
        table = without_formats({"$defs": table})["$defs"]
        grower = Grower(table)
    for name in table if names is None else names:
        made = [one for rule in rules_of(name, table[name]) if (one := _negative(grower, rule))]
        yield from _named(made)


def negatives_of(protocol: Protocol, names: Iterable[str] | None = None) -> list[Negative]:
    """The negatives of a protocol's definitions."""
    return list(negatives(definitions(protocol), names))


def _negative(grower: Grower, rule: Rule) -> Negative | None:
    """The first spoilt instance of which the rule is proved to be the only thing that refuses it."""
    table = grower.definitions
    whole = table[rule.definition]
    place = whole
    for token in rule.path:
        place = place[token]
    relaxed: jsonschema_rs.Draft202012Validator | None = None
    for grown in islice(grower.grown(rule.definition, rule.path, rule.keyword), _TRIES):
        if grown.at is None:
            continue
        for instance, pointer in _variants(grower, rule, place, grown):
            if grower.valid(whole, instance):
                continue
            if _says_all(rule, grower.errors(whole, instance)):
                return Negative("", rule, pointer, instance, grown.value)
            relaxed = relaxed or _without(table, rule)
            if relaxed.is_valid(instance):
                return Negative("", rule, pointer, instance, grown.value)
    return None


def _variants(grower: Grower, rule: Rule, place: Any, grown: Grown) -> Iterator[tuple[Any, str]]:
    """(spoilt instance, pointer to what was spoilt)."""
    assert grown.at is not None
    if grown.key:
        for word in _values(grower, rule, place, grown.at[-1]):
            if isinstance(word, str):
                # Under another name another value may be the one that is allowed.
                others: tuple[Any, ...] = (None, [])
                for value in (grown.value, *(replaced(grown.value, grown.at, other) for other in others)):
                    yield _renamed(value, grown.at, word), pointer_of((*grown.at[:-1], word))
        return
    value = _at(grown.value, grown.at)
    for other in _values(grower, rule, place, value):
        added = set(other) - set(value) if isinstance(other, dict) and isinstance(value, dict) else set()
        name = rule.name or (next(iter(added)) if len(added) == 1 and rule.keyword == "additionalProperties" else "")
        yield replaced(grown.value, grown.at, other), pointer_of((*grown.at, *([name] if name else [])))


def _values(grower: Grower, rule: Rule, place: Any, value: Any) -> Iterator[Any]:
    yield from spoilt(rule, place, value)
    if rule.keyword == "not":  # what is forbidden, grown on purpose
        yield from (grown.value for grown in islice(grower.grown_for(place["not"]), _TRIES))
    elif rule.keyword == "$ref" and isinstance(value, dict):
        # Where no member is required, a known one of the wrong kind is all that can be refused.
        known = grower.definitions[place["$ref"].removeprefix("#/$defs/")].get("properties", {})
        yield from spoilt_members(value, known)
    elif rule.keyword in ("properties", "patternProperties"):
        # A value that the rest of the definition would accept under the forbidden name.
        for grown in islice(grower.grown(rule.definition, ("properties", rule.name)), _TRIES):
            yield {**value, rule.name: grown.value[rule.name]}


def _says_all(rule: Rule, errors: Iterable[Any]) -> bool:
    """Whether all errors plainly come from the rule; where that is not so, it may be the only one all the same."""
    place = [*rule.path, rule.keyword]
    if rule.keyword == "required":
        return all(error.evaluation_path == place and error.kind.property == rule.name for error in errors)
    place += [rule.name] if rule.name else []
    return not rule.when and all(error.evaluation_path[: len(place)] == place for error in errors)


def _without(table: dict[str, Any], rule: Rule) -> jsonschema_rs.Draft202012Validator:
    changed = {**table, rule.definition: without(table[rule.definition], rule)}
    return compiled_over(changed, {"$ref": f"#/$defs/{rule.definition}"})


def _named(made: list[Negative]) -> Iterator[Negative]:
    """Give each its name; where the short form is not unique, the whole way to the rule stands in it."""
    short = [f"{one.rule.definition}#{_keyword(one.rule)}@{one.pointer}" for one in made]
    often = Counter(short)
    for one, name in zip(made, short, strict=True):
        long = f"{one.rule.definition}#{one.rule.pointer[1:]}@{one.pointer}"
        yield replace(one, name=name if often[name] == 1 else long)


def _keyword(rule: Rule) -> str:
    return rule.keyword if rule.keyword not in ("properties", "patternProperties") else f"{rule.keyword}/{rule.name}"


def _at(value: Any, path: Path) -> Any:
    for token in path:
        value = value[token]
    return value


def replaced(value: Any, path: Path, other: Any) -> Any:
    """A copy of ``value`` with ``other`` at ``path``."""
    if not path:
        return other
    if isinstance(value, list):
        return [replaced(item, path[1:], other) if index == path[0] else item for index, item in enumerate(value)]
    return {name: replaced(item, path[1:], other) if name == path[0] else item for name, item in value.items()}


def _renamed(value: Any, path: Path, word: str) -> Any:
    holder = _at(value, path[:-1])
    return replaced(value, path[:-1], {word if name == path[-1] else name: item for name, item in holder.items()})


def pointer_of(path: Path) -> str:
    """A path as a JSON Pointer."""
    return "".join(f"/{escape(str(token))}" for token in path)
