"""The other door to the same mail: IMAP (RFC 3501), beside JMAP on one store.

The library pymap speaks the protocol. What is here says what corresponds to what, as the section on IMAP of the draft
on mail does: a folder is a Mailbox, a flag is a keyword. Whatever IMAP changes is changed by a method of JMAP.
"""
