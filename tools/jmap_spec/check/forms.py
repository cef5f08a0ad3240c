"""What is said of the form that a client sends, or a server, is said of properties that there are."""

from __future__ import annotations

from collections.abc import Iterator

from ..json_text import escape
from ..model import Place, Protocol
from ..problems import Problem
from ..validate.near import did_you_mean


def problems(protocol: Protocol) -> Iterator[Problem]:
    for structure in protocol.structures.values():
        names = {member.name for member in structure.properties}
        for form in ("creation", "record"):
            for name in structure.schema.get("x-jmap", {}).get(form, {}).get("properties", {}):
                if name not in names:
                    pointer = f"{structure.place.pointer}/x-jmap/{form}/properties/{escape(name)}"
                    yield Problem(
                        Place(structure.place.file, pointer),
                        "form/property",
                        f'{structure.name} has no property "{name}"',
                        did_you_mean(name, names) or f"it has {', '.join(sorted(names))}",
                    )
