//! `newsdesk doctor`: everything looked at once, and what to do about what is wrong.

mod deliveries;
mod discord;
mod findings;

use std::path::Path;

use chrono::TimeDelta;

use super::run::runtime;
use super::{Exit, Failure, open};
use crate::commands::count;
use crate::config::{BadConfig, Config};
use crate::health::{self, machine};
use crate::picture;
use crate::seed;
use crate::store::sqlite::SqliteStore;
use crate::store::{Scope, Store, Window};
use findings::Findings;

pub(super) const EXAMPLES: &str = "\
Looks at the settings, the store, the seeds, the clock and the fonts; asks Discord whether it takes the token and lets the bot
in, and what the bot may do in every channel that something goes to; tells what was not delivered and why. Each line that
begins with FIX says what to do. The exit code is that of the first of them, 0 where there is none.

Examples:
  newsdesk doctor
  newsdesk doctor --json
  newsdesk --config /etc/newsdesk/newsdesk.toml doctor";

/// What `newsdesk doctor` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Print one object for scripts: {"findings": [{"level": "ok|note|fix", "what", "sentence", …}], "exit"}.
    #[arg(long)]
    json: bool,
}

/// So little room on the disk is worth a line.
const LITTLE: u64 = 256 << 20;

pub(super) fn examine(config: Result<Config, BadConfig>, args: &Args) -> Result<Exit, Failure> {
    let mut found = Findings::new(args.json);
    match config {
        Ok(config) => look(&mut found, &config)?,
        Err(bad) => found.fix("settings", Exit::Usage, &bad.0)?,
    }
    Ok(found.end()?)
}

fn look(found: &mut Findings, config: &Config) -> Result<(), Failure> {
    match &config.file {
        Some(file) => found.good("settings", &format!("{} is read.", file.display()))?,
        None => found.good("settings", "No file: the defaults hold.")?,
    }
    seeds(found, config)?;
    let store = store(found, config)?;
    clock(found, config)?;
    match picture::proof() {
        Ok(()) => found.good("fonts", "The embedded font draws: pictures can be made.")?,
        Err(error) => found.fix(
            "fonts",
            Exit::Failed,
            &format!("{error}: this binary is damaged; install it again. Until then answers come without pictures."),
        )?,
    }
    let names = discord::look(found, config, store.as_ref())?;
    if let Some(store) = &store {
        deliveries::look(found, config, store, &names)?;
    }
    running(found, config)
}

fn seeds(found: &mut Findings, config: &Config) -> Result<(), Failure> {
    let (good, bad) = seed::gather(config.seeds.as_deref());
    for bad in &bad {
        found.fix("seeds", Exit::Failed, &bad.0)?;
    }
    if bad.is_empty() {
        found.good(
            "seeds",
            &format!("{}, none bad.", count(good.len(), "seed")),
        )?;
    }
    Ok(())
}

/// Looks at the store, and gives it back where it can be used.
fn store(found: &mut Findings, config: &Config) -> Result<Option<SqliteStore>, Failure> {
    let path = config.store.display();
    if !config.store.exists() {
        found.note(
            "store",
            &format!("{path} is not there yet: the first start makes it, with the seeds."),
        )?;
        return Ok(None);
    }
    let newest = Window { from: 0, count: 1 };
    let looked = open::existing(config).and_then(|store| {
        store.verify()?;
        let articles = store.articles(Scope::EVERYONE, "", newest)?.total;
        let schema = store.schema()?;
        Ok((store, articles, schema))
    });
    let (store, articles, schema) = match looked {
        Ok(looked) => looked,
        Err(failure) => {
            found.fix("store", failure.exit, &failure.sentence)?;
            return Ok(None);
        }
    };
    let size = machine::store_size(&config.store);
    let free = machine::free(&config.store);
    let room = free.map_or_else(String::new, |free| {
        format!(" {} are free on its disk.", machine::size(free))
    });
    found.good_in(
        "store",
        &format!(
            "{path} is whole: {} for everyone, {}, schema {schema}.{room}",
            count(articles, "article"),
            machine::size(size),
        ),
        &serde_json::json!({"bytes": size, "schema": schema, "free": free}),
    )?;
    if let Some(free) = free.filter(|free| *free < LITTLE) {
        let folder = config.store.parent().unwrap_or(Path::new("."));
        found.fix(
            "store",
            Exit::Failed,
            &format!(
                "Only {} are free on the disk of {}: make room; on a full disk no reminder can be set or noted as sent.",
                machine::size(free),
                folder.display()
            ),
        )?;
    }
    Ok(Some(store))
}

fn clock(found: &mut Findings, config: &Config) -> Result<(), Failure> {
    let now = config.clock.now().with_timezone(&config.defaults.zone);
    let now = format!("{} ({})", now.format("%Y-%m-%d %H:%M:%S"), now.timezone());
    match config.clock.shift() {
        None => found.good("clock", &format!("{now}."))?,
        Some(shift) => found.note(
            "clock",
            &format!(
                "{now}: NEWSDESK_NOW shifts it {}; reminders fall due by the shifted clock. Unset it but for rehearsals.",
                offset(shift)
            ),
        )?,
    }
    Ok(())
}

/// Asks the bot that runs, where it serves health and metrics.
fn running(found: &mut Findings, config: &Config) -> Result<(), Failure> {
    let Some(address) = config.metrics else {
        return Ok(());
    };
    match runtime()?.block_on(health::ask(address)) {
        Err(nobody) => found.note("running", &nobody)?,
        Ok(told) if !told.well => found.fix(
            "running",
            Exit::Failed,
            &format!("The bot at {address} is not well: {}", told.sentence),
        )?,
        Ok(told) => {
            let unread = match told.unread {
                None | Some(0) => String::new(),
                Some(number) => format!(
                    " It could not read {}: see its log; an update may help.",
                    count(usize::try_from(number).unwrap_or(usize::MAX), "event")
                ),
            };
            let sentence = format!("The bot at {address} is well.{unread}");
            let parts = serde_json::json!({"unread": told.unread});
            found.good_in("running", &sentence, &parts)?;
        }
    }
    Ok(())
}

/// `3 min 20 s ahead`, `2 d 5 h back`: the two largest units that count.
fn offset(by: TimeDelta) -> String {
    let seconds = by.num_seconds().unsigned_abs();
    let units = [
        (seconds / 86_400, "d"),
        (seconds / 3600 % 24, "h"),
        (seconds / 60 % 60, "min"),
        (seconds % 60, "s"),
    ];
    let said: Vec<String> = units
        .iter()
        .skip_while(|(number, _)| *number == 0)
        .take(2)
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| format!("{number} {unit}"))
        .collect();
    let way = if by < TimeDelta::zero() {
        "back"
    } else {
        "ahead"
    };
    match said.is_empty() {
        true => format!("0 s {way}"),
        false => format!("{} {way}", said.join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_told_in_its_two_largest_units() {
        for (seconds, said) in [
            (200, "3 min 20 s ahead"),
            (-90_000, "1 d 1 h back"),
            (3600, "1 h ahead"),
            (86_400 * 40 + 59, "40 d ahead"),
            (0, "0 s ahead"),
        ] {
            assert_eq!(offset(TimeDelta::seconds(seconds)), said);
        }
    }
}
