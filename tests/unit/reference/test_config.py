"""The configuration: every key is checked, and what is wrong is told with its place."""

from __future__ import annotations

import argparse
import pathlib
import re
import tomllib
from typing import Any

import pytest

from jmap_reference import __main__
from jmap_reference.config import REPEATED, SECTIONS, Config
from jmap_reference.config_file import Wrong, add_flags, configuration, read, reference
from jmap_reference.limits import Limits
from jmap_reference.settings import settings

HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$kTzLyBBnS4qQnk6SWv0UBA"


def written(tmp_path: pathlib.Path, text: str) -> pathlib.Path:
    path = tmp_path / "jmap.toml"
    path.write_text(text)
    return path


def problems(tmp_path: pathlib.Path, text: str) -> list[str]:
    """What is said to be wrong, without the name of the file."""
    path = written(tmp_path, text)
    with pytest.raises(Wrong) as wrong:
        read(path)
    return [line.removeprefix(f"{path}:") for line in str(wrong.value).splitlines()]


def test_nothing_is_the_default(tmp_path: pathlib.Path) -> None:
    assert read(written(tmp_path, "")) == Config()


def test_the_reference_has_every_key_and_its_default(tmp_path: pathlib.Path) -> None:
    text = "\n".join(reference())
    assert read(written(tmp_path, text)) == Config(), "as it is printed, it changes nothing"
    everything = re.sub(r"^# (\[\[user\]\]|[A-Za-z_]+ = )", r"\1", text, flags=re.M)
    assert {name: set(keys) for name, keys in tomllib.loads(everything.partition("[[user]]")[0]).items()} == {
        name: set(settings(section)) for name, section in SECTIONS.items()
    }
    config = read(written(tmp_path, everything.partition("[[user]]")[0]))
    assert all(getattr(config, name) == getattr(Config(), name) for name in SECTIONS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[listen]\n\nport = 'x'", '3: listen.port: found "x"; allowed is a whole number from 0 to 65535'),
        ("[listen]\nport = 65536", "2: listen.port: found 65536; allowed is a whole number from 0 to 65535"),
        ("[listen]\nport = true", "2: listen.port: found true; allowed is a whole number from 0 to 65535"),
        ("[listen]\nport = 1.5", "2: listen.port: found 1.5; allowed is a whole number from 0 to 65535"),
        ("[listen]\nbehind_proxy = 1", "2: listen.behind_proxy: found 1; allowed is true or false"),
        ("[listen]\nproxies = ['x', 1]", '2: listen.proxies: found ["x", 1]; allowed is a list of texts'),
        ("[listen]\ntls_key = '/no/where'", '2: listen.tls_key: found "/no/where"; allowed is a file that is there'),
        ("[limits]\nmaxSizeUpload = 0", "2: limits.maxSizeUpload: found 0; allowed is a whole number of 1 or more"),
        ("[rates]\nuser = -1", "2: rates.user: found -1; allowed is a whole number of 0 or more"),
        ("limits.maxMailboxDepth = []", "1: limits.maxMailboxDepth: found []; allowed is a whole number of 0 or more, "
                                        "where 0 is no limit"),
        ("listen = 5", "1: listen: found 5; allowed is a section, [listen]"),
        ("[listen]\nproxies = ['10.0.0.0/8', '*', 'mx']", '2: listen.proxies: found ["mx"]; allowed are addresses, '
                                                          "networks such as 10.0.0.0/8, and *"),
        ("[relay]\nserver = 'mx'", '2: relay.server: found "mx"; allowed is HOST:PORT, smtps://HOST:PORT, or one of '
                                   "these with USER@ before HOST"),
        ("[lmtp]\nlisten = '70000'", '2: lmtp.listen: found "70000"; allowed is PORT or HOST:PORT'),
        ("[push]\ncontact = 'me'", '2: push.contact: found "me"; allowed is a URL of mailto: or https:'),
        ("[mail]\nname = 'mail'", '2: mail.name: found "mail"; allowed is the name of a host with its domain'),
        ("[languages]\nfolder = '/no/where'", '2: languages.folder: found "/no/where"; allowed is a folder that is '
                                              "there"),
        ("[user]\nname = 'x'", "1: user: write [[user]], since there can be several"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told(tmp_path: pathlib.Path, text: str, said: str) -> None:
    assert problems(tmp_path, text) == [said]


def test_an_unknown_key_is_told_with_its_neighbour(tmp_path: pathlib.Path) -> None:
    [said] = problems(tmp_path, "[rates]\nuser = 1\nfailure = 2")
    assert said.startswith("3: rates.failure: no such key; did you mean failures? There are user, address,")
    [said] = problems(tmp_path, "[listne]\nport = 1")
    assert said.startswith("1: listne: no such section; did you mean listen? There are listen, store,")
    [said] = problems(tmp_path, "port = 1")
    assert said.startswith("1: port: no such section; ")


def test_everything_is_told_at_once_in_order(tmp_path: pathlib.Path) -> None:
    text = (
        f"[log]\ntrace = 1\n[[user]]\nname = 'a'\npassword = '{HASH}'\n"
        "[[user]]\nname = 'b:c'\npassword = 'secret'\n[[user]]\n[listen]\nport = -1"
    )
    said = problems(tmp_path, text)
    assert [line.partition(":")[0] for line in said] == ["2", "7", "8", "9", "9", "11"]
    assert "Argon2" in said[2]
    assert {each.partition(": found ")[2] for each in said[3:5]} == {
        f"no {key}; each [[user]] has name and password" for key in ("name", "password")
    }
    assert "secret" not in "".join(said)


@pytest.mark.parametrize(
    ("octets", "line"), [(b"\n[listen", 2), (b"[log]\r\n\xff", 2), (b"[a]\n[a]", 2), (b"a = 1\n\nb = [1,\n", 4)]
)
def test_what_is_no_toml_is_refused(tmp_path: pathlib.Path, octets: bytes, line: int) -> None:
    path = tmp_path / "jmap.toml"
    path.write_bytes(octets)
    with pytest.raises(Wrong, match=rf"jmap.toml:{line}: not TOML: "):
        read(path)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# a = 1\n\nrates.user = -1", 3),
        ("rates.address = 1\nrates.user = -1\nrates.failures = 1", 2),
        ('rates . "user" = -1', 1),
        ("'rates'.'user' = -1 # rates.user", 1),
        ("\n[ rates ]\n'user' = -1", 3),
        ("[log]\nquiet = true\n[rates]\naddress = 1\nuser = -1", 5),
        ("log = { quiet = true }\nrates = { address = 1, user = -1 }", 2),
        ('[relay]\nserver = """\nmx:25\n[rates]\nuser = -1"""\n', 2),
        ("[listen]\nproxies = [\n  '*',\n\n  'user = 1',\n]\n[rates]\nuser = -1", 2),
        ("[listen]\nproxies = [\n  '*', # all\n]\n\n# user = 2\n[rates]\nuser = -1", 8),
    ],
)
def test_the_line_is_that_of_the_key(tmp_path: pathlib.Path, text: str, line: int) -> None:
    said = problems(tmp_path, text)
    assert said[0].partition(":")[0] == str(line), said


def test_of_a_user_who_is_there_twice_one_would_be_forgotten(tmp_path: pathlib.Path) -> None:
    user = f"[[user]]\nname = 'a'\npassword = '{HASH}'\n"
    assert problems(tmp_path, user + user) == ['5: user.name: found "a" for the second time; allowed is each name once']


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_flags(parser)
    return parser.parse_args(words)


def test_flags_go_before_the_file(tmp_path: pathlib.Path) -> None:
    path = written(tmp_path, "[listen]\nhost = '::1'\nport = 7\n[log]\nquiet = true\n")
    args = parsed("--config", str(path), "--port", "8")
    config = configuration(args)
    assert (config.listen.host, config.listen.port, config.log.quiet) == ("::1", 8, True)
    assert config.given == {"listen.host", "listen.port", "log.quiet"}
    assert (args.host, args.port, args.quiet, args.trace) == ("::1", 8, True, False)


def test_a_wrong_flag_is_told() -> None:
    with pytest.raises(Wrong, match="--port: found 70000; allowed is a whole number from 0 to 65535"):
        configuration(parsed("--port", "70000"))


def test_what_is_sent_is_limited_as_the_capability_says(tmp_path: pathlib.Path) -> None:
    assert Config().all_limits == Limits()
    limits = read(written(tmp_path, "[mail]\nsize = 100000\nrecipients = 100\ndelay = 0\n")).all_limits
    assert (limits.largest_message, limits.most_recipients, limits.maxDelayedSend) == (100_000, 100, 0)
    assert "FUTURERELEASE" not in limits.submissionExtensions
    limits = read(written(tmp_path, "mail.delay = 60\n")).all_limits
    assert (limits.maxDelayedSend, limits.submissionExtensions["FUTURERELEASE"][0]) == (60, "60")


def test_rates_count_where_others_come(tmp_path: pathlib.Path) -> None:
    config = read(written(tmp_path, "[rates]\nuser = 5\n"))
    assert [config.rate("user", reachable) for reachable in (True, False)] == [5, 5]
    assert [config.rate("failures", reachable) for reachable in (True, False)] == [20, 0]


def test_every_setting_says_what_it_is_for() -> None:
    for section in (*SECTIONS.values(), *REPEATED.values()):
        assert section.__doc__
        for each in settings(section).values():
            assert each.help.endswith("."), each


def test_the_guide_has_a_configuration_that_is_right(root: pathlib.Path, tmp_path: pathlib.Path) -> None:
    guide = (root / "docs/guides/server.md").read_text()
    blocks: list[Any] = re.findall(r"^```\{code-block\} toml\n(?::[^\n]*\n)*(.*?)^```$", guide, re.M | re.S)
    catalogues: list[Any] = re.findall(r"^:caption: (languages/\S+)\n(.*?)^```$", guide, re.M | re.S)
    assert blocks
    assert catalogues
    for name, content in catalogues:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    for block in blocks:
        text = re.sub(r"tls_(cert|key) = .*", "", block).replace("$argon2id$…", HASH)
        text = text.replace('folder = "', f'folder = "{tmp_path}/')
        assert read(written(tmp_path, text)).given


def test_the_command_prints_and_checks(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["config"]) == 0
    assert capsys.readouterr().out == "\n".join(reference()) + "\n"
    bad = written(tmp_path, "[listen]\nport = 'x'\n")
    assert __main__.main(["config", str(bad)]) == 2
    assert f"{bad}:2: listen.port: found" in capsys.readouterr().err
