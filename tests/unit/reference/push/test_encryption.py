"""Encryption of push messages, against the published example and against a client of our own."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key

from jmap_reference.push.encryption import MAX_MESSAGE, decode, encode, encrypt
from tests.unit.reference.push.endpoint import Keys


def private(text: str) -> EllipticCurvePrivateKey:
    return derive_private_key(int.from_bytes(decode(text), "big"), SECP256R1())


def test_the_example_of_RFC_8291() -> None:
    server, salt = private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), decode("DGv6ra1nlYgDCS1FRnbzlw")
    keys = Keys(private("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), decode("BTBZMqHH6r4Tts7J_aSIgg"))
    message = b"When I grow up, I want to be a watermelon"
    body = encrypt(message, keys.told()["p256dh"], keys.told()["auth"], server, salt)
    assert encode(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert keys.decrypt(body) == message


@pytest.mark.parametrize("padded", [False, True])
@pytest.mark.parametrize("length", [0, 1, MAX_MESSAGE])
def test_a_client_reads_what_was_encrypted(length: int, padded: bool) -> None:
    keys, message = Keys(), b"x" * length
    body = encrypt(message, **keys.told(padded))
    assert len(body) <= 4096
    assert keys.decrypt(body) == message


def test_no_two_bodies_are_the_same() -> None:
    keys = Keys()
    first, second = encrypt(b"x", **keys.told()), encrypt(b"x", **keys.told())
    assert first[:16] != second[:16] and first[21:86] != second[21:86]


def test_what_cannot_be_encrypted() -> None:
    keys = Keys().told()
    with pytest.raises(ValueError, match="one record"):
        encrypt(b"x" * (MAX_MESSAGE + 1), **keys)
    with pytest.raises(ValueError):  # noqa: PT011 - the words are those of a library
        encrypt(b"x", encode(b"\4" + b"\1" * 64), keys["auth"])
