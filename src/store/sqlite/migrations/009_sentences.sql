-- The words of the article that tell of a session, so that whatever is said of it links to them.
ALTER TABLE sessions ADD COLUMN sentence TEXT;
UPDATE sessions SET sentence = coalesce(
    (SELECT json_extract(e.event, '$.text') FROM events e
     WHERE e.article = sessions.article AND json_extract(e.event, '$.at[0]') <= json_extract(session, '$.at[0]')
     AND json_extract(session, '$.at[1]') <= json_extract(e.event, '$.at[1]') ORDER BY e.place LIMIT 1),
    (SELECT json_extract(l.summary, '$.text') FROM summaries l
     WHERE l.article = sessions.article AND json_extract(l.summary, '$.at[0]') <= json_extract(session, '$.at[0]')
     AND json_extract(session, '$.at[1]') <= json_extract(l.summary, '$.at[1]') ORDER BY l.place LIMIT 1)
);
