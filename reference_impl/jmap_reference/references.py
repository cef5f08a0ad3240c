"""Arguments that stand for something said earlier: result references and creation ids.

The two share nothing but the octothorpe. ``#ids`` as the *name* of an argument takes its
value from the response to an earlier call (RFC 8620, Section 3.7). ``#k1`` as an *id* is the
record that an earlier creation made (RFC 8620, Section 5.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from .errors import method
from .pointer import unescape
from .validation import DEFINITIONS

Invocation = tuple[str, dict[str, Any], str]
"""Name, arguments, method call id."""

_INDEX: Final = re.compile("0|[1-9][0-9]*")


def resolve(arguments: dict[str, Any], responses: Iterable[Invocation]) -> dict[str, Any]:
    """``arguments`` with each ``#name`` replaced by ``name`` and what it refers to.

    Raises:
        InvalidArguments: a name comes in both forms, or a reference is no ResultReference.
        InvalidResultReference: a reference leads nowhere.
    """
    referring = [name for name in arguments if name.startswith("#")]
    if not referring:
        return arguments
    resolved = {name: value for name, value in arguments.items() if not name.startswith("#")}
    for name in referring:
        # req: core/ResultReference/both-forms
        #   A call that has an argument both plainly and as a reference MUST be answered with invalidArguments.
        if name[1:] in arguments:
            raise method.InvalidArguments(f"both {name[1:]} and {name} are given")
        resolved[name[1:]] = look_up(name, arguments[name], responses)
    return resolved


def look_up(name: str, reference: Any, responses: Iterable[Invocation]) -> Any:
    """The value that a ResultReference, given for the argument ``name``, stands for.

    Raises:
        InvalidArguments: it is no ResultReference.
        InvalidResultReference: no such response, another name than expected, or no such value.
    """
    members = ("resultOf", "name", "path")
    if not isinstance(reference, dict) or not all(isinstance(reference.get(each), str) for each in members):
        raise method.InvalidArguments(f"{name}: not a ResultReference, with {', '.join(members)}")
    # req: core/ResultReference/resultOf/first
    #   If several responses have it, the first of them MUST be used.
    said = next((response for response in responses if response[2] == reference["resultOf"]), None)
    if said is None:
        raise method.InvalidResultReference(f"no call before this one has the id {reference['resultOf']!r}")
    # req: core/ResultReference/name/same-name
    #   If the response found has another, the reference MUST be taken to lead to nothing.
    if said[0] != reference["name"]:
        raise method.InvalidResultReference(f"the first response to {said[2]!r} is {said[0]}")
    path = reference["path"]
    if path and not path.startswith("/"):
        raise method.InvalidResultReference("a path begins with /")
    try:
        return evaluate(said[1], [unescape(token) for token in path.split("/")[1:]])
    except (LookupError, ValueError):
        # req: core/ResultReference/unresolved
        #   Where a reference leads to nothing, the server MUST refuse the whole call with invalidResultReference.
        raise method.InvalidResultReference(f"{path} leads nowhere in {said[0]}") from None


def evaluate(value: Any, tokens: list[str]) -> Any:
    """JSON Pointer (RFC 6901) from ``value``; ``*`` in an array maps the rest over its items, flattened one level.

    Raises:
        LookupError: it leads nowhere.
    """
    for position, token in enumerate(tokens):
        if isinstance(value, dict):
            value = value[token]
        elif isinstance(value, list) and token == "*":
            # req: core/ResultReference/path/star
            #   Where a token is * and the value at hand is an array, the server MUST apply the rest of the pointer to
            #   each item and take the results, in the same order, as a new array.
            found = [evaluate(item, tokens[position + 1 :]) for item in value]
            return [inner for each in found for inner in flatten(each)]
        elif isinstance(value, list) and _INDEX.fullmatch(token):
            value = value[int(token)]
        else:
            raise LookupError(token)
    return value


def flatten(found: Any) -> list[Any]:
    """What one item gives to the result of ``*``: the items of an array, or the value itself."""
    # req: core/ResultReference/path/flattened
    #   Where such a result is an array itself, its items MUST be put in its place.
    return found if isinstance(found, list) else [found]


Change = Callable[[str], str]


def creation_reference(ids: Mapping[str, str]) -> Change:
    """A change of ``#k1`` into the id of what was created as ``k1``; other ids, and unknown ones, stay."""

    def change(one: str) -> str:
        # req: core/standard/set/creation-ids-kept
        #   While it processes a request, the server MUST keep track of which id each creation id stands for, and put
        #   the one in place of the other.
        # req: core/standard/set/creation-id-last
        #   If it does, the id MUST stand for the record created last.
        return ids.get(one[1:], one) if one.startswith("#") else one

    return change


def map_ids(value: Any, schema: Any, change: Change) -> Any:
    """``value`` with each id in it changed, the keys of maps too, however deep; ``schema`` says what is an id."""
    if not isinstance(schema, dict):
        return value
    if reference := schema.get("$ref"):
        if reference == "#/$defs/Id":
            return change(value) if isinstance(value, str) else value
        value = map_ids(value, DEFINITIONS[reference.removeprefix("#/$defs/")], change)
    for part in (*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        value = map_ids(value, part, change)
    if isinstance(value, dict):
        return {
            map_ids(name, schema.get("propertyNames"), change): map_ids(inner, _member(schema, name), change)
            for name, inner in value.items()
        }
    if isinstance(value, list) and "items" in schema:
        return [map_ids(item, schema["items"], change) for item in value]
    return value


def map_patch_ids(patch: dict[str, Any], schema: Any, change: Change) -> dict[str, Any]:
    """A PatchObject with each id in it changed, those in its pointers too: ``mailboxIds/#k1``."""
    changed = {}
    for pointer, value in patch.items():
        inner, tokens = schema, []
        for token in pointer.split("/"):
            inner = _plain(inner)
            tokens.append(map_ids(token, inner.get("propertyNames"), change))
            inner = _member(inner, token)
        changed["/".join(tokens)] = map_ids(value, inner, change)
    return changed


def _member(schema: dict[str, Any], name: str) -> Any:
    return schema.get("properties", {}).get(name, schema.get("additionalProperties"))


def _plain(schema: Any) -> dict[str, Any]:
    """The schema of an object behind a reference, or behind an alternative with null."""
    while isinstance(schema, dict) and ("$ref" in schema or "anyOf" in schema):
        schema = DEFINITIONS[schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else schema["anyOf"][0]
    return schema if isinstance(schema, dict) else {}
