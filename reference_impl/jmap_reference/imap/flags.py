r"""Flags and keywords (RFC 8621, Section 4.1.1): one thing, but for ``\Deleted``, which JMAP does not show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pymap.parsing.specials.flag import Answered, Deleted, Draft, Flag, Flagged, Seen, Wildcard

from ..mail.rights import SEEN
from .folders import Folder

KEYWORDS: Final = {flag: "$" + str(flag)[1:].lower() for flag in (Seen, Answered, Flagged, Draft)}
"""System flags with their keywords."""

FLAGS: Final = {keyword: flag for flag, keyword in KEYWORDS.items()}


class Flags(frozenset[Flag]):
    """Flags in which one is found in any case of its letters: pymap compares octets."""

    def __contains__(self, flag: object) -> bool:
        return isinstance(flag, Flag) and any(each.value.lower() == flag.value.lower() for each in self)


def keywords_of(flags: Iterable[Flag]) -> dict[str, str]:
    """The keywords that flags are, each with its spelling."""
    found = {KEYWORDS[flag]: KEYWORDS[flag] for flag in flags if flag in KEYWORDS}
    return found | {str(flag).lower(): str(flag) for flag in flags if not flag.is_system}


def flags_of(keywords: Iterable[str], spellings: Mapping[str, str], is_deleted: bool) -> Flags:
    """The flags of a message."""
    found = {FLAGS.get(keyword) or Flag(spellings.get(keyword, keyword)) for keyword in keywords}
    return Flags(found | {Deleted} if is_deleted else found)


def permanent_flags(folder: Folder) -> frozenset[Flag]:
    """Those that the user may set and take away (RFC 4314, Section 4: ``s``, ``w``, ``t``)."""
    found = {Seen} if folder.may("maySetSeen") else set()
    if folder.may("maySetKeywords"):
        found |= {Answered, Flagged, Draft, Wildcard}
    return frozenset(found | {Deleted} if folder.may("mayRemoveItems") else found)


def changeable(keyword: str, permitted: frozenset[Flag]) -> bool:
    return (Seen if keyword == SEEN else Wildcard) in permitted
