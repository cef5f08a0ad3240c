"""Flood control: how much in a minute, of whom (RFC 8620, Section 8.5)."""

from __future__ import annotations

import pytest

from jmap_reference import counting
from jmap_reference.counting import Rate
from jmap_reference.flood import Guard, TooMany, place


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_user_may_so_often_and_again_later(clock: Clock) -> None:
    guard = Guard(user=2, clock=clock)
    for _ in range(2):
        guard.request("127.0.0.1", "alice")
    with pytest.raises(TooMany) as refused:
        guard.request("127.0.0.1", "alice")
    assert refused.value.retry_after == 30
    guard.request("127.0.0.1", "bob")
    clock.now += refused.value.retry_after
    guard.request("127.0.0.1", "alice")


def test_an_address_may_so_often_whoever_it_is(clock: Clock) -> None:
    guard = Guard(address=2, clock=clock)
    guard.request("192.0.2.1", "alice")
    guard.request("192.0.2.1", None)
    with pytest.raises(TooMany):
        guard.request("192.0.2.1", "bob")
    guard.request("192.0.2.2", "bob")


def test_only_wrong_guesses_count(clock: Clock) -> None:
    guard = Guard(failures=1, clock=clock)
    for _ in range(9):
        guard.guess("192.0.2.1")
    guard.wrong("192.0.2.1")
    with pytest.raises(TooMany) as refused:
        guard.guess("192.0.2.1")
    assert 0 < refused.value.retry_after <= 60


def test_no_limit_is_none() -> None:
    guard = Guard()
    for _ in range(1000):
        guard.request("192.0.2.1", "alice")
        guard.guess("192.0.2.1")
        guard.wrong("192.0.2.1")


@pytest.mark.parametrize(
    ("address", "counted"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8::1", "2001:db8::/64"), ("2001:db8::ffff:1", "2001:db8::/64"),
     ("2001:db8:0:1::1", "2001:db8:0:1::/64"), ("fe80::1%eth0", "fe80::/64"), ("", ""), ("testclient", "testclient")],
)  # fmt: skip
def test_a_network_of_version_6_is_one(address: str, counted: str) -> None:
    assert place(address) == counted


def test_who_has_all_again_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_COUNTED", 10)
    rate = Rate(1, 60.0)
    for number in range(1000):
        assert rate.take(f"192.0.2.{number}", 60.0 * number)
    assert len(rate._left) <= 11
    assert not rate.take("192.0.2.999", 60.0 * 999)
