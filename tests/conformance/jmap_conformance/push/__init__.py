"""Cases of the room push."""
