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
    server MUST delete such blobs, the oldest first, until the new one fits. For any other reason, such a blob
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
    """How two records are compared to find which of them comes first. The /query of a type can add properties for
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
    collation `i;unicode-casemap` is RECOMMENDED as the default.

    (default: server-dependent)
    """


class FilterCondition(TypedDict):
    """What a record has to be like to be in the results of a query. Which properties a condition can have, and
    what they mean, is said by the /query of each type. It MUST NOT have a property `operator`, by which a
    FilterOperator is known.

    RFC 8620, Section 5.5.
    """


class FilterOperator(TypedDict):
    """Several filters, joined into one. They can be operators in turn, to any depth.

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
    record, written without its first slash, such as `name` or `keywords/$seen`.

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


class PushSubscription(TypedDict):
    """A PushSubscription makes the server send push messages to a URL, by POST requests. It belongs to no account:
    it is for all that the user has access to.

    Whoever could make a server send requests to any URL could turn it against others. So the server first sends
    a PushVerification, a message with a code in it, and nothing else. Until the client has written this code
    into the PushSubscription, the server MUST NOT send any other request to the URL.

    A server MUST limit how many PushSubscriptions a user can have. It MUST also limit how fast they can be
    created, since each creation means a request to the URL.

    A PushSubscription is tied to the credentials of the request that created it. When these expire or are
    revoked, the server MUST destroy it. Where the credentials have an end of their own, as those of a login
    session have, the server SHOULD NOT set or cut `expires`. It MUST destroy the PushSubscription when that
    session is over. Where they have none, as with a password, the server SHOULD set `expires` if the client did
    not, and cut it if it is too far away. The longest time that it then allows MUST be 48 hours or more. It
    SHOULD be 7 days or more, because an app on a phone may not be opened any sooner. Where there is a
    credential for access and another to refresh it, as in OAuth 2.0, the server SHOULD go by the latter.

    When a PushSubscription is destroyed, the server MUST erase its URL and its keys, in memory and on disk, as
    soon as it can.

    RFC 8620, Section 7.2.
    """

    id: Id
    """The id of the PushSubscription.

    (immutable; server-set)
    """

    deviceClientId: str
    """Stands for the client and the device that it runs on. By this, a client that has lost all that it had stored
    finds the PushSubscriptions that are its own.

    It MUST be another on each device, and another than that of any other vendor's app. It SHOULD be easy to
    work out again without anything stored. It MUST NOT have an id of the device in the clear in it. A secure
    hash is RECOMMENDED, of a string with the id that the operating system has for the device, and an id of the
    app with a domain of its vendor in it.

    (immutable)
    """

    url: str
    """Where the server sends push messages to: an absolute URL. It MUST begin with `https://`. The server MUST
    make sure that the URL leads to a public address, and to nothing inside its own network.

    (create-only; immutable)
    """

    keys: PushKeys | None
    """Keys that the client made, with which push messages are encrypted; `null` if they are not. With keys, the
    server MUST encrypt, as RFC 8291 says, all that it sends to the URL.

    A client whose messages pass through someone that neither it nor the server controls MUST give keys. It MUST
    then ignore every push message that is not encrypted with them.

    (create-only; immutable)
    """

    verificationCode: str | None
    """The code that the client was sent in the PushVerification; `null` until the client has written it here. It
    MUST be `null`, or left out, when the PushSubscription is created. The server MUST NOT tell the code before
    the client has written it.
    """

    expires: UTCDate | None
    """When the PushSubscription ends; `null` if at no set time. After this time, the server MUST NOT send requests
    to the URL. It MAY then destroy the PushSubscription by itself. The server MAY set a time where the client
    gives none, or choose an earlier one than the client gives.
    """

    types: list[str] | None
    """Which types the client wants to hear of, by their names in the TypeState; `null` for all. A server MUST
    accept `null`. Where none of these types changed, nothing MUST be sent, and other types MUST be left out of
    the TypeState.
    """

class PushSubscriptionPartial(TypedDict, total=False):
    """A PushSubscription with only the properties asked for."""

    id: Id
    deviceClientId: str
    url: str
    keys: PushKeys | None
    verificationCode: str | None
    expires: UTCDate | None
    types: list[str] | None


class PushKeys(TypedDict):
    """What the server needs to encrypt push messages so that only the client can read them. Both members MUST be
    there.

    RFC 8620, Section 7.2.
    """

    p256dh: str
    """The public key for Diffie-Hellman on the curve P-256: the 65 octets of its uncompressed form, in the
    URL-safe base64 of RFC 4648.
    """

    auth: str
    """The secret for authentication: 16 octets, in the URL-safe base64 of RFC 4648."""


class EventSourceVariables(TypedDict):
    """The variables of the `eventSourceUrl` of the Session. At the URL that a client gets by filling them in is an
    event source, as the HTML standard has it for web pages. An authenticated GET request MUST be answered with
    a `text/event-stream`, which stays open.

    Whenever something changes of what the client wants to hear of, the server MUST send an event `state`, with
    the StateChange as its data. With each of these, it SHOULD send a new event id that stands for the whole
    state of the data which the user can see. A client that lost its connection gives the last id that it has
    seen in a header field `Last-Event-ID`, as every event source client does. If something changed since then,
    the server SHOULD send it at once.

    A client MAY have several such connections. It SHOULD make do with one.

    RFC 8620, Section 7.3.
    """

    types: str
    """Which types the client wants to hear of: names with commas between them, or `*` for all. It MUST be the one
    or the other. Of types that are not in the list, the server MUST NOT push anything. With `*`, it MUST push
    changes of all types.
    """

    closeafter: str
    """When the server ends the response. It MUST be one of the two values. With `state`, the server MUST end it
    after the first event `state`. That serves clients behind a proxy that passes nothing on until a response is
    complete. With `no`, the server MUST leave it open.
    """

    ping: str
    """How long the connection may be silent: a whole number, in decimal. Unless it is `0`, the server MUST send an
    event `ping` whenever this time has passed since the last event, of whatever kind. With `0`, it MUST NOT
    send any. A client that gets none in time knows that something on the way holds the events back.

    The server MAY use another interval than the client asks for, so that it is neither too short nor too long
    for it. Its shortest interval MUST NOT be above 30 seconds. Its longest MUST NOT be below 300 seconds.

    (in seconds)
    """


class Ping(TypedDict):
    """The data of an event `ping` of the event source. It MUST be a JSON object that has the member listed here.
    The event MUST NOT set a new event id.

    RFC 8620, Section 7.3.
    """

    interval: UnsignedInt
    """After how long a silence the server sends such an event. It MUST be the interval that the server uses, where
    that is another than the client asked for.

    (in seconds)
    """


_PushMessageHeadersKeywords = TypedDict("_PushMessageHeadersKeywords", {"Content-Type": "str", "Content-Encoding": "NotRequired[str]"})

class PushMessageHeaders(_PushMessageHeadersKeywords):
    """The header fields of a push message: the POST request by which a server sends a StateChange or a
    PushVerification to the `url` of a PushSubscription. The server does what an application server does in Web
    Push (RFC 8030); what answers at the URL may be a push service, or anything else that the client has there.
    A client MAY use the rest of Web Push to bring the message from there to its device. It MAY as well rely on
    something else.

    The body MUST be the object as JSON in UTF-8, encrypted where the PushSubscription has `keys`.

    Where a push message is answered with status 429, the server MUST push less often. What it holds back then
    goes into one StateChange. To other answers it should do what is sensible.

    RFC 8620, Section 7.2.
    """

    TTL: str
    """How long the push service is to keep the message for a device that it cannot reach. Every push message MUST
    have this header field.

    (in seconds)
    """

    Urgency: NotRequired[str]
    """How much the message matters: whether it is worth waking a device whose battery is low. A push message MAY
    have this header field.
    """

    Topic: NotRequired[str]
    """A name that makes the push service replace an older message of the same name which it has not delivered yet:
    of several StateChanges, the last is enough. A push message MAY have this header field.
    """


_PushVerificationKeywords = TypedDict("_PushVerificationKeywords", {"@type": "str"})

class PushVerification(_PushVerificationKeywords):
    """What a server sends to the `url` of a new PushSubscription, before it sends anything else there. By writing
    the code from it into the PushSubscription, a client shows that it gets what is sent to the URL. It shows no
    more than that: what answers there need not have anything to do with push.

    A client MUST be able to deal with a PushVerification that comes before the response to its own
    PushSubscription/set. If the push service refuses a PushVerification, the server MUST NOT send it again.

    RFC 8620, Section 7.2.2.
    """

    pushSubscriptionId: str
    """The id of the PushSubscription. It is the same string as its `id`."""

    verificationCode: str
    """What the client has to write into the PushSubscription. The code MUST have so much entropy that a client
    cannot find it by trying.
    """


_StateChangeKeywords = TypedDict("_StateChangeKeywords", {"@type": "str"})

class StateChange(_StateChangeKeywords):
    """What a server pushes when data changed: for each account and type, the state that it is in now. A client
    compares it with the state that it knows. Where they differ, it asks for the changes.

    A client that changes something itself can hear of it by push before it has the response to its own call. If
    it waits for the response, it sees that the state pushed is the `newState` there; if the `oldState` is the
    one that it knew, it has nothing to fetch.

    RFC 8620, Section 7.1.
    """

    changed: dict[Id, TypeState]
    """Where something changed since the server last pushed a StateChange to this client: the id of the account to
    the states of the types that changed in it. Every account that the user has access to, and in which
    something changed that the client wants to hear of, MUST be here. An account that the user has no access to
    MUST NOT be here.
    """


TypeState = dict[str, str]
"""The states of the types that changed in an account: the name of the type, as in the registry of data types, to
its state. The state MUST be the one that a /get of the type would tell now.

RFC 8620, Section 7.1.
"""


_EmailKeywords = TypedDict("_EmailKeywords", {"from": "list[EmailAddress] | None"})

class Email(_EmailKeywords):
    """An Email is a message of RFC 5322 in the store. It spares programs the work of taking a message apart: MIME,
    transfer encodings, charsets. Of its properties, a few say where and how the message is kept; all others are
    read out of it. They come in layers, and a client uses the one that it needs. For the header there are all
    fields, single fields in several forms, and the common ones under names of their own. For the body there are
    the tree of parts, flat lists of what to show and what to attach, which the server makes of the tree as it
    sees fit, and the text of the parts.

    A property that is another name of a header field in a certain form, as `from` is of
    `header:From:asAddresses`, MUST have the value of the latter. None of the properties that are read out of
    the message can change; a client that has a new draft creates it and destroys the old one.

    RFC 8621, Section 4.
    """

    id: Id
    """The id of the Email. It has nothing to do with the Message-ID of the message.

    (immutable; server-set)
    """

    blobId: Id
    """The message itself, as it travels: the octets that RFC 5322 describes. A download of this blob MUST give the
    message that the other properties tell of. A client can attach the blob to another Email without having
    fetched it.

    (immutable; server-set)
    """

    threadId: Id
    """The Thread that the Email is in.

    (immutable; server-set)
    """

    mailboxIds: dict[Id, bool]
    """The Mailboxes that the Email is in: a set, written as an object that has their ids as its names. An Email
    MUST be in one Mailbox or more for as long as it exists. Each value MUST be `true`.
    """

    keywords: dict[str, bool]
    """The keywords of the Email: a set, written as an object that has them as its names. Each value MUST be
    `true`.

    IMAP has the same keywords. Those that begin with a backslash there begin with a dollar sign here: `$draft`
    for a message that is still being written, `$seen` for one that has been read, `$flagged` for one that needs
    attention, `$answered` for one that was replied to. Two more are not to be seen here. `\\Recent` says
    something of a session that JMAP does not have. `\\Deleted` is half of a deletion, which JMAP does in one
    step. A message that IMAP has marked `\\Deleted` MUST NOT be visible here, so no count of a Mailbox has it
    either.

    Users may make up keywords. A keyword MUST be 1 to 255 characters long. It MUST have no characters but the
    printable ones of ASCII, without the space. It MUST NOT have a parenthesis, an opening brace, a closing
    square bracket, a percent sign, an asterisk, a quotation mark or a backslash. The case of its letters MUST
    NOT matter: `Work` and `work` are one keyword. The server MUST return it in lower case.

    What keywords mean beyond a single user is said by the registry "IMAP and JMAP Keywords". Among them are
    `$forwarded`, for a message that was sent on, and three about what kind of mail it is. `$phishing` stands
    for a likely attempt at fraud. A client SHOULD warn the user of such a message, and keep links and
    attachments from being used. `$junk` and `$notjunk` stand for what surely is spam and what surely is none.
    When a user reports spam, the client SHOULD set `$junk`. When a user says that a message is wanted, the
    client SHOULD set `$notjunk`. Filters learn from both.
    """

    size: UnsignedInt
    """This MUST be the number of octets of the message, as a download of `blobId` gives them.

    (immutable; server-set; in octets)
    """

    receivedAt: UTCDate
    """When the message came into the store; what IMAP calls the internal date.

    (immutable; default: time of creation on server)
    """

    headers: list[EmailHeader]
    """Every header field of the message, each as an object. They MUST be in the order of the message.

    (immutable)
    """

    messageId: list[str] | None
    """The ids that the message gives itself. A message that keeps to RFC 5322 has exactly one.

    (immutable)
    """

    inReplyTo: list[str] | None
    """The ids of the messages that this one replies to.

    (immutable)
    """

    references: list[str] | None
    """The ids of the messages that came before this one in the conversation.

    (immutable)
    """

    sender: list[EmailAddress] | None
    """Who handed the message over for sending, where that is not the author.

    (immutable)
    """

    to: list[EmailAddress] | None
    """Whom the message is for.

    (immutable)
    """

    cc: list[EmailAddress] | None
    """Who else is sent a copy.

    (immutable)
    """

    bcc: list[EmailAddress] | None
    """Who is sent a copy that the others do not know of.

    (immutable)
    """

    replyTo: list[EmailAddress] | None
    """Where the author wants answers to go.

    (immutable)
    """

    subject: str | None
    """What the message is about.

    (immutable)
    """

    sentAt: Date | None
    """When the author finished the message, as the message itself tells.

    (immutable; default: the time at the server, on creation)
    """

    bodyStructure: EmailBodyPart
    """The tree of body parts that the message consists of. It MUST NOT go into attached messages, those of type
    `message/rfc822` or `message/global`.

    (immutable)
    """

    bodyValues: dict[str, EmailBodyValue]
    """The text of body parts of type `text/*`: the `partId` of each to its value. Which parts are here, and how
    much of each, is for the arguments of Email/get and Email/parse to say. A part can be in several lists of an
    Email; its text is sent once, here.

    (immutable)
    """

    textBody: list[EmailBodyPart]
    """The parts that a client shows one after the other as the body, where it would rather have plain text: of
    alternatives, the `text/plain` one. Its parts MUST be of type `text/plain`, `text/html`, `image/*`,
    `audio/*` or `video/*`. There can be several, because mailing lists and gateways add parts before and after
    the author's, and because some programs put pictures between paragraphs.

    A client MUST render each part by itself. It MUST NOT put the text of several parts together and render
    that. What one part opens, the next could otherwise use: such tricks have carried decrypted text to an
    attacker.

    (immutable)
    """

    htmlBody: list[EmailBodyPart]
    """The same for a client that would rather have HTML: of alternatives, the `text/html` one. Where there is no
    alternative, a part is in both lists. Its parts MUST be of type `text/plain`, `text/html`, `image/*`,
    `audio/*` or `video/*`.

    (immutable)
    """

    attachments: list[EmailBodyPart]
    """The parts that a client lists as attachments, in the order in which a walk through `bodyStructure`, depth
    first, comes to them. It MUST have each part that is no `multipart/*` and is in neither `textBody` nor
    `htmlBody`, and each `image/*`, `audio/*` or `video/*` that is not in both. These parts MUST NOT have
    `subParts`, an attached message no more than others. Such a message can be read with Email/parse, by its
    `blobId`.

    A picture may be here only because the HTML shows it, by its `cid` or its `location`; a client that shows
    the HTML need not list it as well.

    (immutable)
    """

    hasAttachment: bool
    """Whether there is something in the message that a user would want to download. It SHOULD be true where
    `attachments` has a part that is not of disposition `inline`. A server MAY leave out of account the parts
    that some program deals with, and the pictures that the HTML shows. It MAY go by rules of thumb of its own,
    or of its administrators.

    (immutable; server-set)
    """

    preview: str
    """The beginning of the text, or what the server finds most telling in it, to be shown in a list of messages.
    It is plain text; quotations and greetings are best passed over, and runs of white space best made one
    space. It MUST NOT have more than 256 characters.

    The server MAY return another text the next time, when its ways of making one have changed. The earlier text
    was not wrong then. Such a change SHOULD NOT make the Email one that has changed.

    (immutable; server-set)
    """

class EmailPartial(TypedDict, total=False):
    """A Email with only the properties asked for."""

    id: Id
    blobId: Id
    threadId: Id
    mailboxIds: dict[Id, bool]
    keywords: dict[str, bool]
    size: UnsignedInt
    receivedAt: UTCDate
    headers: list[EmailHeader]
    messageId: list[str] | None
    inReplyTo: list[str] | None
    references: list[str] | None
    sender: list[EmailAddress] | None
    to: list[EmailAddress] | None
    cc: list[EmailAddress] | None
    bcc: list[EmailAddress] | None
    replyTo: list[EmailAddress] | None
    subject: str | None
    sentAt: Date | None
    bodyStructure: EmailBodyPart
    bodyValues: dict[str, EmailBodyValue]
    textBody: list[EmailBodyPart]
    htmlBody: list[EmailBodyPart]
    attachments: list[EmailBodyPart]
    hasAttachment: bool
    preview: str


class HeaderFields(TypedDict):
    """A property for one header field, of a message or of a body part, is named `header:`, then the name of the
    field, and up to two suffixes: `:as` with a form, and `:all`. `header:X-Label`, `header:From:asAddresses`
    and `header:Resent-To:asAddresses:all` are examples. The name of the field is one or more printable ASCII
    characters other than the colon. Where both suffixes are used, the form MUST come first.

    The case of the field's name MUST NOT matter. Without a form, the value MUST be in the Raw form. Without
    `:all`, the value MUST be that of the last field of the name, or `null` if there is none. With `:all`, it
    MUST be an array with the value of each, in the order of the message; an empty one if there is none.

    Each form is for the fields for which it makes sense, as told below; fields that neither RFC 5322 nor RFC
    2369 defines have every form. A form that a field does not have MUST NOT be asked for, nor be given on
    creation. Most programs never need the Raw form; the others spare them the ways in which messages encode
    things.

    RFC 8621, Section 4.1.3.
    """


RawForm = str
"""What stands in the message between the colon after the field's name and the CRLF that ends the field. Most
programs put a space after the colon, so most values begin with one. Octets outside of ASCII that are no UTF-8
SHOULD each, or each run of them, become U+FFFD, the replacement character. A NUL octet MUST be dropped. A
message that keeps to the standards MUST be ASCII, or UTF-8 as RFC 6532 has it, but others are about.

RFC 8621, Section 4.1.2.1.
"""


TextForm = str
"""The value made ready to be read. Folded lines MUST be unfolded. Spaces at the beginning MUST be removed. An
encoded word (RFC 2047) that is correct and in a known charset MUST be decoded, without any NUL or control
character that it has. Text that only looks like an encoded word, because its place or the space around it is
wrong, MUST NOT be decoded. The result MUST be in normalization form C. Where decoding fails, U+FFFD, the
replacement character, SHOULD stand for what could not be read, and the rest be decoded as far as possible. It
is for Subject, Comments, Keywords and List-Id.

RFC 8621, Section 4.1.2.2.
"""


class EmailAddress(TypedDict):
    """A mailbox of RFC 5322: who, and where.

    RFC 8621, Section 4.1.2.3.
    """

    name: NotRequired[str | None]
    """The display name. Of a quoted string, the quotation marks MUST be taken off, quoted pairs decoded, folded
    lines unfolded, and white space at both ends removed. Where there is none, a comment right after the address
    SHOULD serve instead. Without either, it is `null`.
    """

    email: str
    """The address. It MAY be something that is no address, for instance without an `@`, where that is what the
    field has.
    """


class EmailAddressGroup(TypedDict):
    """Addresses that the author put under one name, or a run of those that have none.

    RFC 8621, Section 4.1.2.4.
    """

    name: NotRequired[str | None]
    """The name of the group, made ready as that of an EmailAddress is; `null` where there is no group."""

    addresses: list[EmailAddress]
    """The mailboxes of the group."""


MessageIdsForm = list[str] | None
"""The value as a list of message ids (RFC 5322, Section 3.6.4). Comments, folding and the angle brackets around
each id MUST be removed. A value that is no such list MUST become `null`. It is for Message-ID, In-Reply-To,
References and Resent-Message-ID.

RFC 8621, Section 4.1.2.5.
"""


DateForm = Date | None
"""The value as a date (RFC 5322, Section 3.3), with the offset that it has there. A value that is no date MUST
become `null`. It is for Date and Resent-Date.

RFC 8621, Section 4.1.2.6.
"""


URLsForm = list[str] | None
"""The value as a list of URLs, as the fields about mailing lists have it (RFC 2369). The angle brackets and any
comments MUST be removed. A value that is no such list MUST become `null`. It is for List-Help,
List-Unsubscribe, List-Subscribe, List-Post, List-Owner and List-Archive.

RFC 8621, Section 4.1.2.7.
"""


class EmailHeader(TypedDict):
    """One header field.

    RFC 8621, Section 4.1.3.
    """

    name: str
    """The name of the field. It MUST be in the upper and lower case that it has in the message."""

    value: str
    """The value, in the Raw form."""


class EmailBodyPart(TypedDict):
    """A part of the body of a message: a text, a picture, or a `multipart/*` with parts of its own. Which
    properties of it a response has is for the argument `bodyProperties` to say. It also has properties for
    single header fields, `header:Content-Type` for example, in the same way as the Email itself.

    RFC 8621, Section 4.1.4.
    """

    partId: NotRequired[str | None]
    """The name of the part within its Email; it means nothing outside. Two parts of one Email MUST NOT have the
    same. It MUST be `null` for a `multipart/*`, and for nothing else.
    """

    blobId: NotRequired[Id | None]
    """The contents of the part, decoded from the Content-Transfer-Encoding; from one that is not known, as they
    are. It MUST be `null` for a `multipart/*`, and for nothing else. A download of the blob MUST give the
    decoded octets. Parts that decode to the same octets may have one blob.
    """

    size: NotRequired[UnsignedInt]
    """This MUST be the number of octets of the decoded contents, as a download of `blobId` gives them.

    (in octets)
    """

    headers: NotRequired[list[EmailHeader]]
    """Every header field of the part, in order."""

    name: NotRequired[str | None]
    """The name of the file. It MUST be taken from the `filename` of the Content-Disposition, decoded (RFC 2231);
    failing that, from the `name` of the Content-Type, decoded (RFC 2047).
    """

    type: NotRequired[str]
    """The media type, without comments and parameters. For a part without a Content-Type, it MUST be the one that
    MIME implies: `message/rfc822` within a `multipart/digest`, otherwise `text/plain`.
    """

    charset: NotRequired[str | None]
    """The charset of a text. It MUST be `us-ascii` where a `text/*` names none or the part has no Content-Type. It
    MUST be `null` for a part of another type that names none.
    """

    disposition: NotRequired[str | None]
    """The Content-Disposition, such as `inline` or `attachment`, without comments and parameters; `null` where the
    part has none.
    """

    cid: NotRequired[str | None]
    """The Content-Id, without comments and angle brackets; `null` where the part has none. HTML can refer to the
    part by it, with a `cid:` URL (RFC 2392).
    """

    language: NotRequired[list[str] | None]
    """The language tags in the Content-Language (RFC 3282); `null` where the part has none."""

    location: NotRequired[str | None]
    """The URI in the Content-Location (RFC 2557); `null` where the part has none."""

    subParts: NotRequired[list[EmailBodyPart] | None]
    """The parts of a `multipart/*`, in order; `null` for everything else."""


class EmailBodyValue(TypedDict):
    """The text of a body part.

    RFC 8621, Section 4.1.4.
    """

    value: str
    """The text, decoded from the Content-Transfer-Encoding and the charset, as far as the server knows them. Each
    CRLF MUST have become a single LF. Thus the text is seldom as long as the `size` of the part says. The
    server MAY guess the charset where none is given, where it is unknown, or where what is given looks wrong.
    Where something cannot be decoded, U+FFFD, the replacement character, SHOULD stand for it, and decoding go
    on.

    A filter that looks for harm in messages has to read them as the server does. A server that guesses charsets
    or types SHOULD say in its documentation how. There SHOULD be a way to turn the guessing off, where the
    filter does not guess alike. To convert charsets in which ASCII can be hidden, such as UTF-7, is best left
    off.
    """

    isEncodingProblem: NotRequired[bool]
    """Whether something could not be decoded, or the charset or the Content-Transfer-Encoding was not known.
    """

    isTruncated: NotRequired[bool]
    """Whether there is more of the text than `value` has. A text that is cut off can mean something else, as a
    link without its end does; who checks links has to check what is sent.
    """


class EmailImport(TypedDict):
    """A message to be taken into the store.

    RFC 8621, Section 4.8.
    """

    blobId: Id
    """The message, as it travels."""

    mailboxIds: dict[Id, bool]
    """The Mailboxes to put the Email into. There MUST be at least one."""

    keywords: dict[str, bool]
    """The keywords of the Email."""

    receivedAt: UTCDate
    """The `receivedAt` of the Email.

    (default: the time in the most recent Received field, or that of the import where there is none)
    """


class EmailDelivery(TypedDict):
    """EmailDelivery is a type for push alone: it has no records, and no method acts on it. Its state tells of new
    mail and of nothing else, so that a program on a small battery can sleep through what the user does
    elsewhere and still announce a message the moment it comes.

    A server with this capability MUST push changes of its state. The state MUST change whenever an Email is
    added to the store. It SHOULD NOT change when Emails merely change or go, as when one is read or destroyed.

    RFC 8621, Section 1.5.
    """


class Mailbox(TypedDict):
    """A Mailbox is a named set of Emails. Every Email MUST be in at least one Mailbox, as IMAP requires it. It may
    be in several, and it keeps its id wherever it goes.

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
    `$draft`. As long as the state of Email is the same, it MUST also be the `total` of a query for these.

    (server-set; in emails)
    """

    totalThreads: UnsignedInt
    """This MUST be the number of Threads that have an Email in the Mailbox. As long as the state of Email is the
    same, it MUST also be the `total` of a query for all Emails in the Mailbox with `collapseThreads`.

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


class SearchSnippet(TypedDict):
    """A SearchSnippet shows where an Email matches a search: the subject and a piece of the body, with what
    matches marked. It belongs to an Email and a filter, so it has no `id` of its own and no state. A server
    that cannot tell MUST return `null` for both `subject` and `preview`. Asked again, it MAY return something
    else, when its ways of making snippets have changed. The earlier answer was not wrong then.

    RFC 8621, Section 5.
    """

    emailId: Id
    """The Email."""

    subject: str | None
    """The subject, as HTML, if the search matches in it; `null` if not. The characters `&`, `<` and `>` MUST be
    written as entities. Others MAY be. Each word or phrase that matches MUST be wrapped in `<mark>` and
    `</mark>`.
    """

    preview: str | None
    """A piece of the body that matches, as HTML, made in the same way out of plain text or of HTML without its
    tags; `null` if the search does not match in the body. Which piece is up to the server. It MUST NOT have
    more than 255 octets.

    (in octets)
    """

class SearchSnippetPartial(TypedDict, total=False):
    """A SearchSnippet with only the properties asked for."""

    emailId: Id
    subject: str | None
    preview: str | None


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


class EmailSubmission(TypedDict):
    """An EmailSubmission sends an Email to one or more recipients, and tells later what became of it.

    Which addresses a user can send from is told by the Identities. A server SHOULD refuse to send a message
    whose From does not fit the Identity. It MAY make an exception for an unchanged copy of a message that the
    user received, which is then redirected to another address. Such an exception is RECOMMENDED only where the
    user has shown that the other address is the user's own too. People see the From of a message, so this is
    what matters most. The MAIL FROM of SMTP is another thing, which they hardly ever see. The server MUST
    restrict the MAIL FROM too, so that nobody can flood somebody else's address with reports of failed
    deliveries.

    Reports come back as messages: on delivery (DSN, RFC 3464) and on display (MDN, RFC 8098). A server MAY keep
    a report that belongs to an EmailSubmission out of the user's Emails. It SHOULD do so only where the report
    is in `dsnBlobIds` or `mdnBlobIds` instead, and where the user's clients can be expected to show it from
    there.

    When a message was sent, or the server has given up on it, the server MAY destroy the EmailSubmission at any
    time. A simple server that only passes messages on MAY do so as soon as it is created, since it has no id to
    remember it by.

    RFC 8621, Section 7.
    """

    id: Id
    """The id of the EmailSubmission.

    (immutable; server-set)
    """

    identityId: Id
    """The Identity as which the user sends.

    (immutable)
    """

    emailId: Id
    """The Email to send. It need not be a draft: whoever redirects a message sends one that was received.

    (immutable)
    """

    threadId: Id
    """The Thread of the Email. It MUST be the `threadId` that the Email has when the EmailSubmission is created.

    (immutable; server-set)
    """

    envelope: Envelope | None
    """Sender and recipients as SMTP has them. Where the client gives `null`, or nothing, the server MUST make the
    envelope from the Email.

    The `mailFrom` is then the address in the Sender header field or, where there is none, that in the From,
    without parameters. If the field has several addresses, or there are several such fields, the server SHOULD
    refuse the EmailSubmission as not valid. If it does not, it MUST take the first address of the last field.
    If the Identity does not allow the address found, the server MUST take the `email` of the Identity instead.

    The `rcptTo` MUST then be the addresses of the To, Cc and Bcc, each once and without parameters.

    (immutable)
    """

    sendAt: UTCDate
    """When the message was released for delivery, or will be. Where the client asked for a delay, by FUTURERELEASE
    (RFC 4865), and got it, this MUST be the moment at which the hold ends. In all other cases it MUST be the
    time when the EmailSubmission was created.

    (immutable; server-set)
    """

    undoStatus: str
    """Whether sending can still be called off. It MUST be one of these values.

    - `pending`: perhaps it can. - `final`: the message has gone to at least one recipient, and nothing can be
    done about it. - `canceled`: it was called off, and nobody gets the message.

    The server chooses the first value: `pending` where it can call messages back, else `final`. A creation MUST
    NOT have the property. The server MAY change `pending` to `final` when it knows that the message is out of
    reach. It MAY as well leave `pending` as it is.

    To call a message off, a client updates `pending` to `canceled`. Where that succeeds, the message MUST NOT
    have been delivered to anybody, or be delivered later.
    """

    deliveryStatus: dict[str, DeliveryStatus] | None
    """What is known of the delivery, for each recipient: the address to its DeliveryStatus. A server MAY have no
    such information at all; it is then always `null`. A server that has it SHOULD update it whenever something
    changes for any recipient, even while it goes on trying others.

    (server-set)
    """

    dsnBlobIds: list[Id]
    """The reports on delivery (RFC 3464) that came for this EmailSubmission. Each blob is the whole message as it
    came, a `multipart/report`. The report that came first MUST be the first.

    (server-set)
    """

    mdnBlobIds: list[Id]
    """The reports on display (RFC 8098) that came for this EmailSubmission. Each blob is the whole message as it
    came, a `multipart/report`. The report that came first MUST be the first.

    (server-set)
    """

class EmailSubmissionPartial(TypedDict, total=False):
    """A EmailSubmission with only the properties asked for."""

    id: Id
    identityId: Id
    emailId: Id
    threadId: Id
    envelope: Envelope | None
    sendAt: UTCDate
    undoStatus: str
    deliveryStatus: dict[str, DeliveryStatus] | None
    dsnBlobIds: list[Id]
    mdnBlobIds: list[Id]


class Envelope(TypedDict):
    """What SMTP is told, apart from the message: who sends it, and who is to get it. It need not agree with what
    the header of the message says.

    RFC 8621, Section 7.
    """

    mailFrom: Address
    """Where failures are reported to: the address and the parameters of the MAIL FROM command. A server MAY allow
    the address to be the empty string.

    A server that sends by SMTP MAY use the id of the EmailSubmission as the value of the parameter ENVID (RFC
    3461). Such a server MAY put it in place of the ENVID that a client gave.
    """

    rcptTo: list[Address]
    """Who is to get the message: the address and the parameters of each RCPT TO command."""


class Address(TypedDict):
    """An address of an envelope, with what SMTP is to be told about it.

    RFC 8621, Section 7.
    """

    email: str
    """The address: what is called a Mailbox in the commands of SMTP (RFC 5321), without angle brackets.
    """

    parameters: dict[str, str | None] | None
    """Parameters of the SMTP command: the name of each to its value, or to `null` if it takes none; `null` if
    there are no parameters. Names and values are plain text here: where SMTP encodes them, as xtext (RFC 3461)
    or unitext (RFC 6533), that is undone.
    """


class DeliveryStatus(TypedDict):
    """What is known of the delivery to one recipient.

    RFC 8621, Section 7.
    """

    smtpReply: str
    """What the other server said of this recipient, when ours last tried to pass the message on or, later, in a
    report on delivery. It SHOULD be the reply to the RCPT TO command. Where that was accepted, and the whole
    message refused after DATA, it SHOULD be the reply to that.

    A reply of several lines becomes one: the hyphen after the code in all lines but the last becomes a space,
    whatever the beginnings of later lines have in common with the first is taken away, and each line break
    becomes a space. From

    ``` 451-4.7.1 Greylisting in action, 451 4.7.1 please try again in 5 minutes ```

    this makes `451 4.7.1 Greylisting in action, please try again in 5 minutes`.

    A server that passes messages on by other means than SMTP MAY make up such a reply. What it makes up MUST be
    a reply code of three digits (RFC 5321, Section 4.2.3), a space, an enhanced status code (RFC 3463), a
    space, and a text that says more.
    """

    delivered: str
    """Whether the message has arrived. It MUST be one of these values.

    - `queued`: the message waits to be sent; this will change, and the `smtpReply` may. - `yes`: it is where
    the recipient's mail is kept; the `smtpReply` is the last. - `no`: it could not be delivered, and will not
    be; the `smtpReply` is the last. - `unknown`: nobody knows, as when another server took it and never said
    more; the `smtpReply` changes if a report comes.

    That another server took the message SHOULD NOT count as its arrival. That server may send a report, if
    asked to. On a report (RFC 3464, Section 2.3.3) with the action `delivered`, this SHOULD become `yes`. On
    one with the action `failed`, it SHOULD become `no`. No other report SHOULD change it. The server MAY go by
    what it learns in another way, too.
    """

    displayed: str
    """Whether the message was shown to the recipient. It MUST be one of these values.

    - `unknown`: nobody knows; so it is at first. - `yes`: the recipient's system says that it was shown.
    Whether anybody read it is another matter.

    On a report on display (RFC 8098, Section 3.2.6.2) that says `displayed`, this SHOULD become `yes`. The
    server MAY go by what it learns in another way, too.
    """


class Identity(TypedDict):
    """An Identity is an address, or all addresses of a domain, as which the user can send, with what a client puts
    into new messages from there.

    Several Identities MAY have the same address. The user then chooses among their names and signatures.

    RFC 8621, Section 6.
    """

    id: Id
    """The id of the Identity.

    (immutable; server-set)
    """

    name: str
    """The name of the sender. A client SHOULD write it into the From of each new Email from this Identity.
    """

    email: str
    """The address of the sender. A client MUST write it into the From of each new Email from this Identity. Where
    it is `*` before the `@`, as in `*@example.com`, the client can use any address of the domain instead.

    (immutable)
    """

    replyTo: list[EmailAddress] | None
    """Where answers are to go. A client SHOULD write it into the Reply-To of each new Email from this Identity.
    """

    bcc: list[EmailAddress] | None
    """Who is to get a copy that the other recipients do not know of. A client SHOULD write it into the Bcc of each
    new Email from this Identity.
    """

    textSignature: str
    """The signature for messages in plain text. A client SHOULD put it into each that is to be sent from this
    Identity. It MAY ignore it, or join it with a signature of its own settings.
    """

    htmlSignature: str
    """The signature for messages in HTML. A client SHOULD put it into each that is to be sent from this Identity.
    The text MUST be a piece of HTML that can stand inside of `body`. A client MAY ignore it, or join it with a
    signature of its own settings.
    """

    mayDelete: bool
    """Whether the user may destroy the Identity. A server can set this to false for the address that is also the
    user name, for example. The server MUST refuse to destroy an Identity of which this is false, with
    `forbidden`.

    (server-set)
    """

class IdentityPartial(TypedDict, total=False):
    """A Identity with only the properties asked for."""

    id: Id
    name: str
    email: str
    replyTo: list[EmailAddress] | None
    bcc: list[EmailAddress] | None
    textSignature: str
    htmlSignature: str
    mayDelete: bool


class VacationResponse(TypedDict):
    """The VacationResponse says whether and how the server answers messages while the user is away, so that
    senders know that they may have to wait. An account MUST have exactly one. It is always there, switched on
    or off.

    Programs that send messages by themselves do harm when they do so at the wrong time, or to each other;
    servers MUST follow the recommendations of RFC 3834.

    RFC 8621, Section 8.
    """

    id: Id
    """The id of the VacationResponse. It MUST be `singleton`.

    (immutable; server-set)
    """

    isEnabled: bool
    """Whether messages are answered that come between `fromDate` and `toDate`. While this is false, the server
    MUST NOT answer any.
    """

    fromDate: UTCDate | None
    """From when on messages are answered, as long as `isEnabled` is true: those that come at this time or later.
    With `null`, there is no such time.
    """

    toDate: UTCDate | None
    """Until when messages are answered, as long as `isEnabled` is true: those that come before this time. With
    `null`, there is no such time.
    """

    subject: str | None
    """The subject of the answer. With `null`, the server SHOULD choose one that fits."""

    textBody: str | None
    """The answer in plain text. With `null`, the server SHOULD make a part in plain text from `htmlBody`. It MAY
    send HTML alone. Where `htmlBody` is `null` too, the server SHOULD choose a text that fits.
    """

    htmlBody: str | None
    """The answer in HTML. With `null`, the server MAY make a part in HTML from `textBody`. It MAY send plain text
    alone.
    """

class VacationResponsePartial(TypedDict, total=False):
    """A VacationResponse with only the properties asked for."""

    id: Id
    isEnabled: bool
    fromDate: UTCDate | None
    toDate: UTCDate | None
    subject: str | None
    textBody: str | None
    htmlBody: str | None


AddressesForm = list[EmailAddress]
"""The value as a list of addresses (RFC 5322, Section 3.4). There MUST be an EmailAddress for every mailbox in it,
in their order; groups are dissolved. Encoded words that are correct and of a known encoding MUST be decoded, as
in the Text form. Broken values and unfinished drafts SHOULD be parsed as far as possible.

It is for From, Sender, Reply-To, To, Cc, Bcc, and for the same with Resent- before them.

RFC 8621, Section 4.1.2.3.
"""


GroupedAddressesForm = list[EmailAddressGroup]
"""The same list with its groups. Mailboxes that stand side by side outside of any group MUST be together in one
EmailAddressGroup. Encoded words that are correct and of a known encoding MUST be decoded, as in the Text form.
Broken values and unfinished drafts SHOULD be parsed as far as possible. It is for the fields that have the
Addresses form.

RFC 8621, Section 4.1.2.4.
"""
