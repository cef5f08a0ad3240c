"""Push messages as the suite reads them: what is right is read, and each thing that can be wrong is seen."""

from __future__ import annotations

import time

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from jmap_conformance.webpush import Keys, Unreadable, claims, decode, encode
from jmap_reference.push.encryption import encrypt
from jmap_reference.push.vapid import Key

TEXT = b'{"@type": "StateChange"}'
ORIGIN = "https://push.example.com"


@pytest.fixture
def keys() -> Keys:
    return Keys()


def encrypted(keys: Keys) -> bytes:
    return encrypt(TEXT, keys.told["p256dh"], keys.told["auth"])


def test_what_is_encrypted_for_the_keys_is_read(keys: Keys) -> None:
    assert keys.decrypt(encrypted(keys)) == TEXT


def test_other_keys_read_nothing(keys: Keys) -> None:
    with pytest.raises(Unreadable, match="other keys"):
        Keys().decrypt(encrypted(keys))


@pytest.mark.parametrize("at", [0, 22, 90, -1])
def test_an_octet_that_was_changed_is_seen(keys: Keys, at: int) -> None:
    body = bytearray(encrypted(keys))
    body[at] ^= 1
    with pytest.raises(Unreadable):
        keys.decrypt(bytes(body))


@pytest.mark.parametrize("body", [b"", TEXT, TEXT * 10, b"\0" * 200])
def test_what_is_not_encrypted_is_seen(keys: Keys, body: bytes) -> None:
    with pytest.raises(Unreadable):
        keys.decrypt(body)


def test_a_record_longer_than_its_size_is_seen(keys: Keys) -> None:
    body = encrypted(keys)
    with pytest.raises(Unreadable, match="more than one record"):
        keys.decrypt(body[:16] + (18).to_bytes(4, "big") + body[20:])


def test_base64url_is_without_padding_and_strict() -> None:
    assert decode(encode(b"\xff\xfe")) == b"\xff\xfe"
    for wrong in ("a+b/", "ü", "a"):
        with pytest.raises(Unreadable):
            decode(wrong)


@pytest.fixture(scope="module")
def key() -> Key:
    return Key(generate_private_key(SECP256R1()), "mailto:operator@example.com")


def test_a_token_of_the_key_is_believed(key: Key) -> None:
    now = time.time()
    said = claims(key.authorization(f"{ORIGIN}/device/1", now), key.public, ORIGIN, now)
    assert said["sub"] == "mailto:operator@example.com"


def test_each_thing_that_is_wrong_with_a_token_is_seen(key: Key) -> None:
    now = time.time()
    good = key.authorization(f"{ORIGIN}/device/1", now)
    other = Key(generate_private_key(SECP256R1()))
    forged = other.authorization(f"{ORIGIN}/device/1", now).replace(other.public, key.public)
    for said, at, why in [
        (good, now + 13 * 3600, "exp"),
        (good, now - 13 * 3600, "exp"),
        (key.authorization("https://elsewhere.example/", now), now, "aud"),
        (forged, now, "signature"),
        (other.authorization(ORIGIN, now), now, "key is not that"),
        ("Bearer x", now, "scheme"),
        (f"vapid t=a.b.c, k={key.public}", now, "JSON Web Token|base64url"),
    ]:
        with pytest.raises(Unreadable, match=why):
            claims(said, key.public, ORIGIN, at)
