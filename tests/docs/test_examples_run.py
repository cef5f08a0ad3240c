"""Every `console` block of a guide is run, and what it says is what the guide shows; programs are run too.

A line ``$ command`` is run; the lines below it are its output, in which ``…`` stands for
anything. Blocks with a caption are files, which the commands find where they run.
``http://127.0.0.1:8620`` becomes the address of a demo server.
"""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys
from collections.abc import Callable

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs/guides").glob("*.md"))]
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.S | re.M)
JAVASCRIPT = re.compile(r"^```js\n(.*?)^```$", re.S | re.M)
FILE = re.compile(r"^```\{code-block\} \w+\n:caption: (\S+)\n(.*?)^```$", re.S | re.M)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.S | re.M)
MARK = "=-=-= end of output =-=-="


def steps(block: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output that it shows."""
    return [(m[1], m[2]) for m in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)]


def shown(expected: str) -> re.Pattern[str]:
    """The output as the page shows it, with … for anything; white space counts once."""
    parts = [r"\s+".join(map(re.escape, part.split())) for part in expected.split("…")]
    return re.compile(r"\s*" + r"[\s\S]*?".join(rf"\s*{part}\s*" if part else "" for part in parts) + r"\s*")


@pytest.mark.parametrize("page", [p for p in PAGES if CONSOLE.search(p.read_text())], ids=lambda p: p.stem)
@pytest.mark.usefixtures("build")
def test_examples_of(page: pathlib.Path, tmp_path: pathlib.Path, request: pytest.FixtureRequest) -> None:
    text = page.read_text()
    for entry in ROOT.iterdir():
        if not entry.name.startswith("."):
            (tmp_path / entry.name).symlink_to(entry)
    for name, content in FILE.findall(text):
        file = tmp_path / name.lstrip("/")  # a file of the system is shown, and not written
        assert not any(parent.is_symlink() for parent in file.parents if parent != tmp_path), f"{name} is ours"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)

    if "curl " in text:
        request.getfixturevalue("needs")("curl")
    wanted = [step for block in CONSOLE.findall(text) for step in steps(block)]
    script = "\n".join(f"{line}\n__code=$?; echo '{MARK}'; (exit $__code)" for line, _ in wanted)
    if "127.0.0.1:8620" in script:
        script = script.replace("http://127.0.0.1:8620", request.getfixturevalue("demo"))
    path = f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        ["bash"], input=script, cwd=tmp_path, env={**os.environ, "PATH": path, "COLUMNS": "200"}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False,
    )
    outputs = run.stdout.split(MARK + "\n")
    for (line, expected), output in zip(wanted, outputs, strict=False):
        assert shown(expected).fullmatch(output), f"$ {line}\nshows\n{expected}\nbut says\n{output}"
    assert len(outputs) == len(wanted) + 1


@pytest.mark.usefixtures("build")
def test_the_python_of_the_guide_for_implementers() -> None:
    for program in PYTHON.findall((ROOT / "docs/guides/implementers.md").read_text()):
        run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        assert "ids" in run.stdout


@pytest.mark.usefixtures("build")
def test_the_javascript_of_the_guide_for_implementers(needs: Callable[[str], str]) -> None:
    node = needs("node")
    if not (ROOT / "node_modules/ajv").is_dir():
        pytest.skip("NOT TESTED: ajv is not installed; run tools/install-system-packages")
    for program in JAVASCRIPT.findall((ROOT / "docs/guides/implementers.md").read_text()):
        command = [node, "--input-type=module", "--eval", program]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        assert "pattern" in run.stderr
