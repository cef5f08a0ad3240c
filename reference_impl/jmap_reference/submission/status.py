"""DeliveryStatus: what became of a message, for one recipient (RFC 8621, Section 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..store.values import Record

_DELIVERED: Final = {"2": "unknown", "4": "queued"}
"""By the first digit of a reply: another server that took a message may still fail to deliver it."""


@dataclass(frozen=True)
class Reply:
    """What was said of a recipient: ``250 2.1.5 Recipient OK``."""

    text: str
    #: It is where the recipient's mail is kept.
    is_arrival: bool = False
    #: The server that said it; empty for this one.
    remote: str = ""
    #: Whoever took it tells the sender what becomes of it, as far as that was asked for (RFC 3461, Section 5.2.1).
    will_report: bool = False

    @property
    def is_temporary(self) -> bool:
        """Whether to try again."""
        return self.text.startswith("4")

    @property
    def is_success(self) -> bool:
        return self.text.startswith("2")

    @property
    def status(self) -> Record:
        """The DeliveryStatus."""
        # req: submission/DeliveryStatus/delivered/relayed-is-not-delivered
        delivered = "yes" if self.is_arrival else _DELIVERED.get(self.text[:1], "no")
        return {"smtpReply": self.text, "delivered": delivered, "displayed": "unknown"}

    def given_up(self) -> Record:
        """The DeliveryStatus when there will be no other try."""
        return self.status | {"delivered": "no"}


# req: submission/DeliveryStatus/smtpReply/made-up-form
#   What it makes up MUST be a reply code of three digits (RFC 5321, Section 4.2.3), a space, an enhanced status code
#   (RFC 3463), a space, and a text that says more.
ARRIVED: Final = Reply("250 2.1.5 In the mailbox", is_arrival=True)
WAITING: Final = Reply("450 4.4.0 Waits for its first try")
UNKNOWN_USER: Final = Reply("550 5.1.1 There is no such user here")
BROKEN: Final = Reply("451 4.3.0 This server could not handle it")
NO_RELAY: Final = Reply("450 4.4.0 This server has no relay to send it through")


def is_final(status: Record) -> bool:
    """Whether the ``smtpReply`` of a DeliveryStatus is the last."""
    return status["delivered"] in ("yes", "no")


def one_line(code: int, lines: Sequence[str]) -> str:
    """A reply of SMTP as ``smtpReply`` has it; ``lines``: each without the code and what divides it from the text."""
    first, *later = [f"{code} {line}".strip() for line in lines] or [str(code)]
    said = [first]
    for line in later:
        shared = 0
        words, others = first.split(" "), line.split(" ")
        # Whole words: two lines may begin with the same letters by chance.
        while shared < min(len(words), len(others)) and words[shared] == others[shared]:
            shared += 1
        said.append(" ".join(others[shared:]))
    return " ".join(filter(None, said))


def merged(old: Mapping[str, Record] | None, new: Mapping[str, Record]) -> dict[str, Record]:
    """The deliveryStatus after news; whether a message was shown is no matter of delivery, and stays."""
    before = dict(old or {})
    return before | {
        address: status | {"displayed": before.get(address, status)["displayed"]} for address, status in new.items()
    }
