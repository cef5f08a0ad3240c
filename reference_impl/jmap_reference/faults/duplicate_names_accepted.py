"""A Request in which a name occurs twice in one object is answered as if it were JSON like any other.

Breaks `core/errors/request/notJSON/refused`.
"""

from __future__ import annotations

import json
from typing import Any

from .. import ijson


def plant() -> None:
    right = ijson.parse

    def parse(octets: bytes) -> Any:
        try:
            return right(octets)
        except ijson.NotIJSON as error:
            if "twice" in str(error):
                return json.loads(octets)
            raise

    ijson.parse = parse
