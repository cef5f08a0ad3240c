"""What every command raises that cannot be carried out."""

from __future__ import annotations


class Refused(Exception):
    """The command cannot be carried out as it was given; the message says why and what to do."""
