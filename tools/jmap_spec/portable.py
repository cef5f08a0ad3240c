"""Schemas that mean the same to every validator: what ``format`` and ``$`` say, said portably.

In JSON Schema 2020-12 ``format`` is an annotation: one validator asserts it, the next does not, a
third refuses to load it. jsonschema refuses a leap second and lets a final newline pass;
jsonschema-rs does neither; ajv knows no format at all without a plugin. A pattern has one meaning
everywhere, so nothing that leaves the source says ``format``.

Python reads ``$`` as "at the end, or before a final newline", so that ``^[a-z]+$`` accepts
``"abc\\n"``. ``$(?!\\n)`` is the end for Python too, and says nothing new to anybody else.

Patterns are ECMA 262 with the flag ``u``, without ``\\d \\w \\s \\p`` and without lookbehind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

# RFC 3339, Section 5.6. Each month has its own last day, and February 29 only comes in a leap year.
_DAY = (
    "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"
)
_OFFSET = "[+\\-](?:[01][0-9]|2[0-3]):[0-5][0-9]"
# A leap second is the last of a UTC day. With an offset it may end any minute of the local day that
# is 59 minutes past for somebody: the sum of time and offset is not checked.
_TIME = (
    f"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?(?:[Zz]|{_OFFSET})"
    f"|23:59:60(?:\\.[0-9]+)?[Zz]|(?:[01][0-9]|2[0-3]):[0-5][0-9]:60(?:\\.[0-9]+)?{_OFFSET})"
)

# RFC 3986, Appendix A; what stands in the brackets of an IPv6 literal is not taken apart.
_PCT = "%[0-9A-Fa-f]{2}"
_USER = f"(?:[A-Za-z0-9._~!$&'()*+,;=:\\-]|{_PCT})*@"
_LITERAL = "\\[(?:[0-9A-Fa-f:.]+|v[0-9A-Fa-f]+\\.[A-Za-z0-9._~!$&'()*+,;=:\\-]+)\\]"
_HOST = f"(?:{_LITERAL}|(?:[A-Za-z0-9._~!$&'()*+,;=\\-]|{_PCT})*)"
_PCHAR = f"(?:[A-Za-z0-9._~!$&'()*+,;=:@\\-]|{_PCT})"
_ABEMPTY = f"(?:/{_PCHAR}*)*"
_AUTHORITY = f"//(?:{_USER})?{_HOST}(?::[0-9]*)?{_ABEMPTY}"
_ABSOLUTE = f"/(?:{_PCHAR}+{_ABEMPTY})?"
_NOSCHEME = f"(?:[A-Za-z0-9._~!$&'()*+,;=@\\-]|{_PCT})+{_ABEMPTY}"
_TAIL = f"(?:\\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
_URI = f"[A-Za-z][A-Za-z0-9+.\\-]*:(?:{_AUTHORITY}|{_ABSOLUTE}|{_PCHAR}+{_ABEMPTY})?{_TAIL}"

# RFC 6570, Section 2.
_VARCHAR = f"(?:[A-Za-z0-9_]|{_PCT})"
_VARSPEC = f"{_VARCHAR}(?:\\.?{_VARCHAR})*(?::[1-9][0-9]{{0,3}}|\\*)?"

# RFC 5321, Section 4.1.2 (Mailbox).
_ATEXT = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-]+"
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9\\-]*[A-Za-z0-9])?"
_LOCAL = f'(?:{_ATEXT}(?:\\.{_ATEXT})*|"(?:[ !#-\\[\\]-~]|\\\\[ -~])*")'

FORMATS: dict[str, str] = {
    "date-time": f"^{_DAY}[Tt]{_TIME}$",
    "uri": f"^{_URI}$",
    "uri-reference": f"^(?:{_URI}|(?:{_AUTHORITY}|{_ABSOLUTE}|{_NOSCHEME})?{_TAIL})$",
    "uri-template": f"^(?:[^\\x00- \"'%<>\\\\^`{{|}}]|{_PCT}|\\{{[+#./;?&=,!@|]?{_VARSPEC}(?:,{_VARSPEC})*\\}})*$",
    "email": f"^{_LOCAL}@(?:{_LABEL}(?:\\.{_LABEL})*|\\[[!-Z^-~]+\\])$",
    "json-pointer": "^(?:/(?:[^~/]|~[01])*)*$",
}
"""By name of the format: the pattern of the strings that have it."""

#: Keywords whose value is data: "format" in there is no keyword.
_DATA = {"default", "const", "enum", "examples", "required", "dependentRequired"}
_MAPS = {"properties", "patternProperties", "dependentSchemas", "$defs"}
_TOKEN = re.compile(r"\\[\s\S]|[\s\S]")


def portable(schema: Any) -> Any:
    """A copy of ``schema`` without ``format``, each ``$`` the end for everybody. KeyError for an unknown format."""
    return _copied(schema, ended)


def without_formats(schema: Any) -> Any:
    """A copy of ``schema`` in which a pattern says what ``format`` said. KeyError for an unknown format."""
    return _copied(schema, lambda pattern: pattern)


def ended(pattern: str) -> str:
    """A pattern whose ``$`` is the end of the string everywhere."""
    said, in_class = [], False
    for match in _TOKEN.finditer(pattern):
        token = match.group()
        if in_class or token == "[":
            in_class = token != "]"
        said.append("$(?!\\n)" if token == "$" and not in_class else token)
    return "".join(said)


def _copied(schema: Any, write: Callable[[str], str]) -> Any:
    """A copy in which ``write`` has been over each pattern, those that say what a format said among them."""
    if isinstance(schema, list):
        return [_copied(item, write) for item in schema]
    if not isinstance(schema, dict):
        return schema
    copy: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "format" and "pattern" in schema:
            continue  # the second pattern gets a place of its own, below
        if key in ("pattern", "format"):
            copy["pattern"] = write(value if key == "pattern" else FORMATS[value])
        elif key in _MAPS:
            copy[key] = {
                write(name) if key == "patternProperties" else name: _copied(inner, write)
                for name, inner in value.items()
            }
        else:
            copy[key] = value if key in _DATA else _copied(value, write)
    if "pattern" in schema and "format" in schema:
        copy["allOf"] = [*copy.get("allOf", []), {"pattern": write(FORMATS[schema["format"]])}]
    return copy
