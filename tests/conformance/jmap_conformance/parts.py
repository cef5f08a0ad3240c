"""The parts of an Email's body: made for a message, and looked at in an answer (RFC 8621, Section 4.1.4)."""

from __future__ import annotations

from typing import Any, Final

from .exchange import Exchange
from .expect import equal
from .foo import Foo
from .messages import fetched, imported, message, multipart, part

PART: Final = "mail/EmailBodyPart"
#: All that a part can be asked for.
ALL: Final = ["partId", "blobId", "size", "name", "type", "charset", "disposition", "cid", "language", "location",
              "subParts"]  # fmt: skip
LISTS: Final = ("textBody", "htmlBody", "attachments")


def walk(tree: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of a tree, depth first, the multiparts among them."""
    return [tree, *(one for child in tree.get("subParts") or [] for one in walk(child))]


def leaves(tree: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in walk(tree) if not str(one["type"]).startswith("multipart/")]


def bodies(foo: Foo, data: bytes, **more: Any) -> dict[str, Any]:
    """The tree and the lists of a message, with all properties of their parts."""
    return fetched(foo, imported(foo, data), ["bodyStructure", *LISTS, "hasAttachment"], bodyProperties=ALL, **more)


def multipart_message(foo: Foo, kind: str, *parts: str) -> bytes:
    return message(
        foo, "MIME-Version: 1.0", f'Content-Type: multipart/{kind}; boundary="outer"', body=multipart("outer", *parts)
    )


def named(found: list[dict[str, Any]]) -> list[str]:
    """What the parts of these tests are told apart by: their Content-Id."""
    return [str(one.get("cid")) for one in found]


def text(kind: str, cid: str, more: str = "") -> str:
    return part(f"Content-Type: text/{kind}\nContent-Id: <{cid}>\n{more}", f"This is {cid}.")


def image(cid: str, more: str = "") -> str:
    return part(
        f"Content-Type: image/png\nContent-Id: <{cid}>\nContent-Transfer-Encoding: base64\n{more}", "iVBORw0KGgo="
    )


def downloaded(foo: Foo, blob_id: str) -> Exchange:
    made = foo.server.download(foo.account_id, blob_id, content_type="application/octet-stream")
    equal(made.status, 200, "a blob of an Email cannot be downloaded")
    return made
