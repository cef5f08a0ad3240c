"""What each worker tries before its cases: where a step fails on which others build, those are blocked, not failed.

The probe looks at as little as it can: that a request is answered, and that records can be made. Whether the answers
are right is for the cases to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from .foo import Foo, creatable
from .ijson import write
from .manifest import CORE
from .outcome import CaseEnd, HarnessFault, Unsupported
from .server import Server, is_response


def probe(server: Server) -> dict[str, str]:
    """What does not work, and why: ``api``, and ``records:TYPE`` for each type that the suite would make records of."""
    try:
        problem = _api(server)
        found = {"api": problem} if problem else {}
        for name in _types(server):
            if problem := _records(server, name):
                found[f"records:{name}"] = problem
    finally:
        server.findings.clear()
        server.aside.forget()
        server.recorder.take()
    return found


def _api(server: Server) -> str:
    try:
        made = server.post(write({"using": [CORE], "methodCalls": [["Core/echo", {}, "probe"]]}))
        if made.status != 200 or not is_response(server.read(made)):
            return f"a request with Core/echo got HTTP {made.status} and no Response object"
    except CaseEnd as problem:
        return f"a request with Core/echo: {problem}"
    return ""


def _types(server: Server) -> Iterator[str]:
    for name, spec in server.manifest.types.items():
        if creatable(spec) and server.advertises(spec["capability"]) and server.accounts(spec["capability"]):
            yield name


def _records(server: Server, name: str) -> str:
    try:
        foo = Foo(server, name)
        foo.make(count=1)
        server.ledger.clear(server)
    except HarnessFault:
        raise
    except Unsupported:
        return ""  # each case says so itself
    except CaseEnd as problem:
        return str(problem)
    return ""
