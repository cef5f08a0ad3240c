"""One schema takes all that another takes: what is said so is so, for every value that can be thought of."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jmap_spec.derive import derive
from jmap_spec.diff.widths import Widths
from jmap_spec.load import load
from jmap_spec.model import Protocol
from tests.nano.nano import lay_out


@pytest.fixture(scope="module")
def nano(tmp_path_factory: pytest.TempPathFactory) -> Protocol:
    return derive(load(lay_out(tmp_path_factory.mktemp("nano"))))


PLAIN: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers(-2, 3) | st.sampled_from(["", "a", "ab", "b"])
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
)
SMALL = st.integers(0, 3)
LEAVES = st.one_of(
    st.booleans(),
    st.just({}),
    st.fixed_dictionaries({"type": st.sampled_from(["string", "boolean", "null", "number", "integer", "object"])}),
    st.fixed_dictionaries({"type": st.just(["string", "null"])}),
    st.fixed_dictionaries({"type": st.just("string")}, optional={"minLength": SMALL, "maxLength": SMALL}),
    st.fixed_dictionaries({"type": st.just("integer")}, optional={"minimum": SMALL, "maximum": SMALL}),
    st.fixed_dictionaries({"enum": st.lists(PLAIN, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"const": PLAIN}),
)
NAMES = st.sampled_from("abc")


def larger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    named = st.dictionaries(NAMES, inner, max_size=2)
    object_ = {
        "properties": named,
        "additionalProperties": inner,
        "required": st.lists(NAMES, max_size=2, unique=True),
        "patternProperties": st.dictionaries(st.sampled_from(["a", "^b"]), inner, max_size=1),
        "maxProperties": SMALL,
    }
    array = {"items": inner, "prefixItems": st.lists(inner, min_size=1, max_size=2), "maxItems": SMALL}
    array |= {"contains": inner, "minContains": SMALL}
    options = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.fixed_dictionaries({"type": st.just("object")}, optional=object_),
        st.fixed_dictionaries({"type": st.sampled_from(["array", ["array", "null"]])}, optional=array),
        st.fixed_dictionaries({}, optional={"anyOf": options, "not": inner, "additionalProperties": inner}),
        st.fixed_dictionaries({"oneOf": options}, optional=object_),
        st.fixed_dictionaries({"if": inner, "then": inner}, optional={"else": inner}),
    )


SCHEMAS = st.recursive(LEAVES, larger, max_leaves=6)


@settings(max_examples=200, deadline=None)
@given(left=SCHEMAS, right=SCHEMAS, values=st.lists(VALUES, max_size=12))
def test_what_is_accepted_is_taken(nano: Protocol, left: Any, right: Any, values: list[Any]) -> None:
    widths = Widths(nano, nano)
    assert widths.accepts(left, left)
    for wide, narrow in ((left, right), (_looser(left), left), (left, _looser(left))):
        if widths.accepts(wide, narrow):
            takes, gives = jsonschema_rs.validator_for(wide), jsonschema_rs.validator_for(narrow)
            for value in values:
                assert takes.is_valid(value) or not gives.is_valid(value), (wide, narrow, value)


def _looser(schema: Any) -> Any:
    """Without the last of its rules."""
    return dict(list(schema.items())[:-1]) if isinstance(schema, dict) else True


NULL, TEXT, ID = {"type": "null"}, {"type": "string"}, {"$ref": "Id"}
SHAPES = [
    (TEXT, ID, True, False),
    ({"anyOf": [ID, NULL]}, ID, True, False),
    ({"type": ["string", "null"]}, {"anyOf": [ID, NULL]}, True, False),
    ({"type": "array", "items": TEXT}, {"type": "array", "items": ID}, True, False),
    ({"type": "number"}, {"$ref": "UnsignedInt"}, True, False),
    ({"$ref": "Id"}, {"$ref": "Id"}, True, True),
    ({"type": "boolean"}, {"type": "boolean", "const": True}, True, False),
    ({"enum": ["a", "b"]}, {"const": "a"}, True, False),
    ({"x-jmap": {"shape": "patch", "of": "Cog"}}, {"x-jmap": {"shape": "patch", "of": "Cog"}}, True, True),
    ({"x-jmap": {"shape": "patch", "of": "Cog"}}, {"x-jmap": {"shape": "patch", "of": "Gear"}}, False, False),
    ({"type": "object"}, {"type": "object", "properties": {"a": TEXT}, "required": ["a"]}, True, False),
    ({"type": "string", "pattern": "^a"}, {"type": "string", "pattern": "^b"}, False, False),
    ({"description": "One.", "type": "string"}, {"description": "Other.", "type": "string"}, True, True),
    ({"$ref": "Nothing"}, TEXT, False, False),
]


@pytest.mark.parametrize(("wide", "narrow", "forth", "back"), SHAPES)
def test_shapes_of_the_source(nano: Protocol, wide: Any, narrow: Any, forth: bool, back: bool) -> None:
    widths = Widths(nano, nano)
    assert (widths.accepts(wide, narrow), widths.accepts(narrow, wide)) == (forth, back)


def test_a_definition_that_refers_to_itself_ends(nano: Protocol) -> None:
    assert Widths(nano, nano).accepts({"$ref": "Cog"}, {"$ref": "Cog"})
