"""The answers that a VacationResponse makes: mail in, and what goes out for it (RFC 8621, Section 8; RFC 3834)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from ..case import case, only
from ..expect import equal, that
from ..foo import Foo
from ..mail_in import hand_over
from ..messages import message
from ..outcome import Blocked
from ..recipes.EmailSubmission import identity
from ..sink import Sink, sink
from ..submission.delivery import stranger
from ..writes import update
from .vacation import VACATION

SET = only("VacationResponse", "set")
BODY = f"{VACATION}/textBody"


@contextmanager
def away(foo: Foo, **properties: Any) -> Iterator[None]:
    """The VacationResponse is on and has these texts, and is as before in the end."""
    name = foo.spec["singleton"]
    before = foo.one(name)
    cleared = dict.fromkeys(("fromDate", "toDate", "subject", "textBody", "htmlBody"))
    try:
        update(foo, name, {**cleared, "isEnabled": True, **properties})
        yield
    finally:
        back = {key: value for key, value in before.items() if key != "id"}
        foo.call("set", {"update": {name: back}})


def write(foo: Foo, sender: str, *fields: str) -> None:
    """A message from this address to the user, with these header fields too."""
    own = identity(foo)[1]
    subject = f"Subject: {foo.unique('question')}"
    hand_over(foo.server, sender, own, message(foo, f"From: {sender}", f"To: {own}", subject, *fields, body="Hello?"))


def answered(found: Sink, sender: str, about: str) -> EmailMessage:
    """The answer to who wrote, when it has come; what it has to say of itself is checked."""
    mail = found.wait(sender)
    that(mail, "there is no answer", expected=f"a message to {sender}", found=[one.recipients for one in found.mails],
         about=about)  # fmt: skip
    if mail is None:
        raise Blocked("there is no answer")
    answer, rule = mail.message, f"{VACATION}/rfc3834"
    said = str(answer["Auto-Submitted"]).partition(";")[0].strip().lower()
    equal(said, "auto-replied", "the answer does not say that it is automatic", about=rule)
    that(answer["In-Reply-To"], "the answer does not say to what it is one", expected="In-Reply-To",
         found=mail.octets.decode("utf-8", "replace"), about=rule)  # fmt: skip
    return answer


def text_of(answer: EmailMessage) -> str:
    """The plain text of it; empty where it has none."""
    part = answer.get_body(("plain",))
    return str(part.get_content()).strip() if part is not None else ""


@case(
    requirements=[f"{VACATION}/rfc3834", f"{VACATION}/isEnabled/off"], area="vacation", over=SET,
    needs=["smtp-sink", "mail-in"],
)  # fmt: skip
def who_writes_is_answered_once_and_programs_never(foo: Foo) -> None:
    """A person who writes gets one answer; a list, a program, and who writes while it is off, get none.

    Purpose: To see that no answer goes to thousands, or round in circles.
    Preconditions: --smtp-sink is the relay of the server, and it takes mail at --mail-in.
    Procedure: Write while it is off; switch it on; write twice from one address, then with List-Id, Precedence: bulk,
    and Auto-Submitted, each from another address; last, from one more person, and wait for that answer.
    Expected: One answer to the first person and to the last, with Auto-Submitted: auto-replied and In-Reply-To; none to
    the others.
    Why: Two programs that answer each other do not stop.
    """
    rule = f"{VACATION}/rfc3834"
    programs = {
        stranger(foo, "list"): "List-Id: <talk.example.net>", stranger(foo, "bulk"): "Precedence: bulk",
        stranger(foo, "auto"): "Auto-Submitted: auto-generated", stranger(foo, "reply"): "Auto-Submitted: auto-replied",
    }  # fmt: skip
    early, person, last = (stranger(foo, word) for word in ("early", "person", "last"))
    with sink(foo.server) as found:
        with away(foo, isEnabled=False, textBody="I am away."):
            write(foo, early)
        with away(foo, subject="Away", textBody="I am away."):
            write(foo, person)
            answer = answered(found, person, rule)
            equal(text_of(answer), "I am away.", "the text is another", about=rule)
            write(foo, person)
            for sender, field in programs.items():
                write(foo, sender, field)
            write(foo, last)
            answered(found, last, rule)
        equal(len(found.to(person)), 1, "one person got several answers", about=rule)
        equal([field for sender, field in programs.items() if found.to(sender)], [], "a program was answered",
              about=rule)  # fmt: skip
        equal(len(found.to(early)), 0, "there was an answer while it was off", about=f"{VACATION}/isEnabled/off")


@case(
    requirements=[f"{VACATION}/subject/null-is-chosen", f"{BODY}/null-is-made-from-html", f"{BODY}/both-null"],
    area="vacation", over=SET, needs=["smtp-sink", "mail-in"],
)  # fmt: skip
def what_is_null_is_made_up(foo: Foo) -> None:
    """Without a subject the server finds one; without a text it makes one from the HTML, or finds one.

    Purpose: To see that the answer can be read, whatever the user left out.
    Preconditions: --smtp-sink is the relay of the server, and it takes mail at --mail-in.
    Procedure: Switch it on with HTML alone, and write; then with nothing at all, and write from another address.
    Expected: A subject; a plain text with the words of the HTML and without its tags; then a plain text that says
    something.
    Why: An empty message looks like spam.
    """
    first, second = stranger(foo, "first"), stranger(foo, "second")
    with sink(foo.server) as found:
        with away(foo, htmlBody="<p>I am <b>climbing</b> until June.</p>"):
            write(foo, first)
            answer = answered(found, first, f"{BODY}/null-is-made-from-html")
        that(str(answer["Subject"] or "").strip(), "the answer has no subject", expected="a subject",
             about=f"{VACATION}/subject/null-is-chosen")  # fmt: skip
        text = text_of(answer)
        that("climbing" in text and "<" not in text, "the text is not that of the HTML", expected="its words",
             found=text, about=f"{BODY}/null-is-made-from-html")  # fmt: skip
        with away(foo):
            write(foo, second)
            answer = answered(found, second, f"{BODY}/both-null")
        that(text_of(answer), "the answer says nothing", expected="a text", found="", about=f"{BODY}/both-null")
