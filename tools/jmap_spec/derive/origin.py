"""From the name of a definition back to what it was made of: members, section, room."""

from __future__ import annotations

from ..model import Member, Method, Protocol, Structure


def members_of(protocol: Protocol, name: str) -> tuple[Member, ...]:
    """The properties or arguments that the definition ``name`` has in the source."""
    first, _, rest = name.partition(".")
    if first == "capability":
        capability = protocol.capabilities.get(rest.partition(".")[0])
        half = rest.rpartition(".")[2]
        return (capability.session if half == "session" else capability.account) if capability else ()
    if first == "error":
        error = protocol.error(*rest.split(".", 1))
        return error.members if error else ()
    if method := method_of(protocol, name):
        return method.responses if rest.endswith(".response") else method.arguments
    if rest == "FilterCondition":
        query = protocol.methods.get(f"{first}/query")
        return query.filter if query else ()
    structure = structure_of(protocol, name)
    return structure.properties if structure else ()


def section_of(protocol: Protocol, name: str) -> str:
    """The section of the published text that the definition restates; empty where none is known."""
    first, _, rest = name.partition(".")
    if first == "capability":
        capability = protocol.capabilities.get(rest.partition(".")[0])
        return capability.section if capability else ""
    if first == "error":
        error = protocol.error(*rest.split(".", 1))
        return error.section if error else ""
    if method := method_of(protocol, name):
        return method.section
    if rest in ("FilterCondition", "Filter") and (query := protocol.methods.get(f"{first}/query")):
        return query.section
    structure = structure_of(protocol, name)
    return structure.section if structure else ""


def method_of(protocol: Protocol, name: str) -> Method | None:
    """The method whose ``.request``, ``.arguments`` or ``.response`` the definition is."""
    first, _, rest = name.partition(".")
    return protocol.methods.get(f"{first}/{rest.partition('.')[0]}") if rest.count(".") == 1 else None


def structure_of(protocol: Protocol, name: str) -> Structure | None:
    """The structure that the definition is, or is a shape of."""
    first, _, rest = name.partition(".")
    if name == "IdOrCreationId":
        return protocol.structures.get("Id")
    return protocol.structures.get(rest if rest in ("FilterOperator", "Comparator") else first)
