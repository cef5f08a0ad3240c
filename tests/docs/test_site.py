"""The site in a real browser, as a reader meets it: opened from the disk, without a server and without the network."""

from __future__ import annotations

import pathlib

import pytest

from tests.docs.browser import Browser

pytestmark = pytest.mark.usefixtures("build")


@pytest.fixture
def site(build: pathlib.Path) -> pathlib.Path:
    return build / "site"


def links(browser: Browser) -> list[str]:
    """Where the links of the open page lead, within the site, each once."""
    found = browser.script("return [...document.querySelectorAll('a[href]')].map(a => a.href)")
    return list(dict.fromkeys(link for link in found if link.startswith("file:")))


def test_the_first_page_renders(browser: Browser, site: pathlib.Path) -> None:
    browser.open((site / "index.html").as_uri())
    assert browser.script("return document.querySelector('h1').textContent.trim().length > 3")
    # A page without its style sheet is in Times; and pictures are there, not their alternative texts.
    assert "serif" not in browser.script("return getComputedStyle(document.body).fontFamily").split(",")
    assert browser.script("return [...document.images].filter(i => i.naturalWidth === 0).map(i => i.src)") == []
    assert browser.script("return document.documentElement.scrollWidth <= innerWidth")
    assert browser.complaints() == []


def test_it_reads_nothing_from_the_network(browser: Browser, site: pathlib.Path) -> None:
    browser.open((site / "index.html").as_uri())
    asked = browser.script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_a_property_is_two_clicks_away(browser: Browser, site: pathlib.Path) -> None:
    """First page, index of names, definition: by clicking on what one sees."""
    browser.open((site / "index.html").as_uri())
    browser.click("article a[href^='jmap-names']")
    assert browser.url.endswith("/jmap-names.html")
    entry = browser.script(
        "return [...document.querySelectorAll('a[href*=\"#\"]')].find("
        "a => a.textContent.includes('sortOrder') && a.href.includes('Mailbox')).getAttribute('href')"
    )
    browser.click(f"a[href='{entry}']")
    anchor = browser.url.partition("#")[2]
    shown = browser.script("return document.getElementById(arguments[0]).closest('dt, section, p').textContent", anchor)
    assert "sortOrder" in shown
    assert "UnsignedInt" in shown
    assert browser.complaints() == []


def test_search_finds_a_property(browser: Browser, site: pathlib.Path) -> None:
    browser.open((site / "index.html").as_uri())
    browser.type("input[name=q]", "sortOrder\n")
    found = browser.wait_for(
        "const found = [...document.querySelectorAll('#search-results li a')].map(a => a.textContent);"
        "return found.length ? found : null"
    )
    assert any("Mailbox" in title for title in found), found
    # The summaries below the titles are fetched by script, which a browser does not do for files.
    assert [one for one in browser.complaints() if "search" not in one and "fetch" not in one.lower()
            and "CORS" not in one and "ERR_FAILED" not in one] == []


def test_every_entry_of_the_indexes_leads_to_something(browser: Browser, site: pathlib.Path) -> None:
    for name in ("jmap-names.html", "jmap-requirements.html"):
        browser.open((site / name).as_uri())
        entries = [link for link in links(browser) if "#" in link and f"/{name}#" not in link]
        assert len(entries) > 100
        pages: dict[str, set[str]] = {}
        for page, _, anchor in (link.partition("#") for link in entries):
            pages.setdefault(page, set()).add(anchor)
        for page, anchors in pages.items():
            browser.open(page)
            script = "return arguments[0].filter(id => !document.getElementById(decodeURIComponent(id)))"
            assert browser.script(script, sorted(anchors)) == [], page


@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "telephone"])
def test_pages_of_definitions_fit_the_window(browser: Browser, site: pathlib.Path, width: int) -> None:
    browser.open((site / "index.html").as_uri())
    page = next(link for link in links(browser) if "mail" in link.lower() and link.partition("#")[0].endswith(".html"))
    browser.resize(width, 900)
    try:
        browser.open(page)
        assert browser.script("return document.documentElement.scrollWidth") <= width
    finally:
        browser.resize(1280, 900)


def test_every_page_is_free_of_errors(browser: Browser, site: pathlib.Path) -> None:
    """No page has a script that fails or a file that is missing."""
    browser.complaints()
    for page in sorted(site.rglob("*.html")):
        if page.name == "search.html":
            continue
        browser.open(page.as_uri())
    assert browser.complaints() == []
