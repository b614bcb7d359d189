//! Taking an export in: everything but articles, each row once, and nothing that is done done again.
//!
//! Rows keep their numbers where these are free. A delivery's number is in its message's nonce and mark, so one that cannot
//! keep it cannot be looked for either: such a one that may have been sent is left out, and said so.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, ToSql, Transaction, params};

use super::reminders::{SNOOZED, WALL, carrier, target};
use super::{Raw, calendar, sessions, settings, signed, standing, to_json};
use crate::store::moving::{Delivery, Event, Of, Pause, Reminder, Server, Standing, Taken};
use crate::store::{ArticleNo, Carrier, NewStanding, Scope, Settings};

/// What is due at once has no time of its own: a message of it is looked for so far back.
const A_DAY: TimeDelta = TimeDelta::days(1);

/// The numbers of the export, and which they are here.
#[derive(Default)]
struct Numbers {
    standing: HashMap<i64, i64>,
    reminders: HashMap<i64, i64>,
    deliveries: HashMap<i64, i64>,
}

pub(super) fn take(tx: &Transaction, servers: &[Server], now: DateTime<Utc>) -> Raw<Taken> {
    let mut taking = Taking {
        tx,
        now,
        numbers: Numbers::default(),
        taken: Taken::default(),
    };
    for server in servers {
        if server.settings != Settings::default() {
            settings::set_settings(tx, server.server, &server.settings)?;
        }
        for of in sessions_of(server) {
            taking.session(of)?;
        }
    }
    for server in servers {
        calendar::know(tx, server.server, &server.calendar)?;
    }
    for server in servers {
        for standing in &server.standing {
            taking.standing(server.server, standing)?;
        }
        for reminder in &server.reminders {
            taking.reminder(server.server, reminder)?;
        }
    }
    let mut all: Vec<(Scope, &Delivery)> = servers
        .iter()
        .flat_map(|server| server.deliveries.iter().map(|one| (server.server, one)))
        .collect();
    // One that tells of others is younger than they are.
    all.sort_by_key(|(_, delivery)| delivery.no);
    for (scope, delivery) in &all {
        taking.delivery(*scope, delivery)?;
    }
    for (_, delivery) in &all {
        taking.told_by(delivery)?;
    }
    for server in servers {
        for pause in &server.paused {
            taking.pause(server.server, pause)?;
        }
        for event in &server.events {
            taking.event(server.server, event)?;
        }
    }
    Ok(taking.taken)
}

/// Every session that something of the server is about.
fn sessions_of(server: &Server) -> impl Iterator<Item = &Of> {
    let of_reminders = server.reminders.iter().map(|reminder| &reminder.session);
    let of_deliveries = server
        .deliveries
        .iter()
        .filter_map(|one| one.session.as_ref());
    of_reminders.chain(of_deliveries)
}

struct Taking<'a> {
    tx: &'a Transaction<'a>,
    now: DateTime<Utc>,
    numbers: Numbers,
    taken: Taken,
}

impl Taking<'_> {
    /// The session's number here; one that its article no longer has is kept for those who asked to be reminded of it.
    fn session(&mut self, of: &Of) -> Raw<Option<i64>> {
        if let Some(no) = self.known(of)? {
            return Ok(Some(no));
        }
        let Some(article) = self.article(of.server, &of.article)? else {
            return Ok(None);
        };
        sessions::keep(self.tx, of.server, article, &of.told, &of.origin).map(Some)
    }

    fn known(&self, of: &Of) -> Raw<Option<i64>> {
        let by_name = self
            .tx
            .prepare_cached("SELECT no FROM sessions WHERE origin = ? AND superseded_by IS NULL ORDER BY no LIMIT 1")?
            .query_row([&of.origin], |row| row.get(0))
            .optional()?;
        if by_name.is_some() {
            return Ok(by_name);
        }
        // Loaded anew it may have another name until the calendar's is taken.
        self.tx
            .prepare_cached(
                "SELECT s.no FROM sessions s JOIN articles a ON a.no = s.article
                 WHERE a.scope = ? AND a.slug = ? AND json_extract(s.session, '$.title') = ? AND json_extract(s.session, '$.starts') = ?
                 ORDER BY s.superseded_by IS NOT NULL, s.no LIMIT 1",
            )?
            .query_row(
                params![
                    signed(of.server.0),
                    of.article,
                    of.told.title,
                    of.told.starts.to_string()
                ],
                |row| row.get(0),
            )
            .optional()
    }

    fn article(&self, scope: Scope, slug: &str) -> Raw<Option<i64>> {
        self.tx
            .prepare_cached("SELECT no FROM articles WHERE scope = ? AND slug = ?")?
            .query_row(params![signed(scope.0), slug], |row| row.get(0))
            .optional()
    }

    /// A number of the export, if it is free in that table.
    fn free(&self, table: &str, no: i64) -> Raw<Option<i64>> {
        let taken: bool = self
            .tx
            .prepare_cached(&format!(
                "SELECT EXISTS (SELECT 1 FROM {table} WHERE no = ?)"
            ))?
            .query_row([no], |row| row.get(0))?;
        Ok((!taken && no > 0).then_some(no))
    }

    fn find(&self, sql: &str, parameters: &[&dyn ToSql]) -> Raw<Option<i64>> {
        self.tx
            .prepare_cached(sql)?
            .query_row(parameters, |row| row.get(0))
            .optional()
    }

    fn standing(&mut self, scope: Scope, one: &Standing) -> Raw<()> {
        let article = match &one.article {
            None => None,
            Some((server, slug)) => match self.article(*server, slug)? {
                Some(article) => Some(article),
                None => {
                    self.taken.left_out.push(format!(
                        "A standing reminder is left out: its article “{slug}” is not in the store; load it first."
                    ));
                    return Ok(());
                }
            },
        };
        let (kind, number) = target(one.target);
        let there = self.find(
            "SELECT no FROM standing WHERE scope = ? AND target_kind = ? AND target = ? AND coalesce(article, 0) = ?",
            &[&signed(scope.0), &kind, &number, &article.unwrap_or(0)],
        )?;
        let no = match there {
            Some(no) => no,
            None => {
                self.taken.reminders += 1;
                let asked = NewStanding {
                    scope,
                    user: one.user,
                    article: article.map(ArticleNo),
                    before: one.before.clone(),
                    target: one.target,
                    role: one.role,
                    zone: one.zone,
                    morning: one.morning,
                    asked_in: one.asked_in,
                };
                standing::add(self.tx, self.free("standing", one.no)?, &asked)?
            }
        };
        self.numbers.standing.insert(one.no, no);
        Ok(())
    }

    fn reminder(&mut self, scope: Scope, one: &Reminder) -> Raw<()> {
        let Some(session) = self.session(&one.session)? else {
            self.taken.left_out.push(format!(
                "A reminder of “{}” is left out: its article “{}” is not in the store; load it first.",
                one.session.told.title, one.session.article
            ));
            return Ok(());
        };
        let (kind, number) = target(one.target);
        let (scope, user) = (signed(scope.0), signed(one.user));
        let before = one.before.map_or(SNOOZED, i64::from);
        let there = self.find(
            "SELECT no FROM reminders WHERE session = ? AND before = ? AND target_kind = ? AND target = ? AND user = ? AND scope = ?",
            &[&session, &before, &kind, &number, &user, &scope],
        )?;
        let no = match there {
            Some(no) => no,
            None => {
                self.taken.reminders += 1;
                let standing = one.standing.and_then(|no| self.numbers.standing.get(&no));
                self.tx
                    .prepare_cached(
                        "INSERT INTO reminders (no, scope, user, session, before, target_kind, target, role, wall, zone, due, standing,
                                                asked_in)
                         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    )?
                    .insert(params![
                        self.free("reminders", one.no)?,
                        scope,
                        user,
                        session,
                        before,
                        kind,
                        number,
                        one.role.map(signed),
                        one.wall.format(WALL).to_string(),
                        one.zone.name(),
                        one.due.timestamp(),
                        standing,
                        one.asked_in.map(signed)
                    ])?
            }
        };
        self.numbers.reminders.insert(one.no, no);
        Ok(())
    }

    fn delivery(&mut self, scope: Scope, one: &Delivery) -> Raw<()> {
        let reminder = match one.reminder {
            None => None,
            Some(no) => match self.numbers.reminders.get(&no) {
                Some(no) => Some(*no),
                // Its reminder was left out, and said so.
                None => return Ok(()),
            },
        };
        let session = match &one.session {
            None => None,
            Some(of) => match self.session(of)? {
                Some(no) => Some(no),
                None => return Ok(()),
            },
        };
        let key = self.key(one, reminder, session);
        let done = matches!(one.state.as_str(), "sent" | "missed" | "blocked");
        if let Some((no, pending)) = self.there(one, &key)? {
            self.numbers.deliveries.insert(one.no, no);
            if pending && done {
                self.end(no, one)?;
            }
            return Ok(());
        }
        let free = self.free("deliveries", one.no)?;
        let (target_kind, number) = target(one.target);
        let goes = carrier(one.target.carrier());
        let (state, doubt) = match done {
            true => (one.state.as_str(), None),
            false => self.pending(one),
        };
        if doubt.is_some() && free.is_none() {
            self.taken.left_out.push(format!(
                "A message that was due {} is left out: it may have been sent since the export, and here it could not be looked for.",
                one.due.format("%Y-%m-%d %H:%M UTC")
            ));
            return Ok(());
        }
        self.taken.deliveries += 1;
        let no = self
            .tx
            .prepare_cached(
                "INSERT INTO deliveries (no, kind, key, scope, target_kind, target, carrier, reminder, session, was, about, due,
                                         not_before, state, attempts, message, error, claimed, doubt, ended, payload)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .insert(params![
                free,
                one.kind,
                key,
                signed(scope.0),
                target_kind,
                number,
                goes,
                reminder,
                session,
                one.was.as_ref().map(to_json).transpose()?,
                one.about.as_ref().map(to_json).transpose()?,
                one.due.timestamp(),
                one.not_before.timestamp(),
                state,
                one.attempts,
                one.message.map(signed),
                one.error,
                one.claimed.map(|at| at.timestamp()),
                doubt.map(|at: DateTime<Utc>| at.timestamp()),
                one.ended.map(|at| at.timestamp()),
                one.payload
            ])?;
        self.numbers.deliveries.insert(one.no, no);
        Ok(())
    }

    /// The number of a delivery that is here already, and whether it is still to be sent.
    fn there(&self, one: &Delivery, key: &str) -> Raw<Option<(i64, bool)>> {
        let (target_kind, number) = target(one.target);
        self.tx
            .prepare_cached(
                "SELECT no, state IN ('due', 'waiting') FROM deliveries WHERE kind = ? AND key = ? AND target_kind = ? AND target = ?",
            )?
            .query_row(params![one.kind, key, target_kind, number], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()
    }

    /// What makes a delivery one of its kind here.
    fn key(&self, one: &Delivery, reminder: Option<i64>, session: Option<i64>) -> String {
        match (one.kind.as_str(), reminder, session) {
            ("reminder", Some(about), _) | ("moved", _, Some(about)) => {
                format!("{about}{}", one.key)
            }
            ("missed" | "unsure", ..) => {
                let no: Option<i64> = one.key.parse().ok();
                let here = no.and_then(|no| self.numbers.deliveries.get(&no));
                here.map_or_else(|| one.key.clone(), i64::to_string)
            }
            _ => one.key.clone(),
        }
    }

    /// Ends a delivery that is still to be sent here and was done elsewhere.
    fn end(&mut self, no: i64, one: &Delivery) -> Raw<()> {
        self.taken.done += 1;
        self.tx
            .prepare_cached(
                "UPDATE deliveries SET state = ?, message = ?, error = ?, ended = ?, payload = ?, doubt = NULL WHERE no = ?",
            )?
            .execute(params![
                one.state,
                one.message.map(signed),
                one.error,
                one.ended.map(|at| at.timestamp()),
                one.payload,
                no
            ])?;
        Ok(())
    }

    /// The state of one that is still to be sent, and since when its message may stand in its channel.
    fn pending<'b>(&self, one: &'b Delivery) -> (&'b str, Option<DateTime<Utc>>) {
        let (state, claimed) = match one.state.as_str() {
            // Whoever claimed it was another.
            "sending" => ("due", Some(one.claimed.unwrap_or(one.due))),
            state => (state, None),
        };
        let since_export = (one.due <= self.now).then(|| {
            if one.due > DateTime::UNIX_EPOCH {
                one.due
            } else {
                one.claimed.unwrap_or(self.now - A_DAY)
            }
        });
        // The console has no channel to look through.
        let looked_for = one.target.carrier() == Carrier::Discord;
        let doubt = one
            .doubt
            .or(claimed)
            .or(since_export)
            .filter(|_| looked_for);
        (state, doubt)
    }

    fn told_by(&self, one: &Delivery) -> Raw<()> {
        let numbers = &self.numbers.deliveries;
        let teller = one.told_by.and_then(|no| numbers.get(&no));
        if let (Some(no), Some(teller)) = (numbers.get(&one.no), teller) {
            self.tx
                .prepare_cached(
                    "UPDATE deliveries SET told_by = ? WHERE no = ? AND told_by IS NULL",
                )?
                .execute([teller, no])?;
        }
        Ok(())
    }

    fn pause(&self, scope: Scope, one: &Pause) -> Raw<()> {
        let (kind, number) = target(one.target);
        self.tx
            .prepare_cached(
                "INSERT INTO paused (target_kind, target, scope, since, probe, refused, error) VALUES (?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                kind,
                number,
                signed(scope.0),
                one.since.timestamp(),
                one.probe.timestamp(),
                one.refused,
                one.error
            ])?;
        Ok(())
    }

    fn event(&self, scope: Scope, one: &Event) -> Raw<()> {
        self.tx
            .prepare_cached(
                "INSERT INTO mirrored (scope, origin, mark, state, event, shown, attempts, not_before) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                signed(scope.0),
                one.origin,
                one.mark,
                one.state,
                one.event.map(signed),
                one.shown,
                one.attempts,
                one.not_before.timestamp()
            ])?;
        Ok(())
    }
}
