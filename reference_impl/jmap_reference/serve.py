"""``jmap-reference serve``: a processor, a socket, and uvicorn between them."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import socket
import ssl
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import uvicorn

from . import catalogues, demo, faults, fixtures, language, users
from .auth import Authenticator
from .config import Config
from .config_file import Wrong, add_flags, configuration
from .flood import Guard
from .handlers import specials
from .http import Application, Http
from .imap.address import address_of
from .limits import Limits
from .network import check_certificate, is_loopback, listen, session_url
from .patience import Patient
from .protocol import Processor, log
from .push.deliver import Deliverer
from .push.post import Poster
from .push.vapid import key_of
from .refused import Refused
from .store.values import User
from .stored import STORE, open_store
from .submission import service as sending
from .submission.lmtp import Listener
from .submission.places import lmtp_address
from .submission.relay import Relay
from .submission.transit import SERVER
from .sweep import Sweeper

if TYPE_CHECKING:
    from .imap.door import Door

KEEP_LOG: Final = 90 * 24 * 3600
"""Seconds for which changes can be asked for; RFC 8620, Section 5.2, wants 30 days."""


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
    try:
        config = configuration(args)
    except Wrong as error:
        raise Refused(str(error)) from None
    _configure_log(args)
    if config.languages.folder:
        language.add(catalogues.read(Path(config.languages.folder))[0])
    for certificate, key in ((args.tls_cert, args.tls_key), (config.relay.tls_cert, config.relay.tls_key)):
        if certificate or key:
            check_certificate(certificate, key)
    if args.fault and args.fault not in faults.names():
        raise Refused(f"no fault {args.fault!r}; jmap-reference serve --list-faults lists them")
    hops_of(args, config)
    processor, authenticator = prepared(args, config)
    return run(args, config, processor, authenticator, listen(args.host, args.port))


def prepared(args: argparse.Namespace, config: Config) -> tuple[Processor, Authenticator]:
    """The processor, with the demo in its store if that is asked for, and who knows its users.

    Raises:
        Refused: there is no such store, or it is not to be served at this address.
    """
    processor = make_processor(args, config)
    authenticator = Authenticator(processor.store)
    if args.demo:
        demo.seed(processor, authenticator.hash)
    with processor.store.transaction(write=True) as transaction:
        for user in transaction.users():
            if user.is_demo and not user.password:
                transaction.put_user(User(user.name, authenticator.hash(demo.PASSWORD), is_demo=True))
        for given in config.user:
            users.put(transaction, given.name, given.password)
        transaction.cut_log(processor.clock() - KEEP_LOG)
        everybody = transaction.users()
    demo_users = [user.name for user in everybody if user.is_demo]
    if not any(user.password for user in everybody):
        log.warning("no user has a password yet: jmap-reference user add NAME --store %s", args.store or STORE)
    if args.relay and config.mail.name == SERVER:
        log.warning("other servers hear the name %s from this one, which is none: set mail.name", SERVER)
    check_address(args, demo_users)
    return processor, authenticator


def run(
    args: argparse.Namespace,
    config: Config,
    processor: Processor,
    authenticator: Authenticator,
    listener: socket.socket,
) -> int:
    """Serve what was prepared, on this socket, until interrupted; with ``--fault``, wrong in that way from here on.

    Raises:
        Refused: the relay cannot be used, or there is no listening for LMTP.
    """
    relay, arrival = hops_of(args, config)
    if args.demo:
        kept = f"kept in {args.store}" if args.store else "nothing is kept when this ends"
        log.info("users: %s; password: %s; %s", ", ".join(demo.USERS), demo.PASSWORD, kept)
    lmtp = Listener(processor, listen(*arrival)) if arrival else None
    reachable = args.behind_proxy or not is_loopback(args.host)
    guard = Guard(*[config.rate(name, reachable) for name in ("user", "address", "failures")])
    imap = imap_door(args, config, processor, authenticator, guard)
    if args.fault:
        faults.plant(args.fault)
        log.warning("planted: %s. This server is wrong on purpose.", args.fault)
    http = Http(processor, authenticator, args.trace, guard, config.rates.event_sources)
    options = uvicorn.Config(
        Application(http),
        http=Patient,
        limit_concurrency=config.listen.connections,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        proxy_headers=args.behind_proxy,
        forwarded_allow_ips=list(config.listen.proxies),
        timeout_graceful_shutdown=2,
        ssl_certfile=args.tls_cert or None,
        ssl_keyfile=args.tls_key or None,
    )
    poster = Poster(loopback=_pushes_to_loopback(args))
    push_key = processor.push_key or key_of(processor.store)
    deliverer = Deliverer(processor.store, push_key, poster.post, processor.clock)
    server = Announcing(options)
    server.url = session_url("https" if args.tls_cert else "http", args.host, listener.getsockname()[1])
    deliverer.start()
    agent = sending.started(processor, args, relay)
    sweeper = Sweeper(processor)
    sweeper.start()
    if lmtp:
        lmtp.start()
        log.info("mail comes in by LMTP on port %d", lmtp.port)
    if imap:
        imap.start()
        log.info("the same mail by IMAP, for the same users: %s", imap.url)
    try:
        if threading.current_thread() is threading.main_thread():
            # uvicorn shuts down on SIGTERM, then sends it again to whoever else waits for it: end as by Ctrl-C.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        for beside in filter(None, (lmtp, imap)):
            beside.stop()
        poster.close()
        deliverer.stop()
        agent.stop()
        sweeper.stop()
        processor.store.close()
    return 0


def imap_door(
    args: argparse.Namespace, config: Config, processor: Processor, authenticator: Authenticator, guard: Guard
) -> Door | None:
    """The other door, if it is asked for; it does not take connections yet.

    Raises:
        Refused: it cannot be had, or not there.
    """
    address = imap_address(args)
    if address is None:
        return None
    try:
        from .imap.door import Door
    except ImportError as error:
        raise Refused(f"--imap needs {error.name}, which pip install 'jmap-spec[server,imap]' installs") from None
    implicit, host, port = address
    certified = None
    if args.tls_cert:
        certified = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certified.load_cert_chain(args.tls_cert, args.tls_key)
    return Door(
        processor, authenticator, guard, listen(host, port), certified, implicit, config.listen.connections
    )


def imap_address(args: argparse.Namespace) -> tuple[bool, str, int] | None:
    """Whether TLS comes first at the other door, and where it is; None if there is to be none."""
    if not args.imap:
        return None
    try:
        implicit, host, port = address_of(args.imap)
    except ValueError as error:
        raise Refused(str(error)) from None
    if not args.tls_cert and (implicit or not is_loopback(host)):
        raise Refused(f"--imap {args.imap}: TLS needs --tls-cert and --tls-key; without it, only loopback is served")
    return implicit, host, port


def make_processor(args: argparse.Namespace, config: Config) -> Processor:
    """A processor over the store that the arguments name; with ``--fixture``, over the accounts of an example."""
    if args.fixture:
        try:
            example = json.loads(Path(args.fixture).read_text("utf-8"))
            processor = fixtures.load(example.get("fixture", example)).processor
            if config.all_limits != Limits():
                processor = replace(processor, limits=config.all_limits)
            return replace(processor, quotas=config.quotas, mail_name=args.mail_name)
        except (OSError, ValueError, KeyError) as error:
            raise Refused(f"{args.fixture}: no fixture: {error}") from error
    store = open_store(args.store or (":memory:" if args.demo else None))
    special = specials(push_to_loopback=_pushes_to_loopback(args))
    push_key = key_of(store, args.push_contact or None, args.new_push_key)
    return Processor(
        store, config.all_limits, specials=special, push_key=push_key, quotas=config.quotas, mail_name=args.mail_name
    )


def _pushes_to_loopback(args: argparse.Namespace) -> bool:
    return bool(args.push_to_loopback or args.demo or args.fixture)


def hops_of(args: argparse.Namespace, config: Config) -> tuple[Relay | None, tuple[str, int] | None]:
    """Where mail goes out, and the address at which it comes in by LMTP."""
    try:
        relay = sending.relay_of(args, config.relay.tls_cert, config.relay.tls_key)
        return relay, lmtp_address(args.lmtp) if args.lmtp else None
    except ValueError as error:
        raise Refused(f"relay.server: {error}") from None


def check_address(args: argparse.Namespace, demo_users: list[str]) -> None:
    """Refuse an address from which others could reach what they should not."""
    imap = imap_address(args)
    if demo_users and not all(is_loopback(host) for host in (args.host, *(imap[1:2] if imap else ()))):
        known = f"everyone knows the password of {', '.join(demo_users)}"
        raise Refused(f"{known}: a store with them is served on a loopback address only, such as 127.0.0.1")
    if not is_loopback(args.host) and not args.tls_cert and not args.behind_proxy:
        cure = "give --tls-cert and --tls-key, or --behind-proxy"
        raise Refused(f"passwords would cross the network in the clear: {cure}")


def _configure_log(args: argparse.Namespace) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
    log.handlers[:] = [handler]
    log.propagate = False
    log.setLevel(logging.WARNING if args.quiet and not args.trace else logging.INFO)


def add_arguments(parser: Any) -> None:
    add_flags(parser)
    renewed = "replace the key that push messages are signed with; existing PushSubscriptions end"
    parser.add_argument("--new-push-key", action="store_true", help=renewed)
    trying = parser.add_argument_group("to develop against it")
    trying.add_argument("--demo", action="store_true", help="with two users and mail that looks like life")
    trying.add_argument("--fixture", metavar="FILE", help="the accounts of an example of schemas/; password: secret")
    trying.add_argument("--fault", metavar="NAME", help="be wrong on purpose, in this one way")
    trying.add_argument("--list-faults", action="store_true", help="the names that --fault takes")
