"""The bundle for implementers: plain JSON Schema 2020-12 files, each standing alone, and catalogues.

Every schema file has all that it needs under its own ``$defs``, says nothing but standard keywords,
and means the same to every validator: no ``format``, no ``$dynamicRef``, no vocabulary of ours.
"""

from __future__ import annotations

import hashlib
from typing import Any

from ...derive.definitions import definitions
from ...model import Protocol
from ..text import json_text
from .addresses import Addresses
from .catalogues import errors, examples, methods, properties, registries, requirements
from .schemas import standalone

__all__ = ["Addresses", "files"]


def files(protocol: Protocol) -> dict[str, str]:
    """The bundle, path to text."""
    table = definitions(protocol)
    addresses = Addresses(protocol)
    made: dict[str, Any] = dict(standalone(protocol, table, addresses))
    made |= {
        "requirements.json": requirements(protocol),
        "properties.json": properties(protocol),
        "methods.json": methods(protocol, addresses),
        "errors.json": errors(protocol, addresses),
        "registries.json": registries(protocol),
        "examples.json": examples(protocol),
    }
    texts = {path: json_text(value) for path, value in sorted(made.items())}
    return {**texts, "manifest.json": json_text(manifest(protocol, table, addresses, texts))}


def manifest(protocol: Protocol, table: dict[str, Any], addresses: Addresses, texts: dict[str, str]) -> dict[str, Any]:
    """What is in the bundle: the file of every definition, the hash of every file."""
    return {
        "$comment": "Made from schemas/ by jmap-spec build.",
        "version": protocol.version,
        "base": addresses.base,
        "definitions": {name: addresses.path(name) for name in sorted(table)},
        "files": {
            path: {"sha256": hashlib.sha256(octets).hexdigest(), "octets": len(octets)}
            for path, octets in ((path, text.encode()) for path, text in texts.items())
        },
    }
