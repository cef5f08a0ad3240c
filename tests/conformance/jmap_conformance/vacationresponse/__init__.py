"""Cases of the room vacationresponse."""
