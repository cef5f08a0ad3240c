"""Words, phrases, and where they are in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmap_reference.mail.snippet import MAX_PREVIEW, excerpt, marked
from jmap_reference.mail.words import header_phrases, header_words, phrases, spans, words
from jmap_reference.store.values import Phrase


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sow the beans.", ["sow", "the", "beans"]),
        ("CAFÉ Straße ﬁn", ["cafe", "strasse", "fin"]),
        ("cafe\u0301", ["cafe"]),
        ("bob@example.net, x_y", ["bob", "example", "net", "x", "y"]),
        ("東京 tower", ["東", "京", "tower"]),
        ("…!?", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("sow beans", [Phrase(("sow",), True), Phrase(("beans",), True)]),
        ('"Sow the" beans', [Phrase(("sow", "the")), Phrase(("beans",), True)]),
        ("'sow the'", [Phrase(("sow", "the"))]),
        (r'"a \"b\" c"', [Phrase(("a", "b", "c"))]),
        ("don't", [Phrase(("don", "t"), True)]),
        ('"open', [Phrase(("open",), True)]),
        ("bob@example.net", [Phrase(("bob", "example", "net"), True)]),
        ("", []),
        ("  ", []),
        ("! beans ?", [Phrase(("beans",), True)]),
        ("!", [Phrase((), True)]),
    ],
)
def test_phrases(wanted: str, found: list[Phrase]) -> None:
    assert phrases(wanted) == found


def test_a_header_field_has_its_name_in_every_word() -> None:
    assert header_words("X-Label", "two words").split()[1:] != header_words("X-Other", "two words").split()[1:]
    [phrase] = header_phrases("x-LABEL", '"two words"')
    assert " ".join(phrase.words) in header_words("X-Label", "these two words")
    [named] = header_phrases("X-Label")
    assert named.words[0] in header_words("X-Label", "").split()


@pytest.mark.parametrize(
    ("text", "wanted", "shown"),
    [
        ("Foosball & co", "foo", "<mark>Foo</mark>sball &amp; co"),
        ("a < b > c", "b", "a &lt; <mark>b</mark> &gt; c"),
        ("one two three two", '"two three"', "one <mark>two three</mark> two"),
        ("straße", "strass", "<mark>straße</mark>"),
        ("straße", "Straße", "<mark>straße</mark>"),
        ("nothing", "else", None),
        (None, "x", None),
    ],
)
def test_what_matches_is_marked(text: str | None, wanted: str, shown: str | None) -> None:
    assert marked(text, phrases(wanted)) == shown


def test_an_excerpt_is_about_the_match() -> None:
    text = "word " * 100 + "needle in the hay " + "word " * 100
    shown = excerpt(text, phrases("needle"))
    assert shown and shown.startswith("…") and shown.endswith("…") and "<mark>needle</mark> in the hay" in shown


@given(st.text(st.sampled_from("ab é<&日 \n"), max_size=600), st.sampled_from(["a", "ab", "b a", '"a b"', "é", "日"]))
def test_an_excerpt_keeps_to_its_size_and_is_well_formed(text: str, wanted: str) -> None:
    shown = excerpt(text, phrases(wanted))
    assert (shown is None) == (not spans(" ".join(text.split()), phrases(wanted)))
    if shown is not None:
        assert len(shown.encode()) <= MAX_PREVIEW
        assert 0 < shown.count("<mark>") == shown.count("</mark>")
        assert "<mark></mark>" not in shown
        plain = shown.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in plain and "&" not in plain.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
