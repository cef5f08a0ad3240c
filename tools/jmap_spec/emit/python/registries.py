"""The values of registries that the source lists."""

from __future__ import annotations

import re

from ...model import Protocol
from ..text import docstring

DERIVED = {"capabilities", "errorCodes", "dataTypes"}


def registries_module(protocol: Protocol) -> str:
    """The text of ``registries.py``: a constant a registry, ``mailboxRoles`` → ``MAILBOX_ROLES``."""
    parts = [
        '"""Values that are registered, by registry."""\n\nfrom __future__ import annotations\n\n'
        "from typing import Final\n",
    ]
    for registry in protocol.registries.values():
        if registry.name not in DERIVED:
            rows = "".join(f"    {entry.value!r},\n" for entry in registry.entries)
            name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", registry.name).upper()
            about = docstring(registry.description, tail=f"{registry.section}.")
            parts.append(f"{name}: Final = frozenset({{\n{rows}}})\n{about}\n")
    return "\n".join(parts)
