"""The Session resource (RFC 8620, Section 2)."""

from __future__ import annotations

from typing import Any

from ..case import case
from ..expect import equal, that
from ..manifest import CORE
from ..server import Server


@case(requirements=["core/Session/served"], area="session")
def session_is_served_as_json(server: Server) -> None:
    """A GET of the Session resource by a user who is logged in gives a Session, as JSON.

    Purpose: To see that a client can begin at all.
    Preconditions: A login.
    Procedure: GET the session URL, with redirects followed.
    Expected: HTTP 200, the type application/json, and an object that is a Session.
    Why: Everything that a client does next it learns here.
    """
    made = server.fetch_session()
    kind = made.answer_headers.get("content-type", "").partition(";")[0].strip().lower()
    equal(kind, "application/json", "the Session is not sent as JSON")
    invalid = [str(one) for one in server.findings if one.kind == "invalid"]
    server.findings.clear()
    that(not invalid, "the Session is not valid", expected="a Session object", found=invalid)


@case(requirements=["core/capability/complete"], area="session")
def core_capability_is_complete(server: Server) -> None:
    """The entry of the core capability has every limit, each of its own type.

    Purpose: To see that a client knows how much it can ask for.
    Preconditions: A login.
    Procedure: GET the Session and look at the value of the core capability.
    Expected: All members that the source lists are there, and valid.
    Why: A misspelt or missing limit makes clients guess, and then be refused.
    """
    server.fetch_session()
    value = server.session.get("capabilities", {}).get(CORE)
    that(isinstance(value, dict), "the Session has no core capability", expected="an object", found=value)
    names = server.manifest.capabilities[CORE]["session"]
    missing = [name for name in names if name not in value]
    that(not missing, "the core capability lacks members", expected=list(names), found=value)


@case(requirements=["core/Session/not-cached"], area="session")
def session_is_not_to_be_cached(server: Server) -> None:
    """The answer to a GET of the Session forbids caches to keep it.

    Purpose: To see that a client which asks again gets what is true now.
    Preconditions: A login.
    Procedure: GET the session URL and read the Cache-Control field.
    Expected: It says no-store or no-cache.
    Why: A client asks again only when it was told of a change; an old copy would hide that change for good.
    """
    made = server.fetch_session()
    said = made.answer_headers.get("cache-control", "").lower()
    words = {word.split("=")[0].strip() for word in said.split(",")}
    that(
        words & {"no-store", "no-cache"},
        "caches may keep the Session",
        expected="no-cache, no-store, must-revalidate",
        found=said,
    )


@case(requirements=["core/Session/primaryAccounts/without-core"], area="session")
def core_has_no_primary_account(server: Server) -> None:
    """The core capability is not among those with a primary account.

    Purpose: To see that primaryAccounts tells of data only.
    Preconditions: A login.
    Procedure: GET the Session and look for the core capability in primaryAccounts.
    Expected: It is not there.
    Why: The core capability has no data of its own; a client that takes such an entry seriously picks an account at
    random.
    """
    server.fetch_session()
    found = server.session.get("primaryAccounts", {})
    that(CORE not in found, "primaryAccounts names the core capability", expected=f"no {CORE}", found=found)


@case(requirements=["core/Account/accountCapabilities/listed"], area="session")
def primary_accounts_exist_and_have_the_capability(server: Server) -> None:
    """A primary account is one of the accounts, and has the capability for which it is primary.

    Purpose: To see that the three maps of the Session fit together.
    Preconditions: A login.
    Procedure: GET the Session; look every value of primaryAccounts up in accounts, and its capability in
    accountCapabilities.
    Expected: Each is there.
    Why: Clients go from primaryAccounts straight to a method call.
    """
    server.fetch_session()
    accounts = server.session.get("accounts", {})
    for urn, account_id in server.session.get("primaryAccounts", {}).items():
        if urn == CORE:
            continue
        that(
            account_id in accounts,
            f"the primary account of {urn} is no account",
            expected=list(accounts),
            found=account_id,
        )
        having = accounts[account_id].get("accountCapabilities", {})
        that(urn in having, f"the primary account of {urn} lacks that capability", expected=urn, found=list(having))


@case(requirements=["core/Account/accountCapabilities/listed"], area="session")
def capabilities_of_accounts_work(server: Server) -> None:
    """What the server answers to, it lists in accountCapabilities: a capability whose methods work in an account is
    there.

    Purpose: To see that a client which believes accountCapabilities misses nothing.
    Preconditions: A login.
    Procedure: For every capability of the session that has a /get method in this suite, and every account that does
    not list it, call that method with no ids.
    Expected: It is refused; an account in which it works lists the capability.
    Why: A client shows a user only what is listed.
    """
    server.fetch_session()
    for urn, name in getters(server).items():
        for account_id, account in server.session["accounts"].items():
            if urn in account.get("accountCapabilities", {}):
                continue
            response = server.request([[name, {"accountId": account_id, "ids": []}, "0"]]).of("0")
            that(
                response.error is not None,
                f"{name} works in an account that does not list {urn}",
                expected="an error",
                found=str(response),
            )


@case(requirements=["core/Account/accountCapabilities/not-listed"], area="session")
def listed_capabilities_can_be_used(server: Server) -> None:
    """What accountCapabilities lists, the user can use: a method of it works in that account.

    Purpose: To see that a client which believes accountCapabilities is not turned away.
    Preconditions: A login.
    Procedure: For every account and every capability that it lists and that has a /get method in this suite, call
    that method with no ids.
    Expected: The response is that of the method.
    Why: What is listed and does not work looks to users like a broken client.
    """
    server.fetch_session()
    for urn, name in getters(server).items():
        for account_id in server.accounts(urn):
            server.request([[name, {"accountId": account_id, "ids": []}, "0"]]).result("0", name)


@case(requirements=["core/Response/sessionState/as-session"], area="session")
def session_state_of_a_response_is_that_of_the_session(server: Server) -> None:
    """sessionState in a Response is the state of the Session.

    Purpose: To see that a client can tell from any response whether its Session is still good.
    Preconditions: A login, and nobody changing the user's accounts meanwhile.
    Procedure: GET the Session, send a Request, GET the Session again; do it once more if the state changed in
    between.
    Expected: The sessionState is the state of the Session.
    Why: A client fetches the Session anew whenever the two differ; if they always do, it does so after every request.
    """
    for _ in range(2):
        server.fetch_session()
        before = server.session.get("state")
        reply = server.request([["Core/echo", {}, "0"]])
        server.fetch_session()
        if server.session.get("state") == before:
            break
    equal(reply.message.get("sessionState"), before, "sessionState is not the state of the Session")


@case(requirements=["core/Session/state/changes"], area="session")
def sessions_of_one_state_are_one(server: Server) -> None:
    """Two Sessions of a user that differ in any member have different states.

    Purpose: To see that a client which compares states misses no change.
    Preconditions: A login.
    Procedure: GET the Session several times, as other clients would: as a browser does for a page of another origin,
    in another language; compare each with each.
    Expected: Where the states are the same, so is all else.
    Why: A client with an old limit, or an old URL, is refused and does not know why.
    """
    page = {"Origin": "https://mail.example.net"}
    seen: list[dict[str, Any]] = []
    for fields in ({}, page, {"Accept-Language": "fr"}, {"Sec-Fetch-Site": "cross-site"}):
        made = server.client.send("GET", server.session_url, headers={"Accept": "application/json", **fields})
        that(made.status == 200, "the Session is not there for every client", expected="HTTP 200", found=made.status)
        said = server.read(made)
        that(isinstance(said, dict), "the Session is no JSON object", expected="an object", found=said)
        seen.append(said)
    by_state: dict[str, Any] = {}
    for one in seen:
        same = by_state.setdefault(str(one.get("state")), one)
        differing = sorted(name for name in {*one, *same} if one.get(name) != same.get(name))
        equal(differing, [], "two Sessions of one state differ")


@case(requirements=["core/Session/downloadUrl/type-in-query"], area="session")
def type_stands_in_the_query_of_the_download_url(server: Server) -> None:
    """The variable type of downloadUrl stands in the query part.

    Purpose: To see that a media type with its slash cannot break the path.
    Preconditions: A login.
    Procedure: GET the Session and look where {type} is in downloadUrl.
    Expected: After the question mark.
    Why: Proxies and frameworks decode an escaped slash in a path, and then route to nowhere.
    """
    server.fetch_session()
    found = server.session.get("downloadUrl", "")
    that(
        "{type}" in found.partition("?")[2],
        "{type} is not in the query of downloadUrl",
        expected="…?…{type}…",
        found=found,
    )


def getters(server: Server) -> dict[str, str]:
    """Capability to the name of one /get method of it, for those that the server advertises."""
    made: dict[str, str] = {}
    for name, method in server.manifest.methods.items():
        in_accounts = "accountId" in method["arguments"]
        if method["verb"] == "get" and method["standard"] and in_accounts and server.advertises(method["capability"]):
            made.setdefault(method["capability"], name)
    return made
