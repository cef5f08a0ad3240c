"""Requirement spans, their subjects, and what is wrong with them."""

from __future__ import annotations

from jmap_spec.model import Place
from jmap_spec.prose import Span, directives_in, problems, requirements_in, unmarked_in

ABOUT = "```{jmap:about} core/request\n```\n\n"


def ids(text: str, subject: str = "") -> list[str]:
    return [span.id for span in requirements_in(text, "x.md", subject)]


def test_a_span_has_subject_word_sentence_and_line() -> None:
    text = "# A\n\n" + ABOUT + "The client\n[MUST send `[x]` and\na [link](#foo) now.]{#send}\n"
    assert requirements_in(text) == [Span("core/request", "send", "MUST send `[x]` and a [link](#foo) now.", 7)]


def test_a_subject_can_be_given() -> None:
    assert ids("[It MUST be.]{#be}", "mail/Mailbox/name") == ["mail/Mailbox/name/be"]


def test_a_subject_ends_with_its_section() -> None:
    text = f"# A\n\n{ABOUT}[A MUST.]{{#a}}\n\n## B\n\n[B MUST.]{{#b}}\n\n# C\n\n[C MUST.]{{#c}}\n"
    assert ids(text) == ["core/request/a", "core/request/b", "/c"]


def test_a_subsection_can_say_its_own_and_then_the_outer_one_is_back() -> None:
    inner = "## B\n\n```{jmap:about} core/inner\n```\n\n[B MUST.]{#b}\n\n## C\n\n[C MUST.]{#c}\n"
    assert ids(f"# A\n\n{ABOUT}{inner}") == ["core/inner/b", "core/request/c"]


def test_spans_are_found_in_lists_tables_quotes_and_notes() -> None:
    text = (
        f"{ABOUT}- [It\n  MUST be.]{{#list}}\n\n> [It MUST.]{{#quote}}\n\n| a |\n|---|\n| [It MUST.]{{#cell}} |\n\n"
        "```{note}\n:class: x\n\n[It MUST.]{#note}\n```\n"
    )
    assert [(s.word, s.line) for s in requirements_in(text)] == [("list", 4), ("quote", 7), ("cell", 11), ("note", 16)]


def test_code_is_no_span_and_has_no_key_words() -> None:
    assert ids("`[It MUST.]{#a}`\n\n```\n[It MUST.]{#b}\n```\n") == []
    assert unmarked_in("`MUST`\n\n```json\nMUST\n```\n\n```{code-block} json\nMUST\n```\n") == []


def test_a_link_stays_a_link() -> None:
    assert ids("[words](#target) and [words][] and {#alone}") == []


def test_key_words_outside_of_spans_are_found_with_their_line() -> None:
    found = unmarked_in("One.\nTwo MUST\nNOT three. [Four MAY.]{#four}\n")
    assert [(u.word, u.line) for u in found] == [("MUST NOT", 2)]


def test_the_paragraph_that_explains_them_and_comments_are_left_alone() -> None:
    assert unmarked_in('The key words "MUST" and "MAY" are to be read as in BCP 14.\n\n% It MUST.\n') == []


def test_front_matter_is_no_prose_and_counts_its_lines() -> None:
    assert requirements_in("---\na: MUST\n---\n[It MUST.]{#a}\n")[0].line == 4


def test_directives_have_argument_options_and_line() -> None:
    found = directives_in("# A\n\n````{note}\n```{jmap:type} Mailbox\n:without: A B\n```\n````\n")
    assert [(d.name, d.argument, d.options, d.line) for d in found] == [
        ("note", "", {}, 3),
        ("jmap:type", "Mailbox", {"without": "A B"}, 4),
    ]


def test_directives_shown_as_code_are_none() -> None:
    assert directives_in("````md\n```{jmap:type} Mailbox\n```\n````\n") == []


def test_problems_say_what_to_do() -> None:
    text = f"It MUST.\n\n[It is.]{{#is}}\n\n{ABOUT}[It MAY.]{{#Not_kebab}}\n"
    found = problems(text, Place("x.md"))
    assert [(p.line, p.code) for p in found] == [
        (1, "requirement/unmarked"),
        (3, "requirement/no-level"),
        (3, "requirement/no-subject"),
        (8, "requirement/word"),
    ]
    assert all(p.hint for p in found)


def test_problems_of_a_description_stay_at_its_pointer() -> None:
    place = Place("schemas/a.json", "/properties/b")
    assert [p.place for p in problems("It MUST.", place, "a/B")] == [place]
