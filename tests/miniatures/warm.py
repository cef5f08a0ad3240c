"""What each process of the matrix would do by itself, some hundred times, is done once before they are forked."""

from __future__ import annotations

import gc
from importlib import import_module
from typing import Final

from jmap_conformance.manifest import Manifest
from jmap_conformance.wire import Wire
from jmap_reference import language, validation

#: Modules that the libraries import when they are first used.
LATE: Final = (
    "cryptography.hazmat.backends.openssl.backend",
    "encodings.idna",
    "httpcore",
    "jmap_conformance.recipes.PushSubscription",
    "jmap_reference.imap.door",
    "uvicorn.lifespan.off",
    "uvicorn.loops.uvloop",
)


def warmed(manifest: Manifest) -> Wire:
    """Import what is imported late, and compile every schema, for the server and for the suite: its wire."""
    for name in LATE:
        import_module(name)
    language.translations()
    for definition in validation.DEFINITIONS:
        validation.validator(definition)
    wire = Wire(manifest)
    for definition in manifest.definitions:
        wire.valid(definition, None)
    # What is here by now stays: looking whether it could go would copy its pages into each process.
    gc.collect()
    gc.freeze()
    return wire
