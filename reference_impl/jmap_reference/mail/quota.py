"""How much mail an account may hold."""

from __future__ import annotations

from ..errors import set_
from ..standard.call import Call


def check_quota(call: Call, octets: int) -> None:
    """
    Raises:
        OverQuota: there is no room for another message of this size.
    """
    most = call.quotas.messages
    # req: mail/Email/import/errors/overQuota/refused
    if most is not None and call.transaction.octets_of(call.account.id) + octets > most:
        raise set_.OverQuota(f"the messages of an account have no more than {most} octets together")
