"""Why nothing is written."""

from __future__ import annotations


class WrongUse(Exception):
    """Nothing can be written; the message says why."""
