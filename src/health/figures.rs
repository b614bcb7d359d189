//! What a running bot counts, for Prometheus (OpenMetrics text).
//!
//! Names follow <https://prometheus.io/docs/practices/naming/>: seconds and bytes, totals for what only grows. Labels come
//! from short fixed lists, so no server, member or word of anybody's is ever in them.

use std::fmt;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::machine;
use crate::answer::Tone;
use crate::commands;
use crate::store::Tally;

/// What a member did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Sent a slash command, or the like of a message's menu.
    Command,
    /// Pressed a button.
    Button,
    /// Typed into an option.
    Completion,
}

/// What became of an attempt to deliver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// It was sent.
    Sent,
    /// It did not get through, and is tried again.
    Waiting,
    /// It cannot get through.
    Blocked,
}

/// How the bot came back to the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// On the same session: nothing was missed.
    Resumed,
    /// On a new one.
    Anew,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Command {
    command: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfKind {
    kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Return {
    how: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Unread {
    event: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct State {
    state: &'static str,
}

impl Kind {
    fn label(self) -> OfKind {
        let kind = match self {
            Self::Command => "command",
            Self::Button => "button",
            Self::Completion => "completion",
        };
        OfKind { kind }
    }
}

impl Delivered {
    fn label(self) -> Outcome {
        let outcome = match self {
            Self::Sent => "sent",
            Self::Waiting => "waiting",
            Self::Blocked => "blocked",
        };
        Outcome { outcome }
    }
}

impl How {
    fn label(self) -> Return {
        let how = match self {
            Self::Resumed => "resumed",
            Self::Anew => "anew",
        };
        Return { how }
    }
}

/// Everything that is counted, and the register that names it.
pub struct Figures {
    registry: Registry,
    commands: Family<Command, Counter>,
    answers: Family<OfKind, Histogram>,
    lost: Family<OfKind, Counter>,
    deliveries: Family<Outcome, Counter>,
    lateness: Histogram,
    returns: Family<Return, Counter>,
    unread: Family<Unread, Counter>,
    connected: Gauge,
    kept: Family<State, Gauge>,
    paused: Gauge,
    store_bytes: Gauge,
    resident: Gauge,
}

impl fmt::Debug for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Figures").finish_non_exhaustive()
    }
}

/// From a millisecond to the three seconds after which Discord takes no answer.
fn answer_times() -> Histogram {
    Histogram::new([
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0,
    ])
}

impl Default for Figures {
    fn default() -> Self {
        let mut registry = Registry::default();
        let (resident, born) = (Gauge::default(), Gauge::<i64>::default());
        born.set(chrono::Utc::now().timestamp());
        registry.register_with_unit(
            "process_resident_memory",
            "Memory in use",
            Unit::Bytes,
            resident.clone(),
        );
        registry.register_with_unit(
            "process_start_time",
            "When the process started, since 1970",
            Unit::Seconds,
            born,
        );
        let own = registry.sub_registry_with_prefix("newsdesk");
        let build = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        own.register("build", "Which Newsdesk this is", build);
        macro_rules! counted {
            ($($name:ident: $kind:ty = $make:expr, $label:literal, $help:literal;)+) => {
                $(let $name: $kind = $make; own.register($label, $help, $name.clone());)+
            };
        }
        counted! {
            commands: Family<Command, Counter> = Family::default(), "commands", "Commands answered, by name and outcome";
            lost: Family<OfKind, Counter> = Family::default(), "answers_lost", "Answers that did not get through to Discord";
            deliveries: Family<Outcome, Counter> = Family::default(), "deliveries", "Attempts to send what is due, by outcome";
            returns: Family<Return, Counter> = Family::default(), "gateway_reconnects", "Returns to Discord's gateway";
            unread: Family<Unread, Counter> = Family::default(), "events_unread", "Events of Discord that could not be read";
            connected: Gauge = Gauge::default(), "gateway_connected", "Whether the gateway is connected";
            kept: Family<State, Gauge> = Family::default(), "deliveries_kept", "Deliveries in the store, by state";
            paused: Gauge = Gauge::default(), "channels_paused", "Channels and direct conversations to which nothing is sent until somebody lets Newsdesk in again";
        }
        let answers = Family::<OfKind, Histogram>::new_with_constructor(answer_times);
        own.register_with_unit(
            "answer",
            "From the event to Discord's taking the answer",
            Unit::Seconds,
            answers.clone(),
        );
        let lateness =
            Histogram::new([0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0, 21600.0]);
        own.register_with_unit(
            "delivery_lateness",
            "How long after its time a delivery was sent",
            Unit::Seconds,
            lateness.clone(),
        );
        let store_bytes = Gauge::default();
        own.register_with_unit(
            "store_size",
            "The store's file and its log",
            Unit::Bytes,
            store_bytes.clone(),
        );
        // What has not happened yet is told as 0, so that a rate has something to begin with.
        for how in [How::Resumed, How::Anew] {
            drop(returns.get_or_create(&how.label()));
        }
        for event in [INTERACTION, OTHER] {
            drop(unread.get_or_create(&Unread { event }));
        }
        for outcome in [Delivered::Sent, Delivered::Waiting, Delivered::Blocked] {
            drop(deliveries.get_or_create(&outcome.label()));
        }
        for kind in [Kind::Command, Kind::Button, Kind::Completion] {
            drop(lost.get_or_create(&kind.label()));
        }
        Self {
            registry,
            commands,
            answers,
            lost,
            deliveries,
            lateness,
            returns,
            unread,
            connected,
            kept,
            paused,
            store_bytes,
            resident,
        }
    }
}

const INTERACTION: &str = "interaction";
const OTHER: &str = "other";

impl Figures {
    /// A command was answered.
    pub fn command(&self, name: &str, tone: Tone) {
        // A button of an older version may name a command that is gone.
        let command = commands::manifest(name).map_or("unknown", |manifest| manifest.name.as_str());
        let outcome = match tone {
            Tone::Tells => "told",
            Tone::Done => "done",
            Tone::Problem => "problem",
        };
        self.commands
            .get_or_create(&Command { command, outcome })
            .inc();
    }

    /// Discord took an answer after so long, or it was lost.
    pub fn answer(&self, kind: Kind, took: Duration, arrived: bool) {
        if arrived {
            self.answers
                .get_or_create(&kind.label())
                .observe(took.as_secs_f64());
        } else {
            self.lost.get_or_create(&kind.label()).inc();
        }
    }

    /// A delivery was tried.
    pub fn delivery(&self, outcome: Delivered) {
        self.deliveries.get_or_create(&outcome.label()).inc();
    }

    /// A delivery was sent so long after its time.
    pub fn late(&self, by: chrono::TimeDelta) {
        self.lateness
            .observe(by.num_milliseconds().max(0) as f64 / 1000.0);
    }

    /// The bot came back to the gateway.
    pub fn back(&self, how: How) {
        self.returns.get_or_create(&how.label()).inc();
    }

    /// An event could not be read. Says how many that makes in all.
    pub fn unread(&self, interaction: bool) -> u64 {
        let event = if interaction { INTERACTION } else { OTHER };
        self.unread.get_or_create(&Unread { event }).inc();
        self.unread_in_all()
    }

    /// How many events could not be read.
    #[must_use]
    pub fn unread_in_all(&self) -> u64 {
        [INTERACTION, OTHER]
            .iter()
            .map(|event| self.unread.get_or_create(&Unread { event }).get())
            .sum()
    }

    /// All of it as OpenMetrics text, with what is true at this moment: `tally` of the store, whose files have so many bytes.
    #[must_use]
    pub fn text(&self, connected: bool, tally: Option<&Tally>, store_bytes: u64) -> String {
        self.connected.set(i64::from(connected));
        self.store_bytes.set(level(store_bytes));
        self.resident
            .set(level(machine::resident().unwrap_or_default()));
        if let Some(tally) = tally {
            for (state, number) in tally.states() {
                self.kept
                    .get_or_create(&State { state })
                    .set(level(number as u64));
            }
            self.paused.set(level(tally.paused as u64));
        }
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// A number as a gauge takes it.
fn level(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, begins: &str) -> String {
        let found = text.lines().find(|line| line.starts_with(begins));
        found
            .unwrap_or_else(|| panic!("{begins} in\n{text}"))
            .to_owned()
    }

    #[test]
    fn what_is_counted_is_told_under_its_name() {
        let figures = Figures::default();
        figures.command("quote", Tone::Tells);
        figures.command("quote", Tone::Tells);
        figures.command("no such command of a member", Tone::Problem);
        figures.answer(Kind::Command, Duration::from_millis(4), true);
        figures.answer(Kind::Button, Duration::from_millis(4), false);
        figures.delivery(Delivered::Sent);
        figures.late(chrono::TimeDelta::milliseconds(1500));
        figures.back(How::Resumed);
        assert_eq!((figures.unread(true), figures.unread(false)), (1, 2));
        let text = figures.text(true, None, 4096);
        for wanted in [
            "newsdesk_commands_total{command=\"quote\",outcome=\"told\"} 2",
            "newsdesk_commands_total{command=\"unknown\",outcome=\"problem\"} 1",
            "newsdesk_answer_seconds_bucket{le=\"0.005\",kind=\"command\"} 1",
            "newsdesk_answers_lost_total{kind=\"button\"} 1",
            "newsdesk_deliveries_total{outcome=\"sent\"} 1",
            "newsdesk_delivery_lateness_seconds_sum 1.5",
            "newsdesk_gateway_reconnects_total{how=\"resumed\"} 1",
            "newsdesk_gateway_reconnects_total{how=\"anew\"} 0",
            "newsdesk_events_unread_total{event=\"interaction\"} 1",
            "newsdesk_gateway_connected 1",
            "newsdesk_store_size_bytes 4096",
            "newsdesk_build_info{version=",
            "process_start_time_seconds ",
        ] {
            let begins = wanted.rsplit_once(' ').map_or(wanted, |(name, _)| name);
            let found = line(&text, begins);
            assert!(found.starts_with(wanted), "{wanted}: {found}");
        }
        assert!(!text.contains("no such command"));
        assert!(text.ends_with("# EOF\n"));
    }
}
