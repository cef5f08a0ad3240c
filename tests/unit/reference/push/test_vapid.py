"""The server says who it is."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from jmap_reference.protocol import Processor
from jmap_reference.push.encryption import decode
from jmap_reference.push.vapid import Key, key_of
from jmap_reference.store.sqlite import SQLiteStore
from jmap_reference.validation import is_valid
from tests.unit.reference.helpers import ALICE, ORIGIN

NOW = 1_700_000_000.0
VAPID = "urn:ietf:params:jmap:webpush-vapid"


@pytest.fixture
def key() -> Key:
    return key_of(SQLiteStore())


def claims(header: str, public: str) -> dict[str, object]:
    """What the token of a header field claims, which the key has signed."""
    scheme, _, rest = header.partition(" ")
    assert scheme == "vapid"
    parameters = dict(each.strip().split("=", 1) for each in rest.split(","))
    assert parameters["k"] == public
    signed, _, signature = parameters["t"].rpartition(".")
    octets = decode(signature)
    assert len(octets) == 64
    r, s = int.from_bytes(octets[:32], "big"), int.from_bytes(octets[32:], "big")
    verifier = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), decode(public))
    verifier.verify(encode_dss_signature(r, s), signed.encode(), ECDSA(SHA256()))
    head, body = signed.split(".")
    assert json.loads(decode(head)) == {"typ": "JWT", "alg": "ES256"}
    return json.loads(decode(body))


def test_the_token_is_for_the_origin_of_the_url_and_for_less_than_a_day(key: Key) -> None:
    said = claims(key.authorization("https://push.example.com:8443/a?b#c", NOW), key.public)
    assert said.pop("aud") == "https://push.example.com:8443"
    assert NOW < said.pop("exp") < NOW + 24 * 3600  # type: ignore[operator]
    assert said == {}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Push.Example.com:443/a", "https://push.example.com"),
        ("https://push.example.com:80/", "https://push.example.com:80"),
        ("http://localhost:80", "http://localhost"),
        ("https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443"),
    ],
)
def test_the_audience_is_spelt_as_an_origin_is(key: Key, url: str, expected: str) -> None:
    assert claims(key.authorization(url, NOW), key.public)["aud"] == expected


def test_whom_to_ask_is_said_if_known() -> None:
    key = key_of(SQLiteStore(), contact="mailto:postmaster@example.com")
    said = claims(key.authorization("https://push.example.com/", NOW), key.public)
    assert said["sub"] == "mailto:postmaster@example.com"


def test_a_token_is_used_again_while_it_has_long_to_live(key: Key) -> None:
    url = "https://push.example.com/"
    first = key.authorization(url, NOW)
    assert key.authorization(url + "other", NOW + 3600) == first
    later = key.authorization(url, NOW + 11 * 3600)
    assert later != first and claims(later, key.public)["exp"] != claims(first, key.public)["exp"]
    assert key.authorization("https://other.example.com/", NOW) != first


def test_tokens_are_kept_for_no_more_than_so_many_origins(key: Key) -> None:
    key._tokens |= {f"https://{number}.example.com": ("t", NOW) for number in range(1000)}
    key.authorization("https://push.example.com/", NOW)
    assert len(key._tokens) == 1


def test_the_key_is_that_of_the_store_until_it_is_replaced() -> None:
    store = SQLiteStore()
    first = key_of(store)
    assert key_of(store).public == first.public
    second = key_of(store, renewed=True)
    assert second.public != first.public
    assert key_of(store).public == second.public


def test_the_session_tells_the_key_and_changes_with_it(processor: Processor) -> None:
    before = processor.session(ALICE, ORIGIN)
    assert is_valid("capability.vapid.session", before["capabilities"][VAPID])
    assert before["capabilities"][VAPID] == {"applicationServerKey": key_of(processor.store).public}
    assert VAPID not in before["primaryAccounts"]
    after = Processor(processor.store, push_key=key_of(processor.store, renewed=True)).session(ALICE, ORIGIN)
    assert after["state"] != before["state"]
