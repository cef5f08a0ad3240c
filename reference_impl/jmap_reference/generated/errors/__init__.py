# Generated from schemas/ by jmap-spec generate; change it there.
"""Error classes, a module a level: request, method, set."""
