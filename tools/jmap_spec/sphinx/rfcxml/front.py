"""The front matter of a draft: from YAML to ``<rfc>`` and ``<front>``."""

from __future__ import annotations

import datetime
from typing import Any

from lxml import etree

from .serialize import PLACE

#: Key → whether a draft must say it.
KEYS = {
    "name": True,
    "title": True,
    "abbrev": True,
    "category": True,
    "ipr": True,
    "submissionType": True,
    "area": False,
    "workgroup": True,
    "consensus": False,
    "keyword": False,
    "authors": True,
    "venue": False,
    "normative": False,
    "informative": False,
    "obsoletes": False,
    "updates": False,
    # how other drafts of ours cite it, in place of I-D.ietf-…
    "short": False,
    # levels of headings in the table of contents; 3 if it does not say
    "tocDepth": False,
}


def wrong(draft: dict[str, Any], folder: str) -> list[str]:
    """What is wrong with a draft's front matter."""
    out = [f"the front matter does not say draft.{key}" for key, needed in KEYS.items() if needed and key not in draft]
    out += [f"draft.{key} means nothing here" for key in draft if key not in KEYS]
    if draft.get("name", folder) != folder:
        out.append(f"draft.name is {draft['name']}, its folder {folder}")
    for author in draft.get("authors", ()):
        if "organization" not in author:
            out.append("an author here is an organization")
    return out


def rfc(draft: dict[str, Any], revision: str, date: datetime.date, place: str) -> etree._Element:
    """``<rfc>`` with its ``<front>``, all but the abstract; ``revision`` is ``00``."""
    name = f"{draft['name']}-{revision}"
    root = etree.Element(
        "rfc",
        {
            "ipr": draft["ipr"],
            "docName": name,
            "category": draft["category"],
            "submissionType": draft["submissionType"],
            "consensus": "true" if draft.get("consensus", True) else "false",
            "version": "3",
            "sortRefs": "true",
            "symRefs": "true",
            "tocInclude": "true",
            "tocDepth": str(draft.get("tocDepth", 3)),
            "{http://www.w3.org/XML/1998/namespace}lang": "en",
            PLACE: place,
        },
    )
    for attribute in ("obsoletes", "updates"):
        if draft.get(attribute):
            root.set(attribute, ", ".join(str(number) for number in draft[attribute]))
    front = etree.SubElement(root, "front", {PLACE: place})
    etree.SubElement(front, "title", abbrev=draft["abbrev"]).text = draft["title"]
    etree.SubElement(front, "seriesInfo", name="Internet-Draft", value=name)
    for author in draft["authors"]:
        _author(front, author)
    etree.SubElement(front, "date", year=str(date.year), month=f"{date:%B}", day=str(date.day))
    for tag in ("area", "workgroup"):
        if draft.get(tag):
            etree.SubElement(front, tag).text = draft[tag]
    for keyword in draft.get("keyword", ()):
        etree.SubElement(front, "keyword").text = str(keyword)
    return root


def _author(front: etree._Element, said: dict[str, str]) -> None:
    author = etree.SubElement(front, "author")
    etree.SubElement(author, "organization").text = said["organization"]
    if {"email", "uri"} & said.keys():
        address = etree.SubElement(author, "address")
        for tag in ("email", "uri"):
            if said.get(tag):
                etree.SubElement(address, tag).text = said[tag]


def venue(front: etree._Element, said: dict[str, str], place: str) -> None:
    """The note that says where the draft is discussed, taken out by the RFC Editor."""
    note = etree.SubElement(front, "note", {"title": "Discussion Venues", "removeInRFC": "true", PLACE: place})
    if said.get("mail"):
        t = etree.SubElement(note, "t")
        group = f" of the {said['group']} Working Group" if said.get("group") else ""
        t.text = f"This document is discussed on the mailing list{group}, {said['mail']}"
        if said.get("arch"):
            t.text += ", whose archive is at "
            etree.SubElement(t, "eref", target=said["arch"], brackets="angle").tail = "."
        else:
            t.text += "."
    if said.get("repo"):
        t = etree.SubElement(note, "t")
        t.text = "Its source, and an issue tracker, are at "
        etree.SubElement(t, "eref", target=said["repo"], brackets="angle").tail = "."
