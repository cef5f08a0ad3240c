"""Who took a message to deliver it, and cannot, tells its sender (RFC 5321, Section 6.1); and what senders ask to hear.

The reports go into the queue like any message, and reach the sender as those of other servers do: ``reports``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from ..store.outgoing import Address, Outgoing
from .notification import DELAYED, DELIVERED, FAILED, RELAYED, Fate, Notification
from .parameters import parameter
from .status import WAITING, Reply

DELAY: Final = 4 * 3600.0
"""Seconds until who asked for it is told that a message still waits."""

_ASKED: Final = {FAILED: "FAILURE", DELAYED: "DELAY", DELIVERED: "SUCCESS", RELAYED: "SUCCESS"}
"""The word of NOTIFY that asks for a report (RFC 3461, Section 4.1)."""

_TOLD: Final = "delayTold"
"""Beside ``email`` and ``parameters`` of a recipient in the queue: that the sender has heard of the delay."""


def action(reply: Reply, is_over: bool) -> str | None:
    """What has become of a message; None where whoever has it now is to tell. ``is_over``: it is not tried again."""
    if reply.is_success:
        return DELIVERED if reply.is_arrival else None if reply.will_report else RELAYED
    return DELAYED if reply.is_temporary and not is_over else FAILED


def wants(address: Address, told: str) -> bool:
    """Whether the sender is to hear of this; who asks for nothing hears of failures."""
    return _ASKED[told] in (parameter(address, "NOTIFY") or "FAILURE").upper().split(",")


def fates(message: Outgoing, replies: Mapping[str, Reply], now: float, is_over: bool) -> Iterator[Fate]:
    """What the sender is to hear now of the recipients who have a reply; ``is_over``: it is not tried again.

    To the null reverse-path nothing is reported, or reports would go round in circles.
    """
    if not message.mail_from["email"]:
        return
    for address in message.recipients:
        reply = replies.get(address["email"])
        if reply is None or reply == WAITING:
            continue
        told = action(reply, is_over)
        if told is None or not wants(address, told):
            continue
        if told == DELAYED and (now - message.since < DELAY or address.get(_TOLD)):
            continue
        yield Fate(address, told, reply)


def reports(message: Outgoing, found: Sequence[Fate], now: float, until: float, server: str) -> Iterator[Outgoing]:
    """The reports, one for all who have the same fate; ``server``: what this one calls itself."""
    sender: Address = {"email": message.mail_from["email"], "parameters": None}
    for _, alike in groupby(sorted(found, key=_action), _action):
        octets = Notification(message, list(alike), now, until, server).octets()
        nobody: Address = {"email": "", "parameters": None}
        yield Outgoing(message.account, "", nobody, [sender], octets, since=now, due=now)


def marked(recipients: Sequence[Address], found: Sequence[Fate]) -> list[Address]:
    """The recipients who are left in the queue, with who was told that they wait."""
    delayed = {fate.address["email"] for fate in found if fate.action == DELAYED}
    return [address | {_TOLD: True} if address["email"] in delayed else address for address in recipients]


def _action(fate: Fate) -> str:
    return fate.action
