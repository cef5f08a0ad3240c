"""A data type is a folder of JSON: Note, put into a copy of this repository, is everywhere at once.

docs/guides/add-a-type.md tells the same as a tutorial. There is not one line of Python for Note.
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOY = ROOT / "tests/nano/Note"
#: What the copy leaves out; the commands make it again where they need it.
LEFT_OUT = {
    ".git",
    ".venv",
    ".venv-pdf",
    "build",
    "node_modules",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
}
USING = ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"]
LOGIN = ("alice@example.com", "secret")


class Copy:
    """A copy of the repository, and our commands run in it with its own code."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.root = folder
        paths = [folder / name for name in ("tools", "reference_impl", "tests/conformance")]
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")},
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
            "SOURCE_DATE_EPOCH": "1767225600",
            "SECRET": LOGIN[1],
        }

        self.before = self.code()

    def code(self) -> dict[str, str]:
        """Every Python module of the three packages, by path below the root."""
        packages = ("tools/jmap_spec", "reference_impl/jmap_reference", "tests/conformance/jmap_conformance")
        found = (path for package in packages for path in (self.root / package).rglob("*.py"))
        return {path.relative_to(self.root).as_posix(): path.read_text() for path in found}

    def command(self, module: str, *words: str) -> list[str]:
        return [sys.executable, "-m", module, *words]

    def run(self, module: str, *words: str) -> str:
        """What a command says; it has to end well."""
        run = subprocess.run(
            self.command(module, *words),
            cwd=self.root,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )
        assert run.returncode == 0, f"{module} {' '.join(words)} ended with {run.returncode}:\n{run.stdout}{run.stderr}"
        return run.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The copy with Note in it, generated and built."""
    folder = tmp_path_factory.mktemp("toy") / "jmap-spec"
    shutil.copytree(ROOT, folder, ignore=lambda _, names: LEFT_OUT.intersection(names), symlinks=True)
    made = Copy(folder)
    shutil.copytree(TOY, folder / "schemas/mail/Note")
    made.run("jmap_spec.cli", "generate")
    made.run("jmap_spec.cli", "check")
    made.run("jmap_spec.cli", "build")
    return made


@pytest.fixture(scope="module")
def server(copy: Copy) -> Iterator[str]:
    """The session URL of the copy's reference server, with its demo account."""
    command = copy.command("jmap_reference", "serve", "--demo", "--port", "0", "--quiet")
    process = subprocess.Popen(
        command, cwd=copy.root, env=copy.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if ready := re.search(r"http://127\.0\.0\.1:\d+\S*", line):
            break
    else:
        pytest.fail("the server did not start:\n" + "".join(said))
    yield ready[0]
    process.terminate()
    process.wait(20)


class Client:
    """The demo user of the server."""

    def __init__(self, session_url: str) -> None:
        self.http = httpx.Client(auth=LOGIN, trust_env=False, follow_redirects=True)
        self.session = self.http.get(session_url).json()
        self.account = self.session["primaryAccounts"]["urn:ietf:params:jmap:mail"]

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """The arguments of the response to one method call."""
        body = {"using": USING, "methodCalls": [[method, {"accountId": self.account, **arguments}, "c0"]]}
        ((name, answered, _),) = self.http.post(self.session["apiUrl"], json=body).json()["methodResponses"]
        assert name == method, answered
        return dict(answered)


@pytest.fixture(scope="module")
def client(server: str) -> Client:
    return Client(server)


def test_the_toy_is_json_alone() -> None:
    files = sorted(path.relative_to(TOY).as_posix() for path in TOY.rglob("*") if path.is_file())
    assert files == ["Note.json", "examples/set/create.json", "methods.json"]


def test_no_code_but_the_generated_differs(copy: Copy) -> None:
    changed = {path for path, text in copy.code().items() if copy.before.get(path) != text}
    generated = "reference_impl/jmap_reference/generated"
    assert changed == {f"{generated}/types.py", f"{generated}/methods.py"}


@pytest.mark.parametrize("ending", ["txt", "html", "xml"])
def test_the_draft_has_a_section_and_a_registration(copy: Copy, ending: str) -> None:
    (draft,) = (copy.root / "build/drafts").glob(f"draft-ietf-jmap-mail-model-[0-9][0-9].{ending}")
    text = draft.read_text()
    for verb in ("get", "changes", "set", "query", "queryChanges"):
        assert f"Note/{verb}" in text
    assert "isPinned" in text and "hasTag" in text
    words = " ".join(re.sub(r"<[^>]*>", " ", text).split())
    assert re.search(r"A title MUST have at least one character", words)
    # The row of the data types registry: name, blobs, state change, reference.
    iana = text[text.rindex("IANA Considerations") :]
    assert re.search(r"\bNote\b", re.sub(r"<[^>]*>", " ", iana))


def test_the_site_has_pages_and_an_index_entry(copy: Copy) -> None:
    site = copy.root / "build/site"
    pages = [page for page in site.rglob("*.html") if "Note" in page.stem]
    assert pages, "no page is named after Note"
    assert re.search(r"\bisPinned\b", (site / "jmap-names.html").read_text())
    assert "mail/Note/title/not-empty" in (site / "jmap-requirements.html").read_text()
    assert "isPinned" in (site / "searchindex.js").read_text() or "ispinned" in (site / "searchindex.js").read_text()


def test_the_bundle_has_its_files(copy: Copy) -> None:
    bundle = copy.root / "build/bundle"
    record = json.loads((bundle / "types/mail/Note.json").read_text())
    assert record["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for verb in ("get", "changes", "set", "query", "queryChanges"):
        for part in ("request", "response"):
            assert (bundle / f"methods/Note/{verb}.{part}.json").is_file()
    listed = {entry["id"] for entry in json.loads((bundle / "requirements.json").read_text())}
    assert "mail/Note/title/not-empty" in listed
    signatures = {entry["id"]: entry["signature"] for entry in json.loads((bundle / "properties.json").read_text())}
    assert signatures["mail/Note/tags"] == "String[Boolean]"


def test_notes_are_made_found_changed_and_destroyed(client: Client) -> None:
    first = client.call("Note/get", ids=None)
    before = client.call("Note/query", filter={"hasTag": "toy"}, sort=[{"property": "rank"}])
    assert before["ids"] == []

    made = client.call(
        "Note/set",
        create={
            "a": {"title": "Zebra crossing", "rank": 1, "tags": {"toy": True}},
            "b": {"title": "Groceries", "rank": 2, "isPinned": True, "tags": {"toy": True, "home": True}},
            "c": {"title": "Zephyr", "rank": 3},
        },
    )
    ids = {key: record["id"] for key, record in made["created"].items()}
    assert set(ids) == {"a", "b", "c"}
    (note,) = client.call("Note/get", ids=[ids["a"]])["list"]
    assert note == {
        "id": ids["a"],
        "title": "Zebra crossing",
        "text": "",
        "isPinned": False,
        "rank": 1,
        "tags": {"toy": True},
    }

    tagged = {"hasTag": "toy"}
    assert client.call("Note/query", filter=tagged, sort=[{"property": "rank", "isAscending": False}])["ids"] == [
        ids["b"],
        ids["a"],
    ]
    assert client.call("Note/query", filter=tagged, sort=[{"property": "title"}])["ids"] == [ids["b"], ids["a"]]
    assert client.call("Note/query", filter={"title": "ZEBRA"})["ids"] == [ids["a"]]
    both = {"operator": "AND", "conditions": [tagged, {"isPinned": True}]}
    assert client.call("Note/query", filter=both)["ids"] == [ids["b"]]

    # The same question as before, and what has become of its answer since.
    since = client.call(
        "Note/queryChanges", filter=tagged, sort=[{"property": "rank"}], sinceQueryState=before["queryState"]
    )
    assert [item["id"] for item in since["added"]] == [ids["a"], ids["b"]]

    changed = client.call("Note/set", update={ids["c"]: {"tags/toy": True, "text": "west wind"}}, destroy=[ids["a"]])
    assert ids["c"] in changed["updated"] and changed["destroyed"] == [ids["a"]]
    changes = client.call("Note/changes", sinceState=made["newState"])
    assert (changes["created"], changes["updated"], changes["destroyed"]) == ([], [ids["c"]], [ids["a"]])
    assert set(client.call("Note/changes", sinceState=first["state"])["created"]) == {ids["b"], ids["c"]}
    assert client.call("Note/query", filter=tagged, sort=[{"property": "rank"}])["ids"] == [ids["b"], ids["c"]]


def test_the_type_s_own_rule_is_kept(client: Client) -> None:
    refused = client.call(
        "Note/set", create={"k": {"title": ""}, "l": {"text": "no title"}, "m": {"title": "m", "size": 3}}
    )
    for key, property_name in (("k", "title"), ("l", "title"), ("m", "size")):
        assert refused["notCreated"][key]["type"] == "invalidProperties"
        assert refused["notCreated"][key]["properties"] == [property_name]


def test_the_suite_has_cases_for_it_and_they_pass(copy: Copy, server: str) -> None:
    report = copy.root / "report"
    users = ["--user", LOGIN[0], "--password-env", "SECRET", "--second-user", "bob@example.com"]
    options = ["--second-password-env", "SECRET", "--force", "-k", "Note", "--report", str(report)]
    copy.run("jmap_conformance.cli", server, *users, *options)
    results = json.loads((report / "report.json").read_text())["results"]
    about_note = [result for result in results if "/Note/" in f"/{result['id']}/"]
    assert len(about_note) >= 50
    # What only an account can lack that the demo does not have, read-only or without mail, is not about Note.
    about_accounts = re.compile(r"(?:every|no) account (?:has the capability|is read-only)")
    others = [one for one in about_note if one["outcome"] != "pass" and not about_accounts.search(one["message"])]
    assert [f"{one['id']}: {one['outcome']}: {one['message']}" for one in others] == []
    seen = {verb for result in about_note for verb in re.findall(r"\bNote/(\w+)", result["id"])}
    assert {"get", "set", "changes", "query", "queryChanges"} <= seen
