"""Email/query over a small corpus: what each condition finds, and in which order (RFC 8621, Section 4.4)."""

from __future__ import annotations

from typing import Any

from .. import expect
from ..case import case, only
from ..corpus import corpus, found
from ..expect import equal, that
from ..foo import Foo
from ..messages import imported, message, message_id
from ..recipes.Email import mailbox

QUERY = only("Email", "query")
RULE = "mail/Email/query"


def matches(foo: Foo, mails: Any, table: list[tuple[dict[str, Any], str]], about: str) -> None:
    """Each condition finds just the Emails of these letters."""
    for condition, wanted in table:
        got = "".join(sorted(found(foo, mails, condition)))
        equal(got, wanted, f"{condition} finds other Emails", about=about)


@case(
    requirements=[f"{RULE}/filter/{name}/name-and-address" for name in ("from", "to", "cc", "bcc")],
    area="search",
    over=QUERY,
)
def people_are_found_by_name_and_address(foo: Foo) -> None:
    """from, to, cc and bcc look at the names and at the addresses of their field, and of no other.

    Purpose: To see that a person is found either way.
    Preconditions: Messages can be imported.
    Procedure: Import a corpus in which one word is a name in one field and an address in another; query by each.
    Expected: Just the Emails that have it in that field.
    Why: Users remember the one or the other.
    """
    mails = corpus(foo)
    for name, table in {
        "from": [("quagga", "a"), ("zebulon", "a"), ("zq@example.com", "a"), ("yak", "b"), ("narwhal", "")],
        "to": [("quagga", "b"), ("two@example.net", "b")], "cc": [("quagga", "c"), ("quagga@example.org", "c")],
        "bcc": [("quagga", "d"), ("hq@example.org", "d"), ("hidden", "d")],
    }.items():  # fmt: skip
        about = f"{RULE}/filter/{name}/name-and-address"
        matches(foo, mails, [({name: word}, wanted) for word, wanted in table], about)


@case(requirements=[f"{RULE}/filter/text/headers", f"{RULE}/filter/text/bodies"], area="search", over=QUERY)
def text_is_looked_for_everywhere(foo: Foo) -> None:
    """text looks at From, To, Cc, Bcc and Subject, and should look at the bodies too.

    Purpose: To see that one field of a form finds all.
    Preconditions: Messages can be imported.
    Procedure: Import the corpus; query by text for a word in each of these fields, and for words of the bodies.
    Expected: The Emails that have it, wherever.
    Why: It is the only search that most users know.
    """
    mails = corpus(foo)
    table: list[tuple[dict[str, Any], str]] = [
        ({"text": "quagga"}, "abcd"), ({"text": "xylophone"}, "ab"), ({"text": "zq@example.com"}, "a"),
    ]  # fmt: skip
    matches(foo, mails, table, f"{RULE}/filter/text/headers")
    matches(foo, mails, [({"text": "ocelot"}, "c"), ({"text": "narwhal"}, "d")], f"{RULE}/filter/text/bodies")


@case(
    requirements=[f"{RULE}/{word}" for word in ("caseless", "words", "all-words", "phrase", "decoded")],
    area="search",
    over=QUERY,
)
def words_are_found_in_any_case_and_order(foo: Foo) -> None:
    """Words are looked for one by one, in any case, decoded; in quotes they are a phrase.

    Purpose: To see that a search means what users mean.
    Preconditions: Messages can be imported.
    Procedure: Import the corpus; query subjects in another case, by words in another order, by one that is missing,
    by phrases in both kinds of quotes, and by an encoded word.
    Expected: The Emails that have all of the words, or the phrase.
    Why: Nobody remembers a subject as it was written.
    """
    mails = corpus(foo)
    matches(foo, mails, [({"subject": "XYLOPHONE"}, "ab")], f"{RULE}/caseless")
    matches(foo, mails, [({"subject": "sale xylophone"}, "ab"), ({"subject": "sale for"}, "abd")], f"{RULE}/words")
    matches(foo, mails, [({"subject": "xylophone wombat"}, "")], f"{RULE}/all-words")
    phrases: list[tuple[dict[str, Any], str]] = [({"subject": '"for sale"'}, "ab"), ({"subject": "'sale for'"}, "d")]
    matches(foo, mails, phrases, f"{RULE}/phrase")
    matches(foo, mails, [({"subject": "größe"}, "c")], f"{RULE}/decoded")


@case(requirements=[f"{RULE}/no-markup", f"{RULE}/shown-attributes"], area="search", over=QUERY)
def markup_is_not_searched(foo: Foo) -> None:
    """Of HTML, what a reader sees is searched, descriptions of pictures too, but no tags and no style sheets.

    Purpose: To see that a search does not find what nobody can see.
    Preconditions: Messages can be imported.
    Procedure: Import the corpus, with an HTML message; query bodies for a word of its text, of an alt attribute, of
    its style sheet, and for the name of a tag.
    Expected: The first two find it, the others do not.
    Why: Every newsletter would match "table".
    """
    mails = corpus(foo)
    matches(
        foo, mails, [({"body": "narwhal"}, "d"), ({"body": "dugong"}, ""), ({"body": "img"}, "")], f"{RULE}/no-markup"
    )
    matches(foo, mails, [({"body": "manatee"}, "d")], f"{RULE}/shown-attributes")


@case(requirements=[f"{RULE}/all-properties", f"{RULE}/no-properties"], area="search", over=QUERY)
def condition_matches_all_that_it_has(foo: Foo) -> None:
    """A condition finds the Emails that match each of its properties; one without any finds all.

    Purpose: To see that the members of a condition are all looked at.
    Preconditions: Messages can be imported.
    Procedure: Import the corpus; query by keywords, sizes, times, header fields and Mailboxes, alone and together, with
    bounds exactly at a value.
    Expected: Just what matches all.
    Why: A member that is passed over finds too much, and nobody notices.
    """
    mails = corpus(foo)
    table: list[tuple[dict[str, Any], str]] = [
        ({"hasKeyword": "$seen"}, "ab"), ({"notKeyword": "$seen"}, "cd"), ({"hasKeyword": "$SEEN"}, "ab"),
        ({"hasKeyword": "$flagged", "notKeyword": "work"}, "b"), ({"hasKeyword": "$flagged", "from": "mule"}, "d"),
        ({"before": "2005-05-04T10:00:00Z"}, "cd"), ({"after": "2005-05-04T10:00:00Z"}, "ab"),
        ({"after": "2005-05-03T10:00:00Z", "before": "2005-05-05T10:00:00Z"}, "bc"),
        ({"minSize": 2000}, "c"), ({"maxSize": 2000}, "abd"), ({"hasAttachment": False}, "abcd"),
        ({"header": ["X-Pangolin"]}, "d"), ({"header": ["x-pangolin", "SCALY"]}, "d"), ({"header": ["X-Pangolin", "no"]}, ""),
        ({"header": ["Cc"]}, "c"), ({"inMailboxOtherThan": [mailbox(foo)]}, ""), ({"subject": "sale", "from": "yak"}, "b"),
        ({"inMailboxOtherThan": []}, "abcd"),
    ]  # fmt: skip
    matches(foo, mails, table, f"{RULE}/all-properties")
    matches(foo, mails, [({}, "abcd")], f"{RULE}/no-properties")


#: The corpus in the order of each sort.
ORDERS = {
    "receivedAt": "dcba", "size": "", "sentAt": "bcad", "subject": "", "from": "cdba", "to": "",
}  # fmt: skip


@case(
    requirements=[
        f"{RULE}/sort/{name}/supported" for name in ("receivedAt", "size", "from", "to", "subject", "sentAt")
    ],
    area="search",
    over=QUERY,
)
def emails_are_sorted_as_asked(foo: Foo) -> None:
    """Emails can be sorted by receivedAt, and by whatever else the account says that it can; both ways.

    Purpose: To see that a list can be in the order of its columns.
    Preconditions: Messages can be imported.
    Procedure: Import the corpus; query with each sort, ascending and descending; sort by one that there is not.
    Expected: The order of the values, names before addresses; the opposite; unsupportedSort.
    Why: A sort that is not made looks like one that is, until somebody scrolls.
    """
    mails = corpus(foo)
    said = foo.told("emailQuerySortOptions")
    for name, wanted in ORDERS.items():
        about = f"{RULE}/sort/{name}/supported"
        that(name in said, f"the account does not list {name}", expected=name, found=said, about=about)
        up = found(foo, mails, sort=[{"property": name}])
        down = found(foo, mails, sort=[{"property": name, "isAscending": False}])
        equal(sorted(up), sorted(mails), f"sorted by {name} other Emails are found", about=about)
        if wanted:
            equal([up, down], [wanted, wanted[::-1]], f"the order by {name} is another", about=about)
    up = found(foo, mails, sort=[{"property": "size"}])
    equal(up[-1], "c", "the largest is not last", about=f"{RULE}/sort/size/supported")
    for ascending in (True, False):
        sort = [{"property": "subject", "isAscending": ascending}, {"property": "receivedAt"}]
        up = found(foo, mails, sort=sort)
        that(up.index("b") < up.index("a"), "subjects that differ by Re: are not in the order of the next sort",
             expected="b before a", found=up, about=f"{RULE}/sort/subject/supported")  # fmt: skip


def threads(foo: Foo) -> dict[str, Any]:
    """Two Threads: a and c with a reply b between in time, the first all seen, the second (d, e) in part; and f alone."""
    first, second = message_id(foo), message_id(foo)
    rows = {
        "a": (first, "", "tapir", ("$seen",), "2005-05-01"), "d": (second, "", "okapi", ("$seen",), "2005-05-02"),
        "b": ("", first, "Re: tapir", ("$seen", "$flagged"), "2005-05-03"), "f": ("", "", "gnu", (), "2005-05-04"),
        "e": ("", second, "Re: okapi", (), "2005-05-05"), "c": ("", first, "Re: tapir", ("$seen",), "2005-05-06"),
    }  # fmt: skip
    made: dict[str, Any] = {}
    word = foo.unique("t").split()[1]
    for letter, (own, above, subject, keywords, day) in rows.items():
        fields = [f"Subject: {subject} {word}", f"Message-ID: <{own or message_id(foo)}>"]
        if above:
            fields += [f"In-Reply-To: <{above}>", f"References: <{above}>"]
        made[letter] = imported(foo, message(foo, *fields), keywords=dict.fromkeys(keywords, True),
                                receivedAt=f"{day}T10:00:00Z")  # fmt: skip
    return made


def letters(foo: Foo, made: dict[str, str], **arguments: Any) -> str:
    arguments.setdefault("sort", [{"property": "receivedAt"}])
    filter_ = {"inMailbox": mailbox(foo), **arguments.pop("filter", {})}
    known = {email_id: letter for letter, email_id in made.items()}
    return "".join(known.get(one, "?") for one in foo.call("query", {"filter": filter_, **arguments})["ids"])


@case(
    requirements=[f"{RULE}/collapseThreads/first-of-thread", f"{RULE}/collapseThreads/counts-what-is-left"],
    area="search",
    over=QUERY,
)
def collapsed_threads_show_their_first(foo: Foo) -> None:
    """With collapseThreads, of each Thread only the first Email of the results is left, and counted.

    Purpose: To see that a list of conversations has each once.
    Preconditions: Messages can be imported; the server makes Threads by References.
    Procedure: Import two Threads and an Email alone; query with and without collapseThreads, both ways, filtered, in
    windows, with an anchor, and with the total.
    Expected: The first of each Thread in the order asked for; total, position and window count what is left.
    Why: It is the list that most clients show first.
    """
    made = threads(foo)
    first, count = f"{RULE}/collapseThreads/first-of-thread", f"{RULE}/collapseThreads/counts-what-is-left"
    down = [{"property": "receivedAt", "isAscending": False}]
    table: list[tuple[dict[str, Any], str, str]] = [
        ({}, "adbfec", first), ({"collapseThreads": True}, "adf", first),
        ({"collapseThreads": True, "sort": down}, "cef", first), ({"collapseThreads": False}, "adbfec", first),
        ({"collapseThreads": True, "filter": {"notKeyword": "$seen"}}, "fe", first),
        ({"collapseThreads": True, "filter": {"hasKeyword": "$flagged"}}, "b", first),
        ({"collapseThreads": True, "position": 1, "limit": 1}, "d", count),
        ({"collapseThreads": True, "position": -1}, "f", count),
        ({"collapseThreads": True, "anchor": made["f"], "anchorOffset": -1}, "df", count),
    ]  # fmt: skip
    for arguments, wanted, about in table:
        equal(letters(foo, made, **arguments), wanted, f"the query {arguments} finds other Emails", about=about)
    arguments = {"filter": {"inMailbox": mailbox(foo)}, "collapseThreads": True, "calculateTotal": True}
    equal(foo.call("query", arguments)["total"], 3, "the total counts what was taken out", about=count)


@case(
    requirements=[f"{RULE}/sort/{name}/{word}" for name in ("hasKeyword", "allInThreadHaveKeyword", "someInThreadHaveKeyword")
                  for word in ("supported", "value")] + [f"{RULE}/all-properties"],
    area="search",
    over=QUERY,
)  # fmt: skip
def keywords_of_threads_filter_and_sort(foo: Foo) -> None:
    """Emails are found, and sorted, by the keywords that all, some or none of their Thread have.

    Purpose: To see that "unread conversations first" can be asked for.
    Preconditions: Messages can be imported; the server makes Threads by References.
    Procedure: Import a Thread that is all seen, one in part, and an Email that is not; filter and sort by each.
    Expected: What the keywords of the Threads say; of equal ones the order of the next sort.
    Why: Clients that do it themselves have to fetch everything.
    """
    made = threads(foo)
    table: list[tuple[dict[str, Any], str]] = [
        ({"allInThreadHaveKeyword": "$seen"}, "abc"), ({"someInThreadHaveKeyword": "$seen"}, "adbec"),
        ({"noneInThreadHaveKeyword": "$seen"}, "f"), ({"someInThreadHaveKeyword": "$flagged"}, "abc"),
        ({"allInThreadHaveKeyword": "$flagged"}, ""),
    ]  # fmt: skip
    for condition, wanted in table:
        equal(
            letters(foo, made, filter=condition),
            wanted,
            f"{condition} finds other Emails",
            about=f"{RULE}/all-properties",
        )
    sorts = {"hasKeyword": "feadbc", "allInThreadHaveKeyword": "dfeabc", "someInThreadHaveKeyword": "fadbec"}
    for name, wanted in sorts.items():
        for ascending in (True, False):
            sort = [{"property": name, "keyword": "$seen", "isAscending": ascending}, {"property": "receivedAt"}]
            split = {"hasKeyword": 2, "allInThreadHaveKeyword": 3, "someInThreadHaveKeyword": 1}[name]
            order = wanted if ascending else wanted[split:] + wanted[:split]
            with expect.about(f"{RULE}/sort/{name}/supported"):
                found = letters(foo, made, sort=sort)
            equal(
                found,
                order,
                f"the order by {name} is another",
                about=f"{RULE}/sort/{name}/value",
            )


@case(requirements=["mail/capability/account/emailQuerySortOptions/received-at"], area="search", over=QUERY)
def received_at_is_among_the_sorts(foo: Foo) -> None:
    """emailQuerySortOptions has receivedAt, and every sort that it lists works.

    Purpose: To see that a client can believe the list.
    Preconditions: None.
    Procedure: Query with each sort that is listed.
    Expected: receivedAt is listed; no query is refused.
    Why: A client offers what is listed.
    """
    said = foo.told("emailQuerySortOptions")
    that("receivedAt" in said, "receivedAt is not listed", expected="receivedAt", found=said)
    for name in said:
        sort = {"property": name, **({"keyword": "$seen"} if name.endswith("Keyword") else {})}
        foo.call("query", {"sort": [sort], "limit": 1}, deliberate=True)
