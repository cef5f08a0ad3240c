"""``jmap-spec proxy URL``: stands between a client and a server, and validates both ways while they talk.

Exit code when it is ended (Ctrl-C): 0 where every message was valid, 1 where one was not, 2 for wrong use.
"""

from __future__ import annotations

import argparse
import asyncio
import ipaddress
import json
import signal
import socket
import sys
from typing import Any

from ..derive.definitions import definitions
from ..emit.bundle import Addresses
from ..proxy.judge import Judge, Seen
from ..proxy.origins import Origins, origin_of
from ..source import protocol
from ..validate import Engine, Facts
from ..validate.render import as_json, render
from ..validate.words import count

_GRACE = 2
"""Seconds that streams have to end when the proxy does."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "proxy",
        help="stand between a client and a server, and validate both ways",
        description="Listens on loopback, hands on what it gets to the server at URL, and says of every Session, "
        "Request, Response and event what breaks the protocol. Point the client to the address that is printed; "
        "the URLs of a Session lead through the proxy.",
        epilog="Exit code, when it is ended: 0: every message was valid; 1: one was not; 2: wrong use.",
    )
    parser.add_argument("url", metavar="URL", help="the origin of the server: https://jmap.example.com")
    parser.add_argument("--port", type=int, default=8621, help="where it listens, on loopback; default: 8621")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each message")
    parser.add_argument("--quiet", action="store_true", help="only messages that are not valid, errors alone")
    parser.add_argument("--insecure", action="store_true", help="do not check the server's certificate")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Runs until interrupted; returns the exit code."""
    origin = origin_of(args.url)
    if not origin:
        print(f'jmap-spec proxy: "{args.url}" is no URL of a server, such as https://jmap.example.com', file=sys.stderr)
        return 2
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", args.port))
        listening.listen()
    except OSError as error:
        print(f"jmap-spec proxy: port {args.port}: {error.strerror}; choose another with --port", file=sys.stderr)
        return 2
    whole = protocol(args.root)
    judge = Judge(Engine(definitions(whole)), Facts(whole, Addresses(whole).uri))
    urls = [member.name for member in whole.structures["Session"].properties if member.name.endswith("Url")]
    own = "http://{}:{}".format(*listening.getsockname())
    told = _Told(args.json, args.quiet)
    print(f"{own} stands before {origin} (Ctrl-C ends it)", file=sys.stderr, flush=True)
    asyncio.run(_serve(listening, Origins(own, origin, urls), judge, told, not args.insecure))
    print(f"{count(told.messages, 'message')}, {told.broken} not valid", file=sys.stderr)
    return 1 if told.broken else 0


class _Told:
    """Prints what is seen, and counts."""

    def __init__(self, as_lines: bool, quiet: bool) -> None:
        self._as_lines, self._quiet = as_lines, quiet
        self.messages = self.broken = 0

    def __call__(self, seen: Seen | str) -> None:
        if isinstance(seen, str):
            if not self._quiet and not self._as_lines:
                print(seen, flush=True)
            return
        self.messages += 1
        self.broken += not seen.valid
        if self._quiet and seen.valid:
            return
        said = [finding for finding in seen.findings if finding.level == "error" or not self._quiet]
        label = f"{seen.label}, {seen.about}" if seen.about else seen.label
        if self._as_lines:
            print(json.dumps(json.loads(as_json([(label, seen.name, said)]))[0], ensure_ascii=False), flush=True)
        else:
            render([(label, seen.name, said)], sys.stdout)
            sys.stdout.flush()


async def _serve(listening: socket.socket, origins: Origins, judge: Judge, told: _Told, verify: bool) -> None:
    """Until SIGINT or SIGTERM."""
    import contextlib

    import httpx  # only this command needs these
    import uvicorn

    from ..proxy.passing import Passing

    class Server(uvicorn.Server):
        def capture_signals(self) -> Any:  # uvicorn would send them to us again, and the exit code would be theirs
            return contextlib.nullcontext()

    timeout = httpx.Timeout(30, read=None)  # an event stream may be silent
    near = _is_loopback(origins.inward("/"))
    async with httpx.AsyncClient(timeout=timeout, verify=verify, trust_env=not near) as client:
        application: Any = Passing(client, origins, judge, told)
        plain: dict[str, Any] = {"lifespan": "off", "date_header": False, "server_header": False}
        server = Server(uvicorn.Config(application, log_level="error", timeout_graceful_shutdown=_GRACE, **plain))
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, setattr, server, "should_exit", True)
        await server.serve([listening])


def _is_loopback(url: str) -> bool:
    import httpx

    host = httpx.URL(url).host
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
