"""The one VacationResponse of an account, which is always there (RFC 8621, Section 8)."""

from __future__ import annotations

from typing import Final

from ..generated import methods as tables
from ..standard.special import Special
from ..store.values import Record

SINGLETON: Final = tables.TYPES["VacationResponse"].singleton


class VacationResponseSpecial(Special):
    # req: vacationresponse/VacationResponse/exactly-one
    #   An account MUST have exactly one.
    # req: vacationresponse/VacationResponse/id/singleton
    #   It MUST be singleton.
    always: Record | None = dict.fromkeys(tables.TYPES["VacationResponse"].properties) | {
        "id": SINGLETON,
        "isEnabled": False,
    }
