"""Cases on what is special to Mailboxes and Threads."""
