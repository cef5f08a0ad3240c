"""Cases: what makes one, and what its docstring has to say."""

from __future__ import annotations

import pytest

from jmap_conformance.case import SECTIONS, BadCase, case, documentation_of

GOOD = """The rule,
which may have two lines.

Purpose: To see.
Preconditions: None.
Procedure: Do this
and that.
Expected: It is so: always.
Why: Because.
"""


def test_labelled_paragraphs_are_taken_apart() -> None:
    title, found = documentation_of(GOOD, "here")
    assert title == "The rule, which may have two lines."
    assert tuple(found) == SECTIONS
    assert found["Procedure"] == "Do this and that."
    assert found["Expected"] == "It is so: always."


@pytest.mark.parametrize("label", SECTIONS)
def test_a_missing_paragraph_is_refused(label: str) -> None:
    with pytest.raises(BadCase, match=r"here: the docstring needs the paragraphs"):
        documentation_of(GOOD.replace(f"{label}:", "Note:"), "here")


def test_paragraphs_out_of_order_are_refused() -> None:
    text = "The rule.\n\n" + "\n".join(f"{label}: x" for label in reversed(SECTIONS))
    with pytest.raises(BadCase, match="in this order"):
        documentation_of(text, "here")


def test_an_empty_paragraph_is_refused() -> None:
    with pytest.raises(BadCase):
        documentation_of(GOOD.replace("Because.", ""), "here")


def test_a_case_without_requirement_is_refused() -> None:
    def nothing() -> None:
        pass

    nothing.__doc__ = GOOD
    with pytest.raises(BadCase, match="names no requirement"):
        case(requirements=[], area="x")(nothing)


def test_an_unknown_need_is_refused() -> None:
    def nothing() -> None:
        pass

    nothing.__doc__ = GOOD
    with pytest.raises(BadCase, match="unknown need 'luck'"):
        case(requirements=["core/x/y"], area="x", needs=["luck"])(nothing)
