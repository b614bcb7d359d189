-- What calendars need to know a session again, and the events that stand for sessions in servers.

-- `origin` is what the session was when it was first told of (scope, article, key): it stays when the session moves or a later
-- article takes it over. `revision` grows with every change; `changed` is when the last one was loaded, seconds since 1970.
ALTER TABLE sessions ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET
    origin = scope || '/' || (SELECT slug FROM articles WHERE articles.no = article) || '/' || key,
    changed = coalesce(unixepoch((SELECT published FROM articles WHERE articles.no = article)), 0);
-- One that an earlier article told of has that one's origin.
UPDATE sessions SET origin = (
    SELECT old.origin FROM sessions old WHERE old.superseded_by = sessions.no ORDER BY old.no LIMIT 1)
WHERE no IN (SELECT superseded_by FROM sessions);

-- Sessions that were taken away, should they come back: a calendar takes no revision lower than the one that it has.
CREATE TABLE sessions_gone (
    origin   TEXT PRIMARY KEY,
    revision INTEGER NOT NULL
) WITHOUT ROWID;

-- Sessions as events of servers (`events` in a server's settings), one row a session and server: making -> there. A row is
-- there before its event is asked for, and the event carries the row's mark.
CREATE TABLE mirrored (
    no         INTEGER PRIMARY KEY AUTOINCREMENT,
    scope      INTEGER NOT NULL,
    origin     TEXT NOT NULL,    -- the session's
    mark       TEXT NOT NULL,
    state      TEXT NOT NULL,    -- making, there, refused or gone
    event      INTEGER,          -- Discord's number
    shown      TEXT NOT NULL,    -- what the event says, as JSON
    attempts   INTEGER NOT NULL, -- how often it was asked for
    not_before INTEGER NOT NULL, -- when the next request may be made, seconds since 1970
    UNIQUE (scope, origin)
);

-- Servers that refuse events: nothing is asked of them until then.
CREATE TABLE mirror_pauses (
    scope INTEGER PRIMARY KEY,
    until INTEGER NOT NULL,
    error TEXT NOT NULL          -- why, in one sentence with what to do
);
CREATE INDEX sessions_by_origin ON sessions (origin);
