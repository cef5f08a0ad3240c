"""Encoded words, as far as header fields may be decoded (RFC 2047).

``email.header.decode_header`` also decodes what stands in the middle of a word, which JMAP forbids.
"""

from __future__ import annotations

import re
import unicodedata
from binascii import a2b_qp
from typing import Final

from ...transfer_encoding import unbase64
from .charsets import codec, decode

ENCODED_WORD: Final = r"=\?[^?*\s]+(?:\*[^?\s]*)?\?[bBqQ]\?[^?\s]*\?="
_PARTS: Final = re.compile(r"=\?([^?*\s]+)(?:\*[^?\s]*)?\?(?:[bB]\?([A-Za-z0-9+/=]*)|[qQ]\?([!->@-~]*))\?=")


def decode_words(text: str) -> str:
    """Unfolded text with its encoded words decoded; what is in an unknown charset, or misplaced, stays as it is."""
    if "=?" not in text:
        return text
    found: list[str] = []
    waiting: list[bytes] = []  # octets of words that follow each other: senders cut characters in two
    charset, end = "", 0
    for word in _PARTS.finditer(text):
        # req: mail/TextForm/not-decoded
        #   Text that only looks like an encoded word, because its place or the space around it is wrong, MUST NOT be
        #   decoded.
        around = text[max(word.start() - 1, 0) : word.start()] + text[word.end() : word.end() + 1]
        name = None if around.strip(" \t") else codec(word[1])
        if name is None:
            continue
        between = text[end : word.start()]
        if not (charset and not between.strip(" \t")):
            found += [_decoded(waiting, charset), between]
            waiting = []
        elif charset != name:
            found.append(_decoded(waiting, charset))
            waiting = []
        waiting.append(unbase64(word[2].encode()) if word[2] is not None else a2b_qp(word[3].encode(), header=True))
        charset, end = name, word.end()
    return "".join([*found, _decoded(waiting, charset), text[end:]])


def _decoded(octets: list[bytes], charset: str) -> str:
    # req: mail/TextForm/decoded
    #   An encoded word (RFC 2047) that is correct and in a known charset MUST be decoded, without any NUL or control
    #   character that it has.
    return without_controls(decode(b"".join(octets), charset)) if charset else ""


def without_controls(text: str) -> str:
    return text if text.isprintable() else "".join(letter for letter in text if unicodedata.category(letter) != "Cc")
