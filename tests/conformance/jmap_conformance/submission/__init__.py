"""Cases of the room submission."""
