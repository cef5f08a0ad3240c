"""A new case of the suite: what it is about comes from its requirements; what it does, its author writes.

As it is written it fails against every server, and says that it is not written: a case that passes before somebody
thought of what could go wrong would be worse than none.
"""

from __future__ import annotations

import re
import textwrap

from ..model import Protocol, Requirement
from ..spans import without_marks
from .wrong import WrongUse

FOLDER = "tests/conformance/jmap_conformance"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_WIDTH = 116


def files(whole: Protocol, path: str, ids: list[str]) -> dict[str, str]:
    """The module of ``ROOM/NAME``, with one case for the requirements ``ids``; raises WrongUse."""
    room, _, name = path.partition("/")
    rooms = sorted({*(capability.room for capability in whole.capabilities.values()), "standard"})
    if room not in rooms:
        raise WrongUse(f'there is no room "{room}" for cases; there are {", ".join(rooms)}')
    if not _NAME.match(name):
        raise WrongUse(f'"{name}" is no name of a case: the rule in kebab case, as in call-ids-come-back')
    if not ids:
        raise WrongUse("a case is about a requirement: say --requirement ID")
    for one in ids:
        _known(whole, one)
    return {f"{FOLDER}/{room}/{name.replace('-', '_')}.py": _module(name, [whole.requirements[one] for one in ids])}


def _known(whole: Protocol, id_: str) -> None:
    requirement = whole.requirements.get(id_)
    if requirement is None:
        near = id_.rpartition("/")[0] or "ID"
        raise WrongUse(f'there is no requirement "{id_}"; jmap-spec explain {near} may tell what was meant')
    if "test" not in requirement.discharge:
        [(how, why)] = requirement.discharge.items()
        raise WrongUse(f"{id_} is not discharged by a test, but by {how}: {why}")


def _module(name: str, requirements: list[Requirement]) -> str:
    said = [line for one in requirements for line in _commented(one)]
    rule = name.replace("-", " ").capitalize()
    ids = ", ".join(f'"{one.id}"' for one in requirements)
    decorator = f'@case(requirements=[{ids}], area="{_area(requirements[0])}")'
    if len(decorator) > _WIDTH:
        listed = "".join(f'        "{one.id}",\n' for one in requirements)
        decorator = f'@case(\n    requirements=[\n{listed}    ],\n    area="{_area(requirements[0])}",\n)'
    sections = sorted({one.section for one in requirements})
    return "\n".join([
        f'"""{rule} ({"; ".join(sections)})."""',
        "",
        "from __future__ import annotations",
        "",
        "from ..case import case",
        "from ..expect import that",
        "from ..server import Server",
        "",
        "",
        *said,
        decorator,
        f"def {name.replace('-', '_')}(server: Server) -> None:",
        f'    """{rule}.',
        "",
        "    Purpose: What is seen by it, and of which part of the requirement.",
        "    Preconditions: What has to work before: a login, a Mailbox that can be made.",
        "    Procedure: What is sent, in which order; refusal first, then the nearest thing that is allowed.",
        "    Expected: What a server answers that keeps the requirement.",
        "    Why: What a user notices of a server that does not.",
        '    """',
        '    that(False, "this case is not written yet")',
        "",
    ])  # fmt: skip


def _commented(requirement: Requirement) -> list[str]:
    text = f"{requirement.level}, {requirement.section}: {without_marks(requirement.text)}"
    return [f"# req: {requirement.id}", *(f"# {line}" for line in textwrap.wrap(text, _WIDTH))]


def _area(requirement: Requirement) -> str:
    """The verb or the type that a requirement is about, as cases call their areas."""
    words = requirement.subject.split("/")
    name = words[2] if words[1] == "standard" and len(words) > 2 else words[1]
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
