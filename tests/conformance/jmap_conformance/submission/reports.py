"""Reports that come back: what they change about the EmailSubmission that they are for (RFC 8621, Section 7)."""

from __future__ import annotations

from typing import Any

from ..case import case
from ..expect import equal, that
from ..foo import Foo
from ..mail_in import hand_over, report
from ..outcome import Broken, Unsupported
from ..sink import Mail, sink
from ..waiting import eventually
from .delivery import RULE, SET, STATUS, mail_to, sent, status_of, stranger

HIDDEN = f"{RULE}/reports-hidden-where-told"


class Reporter:
    """Hands in reports on one message, one after the other."""

    def __init__(self, foo: Foo, submission_id: str, mail: Mail, name: str) -> None:
        self.foo, self.id, self.mail, self.name = foo, submission_id, mail, name
        #: The subject of each, oldest first.
        self.marks: list[str] = []

    def hand_in(self, kind: str, recipient: str, said: str = "") -> dict[str, Any]:
        """The EmailSubmission after a report, once the server has it.

        Raises:
            Broken: the report is neither with the EmailSubmission nor an Email.
            Unsupported: it is an Email, and the server does not tell of reports.
        """
        mark = self.foo.unique("report")
        self.marks.append(mark)
        octets = report(kind, recipient, self.mail.octets, mark, envelope_id=self.mail.envelope_id, said=said,
                        to=self.mail.mail_from)  # fmt: skip
        hand_over(self.foo.server, "", self.mail.mail_from, octets)

        def told() -> bool:
            return len(self.foo.one(self.id)[self.name]) >= len(self.marks)

        if not eventually(self.foo.server, lambda: told() or bool(self._emails(mark))):
            raise Broken("a report was taken, and is neither with its EmailSubmission nor an Email",
                         requirements=(HIDDEN,), expected=f"a blob in {self.name}, or an Email",
                         found=self.foo.one(self.id))  # fmt: skip
        if not eventually(self.foo.server, told, 5):
            raise Unsupported(f"the server shows a report as an Email, and has no {self.name}")
        return self.foo.one(self.id)

    def _emails(self, mark: str) -> list[str]:
        emails = Foo(self.foo.server, "Email")
        return [str(one) for one in emails.call("query", {"filter": {"subject": mark}})["ids"]]

    def in_order(self, about: str) -> None:
        """That the blobs are the reports, oldest first."""
        ids = self.foo.one(self.id)[self.name]
        equal(len(ids), len(self.marks), "there are more blobs than reports", about=about)
        for blob_id, mark in zip(ids, self.marks, strict=True):
            octets = self.foo.server.download(self.foo.account_id, blob_id, content_type="message/rfc822").answer
            that(mark.encode() in octets, "the blobs are in another order, or not the reports", expected=mark,
                 found=octets.decode("utf-8", "replace")[:500], about=about)  # fmt: skip


@case(
    requirements=[f"{STATUS}/delivered/{word}" for word in ("dsn-delivered", "dsn-failed", "dsn-other")]
    + [f"{RULE}/dsnBlobIds/oldest-first", HIDDEN],
    area="delivery", over=SET, needs=["records", "smtp-sink", "mail-in"],
)  # fmt: skip
def reports_on_delivery_are_told(foo: Foo) -> None:
    """A report on delivery changes delivered of its recipient: delivered to yes, failed to no, others not at all.

    Purpose: To see that what comes back weeks of silence later is still understood.
    Preconditions: --smtp-sink is the relay of the server, and it takes mail at --mail-in.
    Procedure: Send to two; hand in reports, to the sender of the envelope: one that is delayed, one that is delivered,
    both on the first, and one that failed on the second.
    Expected: No change; yes; no, with the other status as before; dsnBlobIds with all three, in this order.
    Why: Reports are for programs; users do not read them.
    """
    one, two = stranger(foo, "one"), stranger(foo, "two")
    with sink(foo.server) as found:
        made = sent(foo, one, two)
        mail = mail_to(found, one, f"{RULE}/deliveryStatus/updated")
        before = {each: status_of(foo, made["id"], each)["delivered"] for each in (one, two)}
    reporter = Reporter(foo, made["id"], mail, "dsnBlobIds")
    for kind, recipient, said, change in (
        ("delayed", one, "451 4.4.1 Later", {}),
        ("delivered", one, "250 2.0.0 It is there", {one: "yes"}),
        ("failed", two, "550 5.1.1 Nobody of that name", {two: "no"}),
    ):
        before |= change
        statuses = reporter.hand_in(kind, recipient, said)["deliveryStatus"] or {}
        now = {each: row["delivered"] for each, row in statuses.items()}
        word = "other" if kind == "delayed" else kind
        equal(now, before, f"after a report of the kind {kind}, delivered is another",
              about=f"{STATUS}/delivered/dsn-{word}")  # fmt: skip
    reporter.in_order(f"{RULE}/dsnBlobIds/oldest-first")


@case(
    requirements=[f"{STATUS}/displayed/mdn-displayed", f"{RULE}/mdnBlobIds/oldest-first", HIDDEN],
    area="delivery", over=SET, needs=["records", "smtp-sink", "mail-in"],
)  # fmt: skip
def reports_on_display_are_told(foo: Foo) -> None:
    """A report on display makes displayed yes, for its recipient alone.

    Purpose: To see that a user learns that a message was opened.
    Preconditions: --smtp-sink is the relay of the server, and it takes mail at --mail-in.
    Procedure: Send to two; hand in a report on display of each, and look at displayed after the first.
    Expected: unknown for both; then yes for the first alone; mdnBlobIds with both, in order.
    Why: It is what such reports are asked for.
    """
    one, two = stranger(foo, "one"), stranger(foo, "two")
    about = f"{STATUS}/displayed/mdn-displayed"
    with sink(foo.server) as found:
        made = sent(foo, one, two)
        mail = mail_to(found, one, f"{RULE}/deliveryStatus/updated")
        before = {each: status_of(foo, made["id"], each)["displayed"] for each in (one, two)}
    equal(before, {one: "unknown", two: "unknown"}, "displayed is known before any report", about=about)
    reporter = Reporter(foo, made["id"], mail, "mdnBlobIds")
    for recipient, expected in ((one, {one: "yes", two: "unknown"}), (two, {one: "yes", two: "yes"})):
        statuses = reporter.hand_in("displayed", recipient)["deliveryStatus"] or {}
        equal({each: row["displayed"] for each, row in statuses.items()}, expected, "displayed is another", about=about)
    reporter.in_order(f"{RULE}/mdnBlobIds/oldest-first")
