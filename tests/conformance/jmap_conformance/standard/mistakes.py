"""Every rule of the schemas that a call can break, broken once (RFC 8620, Sections 3.6.1, 3.6.2 and 5.3)."""

from __future__ import annotations

from collections.abc import Iterator

from ..case import Point, case, types_with
from ..foo import Foo, creatable_with_state
from ..manifest import Manifest
from ..mistakes import none_of, refusals_of, wrong_calls, wrong_creations, wrong_patches
from .arguments import least

SET = types_with("set", when=creatable_with_state)


def methods(manifest: Manifest) -> Iterator[Point]:
    """Every method whose arguments have rules."""
    for name, method in manifest.methods.items():
        if manifest.mistakes_in(name):
            yield Point(name, "", method["type"], {"verb": method["verb"]})


@case(requirements=["core/errors/method/invalidArguments/answered"], area="arguments", over=methods)
def each_rule_of_the_arguments_is_kept(foo: Foo, verb: str) -> None:
    """A call whose arguments break any one rule of their schema is refused with invalidArguments.

    Purpose: To see that a server checks all that the specification says of arguments, at any depth.
    Preconditions: An account with the type.
    Procedure: Take the fewest arguments that the method takes and put one mistake into them: something missing,
    unknown, of another type, too long, too large, of another form. Do so for each rule, many calls to a request.
    Expected: The error invalidArguments, each time. What looks like an id, a filter or an order may also be answered
    with the error that says that there is no such account, or none that the server can do.
    Why: What one server lets pass, clients come to send; the next one refuses it.
    """
    mistakes = foo.server.manifest.mistakes_in(f"{foo.name}/{verb}")
    none_of(wrong_calls(foo, verb, least(foo, verb), mistakes), "calls with a mistake were not refused as such")


@case(
    requirements=["core/errors/set/invalidProperties/refused", "core/errors/set/invalidProperties/more-specific"],
    area="set",
    over=SET,
    needs=["records"],
)
def each_rule_of_a_creation_is_kept(foo: Foo) -> None:
    """A creation in which one property breaks any one rule is refused with invalidProperties.

    Purpose: To see that no record comes to be that the specification does not allow.
    Preconditions: Records of the type can be made.
    Procedure: Take a creation that the server accepts and put one mistake into it; do so for each rule about a
    property, many creations to a call.
    Expected: Each is in notCreated with invalidProperties, or with an error of the type's own that fits better.
    Why: Every client that fetches such a record has to cope with it, for as long as it exists.
    """
    mistakes = [one for one in foo.server.manifest.mistakes_of(f"{foo.name}.creation") if not one.get("form")]
    wrong = wrong_creations(foo, mistakes, *refusals_of(foo))
    none_of(wrong, "creations with a mistake were not refused as such")


@case(
    requirements=["core/errors/set/invalidProperties/refused", "core/PatchObject/refused"],
    area="set",
    over=SET,
    needs=["records"],
)
def each_rule_of_a_patch_is_kept(foo: Foo) -> None:
    """An update that gives one property a value against any one rule is refused with invalidProperties or invalidPatch.

    Purpose: To see that what holds of a creation holds of a patch, below its properties too.
    Preconditions: Records of the type can be made.
    Procedure: Make a record; update it with one mistake, for each rule of its patch.
    Expected: Each time it is in notUpdated, with invalidProperties, invalidPatch, or an error of the type's own.
    Why: A server that looks at whole records only lets a patch through that breaks them.
    """
    record = foo.make()[0]
    mistakes = foo.server.manifest.mistakes_of(f"{foo.name}.patch")
    wrong = wrong_patches(foo, record.id, mistakes, "invalidPatch", *refusals_of(foo))
    none_of(wrong, "patches with a mistake were not refused as such")
