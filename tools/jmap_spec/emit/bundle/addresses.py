"""Where each definition lives: its file in the bundle and its ``$id``."""

from __future__ import annotations

from ...derive.origin import method_of, structure_of
from ...model import Protocol

#: Definitions with a file name of their own.
_TOP = {"Request.full": "request.json", "Response.full": "response.json"}


class Addresses:
    """The files and URIs of a protocol's definitions; both are stable as long as the version is."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        #: ``https://jmap-spec.example/0.1/``.
        self.base = f"{protocol.base.rstrip('/')}/{protocol.version}/"

    def path(self, name: str) -> str:
        """``types/mail/Mailbox.creation.json``, ``methods/Mailbox/get.request.json``, ``errors/set/forbidden.json``."""
        if name in _TOP:
            return _TOP[name]
        first, _, rest = name.partition(".")
        if first == "capability":
            return f"capabilities/{rest}.json"
        if first == "error":
            return f"errors/{rest.replace('.', '/', 1)}.json"
        if method := method_of(self.protocol, name):
            return f"methods/{method.type}/{rest}.json"
        structure = self.protocol.structures.get(first) or structure_of(self.protocol, name)
        return f"types/{structure.room if structure else 'core'}/{name}.json"

    def uri(self, name: str) -> str:
        """The ``$id`` of a definition."""
        return self.base + self.path(name)
