"""Everything that the extension registers, and what keeps an incremental build right."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import (
    cases,
    diagrams,
    directives,
    keywords,
    leads,
    listed,
    messages,
    needs,
    page_directive,
    pages,
    prose_directives,
)
from . import nodes as ours
from . import status as suite_status
from .domain import JmapDomain
from .held import protocol_of
from .parser import Parser
from .rfcxml import builder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: What the environment keeps between builds has this form.
ENVIRONMENT = 2


def setup(app: Sphinx) -> dict[str, Any]:
    app.setup_extension("myst_parser")
    app.add_source_parser(Parser, override=True)
    app.add_config_value("jmap_root", "", "env", (str,))
    # pages that had problems when they were last read, and have to say so again
    app.add_config_value("jmap_troubled", [], "", (list,))
    app.add_domain(JmapDomain)
    app.add_transform(keywords.MarkKeywords)
    spliced = (directives, page_directive, prose_directives, leads, listed, needs, cases, suite_status, diagrams)
    for part in (ours, *spliced, messages, builder):
        part.setup(app)
    app.connect("config-inited", _find_root)
    # the generated pages, and the form of those that show a raw schema
    app.add_config_value("jmap_pages", True, "", (bool,))
    app.add_config_value("jmap_raw_page", "", "env", (str,))
    app.connect("builder-inited", _write_pages)
    app.connect("env-get-outdated", _changed_splices)
    app.connect("env-updated", _pages_to_write_again)
    app.connect("env-check-consistency", _check)
    return {"version": "1", "env_version": ENVIRONMENT, "parallel_read_safe": True, "parallel_write_safe": True}


def _find_root(app: Sphinx, config: Any) -> None:
    if not config.jmap_root:
        config.jmap_root = str(Path(app.confdir).resolve().parent)


def _write_pages(app: Sphinx) -> None:
    """Before Sphinx looks which pages there are."""
    if app.config.jmap_pages:
        pages.write(protocol_of(app.env), Path(app.srcdir), app.config.jmap_raw_page)


def _jmap(env: BuildEnvironment) -> JmapDomain:
    domain = env.get_domain("jmap")
    assert isinstance(domain, JmapDomain)
    return domain


def _changed_splices(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Sequence[str]:
    """Pages that show what comes from many files, such as a registry, when it shows something else now."""
    from .watched import digests

    now = digests(protocol_of(env), env)
    spliced = _jmap(env).data["spliced"]
    before = {d: _jmap(env).targets_of(d) for d in env.found_docs} if env.all_docs else {}
    env.jmap_targets = before  # type: ignore[attr-defined]
    again = [d for d in app.config.jmap_troubled if d in env.found_docs]
    return again + [d for d, whats in spliced.items() if d in env.found_docs and now.differ(d, whats)]


def _pages_to_write_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Pages whose links lead elsewhere now, and pages that are older than their doctree.

    Another builder may have read a page since it was written: the two share what was read.
    """
    before = getattr(env, "jmap_targets", {})
    domain = _jmap(env)
    moved = [d for d in before if d in env.found_docs and domain.targets_of(d) != before[d]]
    if hasattr(env, "jmap_targets"):
        del env.jmap_targets
    return [*moved, *_older_than_doctree(app, env)]


def _older_than_doctree(app: Sphinx, env: BuildEnvironment) -> list[str]:
    target = getattr(app.builder, "get_output_path", None) or getattr(app.builder, "get_outfilename", None)
    if target is None:
        return []
    return [d for d in env.found_docs if _time(str(target(d))) < _time(str(env.doctreedir / f"{d}.doctree"))]


def _time(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0


def _check(_app: Sphinx, env: BuildEnvironment) -> None:
    _jmap(env).check_references()
