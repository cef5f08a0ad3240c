"""What a report shows of a request: enough to repeat it, and no secret."""

from __future__ import annotations

from jmap_conformance.exchange import KEPT, Exchange, scrubbed, text_of


def test_curl_repeats_the_request_with_the_password_as_a_variable() -> None:
    made = Exchange(
        "POST", "https://example.com/api", {"Content-Type": "application/json"}, b"{\"a\":\"it's\"}",
        "-u alice@example.com:\"$PASSWORD\"",
    )  # fmt: skip
    assert made.curl == (
        "curl -sS -i -X POST -u alice@example.com:\"$PASSWORD\" -H 'Content-Type: application/json' "
        '--data-binary \'{"a":"it\'"\'"\'s"}\' https://example.com/api'
    )


def test_secrets_are_scrubbed_wherever_they_stand() -> None:
    value = {"pass correct horse": ["Basic correct horse"], "n": 1}
    assert scrubbed(value, ("correct horse",)) == {"pass ***": ["Basic ***"], "n": 1}


def test_long_bodies_are_cut() -> None:
    assert text_of(b"x" * (KEPT + 5)).endswith(f"… ({KEPT + 5} octets)")


def test_octets_that_are_no_text_are_shown() -> None:
    assert text_of(b"a\xff\0") == "a\\xff\\x00"
