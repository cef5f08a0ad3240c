"""The requirements that the prose of the drafts makes, with what requirements.yaml says of them."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from ..model import Place, Protocol, Requirement
from ..problems import Problem, SourceBroken
from ..prose import problems as prose_problems
from ..prose import requirements_in
from ..spans import level_of
from .members import default_discharge


def prose_files(root: Path) -> list[Path]:
    """Every Markdown file of every draft, in order; submitted revisions apart."""
    return [p for p in sorted((root / "drafts").glob("*/**/*.md")) if "published" not in p.relative_to(root).parts]


def with_prose(protocol: Protocol, root: Path) -> Protocol:
    """The protocol with the requirements of the drafts' prose.

    Raises :class:`~jmap_spec.problems.SourceBroken` for spans without a subject, ids that
    stand twice, words outside of spans, and metadata for requirements that do not exist.
    """
    found: list[Problem] = []
    requirements = dict(protocol.requirements)
    for draft in sorted({path.relative_to(root).parts[1] for path in prose_files(root)}):
        said = _metadata(root, draft, protocol, found)
        own: dict[str, Requirement] = {}
        for path in prose_files(root):
            file = path.relative_to(root).as_posix()
            if not file.startswith(f"drafts/{draft}/"):
                continue
            text = path.read_text("utf-8")
            found += prose_problems(text, Place(file))
            for span in requirements_in(text, file):
                place = Place(file, "", span.line)
                if other := requirements.get(span.id) or own.get(span.id):
                    found.append(
                        Problem(
                            place,
                            "requirement/twice",
                            f"the requirement {span.id} is also at {other.place}",
                            "give one of them another word",
                            line=span.line,
                        )
                    )
                    continue
                own[span.id] = _requirement(span.subject, span.word, span.text, said.get(span.id, {}), place)
        for id in said.keys() - own.keys():
            near = difflib.get_close_matches(id, own, 1)
            hint = f"did you mean {near[0]}?" if near else "remove the entry, or mark the sentence in the prose"
            found.append(
                Problem(
                    Place(f"drafts/{draft}/requirements.yaml"),
                    "requirement/no-sentence",
                    f"no sentence of this draft is {id}",
                    hint,
                )
            )
        requirements.update(own)
    if found:
        raise SourceBroken(found)
    return replace(protocol, requirements=requirements)


def _requirement(subject: str, word: str, text: str, said: dict[str, Any], place: Place) -> Requirement:
    binds = said.get("binds", "server")
    return Requirement(
        f"{subject}/{word}",
        subject,
        word,
        level_of(text),
        text,
        binds,
        said.get("provenance", {}),
        said.get("policy", {}),
        said.get("discharge") or default_discharge(binds),
        said.get("section", ""),
        place,
    )


def _metadata(root: Path, draft: str, protocol: Protocol, found: list[Problem]) -> dict[str, dict[str, Any]]:
    path = root / "drafts" / draft / "requirements.yaml"
    if not path.is_file():
        return {}
    place = Place(path.relative_to(root).as_posix())
    try:
        said = yaml.safe_load(path.read_text("utf-8")) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        found.append(
            Problem(
                Place(place.file, "", line),
                "yaml/syntax",
                str(getattr(error, "problem", error)),
                "mend the YAML",
                line=line,
            )
        )
        return {}
    if not isinstance(said, dict):
        found.append(
            Problem(
                place,
                "yaml/form",
                "it is no mapping of ids",
                "write the full id of a requirement, then what it carries",
            )
        )
        return {}
    meta = protocol.documents["schemas/vocabulary/x-jmap.json"]
    validator = jsonschema_rs.Draft202012Validator({**meta["$defs"]["requirement"], "$defs": meta["$defs"]})
    for id, entry in said.items():
        for breach in validator.iter_errors(entry):
            found.append(
                Problem(
                    place, "vocabulary", f"{id}: {breach.message}", "see schemas/vocabulary/x-jmap.json, requirement"
                )
            )
    return {id: entry for id, entry in said.items() if isinstance(entry, dict)}
