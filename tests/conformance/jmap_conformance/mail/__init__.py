"""Cases on what is special to Mailboxes, Threads, Emails and SearchSnippets."""
