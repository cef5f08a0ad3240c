"""A format is a pattern that means the same to jsonschema, jsonschema-rs and ajv."""

from __future__ import annotations

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from jmap_spec.portable import FORMATS, ended, portable, without_formats

#: Format, strings that have it, strings that do not.
TABLE: dict[str, tuple[list[str], list[str]]] = {
    "date-time": (
        [
            "2026-03-01T09:30:00Z",
            "2026-03-01t09:30:00.125+01:00",
            "2024-02-29T00:00:00Z",
            "2000-02-29T23:59:59-12:00",
            "2016-12-31T23:59:60Z",
            "2017-01-01T00:59:60+01:00",
        ],
        [
            "2026-03-01",
            "2026-03-01 09:30:00Z",
            "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-03-01T24:00:00Z",
            "2026-03-01T09:60:00Z",
            "2026-03-01T09:30:61Z",
            "2026-03-01T12:00:60Z",
            "2026-03-01T09:30:00",
            "2026-03-01T09:30:00.Z",
            "2026-03-01T09:30:00Z\n",
            "２026-03-01T09:30:00Z",
        ],
    ),
    "uri": (
        [
            "https://example.com",
            "https://u:p@[2001:db8::1]:8080/a%20b?c=d/?#e",
            "urn:ietf:params:jmap:core",
            "mailto:a@example.com",
            "a:",
        ],
        [
            "",
            "//example.com",
            "/path",
            "https://example.com/a b",
            "https://example.com/%zz",
            "1a:b",
            "https://example.com/é",
            "a:b\n",
        ],
    ),
    "uri-reference": (
        ["", "/path?q", "//example.com/", "../up", "a/b:c", "#f", "https://example.com"],
        ["a b", "1:b", "%", "\\", "https://[::1"],
    ),
    "uri-template": (
        ["https://example.com/{accountId}/{blobId}?accept={type}", "{?a,b*,c:3}", "{+path}", "x", ""],
        ["{", "{}", "}", "{a b}", "{a,}", "a b", "%zz", "{a:0}"],
    ),
    "email": (
        ["joe@example.com", '"joe bloggs"@example.com', "a.b+c@[192.0.2.1]", "x@localhost"],
        ["joe", "@example.com", "joe@", "joe@-example.com", "joe..b@example.com", "joe @example.com"],
    ),
    "json-pointer": (["", "/", "/a/0/b~0~1", "/é"], ["a", "/~", "/~2", "#/a"]),
}
CASES = [
    (name, text, good)
    for name, (yes, no) in TABLE.items()
    for good, texts in ((True, yes), (False, no))
    for text in texts
]


@pytest.mark.parametrize(("name", "text", "good"), CASES)
def test_a_format_accepts_what_its_rfc_accepts(name: str, text: str, good: bool) -> None:
    schema = portable({"type": "string", "format": name})
    assert jsonschema_rs.is_valid(schema, text) is good
    assert Draft202012Validator(schema).is_valid(text) is good


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(FORMATS)


def test_a_pattern_beside_a_format_stays_and_the_other_gets_a_place_of_its_own() -> None:
    schema = {"type": "string", "format": "uri", "pattern": "^h", "allOf": [{"maxLength": 9}]}
    assert without_formats(schema) == {
        "type": "string",
        "pattern": "^h",
        "allOf": [{"maxLength": 9}, {"pattern": FORMATS["uri"]}],
    }


def test_a_property_named_format_or_pattern_is_no_keyword() -> None:
    schema = {
        "properties": {"format": {"type": "string"}, "pattern": True},
        "const": {"format": "uri"},
        "required": ["format"],
    }
    assert portable(schema) == schema


def test_every_schema_inside_is_reached() -> None:
    schema = {"anyOf": [{"items": {"pattern": "a$"}}], "patternProperties": {"^b$": {"pattern": "c$"}}}
    end = "$(?!\n)".replace("\n", "\\n")
    assert portable(schema) == {
        "anyOf": [{"items": {"pattern": f"a{end}"}}],
        "patternProperties": {f"^b{end}": {"pattern": f"c{end}"}},
    }


@pytest.mark.parametrize("pattern", ["^[$]$", "^\\$$", "^(a$|b$)", "[^$]$", "^\\\\$"])
def test_only_a_dollar_that_means_the_end_is_made_so(pattern: str) -> None:
    made = ended(pattern)
    for text in ("$", "a", "b", "x", "\\", "a\n", "$\n", "x\n", "\\\n"):
        schema, plain = {"pattern": made}, {"pattern": pattern}
        # jsonschema-rs reads the plain pattern as ECMA 262 does; Python reads only the made one so.
        assert (
            jsonschema_rs.is_valid(plain, text)
            is jsonschema_rs.is_valid(schema, text)
            is Draft202012Validator(schema).is_valid(text)
        )
