//! `newsdesk doctor`: everything looked at once, and what to do about what is wrong.

use std::io::{self, Write};

use super::{Exit, Failure, open, run};
use crate::config::{BadConfig, Config};
use crate::discord;
use crate::seed;
use crate::store::{Scope, Store, Window};

pub(super) const EXAMPLES: &str = "\
Looks at the settings, the store, the seeds, the clock, the token, and asks Discord whether it takes the token. Each line \
that begins with FIX says what to do. The exit code is that of the first of them, 0 where there is none.

Examples:
  newsdesk doctor
  newsdesk --config /etc/newsdesk/newsdesk.toml doctor";

/// What was found, line by line.
struct Findings {
    output: io::Stdout,
    exit: Exit,
}

impl Findings {
    fn good(&mut self, what: &str, sentence: &str) -> io::Result<()> {
        writeln!(self.output, "ok    {what:<9} {sentence}")
    }

    fn note(&mut self, what: &str, sentence: &str) -> io::Result<()> {
        writeln!(self.output, "note  {what:<9} {sentence}")
    }

    fn fix(&mut self, what: &str, exit: Exit, sentence: &str) -> io::Result<()> {
        if self.exit == Exit::Done {
            self.exit = exit;
        }
        writeln!(self.output, "FIX   {what:<9} {sentence}")
    }
}

pub(super) fn examine(config: Result<Config, BadConfig>) -> Result<Exit, Failure> {
    let mut found = Findings {
        output: io::stdout(),
        exit: Exit::Done,
    };
    let config = match config {
        Ok(config) => config,
        Err(bad) => {
            found.fix("settings", Exit::Usage, &bad.0)?;
            return Ok(found.exit);
        }
    };
    match &config.file {
        Some(file) => found.good("settings", &format!("{} is read.", file.display()))?,
        None => found.good("settings", "No file: the defaults hold.")?,
    }
    store(&mut found, &config)?;
    let now = config.clock.now().with_timezone(&config.defaults.zone);
    let clock = format!("{} ({})", now.format("%Y-%m-%d %H:%M:%S"), now.timezone());
    found.good("clock", &clock)?;
    discord(&mut found, &config)?;
    Ok(found.exit)
}

fn store(found: &mut Findings, config: &Config) -> Result<(), Failure> {
    let path = config.store.display();
    let (good, bad) = seed::gather(config.seeds.as_deref());
    for bad in &bad {
        found.fix("seeds", Exit::Failed, &bad.0)?;
    }
    let good = match good.len() {
        1 => "one seed".to_owned(),
        more => format!("{more} seeds"),
    };
    if bad.is_empty() {
        found.good("seeds", &format!("{good}, none bad."))?;
    }
    if !config.store.exists() {
        let sentence = format!("{path} is not there yet: the first start makes it, with {good}.");
        found.note("store", &sentence)?;
        return Ok(());
    }
    let newest = Window { from: 0, count: 1 };
    let looked = open::existing(config).and_then(|store| {
        store.verify()?;
        Ok(store.articles(Scope::EVERYONE, "", newest)?.total)
    });
    match looked {
        Ok(articles) => {
            let articles = match articles {
                1 => "one article".to_owned(),
                more => format!("{more} articles"),
            };
            let size = std::fs::metadata(&config.store).map_or(0, |file| file.len());
            let sentence = format!(
                "{path} is whole: {articles} for everyone, {} KiB.",
                size.div_ceil(1024)
            );
            found.good("store", &sentence)?;
        }
        Err(failure) => found.fix("store", failure.exit, &failure.sentence)?,
    }
    Ok(())
}

fn discord(found: &mut Findings, config: &Config) -> Result<(), Failure> {
    let options = match run::options(config) {
        Ok(Some(options)) => options,
        Ok(None) => {
            found.note(
                "token",
                "None: newsdesk opens the console. For Discord set DISCORD_TOKEN or DISCORD_TOKEN_FILE.",
            )?;
            return Ok(());
        }
        Err(failure) => {
            found.fix("token", failure.exit, &failure.sentence)?;
            return Ok(());
        }
    };
    found.good("token", "There is one.")?;
    let place = config.api.as_deref().unwrap_or("Discord");
    match run::runtime()?.block_on(discord::check(&options)) {
        Ok(()) => found.good("discord", &format!("{place} takes the token."))?,
        Err(stopped) => {
            let failure = Failure::from(stopped);
            found.fix("discord", failure.exit, &failure.sentence)?;
        }
    }
    Ok(())
}
