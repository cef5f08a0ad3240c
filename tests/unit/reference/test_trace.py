"""What a trace shows: all but secrets."""

from __future__ import annotations

from jmap_reference.trace import shown


def test_secrets_are_masked() -> None:
    subscription = {"url": "https://push.example.com/s3cret", "keys": {"auth": "s3cret"}, "verificationCode": "s3cret"}
    sent = {"methodCalls": [["PushSubscription/set", {"create": {"k": {"deviceClientId": "d"} | subscription}}, "0"]]}
    said = shown(sent)
    assert "s3cret" not in said
    assert said.count('"***"') == 3
    assert '"deviceClientId":"d"' in said


def test_the_rest_is_shown_as_it_is() -> None:
    assert shown({"keys": None, "list": [("Core/echo", {"x": "é"}, "c")]}) == (
        '{"keys":null,"list":[["Core/echo",{"x":"é"},"c"]]}'
    )
