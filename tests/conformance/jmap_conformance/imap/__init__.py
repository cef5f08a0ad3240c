"""Cases that look at the same mail by JMAP and by IMAP."""
