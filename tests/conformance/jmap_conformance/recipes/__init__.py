"""How to make records of a type where its creation example alone does not do.

A module named as the type may have ``creation(foo, example)``, which gives the creation object to start from, and
``values(foo, property)``, which gives values for a property that its signature does not tell, or None.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ..foo import Foo


class Recipe(Protocol):
    """What a module of this package offers."""

    @staticmethod
    def creation(foo: Foo, example: dict[str, Any]) -> dict[str, Any]: ...

    @staticmethod
    def values(foo: Foo, name: str) -> list[Any] | None: ...


class Plain:
    """The recipe of a type that needs none."""

    @staticmethod
    def creation(foo: Foo, example: dict[str, Any]) -> dict[str, Any]:
        return example

    @staticmethod
    def values(foo: Foo, name: str) -> list[Any] | None:
        return None


def of(type_name: str) -> Recipe:
    """The recipe of a type."""
    if importlib.util.find_spec(f"{__name__}.{type_name}") is None:
        return Plain()
    module = importlib.import_module(f"{__name__}.{type_name}")
    made = Plain()
    for word in ("creation", "values"):
        if hasattr(module, word):
            setattr(made, word, getattr(module, word))
    return made
