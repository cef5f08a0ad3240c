"""How long builds take, measured on a copy of this repository.

What is compared is measured in turn, round by round, in one run, and the median is taken: seconds
differ between machines and days, ratios hardly.
"""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from page import ROOT, machine

LEFT_OUT = {".git", ".venv", ".venv-pdf", "build", "node_modules", "__pycache__"}
#: The property that is edited, and the word that its description gets.
EDITED = ("schemas/mail/Mailbox/Mailbox.json", "sortOrder")


class Copy:
    """A copy of the repository, with its own code and a folder build/ of its own."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.root = folder / "jmap-spec"
        shutil.copytree(ROOT, self.root, ignore=lambda _, names: LEFT_OUT.intersection(names), symlinks=True)
        code = [str(self.root / name) for name in ("tools", "reference_impl", "tests/conformance")]
        self.env = {**os.environ, "PYTHONPATH": os.pathsep.join(code), "SOURCE_DATE_EPOCH": "1767225600"}
        self.edits = 0

    def build(self, *what: str) -> None:
        """``jmap-spec build``; it has to succeed."""
        self._run([sys.executable, "-m", "jmap_spec.cli", "build", *what])

    def clean(self) -> None:
        shutil.rmtree(self.root / "build", ignore_errors=True)

    def edit(self) -> None:
        """Change the description of one property, each time to something new."""
        self.edits += 1
        file, name = EDITED
        path = self.root / file
        source = json.loads(path.read_text(encoding="utf-8"))
        member = source["properties"][name]
        member["description"] = member["description"].partition(" Edit ")[0] + f" Edit {self.edits}."
        path.write_text(json.dumps(source, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    def xml2rfc(self) -> None:
        """The xml2rfc command, once a draft, on the XML that the build left: text and HTML."""
        drafts = sorted((self.root / "build/drafts").glob("draft-*.xml"))
        assert drafts
        with tempfile.TemporaryDirectory() as out:
            for draft in drafts:
                program = pathlib.Path(sys.executable).parent / "xml2rfc"
                self._run([str(program), "--no-network", "--quiet", "--text", "--html", "--path", out, str(draft)])

    def _run(self, command: list[str]) -> None:
        run = subprocess.run(command, cwd=self.root, env=self.env, capture_output=True, text=True, check=False)
        if run.returncode:
            raise SystemExit(f"{' '.join(command)}\n{run.stdout}{run.stderr}")


def timed(what: Callable[[], None], before: Callable[[], None] = lambda: None) -> float:
    """How long ``what`` takes, in seconds; ``before`` is not counted."""
    before()
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def measure(copy: Copy, rounds: int) -> dict[str, float]:
    """Medians in seconds, by name."""
    copy.build()  # what is compiled and cached once is not part of any figure
    taken: dict[str, list[float]] = {}
    for number in range(1, rounds + 1):
        print(f"round {number} of {rounds}", file=sys.stderr)
        for name, seconds in (
            ("cold", timed(copy.build, copy.clean)),
            ("nothing", timed(copy.build)),
            ("property", timed(copy.build, copy.edit)),
            ("without drafts", timed(lambda: copy.build("bundle", "site"), copy.clean)),
            ("drafts", timed(lambda: copy.build("drafts"), copy.clean)),
            ("xml2rfc", timed(copy.xml2rfc)),
        ):
            taken.setdefault(name, []).append(seconds)
    return {name: statistics.median(values) for name, values in taken.items()}


def table(median: dict[str, float], rounds: int) -> str:
    """The figures as Markdown."""
    cold, reference = median["cold"], median["xml2rfc"]
    part = cold - median["without drafts"]
    rows = [
        ("cold build: drafts, site, bundle", cold, "1", "under 30 s"),
        ("no change", median["nothing"], f"{median['nothing'] / cold:.2f} of cold", "under 0.5 s"),
        ("one property changed", median["property"], f"{median['property'] / cold:.2f} of cold", "under 3 s"),
        ("the drafts' part of the cold build", part, f"{part / reference:.2f} of xml2rfc", "not above xml2rfc"),
        ("cold build of the drafts alone", median["drafts"], f"{median['drafts'] / reference:.2f} of xml2rfc", ""),
        ("the xml2rfc command on the same XML", reference, "1", ""),
    ]
    lines = [f"Median of {rounds} rounds; {machine()}.", ""]
    lines += ["| what | seconds | ratio | budget on 2 cores |", "|---|---|---|---|"]
    lines += [f"| {name} | {seconds:.2f} | {ratio} | {budget} |" for name, seconds, ratio, budget in rows]
    return "\n".join(lines) + "\n"


def run(rounds: int) -> str:
    """Measure; the table."""
    with tempfile.TemporaryDirectory(prefix="jmap-spec-benchmark-") as folder:
        return table(measure(Copy(pathlib.Path(folder)), rounds), rounds)
