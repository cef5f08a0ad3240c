"""A black-box conformance suite for JMAP servers: a pytest plugin with its cases.

Reading order: ``outcome.py`` (what a case can come to), ``case.py`` (what a case is), ``standard/get.py`` (what cases
look like), ``foo.py`` and ``server.py`` (what they call), ``wire.py`` (what is checked on every message),
``plugin.py`` and ``runner.py`` (how they are run), ``report/`` (how it is told).

Rule 1: the suite knows a server only through HTTP. Rule 2: it knows the protocol only through ``data/manifest.json``
and ``data/schemas.json``; no list of properties, arguments or errors is typed in a case that a template could derive.
"""

__version__ = "0.1.0"
