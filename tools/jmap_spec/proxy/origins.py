"""The addresses of a server, as a client sees them through the proxy.

Paths at the server that was named stay as they are. A Session may also name other origins, for downloads say; each
gets a folder of its own at the proxy, ``/-/1/…``, so that nothing that a client asks for goes past it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

_FOLDER = "/-/"


class NotHere(Exception):
    """A path that belongs to no origin that the proxy knows."""


class Origins:
    """Both directions; ``own`` and ``server`` are origins without a slash at the end, ``urls`` the names of the members
    of a Session that are URLs or URI templates.
    """

    def __init__(self, own: str, server: str, urls: Collection[str]) -> None:
        self.own = own
        self._urls = urls
        self._known = [server]

    def inward(self, path: str) -> str:
        """The server's URL for a path, with its query, that a client asked the proxy for; raises NotHere."""
        if not path.startswith(_FOLDER):
            return self._known[0] + path
        number, slash, rest = path.removeprefix(_FOLDER).partition("/")
        if not number.isdecimal() or not 0 < int(number) < len(self._known):
            raise NotHere(path)
        return f"{self._known[int(number)]}{slash}{rest}"

    def outward(self, url: str) -> str:
        """The proxy's URL for one of the server; what is relative, or not of HTTP, stays as it is."""
        origin = origin_of(url)
        if not origin:
            return url
        if origin not in self._known:
            self._known.append(origin)
        number = self._known.index(origin)
        return f"{self.own}{_FOLDER}{number}{url[len(origin):]}" if number else self.own + url[len(origin):]

    def session(self, value: dict[str, Any]) -> dict[str, Any]:
        """A Session whose URLs lead through the proxy."""
        urls = {name: self.outward(value[name]) for name in self._urls if isinstance(value.get(name), str)}
        return {**value, **urls}


def origin_of(url: str) -> str:
    """``https://jmap.example.com:8443`` as it stands in a URL or URI template; empty where there is none."""
    scheme, colon, rest = url.partition("://")
    if not colon or scheme.lower() not in ("http", "https"):
        return ""
    host = rest
    for end in "/?#{":
        host = host.partition(end)[0]
    return f"{scheme}://{host}" if host and urlsplit(f"{scheme}://{host}").hostname else ""
