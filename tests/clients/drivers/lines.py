"""What the drivers in Python share: a line of JSON in, a line of JSON out, until standard input ends."""

from __future__ import annotations

import json
import sys
from typing import Any


def serve(driver: object) -> None:
    """Call the method of ``driver`` that each line names, ``{"do": "flag", "email": "M1"}``, and print what it gives.

    ``{"gave": …}``, or ``{"raised": "KeyError", "said": "'reply_to'"}`` where the client raised something.
    """
    print(json.dumps({"gave": "ready"}), flush=True)
    for line in sys.stdin:
        wanted: dict[str, Any] = json.loads(line)
        try:
            answer: dict[str, Any] = {"gave": getattr(driver, wanted.pop("do"))(**wanted)}
        except Exception as error:  # whatever it is, the test judges it
            answer = {"raised": type(error).__name__, "said": str(error)}
        print(json.dumps(answer), flush=True)
