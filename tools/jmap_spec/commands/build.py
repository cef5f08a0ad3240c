"""``jmap-spec build``: the drafts, the site and the bundle, from a source without problems.

What did not change is not made again: a build of nothing takes the time to read the source once.
"""

from __future__ import annotations

import argparse
import fcntl
import gc
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..problems import Problem
from ..sphinx import dates
from ..sphinx.stamp import CODE, Stamps, digest, inputs

if TYPE_CHECKING:
    from ..model import Protocol
    from ..sphinx.progress import Stages

PRODUCTS = ("bundle", "drafts", "site")


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("build", help="build the drafts, the site and the bundle")
    parser.add_argument("products", nargs="*", metavar="PRODUCT", help="bundle, drafts, site; default: all three")
    parser.add_argument("--out", type=Path, help="where to; default: build/ of the checkout")
    parser.add_argument("--quiet", action="store_true", help="say nothing but problems")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0: all is built. 1: the source, or what was made of it, has problems. 2: wrong use."""
    wanted = [p for p in PRODUCTS if p in args.products] or list(PRODUCTS)
    if unknown := [p for p in args.products if p not in PRODUCTS]:
        print(f"jmap-spec build: no product is called {unknown[0]}; there are {', '.join(PRODUCTS)}", file=sys.stderr)
        return 2
    out = (args.out or args.root / "build").resolve()
    started = time.monotonic()
    gc.disable()  # a short life with very many small objects: looking for cycles takes a fifth of it
    with _alone(out):
        code, made = build(args.root, out, wanted, args.quiet)
    if code == 0 and not args.quiet:
        _say(args.root, out, wanted, made, time.monotonic() - started)
    gc.freeze()  # nor is it worth to look for them at the end
    return code


def build(root: Path, out: Path, wanted: list[str], quiet: bool = False) -> tuple[int, list[str]]:
    """Exit code, and which products had to be made."""
    stamps = Stamps(out)
    date, source = dates.said(root)
    if source == dates.NOTHING and not quiet:
        print(f"the drafts are dated {date}: no SOURCE_DATE_EPOCH is set, and nothing is committed", file=sys.stderr)
    said = {p: inputs(root, p, str(date)) for p in wanted}
    needed = [p for p in wanted if not stamps.fresh(p, said[p])]
    if not needed:
        return 0, []
    for product in needed:
        stamps.drop(product)

    from ..sphinx.progress import Stages

    with Stages(quiet) as stages:
        stages.begin("Checking the source")
        from .check import checked

        protocol, problems = checked(root)
        if any(p.level == "error" for p in problems):
            needed = []  # nothing is made of a source that is wrong
        if "bundle" in needed:
            stages.begin("Writing the bundle")
            stamps.set("bundle", said["bundle"], _bundle(protocol, out / "bundle"))
        if {"drafts", "site"} & {*needed}:
            found, files = _documents(root, out, protocol, needed, stages)
            problems = [*problems, *found]
            if not any(p.level == "error" for p in problems):
                for product in ("drafts", "site"):
                    if product in needed:
                        stamps.set(product, said[product], files[product])
    return _report(problems), needed


def _bundle(protocol: Protocol, folder: Path) -> list[Path]:
    """Write the bundle; what it no longer has is removed."""
    from ..emit import bundle

    made = {folder / name: text for name, text in bundle.files(protocol).items()}
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
    for path in sorted(folder.glob("**/*"), reverse=True):
        if path.is_file() and path not in made:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    return list(made)


def _documents(
    root: Path, out: Path, protocol: Protocol, needed: list[str], stages: Stages
) -> tuple[list[Problem], dict[str, list[Path]]]:
    """Drafts and site; problems, and the files of each product."""
    _forget_if_code_changed(root, out)
    from ..sphinx.rfcxml.workers import Formats

    formats = Formats(out / "drafts", out / ".cache", dates.of_build(root))
    if "drafts" in needed:
        formats.warm()
    from ..sphinx.rfcxml.builder import place_of_line
    from ..sphinx.run import Build

    stages.begin("Reading drafts" if "site" not in needed else "Reading drafts and site")
    (out / "drafts").mkdir(parents=True, exist_ok=True)
    running = Build(root, out, protocol, stages.step, drafts_only="site" not in needed)
    files: dict[str, list[Path]] = {"drafts": [], "site": [out / "site" / "index.html"]}
    documents = []
    if "drafts" in needed:
        documents = running.drafts(formats.start)
    if "site" in needed:
        stages.begin("Writing the site")
        running.site()
    if documents:
        stages.begin("Typesetting the drafts")
        by_name = {d.name: d for d in documents}
        for name, messages in formats.wait().items():
            for message in messages:
                running.report(place_of_line(by_name[name], message.line), message.text, "xml2rfc")
        files["drafts"] = formats.files()
        _remove_others(out / "drafts", {d.name for d in documents})
    running.finish()
    return sorted({*running.problems}), files


def _forget_if_code_changed(root: Path, out: Path) -> None:
    """What Sphinx kept was made by other code: read everything again."""
    import shutil

    path = out / ".cache" / "code"
    now = digest(root, CODE)
    if path.is_file() and path.read_text("utf-8") == now:
        return
    for folder in ("all", "drafts"):
        shutil.rmtree(out / ".cache" / folder, ignore_errors=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(now, "utf-8")


def _remove_others(folder: Path, names: set[str]) -> None:
    """Files of drafts, or of revisions, that there are no more."""
    for path in folder.glob("draft-*"):
        if path.name.split(".")[0] not in names:
            path.unlink()


def _report(problems: list[Problem]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    errors = sum(p.level == "error" for p in problems)
    if errors:
        print(f"\n{errors} problem{'s' if errors != 1 else ''}", file=sys.stderr)
    return 1 if errors else 0


def _say(root: Path, out: Path, wanted: list[str], made: list[str], seconds: float) -> None:
    """Where everything is."""

    def shown(path: Path) -> str:
        return os.path.relpath(path, root) if path.is_relative_to(root) else str(path)

    lines = []
    if "drafts" in wanted:
        names = sorted({p.name.split(".")[0] for p in (out / "drafts").glob("draft-*.xml")})
        lines += [f"draft    {shown(out / 'drafts')}/{name}.{{xml,txt,html}}" for name in names]
    if "site" in wanted:
        lines.append(f"site     {shown(out / 'site' / 'index.html')}")
    if "bundle" in wanted:
        lines.append(f"bundle   {shown(out / 'bundle')}/")
    print("\n".join(lines))
    print(f"built {', '.join(made)} in {seconds:.1f} s" if made else f"nothing has changed ({seconds:.2f} s)")


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """One build at a time in one output folder; a second one waits."""
    (out / ".cache").mkdir(parents=True, exist_ok=True)
    with (out / ".cache" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
