# Generated from schemas/ by jmap-spec generate; change it there.
"""The objects of the wire as TypedDicts, with the names that they have there."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


class Blob(TypedDict):
    """A series of octets that does not fit into JSON: a message, a picture. It is uploaded to one URL and
    downloaded from another, and records refer to it by its id. A blob is its octets and nothing else; a file
    name or a media type is kept by the record that refers to it. What an id stands for MUST NOT change. Any
    blob of an account can be used in any record of it, so a client need not download a file in order to attach
    it again.

    Where a client uses a blob in a record, the server MAY give it another id there. If it does, it MUST return
    every property with such an id when it answers to the creation or update.

    A blob to which no record refers MAY be deleted. What was just uploaded is such a blob, so there are rules
    for when. The server SHOULD NOT count such blobs in the quota that the account has otherwise. In an account
    of several users, each SHOULD have a quota of their own for them. The quota SHOULD be no less than what a
    single record can refer to, as for mail all attachments of one message. Where an upload goes beyond it, the
    server MUST delete such blobs, the oldest first, until the new one fits. Unless for that reason, such a blob
    MUST NOT be deleted within an hour of its upload. If the same content is uploaded again and gets the same
    id, the hour SHOULD begin anew. A blob MUST NOT be deleted in the course of the very method call that takes
    away the last reference to it. So a client can destroy the one record and create the other in a single call.

    As a rule, who may read a record may read its blobs. A blob to which no record refers MUST be accessible to
    none but the user who uploaded it, in a shared account too.

    RFC 8620, Section 6.
    """


class Core(TypedDict):
    """A name for methods that are about the protocol itself and not about data. There are no records of this type.

    RFC 8620, Section 4.
    """


Id = str
"""The name of a record, a blob or an account, chosen by the server, or the name that a client gives to something
it is about to create. An Id MUST be 1 to 255 octets long. It MUST NOT contain anything but ASCII letters and
digits, hyphen and underscore, which is the URL-safe alphabet of base64 (RFC 4648, Section 5) without the
padding.

Within an account, the server MUST NOT give one id to two records of the same type. Records of different types,
or in different accounts, may share an id.

The alphabet is harmless nearly everywhere: in URLs, in file names, in IMAP atoms. Even so, servers SHOULD
choose ids that programs cannot mistake for something else. Worth avoiding are ids that begin with a hyphen or a
digit, ids that are a number, ids that differ in nothing but case, and ids with the letters NIL in a row, which
IMAP reads as no value. One letter in front of every id is enough to avoid most of it.

RFC 8620, Section 1.2.
"""


Int = int
"""A whole number that survives in a floating-point double. An Int MUST be an integer from -2^53+1 to 2^53-1.

RFC 8620, Section 1.3.
"""


UnsignedInt = int
"""A whole number that is not negative. An UnsignedInt MUST be an integer from 0 to 2^53-1.

RFC 8620, Section 1.3.
"""


Date = str
"""A moment in time together with an offset from UTC, in the `date-time` form of RFC 3339. Two rules leave only one
way to write it. A fraction of a second that is zero MUST be left out. Letters MUST be upper case.

RFC 8620, Section 1.4.
"""


UTCDate = str
"""A Date in UTC. The offset MUST be written as `Z`.

RFC 8620, Section 1.4.
"""


Object = dict[str, Any]
"""A JSON object about whose members nothing is said at this place. What they are depends on something else, such
as the capability under whose identifier the object stands.

RFC 8620, Section 2.
"""


class Account(TypedDict):
    """A collection of data that a user has access to: mail, contacts, calendars, or just one of them. An account
    is not a user. Most users have one that is theirs, and some have others beside it: that of a team, or parts
    of a colleague's.

    Sometimes a server has to break its promises about an account, when after a grave fault it must give out new
    ids, for instance. What clients have cached is then worthless. The server MUST then treat the account as one
    that was deleted, and a new account, with a new id, as having taken its place.

    RFC 8620, Section 2.
    """

    name: str
    """What a user interface calls the account, such as the email address of its owner."""

    isPersonal: bool
    """Whether the account belongs to the user who asks. It is false for the account of a group, and for someone
    else's that is shared with this user.
    """

    isReadOnly: bool
    """Whether nothing at all in the account can be changed by this user."""

    accountCapabilities: dict[str, dict[str, Any]]
    """What can be done with this account: a capability identifier to an object with what is special about the
    account and this user's permissions in it. The capability's own specification says what that object holds. A
    client MUST ignore what it does not understand here.

    A capability that has methods MUST be listed where the user can use these methods with the account. It MUST
    NOT be listed where the user cannot. An account that is shared for its contacts alone lists contacts and not
    mail, though the server has both.
    """


class AddedItem(TypedDict):
    """A record that the results of a query have and did not have before, or not at this place.

    RFC 8620, Section 5.6.
    """

    id: Id
    """The id of the record."""

    index: UnsignedInt
    """Its place in the new results, counted from 0."""


class Comparator(TypedDict):
    """How two records are compared to find which of them comes first. The /query of a type can add members for
    certain sorts.

    RFC 8620, Section 5.5.
    """

    property: str
    """The name of the property to compare. In ascending order, `false` MUST come before `true`. A lower number
    MUST come before a higher. Of two Dates or UTCDates, the earlier moment MUST come first. Strings are
    compared by the `collation`.
    """

    isAscending: NotRequired[bool]
    """Whether the lower value comes first. With `false`, the outcome of the comparison MUST be turned round.
    """

    collation: NotRequired[str]
    """By which algorithm strings are compared: an identifier from the collation registry (RFC 4790), one of the
    `collationAlgorithms` in the core capability. It MUST be ignored where the property is not a string.

    Without it, the server chooses, and a client that cares names one. What the server chooses MUST be aware of
    Unicode. The choice MAY depend on the Accept-Language header of the request, or on what the server knows of
    the user's language otherwise. It SHOULD take upper and lower case as the same, where the language has such
    a thing. Where the language is not known, the advice of RFC 8264, Section 5.2.3 is RECOMMENDED. The
    collation `i;unicode-casemap` is RECOMMENDED as the default. The Unicode Collation Algorithm serves as well
    for many languages.

    (default: server-dependent)
    """


class FilterCondition(TypedDict):
    """What a record has to be like to be in the results of a query. Which properties a condition can have, and
    what they mean, is said by the /query of each type. It MUST NOT have a property `operator`, by which a
    FilterOperator is known.

    RFC 8620, Section 5.5.
    """


class FilterOperator(TypedDict):
    """Filters joined to a larger one. They nest to any depth.

    RFC 8620, Section 5.5.
    """

    operator: str
    """How they are joined. It MUST be `AND`, `OR` or `NOT`. `AND` MUST match a record that all of the conditions
    match. `OR` MUST match one that at least one of them matches. `NOT` MUST match one that none of them
    matches.
    """

    conditions: list[FilterOperator | FilterCondition]
    """The filters that are joined."""


Invocation = list[Any]
"""A method call, or a response to one: an array of a name, an object with named arguments, and a method call id.

1. The name, a String: which method is called, or what the response is. The name of a response MUST be that of
the method, unless the method says otherwise; that of a failed call is `error`. 2. The arguments, a `String[*]`.
3. The method call id, a String that the client makes up. Every response that a call brings about MUST carry its
method call id, those of further calls that it made of itself among them.

Arguments can be left out where they have a default. An argument whose signature allows `null` has `null` as its
default where no other is named, in requests and in responses. The server MUST treat a call in which such an
argument is left out as if it had the default. A server MAY leave out any argument of a response that has its
default. All other arguments have to be there.

RFC 8620, Section 3.2.
"""


class MethodError(TypedDict):
    """The arguments of the response to a call that failed. The name of that response is `error`. It may have
    further members, which the description of its type explains.

    The server MUST put the error where the response of the call would have been. The server MUST NOT do
    anything more of the call then, unless the error says otherwise. The calls that follow in the Request MUST
    be processed as usual. An error of a method MUST NOT bring about an HTTP error.

    Apart from `serverPartialFail`, a call that fails MUST NOT have changed anything that can be seen from
    outside.

    Specifications to come MAY define further types that any method can answer. A client MUST treat a type that
    it does not know like `serverFail`.

    RFC 8620, Section 3.6.2.
    """

    type: str
    """The code of the error. An error MUST have it."""

    description: NotRequired[str | None]
    """What the problem was, for whoever debugs the client. It is in no particular language and not for users.
    """


class PatchObject(TypedDict):
    """What to change about a record: paths to values, in no order. A path is a JSON Pointer (RFC 6901) into the
    record, written without its first slash: `name`, or `keywords/$seen`.

    A path MUST NOT lead into an array. Arrays are replaced as a whole. Everything on the way to the last part
    of a path MUST exist on the record already. A path MUST NOT be the beginning of another one in the same
    PatchObject, as `alerts` is of `alerts/1/offset`. An update that breaks any of these rules MUST be refused
    with `invalidPatch`.

    A value of `null` MUST set the property to its default, if it has one, and otherwise take it away; where
    there is nothing to take away, it does nothing. Any other value MUST be set, whether the path leads to
    something that was there before or not.

    A property that only the server sets MAY be in a PatchObject with the value that it has on the server before
    the update. With another value, the update MUST be refused with `invalidProperties`. Thus a whole record, as
    it was fetched and with whatever the client changed in it, is a PatchObject too. A server MUST take the
    whole record and the mere difference to mean the same.

    RFC 8620, Section 5.3.
    """


class ProblemDetails(TypedDict):
    """The body of an HTTP error, as RFC 7807 has it, with the media type `application/problem+json`. The types
    that JMAP defines are the errors of the request level; each may bring members of its own.

    A server SHOULD send problem details with an HTTP error in answer to an API request. It SHOULD do so in
    answer to an upload. It SHOULD do so in answer to a download.

    RFC 8620, Section 3.6.1.
    """

    type: NotRequired[str]
    """Which kind of problem it is: for one that JMAP defines, `urn:ietf:params:jmap:error:` and its code.
    """

    title: NotRequired[str]
    """The kind of problem in a few words for people, always the same for the same `type`."""

    status: NotRequired[UnsignedInt]
    """The HTTP status. It MUST be the one that the response itself has. The two can differ where something between
    server and client has changed the latter.
    """

    detail: NotRequired[str]
    """What went wrong this time, for people."""

    instance: NotRequired[str]
    """A URI of this occurrence of the problem."""


class Request(TypedDict):
    """What a client sends to the `apiUrl`: a series of method calls. An API request MUST have the content type
    `application/json` and hold exactly one Request.

    Specifications to come MAY add members to a Request. For that reason a server MUST ignore members of a
    Request that it does not know.

    RFC 8620, Section 3.3.
    """

    using: list[str]
    """The capabilities that the client wants to use. A client MUST name every extension here that it uses. It MAY
    name capabilities that none of the calls needs. The core capability MUST be among those that a client names.

    To the calls of this Request, a server MUST behave as if it had nothing but what is named here. That keeps
    clients working that know nothing of an extension, or of a later version. A Request in which this is empty
    MUST be processed like any other, and every call in it answered with `unknownMethod`.
    """

    methodCalls: list[Invocation]
    """What to do. The server MUST process the calls one after the other, in the order of this array. Between two
    of them, the calls of other Requests may be processed.
    """

    createdIds: NotRequired[dict[Id, Id]]
    """What creation ids stand for when processing begins: creation id to the id that some server gave to the
    record. It may be empty. The server goes on from there: with each record that it creates, it notes the
    creation id, and where a later call refers to one, it puts the id in its place. Who divides a Request among
    several servers passes this from one to the next.
    """


class Response(TypedDict):
    """What a server answers to a Request that it processed, whatever became of the single calls. The answer MUST
    have the content type `application/json` and hold exactly one Response.

    RFC 8620, Section 3.4.
    """

    methodResponses: list[Invocation]
    """What the calls gave. The responses MUST be in the order in which the calls were processed. A call has one
    response, or several where it makes further calls of itself.
    """

    createdIds: NotRequired[dict[Id, Id]]
    """What creation ids stand for when processing is done. It MUST have every entry that the Request had, and one
    for each record that was created since. A Response MUST have it if the Request had it, and otherwise be
    without it.
    """

    sessionState: str
    """The `state` of the Session as it is now. A client that has a Session of another state fetches it again. It
    MUST be the `state` that the Session resource gives at that moment.
    """


class ResultReference(TypedDict):
    """Stands for the value of an argument that an earlier call of the same Request will bring. A client writes it
    under the name of the argument with `#` in front: `#ids` for `ids`.

    Before it does anything else with a call, the server MUST look for arguments whose names begin with `#`. It
    finds what each of them refers to and goes on as if the client had sent that value under the plain name.
    Where a reference leads to nothing, the server MUST refuse the whole call with `invalidResultReference`. A
    call that has an argument both plainly and as a reference MUST be answered with `invalidArguments`.

    A result reference is not a creation id, although both use the same character: the one stands for an
    argument, the other for the id of a record.

    RFC 8620, Section 3.7.
    """

    resultOf: str
    """The method call id of the earlier call. If several responses have it, the first of them MUST be used.
    """

    name: str
    """The name that the response has. If the response found has another, the reference MUST be taken to lead to
    nothing. A call that failed is thus never taken for one that succeeded, as its response is called `error`.
    """

    path: str
    """Where in the arguments of that response the value is: a JSON Pointer (RFC 6901), with one addition. Where a
    token is `*` and the value at hand is an array, the server MUST apply the rest of the pointer to each item
    and take the results, in the same order, as a new array. Where such a result is an array itself, its items
    MUST be put in its place. So `/list/*/emailIds` gives the ids of all Emails in a list of Threads, as one
    array of ids.
    """


class Session(TypedDict):
    """What a client learns first: who it is to this server, which accounts it can use, what the server can do, and
    at which URLs. A GET request for the Session resource by an authenticated user MUST be answered with a
    Session as JSON.

    A Session MAY have members that are not listed here. A client MUST ignore those that it does not know.

    A client fetches the Session again when the `sessionState` of a Response tells it to, and a copy that is out
    of date on the way makes that pointless. Servers are therefore RECOMMENDED to forbid HTTP caches to keep it,
    for instance with `Cache-Control: no-cache, no-store, must-revalidate`.

    RFC 8620, Section 2.
    """

    capabilities: dict[str, dict[str, Any]]
    """What the server can do: a capability identifier (a URI) to an object with what is special about this server
    in that respect. Each capability says in its own specification what that object holds. The core capability
    MUST be among them. A client MUST ignore what it does not understand here.

    A server MAY advertise extensions of its vendor. The identifier of such an extension MUST be a URL in a
    domain that belongs to the vendor, so that no two vendors choose the same one. At that URL, documentation of
    the extension SHOULD be found. A client chooses what it uses, extension or not, by the `using` of each
    Request.
    """

    accounts: dict[Id, Account]
    """The accounts that the user has access to: account id to Account."""

    primaryAccounts: dict[str, Id]
    """For a capability identifier, the id of the account that is the user's own, or the one to begin with, as far
    as data of that capability goes. A capability for which no account stands out MAY be missing here, although
    the server has it. The core capability SHOULD NOT be here.
    """

    username: str
    """The user name that goes with the credentials, or the empty string if there is none."""

    apiUrl: str
    """Where API requests are sent to."""

    downloadUrl: str
    """Where blobs are downloaded from. The value MUST be a URI template of level 1 (RFC 6570). The template MUST
    have the variables `accountId`, `blobId`, `type` and `name`. The client fills in the account, the blob, the
    media type as which it wants to get it, and a file name. The variable `type` is RECOMMENDED to stand in the
    query part, since the slash in a media type does not go well into a path.

    The Content-Type of a download MUST be the `type` that the client put into the URL. Where the server sends a
    Content-Disposition with it, that MUST have the `name` from the URL as the file name.
    """

    uploadUrl: str
    """Where files are uploaded to. The value MUST be a URI template of level 1 (RFC 6570). The template MUST have
    the variable `accountId`.
    """

    eventSourceUrl: str
    """Where a client connects to hear of changes as they happen. The value MUST be a URI template of level 1 (RFC
    6570). The template MUST have the variables `types`, `closeafter` and `ping`.
    """

    state: str
    """Which version of the Session this is; best kept short. When any other member of the Session changes, this
    MUST change with it. Every Response carries the current value, so a client notices without asking.
    """


class SetError(TypedDict):
    """Why one record was not created, updated, destroyed or copied. The other records of the call are not touched
    by it.

    A method MAY define types of its own. Those MAY bring further members.

    RFC 8620, Section 5.3.
    """

    type: str
    """The code of the error."""

    description: NotRequired[str | None]
    """What the problem was, for whoever debugs the client. It is in no particular language and not for users.
    """


class UploadResponse(TypedDict):
    """What a server answers to an upload: a POST of the bytes of a file to the `uploadUrl` of the Session. A
    successful upload MUST be answered with one of these, as JSON.

    The blob is not part of anything yet, and the server may delete it after a while. A client uses the id soon,
    and keeps the file until then, so that it can upload it again.

    RFC 8620, Section 6.1.
    """

    accountId: Id
    """The account that has the blob."""

    blobId: Id
    """The id of the blob. For content that the account has already, the server MAY answer the id that it has
    there.
    """

    type: str
    """The media type of the file (RFC 6838, Section 4.2), from the Content-Type header of the upload. The server
    MAY write it in a normal form. It MUST NOT guess it from the content instead.
    """

    size: UnsignedInt
    """How large the file is. It MUST be the number of octets that were uploaded.

    (in octets)
    """


class Mailbox(TypedDict):
    """A Mailbox is a named set of Emails. Elsewhere the same thing is called a folder or a label.

    Every Email MUST be in at least one Mailbox, as IMAP requires it. It may be in several, and it keeps its id
    wherever it goes.

    A client SHOULD treat an Email that is both in the trash and in another Mailbox as present in both, as IMAP
    does: to empty the trash is to take such an Email out of the trash, and not to destroy it.

    RFC 8621, Section 2.
    """

    id: Id
    """The id of the Mailbox.

    (immutable; server-set)
    """

    name: str
    """What the user calls the Mailbox, "Inbox" for example.

    A name MUST be a Net-Unicode string, as RFC 5198 defines it. It MUST have at least one character. It MUST
    NOT be longer, in octets, than the `maxSizeMailboxName` of the account.

    Two Mailboxes of the same parent MUST NOT have the same name. Mailboxes without a parent are siblings too.

    A server MAY refuse names that its own policy forbids, such as those with a slash or a control character.
    """

    parentId: Id | None
    """The Mailbox in which this one is shown, or `null` at the top level. Following `parentId` from any Mailbox
    leads to the top: Mailboxes form trees. A Mailbox MUST NOT be its own ancestor.
    """

    role: str | None
    """What the Mailbox is for, whatever its name is and in whatever language: `inbox`, `sent`, `trash` and others.
    It is `null` for a Mailbox that serves no purpose known to programs. No account needs to have a Mailbox of
    any one role.

    The value MUST be an attribute of the IANA registry "IMAP Mailbox Name Attributes". It MUST be in lower
    case. A Mailbox MUST NOT have more than one role. Two Mailboxes of one account MUST NOT have the same role.
    """

    sortOrder: UnsignedInt
    """Where the user sees the Mailbox among those of the same parent, on every device alike: a lower number comes
    first. The number MUST be an integer from 0 to 2147483647. A client SHOULD show Mailboxes of the same number
    in alphabetical order of their names. What alphabetical order is depends on the user's language.
    """

    totalEmails: UnsignedInt
    """This MUST be the number of Emails in the Mailbox. As long as the state of Email is the same, it MUST also be
    the `total` of a query for all Emails in the Mailbox.

    (server-set; in emails)
    """

    unreadEmails: UnsignedInt
    """This MUST be the number of Emails in the Mailbox that have neither the keyword `$seen` nor the keyword
    `$draft`.

    (server-set; in emails)
    """

    totalThreads: UnsignedInt
    """This MUST be the number of Threads that have an Email in the Mailbox.

    (server-set; in threads)
    """

    unreadThreads: UnsignedInt
    """About how many Threads in the Mailbox are unread. Servers differ in how they count, and existing stores are
    not asked to change: the cheapest count is of Threads that have an unread Email in this very Mailbox.

    A better count is of what the user finds unread on opening the Mailbox, where a Thread is shown with all its
    Emails. It counts each Thread with an Email in the Mailbox and an unread Email anywhere, except that the
    trash stands apart, as if the Emails in it made Threads of their own. For the trash, only the unread Emails
    in the trash count. For every other Mailbox, an unread Email that is nowhere but in the trash does not
    count. So a user can throw one Email of a Thread away without having to read it first.

    (server-set; in threads)
    """

    myRights: MailboxRights
    """What the user may do with the Mailbox.

    (server-set)
    """

    isSubscribed: bool
    """Whether the user wants to see the Mailbox in the client, as with the subscriptions of IMAP.

    Without word from the user, the value SHOULD be true for a Mailbox that the user creates, and false for one
    in an account that others share with the user. Where several users have access to a Mailbox, the server MUST
    keep the value for each of them apart.

    Someone with access to many accounts, or to one with thousands of Mailboxes, may care for a few only. A
    client may hide the Mailboxes that are not subscribed, and let the user choose among all of them in a place
    of its own. A client MAY ignore the property, for all accounts or for those whose `isPersonal` is true.

    (default: true for a Mailbox that the user creates, false for one that is shared with the user)
    """

class MailboxPartial(TypedDict, total=False):
    """A Mailbox with only the properties asked for."""

    id: Id
    name: str
    parentId: Id | None
    role: str | None
    sortOrder: UnsignedInt
    totalEmails: UnsignedInt
    unreadEmails: UnsignedInt
    totalThreads: UnsignedInt
    unreadThreads: UnsignedInt
    myRights: MailboxRights
    isSubscribed: bool


class MailboxRights(TypedDict):
    """What a user may do with a Mailbox. Each right has its counterpart in the access control lists of IMAP (RFC
    4314), so that one list can serve both protocols.

    RFC 8621, Section 2.
    """

    mayReadItems: bool
    """The user may see what is in the Mailbox: filter Email queries by it and find its id in the `mailboxIds` of
    Emails. An Email can be fetched by whoever has this right for one of its Mailboxes. The right may be missing
    where a child is shared and its parent is not. In IMAP: both `l` and `r`.
    """

    mayAddItems: bool
    """The user may put Emails into the Mailbox, new ones as well as ones from another Mailbox. In IMAP: `i`.
    """

    mayRemoveItems: bool
    """The user may take Emails out of the Mailbox, by moving or by destroying them. In IMAP: both `t` and `e`.
    """

    maySetSeen: bool
    """The user may set and clear the keyword `$seen`; for an Email in several Mailboxes, only with this right for
    every one of them. In IMAP: `s`.
    """

    maySetKeywords: bool
    """The user may set and clear all keywords but `$seen`; for an Email in several Mailboxes, only with this right
    for every one of them. In IMAP: `w`.
    """

    mayCreateChild: bool
    """The user may create Mailboxes whose parent is this one. In IMAP: `k`."""

    mayRename: bool
    """The user may give the Mailbox another name or another parent. In IMAP: `x`, which covers destroying as well.
    """

    mayDelete: bool
    """The user may destroy the Mailbox. In IMAP: `x`, which covers renaming as well."""

    maySubmit: bool
    """Messages may be submitted to the Mailbox itself. In IMAP: `p`."""


class Thread(TypedDict):
    """A Thread is a conversation: Emails that answer one another, as a flat list in the order in which they came.
    Every Email MUST be in a Thread, if need be in one of its own. No Email is in two.

    A message can arrive before those it answers, so two Threads may turn out to be one when a third message
    refers to both. The `threadId` of an Email never changes. A server that joins Threads MUST therefore destroy
    the Emails that change sides and create them anew, with new ids.

    RFC 8621, Section 3.
    """

    id: Id
    """The id of the Thread.

    (immutable; server-set)
    """

    emailIds: list[Id]
    """The Emails of the Thread, oldest first by `receivedAt`. Emails of the same `receivedAt` MUST always come in
    the same order, which the server chooses. The order of their ids will do.

    (server-set)
    """

class ThreadPartial(TypedDict, total=False):
    """A Thread with only the properties asked for."""

    id: Id
    emailIds: list[Id]
