-- What people have set, and what is sent for it.

CREATE TABLE settings (
    scope    INTEGER PRIMARY KEY,
    settings TEXT NOT NULL -- JSON
);

-- `wall` and `zone` are the truth; `due` is their instant.
CREATE TABLE reminders (
    no          INTEGER PRIMARY KEY AUTOINCREMENT,
    scope       INTEGER NOT NULL,
    user        INTEGER NOT NULL,
    session     INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    before      INTEGER NOT NULL, -- minutes
    target_kind TEXT NOT NULL,    -- channel, direct or console
    target      INTEGER NOT NULL,
    role        INTEGER,
    wall        TEXT NOT NULL,    -- YYYY-MM-DDTHH:MM:SS
    zone        TEXT NOT NULL,    -- IANA name
    due         INTEGER NOT NULL, -- seconds since 1970
    UNIQUE (session, before, target_kind, target, user, scope)
);
CREATE INDEX reminders_of_scope ON reminders (scope, user, due);

-- What Newsdesk sends unasked: due -> sending -> sent | waiting | missed | blocked. Rows are kept.
CREATE TABLE deliveries (
    no          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL,    -- reminder, missed or moved
    key         TEXT NOT NULL,    -- what makes it one: the reminder and its instant, the first one missed, the session and its new start
    target_kind TEXT NOT NULL,
    target      INTEGER NOT NULL,
    carrier     TEXT NOT NULL,    -- discord or console
    reminder    INTEGER REFERENCES reminders ON DELETE CASCADE,
    session     INTEGER REFERENCES sessions ON DELETE CASCADE, -- that moved
    was         TEXT,             -- what it was before, as JSON
    due         INTEGER NOT NULL, -- seconds since 1970
    not_before  INTEGER NOT NULL, -- due, or later after a failure
    state       TEXT NOT NULL DEFAULT 'due',
    attempts    INTEGER NOT NULL DEFAULT 0,
    message     INTEGER,
    error       TEXT,
    told_by     INTEGER,          -- the delivery that tells of this one, which was missed
    UNIQUE (kind, key, target_kind, target)
);
CREATE INDEX deliveries_next ON deliveries (carrier, not_before) WHERE state IN ('due', 'waiting');
CREATE INDEX deliveries_of_reminder ON deliveries (reminder, state);
CREATE INDEX deliveries_told ON deliveries (told_by) WHERE told_by IS NOT NULL;
