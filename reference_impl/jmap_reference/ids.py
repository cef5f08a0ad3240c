"""Ids of new records."""

from __future__ import annotations

import secrets


def random_id(type_name: str) -> str:
    """A letter and 20 hexadecimal digits: no id is told from another by case alone, none looks like a number.

    RFC 8620, Section 1.2, recommends this much. 80 random bits do not meet twice.
    """
    # req: core/Id/defensive
    # req: core/Id/unique
    #   Within an account, the server MUST NOT give one id to two records of the same type.
    return type_name[0].lower() + secrets.token_hex(10)
