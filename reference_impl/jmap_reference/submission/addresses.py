"""Addresses: what is one (RFC 5321, Section 4.1.2), and who may send from which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ..store.interface import Transaction

_ATOM: Final = r"(?:[!#$%&'*+/=?^_`{|}~0-9A-Za-z-]|[^\x00-\x9f\s])+"
_LABEL: Final = r"(?:[0-9A-Za-z]|[^\x00-\x9f\s])(?:(?:[0-9A-Za-z-]|[^\x00-\x9f\s])*(?:[0-9A-Za-z]|[^\x00-\x9f\s]))?"
_LOCAL: Final = rf'(?:{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*")'
_DOMAIN: Final = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[!-Z^-~]+\])"
_MAILBOX: Final = re.compile(rf"({_LOCAL})@({_DOMAIN})")

MAX_LOCAL: Final = 64
MAX_PATH: Final = 254
"""Octets of a local part, and of all: a path has 256 with its angle brackets (RFC 5321, Section 4.5.3.1)."""


def is_address(text: str) -> bool:
    """Whether mail can be sent to it: a local part and a domain, of any script, without angle brackets."""
    found = _MAILBOX.fullmatch(text)
    return found is not None and len(found[1].encode()) <= MAX_LOCAL and len(text.encode()) <= MAX_PATH


def same_key(address: str) -> str:
    """What two spellings of an address have in common: case does not count in a domain (RFC 5321, Section 2.4)."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def fits(address: str, allowed: str) -> bool:
    """Whether ``address`` is the one allowed, or any of the domain of ``*@domain``.

    Case does not count: this server has no two users who differ by it alone.
    """
    address, allowed = address.lower(), allowed.lower()
    if allowed.startswith("*@"):
        return address == allowed or (is_address(address) and address.rpartition("@")[2] == allowed[2:])
    return address == allowed


def allowed_to(transaction: Transaction, user: str) -> list[str]:
    """From where a user may send: the user's own address, then what was added."""
    return ([user] if is_address(user) else []) + transaction.addresses_of(user)


def fits_any(address: str, allowed: Iterable[str]) -> bool:
    return any(fits(address, each) for each in allowed)


def owners(transaction: Transaction, address: str) -> list[str]:
    """The users whose address it is, with or without a detail (RFC 5233: ``user+detail@example.com``).

    Where it is nobody's, those who have the whole domain.
    """
    local, _, domain = address.rpartition("@")
    plain = f"{local.partition('+')[0]}@{domain}"
    return transaction.users_at(address) or transaction.users_at(plain) or transaction.users_at(f"*@{domain}")
