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
    'Blob': DataType(
        'Blob', 'core', 'urn:ietf:params:jmap:core', '', False,
        {},
        {},
        {},
        frozenset({'copy'}),
    ),
    'Core': DataType(
        'Core', 'core', 'urn:ietf:params:jmap:core', '', False,
        {},
        {},
        {},
        frozenset({'echo'}),
    ),
    'Mailbox': DataType(
        'Mailbox', 'mail', 'urn:ietf:params:jmap:mail', '', True,
        {
            'id': Property('id', True, True, False, False, True, ABSENT, '', 'scalar', 'Mailbox'),
            'name': Property('name', False, False, False, False, True, ABSENT, '', 'scalar', ''),
            'parentId': Property('parentId', False, False, False, True, True, None, '', 'scalar', 'Mailbox'),
            'role': Property('role', False, False, False, True, True, None, '', 'scalar', ''),
            'sortOrder': Property('sortOrder', False, False, False, False, True, 0, '', 'scalar', ''),
            'totalEmails': Property('totalEmails', True, False, False, False, True, ABSENT, '', 'scalar', ''),
            'unreadEmails': Property('unreadEmails', True, False, False, False, True, ABSENT, '', 'scalar', ''),
            'totalThreads': Property('totalThreads', True, False, False, False, True, ABSENT, '', 'scalar', ''),
            'unreadThreads': Property('unreadThreads', True, False, False, False, True, ABSENT, '', 'scalar', ''),
            'myRights': Property('myRights', True, False, False, False, True, ABSENT, '', 'object', ''),
            'isSubscribed': Property('isSubscribed', False, False, False, False, True, ABSENT, 'true for a Mailbox that the user creates, false for one that is shared with the user', 'scalar', ''),
        },
        {
            'parentId': Condition('parentId', 'parentId', 'equals'),
            'name': Condition('name', 'name', 'contains'),
            'role': Condition('role', 'role', 'equals'),
            'hasAnyRole': Condition('hasAnyRole', 'role', 'has'),
            'isSubscribed': Condition('isSubscribed', 'isSubscribed', 'equals'),
        },
        {
            'sortOrder': Sort('sortOrder', 'sortOrder', False),
            'name': Sort('name', 'name', False),
        },
        frozenset({'changes', 'get', 'query', 'queryChanges', 'set'}),
    ),
    'Thread': DataType(
        'Thread', 'mail', 'urn:ietf:params:jmap:mail', '', True,
        {
            'id': Property('id', True, True, False, False, True, ABSENT, '', 'scalar', 'Thread'),
            'emailIds': Property('emailIds', True, False, False, False, True, ABSENT, '', 'array', 'Email'),
        },
        {},
        {},
        frozenset({'changes', 'get'}),
    ),
}
"""By name."""


METHODS: Final[dict[str, Method]] = {
    'Blob/copy': Method(
        'Blob/copy', 'Blob', 'copy', 'urn:ietf:params:jmap:core', False,
        'Blob.copy.arguments', 'Blob.copy.response',
        {},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'accountReadOnly', 'forbidden', 'fromAccountNotFound', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset({'forbidden', 'invalidProperties', 'notFound', 'overQuota', 'rateLimit', 'tooLarge'}),
    ),
    'Core/echo': Method(
        'Core/echo', 'Core', 'echo', 'urn:ietf:params:jmap:core', False,
        'Core.echo.arguments', 'Core.echo.response',
        {},
        frozenset({'forbidden', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset(),
    ),
    'Mailbox/get': Method(
        'Mailbox/get', 'Mailbox', 'get', 'urn:ietf:params:jmap:mail', True,
        'Mailbox.get.arguments', 'Mailbox.get.response',
        {'ids': None, 'properties': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset(),
    ),
    'Mailbox/changes': Method(
        'Mailbox/changes', 'Mailbox', 'changes', 'urn:ietf:params:jmap:mail', True,
        'Mailbox.changes.arguments', 'Mailbox.changes.response',
        {'maxChanges': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'cannotCalculateChanges', 'forbidden', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset(),
    ),
    'Mailbox/query': Method(
        'Mailbox/query', 'Mailbox', 'query', 'urn:ietf:params:jmap:mail', True,
        'Mailbox.query.arguments', 'Mailbox.query.response',
        {'filter': None, 'sort': None, 'position': 0, 'anchor': None, 'anchorOffset': 0, 'limit': None, 'calculateTotal': False, 'sortAsTree': False, 'filterAsTree': False},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'anchorNotFound', 'forbidden', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod', 'unsupportedFilter', 'unsupportedSort'}),
        frozenset(),
    ),
    'Mailbox/queryChanges': Method(
        'Mailbox/queryChanges', 'Mailbox', 'queryChanges', 'urn:ietf:params:jmap:mail', True,
        'Mailbox.queryChanges.arguments', 'Mailbox.queryChanges.response',
        {'filter': None, 'sort': None, 'maxChanges': None, 'upToId': None, 'calculateTotal': False},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'cannotCalculateChanges', 'forbidden', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'tooManyChanges', 'unknownMethod'}),
        frozenset(),
    ),
    'Mailbox/set': Method(
        'Mailbox/set', 'Mailbox', 'set', 'urn:ietf:params:jmap:mail', True,
        'Mailbox.set.arguments', 'Mailbox.set.response',
        {'ifInState': None, 'create': None, 'update': None, 'destroy': None, 'onDestroyRemoveEmails': False},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'accountReadOnly', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'stateMismatch', 'unknownMethod'}),
        frozenset({'alreadyExists', 'forbidden', 'invalidPatch', 'invalidProperties', 'mailboxHasChild', 'mailboxHasEmail', 'notFound', 'overQuota', 'rateLimit', 'singleton', 'tooLarge', 'willDestroy'}),
    ),
    'Thread/get': Method(
        'Thread/get', 'Thread', 'get', 'urn:ietf:params:jmap:mail', True,
        'Thread.get.arguments', 'Thread.get.response',
        {'ids': None, 'properties': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset(),
    ),
    'Thread/changes': Method(
        'Thread/changes', 'Thread', 'changes', 'urn:ietf:params:jmap:mail', True,
        'Thread.changes.arguments', 'Thread.changes.response',
        {'maxChanges': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'cannotCalculateChanges', 'forbidden', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset(),
    ),
}
"""By the name in an Invocation."""


CAPABILITIES: Final[dict[str, Capability]] = {
    'urn:ietf:params:jmap:core': Capability(
        'urn:ietf:params:jmap:core', 'core',
        {
            'maxSizeUpload': Limit('maxSizeUpload', 'UnsignedInt', 'octets', 'limit'),
            'maxConcurrentUpload': Limit('maxConcurrentUpload', 'UnsignedInt', 'uploads', 'limit'),
            'maxSizeRequest': Limit('maxSizeRequest', 'UnsignedInt', 'octets', 'limit'),
            'maxConcurrentRequests': Limit('maxConcurrentRequests', 'UnsignedInt', 'requests', 'limit'),
            'maxCallsInRequest': Limit('maxCallsInRequest', 'UnsignedInt', 'calls', 'limit'),
            'maxObjectsInGet': Limit('maxObjectsInGet', 'UnsignedInt', 'objects', 'requestTooLarge'),
            'maxObjectsInSet': Limit('maxObjectsInSet', 'UnsignedInt', 'objects', 'requestTooLarge'),
            'collationAlgorithms': Limit('collationAlgorithms', 'String[]', '', ''),
        },
        {},
    ),
    'urn:ietf:params:jmap:mail': Capability(
        'urn:ietf:params:jmap:mail', 'mail',
        {},
        {
            'maxMailboxesPerEmail': Limit('maxMailboxesPerEmail', 'UnsignedInt|null', 'mailboxes', ''),
            'maxMailboxDepth': Limit('maxMailboxDepth', 'UnsignedInt|null', 'levels', 'invalidProperties'),
            'maxSizeMailboxName': Limit('maxSizeMailboxName', 'UnsignedInt', 'octets', 'invalidProperties'),
            'maxSizeAttachmentsPerEmail': Limit('maxSizeAttachmentsPerEmail', 'UnsignedInt', 'octets', 'tooLarge'),
            'emailQuerySortOptions': Limit('emailQuerySortOptions', 'String[]', '', ''),
            'mayCreateTopLevelMailbox': Limit('mayCreateTopLevelMailbox', 'Boolean', '', ''),
        },
    ),
}
"""By URN."""
