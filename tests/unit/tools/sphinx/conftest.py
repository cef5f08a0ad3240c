"""A small checkout with the nano protocol, drafts that a test writes, and the real docs/conf.py."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jmap_spec.problems import Problem
from jmap_spec.source import protocol
from jmap_spec.sphinx.rfcxml.assemble import Document
from jmap_spec.sphinx.rfcxml.serialize import serialize
from jmap_spec.sphinx.run import Build
from tests.nano.nano import ROOT, lay_out

FRONT = """\
---
draft:
  name: {name}
  title: Nano
  abbrev: Nano
  category: std
  ipr: trust200902
  submissionType: IETF
  workgroup: JMAP
  authors: [{{organization: JMAP Working Group, email: jmap@example.org}}]
  normative: [{normative}]
  informative: [{informative}]
---
# Nano

```{{abstract}}
What a test needs.
```

"""

REFERENCES = """\
RFC2119:
  title: Key words for use in RFCs to Indicate Requirement Levels
  authors: [{initials: S., surname: Bradner}]
  date: 1997-03
  series: {BCP: "14", RFC: "2119", DOI: 10.17487/RFC2119}
  target: https://www.rfc-editor.org/info/rfc2119
RFC8174:
  title: Ambiguity of Uppercase vs Lowercase in RFC 2119 Key Words
  authors: [{initials: B., surname: Leiba}]
  date: 2017-05
  series: {BCP: "14", RFC: "8174"}
RFC8620:
  title: The JSON Meta Application Protocol (JMAP)
  authors: [{initials: N., surname: Jenkins}, {initials: C., surname: Newman}]
  date: 2019-07
  series: {RFC: "8620"}
BCP14:
  group: [RFC2119, RFC8174]
  target: https://www.rfc-editor.org/info/bcp14
"""


class Checkout:
    """A root with the nano source, and what a test puts beside it."""

    def __init__(self, root: Path) -> None:
        self.root = lay_out(root)
        (root / "docs").mkdir()
        shutil.copy(ROOT / "docs" / "conf.py", root / "docs" / "conf.py")
        (root / "docs" / "_static").mkdir()
        (root / "docs" / "_static" / "jmap.css").write_text("")
        (root / "drafts").mkdir()
        (root / "drafts" / "references.yaml").write_text(REFERENCES)
        (root / "docs" / "drafts").symlink_to("../drafts")

    def draft(
        self, text: str, name: str = "draft-nano", normative: str = "", informative: str = "", **files: str
    ) -> None:
        """Write a draft of one file, or of one and others that its text has a toctree for."""
        folder = self.root / "drafts" / name
        folder.mkdir(exist_ok=True)
        front = FRONT.format(name=name, normative=normative, informative=informative)
        (folder / "index.md").write_text(front + text)
        for stem, more in files.items():
            (folder / f"{stem}.md").write_text(more)

    def line_of(self, words: str, file: str = "drafts/draft-nano/index.md") -> int:
        """Where something stands, so that no test counts lines."""
        lines = (self.root / file).read_text().splitlines()
        return next(number for number, line in enumerate(lines, 1) if words in line)

    def build(self, out: str = "build") -> tuple[list[Document], list[Problem]]:
        """The drafts as RFCXML."""
        running = Build(self.root, self.root / out, protocol(self.root), lambda *_: None, drafts_only=True)
        (self.root / out / "drafts").mkdir(parents=True, exist_ok=True)
        return running.drafts(), sorted({*running.problems})

    def said(self) -> list[str]:
        """What a build says, without hints."""
        return [str(p).split("\n")[0] for p in self.build()[1]]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    return Checkout(tmp_path)


@pytest.fixture(scope="session")
def make_checkout(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Checkout]:
    """For builds that many tests look at."""
    return lambda name: Checkout(tmp_path_factory.mktemp(name))


def sections(document: Document) -> dict[str, str]:
    """The content of each section, by its name, as it is written but for the indentation."""
    found = {}
    for section in document.rfc.iter("section"):
        lines = [line.strip() for line in serialize(section)[0].splitlines()[1:]]
        found["".join(section.find("name").itertext())] = "\n".join(lines[2:-1])
    return found
