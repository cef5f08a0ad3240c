"""Pictures from letters: which lines, heads of arrows and words they stand for."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from jmap_spec.sphinx.diagrams import ACROSS, DOWN, Drawing, svg, svg_text
from jmap_spec.sphinx.rfcxml.formats import package

ROOT = Path(__file__).resolve().parents[4]
PICTURES = sorted((ROOT / "drafts").glob("*/diagrams/*.txt"))

BOX = """\
+-----+
| one |--> two
+-----+
   |
   v
 in-out via"""


def test_lines_heads_and_words() -> None:
    drawing = Drawing(BOX)
    assert [(words, y) for _, y, words in drawing.texts] == [
        ("one", 1.75 * DOWN), ("two", 1.75 * DOWN), ("in-out via", 5.75 * DOWN),
    ]  # fmt: skip
    assert sorted(sign for _, _, sign in drawing.heads) == [">", "v"]
    for row in (0.5, 2.5):
        assert (0.5 * ACROSS, row * DOWN, 6.5 * ACROSS, row * DOWN) in drawing.strokes
    assert (0.5 * ACROSS, 0.5 * DOWN, 0.5 * ACROSS, 2.5 * DOWN) in drawing.strokes


def test_an_arrow_reaches_the_line_beyond_it() -> None:
    drawing = Drawing("|--->|\n|<---|")
    assert sorted(drawing.heads) == [(0.5 * ACROSS, 1.5 * DOWN, "<"), (5.5 * ACROSS, 0.5 * DOWN, ">")]


def test_a_corner_and_a_head_are_a_line() -> None:
    assert {sign for *_, sign in Drawing("<-+").heads} == {"<"}
    assert {sign for *_, sign in Drawing("+->").heads} == {">"}
    assert {sign for *_, sign in Drawing("+\nv").heads} == {"v"}
    assert {sign for *_, sign in Drawing("^\n+").heads} == {"^"}


def test_hyphens_and_v_in_words_are_words() -> None:
    drawing = Drawing("  |\n value-of v\n a-b")
    assert drawing.heads == []
    assert [words for *_, words in drawing.texts] == ["value-of v", "a-b"]


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_each_picture_is_svg_that_rfcs_may_have(path: Path) -> None:
    art = path.read_text("utf-8")
    assert max(map(len, art.splitlines())) <= 69
    made = svg(art, "What it shows")
    words = {word for text in made.iter("{*}text") for word in (text.text or "").split()}
    assert words and not {"--", "->", "<-", "|", "+"} & words
    assert svg_text(art, "What it shows").count("<svg ") == 1
    profile = etree.RelaxNG(file=str(package() / "data" / "SVG-1.2-RFC.rng"))
    assert profile.validate(made), profile.error_log
