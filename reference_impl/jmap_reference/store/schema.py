"""The tables, as a list of migrations: opening a store runs those that it has not seen."""

from __future__ import annotations

import sqlite3
from typing import Final

MIGRATIONS: Final = (
    """
    CREATE TABLE users (
        name TEXT PRIMARY KEY, password TEXT NOT NULL, is_demo INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE tokens (
        digest BLOB PRIMARY KEY, user TEXT NOT NULL REFERENCES users ON DELETE CASCADE, expires REAL NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tokens_user ON tokens (user);
    CREATE TABLE accounts (
        id TEXT PRIMARY KEY, name TEXT NOT NULL,
        capabilities TEXT -- URNs with spaces in between, or null for all
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE access (
        user TEXT NOT NULL REFERENCES users ON DELETE CASCADE, account TEXT NOT NULL REFERENCES accounts,
        place INTEGER NOT NULL, is_personal INTEGER NOT NULL, is_read_only INTEGER NOT NULL,
        PRIMARY KEY (user, account)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX access_account ON access (account);

    CREATE TABLE records (
        account TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (account, type, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE entries (
        account TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL,
        PRIMARY KEY (account, type, name, value, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE states (
        account TEXT NOT NULL, type TEXT NOT NULL,
        state INTEGER NOT NULL, -- where the type is now
        oldest INTEGER NOT NULL, -- from where the log can still tell
        PRIMARY KEY (account, type)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE changes (
        account TEXT NOT NULL, type TEXT NOT NULL, state INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
        before TEXT NOT NULL, at REAL NOT NULL,
        PRIMARY KEY (account, type, state)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE blobs (
        account TEXT NOT NULL, id TEXT NOT NULL, digest BLOB NOT NULL, uploader TEXT NOT NULL, at REAL NOT NULL,
        octets BLOB NOT NULL,
        PRIMARY KEY (account, id), UNIQUE (account, digest)
    ) STRICT;
    """,
    """
    -- What Emails are found and sorted by. It can be made anew from the records and the blobs.
    CREATE TABLE emails (
        row INTEGER PRIMARY KEY AUTOINCREMENT, -- never that of another, so that the index of texts can go by it
        account TEXT NOT NULL, id TEXT NOT NULL, thread TEXT NOT NULL,
        received TEXT NOT NULL, sent TEXT, -- in an order that is that of time
        size INTEGER NOT NULL, has_attachment INTEGER NOT NULL,
        sender TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL,
        UNIQUE (account, id)
    ) STRICT;
    CREATE INDEX emails_received ON emails (account, received, id);
    CREATE INDEX emails_thread ON emails (account, thread);
    CREATE TABLE email_mailboxes (
        account TEXT NOT NULL, mailbox TEXT NOT NULL, received TEXT NOT NULL, row INTEGER NOT NULL,
        PRIMARY KEY (account, mailbox, received, row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX email_mailboxes_row ON email_mailboxes (row);
    CREATE TABLE email_keywords (
        account TEXT NOT NULL, keyword TEXT NOT NULL, received TEXT NOT NULL, row INTEGER NOT NULL,
        PRIMARY KEY (account, keyword, received, row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX email_keywords_row ON email_keywords (row);
    -- Words are found by the program, which joins them by spaces: the tokenizer has nothing left to do but to split.
    CREATE VIRTUAL TABLE email_texts USING fts5 (
        sender, recipient, cc, bcc, subject, body, attachments, headers,
        tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'", prefix = '2 3'
    );
    """,
    """
    -- No foreign key deletes a row here: that would leave the URL and the keys in the file.
    CREATE TABLE push_subscriptions (
        id TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES users,
        token BLOB REFERENCES tokens, -- that it was created with; null for the password
        body TEXT NOT NULL, ends REAL, -- null for never
        code TEXT NOT NULL, is_asked INTEGER NOT NULL, -- whether the code was sent
        told TEXT NOT NULL -- the states that were pushed last
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX push_subscriptions_user ON push_subscriptions (user);
    CREATE INDEX push_subscriptions_token ON push_subscriptions (token);
    CREATE TABLE push_key (private BLOB NOT NULL) STRICT; -- one row
    """,
    """
    CREATE TABLE queue (
        id INTEGER PRIMARY KEY, account TEXT NOT NULL,
        submission TEXT NOT NULL, -- empty for what the server sends by itself
        mail_from TEXT NOT NULL, recipients TEXT NOT NULL, octets BLOB NOT NULL,
        since REAL NOT NULL, due REAL NOT NULL, attempts INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX queue_due ON queue (due);
    CREATE INDEX queue_submission ON queue (account, submission);
    CREATE TABLE addresses (
        address TEXT NOT NULL, user TEXT NOT NULL REFERENCES users ON DELETE CASCADE, PRIMARY KEY (address, user)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX addresses_user ON addresses (user);
    CREATE TABLE refused (
        user TEXT PRIMARY KEY REFERENCES users ON DELETE CASCADE, reason TEXT NOT NULL -- why the user may not send
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE answered (
        account TEXT NOT NULL, sender TEXT NOT NULL, answer TEXT NOT NULL, at REAL NOT NULL,
        PRIMARY KEY (account, sender, answer)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- Where the records are that a user sees of an account of someone else, as if that were an account by itself.
    -- A row stays when the access ends: should it be given again, the states go on from where they were.
    CREATE TABLE views (
        view TEXT PRIMARY KEY, account TEXT NOT NULL, user TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
        capabilities TEXT NOT NULL, UNIQUE (account, user)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE grants (
        account TEXT NOT NULL, user TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
        mailbox TEXT NOT NULL, -- empty for every Mailbox that has no row of its own
        rights TEXT NOT NULL, -- with spaces in between
        PRIMARY KEY (account, user, mailbox)
    ) STRICT, WITHOUT ROWID;
    -- Who may use a blob to which no record refers, and from when on time runs until it goes.
    CREATE TABLE held_blobs (
        account TEXT NOT NULL, user TEXT NOT NULL, -- empty for whoever has the whole account
        blob TEXT NOT NULL, at REAL NOT NULL, size INTEGER NOT NULL,
        PRIMARY KEY (account, user, blob)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX held_blobs_at ON held_blobs (at);
    CREATE INDEX held_blobs_blob ON held_blobs (account, blob);
    INSERT INTO held_blobs SELECT account, uploader, id, at, length(octets) FROM blobs;
    """,
    """
    -- By what texts are sorted in the collation that is the default, so that an index has that order.
    ALTER TABLE emails ADD COLUMN sender_key BLOB NOT NULL DEFAULT x'';
    ALTER TABLE emails ADD COLUMN recipient_key BLOB NOT NULL DEFAULT x'';
    ALTER TABLE emails ADD COLUMN subject_key BLOB NOT NULL DEFAULT x'';
    UPDATE emails SET sender_key = collated(sender, 'i;unicode-casemap'),
        recipient_key = collated(recipient, 'i;unicode-casemap'), subject_key = collated(subject, 'i;unicode-casemap');
    CREATE INDEX emails_sender ON emails (account, sender_key);
    CREATE INDEX emails_recipient ON emails (account, recipient_key);
    CREATE INDEX emails_subject ON emails (account, subject_key);
    CREATE INDEX emails_size ON emails (account, size);
    CREATE INDEX emails_sent ON emails (account, sent);
    """,
    """
    -- What IMAP has and JMAP does not.
    CREATE TABLE imap_mailboxes (
        validity INTEGER PRIMARY KEY AUTOINCREMENT, -- never that of another mailbox
        account TEXT NOT NULL, mailbox TEXT NOT NULL,
        next INTEGER NOT NULL DEFAULT 1, -- the UID that the next message will have
        state INTEGER NOT NULL DEFAULT -1, -- that of Emails when its messages were numbered
        UNIQUE (account, mailbox)
    ) STRICT;
    CREATE TABLE imap_uids (
        account TEXT NOT NULL, mailbox TEXT NOT NULL, uid INTEGER NOT NULL, email TEXT NOT NULL,
        PRIMARY KEY (account, mailbox, uid), UNIQUE (account, mailbox, email)
    ) STRICT, WITHOUT ROWID;
    -- Messages with the flag for deleted: in a mailbox of IMAP, and in no Mailbox.
    CREATE TABLE imap_marked (
        account TEXT NOT NULL, mailbox TEXT NOT NULL, email TEXT NOT NULL, blob TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (account, mailbox, email)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX imap_marked_blob ON imap_marked (account, blob);
    CREATE TABLE imap_spellings (
        account TEXT NOT NULL, keyword TEXT NOT NULL, spelling TEXT NOT NULL, PRIMARY KEY (account, keyword)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER imap_mailbox_gone AFTER DELETE ON records WHEN OLD.type = 'Mailbox' BEGIN
        DELETE FROM imap_marked WHERE account = OLD.account AND mailbox = OLD.id;
        DELETE FROM imap_uids WHERE account = OLD.account AND mailbox = OLD.id;
        DELETE FROM imap_mailboxes WHERE account = OLD.account AND mailbox = OLD.id;
    END;
    -- From then on, time runs for the message as for one that was uploaded.
    CREATE TRIGGER imap_mark_gone AFTER DELETE ON imap_marked BEGIN
        INSERT OR IGNORE INTO held_blobs SELECT account, '', id, CAST(strftime('%s') AS REAL), length(octets)
            FROM blobs WHERE account = OLD.account AND id = OLD.blob;
    END;
    """,
    """
    -- What is unread in a Mailbox, however little that is.
    ALTER TABLE email_mailboxes ADD COLUMN is_unread INTEGER NOT NULL DEFAULT 0;
    UPDATE email_mailboxes SET is_unread =
        NOT EXISTS (SELECT 1 FROM email_keywords AS k WHERE k.row = email_mailboxes.row AND k.keyword = '$seen');
    CREATE INDEX email_mailboxes_unread ON email_mailboxes (account, mailbox, received, row) WHERE is_unread;
    CREATE INDEX emails_attachment ON emails (account, received) WHERE has_attachment;
    """,
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a store to the present form; each step wholly or not at all.

    Raises:
        ValueError: a later version of this program made the store.
    """
    seen = connection.execute("PRAGMA user_version").fetchone()[0]
    if seen > len(MIGRATIONS):
        raise ValueError(f"the store has form {seen}; this program knows forms up to {len(MIGRATIONS)}")
    for number, statements in enumerate(MIGRATIONS[seen:], start=seen + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {statements} PRAGMA user_version = {number}; COMMIT;")
