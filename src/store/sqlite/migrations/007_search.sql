-- Searches that stop at the newest. FTS5 walks a word's rows from the newest on, and likewise those of a beginning that it keeps
-- an index of; of any other beginning it gathers every row first. So beginnings of one to three letters have an index, and
-- longer ones are spelled out by the words that begin so.

-- Headlines have a table of their own, a row an article and under its number: among all lines they were far apart. `folded` is
-- title and slug, folded; `keys` are as of `lines`: `h12` is a headline of scope 12.
CREATE VIRTUAL TABLE headlines USING fts5 (
    title, folded, keys, published UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3', columnsize = 0
);
INSERT INTO headlines (rowid, title, folded, keys, published)
SELECT a.no, l.text, l.heading, 'h' || a.scope, a.published
FROM lines l JOIN articles a ON a.no = l.article WHERE l.part = 'a' ORDER BY a.no;

DROP TABLE lines;

-- A line's number is its article's and, in the last 24 bits, its place there: so hits stand by article without a look at each.
UPDATE summaries SET line = (article << 24) + place;
UPDATE quotes SET line = (article << 24) + place + (SELECT count(*) FROM summaries s WHERE s.article = quotes.article);
UPDATE events SET line = (article << 24) + place + (SELECT count(*) FROM summaries s WHERE s.article = events.article)
                                                 + (SELECT count(*) FROM quotes q WHERE q.article = events.article);

-- `part` is a line of a summary (s), a quote (q) or a timeline entry (t). `heading` is searched but not shown: a timeline
-- entry's headline. `keys` are words that nobody types: `s12` is what `/search` shows in scope 12, `q12` its quotes, `q12p9`
-- those said by person 9, `t12` its timeline, `a7` article 7.
CREATE VIRTUAL TABLE lines USING fts5 (
    text, heading, keys, part UNINDEXED, speaker UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3', columnsize = 0
);
INSERT INTO lines (rowid, text, heading, keys, part, speaker)
SELECT s.line AS line, json_extract(s.summary, '$.text'), '', 's' || a.scope || ' a' || a.no, 's', NULL
FROM summaries s JOIN articles a ON a.no = s.article
UNION ALL
SELECT q.line, json_extract(q.quote, '$.text'), '',
       's' || q.scope || ' q' || q.scope || coalesce(' q' || q.scope || 'p' || q.person, '') || ' a' || q.article,
       'q', json_extract(q.quote, '$.speaker')
FROM quotes q
UNION ALL
SELECT e.line, json_extract(e.event, '$.text'), a.title, 's' || e.scope || ' t' || e.scope || ' a' || e.article, 't', NULL
FROM events e JOIN articles a ON a.no = e.article
ORDER BY line;

-- The words of each: a row an occurrence, in the order of the words.
CREATE VIRTUAL TABLE lines_words USING fts5vocab (lines, instance);
CREATE VIRTUAL TABLE headlines_words USING fts5vocab (headlines, instance);
