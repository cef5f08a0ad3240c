"""Build structures and their members, and collect the requirements said in descriptions."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from ..json_text import escape
from ..model import ABSENT, Member, Place, Requirement
from ..model.signature import NoSignature, is_nullable, signature_of
from ..problems import Problem
from ..prose import read
from ..spans import BCP14, WORD, level_of
from .files import Sources
from .refs import Names

_NOTES = ("property", "match", "enforcedBy", "limits", "header")


@dataclass
class Builder:
    """What building shares: the files, the names, and what has been found on the way."""

    sources: Sources
    names: Names
    requirements: dict[str, Requirement] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, place: Place, code: str, message: str, hint: str = "") -> None:
        self.problems.append(self.sources.problem(place.file, place.pointer, code, message, hint))

    def named(self, file: str, schema: Any) -> Any:
        """A copy of ``schema`` in which every ``$ref`` is the name of a definition."""
        if isinstance(schema, list):
            return [self.named(file, item) for item in schema]
        if not isinstance(schema, dict):
            return copy.copy(schema)
        made: dict[str, Any] = {}
        for key, value in schema.items():
            if key == "$ref":
                made[key] = self.names.of(file, value)
            elif key in ("properties", "patternProperties", "dependentSchemas"):
                made[key] = {name: self.named(file, item) for name, item in value.items()}
            elif key not in ("$defs", "$schema", "$comment"):
                made[key] = (
                    copy.deepcopy(value) if key in ("default", "const", "enum", "examples") else self.named(file, value)
                )
        return made

    def members(
        self, node: dict[str, Any], base: str, section: str, place: Place, into: str = "properties"
    ) -> tuple[Member, ...]:
        """The members that ``node`` declares; ids are ``base/name``."""
        required = node.get("required", [])
        return tuple(
            self.member(name, schema, f"{base}/{name}", name in required, section, _in(place, into, name))
            for name, schema in node.get(into, {}).items()
        )

    def member(self, name: str, raw: dict[str, Any], id: str, required: bool, section: str, place: Place) -> Member:
        schema = self.named(place.file, raw)
        said = schema.get("x-jmap", {})
        section = said.get("section", section)
        signature = self.signature(schema, place)
        self.spans(raw, id, section, place, nested=True)
        return Member(
            id=id,
            name=name,
            description=schema.get("description", ""),
            schema=schema,
            signature=signature,
            required=required,
            nullable=is_nullable(schema),
            default=schema.get("default", ABSENT),
            default_phrase=said.get("default", ""),
            server_set=said.get("serverSet", False),
            immutable=said.get("immutable", False),
            create_only=said.get("createOnly", False),
            derived=said.get("derived", False),
            unit=said.get("unit", ""),
            refers_to=_refers_to(schema),
            section=section,
            since=said.get("since", ""),
            capability=said.get("capability", ""),
            place=place,
            notes={key: said[key] for key in _NOTES if key in said},
        )

    def signature(self, schema: Any, place: Place) -> str:
        try:
            return signature_of(schema)
        except NoSignature as error:
            at = Place(place.file, place.pointer + error.pointer)
            self.problem(at, "signature/none", error.message, error.hint)
            return "*"

    def spans(self, node: dict[str, Any], subject: str, section: str, place: Place, nested: bool = False) -> None:
        """Collect the requirements of a node's description, and of descriptions inside it."""
        text = node.get("description", "")
        said = node.get("x-jmap", {})
        at = _in(place, "description")
        section = said.get("section", section)
        if text:
            carried = said.get("requirements", {})
            # Most descriptions have no such word, and need no parser.
            prose = read(text, subject) if "{#" in text or BCP14.search(text) else read("", subject)
            words = {span.word for span in prose.spans}
            for span in prose.spans:
                self.requirement(subject, span.word, span.text, carried.get(span.word, {}), section, at)
            for word in carried.keys() - words:
                hint = f"write [sentence]{{#{word}}} in the description, or remove the entry"
                self.problem(
                    _in(place, "x-jmap", "requirements", word),
                    "requirement/no-sentence",
                    f'no sentence is marked "{word}"',
                    hint,
                )
            for unmarked in prose.unmarked:
                self.problem(
                    at,
                    "requirement/unmarked",
                    f'"{unmarked.word}" stands in no requirement: “{unmarked.text}”',
                    "mark the sentence: [… MUST …]{#word}",
                )
        if nested:
            for key, inner in node.items():
                options = inner if isinstance(inner, list) else [inner]
                if key in ("items", "additionalProperties", "propertyNames", "anyOf", "oneOf", "allOf", "prefixItems"):
                    for index, option in enumerate(options):
                        if isinstance(option, dict):
                            tail = (str(index),) if isinstance(inner, list) else ()
                            self.spans(option, subject, section, _in(place, key, *tail), nested=True)

    def requirement(self, subject: str, word: str, text: str, said: dict[str, Any], section: str, place: Place) -> None:
        id = f"{subject}/{word}"
        level = level_of(text)
        if not level:
            self.problem(
                place,
                "requirement/no-level",
                f'"{word}" marks a sentence without a BCP 14 word',
                "say MUST, SHOULD or MAY, or remove the mark",
            )
            return
        if not WORD.match(word):
            self.problem(
                place,
                "requirement/word",
                f"{{#{word}}} is no word in kebab case",
                "use small letters, digits and single hyphens",
            )
        if id in self.requirements:
            other = self.requirements[id].place
            self.problem(
                place, "requirement/twice", f"the requirement {id} is also at {other}", "give one of them another word"
            )
            return
        binds = said.get("binds", "server")
        discharge = said.get("discharge") or default_discharge(binds)
        self.requirements[id] = Requirement(
            id,
            subject,
            word,
            level,
            text,
            binds,
            said.get("provenance", {}),
            said.get("policy", {}),
            discharge,
            said.get("section", section),
            place,
        )


def default_discharge(binds: str) -> dict[str, Any]:
    """How a requirement is discharged where the source does not say."""
    reasons = {
        "client": "It binds clients; the suite speaks to servers.",
        "registry": "It binds those who keep or ask for a registration.",
        "extension": "It binds the authors of extensions.",
    }
    return {"excluded": reasons[binds]} if binds in reasons else {"test": True}


def _in(place: Place, *tokens: str) -> Place:
    return Place(place.file, place.pointer + "".join(f"/{escape(token)}" for token in tokens))


def _refers_to(schema: Any) -> str:
    """The type whose ids a value is, or its items, or its keys."""
    if not isinstance(schema, dict):
        return ""
    if found := schema.get("x-jmap", {}).get("refersTo"):
        return found
    inner = [schema.get(key) for key in ("items", "propertyNames")] + schema.get("anyOf", [])
    return next((found for option in inner if (found := _refers_to(option))), "")
