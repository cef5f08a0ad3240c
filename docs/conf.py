"""The site: Sphinx over docs/, which has the drafts as docs/drafts (a link)."""

from __future__ import annotations

project = "JMAP"
author = "JMAP Working Group"
html_title = "JMAP spec workbench"

extensions = [
    "jmap_spec.sphinx",
    "sphinx-jsonschema",  # shows the raw schemas; GPL, and named nowhere else
]
exclude_patterns = ["drafts/*/published", "drafts/README.md", "results"]

# A page for each schema of the source. They are reStructuredText: in Markdown their links would be words.
jmap_raw_page = """\
{name}
{line}

As it stands in ``{path}``, less the keyword ``x-jmap``.

.. jsonschema::

{schema}
"""

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 4
# Drafts and site share what is read, and a draft gets no curly quotes.
smartquotes = False
# Numbers of figures cost half a second a build, and nobody cites them.
numfig = False
highlight_language = "none"

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["jmap.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_theme_options = {"navigation_with_keys": True}
