"""Cases of the room vapid."""
