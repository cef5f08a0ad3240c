"""A call without `accountId` is taken to be about the first account.

Breaks `core/standard/get/account-id-required`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import protocol
from ..generated import methods as tables
from ..store.interface import Account
from ..validation import DEFINITIONS


def plant() -> None:
    right = protocol.check_arguments

    def check_arguments(called: tables.Method, arguments: dict[str, Any], accounts: Mapping[str, Account]) -> None:
        if "accountId" in DEFINITIONS[called.request].get("properties", ()):
            arguments.setdefault("accountId", next(iter(accounts)))
        right(called, arguments, accounts)

    protocol.check_arguments = check_arguments
