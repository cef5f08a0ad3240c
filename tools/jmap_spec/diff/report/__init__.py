"""A list of changes to read: as text, as a page, as JSON. What breaks stands first."""

from .page import as_html
from .text import as_json, as_text

__all__ = ["as_html", "as_json", "as_text"]
