"""What a protocol is made of: frozen values that remember where they were written.

Nothing here reads a file, knows an output format or derives anything.
"""

from .errors import ErrorCode, ErrorUse
from .examples import Example
from .members import ABSENT, Member, Place
from .methods import Declaration, Method, SortOption, StandardMethod
from .protocol import Protocol
from .registries import Capability, Registry, RegistryEntry
from .requirements import Requirement
from .structures import DataTypeRow, Structure
from .suite import Case, Result

__all__ = [
    "ABSENT",
    "Capability",
    "Case",
    "DataTypeRow",
    "Declaration",
    "ErrorCode",
    "ErrorUse",
    "Example",
    "Member",
    "Method",
    "Place",
    "Protocol",
    "Registry",
    "RegistryEntry",
    "Requirement",
    "Result",
    "SortOption",
    "StandardMethod",
    "Structure",
]
