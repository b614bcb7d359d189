//! The plug is pulled after every step of every path, once and twice, and the channel is counted.
//!
//! A path is what the other side does; a step is one [`Deliverer::advance`] (taken up, given up, claimed, asked, heard,
//! written). The table below times every number of steps times every length of absence; each run is a store in a file, opened
//! again after the crash. Two channels have a letter under way at once, in one of them another waits behind it. Whatever
//! happens, each reminder is told exactly once: by itself, or in a list of missed ones.

use std::sync::{Arc, OnceLock};

use chrono::TimeDelta;
use newsdesk::deliver::Did;
use newsdesk::store::{Carrier, Store};

use crate::channel::{Channel, Next};
use crate::home::{
    CHANNEL, DUE, Home, OTHER, Process, advance, at, deliverer, remind, told_once, words,
};

/// A way that a delivery may go.
struct Path {
    name: &'static str,
    /// What the other side does, one after another; then it takes everything.
    script: &'static [Next],
    /// How late the first start is, in minutes.
    late: i64,
    /// The channel refuses until the first crash.
    closed: bool,
    /// The channel's history cannot be read until the last start.
    blind: bool,
}

const fn path(name: &'static str, script: &'static [Next]) -> Path {
    Path {
        name,
        script,
        late: 0,
        closed: false,
        blind: false,
    }
}

use Next::{Busy, BusyEverywhere, Lost, Takes, TakesAndWeCrash, TakesSilently, WeCrash};

const PATHS: &[Path] = &[
    path("sent", &[]),
    path("answer-lost", &[TakesSilently]),
    path("request-lost", &[Lost]),
    path("lost-twice-then-found", &[Lost, TakesSilently]),
    path("dies-before-the-request", &[WeCrash]),
    path("dies-before-the-answer", &[TakesAndWeCrash]),
    path("second-dies-before-the-answer", &[Takes, TakesAndWeCrash]),
    path("dies-twice", &[TakesAndWeCrash, WeCrash]),
    path("asked-to-wait", &[Busy(30)]),
    path("asked-to-wait-everywhere", &[BusyEverywhere(30)]),
    Path {
        closed: true,
        ..path("paused", &[])
    },
    Path {
        closed: true,
        ..path("paused-after-a-lost-answer", &[TakesSilently])
    },
    Path {
        late: 8 * 60,
        ..path("missed", &[])
    },
    Path {
        late: 8 * 60,
        ..path("missed-and-the-answer-lost", &[TakesSilently])
    },
    Path {
        late: 30,
        ..path("late", &[])
    },
    Path {
        blind: true,
        ..path("unseen", &[TakesAndWeCrash])
    },
    Path {
        blind: true,
        ..path("unseen-and-not-there", &[WeCrash])
    },
];

/// Absences after a crash, in minutes: the nonce is remembered, it is not, the grace is over.
const ABSENCES: &[i64] = &[0, 1, 20, 7 * 60];

/// More steps than any path has.
const STEPS: usize = 40;

/// A store with two reminders in one channel and one in another, as a file: made once, for it is opened a thousand times.
fn three_reminders() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| {
        let home = Home::new();
        remind(home.open().as_ref(), &[CHANNEL, CHANNEL, OTHER]);
        std::fs::read(home.path()).expect("the store is read")
    })
}

/// Makes so many steps, or fewer where nothing is left to do or the process ends. Says whether anything was left.
fn steps(store: Arc<dyn Store>, now: &str, channel: &Channel, count: usize) -> bool {
    let (mut deliverer, _) = deliverer(store, now, channel);
    (0..count).all(|_| matches!(advance(&mut deliverer, channel), Some(did) if did != Did::Nothing))
}

/// Runs to the end, moving the clock from one thing that is due to the next.
fn finish(store: &Arc<dyn Store>, now: &str, channel: &Channel) {
    let (mut process, clock) = deliverer(Arc::clone(store), now, channel);
    for _ in 0..STEPS {
        loop {
            match advance(&mut process, channel) {
                Some(Did::Nothing) => break,
                Some(_) => {}
                None => {
                    process = Process::new(Arc::clone(store), &clock, Carrier::Discord, channel)
                }
            }
        }
        match store.next_due(Carrier::Discord).expect("the store works") {
            Some(due) if due > clock.now() => clock.set(due),
            Some(_) => clock.set(clock.now() + TimeDelta::seconds(31)),
            None => return,
        }
    }
    panic!("it does not come to an end");
}

fn moment(minutes: i64) -> String {
    (at(DUE) + TimeDelta::minutes(minutes)).to_rfc3339()
}

/// One life: crashes after these many steps, with these absences in minutes, then lives on to the end. Says of each crash
/// whether it came before the end.
fn live(path: &Path, crashes: &[(usize, i64)]) -> Vec<bool> {
    let name = crashes
        .iter()
        .fold(path.name.to_owned(), |name, (steps, absence)| {
            format!("{name}-{steps}+{absence}")
        });
    let home = Home::new();
    let channel = path
        .script
        .iter()
        .fold(Channel::default(), |channel, next| channel.then(*next));
    channel.close(CHANNEL, path.closed);
    let mut late = path.late;
    std::fs::write(home.path(), three_reminders()).expect("the store is written");
    let mut cut = Vec::new();
    for (count, absence) in crashes {
        cut.push(steps(home.open(), &moment(late), &channel, *count));
        channel.close(CHANNEL, false);
        channel.blind(path.blind);
        late += absence;
    }
    let store = home.open();
    if path.blind {
        // Once more without history, then with it.
        steps(Arc::clone(&store), &moment(late), &channel, STEPS);
        channel.blind(false);
        late += 20;
    }
    channel.close(CHANNEL, false);
    finish(&store, &moment(late), &channel);
    told_once(&channel, 3, &name);
    let told: Vec<String> = channel
        .messages()
        .iter()
        .map(|letter| words(&letter.answer))
        .collect();
    for notice in [
        "cannot write",
        "hearing 0 , was due",
        "hearing 1 , was due",
        "hearing 2 , was due",
    ] {
        let told_of = told
            .iter()
            .filter(|words| !words.contains("did not come") && words.contains(notice));
        assert!(told_of.count() <= 1, "{name}: {notice}\n{told:#?}");
    }
    cut
}

/// Every crash of a path, and every second crash after it; gives how many lives that were.
fn check(path: &Path) -> usize {
    live(path, &[]);
    let mut lives = 1;
    for absence in ABSENCES {
        for first in 0..STEPS {
            lives += 1;
            // Beyond its end a path is not cut any more, nor beyond the step at which the process dies by itself.
            if live(path, &[(first, *absence)]) == [false] {
                break;
            }
        }
    }
    for first in 0..STEPS {
        let mut within = true;
        for second in 0..STEPS {
            lives += 1;
            let cut = live(path, &[(first, 20), (second, 20)]);
            within = cut[0];
            if !cut[1] {
                break;
            }
        }
        if !within {
            break;
        }
    }
    lives
}

macro_rules! paths {
    ($($test:ident: $names:expr;)+) => {$(
        #[test]
        fn $test() {
            let names: &[&str] = &$names;
            for path in PATHS.iter().filter(|path| names.contains(&path.name)) {
                let lives = check(path);
                assert!(lives > 20, "{}: only {lives} lives", path.name);
            }
        }
    )+

        #[test]
        fn every_path_is_walked() {
            let walked = [$(&$names[..]),+].concat();
            for path in PATHS {
                assert_eq!(walked.iter().filter(|name| **name == path.name).count(), 1, "{}", path.name);
            }
            assert_eq!(walked.len(), PATHS.len());
        }
    };
}

// A test a group, so that they run beside each other.
paths! {
    what_is_sent_is_sent_once: ["sent", "late"];
    what_is_lost_on_the_way_is_sent_once: ["answer-lost", "request-lost", "lost-twice-then-found"];
    what_dies_while_sending_is_sent_once: ["dies-before-the-request", "dies-before-the-answer", "second-dies-before-the-answer", "dies-twice"];
    what_is_asked_to_wait_is_sent_once: ["asked-to-wait", "asked-to-wait-everywhere"];
    what_waits_for_a_paused_channel_is_sent_once: ["paused", "paused-after-a-lost-answer"];
    what_is_missed_is_told_once: ["missed", "missed-and-the-answer-lost"];
    what_cannot_be_seen_is_sent_once: ["unseen", "unseen-and-not-there"];
}
