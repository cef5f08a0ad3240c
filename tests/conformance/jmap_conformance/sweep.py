"""What a run finds in the account, and what it leaves there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .client import NO_ANSWER
from .foo import MARK, Foo, creatable
from .ledger import Made
from .outcome import Broken, CaseEnd
from .server import Server


def sweep(server: Server) -> list[str]:
    """Destroy every record that carries the suite's mark, of this run or of an interrupted one; what would not go
    is named.

    Raises:
        Broken: the server does not answer.
    """
    before = len(server.recorder.exchanges)
    found = marked(server)
    server.ledger.standing.update(dict.fromkeys(found))
    left = server.ledger.clear(server)
    if found:  # a server may say that a record is destroyed, and keep it
        left += [one for one in marked(server) if one not in left]
    del server.recorder.exchanges[before:]
    server.findings.clear()
    return [f"{one.type} {one.id}" for one in left]


def marked(server: Server) -> list[Made]:
    """The records that carry the mark."""
    found = []
    for foo in _types(server):
        name = foo.name_property
        if name is not None and creatable(foo.spec):
            account_id = foo.account_id if foo.spec["hasAccount"] else ""
            rows = _all(foo, [name]) or []
            found += [Made(foo.name, account_id, row["id"]) for row in rows if MARK in str(row.get(name))]
    return found


def strangers(server: Server) -> str:
    """What the account holds that the suite must not touch, in words; empty where it holds none.

    Mailboxes with a role and without Emails are in every account, singletons too, and so are types of whose recipe
    it is said; these are let pass, and so is what only comes with other records, as Threads do.

    Raises:
        Broken: the server does not answer.
    """
    for foo in _types(server):
        if foo.spec.get("singleton") or foo.recipe.IN_EVERY_ACCOUNT or "set" not in foo.spec["methods"]:
            continue
        rows = _all(foo, None)
        if rows is None:
            continue  # a type of which one cannot have all; Mailboxes tell of Emails by their counts
        mine = foo.name_property
        data = [row for row in rows if not (mine and MARK in str(row.get(mine))) and not _is_empty_role(row)]
        if data:
            return f"the account {foo.account_id} holds {len(data)} {foo.name} record{'s' if len(data) > 1 else ''}"
    return ""


def _is_empty_role(row: dict[str, Any]) -> bool:
    return bool(row.get("role")) and row.get("totalEmails") == 0


def _types(server: Server) -> Iterator[Foo]:
    for name, spec in server.manifest.types.items():
        if "get" in spec["methods"] and server.advertises(spec["capability"]) and server.accounts(spec["capability"]):
            yield Foo(server, name)


def _all(foo: Foo, properties: list[str] | None) -> list[dict[str, Any]] | None:
    """Every record of the type, or None where /get does not give them all."""
    arguments: dict[str, Any] = {"ids": None}
    if properties is not None:
        arguments["properties"] = properties
    try:
        rows = foo.call("get", arguments).get("list")
    except Broken as broken:
        if broken.message.startswith(NO_ANSWER):
            raise
        return None
    except CaseEnd:
        return None
    if not isinstance(rows, list):
        return None
    return [row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)]
