"""drafts/references.yaml → inline references: a build asks no network."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from typing import Any

from lxml import etree

from .serialize import PLACE

Library = dict[str, dict[str, Any]]


def references(
    back: etree._Element, library: Library, normative: Iterable[str], informative: Iterable[str], place: str
) -> None:
    """Append the reference sections to ``back``; a list without members is left out."""
    groups = [("Normative References", list(normative)), ("Informative References", list(informative))]
    groups = [(name, keys) for name, keys in groups if keys]
    if not groups:
        return
    for key in sorted(key for _, keys in groups for key in keys if library[key].get("short")):
        etree.SubElement(back, "displayreference", {"target": key, "to": library[key]["short"], PLACE: place})
    outer = back
    if len(groups) == 2:
        outer = etree.SubElement(back, "references", {PLACE: place})
        etree.SubElement(outer, "name").text = "References"
    for name, keys in groups:
        section = etree.SubElement(outer, "references", {PLACE: place})
        etree.SubElement(section, "name").text = name
        for key in sorted(keys):
            _entry(section, key, library)


def unknown(library: Library, keys: Iterable[str]) -> list[str]:
    """Of these keys, and of the members of their groups, those that the library does not have."""
    return [k for key in keys for k in (key, *library.get(key, {}).get("group", ())) if k not in library]


def web(library: Library, key: str, section: str) -> str:
    """Where a reader finds a document, and a section of it; ``""`` where nothing says."""
    entry = library.get(key, {})
    number = str(entry.get("series", {}).get("RFC", ""))
    if number and section:
        word = "section" if section[0].isdigit() else "appendix"
        return f"https://www.rfc-editor.org/rfc/rfc{number}.html#{word}-{section}"
    return str(entry.get("target", ""))


def _entry(parent: etree._Element, key: str, library: Library) -> None:
    entry = library[key]
    place = f"drafts/references.yaml#/{key}"
    if "group" in entry:
        group = etree.SubElement(parent, "referencegroup", {"anchor": key, PLACE: place})
        if entry.get("target"):
            group.set("target", entry["target"])
        for member in entry["group"]:
            _entry(group, member, library)
        return
    reference = etree.SubElement(parent, "reference", {"anchor": key, PLACE: place})
    if entry.get("target"):
        reference.set("target", str(entry["target"]))
    front = etree.SubElement(reference, "front")
    etree.SubElement(front, "title").text = entry["title"]
    authors: list[dict[str, str]] = entry.get("authors") or [{}]
    for author in authors:
        _author(front, author)
    _date(front, str(entry.get("date", "")))
    for name, value in entry.get("series", {}).items():
        etree.SubElement(reference, "seriesInfo", name=name, value=str(value))


def _author(front: etree._Element, said: dict[str, str]) -> None:
    author = etree.SubElement(front, "author")
    if surname := said.get("surname"):
        initials = said.get("initials", "")
        author.set("initials", initials)
        author.set("surname", surname)
        author.set("fullname", f"{initials} {surname}".strip())
    if role := said.get("role"):
        author.set("role", role)
    if organization := said.get("organization"):
        etree.SubElement(author, "organization").text = organization


def _date(front: etree._Element, said: str) -> None:
    """``2017``, ``2017-05`` or ``2017-05-09``."""
    year, month, day, *_ = [*said.split("-"), "", "", ""]
    date = etree.SubElement(front, "date")
    if year:
        date.set("year", year)
    if month:
        date.set("month", calendar.month_name[int(month)])
    if day:
        date.set("day", str(int(day)))
