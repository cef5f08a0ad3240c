"""The cases as data, from their docstrings: what ``jmap-conformance cases`` prints and ``data/cases.json`` holds."""

from __future__ import annotations

from typing import Any

from .case import Case
from .collect import all_cases, instances_of
from .manifest import Manifest


def documents(manifest: Manifest) -> list[dict[str, Any]]:
    """One row a case, in the order of the files; a template is one row, with every id that it has in ``instances``."""
    return [_document(case, manifest) for case in all_cases()]


def _document(case: Case, manifest: Manifest) -> dict[str, Any]:
    instances = list(instances_of([case], manifest))
    prefixes = {one.point.prefix for one in instances}
    prefix = prefixes.pop() if len(prefixes) == 1 and case.source.split("/")[0] != "standard" else ""
    if not prefix:
        verbs = {one.point.prefix.partition("/")[2] for one in instances}
        prefix = f"Foo/{verbs.pop()}" if len(verbs) == 1 else "Foo"
    return {
        "id": f"{prefix}/{case.name}",
        "title": case.title,
        "area": case.area,
        "requirements": list(case.requirements),
        "needs": list(case.needs),
        "documentation": {label.lower(): text for label, text in case.documentation.items()},
        "source": case.source,
        "instances": [one.id for one in instances],
    }
