"""Elements → text, one block a line, with what caused each line.

xml2rfc names lines of the XML. An editor needs the line of the Markdown, or the JSON Pointer of
the schema; so every block stands on a line of its own, and each line remembers its place.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from lxml import etree

#: An attribute that only this room sees: where the element comes from.
PLACE = "place"
#: Another: the page and id in another draft that an xref is about, until its section has a number.
SIBLING = "sibling"
#: And where a {ref} to another draft was written, which must lead to a section that has a number.
POINTER = "pointer"
_OURS = frozenset((PLACE, SIBLING, POINTER))
_XML = "{http://www.w3.org/XML/1998/namespace}"
_INLINE = frozenset(["bcp14", "br", "em", "strong", "sub", "sup", "tt", "xref", "eref", "u", "cref"])
_VERBATIM = frozenset(("sourcecode", "artwork"))
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def serialize(root: etree._Element, comment: str = "") -> tuple[str, list[str]]:
    """The document, and for each of its lines (from 1, so item 0 is empty) the place or ``""``."""
    lines: list[str] = [HEAD]
    if comment:
        lines.append(f"<!-- {comment} -->")
    places: list[str] = [""] * (len(lines) + 1)
    _block(root, "", "", lines, places)
    return "\n".join(lines) + "\n", places


def _block(element: etree._Element, indent: str, place: str, lines: list[str], places: list[str]) -> None:
    place = element.get(PLACE, place)

    def put(text: str) -> None:
        for line in text.split("\n"):
            lines.append(line)
            places.append(place)

    if _is_text(element):
        put(indent + _inline(element))
        return
    put(indent + _start(element) + ">")
    for child in element:
        _block(child, indent + "  ", place, lines, places)
    put(f"{indent}</{element.tag}>")


def _is_text(element: etree._Element) -> bool:
    if element.tag in _VERBATIM or len(element) == 0 or (element.text or "").strip():
        return True
    return any(child.tag in _INLINE or (child.tail or "").strip() for child in element)


def _start(element: etree._Element) -> str:
    attributes = "".join(
        f" {name.replace(_XML, 'xml:')}={quoteattr(value)}" for name, value in element.items() if name not in _OURS
    )
    namespace, _, tag = element.tag.rpartition("}")
    # a picture says where its elements come from at its root
    if namespace and tag == "svg":
        attributes = f' xmlns="{namespace[1:]}"{attributes}'
    return f"<{tag}{attributes}"


def _inline(element: etree._Element) -> str:
    inner = escape(element.text or "")
    for child in element:
        inner += _inline(child) + escape(child.tail or "")
    if not inner and element.tag not in _VERBATIM:
        return _start(element) + "/>"
    return f"{_start(element)}>{inner}</{element.tag.rpartition('}')[2]}>"
