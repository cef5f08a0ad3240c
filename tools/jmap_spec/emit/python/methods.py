"""Tables of types, methods and capabilities, as NamedTuples."""

from __future__ import annotations

import pprint
from typing import Any

from ...model import ABSENT, Capability, Member, Method, Protocol, Structure
from ...model.kinds import kind_of_value

_HEAD = '''"""What exists: every data type, method and capability, as the source declares them."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final, Literal, NamedTuple


class Absent(Enum):
    """What stands where there is no default, so that null can be one."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


class Property(NamedTuple):
    """A property of a data type."""

    name: str
    server_set: bool
    immutable: bool
    create_only: bool
    nullable: bool
    #: In every full record.
    required: bool
    #: A JSON value, or ABSENT.
    default: Any
    #: A default that no JSON value says.
    default_phrase: str
    kind: Literal["scalar", "array", "map", "object"]
    #: The data type whose ids the value, its items or its keys are.
    refers_to: str
    #: The property for the header field that it is a short name of, header:From:asAddresses; or empty.
    header: str = ""


class Condition(NamedTuple):
    """A property of a FilterCondition."""

    name: str
    property: str
    match: str


class Sort(NamedTuple):
    """A property that a Comparator may name."""

    name: str
    property: str
    special: bool


class DataType(NamedTuple):
    name: str
    room: str
    capability: str
    #: The id of the only record, or empty.
    singleton: str
    #: Whether a StateChange may name it.
    state_change: bool
    properties: dict[str, Property]
    filter: dict[str, Condition]
    sort: dict[str, Sort]
    methods: frozenset[str]


class Method(NamedTuple):
    name: str
    type: str
    verb: str
    capability: str
    standard: bool
    #: Names of definitions in schemas.json.
    request: str
    response: str
    #: What an argument that is left out stands for.
    defaults: dict[str, Any]
    errors: frozenset[str]
    set_errors: frozenset[str]


class Limit(NamedTuple):
    """A property of a capability's value in the Session."""

    name: str
    signature: str
    unit: str
    enforced_by: str


class Capability(NamedTuple):
    urn: str
    room: str
    session: dict[str, Limit]
    account: dict[str, Limit]
'''


def methods_module(protocol: Protocol) -> str:
    """The text of ``methods.py``."""
    types = {s.name: s for s in protocol.structures.values() if s.kind == "data"}
    capabilities = [c for c in protocol.capabilities.values() if c.registration]
    parts = [
        _HEAD,
        _table("TYPES", "DataType", {name: _type(protocol, s) for name, s in types.items()}, "By name."),
        _table(
            "METHODS",
            "Method",
            {m.name: _method(protocol, m) for m in protocol.methods.values()},
            "By the name in an Invocation.",
        ),
        _table("CAPABILITIES", "Capability", {c.urn: _capability(c) for c in capabilities}, "By URN."),
    ]
    return "\n\n".join(parts)


def _table(name: str, of: str, rows: dict[str, str], about: str) -> str:
    body = "".join(f"    {key!r}: {row},\n" for key, row in rows.items())
    return f'{name}: Final[dict[str, {of}]] = {{\n{body}}}\n"""{about}"""\n'


def _type(protocol: Protocol, structure: Structure) -> str:
    methods = protocol.methods_of(structure.name)
    query = next((m for m in methods if m.verb == "query"), None)
    properties = "".join(f"            {p.name!r}: {_property(protocol, p)},\n" for p in structure.properties)
    conditions = "".join(
        f"            {c.name!r}: Condition({c.name!r}, {_note(c, 'property')}, {_note(c, 'match', 'special')}),\n"
        for c in (query.filter if query else ())
    )
    sorts = "".join(
        f"            {s.name!r}: Sort({s.name!r}, {s.property!r}, {s.special}),\n"
        for s in (query.sort if query else ())
    )
    row = structure.row
    return (
        f"DataType(\n        {structure.name!r}, {structure.room!r}, {_urn(protocol, structure.room)!r}, "
        f"{row.singleton if row else ''!r}, {bool(row and row.state_change)},\n"
        f"        {_braced(properties)},\n        {_braced(conditions)},\n        {_braced(sorts)},\n"
        f"        {_set([m.verb for m in methods])},\n    )"
    )


def _note(member: Member, name: str, otherwise: str = "") -> str:
    return repr(member.notes.get(name, otherwise))


def _property(protocol: Protocol, p: Member) -> str:
    default = "ABSENT" if p.default is ABSENT else _literal(p.default)
    return (
        f"Property({p.name!r}, {p.server_set}, {p.immutable}, {p.create_only}, {p.nullable}, {p.required}, {default}, "
        f"{p.default_phrase!r}, {kind_of_value(protocol, p.schema)!r}, {p.refers_to!r}{_header(p)})"
    )


def _header(p: Member) -> str:
    said = p.notes.get("header", {})
    if not {"field", "form"} <= said.keys():
        return ""
    name = f"header:{said['field']}:as{said['form']}"
    return f", {name!r}"


def _method(protocol: Protocol, m: Method) -> str:
    defaults = {
        a.name: a.default if a.default is not ABSENT else None
        for a in m.arguments
        if a.default is not ABSENT or a.nullable
    }
    base = f"{m.type}.{m.verb}"
    return (
        f"Method(\n        {m.name!r}, {m.type!r}, {m.verb!r}, {_urn(protocol, m.room)!r}, {m.standard is not None},\n"
        f"        {base + '.arguments'!r}, {base + '.response'!r},\n        {_literal(defaults)},\n"
        f"        {_set([e.code for e in m.errors])},\n        {_set([e.code for e in m.set_errors])},\n    )"
    )


def _capability(c: Capability) -> str:
    def rows(members: tuple[Member, ...]) -> str:
        inner = "".join(
            f"            {p.name!r}: Limit({p.name!r}, {p.signature!r}, {p.unit!r}, {_note(p, 'enforcedBy')}),\n"
            for p in members
        )
        return _braced(inner)

    return f"Capability(\n        {c.urn!r}, {c.room!r},\n        {rows(c.session)},\n        {rows(c.account)},\n    )"


def _urn(protocol: Protocol, room: str) -> str:
    return protocol.capabilities[room].urn if room in protocol.capabilities else ""


def _braced(rows: str) -> str:
    return f"{{\n{rows}        }}" if rows else "{}"


def _set(values: list[str]) -> str:
    return "frozenset({" + ", ".join(repr(v) for v in sorted(values)) + "})" if values else "frozenset()"


def _literal(value: Any) -> str:
    return pprint.pformat(value, width=10_000, sort_dicts=False)
