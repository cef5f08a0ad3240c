# Generated from schemas/ by jmap-spec generate; change it there.
"""What exists: every data type, method and capability, as the source declares them."""

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


TYPES: Final[dict[str, DataType]] = {
    'Cog': DataType(
        'Cog', 'toys', 'urn:example:nano:toys', '', True,
        {
            'id': Property('id', True, True, False, False, True, ABSENT, '', 'scalar', ''),
            'name': Property('name', False, False, False, False, True, ABSENT, '', 'scalar', ''),
            'gearId': Property('gearId', False, False, False, True, True, None, '', 'scalar', 'Gear'),
            'teeth': Property('teeth', False, True, False, False, True, 8, '', 'scalar', ''),
            'finish': Property('finish', False, False, False, False, True, {}, '', 'map', ''),
            'madeBy': Property('madeBy', True, False, False, False, True, ABSENT, '', 'scalar', ''),
        },
        {},
        {},
        frozenset({'get', 'set', 'spin'}),
    ),
    'Gear': DataType(
        'Gear', 'toys', 'urn:example:nano:toys', '', True,
        {
            'id': Property('id', True, True, False, False, True, ABSENT, '', 'scalar', ''),
            'cogIds': Property('cogIds', True, False, False, False, True, ABSENT, '', 'array', 'Cog'),
        },
        {},
        {},
        frozenset({'get'}),
    ),
}
"""By name."""


METHODS: Final[dict[str, Method]] = {
    'Cog/get': Method(
        'Cog/get', 'Cog', 'get', 'urn:example:nano:toys', True,
        'Cog.get.arguments', 'Cog.get.response',
        {'ids': None, 'properties': None},
        frozenset({'invalidArguments', 'requestTooLarge'}),
        frozenset(),
    ),
    'Cog/set': Method(
        'Cog/set', 'Cog', 'set', 'urn:example:nano:toys', True,
        'Cog.set.arguments', 'Cog.set.response',
        {'ifInState': None, 'create': None, 'update': None, 'onCreateOil': False},
        frozenset({'invalidArguments'}),
        frozenset({'invalidProperties'}),
    ),
    'Cog/spin': Method(
        'Cog/spin', 'Cog', 'spin', 'urn:example:nano:toys', False,
        'Cog.spin.arguments', 'Cog.spin.response',
        {'turns': 1},
        frozenset({'invalidArguments'}),
        frozenset(),
    ),
    'Gear/get': Method(
        'Gear/get', 'Gear', 'get', 'urn:example:nano:toys', True,
        'Gear.get.arguments', 'Gear.get.response',
        {'ids': None, 'properties': None},
        frozenset({'invalidArguments', 'requestTooLarge'}),
        frozenset(),
    ),
}
"""By the name in an Invocation."""


CAPABILITIES: Final[dict[str, Capability]] = {
    'urn:example:nano:core': Capability(
        'urn:example:nano:core', 'core',
        {
            'maxObjectsInGet': Limit('maxObjectsInGet', 'UnsignedInt', 'objects', 'requestTooLarge'),
        },
        {},
    ),
    'urn:example:nano:toys': Capability(
        'urn:example:nano:toys', 'toys',
        {},
        {},
    ),
}
"""By URN."""
