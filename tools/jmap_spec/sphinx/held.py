"""The protocol of the build that runs, for everything that Sphinx calls.

Sphinx pickles its environment, so the protocol is not kept there: it is loaded once a process,
or handed in by whoever has it already.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..model import Protocol
from .names import Holder

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_held: dict[str, Holder] = {}


def hold(root: Path, protocol: Protocol) -> None:
    """Use ``protocol`` for the checkout at ``root`` from now on."""
    _held[str(root)] = Holder(protocol)


def held(env: BuildEnvironment) -> Holder:
    """The protocol and its names; loads them where nobody did."""
    root = str(env.config.jmap_root)
    if root not in _held:
        from ..source import protocol

        hold(Path(root), protocol(Path(root)))
    return _held[root]


def protocol_of(env: BuildEnvironment) -> Protocol:
    return held(env).protocol
