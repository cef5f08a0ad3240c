"""Mailbox/query: its conditions, sorts and trees (RFC 8621, Section 2.3)."""

from __future__ import annotations

from typing import Any

from ..case import case, only
from ..expect import equal, same_members
from ..foo import Foo, Record
from ..queries import ids_of

QUERY = only("Mailbox", "query")
TREE = "mail/Mailbox/query"


def tree(foo: Foo) -> dict[str, Record]:
    """A small forest: b above d and c above e, and a; their numbers run against their names."""
    top = foo.make({"name": foo.unique("bravo"), "sortOrder": 1}, {"name": foo.unique("alpha"), "sortOrder": 2})
    made = {"b": top[0], "a": top[1]}
    made["d"] = foo.make({"name": foo.unique("delta"), "sortOrder": 9, "parentId": made["b"].id})[0]
    made["c"] = foo.make({"name": foo.unique("charlie"), "sortOrder": 8, "parentId": made["b"].id})[0]
    made["e"] = foo.make({"name": foo.unique("echo"), "sortOrder": 0, "parentId": made["c"].id})[0]
    made["f"] = foo.make({"name": foo.unique("foxtrot"), "sortOrder": 0, "parentId": made["a"].id})[0]
    return made


def letters(made: dict[str, Record], ids: list[str]) -> str:
    return "".join(letter for one in ids for letter, record in made.items() if record.id == one)


@case(requirements=[f"{TREE}/all-properties"], area="mailbox", over=QUERY, needs=["records"])
def condition_matches_all_that_it_has(foo: Foo) -> None:
    """A condition with several properties matches the Mailboxes that match each of them, and no others.

    Purpose: To see that the members of a condition are all looked at.
    Preconditions: Mailboxes can be made.
    Procedure: Make Mailboxes that differ in parent, name and subscription; query by one, two and all three of these.
    Expected: What matches each property of the condition; everything for a condition without any.
    Why: A member that is not looked at finds too much, and nobody notices.
    """
    parent = foo.make()[0]
    word = foo.unique("needle")
    specs: list[dict[str, Any]] = [
        {"name": f"{word} 1", "parentId": parent.id, "isSubscribed": True},
        {"name": f"{word} 2", "parentId": parent.id, "isSubscribed": False},
        {"name": f"{word} 3", "parentId": None, "isSubscribed": True},
        {"name": foo.unique("hay"), "parentId": parent.id, "isSubscribed": True},
    ]
    made = foo.make(*specs)
    conditions = {"name": word, "parentId": parent.id, "isSubscribed": True}
    wanted = {
        ("name",): [0, 1, 2], ("parentId",): [0, 1, 3], ("name", "parentId"): [0, 1], ("name", "isSubscribed"): [0, 2],
        ("parentId", "isSubscribed"): [0, 3], ("name", "parentId", "isSubscribed"): [0], (): [0, 1, 2, 3],
    }  # fmt: skip
    for names, numbers in wanted.items():
        found = ids_of(foo, {"filter": {name: conditions[name] for name in names}}, made)
        same_members(
            found,
            [made[number].id for number in numbers],
            f"a condition of {', '.join(names) or 'nothing'} finds other Mailboxes",
        )


@case(
    requirements=[f"{TREE}/sort/sortOrder/supported", f"{TREE}/sort/name/supported"],
    area="mailbox",
    over=QUERY,
    needs=["records"],
)
def sorts_by_number_and_name_are_supported(foo: Foo) -> None:
    """Mailboxes can be sorted by sortOrder and by name.

    Purpose: To see that a client can have them in the order of the user.
    Preconditions: Mailboxes can be made.
    Procedure: Make three Mailboxes whose names and numbers run against each other; query sorted by each.
    Expected: The order of the names; the order of the numbers.
    Why: Every client shows them so.
    """
    made = foo.make(
        {"name": foo.unique("alpha"), "sortOrder": 3},
        {"name": foo.unique("bravo"), "sortOrder": 1},
        {"name": foo.unique("charlie"), "sortOrder": 2},
    )
    ids = [record.id for record in made]
    by_number = ids_of(foo, {"sort": [{"property": "sortOrder"}]}, made)
    equal(
        by_number,
        [ids[1], ids[2], ids[0]],
        "the order is not that of sortOrder",
        about=f"{TREE}/sort/sortOrder/supported",
    )
    by_name = ids_of(foo, {"sort": [{"property": "name"}]}, made)
    equal(by_name, ids, "the order is not that of name", about=f"{TREE}/sort/name/supported")


@case(
    requirements=[f"{TREE}/sortAsTree/ancestors-first", f"{TREE}/sortAsTree/compares-ancestors"],
    area="mailbox",
    over=QUERY,
    needs=["records"],
)
def tree_is_read_from_the_top(foo: Foo) -> None:
    """With sortAsTree, a Mailbox comes before what is below it, and branches stand in the order of their tops.

    Purpose: To see that a client can show the tree as it comes.
    Preconditions: Mailboxes can be made.
    Procedure: Make a forest of six Mailboxes whose numbers run against their names; query with sortAsTree, by
    number and by name, both ways, and without it.
    Expected: Each ancestor first, siblings in the order of the sort; without sortAsTree the plain order.
    Why: It saves every client the same work.
    """
    made = tree(foo)
    wanted = {
        ("sortOrder", True): "bcedaf",
        ("sortOrder", False): "afbdce",
        ("name", True): "afbced",
        ("name", False): "bdceaf",
    }
    for (name, is_ascending), order in wanted.items():
        sort = [{"property": name, "isAscending": is_ascending}]
        found = letters(made, ids_of(foo, {"sort": sort, "sortAsTree": True}, list(made.values())))
        late = [
            letter
            for letter, above in (("d", "b"), ("c", "b"), ("e", "c"), ("f", "a"))
            if found.find(letter) < found.find(above)
        ]
        rule = "ancestors-first" if late else "compares-ancestors"
        equal(
            found,
            order,
            f"sorted as a tree by {name}, ascending {is_ascending}, the order is another",
            about=f"{TREE}/sortAsTree/{rule}",
        )
    plain = letters(made, ids_of(foo, {"sort": [{"property": "name"}], "sortAsTree": False}, list(made.values())))
    equal(
        plain,
        "abcdef",
        "without sortAsTree the order is not the plain one",
        about=f"{TREE}/sortAsTree/compares-ancestors",
    )


@case(requirements=[f"{TREE}/filterAsTree/needs-ancestors"], area="mailbox", over=QUERY, needs=["records"])
def filter_as_tree_wants_the_ancestors_too(foo: Foo) -> None:
    """With filterAsTree, a Mailbox is found only if all its ancestors match as well.

    Purpose: To see that what is found is a tree.
    Preconditions: Mailboxes can be made.
    Procedure: Make a chain of three Mailboxes of which the middle one is not subscribed, and one beside it; query
    for the subscribed ones with filterAsTree, and without.
    Expected: The top and the one beside; without filterAsTree the lowest too.
    Why: A client cannot show a Mailbox whose parent it does not show.
    """
    top = foo.make({"isSubscribed": True})[0]
    middle = foo.make({"isSubscribed": False, "parentId": top.id})[0]
    lowest = foo.make({"isSubscribed": True, "parentId": middle.id})[0]
    beside = foo.make({"isSubscribed": True, "parentId": top.id})[0]
    made, filter_ = [top, middle, lowest, beside], {"isSubscribed": True}
    as_tree = ids_of(foo, {"filter": filter_, "filterAsTree": True}, made)
    same_members(as_tree, [top.id, beside.id], "filterAsTree finds other Mailboxes")
    plain = ids_of(foo, {"filter": filter_, "filterAsTree": False}, made)
    same_members(plain, [top.id, lowest.id, beside.id], "without filterAsTree other Mailboxes are found")


@case(requirements=["core/errors/method/invalidArguments/answered"], area="mailbox", over=QUERY)
def query_changes_follow_the_plain_query(foo: Foo) -> None:
    """Mailbox/queryChanges has no sortAsTree and no filterAsTree: it refuses them.

    Purpose: To see that a client does not apply changes of one query to the results of another.
    Preconditions: An account with Mailboxes.
    Procedure: Query; call Mailbox/queryChanges with sortAsTree, and with filterAsTree.
    Expected: The error invalidArguments, both times.
    Why: The indexes would be those of the plain order.
    """
    state = foo.call("query", {})["queryState"]
    for name in ("sortAsTree", "filterAsTree"):
        foo.refuses("queryChanges", {"sinceQueryState": state, name: True}, "invalidArguments")
