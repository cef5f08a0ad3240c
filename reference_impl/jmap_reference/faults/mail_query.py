"""Faults about finding Emails: Email/query and SearchSnippet/get (RFC 8621, Sections 4.4 and 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..mail import arrival, metadata, query, search, snippet
from ..mail.message import search as message_search
from ..mail.message.content import text
from ..standard.call import Call
from . import fault
from .core_session import told
from .mail_email import MAIL
from .planting import after, before, instead, put

QUERY = "mail/Email/query"
SNIPPET = "mail/SearchSnippet"


def not_indexed(column: str) -> None:
    """An Email is not found by what is in this column."""
    instead(arrival, "texts", lambda right, *given: right(*given) | {column: ""})


@fault(f"{QUERY}/filter/from/name-and-address")
def from_not_found() -> None:
    """No Email is found by its From."""
    not_indexed("sender")


@fault(f"{QUERY}/filter/to/name-and-address")
def to_not_found() -> None:
    """No Email is found by its To."""
    not_indexed("recipient")


@fault(f"{QUERY}/filter/cc/name-and-address")
def cc_not_found() -> None:
    """No Email is found by its Cc."""
    not_indexed("cc")


@fault(f"{QUERY}/filter/bcc/name-and-address")
def bcc_not_found() -> None:
    """No Email is found by its Bcc."""
    not_indexed("bcc")


@fault(f"{QUERY}/filter/text/headers", seen_by="text-is-looked-for-everywhere")
def subject_not_found() -> None:
    """No Email is found by its Subject."""
    not_indexed("subject")


@fault(f"{QUERY}/filter/text/bodies", seen_by="text-is-looked-for-everywhere")
def body_not_found() -> None:
    """No Email is found by its body."""
    not_indexed("body")


@fault(f"{QUERY}/caseless")
def case_counts() -> None:
    """A word in upper case is not found."""
    instead(search, "phrases", lambda right, wanted: right(wanted if wanted.islower() else f"{wanted}nowhere"))


@fault(f"{QUERY}/words")
def words_are_a_phrase() -> None:
    """Several words are found only in the order in which they are given."""
    instead(search, "phrases", lambda right, wanted: right(wanted if wanted[:1] in "\"'" else f'"{wanted}"'))


@fault(f"{QUERY}/all-words")
def last_word_counts() -> None:
    """Of several words, the last one is looked for."""
    instead(search, "phrases", lambda right, wanted: right(wanted)[-1:])


@fault(f"{QUERY}/phrase")
def quotes_ignored() -> None:
    """Words in quotes are looked for one by one."""
    instead(search, "phrases", lambda right, wanted: right(wanted.strip("\"'")))


@fault(f"{QUERY}/decoded")
def only_ascii_found() -> None:
    """A Subject with letters outside ASCII is not found."""

    def texts(right: Any, *given: Any) -> dict[str, str]:
        found: dict[str, str] = right(*given)
        return found | {
            "subject": "" if "große" in found["subject"] or "grosse" in found["subject"] else found["subject"]
        }

    instead(arrival, "texts", texts)


@fault(f"{QUERY}/no-markup")
def markup_searched() -> None:
    """HTML is searched as it is written, tags and style sheets too."""
    instead(message_search, "_text", lambda right, part, raw: text(part, raw)[0])


@fault(f"{QUERY}/shown-attributes")
def descriptions_not_searched() -> None:
    """Descriptions of pictures are not searched."""
    instead(message_search, "attribute_texts", lambda right, html: [])


@fault(f"{QUERY}/all-properties", seen_by="condition-matches-all-that-it-has")
def last_condition_only() -> None:
    """Of a condition on Emails, only the last property counts."""

    def normal(right: Any, filter: Any, depth: int = 0) -> Any:
        if filter and "operator" not in filter:
            filter = dict(list(filter.items())[-1:])
        return right(filter, depth)

    instead(search, "normal", normal)


def opposite(name: str) -> None:
    """Emails sorted by this are in the opposite order."""

    def sort(right: Any, comparator: dict[str, Any]) -> Any:
        made = right(comparator)
        return replace(made, is_ascending=not made.is_ascending) if made.property == name else made

    instead(search, "_sort", sort)


@fault(f"{QUERY}/sort/receivedAt/supported")
def received_last_first() -> None:
    """Emails sorted by receivedAt are in the opposite order."""
    opposite("receivedAt")


@fault(f"{QUERY}/sort/size/supported")
def largest_first() -> None:
    """Emails sorted by size are in the opposite order."""
    opposite("size")


@fault(f"{QUERY}/sort/from/supported")
def senders_backwards() -> None:
    """Emails sorted by from are in the opposite order."""
    opposite("from")


@fault(f"{QUERY}/sort/sentAt/supported")
def sent_last_first() -> None:
    """Emails sorted by sentAt are in the opposite order."""
    opposite("sentAt")


@fault(f"{QUERY}/sort/subject/supported")
def whole_subject_sorted() -> None:
    """Emails are sorted by their subjects with what an answer puts before them."""
    instead(metadata, "base_subject", lambda right, subject: subject)


@fault(f"{QUERY}/collapseThreads/first-of-thread")
def threads_not_collapsed() -> None:
    """Email/query ignores collapseThreads."""
    before("Email/query", lambda call: call.arguments.update(collapseThreads=False))


@fault(f"{QUERY}/collapseThreads/counts-what-is-left")
def total_not_collapsed() -> None:
    """The total of Email/query counts what collapseThreads took out."""
    instead(query, "total", lambda right, call, sought: right(call, replace(sought, collapse_threads=False)))


@fault(f"{QUERY}/all-properties", seen_by="keywords-of-threads-filter-and-sort")
def threads_of_one() -> None:
    """A condition on the keywords of a Thread looks at the Email alone."""
    alone = {"allInThreadHaveKeyword": "hasKeyword", "someInThreadHaveKeyword": "hasKeyword"}

    def normal(right: Any, filter: Any, depth: int = 0) -> Any:
        if filter and "operator" not in filter:
            filter = {alone.get(name, name): value for name, value in filter.items()}
        return right(filter, depth)

    instead(search, "normal", normal)


@fault(f"{QUERY}/sort/hasKeyword/value")
def sort_keyword_ignored() -> None:
    """A sort by keywords looks at $flagged, whatever keyword it has."""
    keyword_sorts("hasKeyword")


@fault(f"{QUERY}/sort/allInThreadHaveKeyword/value")
def all_in_thread_keyword_ignored() -> None:
    """A sort by allInThreadHaveKeyword looks at $flagged, whatever keyword it has."""
    keyword_sorts("allInThreadHaveKeyword")


@fault(f"{QUERY}/sort/someInThreadHaveKeyword/value")
def some_in_thread_keyword_ignored() -> None:
    """A sort by someInThreadHaveKeyword looks at $flagged, whatever keyword it has."""
    keyword_sorts("someInThreadHaveKeyword")


def keyword_sorts(name: str) -> None:
    """A sort by this looks at one keyword always."""
    instead(
        search,
        "_sort",
        lambda right, one: right(one | ({"keyword": "$flagged"} if one["property"] == name else {})),
    )


@fault("mail/capability/account/emailQuerySortOptions/received-at")
def received_at_not_listed() -> None:
    """emailQuerySortOptions does not have receivedAt."""

    def drop(said: dict[str, Any]) -> None:
        for account in said["accounts"].values():
            if mail := account["accountCapabilities"].get(MAIL):
                mail["emailQuerySortOptions"] = [one for one in mail["emailQuerySortOptions"] if one != "receivedAt"]

    told(drop)


def snippets(change: Callable[[Call, dict[str, Any]], Any]) -> None:
    after("SearchSnippet/get", change)


@fault(f"{SNIPPET}/get/response/list/complete")
def only_matches_have_snippets() -> None:
    """An Email that does not match has no SearchSnippet."""
    snippets(lambda call, said: said.update(list=[row for row in said["list"] if row["subject"] or row["preview"]]))


@fault(f"{SNIPPET}/get/response/notFound/complete")
def snippets_forget_not_found() -> None:
    """SearchSnippet/get does not tell of Emails that it did not find."""
    snippets(lambda call, said: said.update(notFound=None))


def in_snippets(old: str, new: str) -> None:
    """A text in subjects and previews of SearchSnippets is another."""

    def change(call: Call, said: dict[str, Any]) -> None:
        for row in said["list"]:
            row |= {name: row[name] and row[name].replace(old, new) for name in ("subject", "preview")}

    snippets(change)


@fault(f"{SNIPPET}/subject/marked")
def matches_in_bold() -> None:
    """Matches are between other tags than mark."""
    in_snippets("mark>", "b>")


@fault(f"{SNIPPET}/subject/escaped")
def ampersands_bare() -> None:
    """In a SearchSnippet, & is not escaped."""
    in_snippets("&amp;", "&")


@fault(f"{SNIPPET}/preview/size")
def long_previews() -> None:
    """The preview of a SearchSnippet may have 400 octets."""
    put(snippet, "MAX_PREVIEW", 400)
