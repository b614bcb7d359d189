//! Each question of the trait, and which file answers it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::{
    SqliteStore, articles, deliveries, load, paused, people, privacy, quotes, reminders, search,
    sessions, settings, standing, tally, undelivered,
};
use crate::article::{Article, SummaryLine};
use crate::store::{
    Addressed, ArticleHead, ArticleNo, Carrier, Delivery, DeliveryNo, EventFound, EventQuery,
    Found, Hit, Kept, Loaded, NewReminder, NewStanding, Outcome, Paused, PersonCard, PersonHead,
    PersonNo, QuoteFound, QuoteQuery, Reminder, ReminderNo, Result, Retried, Scope, SessionFound,
    SessionNo, SessionQuery, Settings, Snooze, StandingNo, StandingReminder, Store, Tally,
    Undelivered, Whose, Window,
};

impl Store for SqliteStore {
    fn glance(&self) -> Option<Arc<dyn Store>> {
        let glance = Arc::clone(&self.file).glance()?;
        Some(Arc::new(Self {
            file: Arc::clone(&self.file),
            people: Arc::clone(&self.people),
            clock: self.clock.clone(),
            glance: Some(glance),
        }))
    }

    fn load(&self, scope: Scope, article: &Article) -> Result<Loaded> {
        let doing = format!("loading “{}”", article.id);
        let now = self.clock.now();
        self.write(&doing, |tx| load::load(tx, scope, article, now))
    }

    fn articles(&self, scope: Scope, words: &str, window: Window) -> Result<Found<ArticleHead>> {
        let list = |c: &Connection| articles::list(c, scope, words, window);
        if words.is_empty() {
            self.read("listing articles", list)
        } else {
            self.look_through("finding articles", list)
        }
    }

    fn article(&self, scope: Scope, no: ArticleNo) -> Result<Option<ArticleHead>> {
        self.read("finding an article", |c| articles::one(c, scope, no))
    }

    fn whole(&self, scope: Scope) -> Result<Vec<Article>> {
        self.look_through("exporting articles", |c| articles::whole(c, scope))
    }

    fn scopes(&self) -> Result<Vec<Scope>> {
        self.read("listing servers", articles::scopes)
    }

    fn summary(&self, scope: Scope, no: ArticleNo) -> Result<Vec<SummaryLine>> {
        self.read("reading a summary", |c| articles::summary(c, scope, no))
    }

    fn speakers(
        &self,
        scope: Scope,
        article: Option<ArticleNo>,
        window: Window,
    ) -> Result<Found<PersonHead>> {
        match article {
            Some(article) => self.read("listing speakers", |c| {
                people::speakers_of(c, scope, article, window)
            }),
            None => Ok(people::quoted(&self.people(scope)?, window)),
        }
    }

    fn people(&self, scope: Scope) -> Result<Arc<Vec<PersonHead>>> {
        /// Longer ones take whoever compares names more than a moment.
        const SHORT: usize = 1000;
        const DOING: &str = "listing people";
        match self.read(DOING, |c| self.people.kept(c, scope))? {
            Some(list) if self.glance.is_none() || list.len() <= SHORT => Ok(list),
            _ => self.look_through(DOING, |c| self.people.anew(c, scope)),
        }
    }

    fn person(&self, scope: Scope, no: PersonNo) -> Result<Option<PersonCard>> {
        self.read("finding a person", |c| people::card(c, scope, no))
    }

    fn events(
        &self,
        scope: Scope,
        query: &EventQuery,
        window: Window,
    ) -> Result<Found<EventFound>> {
        let events = |c: &Connection| quotes::events(c, scope, query, window);
        if query.about.is_none() {
            self.read("reading timelines", events)
        } else {
            self.look_through("searching timelines", events)
        }
    }

    fn quotes(
        &self,
        scope: Scope,
        query: &QuoteQuery,
        window: Window,
    ) -> Result<Found<QuoteFound>> {
        let quotes = |c: &Connection| quotes::quotes(c, scope, query, window);
        if query.about.is_none() {
            self.read("finding quotes", quotes)
        } else {
            self.look_through("searching quotes", quotes)
        }
    }

    fn sessions(
        &self,
        scope: Scope,
        query: &SessionQuery,
        window: Window,
    ) -> Result<Found<SessionFound>> {
        self.read("listing sessions", |c| {
            sessions::list(c, scope, query, window)
        })
    }

    fn session(&self, scope: Scope, no: SessionNo) -> Result<Option<SessionFound>> {
        self.read("finding a session", |c| sessions::one(c, scope, no))
    }

    fn search(&self, scope: Scope, words: &str, window: Window) -> Result<Found<Hit>> {
        self.look_through("searching", |c| search::search(c, scope, words, window))
    }

    fn settings(&self, scope: Scope) -> Result<Settings> {
        self.read("reading settings", |c| settings::settings(c, scope))
    }

    fn set_settings(&self, scope: Scope, settings: &Settings) -> Result<()> {
        let now = self.clock.now();
        self.write("writing settings", |tx| {
            settings::set_settings(tx, scope, settings)?;
            standing::renew(tx, scope, now)
        })
    }

    fn remind(&self, reminder: &NewReminder) -> Result<(Reminder, bool)> {
        self.write("setting a reminder", |tx| reminders::set(tx, reminder))
    }

    fn reminders(
        &self,
        scope: Scope,
        user: Option<u64>,
        window: Window,
    ) -> Result<Found<Reminder>> {
        self.read("listing reminders", |c| {
            reminders::list(c, scope, user, window)
        })
    }

    fn reminder(&self, scope: Scope, no: ReminderNo) -> Result<Option<Reminder>> {
        self.read("finding a reminder", |c| reminders::one(c, scope, no))
    }

    fn recall(&self, scope: Scope, no: ReminderNo) -> Result<Option<Reminder>> {
        self.read("recalling a reminder", |c| reminders::recall(c, scope, no))
    }

    fn cancel(&self, scope: Scope, no: ReminderNo) -> Result<bool> {
        let now = self.clock.now();
        self.write("cancelling a reminder", |tx| {
            reminders::cancel(tx, scope, no, now)
        })
    }

    fn snooze(&self, snooze: &Snooze) -> Result<Option<(Reminder, bool)>> {
        self.write("snoozing a reminder", |tx| reminders::snooze(tx, snooze))
    }

    fn stand(&self, standing: &NewStanding) -> Result<(StandingReminder, bool)> {
        let now = self.clock.now();
        self.write("setting a standing reminder", |tx| {
            standing::set(tx, standing, now)
        })
    }

    fn standings(
        &self,
        scope: Scope,
        user: Option<u64>,
        window: Window,
    ) -> Result<Found<StandingReminder>> {
        let now = self.clock.now();
        self.read("listing standing reminders", |c| {
            standing::list(c, scope, user, window, now)
        })
    }

    fn standing(&self, scope: Scope, no: StandingNo) -> Result<Option<StandingReminder>> {
        let now = self.clock.now();
        self.read("finding a standing reminder", |c| {
            standing::one(c, scope, no, now)
        })
    }

    fn end(&self, scope: Scope, no: StandingNo) -> Result<bool> {
        let now = self.clock.now();
        self.write("ending a standing reminder", |tx| {
            standing::end(tx, scope, no, now)
        })
    }

    fn next_due(&self, carrier: Carrier) -> Result<Option<DateTime<Utc>>> {
        self.read("looking for what is due", |c| {
            deliveries::next_due(c, carrier)
        })
    }

    fn claim(&self, carrier: Carrier, now: DateTime<Utc>, most: usize) -> Result<Vec<Delivery>> {
        // Asked every second, and almost always in vain: a look first keeps the disk quiet.
        if self.next_due(carrier)?.is_none_or(|due| due > now) {
            return Ok(Vec::new());
        }
        self.write("claiming what is due", |tx| {
            deliveries::claim(tx, carrier, now, most)
        })
    }

    fn settle(&self, settled: &[(DeliveryNo, Outcome)]) -> Result<()> {
        self.write("settling deliveries", |tx| {
            settled
                .iter()
                .try_for_each(|(no, outcome)| deliveries::settle(tx, *no, outcome))
        })
    }

    fn release(&self, carrier: Carrier) -> Result<usize> {
        self.write("releasing deliveries", |tx| {
            deliveries::release(tx, carrier)
        })
    }

    fn give_up(
        &self,
        carrier: Carrier,
        before: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<usize> {
        // As with claiming: a look first.
        let late = self.read("looking for what was missed", |c| {
            deliveries::late(c, carrier, before, now)
        })?;
        if !late {
            return Ok(0);
        }
        self.write("giving up deliveries", |tx| {
            deliveries::give_up(tx, carrier, before, now)
        })
    }

    fn tally(&self) -> Result<Tally> {
        self.read("counting deliveries", tally::tally)
    }

    fn hurry(&self, carrier: Carrier, now: DateTime<Utc>) -> Result<usize> {
        self.write("hurrying deliveries", |tx| {
            deliveries::hurry(tx, carrier, now)
        })
    }

    fn prune(&self, before: DateTime<Utc>, most: usize) -> Result<usize> {
        self.write("forgetting old deliveries", |tx| {
            deliveries::prune(tx, before, most)
        })
    }

    fn undelivered(
        &self,
        scope: Option<Scope>,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
        window: Window,
    ) -> Result<Found<Undelivered>> {
        self.read("listing what was not delivered", |c| {
            undelivered::list(c, scope, since, now, window)
        })
    }

    fn paused(&self, scope: Option<Scope>) -> Result<Vec<Paused>> {
        self.read("listing paused channels", |c| paused::list(c, scope))
    }

    fn delivered(&self, scope: Option<Scope>, since: DateTime<Utc>) -> Result<usize> {
        self.read("counting what was delivered", |c| {
            undelivered::sent(c, scope, since)
        })
    }

    fn retry(&self, scope: Scope, now: DateTime<Utc>) -> Result<Retried> {
        self.write("trying again", |tx| undelivered::retry(tx, scope, now))
    }

    fn addressed(&self) -> Result<Vec<Addressed>> {
        self.read("listing where something goes", tally::addressed)
    }

    fn kept(&self, whose: Whose) -> Result<Kept> {
        self.read("counting what is kept", |c| privacy::kept(c, whose))
    }

    fn delete(&self, whose: Whose) -> Result<Kept> {
        let now = self.clock.now();
        self.write("deleting what is kept", |tx| {
            privacy::delete(tx, whose, now)
        })
    }
}
