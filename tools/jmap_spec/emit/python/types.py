"""TypedDicts: wire names, a docstring a type, a comment block a property."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from ...model import Member, Protocol, Structure
from ..text import docstring

_PYTHON = {
    "String": "str",
    "Boolean": "bool",
    "Number": "float",
    "null": "None",
    "*": "Any",
    "Object": "dict[str, Any]",
}
_HEAD = '''"""The objects of the wire as TypedDicts, with the names that they have there."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict
'''


def types_module(protocol: Protocol) -> str:
    """The text of ``types.py``."""
    # An alias of a class is evaluated where it stands, so it stands below the classes.
    ordered = sorted(protocol.structures.values(), key=lambda structure: _is_alias_of_class(protocol, structure))
    return "\n\n".join([_HEAD, *("\n\n".join(_structure(structure)) + "\n" for structure in ordered)])


def _is_alias_of_class(protocol: Protocol, structure: Structure) -> bool:
    named = set(re.findall(r"[A-Za-z]+", structure.signature)) - {structure.name}
    return any(protocol.structures[name].properties for name in named & protocol.structures.keys())


def python_type(signature: str) -> str:
    """The annotation for a signature: ``Id[Boolean]`` → ``dict[Id, bool]``."""
    options = _split(signature)
    if len(options) > 1:
        return " | ".join(python_type(option) for option in options)
    if signature.endswith("[]"):
        return f"list[{python_type(_ungroup(signature[:-2]))}]"
    if match := re.fullmatch(r"([A-Za-z]+)\[(.*)\]", signature):
        key, value = match.groups()
        return f"dict[{python_type(key)}, {python_type(value)}]"
    return _PYTHON.get(signature, signature)


def _structure(structure: Structure) -> Iterator[str]:
    said = docstring(structure.description, "    ", tail=f"{structure.section}." if structure.section else "")
    if structure.kind == "scalar" or (structure.signature != structure.name):
        own = docstring(structure.description, "", tail=f"{structure.section}." if structure.section else "")
        made = "int" if structure.schema.get("type") == "integer" else python_type(structure.signature)
        yield f"{structure.name} = {made}\n{own}"
        return
    if "prefixItems" in structure.schema:
        own = docstring(structure.description, "", tail=f"{structure.section}." if structure.section else "")
        yield f"{structure.name} = list[Any]\n{own}"
        return
    keywords = [p for p in structure.properties if keyword.iskeyword(p.name) or not p.name.isidentifier()]
    base = "TypedDict"
    if keywords:
        base = f"_{structure.name}Keywords"
        fields = ", ".join(f'"{p.name}": "{_annotation(p)}"' for p in keywords)
        yield f'{base} = TypedDict("{base}", {{{fields}}})'
    lines = [f"class {structure.name}({base}):", f"    {said}"]
    for member in structure.properties:
        if member not in keywords:
            lines.append(f"\n    {member.name}: {_annotation(member)}\n    {docstring(_about(member), '    ')}")
    yield "\n".join(lines)
    if structure.kind == "data" and structure.properties:
        lines = [
            f"class {structure.name}Partial(TypedDict, total=False):",
            f'    """A {structure.name} with only the properties asked for."""',
        ]
        lines += [f"    {m.name}: {python_type(m.signature)}" for m in structure.properties if m not in keywords]
        yield "\n\n".join([lines[0] + "\n" + lines[1], "\n".join(lines[2:])]) if len(lines) > 2 else "\n".join(lines)


def _annotation(member: Member) -> str:
    made = python_type(member.signature)
    return made if member.required else f"NotRequired[{made}]"


def _about(member: Member) -> str:
    notes = [*member.attributes, *([f"in {member.unit}"] if member.unit else [])]
    if member.default_phrase:
        notes.append(f"default: {member.default_phrase}")
    said = member.description
    return f"{said}\n\n({'; '.join(notes)})" if notes else said


def _split(signature: str) -> list[str]:
    """The options of a union, at the outermost level."""
    options, depth, start = [], 0, 0
    for at, char in enumerate(signature):
        depth += (char in "[(") - (char in "])")
        if char == "|" and depth == 0:
            options.append(signature[start:at])
            start = at + 1
    return [*options, signature[start:]]


def _ungroup(signature: str) -> str:
    return signature[1:-1] if signature.startswith("(") and signature.endswith(")") else signature
