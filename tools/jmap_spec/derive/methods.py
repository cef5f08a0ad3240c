"""Standard methods over Foo, and what a type adds, to the concrete methods of the type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..model import Declaration, ErrorUse, Member, Method, Protocol, StandardMethod, Structure


def concrete(protocol: Protocol) -> Iterator[Method]:
    """Every method of every data type, in the order of types and declarations."""
    for structure in protocol.structures.values():
        for declaration in protocol.declarations.get(structure.name, {}).values():
            yield _method(protocol, structure, declaration)


def _method(protocol: Protocol, structure: Structure, said: Declaration) -> Method:
    template = _without(protocol.standard[said.verb], said.without) if said.standard else None
    query = protocol.declarations[structure.name].get("query") if said.verb == "queryChanges" else None
    arguments = _over(template.arguments if template else (), said.arguments, structure.name)
    return Method(
        id=said.id,
        name=f"{structure.name}/{said.verb}",
        type=structure.name,
        verb=said.verb,
        room=structure.room,
        standard=protocol.standard[said.verb] if said.standard else None,
        description=said.description,
        arguments=arguments,
        responses=_over(template.responses if template else (), said.responses, structure.name),
        added=frozenset(member.name for member in (*said.arguments, *said.responses)),
        without=frozenset(said.without),
        # A /queryChanges looks at the same records in the same way as the /query (RFC 8620, Section 5.6).
        filter=said.filter or (query.filter if query else None) or (),
        sort=said.sort or (query.sort if query else ()),
        errors=_errors(protocol, template, said, arguments),
        set_errors=_set_errors(protocol, template, said),
        request_schema=_rest(said.request_schema),
        response_schema=_rest(said.response_schema),
        section=said.section or (template.section if template else structure.section),
        place=said.place,
    )


def _without(template: StandardMethod, names: tuple[str, ...]) -> StandardMethod:
    """The template as far as this type has it."""
    return replace(
        template,
        arguments=tuple(member for member in template.arguments if member.name not in names),
        responses=tuple(member for member in template.responses if member.name not in names),
        errors=tuple(use for use in template.errors if use.code not in names),
        set_errors=tuple(use for use in template.set_errors if use.code not in names),
    )


def _over(template: tuple[Member, ...], own: tuple[Member, ...], type_name: str) -> tuple[Member, ...]:
    """The template's members made concrete, then those that the type adds; one of the same name is merged."""
    mine = {member.name: member for member in own}
    made = []
    for member in template:
        general = made_concrete(member, type_name)
        if special := mine.pop(member.name, None):
            # A member declared without a type keeps the template's.
            typed = special.signature != "*"
            schema = {**({} if typed else general.schema), **special.schema}
            general = replace(
                special,
                schema=schema,
                signature=special.signature if typed else general.signature,
                nullable=special.nullable if typed else general.nullable,
                required=special.required or (general.required and not special.has_default),
            )
        made.append(general)
    return (*made, *mine.values())


def made_concrete(member: Member, type_name: str) -> Member:
    """A member of a template with Foo replaced by the name of a type."""
    return replace(
        member,
        description=foo(member.description, type_name),
        schema=foo_in(member.schema, type_name),
        signature=foo(member.signature, type_name),
        refers_to=foo(member.refers_to, type_name),
    )


def foo(text: str, type_name: str) -> str:
    """A text about Foo or Foos, about a type."""
    return re.sub(r"\bFoo(s?)\b", lambda found: plural(type_name) if found.group(1) else type_name, text)


def plural(type_name: str) -> str:
    """``Mailboxes``, ``Identities``, ``Threads``."""
    if re.search(r"(x|s|ch|sh)$", type_name):
        return f"{type_name}es"
    return re.sub(r"([^aeiou])y$", r"\1ie", type_name) + "s"


def foo_in(schema: Any, type_name: str) -> Any:
    """A schema over Foo, over a type: shapes and references carry the type's name."""
    if isinstance(schema, list):
        return [foo_in(item, type_name) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: foo_in(value, type_name) for key, value in schema.items()}
    if "description" in made and isinstance(made["description"], str):
        made["description"] = foo(made["description"], type_name)
    if isinstance(said := made.get("x-jmap"), dict):
        if said.get("refersTo") == "Foo":
            made["x-jmap"] = {**said, "refersTo": type_name}
        if "shape" in said:
            made["x-jmap"] = {"of": type_name, **made["x-jmap"]}
    return made


def _errors(
    protocol: Protocol, template: StandardMethod | None, said: Declaration, arguments: tuple[Member, ...]
) -> tuple[ErrorUse, ...]:
    """Errors of any method that has such arguments, then the template's, then the type's own."""
    writes = said.verb in ("set", "copy", "import") or any(a.name.startswith("onSuccess") for a in arguments)
    takes_account = any(a.name == "accountId" for a in arguments)
    applies = {"any": True, "account": takes_account, "write": writes and takes_account, "named": False}
    general = [
        ErrorUse(f"{said.id}/errors/{e.code}", e.code, "", e.place)
        for e in protocol.errors
        if e.level == "method" and applies[e.raised_by]
    ]
    from_template = [replace(use, id=f"{said.id}/errors/{use.code}") for use in (template.errors if template else ())]
    uses = {use.code: use for use in (*general, *from_template, *said.errors)}
    return tuple(uses.values())


def _set_errors(protocol: Protocol, template: StandardMethod | None, said: Declaration) -> tuple[ErrorUse, ...]:
    general: list[ErrorUse] = []
    if template and template.verb in ("set", "copy"):
        wanted = {"set": {"create", "update", "destroy"}, "copy": {"copy"}}[template.verb]
        general = [
            ErrorUse(f"{said.id}/errors/{e.code}", e.code, "", e.place)
            for e in protocol.errors
            if e.level == "set"
            and e.raised_by == "any"
            and (wanted & set(e.operations) or (template.verb == "copy" and "create" in e.operations))
        ]
    from_template = [
        replace(use, id=f"{said.id}/errors/{use.code}") for use in (template.set_errors if template else ())
    ]
    uses = {use.code: use for use in (*general, *from_template, *said.set_errors)}
    return tuple(uses.values())


def _rest(schema: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in schema.items() if key not in ("properties", "required", "description", "x-jmap")
    }
