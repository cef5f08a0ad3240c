"""Identities: as whom a user can send (RFC 8621, Section 6)."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import set_
from ..generated import methods as tables
from ..standard.call import Call
from ..standard.patch import reset
from ..standard.records import Records
from ..standard.special import Special
from ..store.values import Account, Record
from .addresses import allowed_to, fits_any, is_address


class IdentitySpecial(Special):
    def complete(self, record: Record, account: Account) -> None:
        record.setdefault("mayDelete", True)

    def draft(self, call: Call, sent: Record) -> Record:
        # The address never changes. Whether the user may still send from it is asked whenever something is sent.
        email = sent["email"]
        if not is_address(email):
            raise set_.InvalidProperties("email is no address", properties=["email"])
        # req: submission/Identity/set/errors/forbiddenFrom/refused
        #   The server MUST refuse to create an Identity of an address from which the user may not send.
        if not fits_any(email, allowed_to(call.transaction, call.user)):
            raise set_.ForbiddenFrom(f"{call.user} may not send from {email}")
        return super().draft(call, sent)

    def check_destroy(self, call: Call, records: Records, record: Record) -> None:
        # req: submission/Identity/mayDelete/enforced
        #   The server MUST refuse to destroy an Identity of which this is false, with forbidden.
        if not record["mayDelete"]:
            raise set_.Forbidden("this Identity stays")


def provide(records: Records, account: Account, user: str, new_id: Callable[[str], str]) -> None:
    """Give an account that has no Identity yet one of its user's own address, which stays."""
    capability = tables.TYPES["Identity"].capability
    if not is_address(user) or account.is_read_only or not account.supports(capability) or records.count("Identity"):
        return
    identity: Record = {}
    for prop in tables.TYPES["Identity"].properties.values():
        reset(identity, prop)
    records.create("Identity", identity | {"id": new_id("Identity"), "email": user, "mayDelete": False})
