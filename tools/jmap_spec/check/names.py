"""Files are called what they define, and a data type's folder too."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Place, Protocol
from ..problems import Problem


def problems(protocol: Protocol) -> Iterator[Problem]:
    for structure in protocol.structures.values():
        if structure.kind not in ("data", "wire"):
            continue
        stem = structure.place.file.rpartition("/")[2].removesuffix(".json")
        if stem != structure.name:
            yield Problem(
                Place(structure.place.file, "/title"),
                "name/file",
                f'the title is "{structure.name}", the file says "{stem}"',
                "give both one name",
            )
    for type_name in protocol.declarations:
        if type_name not in protocol.structures:
            file = next(f for f in protocol.documents if f.endswith(f"/{type_name}/methods.json"))
            yield Problem(Place(file), "name/type", f"there is no {type_name}.json beside it", f"add {type_name}.json")
    for room in {file.split("/")[1] for file in protocol.documents} - {"vocabulary"}:
        if room not in protocol.capabilities:
            yield Problem(
                Place(f"schemas/{room}"),
                "name/room",
                f"the room {room} has no capability.json",
                "say which capability its types belong to",
            )
