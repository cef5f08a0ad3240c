"""SearchSnippet/get: what matched, marked (RFC 8621, Section 5)."""

from __future__ import annotations

from typing import Any

from ..case import case, only
from ..expect import equal, same_members, that
from ..foo import Foo
from ..messages import imported, message

GET = only("SearchSnippet", "get")
SNIPPET = "mail/SearchSnippet"


def emails(foo: Foo) -> Foo:
    return Foo(foo.server, "Email")


def snippet(foo: Foo, email_id: str, filter_: dict[str, Any] | None) -> dict[str, Any]:
    rows = foo.call("get", {"filter": filter_, "emailIds": [email_id]})["list"]
    equal([row["emailId"] for row in rows], [email_id], "the list has not just the Email asked for",
          about=f"{SNIPPET}/get/response/list/complete")  # fmt: skip
    return dict(rows[0])


@case(
    requirements=[f"{SNIPPET}/get/response/{word}/complete" for word in ("list", "notFound")], area="snippet", over=GET
)
def every_email_is_answered(foo: Foo) -> None:
    """Each Email of the request has a SearchSnippet, and each id that no Email has is in notFound.

    Purpose: To see that a client gets an answer about each.
    Preconditions: Messages can be imported.
    Procedure: Import two messages; ask for both, one of which does not match, and for an id that no Email has; then
    for none.
    Expected: Two in list, one in notFound; nothing for none.
    Why: A line that never gets its text stays grey.
    """
    ids = [imported(emails(foo), message(foo, f"Subject: {word}")) for word in ("numbat", "quokka")]
    answer = foo.call("get", {"filter": {"text": "numbat"}, "emailIds": [*ids, foo.unknown_id()]})
    same_members([row["emailId"] for row in answer["list"]], ids, "list is not complete",
                 about=f"{SNIPPET}/get/response/list/complete")  # fmt: skip
    equal(answer.get("notFound"), [foo.unknown_id()], "notFound is another",
          about=f"{SNIPPET}/get/response/notFound/complete")  # fmt: skip
    equal(foo.call("get", {"filter": None, "emailIds": []})["list"], [], "snippets came of no Emails",
          about=f"{SNIPPET}/get/response/list/complete")  # fmt: skip


@case(
    requirements=[f"{SNIPPET}/subject/marked", f"{SNIPPET}/subject/escaped", f"{SNIPPET}/preview/size",
                  f"{SNIPPET}/null-if-unable"],
    area="snippet", over=GET,
)  # fmt: skip
def matches_are_marked_and_the_rest_escaped(foo: Foo) -> None:
    """What matches is between <mark> and </mark>, in the subject and in the preview; &, < and > are entities.

    Purpose: To see that a client can show it as HTML without a fear.
    Preconditions: Messages can be imported.
    Procedure: Import a message with markup in subject and body, and long text around the word; ask with a filter for
    the word in either, for a phrase, and with one that looks at neither.
    Expected: The word marked, all else escaped, the preview not above 255 octets; null for both where nothing of text
    is looked for. A server that cannot tell has null for both.
    Why: A subject with a script in it would run.
    """
    body = "noise " * 200 + "here is a numbat & <b>more</b> é" + " noise" * 200
    email_id = imported(emails(foo), message(foo, "Subject: A <i>numbat</i> & two", "MIME-Version: 1.0",
                                             "Content-Type: text/plain; charset=utf-8",
                                             "Content-Transfer-Encoding: 8bit", body=body))  # fmt: skip
    subject = "A &lt;i&gt;<mark>numbat</mark>&lt;/i&gt; &amp; two"
    for filter_ in ({"text": "numbat"}, {"subject": "NUMBAT"}, {"body": "numbat"}, {"text": '"numbat & <b>more"'}):
        row = snippet(foo, email_id, filter_)
        if row["subject"] is None and row["preview"] is None:
            continue  # it cannot tell
        if "subject" in filter_ or filter_.get("text") == "numbat":
            equal(row["subject"], subject, f"the subject with {filter_} is another",
                  about=(f"{SNIPPET}/subject/marked", f"{SNIPPET}/subject/escaped"))  # fmt: skip
        preview = row["preview"]
        if "subject" not in filter_ and preview is not None:
            that("<mark>" in preview, f"the preview with {filter_} has no mark", found=preview,
                 about=f"{SNIPPET}/subject/marked")  # fmt: skip
        if preview is not None:
            plain = preview.replace("<mark>", "").replace("</mark>", "")
            that("<" not in plain and ">" not in plain, "the preview is not escaped", found=preview,
                 about=f"{SNIPPET}/subject/escaped")  # fmt: skip
            that(len(preview.encode()) <= 255, "the preview is above 255 octets", found=preview,
                 about=f"{SNIPPET}/preview/size")  # fmt: skip
    row = snippet(foo, email_id, {"notKeyword": "$seen"})
    marks = [name for name in ("subject", "preview") if "<mark>" in str(row[name])]
    equal(marks, [], "something is marked although no text was looked for", about=f"{SNIPPET}/null-if-unable")
