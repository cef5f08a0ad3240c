# Generated from schemas/ by jmap-spec generate; change it there.
"""Values that are registered, by registry."""

from __future__ import annotations

from typing import Final
