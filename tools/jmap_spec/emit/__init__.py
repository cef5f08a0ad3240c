"""Outputs: each a pure function of the protocol, ``files(protocol) -> {path: text}``.

No emitter reads a file, sees another emitter, or resolves a reference to the source.
"""
