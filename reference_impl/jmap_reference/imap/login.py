"""Who logs in to IMAP: the users of JMAP, with their passwords; wrong ones count, as they do there."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import datetime

from pymap.context import socket_info
from pymap.exceptions import AuthorizationFailure, InvalidAuth, NotSupportedError
from pymap.interfaces.login import IdentityInterface, LoginInterface
from pymap.interfaces.token import TokensInterface
from pymap.user import UserMetadata
from pysasl.creds.plain import PlainCredentials
from pysasl.creds.server import ServerCredentials

from ..auth import Authenticator, Credential
from ..flood import Guard, TooMany
from ..protocol import Processor
from .mail import Mail
from .refusal import Refused
from .session import Session


class Login(LoginInterface):
    def __init__(self, processor: Processor, authenticator: Authenticator, guard: Guard) -> None:
        self.processor, self.authenticator, self._guard = processor, authenticator, guard

    @property
    def tokens(self) -> TokensInterface:
        raise NotSupportedError

    async def authenticate(self, credentials: ServerCredentials) -> Identity:
        if not isinstance(credentials, PlainCredentials):
            raise InvalidAuth
        peer = socket_info.get().peername_ip
        name, secret = credentials.authcid, credentials._secret
        return Identity(self, await asyncio.to_thread(self._credential, name, secret, str(peer or "")))

    def _credential(self, name: str, secret: str, address: str) -> Credential:
        header = f"Basic {base64.b64encode(f'{name}:{secret}'.encode('utf-8', 'surrogateescape')).decode()}"
        if self.authenticator.known(header) is None:
            try:
                self._guard.guess(address)
            except TooMany as error:
                raise Refused("LIMIT", str(error)) from None
        if self.authenticator.user(header) is None:
            self._guard.wrong(address)
            raise InvalidAuth
        return self.authenticator.credential(header, name)

    async def authorize(self, authenticated: IdentityInterface, authzid: str) -> IdentityInterface:
        if authzid != authenticated.name:
            raise AuthorizationFailure
        return authenticated


class Identity(IdentityInterface):
    """A user whose password was right."""

    def __init__(self, login: Login, credential: Credential) -> None:
        self._login, self._credential = login, credential

    @property
    def name(self) -> str:
        return self._credential.user

    @property
    def roles(self) -> frozenset[str]:
        return frozenset()

    @asynccontextmanager
    async def new_session(self) -> AsyncIterator[Session]:
        await asyncio.to_thread(self._prepare)
        with closing(Session(self._login.processor, self._login.authenticator, self._credential)) as session:
            yield session

    def _prepare(self) -> None:
        with self._login.processor.store.transaction(write=True) as transaction:
            Mail(self._login.processor, transaction, self.name).make_inbox()

    # Users are kept with other commands.

    async def new_token(self, *, expiration: datetime | None = None) -> None:
        return None

    async def get(self) -> UserMetadata:
        raise NotSupportedError

    async def set(self, metadata: UserMetadata) -> int | None:
        raise NotSupportedError

    async def delete(self) -> None:
        raise NotSupportedError
