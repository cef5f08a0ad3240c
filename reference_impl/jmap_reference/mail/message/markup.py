"""As much of HTML as it takes not to cut a tag in two, and to show the text alone.

Not ``html.parser``: there are inputs on which it raises, and others on which it takes quadratic time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from .charsets import clean

_TAG: Final = re.compile(r"<(?:!--|(/?)([a-zA-Z][^\s/>]*)|[/!?])")
_END: Final = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')|>""")
"""The end of a tag, or an attribute value in quotation marks, in which a > ends nothing."""

_UNSEEN: Final = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "title", "template", "textarea")
}
"""Elements whose content is no text of the document, and how each ends."""
_INLINE: Final = re.compile(
    "a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr"
)
"""Elements that begin no new line or cell."""


_SHOWN: Final = re.compile(r"""\s(?:alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
"""An attribute that a reader sees in place of an element, or over it."""


def cut_outside_tags(html: str, end: int) -> int:
    """Where to cut, at ``end`` or before, so that no tag and no comment is cut in two."""
    at = html.find("<", 0, end)
    while 0 <= at < end:
        tag = _TAG.match(html, at)
        after = at + 1 if tag is None else _after(html, tag)
        if after < 0 or after > end:
            return at
        at = html.find("<", after, end)
    return end


def plain_text(html: str) -> Iterator[str]:
    """The text of the document piece by piece, a line break between blocks."""
    at = 0
    while at < len(html):
        start = html.find("<", at)
        yield _unescaped(html[at : start if start >= 0 else len(html)])
        if start < 0:
            return
        tag = _TAG.match(html, start)
        if tag is None:
            yield "<"
            at = start + 1
            continue
        at = _after(html, tag)
        if at < 0:
            return
        name = (tag[2] or "").lower()
        if name and not _INLINE.fullmatch(name):
            yield "\n"
        if name in _UNSEEN and not tag[1]:
            closing = _UNSEEN[name].search(html, at)
            if closing is None:
                return
            at = closing.start()


def attribute_texts(html: str) -> Iterator[str]:
    """What ``alt`` and ``title`` say, element by element."""
    at = html.find("<")
    while at >= 0:
        tag = _TAG.match(html, at)
        after = at + 1 if tag is None else _after(html, tag)
        if after < 0:
            return
        if tag is not None and tag[2]:
            yield from (
                _unescaped(next(filter(None, said.groups()), "")) for said in _SHOWN.finditer(html, tag.end(), after)
            )
        at = html.find("<", after)


def _after(html: str, tag: re.Match[str]) -> int:
    """The position after the tag or comment; -1 if it does not end."""
    if tag[0] == "<!--":
        end = html.find("-->", tag.end())
        return end + 3 if end >= 0 else -1
    if not tag[2]:
        return html.find(">", tag.end()) + 1 or -1
    at = tag.end()
    while found := _END.search(html, at):
        at = found.end()
        if found[0] == ">":
            return at
    return -1


def _unescaped(text: str) -> str:
    try:
        return clean(unescape(text)) if "&" in text else text
    except ValueError:  # a character reference of thousands of digits
        return text
