"""What is wrong with a value that is of the right kind: a text for whoever wrote it, empty where nothing is."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable
from pathlib import Path

from argon2 import extract_parameters
from argon2.exceptions import InvalidHash

from . import catalogues
from .settings import said
from .submission.places import is_host


def file(value: str) -> str:
    return "" if not value or os.path.isfile(value) else f'found "{value}"; allowed is a file that is there'


def catalogue_folder(value: str) -> str:
    if not value:
        return ""
    if not os.path.isdir(value):
        return f'found "{value}"; allowed is a folder that is there'
    _, problems = catalogues.read(Path(value))
    # Each of them is of a file of its own.
    return "\n".join([f"found {len(problems)} mistakes in the catalogues", *problems]) if problems else ""


def networks(value: list[str]) -> str:
    wrong = [each for each in value if each != "*" and not _is_network(each)]
    return f"found {said(wrong)}; allowed are addresses, networks such as 10.0.0.0/8, and *" if wrong else ""


def _is_network(value: str) -> bool:
    try:
        ipaddress.ip_network(value)
    except ValueError:
        return False
    return True


def readable_by(read: Callable[[str], object]) -> Callable[[str], str]:
    """A check by what reads the value later, and says itself what is wrong with it."""

    def check(value: str) -> str:
        try:
            if value:
                read(value)
        except ValueError as error:
            return str(error)
        return ""

    return check


def contact(value: str) -> str:
    if not value or re.fullmatch(r"mailto:[^@\s]+@[^@\s]+|https://[^/\s]+(/\S*)?", value):
        return ""
    return f'found "{value}"; allowed is a URL of mailto: or https:'


def mail_host(value: str) -> str:
    return "" if is_host(value) else f'found "{value}"; allowed is the name of a host with its domain'


def argon2_hash(value: str) -> str:
    try:
        extract_parameters(value)
    except InvalidHash:
        return "found no Argon2 hash; allowed is what `jmap-reference hash-password` prints"
    return ""


def user_name(value: str) -> str:
    return "" if value.strip() and ":" not in value else f'found "{value}"; allowed is a name without a colon'
