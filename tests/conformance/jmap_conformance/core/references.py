"""References to earlier results (RFC 8620, Section 3.7), tried on Core/echo, whose results the case chooses."""

from __future__ import annotations

from typing import Any

from ..case import Point, case
from ..expect import equal
from ..manifest import Manifest
from ..reply import Reply
from ..server import Server

#: What the first call echoes.
DATA: dict[str, Any] = {
    "list": [{"id": "a", "n": [1, 2]}, {"id": "b", "n": []}, {"id": "c", "n": [3]}],
    "empty": [],
    "lists": [["a"], ["b", "c"], []],
    "deep": [{"x": [{"y": 1}, {"y": 2}]}, {"x": [{"y": 3}]}],
    "text": "word",
    "nothing": None,
    "map": {"a/b": 1, "m~n": 2, "*": 3, "": 4},
    "number": 7,
}

#: Path to what it leads to in :data:`DATA`, by name.
RESOLVES: dict[str, tuple[str, Any]] = {
    "member": ("/text", "word"),
    "null": ("/nothing", None),
    "whole-array": ("/lists", [["a"], ["b", "c"], []]),
    "index": ("/list/1/id", "b"),
    "escaped-slash": ("/map/a~1b", 1),
    "escaped-tilde": ("/map/m~0n", 2),
    "empty-name": ("/map/", 4),
    "star-as-a-name": ("/map/*", 3),
    "whole": ("", DATA),
}
MAPS: dict[str, tuple[str, Any]] = {
    "star": ("/list/*/id", ["a", "b", "c"]),
    "star-on-empty": ("/empty/*/id", []),
    "star-on-empty-without-rest": ("/empty/*", []),
}
FLATTENS: dict[str, tuple[str, Any]] = {
    "arrays-in-results": ("/list/*/n", [1, 2, 3]),
    "arrays-in-array": ("/lists/*", ["a", "b", "c"]),
    "star-in-star": ("/deep/*/x/*/y", [1, 2, 3]),
}
#: Paths that lead nowhere.
FAILS: dict[str, str] = {
    "missing-member": "/nobody",
    "below-a-string": "/text/x",
    "below-null": "/nothing/x",
    "index-too-high": "/list/3/id",
    "end-of-array": "/list/-/id",
    "leading-zero": "/list/01/id",
    "name-in-array": "/list/id",
    "star-on-a-string": "/text/*",
    "missing-below-star": "/list/*/nobody",
    "no-leading-slash": "text",
}


def table(names: dict[str, Any]) -> Any:
    def points(manifest: Manifest) -> list[Point]:
        return [Point("core/references", suffix=name, arguments={"what": name}) for name in names]

    return points


def refer(server: Server, path: str, result_of: str = "0", name: str = "Core/echo", **more: Any) -> Reply:
    """Echo the data, then an argument that refers to it."""
    reference = {"resultOf": result_of, "name": name, "path": path}
    return server.request(
        [["Core/echo", DATA, "0"], ["Core/echo", {"#value": reference, **more}, "1"]], deliberate=True
    )


def resolves(server: Server, path: str, value: Any) -> None:
    found = refer(server, path).result("1", "Core/echo")
    equal(found, {"value": value}, f"the reference {path!r} was resolved otherwise")


@case(requirements=["core/ResultReference/looked-for-first"], area="references", over=table(RESOLVES))
def path_is_a_json_pointer(server: Server, what: str) -> None:
    """A reference is replaced by the value to which its path, a JSON Pointer, leads.

    Purpose: To see that paths are evaluated by the rules of JSON Pointer.
    Preconditions: Core/echo works.
    Procedure: Echo an object; echo an argument that refers to a place in the first response.
    Expected: The argument, without its "#", has the value of that place.
    Why: With it, a client needs one round trip where it would need several.
    """
    resolves(server, *RESOLVES[what])


@case(requirements=["core/ResultReference/path/star"], area="references", over=table(MAPS))
def star_maps_through_an_array(server: Server, what: str) -> None:
    """A token * on an array applies the rest of the path to each item.

    Purpose: To see that ids can be gathered from a list, an empty one too.
    Preconditions: Core/echo works.
    Procedure: Echo an object; refer to a place in its array with a *.
    Expected: An array of the values, in the order of the items; an empty array for an empty one.
    Why: Query, get and get again in one request is what JMAP clients do all day, and often nothing was found.
    """
    resolves(server, *MAPS[what])


@case(requirements=["core/ResultReference/path/flattened"], area="references", over=table(FLATTENS))
def results_that_are_arrays_are_flattened(server: Server, what: str) -> None:
    """Where a * gives arrays, their items are put in their place.

    Purpose: To see that lists of lists become lists.
    Preconditions: Core/echo works.
    Procedure: Echo an object; refer through a * to places that are arrays.
    Expected: One array of all their items, in order.
    Why: The ids of all Emails of all Threads are to be one list.
    """
    resolves(server, *FLATTENS[what])


@case(requirements=["core/ResultReference/unresolved"], area="references", over=table(FAILS))
def path_that_leads_nowhere_is_refused(server: Server, what: str) -> None:
    """A reference whose path leads to nothing makes the call fail with invalidResultReference.

    Purpose: To see that a call never runs with an argument that is not there.
    Preconditions: Core/echo works.
    Procedure: Echo an object; refer to a place that it has not.
    Expected: The error invalidResultReference.
    Why: An argument silently taken for null may mean "all".
    """
    refer(server, FAILS[what]).refused("1", "invalidResultReference")


@case(requirements=["core/ResultReference/unresolved"], area="references")
def reference_to_no_earlier_call_is_refused(server: Server) -> None:
    """A reference to a call that is not there, or comes later, makes the call fail with invalidResultReference.

    Purpose: To see that references look back only.
    Preconditions: Core/echo works.
    Procedure: Refer to a method call id that no call has, to the call itself, and to a later one.
    Expected: The error invalidResultReference, each time.
    Why: Calls are processed in order; there is no later result yet.
    """
    refer(server, "/text", "nobody").refused("1", "invalidResultReference")
    refer(server, "/text", "1").refused("1", "invalidResultReference")
    later = {"resultOf": "1", "name": "Core/echo", "path": "/text"}
    server.request([["Core/echo", {"#value": later}, "0"], ["Core/echo", DATA, "1"]]).refused(
        "0", "invalidResultReference"
    )


@case(requirements=["core/ResultReference/name/same-name"], area="references")
def name_has_to_be_that_of_the_response(server: Server) -> None:
    """A reference whose name is not that of the response leads to nothing.

    Purpose: To see that an error is not taken for a result.
    Preconditions: Core/echo works.
    Procedure: Refer to an echo by another name; refer to a failed call by the name of its method.
    Expected: The error invalidResultReference, both times.
    Why: The arguments of an error have members too.
    """
    refer(server, "/text", name="Core/other").refused("1", "invalidResultReference")
    reference = {"resultOf": "0", "name": "Core/noSuchMethod", "path": "/type"}
    reply = server.request([["Core/noSuchMethod", {}, "0"], ["Core/echo", {"#value": reference}, "1"]])
    reply.refused("1", "invalidResultReference")


@case(requirements=["core/ResultReference/resultOf/first"], area="references")
def first_response_of_an_id_counts(server: Server) -> None:
    """Of several responses with one method call id, the first is referred to.

    Purpose: To see that an id used twice is still unambiguous.
    Preconditions: Core/echo works.
    Procedure: Echo two values under one id, then refer to it.
    Expected: The first value.
    Why: A call can have more than one response, and they share its id.
    """
    reference = {"resultOf": "0", "name": "Core/echo", "path": "/n"}
    calls = [["Core/echo", {"n": 1}, "0"], ["Core/echo", {"n": 2}, "0"], ["Core/echo", {"#value": reference}, "1"]]
    equal(
        server.request(calls).result("1", "Core/echo"), {"value": 1}, "the reference did not lead to the first response"
    )


@case(requirements=["core/ResultReference/both-forms"], area="references")
def argument_in_both_forms_is_refused(server: Server) -> None:
    """A call with an argument both plainly and as a reference fails with invalidArguments.

    Purpose: To see that there is never a choice between two values.
    Preconditions: Core/echo works.
    Procedure: Echo with value and #value in one call.
    Expected: The error invalidArguments.
    Why: Two servers would choose differently.
    """
    refer(server, "/text", value="plain").refused("1", "invalidArguments")


@case(requirements=["core/ResultReference/looked-for-first"], area="references")
def references_below_the_arguments_are_values(server: Server) -> None:
    """Only an argument itself can be a reference; a name with # inside a value is a name.

    Purpose: To see that values pass as they are.
    Preconditions: Core/echo works.
    Procedure: Echo an argument whose value has a member #value that looks like a reference.
    Expected: It comes back as it was.
    Why: Creation ids and property names may begin with # as well.
    """
    inner = {"inner": {"#value": {"resultOf": "0", "name": "Core/echo", "path": "/text"}}}
    reply = server.request([["Core/echo", DATA, "0"], ["Core/echo", inner, "1"]])
    equal(reply.result("1", "Core/echo"), inner, "a name inside a value was taken for a reference")
