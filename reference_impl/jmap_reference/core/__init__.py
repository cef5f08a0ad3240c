"""The methods of the core capability that are not standard ones."""
