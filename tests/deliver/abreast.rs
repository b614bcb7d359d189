//! Several letters under way at once: one a channel, each channel in its order, and a crash with any number of them on their way
//! there or back.
//!
//! The other side is led by hand: every request waits on its way there until it is let on, and its answer on its way back. A
//! life is a list of events (a step of the deliverer, a request let on, a crash, time that passes, a channel that closes), and
//! chance makes the lists.

use std::sync::Arc;

use chrono::TimeDelta;
use newsdesk::clock::Clock;
use newsdesk::deliver::Did;
use newsdesk::store::sqlite::SqliteStore;
use newsdesk::store::{Carrier, Store, Target};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::channel::{Channel, Next};
use crate::home::{CHANNEL, DUE, OTHER, Process, at, remind, told_once};

/// A store in memory outlives the process that a crash ends.
struct Life {
    store: Arc<dyn Store>,
    clock: Clock,
    channel: Channel,
    process: Process,
}

impl Life {
    /// One with a reminder in each of these channels, all due now, and everything led by hand.
    fn new(targets: &[Target]) -> Self {
        let store: Arc<dyn Store> = Arc::new(SqliteStore::in_memory().expect("opens"));
        remind(store.as_ref(), targets);
        let (clock, channel) = (Clock::standing(at(DUE)), Channel::default());
        channel.by_hand();
        let process = Process::new(Arc::clone(&store), &clock, Carrier::Discord, &channel);
        Self {
            store,
            clock,
            channel,
            process,
        }
    }

    fn step(&mut self) -> Did {
        let step = self.process.deliverer.advance();
        let did = self.process.runtime.block_on(step);
        self.breathe();
        did.expect("the store works")
    }

    /// Steps until there is nothing to do but to wait for answers.
    fn steps(&mut self) {
        while self.step() != Did::Nothing {}
    }

    /// Lets what can go on its way do so.
    fn breathe(&self) {
        self.process.runtime.block_on(async {
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
        });
        let mut parked = self.channel.parked();
        let number = parked.len();
        assert!(number <= 16, "{number} are under way");
        parked.sort_by_key(|(target, _)| format!("{target:?}"));
        parked.dedup_by_key(|(target, _)| *target);
        assert_eq!(parked.len(), number, "one at a time in a channel");
    }

    fn let_on(&self, nth: usize, next: Next) {
        self.channel.let_on(nth, next);
        self.breathe();
    }

    fn crash(&mut self) {
        let store = Arc::clone(&self.store);
        self.process = Process::new(store, &self.clock, Carrier::Discord, &self.channel);
    }

    fn pass(&self, time: TimeDelta) {
        self.clock.set(self.clock.now() + time);
    }

    /// From here on all goes well; to the end.
    fn finish(&mut self) {
        for _ in 0..10_000 {
            if self.step() != Did::Nothing {
                continue;
            }
            if !self.channel.parked().is_empty() {
                self.let_on(0, Next::Takes);
                continue;
            }
            match self.store.next_due(Carrier::Discord).expect("works") {
                Some(due) if due > self.clock.now() => self.clock.set(due),
                Some(_) => self.pass(TimeDelta::seconds(31)),
                None => return,
            }
        }
        panic!("it does not come to an end");
    }
}

fn channels(count: u64) -> Vec<Target> {
    (0..count).map(|n| Target::Channel(100 + n)).collect()
}

#[test]
fn channels_go_beside_each_other_and_each_keeps_its_order() {
    let mut life = Life::new(&channels(3).repeat(3));
    life.steps();
    assert_eq!(life.channel.parked().len(), 3);
    // The last channel is through before the first has answered at all.
    while !life.channel.parked().is_empty() {
        let last = life.channel.parked().len() - 1;
        life.let_on(last, Next::Takes);
        life.steps();
    }
    let messages = life.channel.messages();
    for (nth, channel) in (0..).zip(channels(3)) {
        let titles = messages.iter().filter(|letter| letter.target == channel);
        let titles: Vec<&str> = titles.map(|letter| letter.answer.title.as_str()).collect();
        let expected = [nth, nth + 3, nth + 6].map(|n| format!("Reminder: Harbour hearing {n}"));
        assert_eq!(titles, expected);
    }
}

#[test]
fn only_so_many_are_claimed_and_under_way() {
    let mut life = Life::new(&channels(40));
    life.steps();
    assert_eq!(life.channel.parked().len(), 16);
    let rest = life.store.claim(Carrier::Discord, at(DUE), 100);
    assert_eq!(rest.expect("works").len(), 24);
}

#[test]
fn what_is_answered_together_is_written_together() {
    let mut life = Life::new(&channels(5));
    life.steps();
    for _ in 0..2 * 5 {
        life.let_on(0, Next::Takes);
    }
    for _ in 0..5 {
        assert_eq!(life.step(), Did::Heard);
    }
    assert_eq!(life.step(), Did::Wrote(5));
}

#[test]
fn a_channel_that_refuses_one_is_not_asked_again_and_the_others_go_on() {
    let mut life = Life::new(&[CHANNEL, OTHER].repeat(4));
    life.channel.close(CHANNEL, true);
    life.steps();
    while !life.channel.parked().is_empty() {
        life.let_on(0, Next::Takes);
        life.steps();
    }
    assert_eq!(life.channel.refused(), [(CHANNEL, at(DUE))]);
    // Four reminders and the notice.
    assert_eq!(life.channel.messages().len(), 5);
}

#[test]
fn a_pause_in_one_channel_leaves_the_others() {
    let mut life = Life::new(&[CHANNEL, OTHER].repeat(4));
    life.steps();
    life.let_on(0, Next::Busy(30));
    life.let_on(1, Next::Takes);
    while {
        life.steps();
        !life.channel.parked().is_empty()
    } {
        life.let_on(0, Next::Takes);
    }
    assert_eq!(life.channel.asked(), (5, 0));
    life.finish();
    assert_eq!(life.channel.asked(), (9, 0));
    told_once(&life.channel, 8, &"");
}

#[test]
fn a_pause_everywhere_stops_what_was_claimed_with_it() {
    let mut life = Life::new(&channels(10));
    while life.step() != Did::Asked {}
    life.let_on(0, Next::BusyEverywhere(60));
    life.let_on(0, Next::Takes);
    life.steps();
    assert_eq!(life.channel.asked(), (1, 0));
    life.pass(TimeDelta::seconds(60));
    life.steps();
    assert_eq!(life.channel.asked(), (1, 0));
    life.finish();
    assert_eq!(life.channel.asked(), (11, 0));
    told_once(&life.channel, 10, &"");
}

#[test]
fn a_stop_hears_what_is_under_way_and_puts_back_the_rest() {
    let mut life = Life::new(&channels(5));
    for _ in 0..4 {
        life.step();
    }
    assert_eq!(
        life.channel.parked().len(),
        2,
        "taken up, claimed, asked twice"
    );
    let Process { deliverer, runtime } = &mut life.process;
    runtime.block_on(async {
        let answers = async {
            while !life.channel.parked().is_empty() {
                life.channel.let_on(0, Next::Takes);
                tokio::task::yield_now().await;
            }
        };
        tokio::join!(deliverer.run(std::future::ready(())), answers)
    });
    // It was about to ask for a third.
    assert_eq!(life.channel.asked(), (3, 0));
    assert_eq!(life.channel.messages().len(), 3);
    assert_eq!(life.store.release(Carrier::Discord).expect("works"), 0);
    let rest = life.store.claim(Carrier::Discord, at(DUE), 100);
    let rest = rest.expect("works");
    assert_eq!(rest.len(), 2);
    for delivery in &rest {
        assert_eq!((delivery.attempts, delivery.doubt), (1, None));
    }
}

#[test]
fn a_sender_that_breaks_leaves_its_letter_in_doubt_and_the_others_go_on() {
    let mut life = Life::new(&channels(2));
    life.steps();
    life.let_on(0, Next::Breaks);
    life.finish();
    told_once(&life.channel, 2, &"");
}

/// What may happen next.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// The deliverer makes a step.
    Step,
    /// One that is under way goes on: there, with this, or back.
    LetOn(usize, Next),
    /// The process ends, and starts again after so many minutes.
    Crash(i64),
    /// So many seconds pass.
    Pass(i64),
    /// A channel closes, or opens.
    Close(usize, bool),
    /// The channels' history is not shown, or is.
    Blind(bool),
}

fn event() -> impl Strategy<Value = Event> {
    let next = prop_oneof![
        6 => Just(Next::Takes),
        2 => Just(Next::TakesSilently),
        1 => Just(Next::Lost),
        1 => (1..40_u64).prop_map(Next::Busy),
        1 => (1..40_u64).prop_map(Next::BusyEverywhere),
    ];
    prop_oneof![
        12 => Just(Event::Step),
        10 => (0..16_usize, next).prop_map(|(nth, next)| Event::LetOn(nth, next)),
        2 => prop_oneof![Just(0), Just(1), Just(20), Just(7 * 60)].prop_map(Event::Crash),
        2 => (1..60_i64).prop_map(Event::Pass),
        1 => (0..PLACES.len(), any::<bool>()).prop_map(|(nth, closed)| Event::Close(nth, closed)),
        1 => any::<bool>().prop_map(Event::Blind),
    ]
}

const PLACES: [Target; 4] = [CHANNEL, OTHER, Target::Channel(79), Target::Direct(6)];

/// Lives through the events, then to the end.
fn live(events: &[Event]) {
    let mut life = Life::new(&PLACES.repeat(2));
    let mut crashes = 0;
    for event in events {
        match *event {
            Event::Step => drop(life.step()),
            Event::LetOn(nth, next) => {
                let under_way = life.channel.parked().len();
                if under_way > 0 {
                    life.let_on(nth % under_way, next);
                }
            }
            Event::Crash(minutes) => {
                life.crash();
                life.pass(TimeDelta::minutes(minutes));
                crashes += 1;
            }
            Event::Pass(seconds) => life.pass(TimeDelta::seconds(seconds)),
            Event::Close(nth, closed) => life.channel.close(PLACES[nth], closed),
            Event::Blind(blind) => life.channel.blind(blind),
        }
    }
    for place in PLACES {
        life.channel.close(place, false);
    }
    life.channel.blind(false);
    life.finish();
    told_once(&life.channel, 8, &events);
    // One refusal a probe; a crash may forget the last.
    let refused = life.channel.refused();
    for place in PLACES {
        let times = refused.iter().filter(|(target, _)| *target == place);
        let times: Vec<_> = times.map(|(_, at)| *at).collect();
        let pairs = times.windows(2);
        let early = pairs.filter(|pair| pair[1] - pair[0] < TimeDelta::hours(6));
        assert!(early.count() <= crashes, "{place:?}: {times:?} {events:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_with_several_under_way_each_is_told_once(events in vec(event(), 0..160)) {
        live(&events);
    }
}
