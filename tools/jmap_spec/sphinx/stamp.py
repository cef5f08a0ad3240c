"""Whether anything changed since the last build that went well. Imports no Sphinx: it has to be quick.

A stamp is a digest of everything that a product is made from, and the files that were made. It is
written when a build had no problem, so a build that failed fails again, and says why again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

#: Where the suite says which cases it has.
_SUITE = "tests/conformance/jmap_conformance/data"
#: What each product is made from, below the root.
_INPUTS = {
    "bundle": ("schemas", "tools/jmap_spec"),
    "drafts": (
        "schemas",
        "drafts",
        "tools/jmap_spec",
        "docs/conf.py",
        "docs/measured",
        "docs/results",
        "requirements.txt",
        _SUITE,
    ),
    "site": (
        "schemas",
        "drafts",
        "docs",
        "tools/jmap_spec",
        "requirements.txt",
        _SUITE,
    ),
}
#: Folders that hold nothing of the source.
_SKIP = frozenset(("__pycache__", "published", "node_modules", ".git"))
CODE = ("tools/jmap_spec", "requirements.txt", "docs/conf.py")


def digest(root: Path, paths: Iterable[str], more: str = "") -> str:
    """Of the content of files and folders, and ``more``; of names too, so that a new file counts."""
    total = hashlib.sha256(more.encode())
    for path in paths:
        for file in _files(root / path):
            total.update(f"\0{file.relative_to(root).as_posix()}\0".encode())
            total.update(file.read_bytes())
    return total.hexdigest()


def inputs(root: Path, product: str, more: str) -> str:
    return digest(root, _INPUTS[product], f"{product} {more}")


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(f for f in folders if f not in _SKIP and not _generated(Path(folder) / f))
        yield from (Path(folder) / name for name in sorted(names) if not name.endswith((".pyc", "~", ".swp")))


def _generated(folder: Path) -> bool:
    """A folder of generated pages says so itself: its own .gitignore ignores everything."""
    marker = folder / ".gitignore"
    return marker.is_file() and marker.read_text("utf-8").strip() == "*"


class Stamps:
    """The stamps of one output folder."""

    def __init__(self, out: Path) -> None:
        self.path = out / ".cache" / "stamps.json"
        self.out = out
        try:
            self._known: dict[str, dict[str, object]] = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            self._known = {}

    def fresh(self, product: str, said: str) -> bool:
        """Whether the product was made from this, and is still there as it was made."""
        known = self._known.get(product, {})
        files = known.get("files", {})
        return (
            known.get("inputs") == said
            and isinstance(files, dict)
            and all(_size(self.out / name) == size for name, size in files.items())
        )

    def set(self, product: str, said: str, files: Iterable[Path]) -> None:
        sizes = {f.relative_to(self.out).as_posix(): _size(f) for f in files}
        self._known[product] = {"inputs": said, "files": sizes}
        self._write()

    def drop(self, product: str) -> None:
        if self._known.pop(product, None) is not None:
            self._write()

    def _write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self._known, indent=1), "utf-8")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
