"""One method call: its arguments, and all that a method may use to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..blobs import readable
from ..errors import method
from ..generated import methods as tables
from ..limits import Limits, Quotas
from ..sharing import SharedRecords
from ..store.interface import Transaction
from ..store.values import Account, Record
from .records import Records, Specials, special_of
from .special import Special


@dataclass
class Call:
    """What a method is given. It answers with the arguments of its response, or raises a MethodError."""

    method: tables.Method
    #: Resolved, valid, with defaults in place.
    arguments: dict[str, Any]
    user: str
    #: Those that the user can use, by id.
    accounts: Mapping[str, Account]
    transaction: Transaction
    specials: Specials
    limits: Limits
    #: Of the whole request: creation id to id.
    created_ids: dict[str, str]
    #: Seconds since 1970.
    now: float
    #: An id that no record of a type has had; ``take_id`` for whoever creates one.
    new_id: Callable[[str], str]
    #: Ids of records whose creation was undone.
    spare_ids: list[str] = field(default_factory=list)
    #: Responses of implicit calls, which come after this one's.
    also: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    quotas: Quotas = field(default_factory=Quotas)
    #: Digest of the token that the user showed; None for the password.
    token: bytes | None = None
    _records: dict[str, Records] = field(default_factory=dict)

    @property
    def type(self) -> tables.DataType:
        return tables.TYPES[self.method.type]

    @property
    def special(self) -> Special:
        return special_of(self.specials, self.method.type)

    @property
    def account(self) -> Account:
        return self.accounts[self.arguments["accountId"]]

    @property
    def records(self) -> Records:
        return self.records_of(self.account)

    def records_of(self, account: Account) -> Records:
        if account.key not in self._records:
            self._records[account.key] = self._open(account)
        return self._records[account.key]

    def _open(self, account: Account) -> Records:
        whole = Records(self.transaction, account.id, self.specials, self.now)
        if not account.view:
            return whole
        return SharedRecords(whole, next(view for view in whole.views if view.account == account.view))

    def permit(self, old: Record | None, new: Record | None) -> None:
        """Whether the user has the rights that a creation (no ``old``), update or destruction (no ``new``) takes.

        Raises:
            SetError: no.
        """
        # Whoever has the whole account may do anything in it.
        if self.account.view:
            self.special.permit(self, old, new)

    def blob(self, id: str, account: Account | None = None) -> bytes | None:
        """The octets of a blob that the user may read."""
        return readable(self.transaction, account or self.account, self.user, id)

    def from_account(self) -> Account:
        """The account that a copy reads.

        Raises:
            InvalidArguments: it is the one written to.
            FromAccountNotFound: the user has no such account.
            FromAccountNotSupportedByMethod: the account does not have the capability of the method.
        """
        from_id = self.arguments["fromAccountId"]
        # clarification 12
        # req: core/standard/copy/accountId/same-account
        #   A call in which both are the same MUST be answered with invalidArguments.
        if from_id == self.arguments["accountId"]:
            raise method.InvalidArguments("fromAccountId and accountId are the same")
        # req: core/errors/method/fromAccountNotFound/answered
        #   The server MUST answer this to a call that names such an account.
        if from_id not in self.accounts:
            raise method.FromAccountNotFound()
        if not self.accounts[from_id].supports(self.method.capability):
            raise method.FromAccountNotSupportedByMethod()
        return self.accounts[from_id]

    def take_id(self) -> str:
        """The id of the next record that is created."""
        return self.spare_ids.pop(0) if self.spare_ids else self.new_id(self.type.name)

    def present(self, record: Record, account: Account | None = None) -> Record:
        """A whole record as the user sees it, its properties in the order of the type."""
        whole = self.special.present(record, account or self.account)
        return {name: whole[name] for name in self.type.properties if name in whole}

    def implicit(self, name: str, arguments: dict[str, Any]) -> Call:
        """A call that this one makes: same user, same transaction."""
        called = tables.METHODS[name]
        return replace(self, method=called, arguments={**called.defaults, **arguments}, spare_ids=[], also=[])

    def settle(self) -> None:
        for records in self._records.values():
            records.settle()
