"""Changes as a page that stands by itself: no script, no other file, for light and dark screens."""

from __future__ import annotations

from html import escape

from ..change import Change
from .groups import concerns, groups, summary

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --bad: light-dark(#b3261e, #ff8a80) }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.5rem } h2.breaking { color: var(--bad) }
nav ul { padding-left: 1.2rem }
article { border-top: 1px solid var(--line); padding: .7rem 0 }
h3 { font-size: 1rem; font-weight: normal; margin: 0 } p { margin: .2rem 0 }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
del { background: light-dark(#ffdad6, #5c1a16) } ins { background: light-dark(#d4f4d4, #1c4a22); text-decoration: none }
small { opacity: .75 }
"""


def as_html(old: str, new: str, changes: list[Change], breaking_only: bool = False) -> str:
    """The whole page; every change has its id as an anchor."""
    said = groups(changes)
    contents = "".join(
        f'<li><a href="#group-{number}">{escape(group.title)}</a> ({len(group.changes)})</li>'
        for number, group in enumerate(said)
    )
    body = "".join(
        f'<section><h2 id="group-{number}"{" class=breaking" if group.breaking else ""}>{escape(group.title)}</h2>'
        f"{''.join(map(_change, group.changes))}</section>\n"
        for number, group in enumerate(said)
    )
    title = f"{escape(old)} → {escape(new)}"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body><main><h1>{title}</h1>"
        f"<p>{escape(summary(old, new, changes, breaking_only))}</p>"
        f"{f'<nav aria-label=Contents><ul>{contents}</ul></nav>' if said else ''}\n{body}</main></body></html>\n"
    )


def _change(change: Change) -> str:
    who = concerns(change)
    anchor = escape(f"{change.subject}.{change.code}".replace("/", "."), quote=True)
    before = f"<p><del><code>{escape(change.before)}</code></del></p>" if change.before else ""
    after = f"<p><ins><code>{escape(change.after)}</code></ins></p>" if change.after else ""
    return (
        f'<article id="{anchor}"><h3><code>{escape(change.subject)}</code> {escape(change.what)}'
        f"{f' (for {escape(who)})' if who else ''}</h3>{before}{after}<p>{escape(change.why)}</p>"
        f"<p><small><code>{escape(change.code)}</code> · {escape(str(change.place))}</small></p></article>\n"
    )
