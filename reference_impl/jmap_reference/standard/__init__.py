"""The standard methods (RFC 8620, Section 5), once for any type.

Which types there are, with which properties, filters and sorts, is in
``generated/methods.py``; what a type does that no table can say is its ``Special``.
"""
