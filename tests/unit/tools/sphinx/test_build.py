"""``jmap-spec build``: what it makes, when it makes it again, and that it is always the same."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jmap_spec.cli import main
from jmap_spec.commands.build import build

from .conftest import Checkout

TEXT = """\
```{jmap:rest} core
```

```{jmap:rest} toys
```

## Words

```{jmap:about} core/words
```

[It MUST be said.]{#said} See {jmap:prop}`Cog/name`.
"""
INDEX = "# Site\n\n```{toctree}\n:glob:\n\ndrafts/*/index\nspec/*/index\nraw/index\n```\n"


@pytest.fixture(scope="module")
def built(make_checkout: Callable[[str], Checkout]) -> Checkout:
    os.environ["SOURCE_DATE_EPOCH"] = "1750000000"
    checkout = make_checkout("built")
    checkout.draft(TEXT, normative="RFC8620")
    (checkout.root / "docs" / "index.md").write_text(INDEX)
    assert build(checkout.root, checkout.root / "build", ["bundle", "drafts", "site"], quiet=True)[0] == 0
    yield checkout
    del os.environ["SOURCE_DATE_EPOCH"]


def everything(checkout: Checkout, out: str = "build") -> tuple[int, list[str]]:
    return build(checkout.root, checkout.root / out, ["bundle", "drafts", "site"], quiet=True)


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.is_file()}


def times(folder: Path) -> dict[str, int]:
    return {p.relative_to(folder).as_posix(): p.stat().st_mtime_ns for p in folder.rglob("*.html")}


def test_names_that_others_rely_on(built: Checkout) -> None:
    out = built.root / "build"
    assert {f"draft-nano-00.{e}" for e in ("xml", "txt", "html")} <= {p.name for p in (out / "drafts").iterdir()}
    assert (out / "site" / "index.html").is_file()
    assert (out / "site" / "objects.inv").is_file()
    assert (out / "bundle" / "manifest.json").is_file()


def test_a_page_for_each_capability_type_and_method(built: Checkout) -> None:
    spec = built.root / "build" / "site" / "spec"
    for page in (
        "toys/index",
        "toys/Cog",
        "toys/Cog/get",
        "toys/Cog/spin",
        "core/Request",
        "core/standard/get",
        "core/types",
        "core/errors",
        "toys/requirements",
    ):
        assert (spec / f"{page}.html").is_file(), page


def test_everything_is_found_by_name(built: Checkout) -> None:
    names = (built.root / "build" / "site" / "jmap-names.html").read_text()
    for link in (
        "spec/toys/Cog.html#toys.Cog.name",
        "spec/toys/Cog/spin.html#toys.Cog.spin.turns",
        "spec/core/errors.html#core.errors.method.requestTooLarge",
    ):
        assert f'href="{link}"' in names
    requirements = (built.root / "build" / "site" / "jmap-requirements.html").read_text()
    assert 'href="spec/toys/Cog.html#toys.Cog.name.unique"' in requirements
    assert "draft-nano/index.html#core.words.said" in requirements


def test_raw_schemas_link_to_the_pages_of_their_types(built: Checkout) -> None:
    raw = (built.root / "build" / "site" / "raw" / "toys" / "Cog.html").read_text()
    assert 'href="../../spec/core/types.html#core.Id"' in raw
    assert 'href="../../spec/toys/Cog.html#toys.Finish"' in raw


def test_nothing_changed_nothing_made_and_sphinx_is_not_even_imported(built: Checkout) -> None:
    said = (
        "import sys; from pathlib import Path; from jmap_spec.commands.build import build;"
        f"root = Path({str(built.root)!r});"
        "print(build(root, root / 'build', ['bundle', 'drafts', 'site'], quiet=True), 'sphinx' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "(0, []) False"


def test_two_builds_make_the_same_drafts(built: Checkout) -> None:
    assert everything(built, "other")[0] == 0
    assert digests(built.root / "other" / "drafts") == digests(built.root / "build" / "drafts")
    assert digests(built.root / "other" / "bundle") == digests(built.root / "build" / "bundle")


def edit(checkout: Checkout, description: str, name: str = "madeBy") -> Callable[[], int]:
    """Give a property another description; what undoes it."""
    path = checkout.root / "schemas" / "toys" / "Cog" / "Cog.json"
    before = path.read_text()
    cog = json.loads(before)
    cog["properties"][name]["description"] = description
    path.write_text(json.dumps(cog, indent=2, ensure_ascii=False) + "\n")
    return lambda: path.write_text(before)


def test_one_property_changed_only_its_pages_made(built: Checkout) -> None:
    site = built.root / "build" / "site"
    before = times(site)
    undo = edit(built, "Who has made it.")
    assert everything(built)[0] == 0
    changed = {page for page, time in times(site).items() if time != before.get(page) and "/" in page}
    undo()
    assert {"spec/toys/Cog.html", "drafts/draft-nano/index.html"} <= changed
    assert not any(
        page.startswith(("spec/core/", "spec/toys/Gear", "spec/toys/Cog/"))
        for page in changed - {"spec/core/index.html"}
    )
    assert "Who has made it." in (built.root / "build" / "drafts" / "draft-nano-00.txt").read_text()
    assert everything(built)[0] == 0
    assert "Who has made it." not in (built.root / "build" / "drafts" / "draft-nano-00.txt").read_text()


def test_a_code_that_no_registry_has_is_named_on_the_page_and_by_check(
    built: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    path = built.root / "schemas" / "core" / "errors.json"
    before = path.read_text()
    page = built.root / "build" / "site" / "spec" / "core" / "registries.html"
    assert "missing from the registry" not in page.read_text()
    path.write_text(
        before.replace('"description": "The JSON is', '"unregistered": "Nobody asked.", "description": "The JSON is')
    )
    assert everything(built)[0] == 0
    text = page.read_text()
    main(["--root", str(built.root), "check", "--source-only"])
    path.write_text(before)
    assert text.index("missing from the registry") < text.index("notRequest") < text.index("Nobody asked.")
    assert "  unregistered core/errors/request/notRequest: Nobody asked.\n" in capsys.readouterr().out
    assert everything(built)[0] == 0


def test_a_renamed_property_breaks_pages_that_did_not_change(
    built: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [
        built.root / "schemas" / "toys" / "Cog" / "Cog.json",
        *(built.root / "schemas/toys/Cog/examples").rglob("*.json"),
    ]
    before = {path: path.read_text() for path in paths}
    for path, text in before.items():
        path.write_text(text.replace('"name"', '"label"'))
    code = everything(built)[0]
    said = capsys.readouterr().err
    for path, text in before.items():
        path.write_text(text)
    assert code == 1
    line = built.line_of("Cog/name")
    assert f"drafts/draft-nano/index.md:{line}: error: there is no property Cog/name" in said
    assert everything(built)[0] == 0


def test_what_failed_fails_again_until_it_is_mended(built: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    undo = edit(built, "By {unknown}`x`.")
    said = []
    for _ in range(2):
        assert everything(built)[0] == 1
        said.append(capsys.readouterr().err)
    undo()
    assert said[0] == said[1]
    assert "schemas/toys/Cog/Cog.json" in said[0]
    assert everything(built)[0] == 0


def test_a_type_that_goes_takes_its_pages_along(built: Checkout) -> None:
    gear = built.root / "schemas" / "toys" / "Gear"
    kept = {p: p.read_text() for p in gear.rglob("*.json")}
    new = built.root / "schemas" / "toys" / "Wheel"
    new.mkdir()
    for path, text in kept.items():
        (new / path.name.replace("Gear", "Wheel")).write_text(text.replace("Gear", "Wheel"))
    try:
        assert everything(built)[0] == 0
        site = built.root / "build" / "site"
        assert (site / "spec" / "toys" / "Wheel.html").is_file()
        assert "Wheel" in (built.root / "build" / "drafts" / "draft-nano-00.txt").read_text()
    finally:
        for path in new.iterdir():
            path.unlink()
        new.rmdir()
    assert everything(built)[0] == 0
    assert not (site / "spec" / "toys" / "Wheel.html").exists()
    assert "Wheel" not in (site / "jmap-names.html").read_text()


def test_generated_pages_keep_out_of_git(built: Checkout) -> None:
    assert (built.root / "docs" / "spec" / "toys" / ".gitignore").read_text() == "*\n"
    assert (built.root / "docs" / "raw" / ".gitignore").read_text() == "*\n"


def test_wrong_use_is_told(
    built: Checkout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from jmap_spec.cli import main

    monkeypatch.chdir(built.root)
    assert main(["build", "draft"]) == 2
    assert "no product is called draft" in capsys.readouterr().err
