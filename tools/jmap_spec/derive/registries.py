"""The IANA registries that follow from the source: capabilities, error codes, data types."""

from __future__ import annotations

from ..model import Place, Protocol, Registry, RegistryEntry


def derived_registries(protocol: Protocol) -> dict[str, Registry]:
    """By name: ``capabilities``, ``errorCodes``, ``dataTypes``."""
    return {made.name: made for made in (_capabilities(protocol), _error_codes(protocol), _data_types(protocol))}


def _registry(
    name: str, title: str, description: str, columns: dict[str, str], entries: list[RegistryEntry]
) -> Registry:
    return Registry(
        f"core/registries/{name}",
        name,
        "core",
        title,
        description,
        columns,
        tuple(entries),
        "",
        Place("schemas/core"),
    )


def _capabilities(protocol: Protocol) -> Registry:
    columns = {
        "": "Capability Name",
        "intendedUse": "Intended Use",
        "changeController": "Change Controller",
        "reference": "Reference",
        "security": "Security and Privacy Considerations",
    }
    entries = [
        RegistryEntry(
            urn,
            {
                "intendedUse": row["intendedUse"],
                "changeController": row["changeController"],
                "reference": row.get("reference", c.section),
                "security": row["security"],
                "room": c.room,
            },
            c.place,
        )
        for c in protocol.capabilities.values()
        for urn, row in (*([(c.urn, c.registration)] if c.registration else []), *c.reserved.items())
    ]
    return _registry(
        "capabilities", "JMAP Capabilities", "What a server can be asked for in `using`.", columns, entries
    )


def _error_codes(protocol: Protocol) -> Registry:
    columns = {
        "": "JMAP Error Code",
        "intendedUse": "Intended Use",
        "changeController": "Change Controller",
        "reference": "Reference",
        "description": "Description",
    }
    entries: dict[str, RegistryEntry] = {}
    for error in sorted(protocol.errors, key=lambda e: e.code):
        # One row a code: one that stands on two levels is registered once (RFC 8620, Section 9.5).
        entries.setdefault(
            error.code,
            RegistryEntry(
                error.code,
                {
                    "intendedUse": error.intended_use,
                    "changeController": "IETF",
                    "reference": error.section,
                    "description": error.description,
                    "room": error.room,
                    "unregistered": error.unregistered,
                },
                error.place,
            ),
        )
    return _registry(
        "errorCodes", "JMAP Error Codes", "Every code that a JMAP error may carry.", columns, list(entries.values())
    )


def _data_types(protocol: Protocol) -> Registry:
    columns = {
        "": "Type Name",
        "blobs": "Can Reference Blobs",
        "stateChange": "Can Use for State Change",
        "capability": "Capability",
        "reference": "Reference",
    }
    entries = [
        RegistryEntry(
            s.name,
            {
                "blobs": "Yes" if s.row.blobs else "No",
                "stateChange": "Yes" if s.row.state_change else "No",
                "capability": protocol.capabilities[s.room].urn if s.room in protocol.capabilities else "",
                "reference": s.row.reference,
                "room": s.room,
            },
            s.place,
        )
        for s in protocol.structures.values()
        if s.row
    ]
    return _registry("dataTypes", "JMAP Data Types", "The types whose records methods act on.", columns, entries)
