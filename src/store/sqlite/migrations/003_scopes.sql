-- Searches are narrowed inside the index, and lists walk an index of their own scope: what other servers load costs a
-- server no time and hides nothing of its own.

DROP TABLE lines;

-- `part` is a headline (a), a line of a summary (s), a quote (q) or a timeline entry (t). `heading` is searched but not
-- shown: a headline's folded words, a timeline entry's headline. `keys` are words that nobody types: `s12` is what `/search`
-- shows in scope 12, `h12` its headlines, `q12` its quotes, `t12` its timeline, `a7` article 7, `p9` said by person 9.
CREATE VIRTUAL TABLE lines USING fts5 (
    text, heading, keys, part UNINDEXED, article UNINDEXED, speaker UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

INSERT INTO lines (rowid, text, heading, keys, part, article, speaker)
SELECT s.line, json_extract(s.summary, '$.text'), '', 's' || a.scope || ' a' || a.no, 's', a.no, NULL
FROM summaries s JOIN articles a ON a.no = s.article
UNION ALL
SELECT q.line, json_extract(q.quote, '$.text'), '',
       's' || q.scope || ' q' || q.scope || ' a' || q.article || coalesce(' p' || q.person, ''),
       'q', q.article, json_extract(q.quote, '$.speaker')
FROM quotes q
UNION ALL
SELECT e.line, json_extract(e.event, '$.text'), a.title, 's' || e.scope || ' t' || e.scope || ' a' || e.article, 't', e.article, NULL
FROM events e JOIN articles a ON a.no = e.article;

INSERT INTO lines (text, heading, keys, part, article)
SELECT title, words, 'h' || scope || ' a' || no, 'a', no FROM articles ORDER BY no;

ALTER TABLE articles DROP COLUMN words;

DROP INDEX articles_newest;
CREATE INDEX articles_newest ON articles (scope, published DESC, no DESC);
DROP INDEX quotes_newest;
CREATE INDEX quotes_newest ON quotes (scope, day DESC, article DESC, place);
DROP INDEX quotes_of_person;
CREATE INDEX quotes_of_person ON quotes (person, scope, day DESC, article DESC, place);
DROP INDEX events_oldest;
CREATE INDEX events_oldest ON events (scope, first, last DESC, article, place);
DROP INDEX sessions_soonest;
CREATE INDEX sessions_soonest ON sessions (scope, over, begins, no, status);
DROP INDEX sessions_latest;
CREATE INDEX sessions_latest ON sessions (scope, begins DESC, no, status, over);
