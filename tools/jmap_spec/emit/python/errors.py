"""Error classes: one a code, in a module a level."""

from __future__ import annotations

from ...model import ErrorCode, Protocol
from ..text import docstring

_BASES = {
    "request": (
        "RequestError",
        "The whole request is refused: an HTTP error with problem details (RFC 8620, Section 3.6.1).",
        "    #: HTTP status.\n    status: ClassVar[int]\n",
    ),
    "method": ("MethodError", 'One call is refused: an "error" response (RFC 8620, Section 3.6.2).', ""),
    "set": ("SetError", "One record of a call is refused: a SetError (RFC 8620, Section 5.3).", ""),
}


def errors_module(protocol: Protocol, level: str) -> str:
    """The text of ``errors/LEVEL.py``."""
    base, about, extra = _BASES[level]
    codes = [e for e in protocol.errors if e.level == level]
    parts = [
        f'"""Errors of {level} level."""\n\nfrom __future__ import annotations\n\n'
        "from typing import Any, ClassVar, Final\n",
        f'''class {base}(Exception):
    """{about}"""

    #: The value of ``type`` on the wire.
    type: ClassVar[str]
{extra}
    def __init__(self, description: str | None = None, **members: Any) -> None:
        super().__init__(description or self.type)
        #: For developers, not for users; may be None.
        self.description = description
        #: Further members of the error object.
        self.members = members
''',
        *(_class(error, base) for error in codes),
    ]
    rows = "".join(f"    {error.code!r}: {class_name(error.code)},\n" for error in codes)
    parts.append(f'BY_CODE: Final[dict[str, type[{base}]]] = {{\n{rows}}}\n"""By code."""\n')
    return "\n\n".join(parts)


def class_name(code: str) -> str:
    """``notJSON`` → ``NotJSON``."""
    return code[0].upper() + code[1:]


def _class(error: ErrorCode, base: str) -> str:
    members = "".join(f"\n\n``{m.name}: {m.signature}``: {m.description}" for m in error.members)
    lines = [
        f"class {class_name(error.code)}({base}):",
        f"    {docstring(error.description + members, '    ', tail=f'{error.section}.')}",
        "",
        f'    type = "{error.type}"',
    ]
    if error.level == "request":
        lines.append(f"    status = {error.status}")
    return "\n".join(lines) + "\n"
