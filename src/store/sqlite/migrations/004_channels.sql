-- Channels that refuse, and deliveries of which nobody knows whether they arrived.

ALTER TABLE deliveries ADD COLUMN scope INTEGER NOT NULL DEFAULT 0; -- whose it is, as of reminders
ALTER TABLE deliveries ADD COLUMN claimed INTEGER; -- when it was claimed last
ALTER TABLE deliveries ADD COLUMN doubt INTEGER;   -- since when its message may stand in the channel; null where it surely does not
ALTER TABLE deliveries ADD COLUMN ended INTEGER;   -- when it was sent, missed or blocked
ALTER TABLE deliveries ADD COLUMN payload TEXT;    -- what was refused, of a blocked one
ALTER TABLE deliveries ADD COLUMN about TEXT;      -- which target a notice of a pause is about, as JSON

UPDATE deliveries SET scope = coalesce(
    (SELECT r.scope FROM reminders r WHERE r.no = deliveries.reminder),
    (SELECT r.scope FROM deliveries d JOIN reminders r ON r.no = d.reminder WHERE d.told_by = deliveries.no LIMIT 1),
    (SELECT r.scope FROM reminders r WHERE r.session = deliveries.session AND r.target_kind = deliveries.target_kind
                                       AND r.target = deliveries.target LIMIT 1),
    0);
UPDATE deliveries SET ended = not_before WHERE state IN ('sent', 'missed', 'blocked');

CREATE INDEX deliveries_of_target ON deliveries (target_kind, target, state, not_before);
CREATE INDEX deliveries_of_scope ON deliveries (scope, state, due);
CREATE INDEX deliveries_ended ON deliveries (ended) WHERE ended IS NOT NULL;

-- Where it was asked, of a reminder by direct message: the channel in which to say that direct messages are closed.
ALTER TABLE reminders ADD COLUMN asked_in INTEGER;

-- Targets that refused: nothing is sent there but one delivery at each `probe`.
CREATE TABLE paused (
    target_kind TEXT NOT NULL,
    target      INTEGER NOT NULL,
    scope       INTEGER NOT NULL,
    since       INTEGER NOT NULL, -- seconds since 1970
    probe       INTEGER NOT NULL,
    refused     INTEGER NOT NULL, -- how often, one after another
    error       TEXT NOT NULL,
    PRIMARY KEY (target_kind, target)
) WITHOUT ROWID;
CREATE INDEX paused_of_scope ON paused (scope);
