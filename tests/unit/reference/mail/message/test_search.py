"""What a message is found by, and what makes a Thread."""

from __future__ import annotations

import pytest

from jmap_reference.mail.message.parse import parse
from jmap_reference.mail.message.search import base_subject, searchable, thread_keys, thread_subject
from tests.unit.reference.mail.message.helpers import FULL, crlf


def test_texts() -> None:
    assert searchable(parse(FULL), FULL) == {
        "from": "Bloggs, Joe joe@example.com",
        "to": "ann@example.com\nBjörn Berg bjorn@example.com",
        "cc": "",
        "bcc": "",
        "subject": "Déjeuner on Thursday",
        "body": "Café au lait\n\nCafé \n\n",
        "attachments": "€ rates.pdf\n\ninside\n\ndeep",
    }


BASES = [
    ("Re: hello", "hello", "hello"),
    ("RE : [list] Fwd:re:  Hello   World (fwd) (FWD)", "Hello World", "helloworld"),
    ("Re[2]: hello", "hello", "hello"),
    ("[a] [b] hello", "hello", "hello"),
    ("[a] [b]", "[b]", "[b]"),
    ("[list] Re: [list] x", "x", "x"),
    ("[Fwd: Re: hello]", "hello", "hello"),
    ("[fwd: [fwd: a ] ]", "a", "a"),
    ("AW: WG: hello", "AW: WG: hello", "hello"),
    ("Regarding: x", "Regarding: x", "regarding:x"),
    ("Re:", "", ""),
    ("", "", ""),
    ("(fwd)", "", ""),
    ("[", "[", "["),
]


@pytest.mark.parametrize(("subject", "base", "thread"), BASES)
def test_subjects(subject: str, base: str, thread: str) -> None:
    assert base_subject(subject) == base
    assert thread_subject(subject) == thread


def test_thread_keys() -> None:
    raw = crlf("Message-ID: <a@b>\nIn-Reply-To: (x) <c@d>\nReferences: <c@d>\n <e@f>\nSubject: Re: Hello\n World\n\n")
    assert thread_keys(parse(raw)) == (frozenset({"a@b", "c@d", "e@f"}), "helloworld")
    assert thread_keys(parse(b"")) == (frozenset(), "")
