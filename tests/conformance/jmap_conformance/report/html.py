"""The report as one page that needs nothing else: cases, filtered by outcome, area and text; exchanges folded in.

Everything is in the page without its script; the script only hides rows, and lays JSON out where it is unfolded.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any, Final

from .summary import left_line, stale_line

TEMPLATE: Final = Path(__file__).parent / "page.html"


def page(report: dict[str, Any]) -> str:
    """The HTML text."""
    rows, summary = report["results"], report["summary"]
    outcomes = [one for one in ("fail", "blocked", "error", "warn", "pass", "unsupported", "disabled") if summary[one]]
    boxes = "".join(
        f'<label class="{one}"><input type="checkbox" name="outcome" value="{one}" checked> '
        f"{one} {summary[one]}</label>"
        for one in outcomes
    )
    areas = "".join(
        f'<option value="{escape(one)}">{escape(one)}</option>' for one in sorted({row["area"] for row in rows})
    )
    notes = [f"stale: {stale_line(entry)}" for entry in summary["stale"]]
    notes += [f"left behind: {left_line(summary['left_behind'])}"] if summary["left_behind"] else []
    notes += [f"the run did not get through: {summary['trouble']}"] if summary["trouble"] else []
    order = {
        one: number
        for number, one in enumerate(("fail", "error", "blocked", "warn", "pass", "unsupported", "disabled"))
    }
    ordered = sorted(rows, key=lambda row: (order[row["outcome"]], row["area"], row["id"]))
    values = {
        "title": escape(f"Conformance of {report['server']['url']}"),
        "facts": _facts(report),
        "boxes": boxes,
        "areas": areas,
        "notes": "".join(f"<p class=note>{escape(one)}</p>" for one in notes),
        "rows": "".join(_row(row, report) for row in ordered),
    }
    text = TEMPLATE.read_text("utf-8")
    for name, value in values.items():
        text = text.replace(f"<!--{name}-->", value)
    return text


def _facts(report: dict[str, Any]) -> str:
    said, server = report["summary"], report["server"]
    facts = {
        "Server": server["url"] + (f" ({server['software']})" if server["software"] else ""),
        "Capabilities": ", ".join(server["capabilities"]),
        "Started": report["started"],
        "Suite": f"{report['suite']['name']} {report['suite']['version']}, source {report['suite']['source']}",
        "Cases": f"{said['total']} in {said['duration']} s",
    }
    return "".join(f"<dt>{escape(name)}<dd>{escape(str(value))}" for name, value in facts.items())


def _row(row: dict[str, Any], report: dict[str, Any]) -> str:
    outcome = row["outcome"]
    known = f" (expected: {row['expected_failure']})" if "expected_failure" in row else ""
    parts = [f"<p>{escape(row['title'])}</p>"]
    if row["message"]:
        parts.append(f"<pre class=message>{escape(row['message'] + known)}</pre>")
    for label in ("expected", "found"):
        if label in row:
            parts.append(f"<p><b>{label}</b> <code>{escape(_text(row[label]))}</code></p>")
    parts.append(_requirements(row, report))
    parts += [_exchange(one) for one in row["exchanges"]]
    is_open = " open" if outcome in ("fail", "error") else ""
    return (
        f'<details data-outcome="{outcome}" data-area="{escape(row["area"])}"{is_open}>'
        f'<summary><b class="{outcome}">{outcome}</b> {escape(row["id"])} '
        f"<small>{escape(row['level'])} · {row['duration']:.3f} s</small></summary>{''.join(parts)}</details>\n"
    )


def _requirements(row: dict[str, Any], report: dict[str, Any]) -> str:
    made = []
    for one in dict.fromkeys([*row["broken"], *row["requirements"]]):
        known = report["requirements"].get(one, {})
        mark = " class=broken" if one in row["broken"] else ""
        text = f"<br>{escape(known['text'])}" if known.get("text") else ""
        what = escape(f"{known.get('level', '')}, {known.get('section', '')}")
        made.append(f"<li{mark}><code>{escape(one)}</code> {what}{text}</li>")
    return f"<ul>{''.join(made)}</ul>"


def _exchange(one: dict[str, Any]) -> str:
    sent, came = one["request"], one["response"]
    remarks = "".join(f"<p class=note>{escape(text)}</p>" for text in one.get("remarks", []))
    what = ", ".join(method_names(sent["body"])) or sent["url"]
    head = f"{sent['method']} {what} → {came['status'] or 'no answer'}"
    return (
        f"<details class=exchange><summary>{escape(head)}</summary>{remarks}"
        f"<pre class=body>{escape(sent['body'])}</pre>"
        f"<pre>{escape(_headers(came['headers']))}</pre><pre class=body>{escape(came['body'])}</pre>"
        f"<p>Again:</p><pre>{escape(one['curl'])}</pre></details>"
    )


def method_names(body: str) -> list[str]:
    """The names of the methods that a Request calls; none where the body is no Request."""
    try:
        return list(dict.fromkeys(str(call[0]) for call in json.loads(body)["methodCalls"]))
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return []


def _headers(headers: dict[str, str]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers.items())


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
