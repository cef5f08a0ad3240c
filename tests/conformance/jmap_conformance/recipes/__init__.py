"""How to make records of a type where its creation example alone does not do.

A module named as the type may have

    creation(foo, example)    the creation object to start from; without an example, it is the whole recipe
    values(foo, property)     values for a property of which its signature does not tell any, or None
    change(foo, word)         a patch that changes any record, in whole properties, or None
    copying(foo, account)     what the copy of a record in another account has to be given
    comes_back(property)      whether /get gives the property as it was sent on creation
    DESTROY                   arguments that /set needs to destroy what the suite made
    IN_EVERY_ACCOUNT          whether records of the type are there before anybody made use of the account
    settled(record)           whether the server is done with a record that it changes by itself
    CHANGES_BY_ITSELF         whether the server goes on changing a record that was made
"""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ..foo import Foo


class Recipe(Protocol):
    """What a module of this package offers."""

    @staticmethod
    def creation(foo: Foo, example: dict[str, Any]) -> dict[str, Any]: ...

    @staticmethod
    def values(foo: Foo, name: str) -> list[Any] | None: ...

    @staticmethod
    def change(foo: Foo, word: str) -> dict[str, Any] | None: ...

    @staticmethod
    def copying(foo: Foo, account_id: str) -> dict[str, Any]: ...

    @staticmethod
    def comes_back(name: str) -> bool: ...

    @staticmethod
    def settled(record: dict[str, Any]) -> bool: ...

    #: Whether it makes records of a type of which the source has no example.
    makes: bool
    DESTROY: dict[str, Any]
    IN_EVERY_ACCOUNT: bool
    CHANGES_BY_ITSELF: bool


class Plain:
    """The recipe of a type that needs none."""

    @staticmethod
    def creation(foo: Foo, example: dict[str, Any]) -> dict[str, Any]:
        return example

    @staticmethod
    def values(foo: Foo, name: str) -> list[Any] | None:
        return None

    @staticmethod
    def change(foo: Foo, word: str) -> dict[str, Any] | None:
        return None

    @staticmethod
    def copying(foo: Foo, account_id: str) -> dict[str, Any]:
        return {}

    @staticmethod
    def comes_back(name: str) -> bool:
        return True

    @staticmethod
    def settled(record: dict[str, Any]) -> bool:
        return True

    def __init__(self) -> None:
        self.makes = False
        self.DESTROY: dict[str, Any] = {}
        self.IN_EVERY_ACCOUNT = False
        self.CHANGES_BY_ITSELF = False


@cache
def of(type_name: str) -> Recipe:
    """The recipe of a type."""
    if importlib.util.find_spec(f"{__name__}.{type_name}") is None:
        return Plain()
    module = importlib.import_module(f"{__name__}.{type_name}")
    made = Plain()
    made.makes = hasattr(module, "creation")
    functions = ("creation", "values", "change", "copying", "comes_back", "settled")
    for word in (*functions, "DESTROY", "IN_EVERY_ACCOUNT", "CHANGES_BY_ITSELF"):
        if hasattr(module, word):
            setattr(made, word, getattr(module, word))
    return made
