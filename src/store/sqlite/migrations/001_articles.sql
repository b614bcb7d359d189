-- What the articles say. Never edited: a change is a new file.

-- One row an article; `whole` is the parsed article as JSON, `hash` tells whether it changed.
CREATE TABLE articles (
    no        INTEGER PRIMARY KEY AUTOINCREMENT,
    scope     INTEGER NOT NULL,
    slug      TEXT NOT NULL,
    title     TEXT NOT NULL,
    words     TEXT NOT NULL, -- title and slug, folded, each word after a space
    source    TEXT,
    url       TEXT,
    published TEXT,          -- YYYY-MM-DD
    whole     TEXT NOT NULL,
    UNIQUE (scope, slug)
);
CREATE INDEX articles_newest ON articles (published DESC, no DESC, scope);

-- A person or group, the same number in every scope; what is known of them is in `named` and `known`.
CREATE TABLE people (
    no  INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE -- the folded name
);

-- What one article says of a person.
CREATE TABLE named (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    person  INTEGER NOT NULL REFERENCES people,
    name    TEXT NOT NULL,
    aliases TEXT NOT NULL, -- JSON array
    role    TEXT,
    kind    TEXT NOT NULL,
    quotes  INTEGER NOT NULL,
    PRIMARY KEY (article, person)
) WITHOUT ROWID;
CREATE INDEX named_of_person ON named (person, article);

-- What a scope's articles together say of a person: made when an article is loaded, so that nothing counts at question time.
CREATE TABLE known (
    scope   INTEGER NOT NULL,
    person  INTEGER NOT NULL REFERENCES people,
    name    TEXT NOT NULL,
    aliases TEXT NOT NULL,
    role    TEXT,
    kind    TEXT NOT NULL,
    quotes  INTEGER NOT NULL,
    PRIMARY KEY (scope, person)
) WITHOUT ROWID;

-- Changes with every article loaded or deleted: tells whether what was read from `known` still holds.
CREATE TABLE generation (number INTEGER NOT NULL);
INSERT INTO generation VALUES (1);

CREATE TABLE quotes (
    no      INTEGER PRIMARY KEY,
    scope   INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    place   INTEGER NOT NULL, -- in reading order
    day     TEXT NOT NULL,    -- the day it was said, else the article's; empty if neither is known
    person  INTEGER REFERENCES people,
    line    INTEGER NOT NULL, -- its row in `lines`
    quote   TEXT NOT NULL     -- JSON
);
CREATE INDEX quotes_of_person ON quotes (person, day DESC, article DESC, place, scope);
CREATE INDEX quotes_of_article ON quotes (article, day DESC, place);
CREATE INDEX quotes_newest ON quotes (day DESC, article DESC, place, scope);
CREATE INDEX quotes_by_line ON quotes (line);

CREATE TABLE events (
    no      INTEGER PRIMARY KEY,
    scope   INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    first   TEXT NOT NULL, -- the first and the last day it covers
    last    TEXT NOT NULL,
    line    INTEGER NOT NULL,
    event   TEXT NOT NULL,
    same_as INTEGER REFERENCES events ON DELETE SET NULL -- the entry of an earlier article that tells the same
);
CREATE INDEX events_same ON events (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX events_oldest ON events (first, last DESC, article, place, scope);
CREATE INDEX events_of_article ON events (article, first, last DESC, place);
CREATE INDEX events_by_line ON events (line);

CREATE TABLE summaries (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    line    INTEGER NOT NULL,
    summary TEXT NOT NULL,
    PRIMARY KEY (article, place)
) WITHOUT ROWID;

-- Every line that can be searched. `part` is s, q or t; `speaker` stands with a quote.
CREATE VIRTUAL TABLE lines USING fts5 (
    text, part UNINDEXED, scope UNINDEXED, article UNINDEXED, speaker UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

CREATE TABLE sessions (
    no      INTEGER PRIMARY KEY AUTOINCREMENT,
    scope   INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    key     TEXT NOT NULL,    -- the folded title, and a number where the article has several such
    begins  INTEGER NOT NULL, -- seconds since 1970, in its own zone
    over    INTEGER NOT NULL,
    status  TEXT NOT NULL,
    session TEXT NOT NULL,
    superseded_by INTEGER REFERENCES sessions ON DELETE SET NULL, -- the same session as a later article has it
    UNIQUE (article, key)
);
CREATE INDEX sessions_superseded ON sessions (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE INDEX sessions_soonest ON sessions (over, begins, no, status, scope);
CREATE INDEX sessions_latest ON sessions (begins DESC, no, status, over, scope);
