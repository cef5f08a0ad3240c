"""Lists of addresses, groups among them, read as well as can be (RFC 5322, Section 3.4).

``email.headerregistry`` loses groups and comments, decodes inside quoted-strings and reads no 8-bit names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final

from .parameters import unfold, unquoted, without_comments
from .words import ENCODED_WORD, decode_words

EmailAddress = dict[str, str | None]
EmailAddressGroup = dict[str, Any]

_TOKEN: Final = re.compile(
    rf'(?P<space>[ \t]++)|(?P<word>{ENCODED_WORD})|"(?P<quoted>(?:[^"\\]|\\.)*+)"?|(?P<literal>\[[^\]]*+\]?)'
    r'|(?P<special>[()<>:;,])|(?P<atom>(?:(?!=\?)[^\s()<>:;,"\[])++|.)',
    re.DOTALL,
)
_INSIDE: Final = re.compile(r'(?:"(?:[^"\\]|\\.)*+"|[^">])*+(?=>)', re.DOTALL)
"""An addr-spec up to the closing angle bracket."""
_SPACED: Final = re.compile(r'("(?:[^"\\]|\\.)*+")| ?([.@]) ?| +', re.DOTALL)
_DELIMITER: Final = re.compile("[,;]")


@dataclass
class _Mailbox:
    """What has been read of the current mailbox."""

    #: Kind and text of each token that is no comment; a quoted-string without its quotes.
    tokens: list[tuple[str, str]] = field(default_factory=list)
    #: The addr-spec between angle brackets.
    address: str | None = None
    comment: str | None = None

    def value(self) -> EmailAddress | None:
        """``{name, email}``; None if nothing was read."""
        if self.address is not None:
            return {"name": _phrase(self.tokens) if self._has_words() else self.comment, "email": self.address}
        if not self._has_words():
            return None
        # A forgotten bracket: ``Jane Doe jane@example.com``.
        words = _source(self.tokens).split(" ")
        if len(words) > 1 and "@" in words[-1] and not any("@" in word or '"' in word for word in words[:-1]):
            return {"name": unicodedata.normalize("NFC", decode_words(" ".join(words[:-1]))), "email": words[-1]}
        return {"name": self.comment, "email": " ".join(words)}

    def is_begun(self) -> bool:
        return self.address is not None or self._has_words()

    def _has_words(self) -> bool:
        return any(kind != "space" for kind, _ in self.tokens)


def grouped(value: str) -> list[EmailAddressGroup]:
    """``EmailAddressGroup[]``: the GroupedAddresses form of a Raw value (RFC 8621, Section 4.1.2.4)."""
    return _Reader(unfold(value)).groups


def addresses(value: str) -> list[EmailAddress]:
    """``EmailAddress[]``: the Addresses form of a Raw value (RFC 8621, Section 4.1.2.3)."""
    # req: mail/AddressesForm/every-mailbox
    #   There MUST be an EmailAddress for every mailbox in it, in their order; groups are dissolved.
    return [address for group in grouped(value) for address in group["addresses"]]


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.last_bracket = text.rfind(">")
        self.groups: list[EmailAddressGroup] = []
        self.in_group = False
        self.mailbox = _Mailbox()
        at = 0
        while at < len(text):
            token = _TOKEN.match(text, at)
            assert token and token.lastgroup, "the last alternative takes any character"
            at = token.end()
            if token.lastgroup == "space":
                self._space(token[0])
            elif token.lastgroup != "special":
                self.mailbox.tokens.append((token.lastgroup, token[token.lastgroup]))
            elif token[0] == "(":
                at = self._comment(at)
            elif token[0] == "<":
                at = self._angle(at)
            else:
                self._delimiter(token[0])
        self._end_mailbox()

    def _comment(self, at: int) -> int:
        """Read a comment; the first one after an addr-spec may be the name of the mailbox."""
        depth, start = 1, at
        while depth and at < len(self.text):
            character = self.text[at]
            depth += (character == "(") - (character == ")")
            at += 2 if character == "\\" else 1
        if self.mailbox.comment is None and self.mailbox.is_begun():
            # req: mail/EmailAddress/name/from-comment
            inside = unquoted(self.text[start : at - 1 if not depth else at]).strip()
            self.mailbox.comment = unicodedata.normalize("NFC", decode_words(inside)) or None
        self._space(" ")
        return at

    def _space(self, space: str) -> None:
        if not self.mailbox.tokens or self.mailbox.tokens[-1][0] != "space":
            self.mailbox.tokens.append(("space", space))

    def _angle(self, at: int) -> int:
        """Read the addr-spec in angle brackets: up to the bracket or, if there is none, to the next comma."""
        if at <= self.last_bracket:
            inside = _INSIDE.match(self.text, at)
            end = inside.end() if inside else self.text.index(">", at)
        else:
            delimiter = _DELIMITER.search(self.text, at)
            end = delimiter.start() if delimiter else len(self.text)
        reader = _TOKEN.finditer(without_comments(self.text[at:end]))
        spec = _source([(token.lastgroup or "", token[token.lastgroup or 0]) for token in reader])
        if spec.startswith("@") and ":" in spec:  # a route, which is obsolete (RFC 5322, Section 4.4)
            spec = spec.partition(":")[2]
        self.mailbox.address = spec
        return end + 1 if self.text[end : end + 1] == ">" else end

    def _delimiter(self, mark: str) -> None:
        if mark == ":" and not self.in_group and self.mailbox.address is None:
            name = _phrase(self.mailbox.tokens)
            self.mailbox = _Mailbox()
            self.groups.append({"name": name, "addresses": []})
            self.in_group = True
        elif mark in ",;":
            self._end_mailbox()
            self.in_group = self.in_group and mark == ","
        else:
            self.mailbox.tokens.append(("atom", mark))

    def _end_mailbox(self) -> None:
        address = self.mailbox.value()
        self.mailbox = _Mailbox()
        if address is not None:
            # req: mail/GroupedAddressesForm/ungrouped-together
            #   Mailboxes that stand side by side outside of any group MUST be together in one EmailAddressGroup.
            if not self.in_group and (not self.groups or self.groups[-1]["name"] is not None):
                self.groups.append({"name": None, "addresses": []})
            self.groups[-1]["addresses"].append(address)


def _phrase(tokens: list[tuple[str, str]]) -> str:
    """The text of a display-name. Encoded words are decoded, but not inside a quoted-string (RFC 2047, Section 5)."""
    pieces: list[str] = []
    run = ""
    for kind, text in tokens:
        if kind == "quoted":
            # req: mail/EmailAddress/name/unquoted
            #   Of a quoted string, the quotation marks MUST be taken off, quoted pairs decoded, folded lines unfolded,
            #   and white space at both ends removed.
            pieces += [decode_words(run), unquoted(text)]
            run = ""
        else:
            run += text
    # req: mail/AddressesForm/decoded
    #   Encoded words that are correct and of a known encoding MUST be decoded, as in the Text form.
    # req: mail/GroupedAddressesForm/decoded
    #   Encoded words that are correct and of a known encoding MUST be decoded, as in the Text form.
    joined = "".join([*pieces, decode_words(run)])
    if len(pieces) != 2 or joined.strip() != pieces[1].strip():
        joined = re.sub(r"[ \t]+", " ", joined)
    return unicodedata.normalize("NFC", joined).strip()


def _source(tokens: list[tuple[str, str]]) -> str:
    """The tokens as an addr-spec is written: no white space around dots and @, one space elsewhere."""
    text = "".join(f'"{text}"' if kind == "quoted" else " " if kind == "space" else text for kind, text in tokens)
    return _SPACED.sub(lambda found: found[1] or found[2] or " ", text).strip()
