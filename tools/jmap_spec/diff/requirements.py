"""Normative sentences: which there are, how strong, whom they bind, in which words.

Who is bound by a new MUST may break it; who counts on one that is gone may be let down. A sentence that came
with what it is about, and one that went with it, breaks nobody by itself: the other change tells that.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Method, Protocol, Requirement, StandardMethod
from .change import Change, Side, Whom, breaks, shown

_SIDES: dict[str, frozenset[Side]] = {
    "server": frozenset(("servers",)),
    "client": frozenset(("clients",)),
    "both": frozenset(("clients", "servers")),
}
_NOBODY: frozenset[Side] = frozenset()
#: Whoever is not bound by a sentence, and may count on it.
_OTHERS: dict[str, frozenset[Side]] = {"server": _SIDES["client"], "client": _SIDES["server"], "both": _SIDES["both"]}
_FORCE = {"MUST": 3, "SHALL": 3, "REQUIRED": 3, "SHOULD": 2, "RECOMMENDED": 2, "MAY": 1, "OPTIONAL": 1}
_RISES = "Who was right by the old text may break the new one."
_FALLS = "Who counted on it can do so no longer."


def changes(old: Protocol, new: Protocol) -> Iterator[Change]:
    gone = {id: r for id, r in old.requirements.items() if id not in new.requirements}
    come = {id: r for id, r in new.requirements.items() if id not in old.requirements}
    moved = _moved(gone, come)
    before, after = subjects(old), subjects(new)
    for id, was in gone.items():
        if id in moved:
            yield from _elsewhere(was, come[moved[id]], id in new.retired)
        else:
            yield _removed(was, new, _without(was.subject, before - after))
    for id, now in come.items():
        if id not in moved.values():
            yield _added(now, _without(now.subject, after - before))
    for id in old.requirements.keys() & new.requirements.keys():
        yield from _changed(old.requirements[id], new.requirements[id])


def subjects(protocol: Protocol) -> frozenset[str]:
    """The ids of what requirements can be about, as far as the source defines it."""
    found = {s.id for s in protocol.structures.values()} | {m.id for m in protocol.methods.values()}
    found |= {p.id for s in protocol.structures.values() for p in s.properties}
    parts: list[Method | StandardMethod] = [*protocol.methods.values(), *protocol.standard.values()]
    for part in parts:
        found |= {part.id, *(m.id for m in (*part.arguments, *part.responses))}
        found |= {use.id for use in (*part.errors, *part.set_errors)}
    for method in protocol.methods.values():
        found |= {member.id for member in method.filter} | {option.id for option in method.sort}
    for error in protocol.errors:
        found |= {error.id, *(m.id for m in error.members)}
    for capability in protocol.capabilities.values():
        found |= {capability.id, *(m.id for m in (*capability.session, *capability.account))}
    return frozenset(found | {r.id for r in protocol.registries.values()})


def _without(subject: str, those: frozenset[str]) -> str:
    """The first part of ``subject`` that is among ``those``, or empty."""
    steps = subject.split("/")
    return next((id for n in range(1, len(steps) + 1) if (id := "/".join(steps[:n])) in those), "")


def _moved(gone: dict[str, Requirement], come: dict[str, Requirement]) -> dict[str, str]:
    """Old id to new id of sentences that are the same, word for word, and stand once on each side."""
    by_text: dict[str, list[str]] = {}
    for id, requirement in come.items():
        by_text.setdefault(_words(requirement), []).append(id)
    found: dict[str, str] = {}
    for id, requirement in gone.items():
        same = [other for other in by_text.get(_words(requirement), []) if other not in found.values()]
        if len(same) == 1:
            found[id] = same[0]
    return found


def _words(requirement: Requirement) -> str:
    return " ".join(requirement.text.split())


def _elsewhere(was: Requirement, now: Requirement, retired: bool) -> Iterator[Change]:
    why = "Reports and cases file it under its id" + (
        "; the old one is retired." if retired else ". The old one is not entered in schemas/vocabulary/retired.json."
    )
    yield Change(now.id, "requirement/id", "has another id", False, "readers", why, now.place, was.id, now.id)
    yield from _changed(was, now)


def _added(now: Requirement, comes_with: str) -> Change:
    bound = _SIDES.get(now.binds, _NOBODY)
    breaking = _force(now) == 3 and bool(bound) and not comes_with
    why = f"It comes with {comes_with}." if comes_with else _RISES if breaking else _to_whom(now)
    what = f"is a new requirement ({now.level})"
    return Change(now.id, "requirement/added", what, breaking, _whom(bound), why, now.place, "", _words(now))


def _removed(was: Requirement, new: Protocol, went_with: str) -> Change:
    counting = _OTHERS.get(was.binds, _NOBODY)
    breaking = _force(was) == 3 and bool(counting) and not went_with
    why = f"It went with {went_with}." if went_with else _FALLS if breaking else "It was no more than advice or leave."
    if was.binds not in _SIDES:
        why = _to_whom(was)
    reason = new.retired.get(was.id)
    why += f" Its id is retired: {reason}" if reason else " Its id is not entered in schemas/vocabulary/retired.json."
    what = f"is no requirement any more ({was.level})"
    return Change(was.id, "requirement/removed", what, breaking, _whom(counting), why, was.place, _words(was), "")


def _changed(was: Requirement, now: Requirement) -> Iterator[Change]:
    if was.level != now.level:
        yield _level(was, now)
    if was.binds != now.binds:
        yield _binds(was, now)
    if was.level == now.level and _words(was) != _words(now):
        why = "The id says that the meaning is the same. Where it is not, the old id is to be retired."
        told = _words(was), _words(now)
        yield Change(now.id, "requirement/sentence", "is said otherwise", False, "readers", why, now.place, *told)
    for attribute, what, why in (
        ("discharge", "is seen to hold in another way", "What is required is the same."),
        (
            "policy",
            "is judged otherwise by the suite",
            "What is required is the same; a report can say something else.",
        ),
        ("provenance", "comes from elsewhere", "What is required is the same."),
    ):
        before, after = getattr(was, attribute), getattr(now, attribute)
        if before != after:
            told = (shown(before) if before else "", shown(after) if after else "")
            yield Change(now.id, f"requirement/{attribute}", what, False, "readers", why, now.place, *told)


def _level(was: Requirement, now: Requirement) -> Change:
    before, after = _force(was), _force(now)
    told = was.level, now.level
    bound = _SIDES.get(now.binds, _NOBODY)
    if before == after and ("NOT" in was.level) != ("NOT" in now.level):
        both: Whom = "both" if bound else "readers"
        why = "It asks for the opposite."
        return Change(now.id, "requirement/level", "is turned round", bool(bound), both, why, now.place, *told)
    if after > before:
        what, breaking, whom, why = "is stronger", after == 3 and bool(bound), _whom(bound), _RISES
    elif after < before:
        counting = _OTHERS.get(now.binds, _NOBODY)
        what, breaking, whom, why = "is weaker", before == 3 and bool(counting), _whom(counting), _FALLS
    else:
        what, breaking, whom, why = "is said by another word", False, "readers", "The words have the same force."
    return Change(now.id, "requirement/level", what, breaking, whom, why, now.place, *told)


def _binds(was: Requirement, now: Requirement) -> Change:
    before, after = _SIDES.get(was.binds, _NOBODY), _SIDES.get(now.binds, _NOBODY)
    hit = set(after - before) if _force(now) == 3 else set()
    whys = [_RISES] if hit else []
    if before - after and _force(was) == 3:
        hit |= _OTHERS[was.binds]
        whys.append(_FALLS)
    whom = breaks(hit) if hit else _whom(after | before)
    why = " ".join(whys) or "It asks for no more than before."
    return Change(now.id, "requirement/binds", "binds others", bool(hit), whom, why, now.place, was.binds, now.binds)


def _force(requirement: Requirement) -> int:
    return _FORCE.get(requirement.level.removeprefix("NOT ").removesuffix(" NOT"), 0)


def _whom(sides: frozenset[Side]) -> Whom:
    return breaks(sides) if sides else "readers"


def _to_whom(requirement: Requirement) -> str:
    if requirement.binds in _SIDES:
        return "It advises, or gives leave; nobody was wrong before who is wrong now."
    return {"registry": "It binds those who keep or ask for a registration."}.get(
        requirement.binds, "It binds the authors of extensions."
    )
