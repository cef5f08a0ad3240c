"""Push (RFC 8620, Section 7): clients hear of new states, by an event source or by requests to a URL of theirs."""
