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
    'PushSubscription': DataType(
        'PushSubscription', 'push', 'urn:ietf:params:jmap:core', '', False,
        {
            'id': Property('id', True, True, False, False, True, ABSENT, '', 'scalar', 'PushSubscription'),
            'deviceClientId': Property('deviceClientId', False, True, False, False, True, ABSENT, '', 'scalar', ''),
            'url': Property('url', False, True, True, False, True, ABSENT, '', 'scalar', ''),
            'keys': Property('keys', False, True, True, True, True, ABSENT, '', 'object', ''),
            'verificationCode': Property('verificationCode', False, False, False, True, True, ABSENT, '', 'scalar', ''),
            'expires': Property('expires', False, False, False, True, True, ABSENT, '', 'scalar', ''),
            'types': Property('types', False, False, False, True, True, ABSENT, '', 'array', ''),
        },
        {},
        {},
        frozenset({'get', 'set'}),
    ),
    'Email': DataType(
        'Email', 'mail', 'urn:ietf:params:jmap:mail', '', True,
        {
            'id': Property('id', True, True, False, False, True, ABSENT, '', 'scalar', 'Email'),
            'blobId': Property('blobId', True, True, False, False, True, ABSENT, '', 'scalar', 'Blob'),
            'threadId': Property('threadId', True, True, False, False, True, ABSENT, '', 'scalar', 'Thread'),
            'mailboxIds': Property('mailboxIds', False, False, False, False, True, ABSENT, '', 'map', 'Mailbox'),
            'keywords': Property('keywords', False, False, False, False, True, {}, '', 'map', ''),
            'size': Property('size', True, True, False, False, True, ABSENT, '', 'scalar', ''),
            'receivedAt': Property('receivedAt', False, True, False, False, True, ABSENT, 'time of creation on server', 'scalar', ''),
            'headers': Property('headers', False, True, False, False, True, ABSENT, '', 'array', ''),
            'messageId': Property('messageId', False, True, False, True, True, ABSENT, '', 'array', '', 'header:Message-ID:asMessageIds'),
            'inReplyTo': Property('inReplyTo', False, True, False, True, True, ABSENT, '', 'array', '', 'header:In-Reply-To:asMessageIds'),
            'references': Property('references', False, True, False, True, True, ABSENT, '', 'array', '', 'header:References:asMessageIds'),
            'sender': Property('sender', False, True, False, True, True, ABSENT, '', 'array', '', 'header:Sender:asAddresses'),
            'from': Property('from', False, True, False, True, True, ABSENT, '', 'array', '', 'header:From:asAddresses'),
            'to': Property('to', False, True, False, True, True, ABSENT, '', 'array', '', 'header:To:asAddresses'),
            'cc': Property('cc', False, True, False, True, True, ABSENT, '', 'array', '', 'header:Cc:asAddresses'),
            'bcc': Property('bcc', False, True, False, True, True, ABSENT, '', 'array', '', 'header:Bcc:asAddresses'),
            'replyTo': Property('replyTo', False, True, False, True, True, ABSENT, '', 'array', '', 'header:Reply-To:asAddresses'),
            'subject': Property('subject', False, True, False, True, True, ABSENT, '', 'scalar', '', 'header:Subject:asText'),
            'sentAt': Property('sentAt', False, True, False, True, True, ABSENT, 'the time at the server, on creation', 'scalar', '', 'header:Date:asDate'),
            'bodyStructure': Property('bodyStructure', False, True, False, False, True, ABSENT, '', 'object', ''),
            'bodyValues': Property('bodyValues', False, True, False, False, True, ABSENT, '', 'map', ''),
            'textBody': Property('textBody', False, True, False, False, True, ABSENT, '', 'array', ''),
            'htmlBody': Property('htmlBody', False, True, False, False, True, ABSENT, '', 'array', ''),
            'attachments': Property('attachments', False, True, False, False, True, ABSENT, '', 'array', ''),
            'hasAttachment': Property('hasAttachment', True, True, False, False, True, ABSENT, '', 'scalar', ''),
            'preview': Property('preview', True, True, False, False, True, ABSENT, '', 'scalar', ''),
        },
        {
            'inMailbox': Condition('inMailbox', 'mailboxIds', 'hasKey'),
            'inMailboxOtherThan': Condition('inMailboxOtherThan', 'mailboxIds', 'special'),
            'before': Condition('before', 'receivedAt', 'before'),
            'after': Condition('after', 'receivedAt', 'after'),
            'minSize': Condition('minSize', 'size', 'atLeast'),
            'maxSize': Condition('maxSize', 'size', 'below'),
            'allInThreadHaveKeyword': Condition('allInThreadHaveKeyword', 'keywords', 'special'),
            'someInThreadHaveKeyword': Condition('someInThreadHaveKeyword', 'keywords', 'special'),
            'noneInThreadHaveKeyword': Condition('noneInThreadHaveKeyword', 'keywords', 'special'),
            'hasKeyword': Condition('hasKeyword', 'keywords', 'hasKey'),
            'notKeyword': Condition('notKeyword', 'keywords', 'lacksKey'),
            'hasAttachment': Condition('hasAttachment', 'hasAttachment', 'equals'),
            'text': Condition('text', '', 'special'),
            'from': Condition('from', 'from', 'special'),
            'to': Condition('to', 'to', 'special'),
            'cc': Condition('cc', 'cc', 'special'),
            'bcc': Condition('bcc', 'bcc', 'special'),
            'subject': Condition('subject', 'subject', 'special'),
            'body': Condition('body', '', 'special'),
            'header': Condition('header', '', 'special'),
        },
        {
            'receivedAt': Sort('receivedAt', 'receivedAt', False),
            'size': Sort('size', 'size', False),
            'from': Sort('from', 'from', True),
            'to': Sort('to', 'to', True),
            'subject': Sort('subject', 'subject', True),
            'sentAt': Sort('sentAt', 'sentAt', False),
            'hasKeyword': Sort('hasKeyword', 'hasKeyword', True),
            'allInThreadHaveKeyword': Sort('allInThreadHaveKeyword', 'allInThreadHaveKeyword', True),
            'someInThreadHaveKeyword': Sort('someInThreadHaveKeyword', 'someInThreadHaveKeyword', True),
        },
        frozenset({'changes', 'copy', 'get', 'import', 'parse', 'query', 'queryChanges', 'set'}),
    ),
    'EmailDelivery': DataType(
        'EmailDelivery', 'mail', 'urn:ietf:params:jmap:mail', '', True,
        {},
        {},
        {},
        frozenset(),
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
    'SearchSnippet': DataType(
        'SearchSnippet', 'mail', 'urn:ietf:params:jmap:mail', '', False,
        {
            'emailId': Property('emailId', False, False, False, False, True, ABSENT, '', 'scalar', 'Email'),
            'subject': Property('subject', False, False, False, True, True, ABSENT, '', 'scalar', ''),
            'preview': Property('preview', False, False, False, True, True, ABSENT, '', 'scalar', ''),
        },
        {},
        {},
        frozenset({'get'}),
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
    'EmailSubmission': DataType(
        'EmailSubmission', 'submission', 'urn:ietf:params:jmap:submission', '', True,
        {
            'id': Property('id', True, True, False, False, True, ABSENT, '', 'scalar', 'EmailSubmission'),
            'identityId': Property('identityId', False, True, False, False, True, ABSENT, '', 'scalar', 'Identity'),
            'emailId': Property('emailId', False, True, False, False, True, ABSENT, '', 'scalar', 'Email'),
            'threadId': Property('threadId', True, True, False, False, True, ABSENT, '', 'scalar', 'Thread'),
            'envelope': Property('envelope', False, True, False, True, True, ABSENT, '', 'object', ''),
            'sendAt': Property('sendAt', True, True, False, False, True, ABSENT, '', 'scalar', ''),
            'undoStatus': Property('undoStatus', False, False, False, False, True, ABSENT, '', 'scalar', ''),
            'deliveryStatus': Property('deliveryStatus', True, False, False, True, True, ABSENT, '', 'map', ''),
            'dsnBlobIds': Property('dsnBlobIds', True, False, False, False, True, ABSENT, '', 'array', 'Blob'),
            'mdnBlobIds': Property('mdnBlobIds', True, False, False, False, True, ABSENT, '', 'array', 'Blob'),
        },
        {
            'identityIds': Condition('identityIds', 'identityId', 'in'),
            'emailIds': Condition('emailIds', 'emailId', 'in'),
            'threadIds': Condition('threadIds', 'threadId', 'in'),
            'undoStatus': Condition('undoStatus', 'undoStatus', 'equals'),
            'before': Condition('before', 'sendAt', 'before'),
            'after': Condition('after', 'sendAt', 'after'),
        },
        {
            'emailId': Sort('emailId', 'emailId', False),
            'threadId': Sort('threadId', 'threadId', False),
            'sentAt': Sort('sentAt', 'sendAt', False),
        },
        frozenset({'changes', 'get', 'query', 'queryChanges', 'set'}),
    ),
    'Identity': DataType(
        'Identity', 'submission', 'urn:ietf:params:jmap:submission', '', True,
        {
            'id': Property('id', True, True, False, False, True, ABSENT, '', 'scalar', 'Identity'),
            'name': Property('name', False, False, False, False, True, '', '', 'scalar', ''),
            'email': Property('email', False, True, False, False, True, ABSENT, '', 'scalar', ''),
            'replyTo': Property('replyTo', False, False, False, True, True, None, '', 'array', ''),
            'bcc': Property('bcc', False, False, False, True, True, None, '', 'array', ''),
            'textSignature': Property('textSignature', False, False, False, False, True, '', '', 'scalar', ''),
            'htmlSignature': Property('htmlSignature', False, False, False, False, True, '', '', 'scalar', ''),
            'mayDelete': Property('mayDelete', True, False, False, False, True, ABSENT, '', 'scalar', ''),
        },
        {},
        {},
        frozenset({'changes', 'get', 'set'}),
    ),
    'VacationResponse': DataType(
        'VacationResponse', 'vacationresponse', 'urn:ietf:params:jmap:vacationresponse', 'singleton', True,
        {
            'id': Property('id', True, True, False, False, True, ABSENT, '', 'scalar', 'VacationResponse'),
            'isEnabled': Property('isEnabled', False, False, False, False, True, ABSENT, '', 'scalar', ''),
            'fromDate': Property('fromDate', False, False, False, True, True, ABSENT, '', 'scalar', ''),
            'toDate': Property('toDate', False, False, False, True, True, ABSENT, '', 'scalar', ''),
            'subject': Property('subject', False, False, False, True, True, ABSENT, '', 'scalar', ''),
            'textBody': Property('textBody', False, False, False, True, True, ABSENT, '', 'scalar', ''),
            'htmlBody': Property('htmlBody', False, False, False, True, True, ABSENT, '', 'scalar', ''),
        },
        {},
        {},
        frozenset({'get', 'set'}),
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
    'PushSubscription/get': Method(
        'PushSubscription/get', 'PushSubscription', 'get', 'urn:ietf:params:jmap:core', True,
        'PushSubscription.get.arguments', 'PushSubscription.get.response',
        {'ids': None, 'properties': None},
        frozenset({'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset(),
    ),
    'PushSubscription/set': Method(
        'PushSubscription/set', 'PushSubscription', 'set', 'urn:ietf:params:jmap:core', True,
        'PushSubscription.set.arguments', 'PushSubscription.set.response',
        {'create': None, 'update': None, 'destroy': None},
        frozenset({'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset({'forbidden', 'invalidPatch', 'invalidProperties', 'notFound', 'overQuota', 'rateLimit', 'singleton', 'tooLarge', 'willDestroy'}),
    ),
    'Email/get': Method(
        'Email/get', 'Email', 'get', 'urn:ietf:params:jmap:mail', True,
        'Email.get.arguments', 'Email.get.response',
        {'ids': None, 'properties': ['id', 'blobId', 'threadId', 'mailboxIds', 'keywords', 'size', 'receivedAt', 'messageId', 'inReplyTo', 'references', 'sender', 'from', 'to', 'cc', 'bcc', 'replyTo', 'subject', 'sentAt', 'hasAttachment', 'preview', 'bodyValues', 'textBody', 'htmlBody', 'attachments'], 'bodyProperties': ['partId', 'blobId', 'size', 'name', 'type', 'charset', 'disposition', 'cid', 'language', 'location'], 'fetchTextBodyValues': False, 'fetchHTMLBodyValues': False, 'fetchAllBodyValues': False, 'maxBodyValueBytes': 0},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset(),
    ),
    'Email/changes': Method(
        'Email/changes', 'Email', 'changes', 'urn:ietf:params:jmap:mail', True,
        'Email.changes.arguments', 'Email.changes.response',
        {'maxChanges': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'cannotCalculateChanges', 'forbidden', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset(),
    ),
    'Email/query': Method(
        'Email/query', 'Email', 'query', 'urn:ietf:params:jmap:mail', True,
        'Email.query.arguments', 'Email.query.response',
        {'filter': None, 'sort': None, 'position': 0, 'anchor': None, 'anchorOffset': 0, 'limit': None, 'calculateTotal': False, 'collapseThreads': False},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'anchorNotFound', 'forbidden', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod', 'unsupportedFilter', 'unsupportedSort'}),
        frozenset(),
    ),
    'Email/queryChanges': Method(
        'Email/queryChanges', 'Email', 'queryChanges', 'urn:ietf:params:jmap:mail', True,
        'Email.queryChanges.arguments', 'Email.queryChanges.response',
        {'filter': None, 'sort': None, 'maxChanges': None, 'upToId': None, 'calculateTotal': False, 'collapseThreads': False},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'cannotCalculateChanges', 'forbidden', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'tooManyChanges', 'unknownMethod'}),
        frozenset(),
    ),
    'Email/set': Method(
        'Email/set', 'Email', 'set', 'urn:ietf:params:jmap:mail', True,
        'Email.set.arguments', 'Email.set.response',
        {'ifInState': None, 'create': None, 'update': None, 'destroy': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'accountReadOnly', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'stateMismatch', 'unknownMethod'}),
        frozenset({'blobNotFound', 'forbidden', 'invalidPatch', 'invalidProperties', 'notFound', 'overQuota', 'rateLimit', 'singleton', 'tooLarge', 'tooManyKeywords', 'tooManyMailboxes', 'willDestroy'}),
    ),
    'Email/copy': Method(
        'Email/copy', 'Email', 'copy', 'urn:ietf:params:jmap:mail', True,
        'Email.copy.arguments', 'Email.copy.response',
        {'ifFromInState': None, 'ifInState': None, 'onSuccessDestroyOriginal': False, 'destroyFromIfInState': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'accountReadOnly', 'forbidden', 'fromAccountNotFound', 'fromAccountNotSupportedByMethod', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'stateMismatch', 'unknownMethod'}),
        frozenset({'alreadyExists', 'forbidden', 'invalidProperties', 'notFound', 'overQuota', 'rateLimit', 'singleton', 'tooLarge'}),
    ),
    'Email/import': Method(
        'Email/import', 'Email', 'import', 'urn:ietf:params:jmap:mail', False,
        'Email.import.arguments', 'Email.import.response',
        {'ifInState': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'accountReadOnly', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'stateMismatch', 'unknownMethod'}),
        frozenset({'alreadyExists', 'invalidEmail', 'invalidProperties', 'overQuota'}),
    ),
    'Email/parse': Method(
        'Email/parse', 'Email', 'parse', 'urn:ietf:params:jmap:mail', False,
        'Email.parse.arguments', 'Email.parse.response',
        {'properties': ['messageId', 'inReplyTo', 'references', 'sender', 'from', 'to', 'cc', 'bcc', 'replyTo', 'subject', 'sentAt', 'hasAttachment', 'preview', 'bodyValues', 'textBody', 'htmlBody', 'attachments'], 'bodyProperties': ['partId', 'blobId', 'size', 'name', 'type', 'charset', 'disposition', 'cid', 'language', 'location'], 'fetchTextBodyValues': False, 'fetchHTMLBodyValues': False, 'fetchAllBodyValues': False, 'maxBodyValueBytes': 0},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
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
    'SearchSnippet/get': Method(
        'SearchSnippet/get', 'SearchSnippet', 'get', 'urn:ietf:params:jmap:mail', False,
        'SearchSnippet.get.arguments', 'SearchSnippet.get.response',
        {'filter': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod', 'unsupportedFilter'}),
        frozenset(),
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
    'EmailSubmission/get': Method(
        'EmailSubmission/get', 'EmailSubmission', 'get', 'urn:ietf:params:jmap:submission', True,
        'EmailSubmission.get.arguments', 'EmailSubmission.get.response',
        {'ids': None, 'properties': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset(),
    ),
    'EmailSubmission/changes': Method(
        'EmailSubmission/changes', 'EmailSubmission', 'changes', 'urn:ietf:params:jmap:submission', True,
        'EmailSubmission.changes.arguments', 'EmailSubmission.changes.response',
        {'maxChanges': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'cannotCalculateChanges', 'forbidden', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset(),
    ),
    'EmailSubmission/query': Method(
        'EmailSubmission/query', 'EmailSubmission', 'query', 'urn:ietf:params:jmap:submission', True,
        'EmailSubmission.query.arguments', 'EmailSubmission.query.response',
        {'filter': None, 'sort': None, 'position': 0, 'anchor': None, 'anchorOffset': 0, 'limit': None, 'calculateTotal': False},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'anchorNotFound', 'forbidden', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod', 'unsupportedFilter', 'unsupportedSort'}),
        frozenset(),
    ),
    'EmailSubmission/queryChanges': Method(
        'EmailSubmission/queryChanges', 'EmailSubmission', 'queryChanges', 'urn:ietf:params:jmap:submission', True,
        'EmailSubmission.queryChanges.arguments', 'EmailSubmission.queryChanges.response',
        {'filter': None, 'sort': None, 'maxChanges': None, 'upToId': None, 'calculateTotal': False},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'cannotCalculateChanges', 'forbidden', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'tooManyChanges', 'unknownMethod'}),
        frozenset(),
    ),
    'EmailSubmission/set': Method(
        'EmailSubmission/set', 'EmailSubmission', 'set', 'urn:ietf:params:jmap:submission', True,
        'EmailSubmission.set.arguments', 'EmailSubmission.set.response',
        {'ifInState': None, 'create': None, 'update': None, 'destroy': None, 'onSuccessUpdateEmail': None, 'onSuccessDestroyEmail': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'accountReadOnly', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'stateMismatch', 'unknownMethod'}),
        frozenset({'cannotUnsend', 'forbidden', 'forbiddenFrom', 'forbiddenMailFrom', 'forbiddenToSend', 'invalidEmail', 'invalidPatch', 'invalidProperties', 'invalidRecipients', 'noRecipients', 'notFound', 'overQuota', 'rateLimit', 'singleton', 'tooLarge', 'tooManyRecipients', 'willDestroy'}),
    ),
    'Identity/get': Method(
        'Identity/get', 'Identity', 'get', 'urn:ietf:params:jmap:submission', True,
        'Identity.get.arguments', 'Identity.get.response',
        {'ids': None, 'properties': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset(),
    ),
    'Identity/changes': Method(
        'Identity/changes', 'Identity', 'changes', 'urn:ietf:params:jmap:submission', True,
        'Identity.changes.arguments', 'Identity.changes.response',
        {'maxChanges': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'cannotCalculateChanges', 'forbidden', 'invalidArguments', 'invalidResultReference', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset(),
    ),
    'Identity/set': Method(
        'Identity/set', 'Identity', 'set', 'urn:ietf:params:jmap:submission', True,
        'Identity.set.arguments', 'Identity.set.response',
        {'ifInState': None, 'create': None, 'update': None, 'destroy': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'accountReadOnly', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'stateMismatch', 'unknownMethod'}),
        frozenset({'forbidden', 'forbiddenFrom', 'invalidPatch', 'invalidProperties', 'notFound', 'overQuota', 'rateLimit', 'singleton', 'tooLarge', 'willDestroy'}),
    ),
    'VacationResponse/get': Method(
        'VacationResponse/get', 'VacationResponse', 'get', 'urn:ietf:params:jmap:vacationresponse', True,
        'VacationResponse.get.arguments', 'VacationResponse.get.response',
        {'ids': None, 'properties': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'unknownMethod'}),
        frozenset(),
    ),
    'VacationResponse/set': Method(
        'VacationResponse/set', 'VacationResponse', 'set', 'urn:ietf:params:jmap:vacationresponse', True,
        'VacationResponse.set.arguments', 'VacationResponse.set.response',
        {'ifInState': None, 'create': None, 'update': None, 'destroy': None},
        frozenset({'accountNotFound', 'accountNotSupportedByMethod', 'accountReadOnly', 'forbidden', 'invalidArguments', 'invalidResultReference', 'requestTooLarge', 'serverFail', 'serverPartialFail', 'serverUnavailable', 'stateMismatch', 'unknownMethod'}),
        frozenset({'forbidden', 'invalidPatch', 'invalidProperties', 'notFound', 'overQuota', 'rateLimit', 'singleton', 'tooLarge', 'willDestroy'}),
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
    'urn:ietf:params:jmap:webpush-vapid': Capability(
        'urn:ietf:params:jmap:webpush-vapid', 'vapid',
        {
            'applicationServerKey': Limit('applicationServerKey', 'String', '', ''),
        },
        {},
    ),
    'urn:ietf:params:jmap:mail': Capability(
        'urn:ietf:params:jmap:mail', 'mail',
        {},
        {
            'maxMailboxesPerEmail': Limit('maxMailboxesPerEmail', 'UnsignedInt|null', 'mailboxes', 'tooManyMailboxes'),
            'maxMailboxDepth': Limit('maxMailboxDepth', 'UnsignedInt|null', 'levels', 'invalidProperties'),
            'maxSizeMailboxName': Limit('maxSizeMailboxName', 'UnsignedInt', 'octets', 'invalidProperties'),
            'maxSizeAttachmentsPerEmail': Limit('maxSizeAttachmentsPerEmail', 'UnsignedInt', 'octets', 'tooLarge'),
            'emailQuerySortOptions': Limit('emailQuerySortOptions', 'String[]', '', ''),
            'mayCreateTopLevelMailbox': Limit('mayCreateTopLevelMailbox', 'Boolean', '', ''),
        },
    ),
    'urn:ietf:params:jmap:submission': Capability(
        'urn:ietf:params:jmap:submission', 'submission',
        {},
        {
            'maxDelayedSend': Limit('maxDelayedSend', 'UnsignedInt', 'seconds', ''),
            'submissionExtensions': Limit('submissionExtensions', 'String[String[]]', '', ''),
        },
    ),
    'urn:ietf:params:jmap:vacationresponse': Capability(
        'urn:ietf:params:jmap:vacationresponse', 'vacationresponse',
        {},
        {},
    ),
}
"""By URN."""
