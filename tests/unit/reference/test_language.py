"""Texts for users, in their language (RFC 8620, Section 3.8)."""

from __future__ import annotations

import pytest

from jmap_reference.language import ENGLISH, chosen, localise, translate, translations


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT", "de"),
        ("DE-de-1996", "de"),
        ("it-CH, it;q=0.9, de;q=0.8, en;q=0.7, *;q=0.5", "de"),
        ("en;q=0.7, fr;q=0.9", "fr"),
        ("fr, de", "fr"),
        ("de, fr", "de"),
        ("de;q=0, *", "en"),
        ("de;q=nonsense, fr;q=0.1", "fr"),
        ("x-klingon", "en"),
        (";;,,;q=", "en"),
        ("../../etc", "en"),
    ],
)
def test_the_language_is_chosen(accepted: str, language: str) -> None:
    assert chosen(accepted) == language


def test_numbers_are_kept() -> None:
    assert translate("no more than 64 at a time", "de") == ("höchstens 64 zugleich", "de")


def test_what_nobody_translated_stays() -> None:
    assert translate("Back on Monday {x}", "de") == ("Back on Monday {x}", ENGLISH)
    assert translate("credentials are needed", "en") == ("credentials are needed", ENGLISH)


def test_languages_have_the_same_texts() -> None:
    one, *others = translations().values()
    assert others
    for other in others:
        assert other.keys() == one.keys()
    for each in translations().values():
        assert all(text.count("{}") == translated.count("{}") for text, translated in each.items())


def test_only_what_is_for_users_is_translated() -> None:
    def error(type: str) -> dict[str, str]:
        return {"type": type, "description": "Please change the password first."}

    said = {"notCreated": {"a": error("forbiddenToSend"), "b": error("forbiddenFrom")}, "notUpdated": None}
    echoed = {"notCreated": {"a": error("forbiddenToSend")}}
    response = {"methodResponses": [("EmailSubmission/set", said, "0"), ("Core/echo", echoed, "1")]}
    assert localise(response, "de") == {"de"}
    assert said["notCreated"]["a"]["description"] == translate("Please change the password first.", "de")[0]  # type: ignore[index]
    assert said["notCreated"]["b"] == error("forbiddenFrom")  # type: ignore[index]
    assert echoed["notCreated"]["a"] == error("forbiddenToSend")
