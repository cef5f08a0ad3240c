# Generated from schemas/ by jmap-spec generate; change it there.
"""What the source says, as Python; no logic."""
