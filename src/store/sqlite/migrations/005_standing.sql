-- Reminders of whatever comes: of every session that a scope sees, or of every session of an article.

-- A target has one for everything and one for each article; asked for again, it has the new times.
CREATE TABLE standing (
    no          INTEGER PRIMARY KEY AUTOINCREMENT,
    scope       INTEGER NOT NULL,
    user        INTEGER NOT NULL,
    article     INTEGER REFERENCES articles ON DELETE CASCADE, -- none: every session
    before      TEXT NOT NULL,    -- minutes, as JSON
    target_kind TEXT NOT NULL,    -- channel, direct or console
    target      INTEGER NOT NULL,
    role        INTEGER,
    zone        TEXT NOT NULL,    -- for mornings, where the server has set none
    morning     INTEGER NOT NULL, -- minutes after midnight, likewise
    asked_in    INTEGER           -- as of reminders
);
CREATE UNIQUE INDEX standing_once ON standing (scope, target_kind, target, coalesce(article, 0));
CREATE INDEX standing_of_target ON standing (target_kind, target);
CREATE INDEX standing_of_article ON standing (article) WHERE article IS NOT NULL;

-- The standing one that a reminder was made for. A snoozed reminder has -1 for `before`: its instant is its own, and it does
-- not follow its session.
ALTER TABLE reminders ADD COLUMN standing INTEGER REFERENCES standing ON DELETE CASCADE;
CREATE INDEX reminders_of_standing ON reminders (standing) WHERE standing IS NOT NULL;
CREATE INDEX reminders_of_target ON reminders (target_kind, target, session, due);
