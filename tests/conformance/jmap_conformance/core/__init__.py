"""Cases on the protocol itself: session, requests, errors, references, binary data."""
