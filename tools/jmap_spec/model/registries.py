"""Capabilities and registries."""

from __future__ import annotations

from dataclasses import dataclass

from .members import Member, Place


@dataclass(frozen=True)
class Capability:
    """What a room adds to a server, and what its entry in the Session says."""

    #: ``mail/capability``.
    id: str
    room: str
    urn: str
    title: str
    description: str
    order: int
    #: Properties of the value in Session.capabilities.
    session: tuple[Member, ...]
    #: Properties of the value in accountCapabilities.
    account: tuple[Member, ...]
    #: ``intendedUse``, ``changeController``, ``reference``, ``security``; empty for a room that shares a urn.
    registration: dict[str, str]
    #: The same for URNs that the room registers and no server advertises.
    reserved: dict[str, dict[str, str]]
    section: str
    place: Place


@dataclass(frozen=True)
class RegistryEntry:
    value: str
    #: Column member to text.
    cells: dict[str, str]
    place: Place


@dataclass(frozen=True)
class Registry:
    """A table of registered values, listed in the source or derived from it."""

    #: ``core/registries/capabilities``.
    id: str
    name: str
    room: str
    title: str
    description: str
    #: Column member to heading, in order; the value itself is the first, under ``""``.
    columns: dict[str, str]
    entries: tuple[RegistryEntry, ...]
    section: str
    place: Place
