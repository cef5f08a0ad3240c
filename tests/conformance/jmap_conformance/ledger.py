"""What the suite made and has not destroyed yet: read off every response, so that nothing is left behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from . import ijson, recipes
from .outcome import Broken

if TYPE_CHECKING:
    from .reply import MethodResponse
    from .server import Server

#: How often the suite tries to destroy what it made: a Mailbox waits for its children.
PASSES: Final = 4


@dataclass(frozen=True)
class Made:
    """A record that the suite created."""

    type: str
    #: Empty where the records of the type belong to no account.
    account_id: str
    id: str


@dataclass
class Ledger:
    """The records of the suite that exist, oldest first."""

    standing: dict[Made, None] = field(default_factory=dict)
    #: The types whose records belong to no account.
    without_account: frozenset[str] = frozenset()

    def read(self, responses: Iterable[MethodResponse]) -> None:
        """Note what these responses say was created and destroyed."""
        for response in responses:
            type_name, _, _ = response.name.partition("/")
            account_id = "" if type_name in self.without_account else response.arguments.get("accountId")
            if response.error is not None or not isinstance(account_id, str):
                continue
            for created in _objects(response.arguments.get("created")):
                if isinstance(created.get("id"), str):
                    self.standing[Made(type_name, account_id, created["id"])] = None
            destroyed = response.arguments.get("destroyed")
            if response.name.endswith("/set") and isinstance(destroyed, list):
                for one in destroyed:
                    self.standing.pop(Made(type_name, account_id, str(one)), None)

    def clear(self, server: Server) -> list[Made]:
        """Destroy all that stands, youngest first; what is left after some passes is given back.

        Raises:
            Broken: the server does not answer.
        """
        for _ in range(PASSES):
            groups: dict[tuple[str, str], list[str]] = {}
            for made in reversed(self.standing):
                groups.setdefault((made.type, made.account_id), []).append(made.id)
            for (type_name, account_id), ids in groups.items():
                self._destroy(server, type_name, account_id, ids)
            if not self.standing:
                break
        left = list(self.standing)
        self.standing.clear()
        return left

    def _destroy(self, server: Server, type_name: str, account_id: str, ids: list[str]) -> None:
        name = f"{type_name}/set"
        for start in range(0, len(ids), server.at_once):
            piece = ids[start : start + server.at_once]
            account = {"accountId": account_id} if server.manifest.types[type_name]["hasAccount"] else {}
            call = [name, {**account, **recipes.of(type_name).DESTROY, "destroy": piece}, "0"]
            message = {"using": server.using_for([call]), "methodCalls": [call]}
            answer = self._send(server, message)
            refused, gone = answer.get("notDestroyed"), answer.get("destroyed")
            for one in piece:
                error = refused.get(one) if isinstance(refused, dict) else None
                is_gone = isinstance(gone, list) and one in gone
                if is_gone or (isinstance(error, dict) and error.get("type") == "notFound"):
                    self.standing.pop(Made(type_name, account_id, one), None)

    def _send(self, server: Server, message: dict[str, Any]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"}
        made = server.client.send(
            "POST", server.url("apiUrl"), headers=headers, body=ijson.write(message), record=False
        )
        try:
            content = ijson.parse(made.answer)
            arguments = content["methodResponses"][0][1]
        except (ValueError, KeyError, IndexError, TypeError) as problem:
            raise Broken(f"cleaning up got no Response: HTTP {made.status}") from problem
        return arguments if isinstance(arguments, dict) else {}


def _objects(created: Any) -> list[dict[str, Any]]:
    return [one for one in created.values() if isinstance(one, dict)] if isinstance(created, dict) else []
