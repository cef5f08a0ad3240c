"""What --as may say."""

from __future__ import annotations

import pytest

from jmap_spec.derive.definitions import definitions
from jmap_spec.model import Protocol
from jmap_spec.validate.names import UnknownName, definition, guess, public


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Request", "Request.full"),
        ("Response", "Response.full"),
        ("Cog", "Cog"),
        ("Cog.creation", "Cog.creation"),
        ("Cog/get.request", "Cog.get.request"),
        ("Cog.get.request", "Cog.get.request"),
        ("Id", "Id"),
        ("capability.core.session", "capability.core.session"),
    ],
)
def test_a_name_means_a_definition(nano: Protocol, said: str, name: str) -> None:
    assert definition(said, definitions(nano)) == name


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ("Cogg", "Cog"),
        ("cog/get.request", "Cog/get.request"),
        ("Cog/get", "Cog/get.request"),
        ("Cog/set.requests", "Cog/set.request"),
    ],
)
def test_an_unknown_name_brings_near_ones(nano: Protocol, said: str, near: str) -> None:
    with pytest.raises(UnknownName) as unknown:
        definition(said, definitions(nano))
    assert near in unknown.value.near
    assert str(unknown.value).startswith(f'nothing is called "{said}"; did you mean ')


def test_public_names_lead_back(nano: Protocol) -> None:
    table = definitions(nano)
    for name in set(table) - {"Request", "Response"}:
        assert definition(public(name), table) == name


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"methodCalls": []}, "Request.full"),
        ({"methodResponses": []}, "Response.full"),
        ({"apiUrl": ""}, "Session"),
        ({}, ""),
        ([], ""),
    ],
)
def test_whole_messages_are_known_by_their_members(value: object, name: str) -> None:
    assert guess(value) == name
