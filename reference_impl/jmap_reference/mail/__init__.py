"""What is special to the types of JMAP Mail (RFC 8621)."""
