"""Every message on the wire is held against the schemas: what the server sends, and what the suite is about to send.

A server's message that is invalid makes the running case fail, of the requirement that the schema rule stands for
(``discharge: {schema: "Id#pattern"}``) or, where there is none, of the requirement that there be such a message. A
property that the schema does not know is allowed; one that is nearly a known one which is missing is pointed out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, Literal

import jsonschema_rs

from .exchange import short
from .ijson import pointer
from .manifest import Manifest
from .nearmiss import NearMisses

#: What a message of each kind broke, where no rule of its own says more: it is not the message that it has to be.
KINDS: Final = {
    "Session": "core/Session/served",
    "UploadResponse": "core/UploadResponse/answered",
    "ProblemDetails": "core/ProblemDetails/api",
    "PushMessageHeaders": "push/PushMessageHeaders/body",
    "PushVerification": "push/PushMessageHeaders/body",
}
#: The same for every other: it stands in a Response.
RESPONSE: Final = "core/Response/as-json"
#: What it broke to be no I-JSON.
I_JSON: Final = "core/json/i-json"

#: Rules of shapes for which a requirement of a standard method speaks, by shape and keyword.
SHAPES: Final = {
    ("created", "required"): "core/standard/set/response/created/complete",
    ("partial", "required"): "core/standard/get/properties/id-always",
}


@dataclass(frozen=True)
class Finding:
    """Something wrong with a message."""

    kind: Literal["invalid", "near-miss"]
    message: str
    #: JSON Pointer into the message.
    pointer: str
    requirements: tuple[str, ...]
    #: What should have been an Id, where that is what is wrong.
    no_id: str = ""
    #: The method that the message answers, ``Mailbox/set``; empty for an error, and for what is no method response.
    method: str = ""

    def __str__(self) -> str:
        return f"{self.pointer or '(the whole)'}: {self.message}"


class Wire:
    """The validators, made when first needed."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._near = NearMisses(manifest.definitions)
        #: Strings that the server uses as ids though they are none. It has been told so where it gave them; where one
        #: comes again, or has to be sent back, that is no second fault, and none of the harness.
        self.no_ids: set[str] = set()

    def knows(self, definition: str) -> bool:
        return definition in self.manifest.definitions

    def valid(self, definition: str, value: Any) -> bool:
        """Whether ``value`` is a ``definition``; no definition of that name allows all."""
        return not self.knows(definition) or self._validator(definition).is_valid(self._excused(value))

    def findings(self, definition: str, value: Any, at: str = "") -> list[Finding]:
        """What is wrong with ``value`` as a ``definition``; ``at`` is the pointer to it in its message."""
        if not self.knows(definition):
            return []
        found: list[Finding] = []
        if definition == "Session":
            found += self._invalid(definition, value, at)
        elif not self.valid(definition, value):
            found += self._invalid(definition, self._excused(value), at)
        for where, unknown, known in self._near.of(definition, value):
            text = f"unknown property {unknown!r}: is {known!r} meant?"
            found.append(Finding("near-miss", text, at + pointer(where), (KINDS.get(definition, RESPONSE),)))
        return found

    def response_findings(self, message: Any) -> list[Finding]:
        """What is wrong with a Response object: first the envelope, then each response by its name."""
        found = self.findings("Response", message)
        if any(one.kind == "invalid" for one in found):
            return found
        for number, (name, arguments, _) in enumerate(message["methodResponses"]):
            at = f"/methodResponses/{number}/1"
            method = "" if name == "error" else name
            said = self.findings(self.response_definition(name, arguments), arguments, at)
            found += (replace(one, method=method) for one in said)
        if not found and not self.valid("Response.full", message):
            found += self._invalid("Response.full", self._excused(message), "")
        return found

    def response_definition(self, name: str, arguments: Any) -> str:
        """The definition of the arguments of a response of this name."""
        if name != "error":
            return name.replace("/", ".") + ".response"
        code = arguments.get("type") if isinstance(arguments, dict) else None
        special = f"error.method.{code}"
        return special if self.knows(special) else "MethodError"

    def _excused(self, value: Any) -> Any:
        """The value with an Id in the place of each of ``no_ids``."""
        if not self.no_ids:
            return value
        if isinstance(value, str):
            return "an-id" if value in self.no_ids else value
        if isinstance(value, list):
            return [self._excused(one) for one in value]
        if isinstance(value, dict):
            return {f"an-id{number}" if name in self.no_ids else name: self._excused(one)
                    for number, (name, one) in enumerate(value.items())}  # fmt: skip
        return value

    def _validator(self, definition: str) -> jsonschema_rs.Draft202012Validator:
        if definition not in self._validators:
            schema = {"$ref": f"#/$defs/{definition}", "$defs": self._closure(definition)}
            self._validators[definition] = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        return self._validators[definition]

    def _closure(self, definition: str) -> dict[str, Any]:
        made: dict[str, Any] = {}
        todo = [definition]
        while todo:
            name = todo.pop()
            if name not in made:
                made[name] = self.manifest.definitions[name]
                todo += references_in(made[name])
        return made

    def _invalid(self, definition: str, value: Any, at: str) -> Iterator[Finding]:
        for error in self._validator(definition).iter_errors(value):
            where = at + pointer(error.instance_path)
            inner = list(self._behind_null(error))
            if inner:
                for one in inner:
                    yield Finding("invalid", one.message, where + one.pointer, one.requirements, one.no_id)
                continue
            yield Finding(
                "invalid",
                f"{short(error.message, 300)} ({'/'.join(map(str, error.schema_path[1:]))})",
                where,
                self._broken(definition, error),
                id_in(error) if Rule.of(error).definition == "Id" else "",
            )

    def _broken(self, definition: str, error: jsonschema_rs.ValidationError) -> tuple[str, ...]:
        """The requirements that the broken rule of the schema stands for, else that of the whole message."""
        rule = Rule.of(error)
        found = tuple(one for base, words, one in self._rules if rule.is_named(base, words, one))
        if found:
            return found
        shape = SHAPES.get((rule.definition.partition(".")[2], rule.keyword))
        return (shape or KINDS.get(definition, RESPONSE),)

    def _behind_null(self, error: jsonschema_rs.ValidationError) -> Iterator[Finding]:
        """Of ``Foo|null``, what is wrong with a value as a Foo: the bare anyOf would not say it."""
        if error.schema_path[-1] != "anyOf" or error.instance is None:
            return
        schema: Any = self.manifest.definitions
        for part in error.schema_path[1:]:
            schema = schema[part]
        names = [option["$ref"].removeprefix("#/$defs/") for option in schema if "$ref" in option]
        if len(names) == 1 and {"type": "null"} in schema:
            yield from (one for one in self.findings(names[0], error.instance) if one.kind == "invalid")

    @cached_property
    def _rules(self) -> list[tuple[str, list[str], str]]:
        """What requirements say of the rule that discharges them, ``Mailbox#name/minLength``, taken apart."""
        made = []
        for requirement in self.manifest.requirements.values():
            base, _, words = str(requirement.discharge.get("schema", "")).partition("#")
            if words:
                made.append((base, words.split("/"), requirement.id))
        return made


@dataclass(frozen=True)
class Rule:
    """The rule of a schema that a value broke."""

    #: ``Mailbox.partial``.
    definition: str
    #: Where in the definition: ``["properties", "name", "minLength"]``.
    path: tuple[str, ...]
    #: The property that is missing, or empty.
    missing: str

    @classmethod
    def of(cls, error: jsonschema_rs.ValidationError) -> Rule:
        parts = [str(part) for part in error.schema_path]
        return cls(parts[1], tuple(parts[2:]), str(getattr(error.kind, "property", "") or ""))

    @property
    def keyword(self) -> str:
        return self.path[-1] if self.path else ""

    def is_named(self, base: str, words: list[str], requirement: str) -> bool:
        """Whether ``base#words`` names this rule: the words are on its path, in order, the last of them at its end.

        A requirement about a property (``core/Session/downloadUrl/…``) is about the rules of that property only, or
        about its being there.
        """
        if base not in (self.definition, self.definition.split(".")[0]) or not self.path or words[-1] != self.keyword:
            return False
        rest = iter(self.path)
        if not all(word in rest for word in words):
            return False
        subject = requirement.split("/")[-2]
        about_whole = subject in (base, base.split(".")[0], "capability") or subject == base.rpartition(".")[2]
        return about_whole or subject in self.path or subject == self.missing


def id_in(error: jsonschema_rs.ValidationError) -> str:
    """The string at fault, be it a value or the name of a member; empty where it is none."""
    inner = getattr(error.kind, "error", None)  # of propertyNames: what is wrong with the name
    value = inner.instance if inner else error.instance
    return value if isinstance(value, str) else ""


def references_in(schema: Any) -> Iterator[str]:
    """The names of the definitions that a schema refers to."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "$ref" and isinstance(value, str):
                yield value.removeprefix("#/$defs/")
            elif key not in ("const", "enum", "default", "examples"):
                yield from references_in(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from references_in(item)
