"""DeliveryStatus (RFC 8621, Section 7)."""

from __future__ import annotations

import re

import pytest

from jmap_reference.submission import status
from jmap_reference.submission.status import Reply, merged, one_line


@pytest.mark.parametrize(
    ("code", "lines", "expected"),
    [
        (250, ["2.1.5 OK"], "250 2.1.5 OK"),
        (
            550,
            ["5.7.1 We think that this", "5.7.1 message is spam."],
            "550 5.7.1 We think that this message is spam.",
        ),
        (450, ["Come back", "later"], "450 Come back later"),
        (550, ["5.7.1 Thin", "5.7.1 This"], "550 5.7.1 Thin This"),
        (250, [], "250"),
        (250, [""], "250"),
    ],
)
def test_a_reply_becomes_one_line(code: int, lines: list[str], expected: str) -> None:
    assert one_line(code, lines) == expected


@pytest.mark.parametrize(
    ("text", "delivered", "is_temporary"),
    [("250 OK", "unknown", False), ("451 4.1.1 no", "queued", True), ("550 no", "no", False)],
)
def test_what_a_reply_means(text: str, delivered: str, is_temporary: bool) -> None:
    reply = Reply(text)
    assert reply.status == {"smtpReply": text, "delivered": delivered, "displayed": "unknown"}
    assert reply.is_temporary is is_temporary
    assert reply.given_up()["delivered"] == "no"


def test_only_what_is_here_is_delivered() -> None:
    assert status.ARRIVED.status["delivered"] == "yes"


@pytest.mark.parametrize("reply", [each for each in vars(status).values() if isinstance(each, Reply)])
def test_made_up_replies_have_the_form(reply: Reply) -> None:
    assert re.fullmatch(r"[245]\d\d [245]\.\d+\.\d+ \S.*", reply.text)


def test_news_leave_what_was_displayed() -> None:
    old = {"a@b": Reply("250 OK").status | {"displayed": "yes"}, "c@d": Reply("450 x").status}
    now = merged(old, {"a@b": status.ARRIVED.status})
    assert now == {"a@b": status.ARRIVED.status | {"displayed": "yes"}, "c@d": old["c@d"]}
    assert merged(None, {"a@b": status.ARRIVED.status}) == {"a@b": status.ARRIVED.status}
