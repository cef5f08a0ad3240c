"""Objects with one mistake each, put into calls that would otherwise be good, and what a server says to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from .exchange import short
from .expect import that
from .foo import Foo

#: Calls in one request, and records in one call, at most: a server has time limits too.
MOST_CALLS: Final = 16
MOST_RECORDS: Final = 50

#: What a server may answer instead where it has read an argument as what it is meant to be, and found nothing there.
INSTEAD: Final = {
    "accountId": (str, "accountNotFound"),
    "fromAccountId": (str, "fromAccountNotFound"),
    "filter": (dict, "unsupportedFilter"),
    "sort": (list, "unsupportedSort"),
}

Mistake = dict[str, Any]
Judged = tuple[Mistake, Any]


def spoilt(good: dict[str, Any], mistake: Mistake) -> dict[str, Any]:
    """``good`` with the mistake in it."""
    left_out = mistake.get("leaveOut", ())
    return {name: value for name, value in {**good, **mistake["give"]}.items() if name not in left_out}


def errors_for(mistake: Mistake) -> tuple[str, ...]:
    """The types of errors that may answer a call whose arguments have this mistake."""
    name = mistake["at"].split("/")[1]
    kind, other = INSTEAD.get(name, (None, ""))
    if kind is not None and isinstance(mistake["give"].get(name), kind):
        return ("invalidArguments", other)
    return ("invalidArguments",)


def wrong_calls(foo: Foo, verb: str, good: dict[str, Any], mistakes: Iterable[Mistake]) -> Iterator[str]:
    """Calls with a mistake each: those that are not refused as they should be, in words."""
    name = f"{foo.name}/{verb}"
    bad = [(mistake, spoilt(good, mistake)) for mistake in mistakes]
    bad = [one for one in bad if not foo.server.wire.valid(f"{foo.name}.{verb}.arguments", one[1])]
    for batch in batched(bad, min(MOST_CALLS, foo.server.limit("maxCallsInRequest"))):
        calls = [[name, arguments, str(number)] for number, (_, arguments) in enumerate(batch)]
        reply = foo.server.request(calls, deliberate=True)
        for number, (mistake, arguments) in enumerate(batch):
            response, wanted = reply.of(str(number)), errors_for(mistake)
            if response.error not in wanted:
                yield told(mistake, arguments, " or ".join(wanted), response.error or response.name)


def wrong_creations(foo: Foo, mistakes: Iterable[Mistake], *types: str) -> Iterator[str]:
    """Creations with a mistake each: those that are not refused with one of these types of SetErrors, in words."""
    bad = ((mistake, spoilt(foo.creation(), mistake)) for mistake in mistakes)
    bad = ((mistake, record) for mistake, record in bad if not foo.server.wire.valid(f"{foo.name}.creation", record))
    for batch in batched(bad, min(MOST_RECORDS, foo.server.at_once)):
        records = {f"k{number}": record for number, (_, record) in enumerate(batch)}
        answer = foo.call("set", {"create": records}, deliberate=True)
        yield from judged(batch, [refusal(answer, "notCreated", key) for key in records], types)


def wrong_patches(foo: Foo, record_id: str, mistakes: Iterable[Mistake], *types: str) -> Iterator[str]:
    """Updates of one record with a mistake each: those that are not refused with one of these types, in words."""
    bad = [(mistake, mistake["give"]) for mistake in mistakes]
    for batch in batched(bad, min(MOST_CALLS, foo.server.limit("maxCallsInRequest"))):
        reply = foo.calls(*(("set", {"update": {record_id: patch}}) for _, patch in batch), deliberate=True)
        answers = [reply.result(str(number), f"{foo.name}/set") for number in range(len(batch))]
        yield from judged(batch, [refusal(answer, "notUpdated", record_id) for answer in answers], types)


def judged(batch: list[Judged], answers: list[str], types: tuple[str, ...]) -> Iterator[str]:
    """The members of a batch that got another answer than one of ``types``."""
    for (mistake, sent), found in zip(batch, answers, strict=True):
        if found not in types:
            yield told(mistake, sent, " or ".join(types), found)


def refusal(answer: dict[str, Any], argument: str, key: str) -> str:
    """The type of the SetError under a key, or that there is none."""
    refused = answer.get(argument)
    error = refused.get(key) if isinstance(refused, dict) else None
    return str(error.get("type")) if isinstance(error, dict) else f"nothing in {argument}"


def told(mistake: Mistake, sent: Any, wanted: str, found: str) -> str:
    """``/name: null breaks Mailbox.creation#type@/name: expected invalidProperties, found …``"""
    shown = short(mistake["give"] or sent)
    return f"{mistake['at']} breaks {mistake['rule']}: expected {wanted}, found {found}; sent {shown}"


def batched(every: Iterable[Judged], size: int) -> Iterator[list[Judged]]:
    rest = iter(every)
    while batch := list(islice(rest, size)):
        yield batch


def none_of(wrong: Iterable[str], what: str) -> None:
    """Nothing is in ``wrong``; else all of it is told."""
    found = list(wrong)
    that(not found, f"{len(found)} {what}", expected="each refused with its error", found="\n".join(found))


def refusals_of(foo: Foo) -> tuple[str, ...]:
    """invalidProperties, and the SetErrors of the type's own that may fit better: those that not all types have."""
    sets = [row for row in foo.server.manifest.methods.values() if row["verb"] == "set" and row["standard"]]
    common = set.intersection(*(set(row["setErrors"]) for row in sets))
    own = set(foo.server.manifest.methods[f"{foo.name}/set"]["setErrors"]) - common
    return ("invalidProperties", *sorted(own))
