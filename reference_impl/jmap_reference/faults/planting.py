"""What faults are made of: a wrong function in the place of a right one, or before or after a method."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from .. import protocol
from ..generated import methods as tables
from ..handlers import Handler
from ..protocol import Processor
from ..standard.call import Call

Wrong = Callable[..., Any]


def instead(place: Any, name: str, wrong: Wrong) -> None:
    """``place.name`` is ``wrong`` from now on: it is given the right function, then what that would be given."""
    right = getattr(place, name)

    def replacement(*given: Any, **named: Any) -> Any:
        return wrong(right, *given, **named)

    async def awaited(*given: Any, **named: Any) -> Any:
        made = wrong(right, *given, **named)
        return await made if inspect.isawaitable(made) else made

    setattr(place, name, awaited if inspect.iscoroutinefunction(right) else replacement)


def put(place: Any, name: str, value: Any) -> None:
    """``place.name`` has this value from now on."""
    setattr(place, name, value)


def around(methods: str, wrong: Callable[[Handler, Call], dict[str, Any]]) -> None:
    """The methods of this name, ``*/get``, are ``wrong`` from now on: it is given the right handler and the call."""

    def find_method(right: Any, name: str, using: frozenset[str]) -> tuple[tables.Method, Handler]:
        called, handler = right(name, using)
        return called, (lambda call: wrong(handler, call)) if fnmatchcase(name, methods) else handler

    instead(protocol, "find_method", find_method)


def before(methods: str, change: Callable[[Call], Any]) -> None:
    """Do something to each call of these methods, whose arguments are valid and have their defaults."""

    def changed(handler: Handler, call: Call) -> dict[str, Any]:
        change(call)
        return handler(call)

    around(methods, changed)


def after(methods: str, change: Callable[[Call, dict[str, Any]], Any]) -> None:
    """Do something to each answer of these methods, before it is sent."""

    def changed(handler: Handler, call: Call) -> dict[str, Any]:
        said = handler(call)
        change(call, said)
        return said

    around(methods, changed)


def before_check(methods: str, change: Callable[[tables.Method, dict[str, Any], Any], Any]) -> None:
    """Do something to the arguments of these methods, before it is seen whether they are valid; with the accounts."""

    def check_arguments(right: Any, called: tables.Method, arguments: dict[str, Any], accounts: Any) -> None:
        if fnmatchcase(called.name, methods):
            change(called, arguments, accounts)
        right(called, arguments, accounts)

    instead(protocol, "check_arguments", check_arguments)


def in_response(change: Callable[[dict[str, Any]], Any]) -> None:
    """Do something to each Response."""

    def process(right: Any, *given: Any) -> dict[str, Any]:
        said: dict[str, Any] = right(*given)
        change(said)
        return said

    instead(Processor, "process", process)


def another(error: Any, code: str) -> None:
    """An error, ``set_.NotFound``, has this code from now on."""
    error.type = code


def without(said: dict[str, Any], *names: str) -> None:
    """Take members away, where they are."""
    for name in names:
        said.pop(name, None)
