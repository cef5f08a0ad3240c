"""The methods of mail that are more than a standard method over its table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..standard.call import Call
from .get import get
from .imports import import_emails
from .parse import parse_blobs
from .query import query
from .query_changes import query_changes
from .snippet import snippets

METHODS: Final[dict[str, Callable[[Call], dict[str, Any]]]] = {
    "Email/get": get,
    "Email/query": query,
    "Email/queryChanges": query_changes,
    "Email/import": import_emails,
    "Email/parse": parse_blobs,
    "SearchSnippet/get": snippets,
}
