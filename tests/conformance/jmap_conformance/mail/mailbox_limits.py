"""Mailboxes: the limits of the account, and what a name may be (RFC 8621, Sections 1.3.1 and 2)."""

from __future__ import annotations

from ..case import case, only
from ..expect import equal, same_members, that
from ..foo import MARK, Foo
from ..outcome import Unsupported
from ..writes import not_created

GET, SET = only("Mailbox", "get"), only("Mailbox", "set")
MAILBOX = "mail/Mailbox"

#: Records above which the suite does not try a limit by making them.
MADE = 1000
#: Levels above which the suite does not try the limit.
DEEPEST = 100


def told(foo: Foo, name: str) -> int:
    """What the account's mail capability says."""
    value = foo.server.session["accounts"][foo.account_id]["accountCapabilities"][foo.capability].get(name)
    if not isinstance(value, int):
        raise Unsupported(f"the account has no {name}")
    return value


def of_octets(foo: Foo, octets: int, letter: str) -> str:
    """A name of this many octets in UTF-8, the last of them in these letters."""
    begin = foo.unique("n")
    rest = octets - len(begin.encode())
    width = len(letter.encode())
    return begin + letter * (rest // width) + "x" * (rest % width)


@case(requirements=[f"{MAILBOX}/name/within-max-size"], area="mailbox", over=SET, needs=["records"])
def name_can_be_as_long_as_told(foo: Foo) -> None:
    """A name of maxSizeMailboxName octets is taken, and one of an octet more is refused with invalidProperties.

    Purpose: To see that octets are counted, and not characters.
    Preconditions: Mailboxes can be made; maxSizeMailboxName is not above 100,000.
    Procedure: Create Mailboxes with names of exactly that many octets, in ASCII and in letters of two and four
    octets, and with names of one more.
    Expected: The first are created and keep their names; the others are refused.
    Why: A user of Greek has half the room, and the client has to say so.
    """
    most = told(foo, "maxSizeMailboxName")
    if most > 100_000:
        raise Unsupported(f"maxSizeMailboxName is {most}, more than the suite tries")
    for letter in ("x", "λ", "\U0001f4ee"):
        name = of_octets(foo, most, letter)
        equal(
            foo.one(foo.make({"name": name})[0].id)["name"],
            name,
            "a name of exactly maxSizeMailboxName octets was changed",
        )
        not_created(foo, foo.creation(name=of_octets(foo, most + 1, letter)), "invalidProperties")


@case(requirements=[f"{MAILBOX}/name/not-empty"], area="mailbox", over=SET, needs=["records"])
def name_is_not_empty(foo: Foo) -> None:
    """A Mailbox without a name, or with an empty one, is refused with invalidProperties.

    Purpose: To see that every Mailbox can be shown.
    Preconditions: Mailboxes can be made.
    Procedure: Create a Mailbox with an empty name, and one without the property.
    Expected: invalidProperties, both times.
    Why: IMAP cannot say such a name.
    """
    not_created(foo, foo.creation(name=""), "invalidProperties")
    not_created(foo, {key: value for key, value in foo.creation().items() if key != "name"}, "invalidProperties")


@case(requirements=[f"{MAILBOX}/name/net-unicode"], area="mailbox", over=SET, needs=["records"])
def name_is_net_unicode(foo: Foo) -> None:
    """A name in any script is kept; one that is not Net-Unicode is refused, or kept in a form that is.

    Purpose: To see that names are text that every program can show and compare.
    Preconditions: Mailboxes can be made.
    Procedure: Create Mailboxes with names in several scripts, and with names that have a line break, another
    control character, and a letter that is not in its composed form.
    Expected: The first keep their names; of the others, none has the forbidden character or the decomposed letter
    afterwards.
    Why: Two names that look the same and differ cannot be told apart by anybody.
    """
    for name in (foo.unique("Größe"), foo.unique("日本語"), foo.unique("\U0001f4ee")):
        equal(foo.one(foo.make({"name": name})[0].id)["name"], name, "a name was changed")
    for part in ("a\nb", "a\x00b", "a\x7fb", "e\u0301"):
        name = foo.unique(part)
        answer = foo.call("set", {"create": {"k": foo.creation(name=name)}}, deliberate=True)
        created = (answer.get("created") or {}).get("k")
        if created:
            stored = foo.one(created["id"])["name"]
            that(
                part not in stored,
                "a name that is no Net-Unicode was kept",
                expected="refused, or another form",
                found=ascii(stored),
            )


@case(requirements=["mail/capability/account/maxMailboxDepth/enforced"], area="mailbox", over=SET, needs=["records"])
def mailboxes_are_no_deeper_than_told(foo: Foo) -> None:
    """Mailboxes can be nested as deep as maxMailboxDepth, and no deeper.

    Purpose: To see that the limit which is told is the limit which is kept, for creations and for moves.
    Preconditions: Mailboxes can be made; maxMailboxDepth is a number, and not above 100.
    Procedure: Make a chain of that many Mailboxes; create one below the last; make one at the top with a child, and
    move it below the last but one.
    Expected: The chain is made; the others are refused with invalidProperties.
    Why: Clients walk down such trees with one request a level.
    """
    most = told(foo, "maxMailboxDepth")
    if most > DEEPEST:
        raise Unsupported(f"maxMailboxDepth is {most}, more than the suite tries")
    chain = [foo.make()[0]]
    while len(chain) < most:
        chain.append(foo.make({"parentId": chain[-1].id})[0])
    not_created(foo, foo.creation(parentId=chain[-1].id), "invalidProperties")
    if most > 1:
        branch = foo.make()[0]
        foo.make({"parentId": branch.id})
        answer = foo.call("set", {"update": {branch.id: {"parentId": chain[-2].id}}})
        error = (answer.get("notUpdated") or {}).get(branch.id) or {}
        equal(error.get("type"), "invalidProperties", "a branch was moved deeper than maxMailboxDepth")


@case(requirements=["mail/data-types/all-properties"], area="mailbox", over=only("Mailbox", "get"), needs=["records"])
def every_property_is_supported(foo: Foo) -> None:
    """Every property of a Mailbox can be asked for, and comes.

    Purpose: To see that the type is supported whole.
    Preconditions: Mailboxes can be made.
    Procedure: Make a Mailbox; fetch it with a list of every property.
    Expected: Each is there.
    Why: A client does not know which half of a type a server has.
    """
    record = foo.make()[0]
    names = list(foo.properties)
    row = foo.get([record.id], names).get(record.id, {})
    missing = [name for name in names if name not in row]
    that(not missing, "a Mailbox lacks properties", expected=names, found=row)


@case(
    requirements=[
        "mail/Mailbox/changes/response/updatedProperties/null-if-more",
        "mail/Mailbox/changes/response/updatedProperties/null-if-unsure",
    ],
    area="mailbox",
    over=only("Mailbox", "changes"),
    needs=["records"],
)
def updated_properties_is_null_where_more_than_counts_changed(foo: Foo) -> None:
    """Where another property than a count changed, updatedProperties is null, or left out.

    Purpose: To see that a client fetches the whole Mailbox then.
    Preconditions: Mailboxes can be made; nobody else changes the account meanwhile.
    Procedure: Make two Mailboxes and take the state; rename one; call Mailbox/changes. Do the same with another
    order number.
    Expected: null, both times.
    Why: The new name would never be fetched.
    """
    record = foo.make(count=2)[0]
    for patch in ({"name": f"renamed {MARK} {record.id}"}, {"sortOrder": 77}):
        state = foo.state()
        foo.call("set", {"update": {record.id: patch}})
        answer = foo.call("changes", {"sinceState": state})
        that(record.id in answer["updated"], "the change is not told", expected=record.id, found=answer)
        equal(answer.get("updatedProperties"), None, "updatedProperties leaves out what changed")


@case(
    requirements=["core/capability/session/maxObjectsInGet/enforced", "core/standard/get/ids/null-is-all"],
    area="limits", over=GET, needs=["records"],
)  # fmt: skip
def limit_holds_for_all_records(foo: Foo) -> None:
    """With ids null, as many records as maxObjectsInGet are given, and one more makes it requestTooLarge.

    Purpose: To see that "all" is no way round the limit, and no list with a silent end.
    Preconditions: maxObjectsInGet is 1,000 or less, and so many records can be made.
    Procedure: Make records until there are as many as the limit; fetch all; make one more; fetch all.
    Expected: All records, with an empty notFound; then the error requestTooLarge.
    Why: A client that gets the first thousand and no word of the rest believes that this is all.
    """
    count = foo.server.limit("maxObjectsInGet")
    if count > MADE:
        raise Unsupported(f"maxObjectsInGet is {count}, more than the suite makes")
    there = {row["id"] for row in foo.call("get", {"ids": None, "properties": ["id"]})["list"]}
    there |= {record.id for record in foo.make(count=count - len(there))}
    found = foo.call("get", {"ids": None, "properties": ["id"]})["list"]
    same_members([row["id"] for row in found], there, "not all records were given",
                 about="core/standard/get/ids/null-is-all")  # fmt: skip
    foo.make()
    foo.reply("get", {"ids": None, "properties": ["id"]}).refused("0", "requestTooLarge")
