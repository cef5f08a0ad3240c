"""Make concrete what the source declares: methods of each type, registries, shapes, definitions.

Pure: a protocol in, a protocol or schemas out. Knows RFC 8620, Section 5; no file, no output format.
"""

from __future__ import annotations

from dataclasses import replace

from ..model import Protocol
from .methods import concrete
from .registries import derived_registries

__all__ = ["derive"]


def derive(protocol: Protocol) -> Protocol:
    """The protocol with its concrete methods and the registries that follow from it."""
    methods = {m.name: m for m in concrete(protocol)}
    whole = replace(protocol, methods=methods)
    return replace(whole, registries={**derived_registries(whole), **protocol.registries})
