"""Errors of a validator turned into findings that name the value, the rule and what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import ValidationError

from ..json_text import escape
from .engine import Engine, Refusal
from .facts import Facts
from .findings import Finding
from .near import did_you_mean
from .words import allowed, count, found, listed, shown


def refusals(engine: Engine, facts: Facts, name: str, instance: Any) -> list[Finding]:
    """Why ``instance`` is no NAME; empty if it is one. jsonschema-rs decides, jsonschema explains."""
    if engine.is_valid(name, instance):
        return []
    try:
        errors = [leaf for error in engine.errors(name, instance) for leaf in leaves(error, engine)]
        said = [_finding(engine, facts, instance, error) for error in errors]
    except RecursionError:  # deeper than Python's stack
        said = []
    # Should the two ever disagree, the one that decides speaks for itself: nothing invalid goes unsaid.
    return list(dict.fromkeys(said)) or [_plain(error) for error in engine.decided_errors(name, instance)]


def leaves(error: ValidationError, engine: Engine) -> Iterator[ValidationError]:
    """The errors that say most: inside alternatives, those of the one that was meant."""
    if error.validator not in ("anyOf", "oneOf") or not error.context:
        yield error
        return
    branches: dict[int, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    of_its_kind = {
        index: inner for index, inner in branches.items()
        if not any(e.validator in ("type", "const", "enum") and not e.relative_path for e in inner)
    }
    if len(of_its_kind) > 1:
        best = max(_likeness(engine, error, index, inner) for index, inner in of_its_kind.items())
        of_its_kind = {i: e for i, e in of_its_kind.items() if _likeness(engine, error, i, e) == best}
    if len(of_its_kind) != 1:
        yield error
        return
    for inner in next(iter(of_its_kind.values())):
        yield from leaves(inner, engine)


def _likeness(engine: Engine, error: ValidationError, index: int, inner: list[ValidationError]) -> tuple[int, int]:
    """How much an alternative looks like the one that was meant: names in common, then fewest errors."""
    schema, _ = engine.resolved(error.validator_value[index])
    names = schema.get("properties", {}) if isinstance(schema, dict) else {}
    shared = len(set(names) & set(error.instance)) if isinstance(error.instance, dict) else 0
    return shared, -len(inner)


def _finding(engine: Engine, facts: Facts, instance: Any, error: ValidationError) -> Finding:
    path = [str(token) for token in error.absolute_path]
    of_name = "propertyNames" in error.absolute_schema_path and isinstance(error.instance, str)
    if of_name:  # what was refused is the name, and that is where a reader should look
        path.append(error.instance)
    name, at = engine.place_of(error.schema) or ("", "")
    keyword = error.validator or ""
    message, may, hint = _said(engine, facts, error, name, at, instance)
    if of_name:
        message = message.replace("found the string", "found the name", 1)
    missing = error.name if isinstance(error, Refusal) and keyword == "required" else ""
    if isinstance(error, Refusal) and keyword == "properties":
        at, keyword = f"{at}/properties", error.name
    return Finding(
        0, 0, "".join(f"/{escape(token)}" for token in path), "error", message, may,
        rule=facts.rule(name, at, keyword) if name else "",
        hint=hint,
        requirement=facts.requirement(name, at, keyword, missing) if name else "",
        section=facts.section(name, at) if name else "",
    )


def _said(
    engine: Engine, facts: Facts, error: ValidationError, name: str, at: str, instance: Any
) -> tuple[str, str, str]:
    """(message, what is allowed, hint) of one error."""
    value, schema, rule = error.instance, error.schema, error.validator_value
    if not isinstance(schema, dict):
        return "no value is allowed here", "", ""
    whole = allowed(schema, engine.definitions, "" if at else name)
    thing = facts.word(name)
    match error.validator:
        case "properties" if isinstance(error, Refusal):
            return _forbidden(error, instance, thing)
        case "additionalProperties" if isinstance(error, Refusal):
            known = [word for word in schema.get("properties", {}) if word[0] != "#" or error.name[:1] == "#"]
            return f'unknown {thing} "{error.name}"', listed(sorted(known)), _unknown(facts, name, error.name, known)
        case "required" if isinstance(error, Refusal):
            member = schema.get("properties", {}).get(error.name, {})
            may = allowed(member, engine.definitions) if member else facts.signature(name, error.name)
            return f'the {thing} "{error.name}" is missing', may, ""
        case "enum" | "const":
            choices = rule if error.validator == "enum" else [rule]
            hint = did_you_mean(value, [c for c in choices if isinstance(c, str)]) if isinstance(value, str) else ""
            return f"found {found(value)}", whole, hint
        case "type" | "anyOf" | "oneOf":
            return f"found {found(value)}", whole, _of_type(value, schema)
        case "minLength" | "maxLength":
            return f"found a string of {count(len(value), 'character')}: {shown(value)}", whole, ""
        case "items" if rule is False:
            return f"found an array of {count(len(value), 'item')}", whole, ""
        case "uniqueItems":
            return "an item stands twice in the array", whole, ""
        case "dependentRequired":
            return error.message.replace("'", '"'), "", ""
        case _:
            return f"found {found(value)}", whole, ""


def _forbidden(error: Refusal, instance: Any, thing: str) -> tuple[str, str, str]:
    """A property whose schema is ``false``."""
    for token in list(error.absolute_path)[:-1]:
        instance = instance[token]
    word = error.name
    if f"#{word}" in instance:
        both = f'"{word}" and "#{word}" stand side by side'
        return both, "the value or a result reference, not both", "leave one of them out"
    return f'the {thing} "{word}" is not allowed here', "", ""


def _unknown(facts: Facts, name: str, word: str, known: list[str]) -> str:
    member = facts.member_named(name, word)
    if member and member.server_set:
        return "only the server sets it: leave it out"
    return did_you_mean(word, known) or facts.elsewhere(word)


def _of_type(value: Any, schema: Any) -> str:
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    options = [option for key in ("anyOf", "oneOf") for option in schema.get(key, []) if isinstance(option, dict)]
    texts = {"true": "boolean", "false": "boolean", "null": "null"}
    if isinstance(value, str) and value in texts and texts[value] in kinds:
        return f"write it without quotes: {value}"
    if isinstance(value, str) and {"integer", "number"} & set(kinds) and value.lstrip("-").isdigit():
        return f"write the number without quotes: {value}"
    if isinstance(value, list) and "object" in kinds and len(value) == 3 and isinstance(value[0], str):
        return "this looks like an Invocation: its arguments are the second item"
    return next((hint for option in options if (hint := _of_type(value, option))), "")


def _plain(error: Any) -> Finding:
    pointer = "".join(f"/{escape(str(token))}" for token in error.instance_path)
    return Finding(0, 0, pointer, "error", error.message[:200])
