"""What an instance is said to be: ``--as`` to the name of a definition."""

from __future__ import annotations

import difflib
from typing import Any

#: Whole messages, each Invocation held against its method.
WHOLE = {"Request": "Request.full", "Response": "Response.full"}
_HALVES = ("request", "arguments", "response")


class UnknownName(Exception):
    """No definition has that name; ``near`` has those that may have been meant."""

    def __init__(self, said: str, near: list[str]) -> None:
        super().__init__(said)
        self.said, self.near = said, near

    def __str__(self) -> str:
        return f'nothing is called "{self.said}"' + (f"; did you mean {', '.join(self.near)}?" if self.near else "")


def definition(said: str, definitions: dict[str, Any]) -> str:
    """The definition that ``Session``, ``Mailbox``, ``Mailbox.creation`` or ``Mailbox/get.request`` means.

    Raises UnknownName.
    """
    wanted = WHOLE.get(said, said).replace("/", ".")
    if wanted in definitions:
        return wanted
    choices = {public(name): name for name in definitions}
    starts = [shown for shown, name in choices.items() if name.startswith(wanted + ".")]
    folded = [shown for shown in choices if shown.casefold() == said.casefold()]
    close = difflib.get_close_matches(said, choices, 5, 0.6)
    raise UnknownName(said, list(dict.fromkeys(folded + starts[:8] + close))[:8])


def public(name: str) -> str:
    """How a definition is called on the command line: ``Mailbox/get.request``, ``Request``."""
    first, _, rest = name.partition(".")
    if name in WHOLE.values():
        return first
    verb, _, half = rest.partition(".")
    return f"{first}/{verb}.{half}" if half in _HALVES and first[:1].isupper() else name


def guess(instance: Any) -> str:
    """The definition that a whole message must be of; empty where nothing tells."""
    if not isinstance(instance, dict):
        return ""
    telling = (("Request.full", {"methodCalls"}), ("Response.full", {"methodResponses"}), ("Session", {"apiUrl"}))
    return next((name for name, members in telling if members <= set(instance)), "")
