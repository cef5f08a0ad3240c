"""Where a node comes from, as an editor knows it."""

from __future__ import annotations

import os
from pathlib import Path

from docutils import nodes
from docutils.utils import get_source_line

#: Where the description stands that is being parsed, ``""`` while prose is.
current = ""


def place_of(node: nodes.Node, root: Path) -> str:
    """``drafts/x/index.md:12``, ``schemas/mail/Mailbox/Mailbox.json#/properties/name``, or ``""``."""
    source, line = get_source_line(node)
    return said(source or "", line or 0, root)


def said(source: str, line: int, root: Path) -> str:
    """The place of a file, absolute or below the root, and a line or 0."""
    if not source:
        return ""
    if source.startswith("schemas/") or ".json#" in source:
        return below(source, root)
    path = below(source, root)
    return f"{path}:{line}" if line else path


def below(path: str, root: Path) -> str:
    """A path below ``root``, links followed: ``docs/drafts`` leads to ``drafts``."""
    if ".json#" in path and (at := path.rfind("/schemas/", 0, path.index(".json#"))) >= 0:
        # Sphinx takes the place of a definition for a path below the working directory
        return path[at + 1 :]
    if not os.path.isabs(path):
        return path
    for base in (str(root), os.path.realpath(root)):
        if path.startswith(base + os.sep):
            path = path[len(base) + 1 :]
            break
    return path.removeprefix("docs/") if path.startswith("docs/drafts/") else path


def put(node: nodes.Element, place: str) -> None:
    """Say that ``node`` and all below it come from ``place``."""
    for child in node.findall():
        child.source, child.line = place, None
