"""Envelopes: made of the header, and checked (RFC 8621, Section 7)."""

from __future__ import annotations

from typing import Any

import pytest

from jmap_reference.errors import SetError
from jmap_reference.limits import Limits
from jmap_reference.mail.message.parse import parse
from jmap_reference.smtp import smtp_extensions
from jmap_reference.submission.envelope import check_recipients, generated
from jmap_reference.submission.parameters import check_parameters
from tests.unit.reference.helpers import ALICE
from tests.unit.reference.submission.helpers import NOW, envelope

WITHOUT_DSN = Limits(submissionExtensions={name: each for name, each in smtp_extensions().items() if name != "DSN"})


def made(*fields: str, identity: str = ALICE) -> dict[str, Any]:
    return generated(parse("".join(f"{field}\r\n" for field in fields).encode() + b"\r\n").headers, identity)


def sender(*fields: str, identity: str = ALICE) -> str:
    return str(made(*fields, identity=identity)["mailFrom"]["email"])


class TestGenerated:
    def test_the_sender_comes_before_the_from(self) -> None:
        assert sender(f"From: {ALICE}") == ALICE
        assert sender("From: x@shop.example", "Sender: y@shop.example", identity="*@shop.example") == "y@shop.example"

    def test_an_address_that_the_identity_does_not_allow_gives_way_to_the_identity(self) -> None:
        assert sender(f"From: {ALICE}", "Sender: bob@example.com") == ALICE
        # An Identity of a whole domain has no address; the From does.
        assert sender("From: x@shop.example", "Sender: bob@example.com", identity="*@shop.example") == "x@shop.example"

    @pytest.mark.parametrize(
        ("fields", "blamed"),
        [
            ([f"From: {ALICE}, bob@example.com"], "from"),
            ([f"From: {ALICE}", f"From: {ALICE}"], "from"),
            ([f"From: {ALICE}", f"Sender: {ALICE}, bob@example.com"], "sender"),
            ([f"From: {ALICE}", f"Sender: {ALICE}", f"Sender: {ALICE}"], "sender"),
        ],
    )
    def test_several_senders_are_refused(self, fields: list[str], blamed: str) -> None:
        with pytest.raises(SetError) as raised:
            made(*fields)
        assert (raised.value.type, raised.value.members) == ("invalidEmail", {"properties": [blamed]})

    def test_several_authors_have_a_sender(self) -> None:
        assert sender(f"From: {ALICE}, bob@example.com", f"Sender: {ALICE}") == ALICE

    def test_the_recipients_are_those_of_three_fields_each_once(self) -> None:
        fields = ("To: B <b@x.example>, G: c@x.example;", "Cc: b@X.example, B@x.example", "Bcc: d@x.example")
        recipients = made(f"From: {ALICE}", *fields)["rcptTo"]
        assert [each["email"] for each in recipients] == ["b@x.example", "c@x.example", "B@x.example", "d@x.example"]
        assert {each["parameters"] for each in recipients} == {None}


class TestRecipients:
    def error(self, *recipients: str, **limits: Any) -> tuple[str, dict[str, Any]]:
        with pytest.raises(SetError) as raised:
            check_recipients(envelope(*recipients), Limits(**limits))
        return raised.value.type, raised.value.members

    def test_none(self) -> None:
        assert self.error() == ("noRecipients", {})

    def test_too_many(self) -> None:
        check_recipients(envelope("a@b", "b@b"), Limits(submissionExtensions=smtp_extensions(recipients=2)))
        assert self.error("a@b", "b@b", "c@b", submissionExtensions=smtp_extensions(recipients=2)) == (
            "tooManyRecipients",
            {"maxRecipients": 2},
        )

    def test_those_that_are_no_addresses_are_named(self) -> None:
        expected = ("invalidRecipients", {"invalidRecipients": ["nobody", ""]})
        assert self.error("a@b", "nobody", "", "nobody") == expected


class TestParameters:
    def release(self, **parameters: str | None) -> float:
        return check_parameters(envelope("a@b", **parameters), Limits(), NOW) - NOW

    def test_without_a_hold_it_is_released_now(self) -> None:
        assert self.release() == self.release(SIZE="100", RET="HDRS") == 0

    def test_a_hold_for_some_seconds(self) -> None:
        assert self.release(HOLDFOR="60") == self.release(holdfor="60") == 60
        assert self.release(HOLDFOR=str(Limits().maxDelayedSend)) == Limits().maxDelayedSend

    def test_a_hold_until_a_time(self) -> None:
        assert self.release(HOLDUNTIL="2023-11-14T22:14:20Z") == 60
        assert self.release(HOLDUNTIL="2023-11-14T23:14:19.5+01:00") == 60
        assert self.release(HOLDUNTIL="2020-01-01T00:00:00Z") == 0

    @pytest.mark.parametrize(
        "parameters",
        [
            {"HOLDFOR": "2592001"}, {"HOLDUNTIL": "2024-01-01T00:00:00Z"}, {"HOLDUNTIL": "9999-12-31T23:59:59Z"},
            {"HOLDFOR": "soon"}, {"HOLDFOR": "-1"}, {"HOLDFOR": None}, {"HOLDFOR": "٣"}, {"HOLDUNTIL": "tomorrow"},
            {"HOLDUNTIL": "2023-02-30T00:00:00Z"}, {"HOLDFOR": "1", "HOLDUNTIL": "2023-11-14T22:14:20Z"},
            {"HOLDFOR": "1", "holdfor": "2"}, {"XYZ": "1"}, {"NOTIFY": "NEVER"}, {"SIZE": "big"},
            {"RET": "FULL\r\nRCPT TO:<x@y>"}, {"RET": "a b"}, {"RET": ""}, {"RET": "SOME"}, {"ENVID": ""},
            {"ENVID": "a\r\nb"}, {"ENVID": "é"}, {"ENVID": "x" * 101}, {"ENVID": "=" * 34}, {"BY": "120;R"},
            {"MT-PRIORITY": "3"}, {"BODY": "8BITMIME"}, {"SMTPUTF8": None},
        ],
    )  # fmt: skip
    def test_what_cannot_be_done_is_refused(self, parameters: dict[str, str | None]) -> None:
        with pytest.raises(SetError) as raised:
            self.release(**parameters)
        assert (raised.value.type, raised.value.members) == ("invalidProperties", {"properties": ["envelope"]})

    @pytest.mark.parametrize("name", ["HOLDFOR", "HOLDUNTIL"])
    def test_where_nothing_is_held_nobody_can_ask_for_it(self, name: str) -> None:
        value = {"HOLDFOR": "60", "HOLDUNTIL": "2023-11-14T22:14:20Z"}[name]
        with pytest.raises(SetError):
            check_parameters(envelope("a@b", **{name: value}), Limits().sending(70000, 100, delay=0), NOW)
        with pytest.raises(SetError):
            check_parameters(envelope("a@b", **{name: value}), Limits().sending(70000, 100, delay=59), NOW)
        assert check_parameters(envelope("a@b", **{name: value}), Limits().sending(70000, 100, delay=60), NOW) > NOW

    def test_a_size_that_is_too_large(self) -> None:
        with pytest.raises(SetError) as raised:
            self.release(SIZE="50000001")
        assert (raised.value.type, raised.value.members) == ("tooLarge", {"maxSize": 50_000_000})

    @pytest.mark.parametrize(
        ("name", "value", "is_right"),
        [
            ("NOTIFY", "never", True), ("NOTIFY", "Success,DELAY", True), ("NOTIFY", "SUCCESS,NEVER", False),
            ("NOTIFY", "SUCCESS, DELAY", False), ("NOTIFY", "", False), ("NOTIFY", "ALWAYS", False),
            ("ORCPT", "rfc822;bob+x=y@example.com", True), ("ORCPT", "utf-8;jörg@example.com", True),
            ("ORCPT", "rfc822;jörg@example.com", False), ("ORCPT", "bob@example.com", False), ("ORCPT", "x;", False),
            ("ORCPT", "rfc822;a\r\nb", False), ("ORCPT", "r c;b@c", False), ("ORCPT", "rfc822;" + "x" * 500, False),
            ("RET", "FULL", False), ("ENVID", "x", False),
        ],
    )  # fmt: skip
    def test_what_is_asked_of_reports(self, name: str, value: str, is_right: bool) -> None:
        sent = envelope("a@b")
        sent["rcptTo"][0]["parameters"] = {name: value}
        if is_right:
            assert check_parameters(sent, Limits(), NOW) == NOW
            return
        with pytest.raises(SetError) as raised:
            check_parameters(sent, Limits(), NOW)
        assert (raised.value.type, raised.value.members) == ("invalidProperties", {"properties": ["envelope"]})

    def test_parameters_of_recipients(self) -> None:
        sent = envelope("a@b")
        sent["rcptTo"][0]["parameters"] = {"NOTIFY": "NEVER"}
        assert check_parameters(sent, Limits(), NOW) == NOW
        with pytest.raises(SetError):
            check_parameters(sent, WITHOUT_DSN, NOW)
