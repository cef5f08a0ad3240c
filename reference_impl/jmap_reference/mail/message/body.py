"""What to show and what to attach: flat lists of the parts of a message (RFC 8621, Section 4.1.4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from .parts import Part


@dataclass(frozen=True, slots=True)
class Lists:
    """The parts of each list, in the order in which they are shown."""

    text: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)
    attachments: list[Part] = field(default_factory=list)


def lists_of(root: Part) -> Lists:
    """``textBody``, ``htmlBody`` and ``attachments``."""
    lists = Lists()
    _sort([root], "mixed", False, lists.text, lists.html)
    in_text, in_html = ({id(part) for part in shown} for shown in (lists.text, lists.html))
    for part in root.walk():
        shown = (id(part) in in_text) + (id(part) in in_html)
        # req: mail/Email/attachments/which
        #   It MUST have each part that is no multipart/* and is in neither textBody nor htmlBody, and each image/*,
        #   audio/* or video/* that is not in both.
        # req: mail/Email/attachments/flat
        #   These parts MUST NOT have subParts, an attached message no more than others.
        if not part.is_multipart and (shown == 0 or (shown == 1 and _is_media(part))):
            lists.attachments.append(part)
    return lists


def has_attachment(lists: Lists) -> bool:
    """Whether a client should offer something to download."""
    # req: mail/Email/hasAttachment/not-inline
    return any(part.disposition != "inline" for part in lists.attachments)


def _is_media(part: Part) -> bool:
    return part.type.startswith(("image/", "audio/", "video/"))


def _is_body(part: Part, index: int, subtype: str) -> bool:
    """Whether the part is to be shown, as the number ``index`` of a multipart of this subtype."""
    # req: mail/Email/textBody/types
    #   Its parts MUST be of type text/plain, text/html, image/*, audio/* or video/*.
    # req: mail/Email/htmlBody/types
    #   Its parts MUST be of type text/plain, text/html, image/*, audio/* or video/*.
    if part.disposition == "attachment" or not (part.type in ("text/plain", "text/html") or _is_media(part)):
        return False
    # Text with a name is a file, but for the first part, which is what was written.
    return index == 0 or (subtype != "related" and (_is_media(part) or not part.name))


def _sort(
    parts: list[Part], subtype: str, in_alternative: bool, text: list[Part] | None, html: list[Part] | None
) -> None:
    """Put each part into the lists that show it.

    Args:
        subtype: of the multipart that has the parts: ``alternative``, ``related``, …
        in_alternative: whether it is one, or is inside of one.
        text, html: the lists; None for one that another alternative is for.
    """
    text_before, html_before = len(text or ()), len(html or ())
    for index, part in enumerate(parts):
        if part.is_multipart:
            inner = part.type.partition("/")[2]
            _sort(list(part.sub_parts), inner, in_alternative or inner == "alternative", text, html)
            continue
        if not _is_body(part, index, subtype):
            continue
        if subtype == "alternative":
            shown_in = {"text/plain": text, "text/html": html}.get(part.type)
            if shown_in is not None:
                shown_in.append(part)
            continue
        if in_alternative and part.type == "text/plain":
            html = None
        if in_alternative and part.type == "text/html":
            text = None
        for shown_in in (text, html):
            if shown_in is not None:
                shown_in.append(part)
    if subtype == "alternative" and text is not None and html is not None:
        if len(text) == text_before:
            text += html[html_before:]
        elif len(html) == html_before:
            html += text[text_before:]
