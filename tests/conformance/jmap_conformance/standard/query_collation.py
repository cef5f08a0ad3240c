"""/query: how strings are compared (RFC 8620, Section 5.5)."""

from __future__ import annotations

from ..case import case
from ..expect import equal
from ..foo import Foo, Record
from ..manifest import CORE
from ..outcome import Unsupported
from ..queries import ids_of, sorts

COLLATION = "core/Comparator/collation"


def made_of(foo: Foo, option: str, words: list[str]) -> list[Record]:
    """Records with these words in the property of a sort option, made in the opposite order."""
    name = foo.spec["sort"][option]["property"]
    unique = name == foo.name_property
    if name in foo.server_set:
        raise Unsupported(f"only the server sets {name}")
    values = [foo.unique(word) if unique else word for word in words]
    return foo.make(*({name: value} for value in reversed(values)))[::-1]


@case(
    requirements=[f"{COLLATION}/default-caseless", f"{COLLATION}/default-casemap"],
    area="sort",
    over=sorts(("String",)),
    needs=["records"],
)
def case_does_not_decide(foo: Foo, option: str) -> None:
    """Without a collation, strings are sorted without regard to case.

    Purpose: To see that lists look sorted to people.
    Preconditions: Records of the type can be made.
    Procedure: Make records named alpha, Bravo, charlie and Delta; query sorted by the property.
    Expected: That order.
    Why: By code points, all capitals come first.
    """
    records = made_of(foo, option, ["alpha", "Bravo", "charlie", "Delta"])
    found = ids_of(foo, {"sort": [{"property": option}]}, records)
    equal(found, [record.id for record in records], "upper case is sorted apart from lower case")


@case(requirements=[f"{COLLATION}/default-unicode"], area="sort", over=sorts(("String",)), needs=["records"])
def strings_outside_ascii_are_sorted(foo: Foo, option: str) -> None:
    """Without a collation, letters outside ASCII are compared as letters: upper and lower case stand together.

    Purpose: To see that the collation knows Unicode.
    Preconditions: Records of the type can be made.
    Procedure: Make records named in Greek, бета and Гамма in Cyrillic, and one in a script beyond the BMP; query
    sorted by the property twice.
    Expected: The Greek before the Cyrillic, these in the order of their alphabet whatever their case, and the last
    at the end.
    Why: A server that compares octets, or UTF-16, sorts the names of half the world at random.
    """
    records = made_of(foo, option, ["αλφα", "Βητα", "бета", "Гамма", "дельта", "\U00010400 deseret"])
    found = ids_of(foo, {"sort": [{"property": option}]}, records)
    equal(found, [record.id for record in records], "letters outside ASCII are not in the order of their alphabet")


@case(
    requirements=[f"{COLLATION}/strings-only"],
    area="sort",
    over=sorts(("UnsignedInt", "Int", "Number", "Boolean", "Date", "UTCDate")),
    needs=["records"],
)
def collation_means_nothing_for_other_types(foo: Foo, option: str) -> None:
    """The collation is ignored where the property is no string.

    Purpose: To see that a client can send one with every sort.
    Preconditions: The server lists a collation.
    Procedure: Make records; query sorted by the property, with each collation of the Session and without.
    Expected: The same order.
    Why: Numbers have one order.
    """
    name = foo.spec["sort"][option]["property"]
    values = [] if name in foo.server_set else foo.value_for(name, 4)
    records = foo.make(*({name: value} for value in reversed(values))) if values else foo.make(count=2)
    plain = ids_of(foo, {"sort": [{"property": option}]}, records)
    for collation in collations(foo):
        found = ids_of(foo, {"sort": [{"property": option, "collation": collation}]}, records)
        equal(found, plain, f"the collation {collation} changes the order of {option}")


@case(
    requirements=["core/standard/query/errors/unsupportedSort/answered"],
    area="sort",
    over=sorts(("String",)),
    needs=["records"],
)
def advertised_collations_work(foo: Foo, option: str) -> None:
    """Every collation that the Session lists can be used.

    Purpose: To see that collationAlgorithms tells the truth.
    Preconditions: The server lists a collation.
    Procedure: Make records named alpha, Bravo and charlie; query sorted by the property with each collation of the
    Session.
    Expected: An answer with all of them; alpha, Bravo, charlie for those that fold case.
    Why: A client offers its user what is listed.
    """
    records = made_of(foo, option, ["alpha", "Bravo", "charlie"])
    for collation in collations(foo):
        found = ids_of(foo, {"sort": [{"property": option, "collation": collation}]}, records)
        equal(sorted(found), sorted(record.id for record in records), f"sorted by {collation}, records are missing")
        if collation.endswith("-casemap"):
            equal(found, [record.id for record in records], f"{collation} does not fold case")


def collations(foo: Foo) -> list[str]:
    found = foo.server.session["capabilities"][CORE].get("collationAlgorithms") or []
    if not found:
        raise Unsupported("the session lists no collation")
    return list(found)
