"""``jmap-spec explain ID``: what a name or an id means, where it is written, what tests it."""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Iterator

from ..check.descriptions import members
from ..derive.methods import foo
from ..model import ABSENT, Case, ErrorCode, Member, Method, Protocol, Requirement, Structure
from ..source import protocol
from ..spans import without_marks


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("explain", help="explain a type, property, method, argument, error or requirement")
    parser.add_argument("id", help="Mailbox, mail/Mailbox/name, Mailbox/get, stateMismatch, or the id of a requirement")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when something has this id, 2 when nothing has."""
    whole = protocol(args.root)
    found = list(explanations(whole, args.id))
    if not found:
        near = difflib.get_close_matches(args.id, list(known(whole)), 5, 0.5)
        print(f'nothing is called "{args.id}"' + (f"; near: {', '.join(near)}" if near else ""), file=sys.stderr)
        return 2
    print("\n\n".join(found))
    return 0


def known(whole: Protocol) -> Iterator[str]:
    """Everything that can be explained."""
    yield from whole.structures
    yield from whole.methods
    yield from whole.requirements
    yield from (case.id for case in whole.cases)
    for error in whole.errors:
        yield error.code
    for member in members(whole):
        yield member.id


def explanations(whole: Protocol, id: str) -> Iterator[str]:
    """The explanation of everything that ``id`` names."""
    for structure in whole.structures.values():
        if id in (structure.name, structure.id):
            yield _structure(whole, structure)
    for method in whole.methods.values():
        if id in (method.name, method.id):
            yield _method(whole, method)
    for member in members(whole):
        if id == member.id or (member.id.endswith(f"/{id}") and "/" in id):
            yield _member(whole, member)
    for error in whole.errors:
        if id in (error.code, error.id):
            yield _error(whole, error)
    if requirement := whole.requirements.get(id):
        yield _requirement(requirement, [case.id for case in whole.cases if id in case.requirements])
    for case in whole.cases:
        if id == case.id or id in case.instances:
            yield _case(case)


def _structure(whole: Protocol, s: Structure) -> str:
    rows = "".join(f"\n  {signature_line(p)}" for p in s.properties)
    head = f"{s.name} ({s.kind}, {s.section})\n{s.place}"
    return f"{head}\n\n{without_marks(s.description)}\n{rows}{_requirements(whole, s.id)}"


def signature_line(p: Member) -> str:
    """``name: String (immutable; default: null)``."""
    notes = list(p.attributes)
    if p.default is not ABSENT:
        notes.append(f"default: {json.dumps(p.default)}")
    if p.default_phrase:
        notes.append(f"default: {p.default_phrase}")
    return f"{p.name}: {p.signature}" + (f" ({'; '.join(notes)})" if notes else "")


def _method(whole: Protocol, m: Method) -> str:
    parts = [
        f"{m.name} ({m.section})",
        str(m.place),
        "",
        _told(m),
    ]
    parts += ["", "arguments:", *(f"  {signature_line(a)}" for a in m.arguments)]
    parts += ["response:", *(f"  {signature_line(a)}" for a in m.responses)]
    parts += [f"errors: {', '.join(e.code for e in m.errors)}"]
    if m.set_errors:
        parts += [f"set errors: {', '.join(e.code for e in m.set_errors)}"]
    return "\n".join(parts) + _requirements(whole, m.id)


def _told(m: Method) -> str:
    """What a method does: the standard, said of this type, and what is special here."""
    general = foo(m.standard.description, m.type) if m.standard else ""
    return "\n\n".join(without_marks(part) for part in (general, m.description) if part)


def _member(whole: Protocol, p: Member) -> str:
    head = f"{p.id} — {signature_line(p)} ({p.section})\n{p.place}"
    return f"{head}\n\n{without_marks(p.description)}{_requirements(whole, p.id)}"


def _error(whole: Protocol, e: ErrorCode) -> str:
    raised = [
        m.name
        for m in whole.methods.values()
        if any(u.code == e.code for u in (m.errors if e.level == "method" else m.set_errors))
    ]
    extra = "".join(f"\n  {signature_line(m)}" for m in e.members)
    by = f"\nanswered by: {', '.join(raised)}" if raised and e.level != "request" else ""
    head = f"{e.code} ({e.level} level, {e.section})\n{e.place}"
    return f"{head}\n\n{without_marks(e.description)}{extra}{by}{_requirements(whole, e.id)}"


def _requirement(r: Requirement, tests: list[str]) -> str:
    kind, how = next(iter(r.discharge.items()))
    lines = [
        f"{r.id} ({r.level}, binds the {r.binds}, {r.section})",
        str(r.place),
        "",
        r.text,
        "",
        f"discharged by: {kind}" + (f": {how}" if isinstance(how, str) else ""),
    ]
    if r.provenance:
        lines.append(f"comes from: {json.dumps(r.provenance)}")
    if r.policy:
        lines.append(f"policy of the suite: {r.policy['outcome']}: {r.policy['reason']}")
    lines += [f"tested by: {case}" for case in tests]
    return "\n".join(lines)


def _case(c: Case) -> str:
    told = {
        "purpose": c.purpose, "preconditions": c.preconditions, "procedure": c.procedure, "expected": c.expected,
        "why": c.why, "looks for": ", ".join(c.requirements), "run as": ", ".join(c.instances),
    }  # fmt: skip
    lines = (f"{label}: {text}" for label, text in told.items())
    return "\n".join([f"{c.id} (case of the suite, {c.source})", "", c.title, "", *lines])


def _requirements(whole: Protocol, subject: str) -> str:
    found = whole.requirements_of(subject)
    return (
        "".join(f"\n{'requirements:' if not n else ''}\n  {r.id}: {r.text}" for n, r in enumerate(found))
        if found
        else ""
    )
