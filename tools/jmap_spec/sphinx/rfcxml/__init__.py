"""Doctree → RFCXML v3 → txt, html.

``builder`` walks the drafts; ``assemble`` makes one doctree of a draft's files; ``blocks`` and
``inlines`` turn it into elements; ``front`` and ``references`` make what stands around it;
``serialize`` writes one block a line and remembers what caused each line; ``formats`` runs xml2rfc.
"""
