"""Planted faults, and the cases that have to notice."""
