"""The messages of the demo: conversations, HTML, files, and charsets from the time before UTF-8."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import Final

#: A PNG of one pixel.
PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
    "78da63fcffff3f030005fe02fea72d9a6e0000000049454e44ae426082"
)
PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
)


@dataclass(frozen=True)
class Note:
    """One message: who says what. Where nothing is said, ``body`` makes it up."""

    sender: str
    body: str = ""
    #: Instead of the user.
    to: str = ""
    html: str = ""
    charset: str = "utf-8"
    #: Names of files: a picture, a document, or a text, by their ends.
    files: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()


#: What a conversation is about: its subject, then its messages.
Talk = tuple[str, tuple[Note, ...]]

ME: Final = "me"
CAROL, DAVE, ERIN = "Carol Baker <carol@example.org>", "Dave Miller <dave@example.net>", "Erin Ström <erin@example.net>"
LIST: Final = (
    ("List-Id", "JMAP discussion <jmap.lists.example.org>"),
    ("List-Post", "<mailto:jmap@lists.example.org>"),
    ("List-Unsubscribe", "<https://lists.example.org/jmap/leave>, <mailto:jmap-leave@lists.example.org>"),
    ("Precedence", "list"),
)
ANNOUNCE: Final = (("List-Id", "<announce.lists.example.org>"), ("Auto-Submitted", "auto-generated"))

TALKS: Final[tuple[Talk, ...]] = (
    (
        "Lunch on Thursday?",
        (
            Note(CAROL, "Are you free on Thursday? The place by the river has a table at noon.\n\nCarol"),
            Note(ME, "With pleasure. Shall I ask Dave too?", to=CAROL),
            Note(CAROL, "Do!\n\n> With pleasure. Shall I ask Dave too?\n"),
        ),
    ),
    (
        "Plans for the lighthouse",
        (
            Note(DAVE, "The drawings are attached: the tower, and the way up.", files=("tower.png", "drawings.pdf")),
            Note(
                ERIN,
                "The stairs look steep to me. Could there be a landing half way?",
                html="<p>The <b>stairs</b> look steep to me. Could there be a <i>landing</i> half way?</p>"
                '<p><img src="cid:sketch@example.net" alt="a sketch of the stairs"></p>',
                files=("sketch.png",),
            ),
        ),
    ),
    (
        "Your parcel",
        (Note("Parcels <noreply@parcels.example.com>", "It comes tomorrow."), Note(CAROL, "Take it in, please?")),
    ),
    ("Old bicycle", (Note(DAVE, "Do you still want it? Otherwise it goes."), Note(DAVE, "It is gone. Sorry!"))),
    ("Speech for the summer party", (Note(ME, "Dear all,\n\nit has been a long year …", to=ERIN),)),
    (
        "Invoice 2025-117",
        (Note(ME, "Here it is.", to=DAVE, files=("invoice.pdf",)), Note(ME, "Did you get the", to=DAVE)),
    ),
    (
        "You have WON",
        (
            Note(
                "Prizes <win@prizes.example>",
                html="<html><head><title>!</title><style>b {color: red}</style></head>"
                '<body><b>Click</b> <a href="https://prizes.example/?you">here</a> &amp; claim</body></html>',
            ),
        ),
    ),
    ("Cheap watches", (Note("Watches <sales@watches.example>", "Buy two, get three."),)),
    ("Invoice 83 for water", (Note("Waterworks <bills@water.example.com>", "Due in 30 days.", files=("water.pdf",)),)),
    (
        "Rechnung für März",
        (
            Note(
                "Schreinerei Müller <post@mueller.example>",
                "Schöne Grüße aus der Werkstatt. Die Rechnung über 120 € liegt bei.",
                charset="iso-8859-15",
                files=("Rechnung März.pdf",),
            ),
            Note(ME, "Danke, ist überwiesen.", to="Schreinerei Müller <post@mueller.example>"),
        ),
    ),
    (
        "[jmap] How do you cache threads?",
        tuple(
            Note(sender, text, to="jmap@lists.example.org", fields=LIST)
            for sender, text in (
                (ERIN, "Do clients keep whole Threads, or only the ids of the Emails in them?"),
                (DAVE, "Ids. The Emails come when someone opens the Thread."),
                (CAROL, "We fetch the newest one with the list, by result reference."),
                (ERIN, "And what when a message arrives that joins two Threads?"),
                (DAVE, "Then some Emails get new ids, and /changes says so."),
            )
            * 3
        )[:12],
    ),
    (
        "Announcement of the week",
        tuple(Note("Announcements <announce@lists.example.org>", fields=ANNOUNCE) for _ in range(5)),
    ),
    (
        "Wohnung in Москва",
        (
            Note("Иван Петров <ivan@example.org>", "Здравствуйте! Квартира свободна с мая.", charset="koi8-r"),
            Note(
                "山田太郎 <yamada@example.net>",
                "こんにちは。写真を送ります。",
                charset="iso-2022-jp",
                files=("写真.png",),
            ),
            Note("陈伟 <chen@example.net>", "你好,五月见。", charset="gb2312"),
        ),
    ),
    (
        "Contract",
        (
            Note(DAVE, "For you to sign.", files=("contract.pdf", "notes.txt")),
            Note(DAVE, "The second version was wrong."),
        ),
    ),
    ("Photos from the coast", (Note(ERIN, "Two of many.", files=("cliff.png", "harbour.png")),)),
    ("Reminder: dentist", (Note("Practice <desk@dentist.example.com>", "Monday at 8:15."),)),
)


TEAM_TALKS: Final[tuple[Talk, ...]] = (
    (
        "The heating in room 4",
        (
            Note(CAROL, "It has been cold since Monday. Could someone have a look?"),
            Note(DAVE, "Between us: the whole boiler has to go. I ask for offers."),
            Note(CAROL, "It is warm again. Thank you!"),
        ),
    ),
    ("A lamp in the hall", (Note(ERIN, "It flickers. A picture is attached.", files=("lamp.png",)),)),
    (
        "The new building",
        (Note(DAVE, "The plans, for you alone.", files=("plans.pdf",)), Note(ERIN, "The cellar is too small.")),
    ),
    ("Application as a gardener", (Note(ERIN, "Here is what I have done so far.", files=("work.pdf",)),)),
    ("Opening hours", (Note(CAROL, "When can I find you?"),)),
)


def message(talk: Talk, number: int, me: str, at: datetime) -> bytes:
    """Message ``number`` of a talk, to or from ``me``."""
    subject, notes = talk
    note = notes[number]
    announces = subject.startswith("Announcement")
    made = EmailMessage(policy=SMTP)
    made["From"] = me if note.sender == ME else _address(note.sender)
    made["To"] = _address(note.to) if note.to else me
    made["Subject"] = f"Re: {subject}" if number and not announces else subject
    made["Date"] = at
    made["Message-ID"] = _id(subject, number, me)
    if number and not announces:
        made["In-Reply-To"] = _id(subject, number - 1, me)
        made["References"] = " ".join(_id(subject, before, me) for before in range(number))
    for name, value in note.fields:
        made[name] = value
    if note.body or not note.html:
        made.set_content(note.body or f"News number {number + 1}.", charset=note.charset)
        if note.html:
            made.add_alternative(note.html, subtype="html")
    else:
        made.set_content(note.html, subtype="html")
    for name in note.files:
        _attach(made, name, note.html)
    return made.as_bytes()


def _attach(made: EmailMessage, name: str, html: str) -> None:
    stem, _, end = name.rpartition(".")
    if f"cid:{stem}@" in html:
        shown = made.get_body(("html",))
        assert isinstance(shown, EmailMessage)
        shown.add_related(PIXEL, "image", "png", cid=f"<{stem}@example.net>", filename=name)
    elif end == "png":
        made.add_attachment(PIXEL, "image", "png", filename=name)
    elif end == "pdf":
        made.add_attachment(PDF, "application", "pdf", filename=name)
    else:
        made.add_attachment(f"Notes on the contract, in {stem}.\n", filename=name)


def _address(text: str) -> Address:
    name, _, address = text.rpartition(" <")
    return Address(name, addr_spec=address.removesuffix(">"))


def _id(subject: str, number: int, me: str) -> str:
    talk = sha256(subject.encode()).hexdigest()[:8]
    return f"<{talk}.{number}.{me.partition('@')[0]}@mail.example.com>"
