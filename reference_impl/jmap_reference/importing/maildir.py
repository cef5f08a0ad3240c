"""Messages in files of their own, in a directory with ``cur``, ``new`` and ``tmp``; folders as Maildir++ has them.

A name says what was done to its message: ``1700000000.M1P2.host:2,FS``.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .found import Found, Unreadable, with_crlf

_KEYWORDS: Final = {"D": "$draft", "F": "$flagged", "P": "$forwarded", "R": "$answered", "S": "$seen"}
_DELETED: Final = "T"
_INFO: Final = re.compile(r"[:;!]2,([A-Za-z]*)")
"""After the colon, or what stands for it where file systems do not allow one."""
_SHIFTED: Final = re.compile(r"&([A-Za-z0-9+,]*)-")


def is_maildir(path: Path) -> bool:
    return all((path / name).is_dir() for name in ("cur", "new"))


def messages(path: Path, folder: tuple[str, ...]) -> Iterator[Found | Unreadable]:
    """The messages of the directory, then those of the folders in it, which are below ``folder``."""
    yield from _of_folder(path, folder)
    for inner in sorted(path.iterdir()):
        if inner.name.startswith(".") and inner.is_dir() and is_maildir(inner):
            names = tuple(filter(None, map(decoded, inner.name.split("."))))
            if names[:1] == ("INBOX",):
                names = names[1:]
            yield from _of_folder(inner, folder + names)


def _of_folder(path: Path, folder: tuple[str, ...]) -> Iterator[Found | Unreadable]:
    own = _own_keywords(path)
    files = sorted(file for name in ("cur", "new") for file in (path / name).iterdir() if file.is_file())
    for file in files:
        info = _INFO.search(file.name)
        letters = info[1] if info and file.parent.name == "cur" else ""
        try:
            octets, at = file.read_bytes(), file.stat().st_mtime
        except OSError as error:
            yield Unreadable(str(file), str(error.strerror))
            continue
        keywords = frozenset(known for letter in letters if (known := _KEYWORDS.get(letter) or own.get(letter)))
        yield Found(str(file), folder, with_crlf(octets), keywords, at, _DELETED in letters)


def _own_keywords(path: Path) -> dict[str, str]:
    """What the letters from ``a`` on mean, where Dovecot wrote the directory: lines of a number and a keyword."""
    file = path / "dovecot-keywords"
    if not file.is_file():
        return {}
    pairs = (line.split(maxsplit=1) for line in file.read_text("utf-8", "replace").splitlines())
    return {chr(ord("a") + int(pair[0])): pair[1] for pair in pairs if len(pair) == 2 and pair[0].isdigit()}


def decoded(name: str) -> str:
    """The name of a folder, which IMAP writes in its own UTF-7 (RFC 3501, Section 5.1.3)."""

    def shifted(found: re.Match[str]) -> str:
        if not found[1]:
            return "&"
        try:
            octets = base64.b64decode(found[1].replace(",", "/") + "=" * (-len(found[1]) % 4))
            return octets.decode("utf-16-be")
        except ValueError:
            return found[0]

    return _SHIFTED.sub(shifted, name)
