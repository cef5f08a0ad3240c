"""The parts that need no Sphinx: layout, folding, anchors, dates, references, messages."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from jmap_spec.json_layout import layout
from jmap_spec.sphinx import dates
from jmap_spec.sphinx.leads import SaidAlready, leading
from jmap_spec.sphinx.markdown import first_sentence
from jmap_spec.sphinx.pages import as_rest, definition_of
from jmap_spec.sphinx.places import below
from jmap_spec.sphinx.rfcxml.anchors import Anchors, as_name
from jmap_spec.sphinx.rfcxml.fold import fold, unfold
from jmap_spec.sphinx.rfcxml.formats import Message, gathered, messages
from jmap_spec.sphinx.rfcxml.references import references, unknown, web
from jmap_spec.sphinx.rfcxml.serialize import serialize

# -- JSON

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON, st.integers(20, 90))
def test_layout_changes_no_value(value: object, width: int) -> None:
    assert json.loads(layout(value, width)) == value


def test_an_invocation_hugs_its_braces() -> None:
    call = ["Mailbox/get", {"accountId": "u1", "ids": ["a" * 30, "b" * 30, "c"]}, "c0"]
    assert layout([call], 69).splitlines() == [
        '[["Mailbox/get", {',
        '  "accountId": "u1",',
        '  "ids": [',
        f'    "{"a" * 30}",',
        f'    "{"b" * 30}", "c"',
        "  ]",
        '}, "c0"]]',
    ]


def test_short_members_stand_side_by_side_and_records_below_each_other() -> None:
    value = {"one": 1, "two": {"a": True}, "list": [{"id": "a" * 12}, {"id": "b" * 12}], "last": None, "most": []}
    assert layout(value, 40).splitlines() == [
        "{",
        '  "one": 1, "two": {"a": true},',
        '  "list": [',
        '    {"id": "aaaaaaaaaaaa"},',
        '    {"id": "bbbbbbbbbbbb"}',
        "  ],",
        '  "last": null, "most": []',
        "}",
    ]


def test_records_of_several_lines_are_chained() -> None:
    assert layout([{"id": "a" * 9, "n": 1}, {"id": "b" * 9, "n": 2}], 20).splitlines() == [
        "[{",
        '  "id": "aaaaaaaaa",',
        '  "n": 1',
        "}, {",
        '  "id": "bbbbbbbbb",',
        '  "n": 2',
        "}]",
    ]


def test_a_line_is_no_wider_than_asked_for() -> None:
    inner = {"resultOf": "c0", "name": "Mailbox/changes", "path": "/updated"}
    calls = [["Mailbox/get", {"accountId": "A7", "#ids": inner, "#properties": inner}, "c1"]] * 2
    assert max(map(len, layout(calls, 60).splitlines())) <= 60


def test_what_is_elided_is_an_ellipsis_and_neighbours_are_one() -> None:
    value = {"list": [{"id": "a"}, {"id": "b"}, {"id": "c"}], "a/b": 1}
    assert layout(value, 69, ["/list/1", "/list/2", "/a~1b"]) == '{\n  "list": [{"id": "a"}, …], "a/b": …\n}'


# -- folding


@given(st.text(alphabet="ab ,:{}\\\n", max_size=300), st.integers(45, 69))
def test_what_is_folded_can_be_unfolded(text: str, width: int) -> None:
    folded = fold(text, width)
    assert unfold(folded) == text
    assert all(len(line) <= width for line in folded.split("\n")) or folded == text


def test_short_lines_are_left_alone() -> None:
    assert fold("a\nb", 69) == "a\nb"


# -- leads of examples


@pytest.mark.parametrize(("before", "left"), [("Two are asked for:", False), ("Two are asked for.", True)])
def test_who_sends_is_not_said_after_a_colon(before: str, left: bool) -> None:
    document = new_document("example")
    lead = leading(nodes.paragraph("", "The client sends:", classes=["keep-with-next"]))
    document += [nodes.paragraph("", before), lead, nodes.literal_block("", "[]")]
    SaidAlready(document).apply()
    assert ("The client sends:" in document.astext()) is left
    assert ("keep-with-next" in document[0]["classes"]) is not left


# -- anchors


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("Email/get", "Email-get"),
        ("@type", "type"),
        ("1st", "_1st"),
        ("mail.Mailbox.name", "mail.Mailbox.name"),
        ("table-of-x", "_table-of-x"),
        ("section-1", "_section-1"),
        ("", "_"),
    ],
)
def test_anchors_are_names_that_xml2rfc_takes(identifier: str, name: str) -> None:
    assert as_name(identifier) == name


def test_one_id_in_two_files_gives_two_anchors() -> None:
    anchors = Anchors()
    assert [anchors.add("d/a", ["x"]), anchors.add("d/b", ["x"])] == ["x", "b-x"]
    assert anchors.find("d/b", "x") == "b-x"


def test_a_block_has_one_anchor_and_the_other_ids_lead_to_it() -> None:
    anchors = Anchors()
    anchors.add("d/a", ["m.first", "m.second"])
    assert anchors.find("d/a", "m.second") == "m.first"
    assert anchors.mapping() == {"m.second": "m.first"}


def test_what_stands_twice_is_found_at_its_first_place() -> None:
    anchors = Anchors()
    assert [anchors.add("d/a", ["x"]), anchors.add("d/a", ["x"])] == ["x", ""]


def test_the_key_of_a_reference_is_no_anchor() -> None:
    anchors = Anchors()
    anchors.reserve("RFC8620")
    assert anchors.add("d/a", ["RFC8620"]) == "a-RFC8620"


# -- lines and places


def test_each_block_has_a_line_and_each_line_its_place() -> None:
    root = etree.fromstring(
        '<a place="f:1"><t place="f:2">x &lt; <em>y</em>\nz</t><sourcecode place="f:4">\n1\n</sourcecode></a>'
    )
    text, places = serialize(root)
    lines = text.splitlines()
    assert {places[n + 1]: line.strip() for n, line in enumerate(lines)} == {
        "": '<?xml version="1.0" encoding="UTF-8"?>',
        "f:1": "</a>",
        "f:2": "z</t>",
        "f:4": "</sourcecode>",
    }
    assert "place" not in text


def test_messages_of_xml2rfc_are_taken_apart() -> None:
    said = "d.xml(7): Warning: Too long\n   line\n Created file d.txt\n(No source line available): Error: bad\n"
    assert messages(said) == [Message("Warning", 7, "Too long line"), Message("Error", 0, "bad")]


def test_a_wide_table_is_told_of_once() -> None:
    long = [Message("Warning", 7, f"Too long line found (L{n}), 1 longer") for n in range(5)]
    assert gathered([*long, Message("Warning", 1, "Section too wide, reducing indentation from 3 to 0")]) == long[:1]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/r/docs/drafts/d/index.md:3", "drafts/d/index.md:3"),
        ("/r/docs/a.md", "docs/a.md"),
        ("/elsewhere/schemas/mail/M.json#/properties/x", "schemas/mail/M.json#/properties/x"),
        ("docs/a.md", "docs/a.md"),
    ],
)
def test_places_are_what_an_editor_knows(path: str, shown: str) -> None:
    assert below(path, Path("/r")) == shown


# -- dates and revisions


def test_the_date_comes_from_source_date_epoch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86399")
    assert dates.of_build(tmp_path) == datetime.date(1970, 1, 1)


def test_else_from_the_last_commit_and_else_it_is_fixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert dates.said(tmp_path) == (dates.FALLBACK, dates.NOTHING)
    when = {"GIT_COMMITTER_DATE": "2020-02-03T12:00:00Z", "GIT_AUTHOR_DATE": "2020-02-03T12:00:00Z"}
    who = ["-c", "user.name=alice", "-c", "user.email=alice@example.com"]
    for command in (["init", "-q"], [*who, "commit", "-q", "--allow-empty", "-m", "x"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True, env={**os.environ, **when})
    assert dates.of_build(tmp_path) == datetime.date(2020, 2, 3)


def test_a_draft_comes_after_the_highest_that_was_published(tmp_path: Path) -> None:
    assert dates.revision(tmp_path) == "00"
    (tmp_path / "published").mkdir()
    for number in ("00", "03", "02"):
        (tmp_path / "published" / f"draft-x-{number}.xml").write_text("")
    assert dates.revision(tmp_path) == "04"


# -- references

LIBRARY = {
    "RFC1": {
        "title": "Host",
        "authors": [{"initials": "S.", "surname": "Crocker"}],
        "date": "1969-04-07",
        "series": {"RFC": "1"},
    },
    "GROUP": {"group": ["RFC1"], "target": "https://example.com/"},
}


def test_references_are_written_out() -> None:
    back = etree.Element("back")
    references(back, LIBRARY, ["RFC1"], ["GROUP"], "x")
    text = etree.tostring(back, encoding="unicode")
    assert '<date year="1969" month="April" day="7"/>' in text
    assert '<author initials="S." surname="Crocker" fullname="S. Crocker"/>' in text
    assert '<referencegroup anchor="GROUP"' in text
    assert [e.text for e in back.iter("name")] == ["References", "Normative References", "Informative References"]


def test_unknown_members_of_a_group_are_told_too() -> None:
    assert unknown({"G": {"group": ["X"]}}, ["G", "Y"]) == ["X", "Y"]


def test_readers_of_the_site_are_led_to_the_section() -> None:
    assert web(LIBRARY, "RFC1", "2.1") == "https://www.rfc-editor.org/rfc/rfc1.html#section-2.1"
    assert web(LIBRARY, "RFC1", "A") == "https://www.rfc-editor.org/rfc/rfc1.html#appendix-A"


# -- small things


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One thing. And another.", "One thing."),
        ("Such as e.g. this. Then.", "Such as e.g. this."),
        ("All", "All"),
        ("See RFC 1. `x` is.\n\nMore.", "See RFC 1."),
    ],
)
def test_the_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_markdown_of_a_description_means_nothing_in_rest() -> None:
    assert as_rest("a `b_` *c* |d|") == r"a ``b_`` \*c\* \|d\|"


def test_a_reference_names_its_definition() -> None:
    assert definition_of("../../core/types.json#/$defs/Id") == "Id"
    assert definition_of("../wire/SetError.json") == "SetError"
