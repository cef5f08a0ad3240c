"""``jmap-reference serve``: a processor, a socket, and uvicorn between them."""

from __future__ import annotations

import argparse
import ipaddress
import json
import logging
import socket
import sys
from pathlib import Path
from typing import Any, Final

import uvicorn

from . import demo, faults, fixtures
from .auth import Authenticator
from .http import WELL_KNOWN, Http, application
from .protocol import Processor, log, specials
from .push.deliver import Deliverer
from .push.post import Poster
from .push.vapid import key_of
from .store.interface import User
from .store.sqlite import SQLiteStore
from .submission import service as sending
from .submission.lmtp import Listener
from .sweep import Sweeper

KEEP_LOG: Final = 90 * 24 * 3600
"""Seconds for which changes can be asked for; RFC 8620, Section 5.2, wants 30 days."""


class Refused(Exception):
    """The command cannot be carried out as it was given; the message says why and what to do."""


class Announcing(uvicorn.Server):
    """Says where it is, in one line on standard output, when it is ready."""

    url = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(self.url, flush=True)


def serve(args: argparse.Namespace) -> int:
    """Serve until interrupted.

    Raises:
        Refused: the arguments do not go together, or the address is not to be had.
    """
    _configure_log(args)
    if bool(args.tls_cert) != bool(args.tls_key):
        raise Refused("--tls-cert and --tls-key go together")
    try:
        relay = sending.relay_of(args)
        lmtp_address = sending.lmtp_address(args.lmtp) if args.lmtp else None
    except ValueError as error:
        raise Refused(str(error)) from None
    if args.fault:
        plant(args.fault)
    processor = make_processor(args)
    authenticator = Authenticator(processor.store)
    if args.demo:
        demo.seed(processor, authenticator.hash)
    with processor.store.transaction(write=True) as transaction:
        for user in transaction.users():
            if user.is_demo and not user.password:
                transaction.put_user(User(user.name, authenticator.hash(demo.PASSWORD), is_demo=True))
        transaction.cut_log(processor.clock() - KEEP_LOG)
        demo_users = [user.name for user in transaction.users() if user.is_demo]
    check_address(args, demo_users)
    listener = _listen(args.host, args.port)
    lmtp = Listener(processor, _listen(*lmtp_address)) if lmtp_address else None
    config = uvicorn.Config(
        application(Http(processor, authenticator, args.trace)),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        proxy_headers=args.behind_proxy,
        forwarded_allow_ips="*" if args.behind_proxy else None,
        timeout_graceful_shutdown=2,
        ssl_certfile=args.tls_cert,
        ssl_keyfile=args.tls_key,
    )
    poster = Poster(loopback=_pushes_to_loopback(args))
    push_key = processor.push_key or key_of(processor.store)
    deliverer = Deliverer(processor.store, push_key, poster.post, processor.clock)
    server = Announcing(config)
    server.url = session_url("https" if args.tls_cert else "http", args.host, listener.getsockname()[1])
    deliverer.start()
    agent = sending.started(processor, args, relay)
    sweeper = Sweeper(processor)
    sweeper.start()
    if lmtp:
        lmtp.start()
        log.info("mail comes in by LMTP on port %d", lmtp.port)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        if lmtp:
            lmtp.stop()
        poster.close()
        deliverer.stop()
        agent.stop()
        sweeper.stop()
        processor.store.close()
    return 0


def make_processor(args: argparse.Namespace) -> Processor:
    """A processor over the store that the arguments name; with ``--fixture``, over the accounts of an example."""
    if args.fixture:
        try:
            example = json.loads(Path(args.fixture).read_text("utf-8"))
            return fixtures.load(example.get("fixture", example)).processor
        except (OSError, ValueError, KeyError) as error:
            raise Refused(f"{args.fixture}: no fixture: {error}") from error
    store = open_store(args.store or (":memory:" if args.demo else None))
    special = specials(push_to_loopback=_pushes_to_loopback(args))
    return Processor(store, specials=special, push_key=key_of(store, args.push_contact, args.new_push_key))


def _pushes_to_loopback(args: argparse.Namespace) -> bool:
    return bool(args.push_to_loopback or args.demo or args.fixture)


def open_store(path: str | None) -> SQLiteStore:
    try:
        return SQLiteStore(path or "jmap-reference.sqlite")
    except ValueError as error:
        raise Refused(str(error)) from error


def plant(name: str) -> None:
    if name not in faults.names():
        raise Refused(f"no fault {name!r}; jmap-reference serve --list-faults lists them")
    faults.plant(name)
    log.warning("planted: %s. This server is wrong on purpose.", name)


def check_address(args: argparse.Namespace, demo_users: list[str]) -> None:
    """Refuse an address from which others could reach what they should not."""
    if _is_loopback(args.host):
        return
    if demo_users:
        known = f"everyone knows the password of {', '.join(demo_users)}"
        raise Refused(f"{known}: a store with them is served on a loopback address only, such as 127.0.0.1")
    if not args.tls_cert and not args.behind_proxy:
        cure = "give --tls-cert and --tls-key, or --behind-proxy"
        raise Refused(f"passwords would cross the network in the clear: {cure}")


def session_url(scheme: str, host: str, port: int) -> str:
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}{WELL_KNOWN}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=128)
        # asyncio does it only for sockets that name their protocol; without it each answer waits 40 ms for an ACK.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except (OSError, OverflowError) as error:
        raise Refused(f"cannot listen on {host}, port {port}: {error}") from error


def _configure_log(args: argparse.Namespace) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
    log.handlers[:] = [handler]
    log.propagate = False
    log.setLevel(logging.WARNING if args.quiet and not args.trace else logging.INFO)


def add_arguments(parser: Any) -> None:
    parser.add_argument("--demo", action="store_true", help="with two users and mail that looks like life")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8620, help="0 for any free one (default: %(default)s)")
    parser.add_argument("--store", metavar="FILE", help="default: jmap-reference.sqlite; for a demo, memory")
    parser.add_argument("--tls-cert", metavar="FILE", help="certificate chain, PEM")
    parser.add_argument("--tls-key", metavar="FILE", help="its private key, PEM")
    proxied = "a proxy in front does TLS, and sets X-Forwarded-Proto"
    parser.add_argument("--behind-proxy", action="store_true", help=proxied)
    nearby = "PushSubscriptions may have URLs of this machine, without TLS too, as in a demo"
    parser.add_argument("--push-to-loopback", action="store_true", help=nearby)
    contact = "mailto: or https: URL for operators of push services; some of these insist on one"
    parser.add_argument("--push-contact", metavar="URL", help=contact)
    renewed = "replace the key that push messages are signed with; existing PushSubscriptions end"
    parser.add_argument("--new-push-key", action="store_true", help=renewed)
    sending.add_arguments(parser)
    parser.add_argument("--fixture", metavar="FILE", help="the accounts of an example of schemas/; password: secret")
    parser.add_argument("--fault", metavar="NAME", help="be wrong on purpose, in this one way")
    parser.add_argument("--list-faults", action="store_true", help="the names that --fault takes")
    parser.add_argument("--trace", action="store_true", help="log whole requests and responses")
    parser.add_argument("--quiet", action="store_true", help="log no line a call")
