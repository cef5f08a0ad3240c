"""What holds for the arguments of every method (RFC 8620, Sections 3.5, 3.6.2 and 3.9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..case import Point, case
from ..expect import equal, that
from ..foo import Foo
from ..manifest import CORE, Manifest
from ..outcome import Unsupported
from ..server import Server

#: Values for arguments that have no default: enough to call any standard method, in vain or not.
PLAIN: dict[str, Any] = {"ids": [], "sinceState": "", "sinceQueryState": "", "create": {}, "blobIds": []}

#: A value of the wrong type for each signature that begins so.
WRONG = {"String": 5, "Id": 5, "UnsignedInt": "5", "Int": "5", "Boolean": "yes", "Filter": 5, "Comparator": 5}


def methods(manifest: Manifest) -> Iterator[Point]:
    """Every method that is about an account, standard or not."""
    for method in manifest.methods.values():
        if "accountId" in method["arguments"]:
            yield Point(f"{method['type']}/{method['verb']}", "", method["type"], {"verb": method["verb"]})


def methods_of_data(manifest: Manifest) -> Iterator[Point]:
    """Those whose capability an account can be without: all but the core one's."""
    return (point for point in methods(manifest) if manifest.types[point.type]["capability"] != CORE)


def optional(manifest: Manifest) -> Iterator[Point]:
    """Every argument of every standard method that may be left out, ``accountId`` and states of others apart."""
    for method in manifest.methods.values():
        for name, row in method["arguments"].items():
            if (
                method["standard"]
                and method["verb"] != "copy"
                and ("default" in row or row["nullable"])
                and not row["required"]
            ):
                yield Point(
                    f"{method['type']}/{method['verb']}",
                    name,
                    method["type"],
                    {"verb": method["verb"], "argument": name},
                )


def least(foo: Foo, verb: str) -> dict[str, Any]:
    """The fewest arguments with which the method can be called; states are the current ones."""
    made: dict[str, Any] = {"accountId": foo.account_id} if foo.takes_account(f"{foo.name}/{verb}") else {}
    for name, row in foo.arguments_of(verb).items():
        if name in ("fromAccountId", "accountId") or not row["required"]:
            continue
        if name == "sinceState":
            made[name] = foo.state()
        elif name == "sinceQueryState":
            made[name] = foo.call("query", {})["queryState"]
        else:
            signature = row["signature"]
            made[name] = PLAIN.get(name, {} if signature.endswith("]") and not signature.endswith("[]") else [])
    if "fromAccountId" in foo.arguments_of(verb):
        others = [one for one in foo.server.accounts(foo.capability) if one != foo.account_id]
        if not others:
            raise Unsupported("the session shows one account only")
        made["fromAccountId"] = others[0]
    if verb == "get" and "ids" in foo.arguments_of(verb):
        made["ids"] = []
    return made


@case(requirements=["core/errors/method/invalidArguments/answered"], area="arguments", over=methods)
def required_arguments_are_required(foo: Foo, verb: str) -> None:
    """A call that lacks an argument without a default is refused with invalidArguments.

    Purpose: To see that nothing is guessed, the account least of all.
    Preconditions: An account with the type.
    Procedure: Call the method with the fewest arguments that it takes, and then without each of them.
    Expected: The error invalidArguments, each time.
    Why: A guess is right in the developer's account and wrong in the user's.
    """
    arguments = least(foo, verb)
    required = [name for name, row in foo.arguments_of(verb).items() if row["required"]]
    for name in required:
        rest = {key: value for key, value in arguments.items() if key != name}
        reply = foo.server.request([[f"{foo.name}/{verb}", rest, "0"]], deliberate=True)
        reply.refused("0", "invalidArguments")


@case(requirements=["core/errors/method/invalidArguments/answered"], area="arguments", over=methods)
def unknown_argument_is_refused(foo: Foo, verb: str) -> None:
    """A call with an argument that the method has not is refused with invalidArguments.

    Purpose: To see that a misspelt argument is found at once.
    Preconditions: An account with the type.
    Procedure: Call the method with the fewest arguments that it takes, and one that it has not.
    Expected: The error invalidArguments.
    Why: An argument that is silently passed over was meant to say something, such as what not to delete.
    """
    foo.refuses(verb, {**least(foo, verb), "noSuchArgument": None}, "invalidArguments")


@case(requirements=["core/errors/method/invalidArguments/answered"], area="arguments", over=methods)
def argument_of_the_wrong_type_is_refused(foo: Foo, verb: str) -> None:
    """A call with an argument of the wrong type is refused with invalidArguments.

    Purpose: To see that types are checked, and "5" is not taken for 5.
    Preconditions: An account with the type.
    Procedure: Call the method with the fewest arguments that it takes, and one of them or of the optional ones of
    another type; each argument in turn.
    Expected: The error invalidArguments, each time.
    Why: Servers that convert differ in how, and clients come to depend on one of them.
    """
    arguments = least(foo, verb)
    for name, row in foo.arguments_of(verb).items():
        wrong = next((value for begin, value in WRONG.items() if row["signature"].startswith(begin)), None)
        if "[" in row["signature"]:
            wrong = "text"
        if wrong is not None:
            response = foo.reply(verb, {**arguments, name: wrong}, deliberate=True).of("0")
            equal(response.error, "invalidArguments", f"{name} of the wrong type was not refused: {response}")


@case(requirements=["core/errors/method/accountNotFound/answered"], area="arguments", over=methods)
def unknown_account_is_not_found(foo: Foo, verb: str) -> None:
    """A call for an account that does not exist is answered with accountNotFound.

    Purpose: To see that no other account is taken instead.
    Preconditions: An account with the type.
    Procedure: Call the method with an accountId that the Session has not.
    Expected: The error accountNotFound.
    Why: The client learns from it to fetch the Session again.
    """
    foo.refuses(verb, {**least(foo, verb), "accountId": "jmapconf-no-such-account"}, "accountNotFound")


@case(
    requirements=["core/errors/method/accountNotFound/answered"], area="arguments", over=methods, needs=["second-user"]
)
def account_of_another_user_is_not_found(foo: Foo, verb: str, second: Server) -> None:
    """A call for an account that only another user has is answered with accountNotFound.

    Purpose: To see that accounts are kept apart.
    Preconditions: A second user was given, with an account that the first has no access to.
    Procedure: Call the method as the first user with the accountId of the second.
    Expected: The error accountNotFound.
    Why: Anything else tells that the account exists, or what is in it.
    """
    theirs = [one for one in second.session.get("accounts", {}) if one not in foo.server.session["accounts"]]
    if not theirs:
        raise Unsupported("the second user has no account of their own")
    foo.refuses(verb, {**least(foo, verb), "accountId": theirs[0]}, "accountNotFound")


@case(
    requirements=["core/errors/method/accountNotSupportedByMethod/answered"], area="arguments", over=methods_of_data,
    needs=["special-account"],
)  # fmt: skip
def account_without_the_capability_is_told(foo: Foo, verb: str) -> None:
    """A call for an account without the capability of the method is answered with accountNotSupportedByMethod.

    Purpose: To see that the client learns that the account exists and has no such data.
    Preconditions: The session shows an account that does not list the capability.
    Procedure: Call the method for that account.
    Expected: The error accountNotSupportedByMethod.
    Why: accountNotFound would make the client drop the account.
    """
    accounts = foo.server.session["accounts"]
    lacking = [one for one, row in accounts.items() if foo.capability not in row.get("accountCapabilities", {})]
    if not lacking:
        raise Unsupported(f"every account has the capability {foo.capability}")
    foo.refuses(verb, {**least(foo, verb), "accountId": lacking[0]}, "accountNotSupportedByMethod")


@case(requirements=["core/Invocation/omitted-argument"], area="arguments", over=optional)
def argument_left_out_has_its_default(foo: Foo, verb: str, argument: str) -> None:
    """A call in which an argument is left out means the same as one in which it has its default.

    Purpose: To see that null and nothing are the same where null is allowed, and so with any other default.
    Preconditions: An account with the type.
    Procedure: Call the method without the argument, and again with its default; with the fewest other arguments.
    Expected: The same response, states included; neither is refused, unless for what the server cannot do at all.
    Why: Libraries write null where others write nothing; a server that minds serves half of them.
    """
    row = foo.arguments_of(verb)[argument]
    arguments = {key: value for key, value in least(foo, verb).items() if key != argument}
    default = row.get("default")
    cannot = ["requestTooLarge"] + ["cannotCalculateChanges"] * (verb == "queryChanges")
    without = foo.reply(verb, arguments).of("0")
    given = foo.reply(verb, {**arguments, argument: default}).of("0")
    that(
        without.error is None or without.error in cannot,
        f"the call without {argument} was refused",
        expected="a response",
        found=str(without),
    )
    equal(
        [given.name, tidy(given.arguments)],
        [without.name, tidy(without.arguments)],
        f"{argument}: {default!r} means something else than leaving it out",
    )


def tidy(arguments: dict[str, Any]) -> dict[str, Any]:
    """Without members that are null, which a response may leave out, and with the order of records taken away."""
    made = {name: value for name, value in arguments.items() if value is not None}
    if isinstance(rows := made.get("list"), list):
        made["list"] = sorted(rows, key=lambda row: str(row.get("id")))
    for name in ("created", "updated", "destroyed", "removed"):
        if isinstance(ids := made.get(name), list):
            made[name] = sorted(ids, key=str)
    return made
