//! The connection to Discord's gateway, from its first event to a clean end.
//!
//! One raw handler takes every event, so an event is copied once and events that serenity could not read are seen: it drops
//! them without a word, and a member would only see "the application did not respond". Only GUILDS is asked for; slash
//! commands and buttons need no intent at all.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serenity::async_trait;
use serenity::client::{ClientBuilder, Context, RawEventHandler};
use serenity::gateway::{ConnectionStage, ShardManager, ShardRunnerInfo};
use serenity::http::Http;
use serenity::model::event::Event;
use serenity::model::gateway::GatewayIntents;
use tokio::sync::{Notify, oneshot};
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::Stopped;
use super::board::Events;
use super::door::{Welcome, refused};
use super::interaction::Front;
use super::message;
use super::register::{Registered, register};
use super::sender::Post;
use crate::deliver::Deliverer;
use crate::deliver::mirror::Mirror;
use crate::health::{How, Phase, Vitals};

/// How long Discord may take to let the bot in for the first time.
const FIRST_READY: Duration = Duration::from_secs(90);
/// How long the shards may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(5);
/// How long answers that are on their way may take when the program ends.
const UNDER_WAY: Duration = Duration::from_secs(10);

/// Takes the events.
pub(super) struct Gateway {
    front: Front,
    entered: AtomicBool,
    /// Told when Discord has let the bot in for the first time.
    ready: Notify,
    vitals: Arc<Vitals>,
    /// Answers on their way.
    busy: Busy,
}

impl Gateway {
    pub(super) fn new(front: Front, vitals: Arc<Vitals>) -> Self {
        Self {
            front,
            entered: AtomicBool::new(false),
            ready: Notify::new(),
            vitals,
            busy: Busy::default(),
        }
    }
}

/// serenity wants to own its handler.
struct Handler(Arc<Gateway>);

#[async_trait]
impl RawEventHandler for Handler {
    async fn raw_event(&self, context: Context, event: Event) {
        let gateway = &self.0;
        match event {
            Event::InteractionCreate(event) => {
                let _busy = gateway.busy.enter();
                gateway.front.take(&event.interaction).await;
            }
            Event::Ready(event) => {
                let ready = event.ready;
                // A new session after a lost one is ready too, and has nothing to set up.
                let first = !gateway.entered.swap(true, Ordering::SeqCst);
                if first {
                    gateway.vitals.enter();
                } else {
                    gateway.vitals.gateway(true);
                    gateway.vitals.figures.back(How::Anew);
                }
                tracing::info!(
                    bot = ready.user.name,
                    servers = ready.guilds.len(),
                    "connected to Discord"
                );
                if !first {
                    return;
                }
                gateway.ready.notify_one();
                match register(&context.http, ready.application.id).await {
                    Ok(Registered::Same) => tracing::info!("Discord holds the commands already"),
                    Ok(Registered::Changed) => {
                        tracing::info!("the commands were registered with Discord")
                    }
                    Err(fault) => {
                        tracing::error!(%fault, "the commands could not be registered: restart to try again")
                    }
                }
            }
            Event::Resumed(_) => {
                gateway.vitals.gateway(true);
                gateway.vitals.figures.back(How::Resumed);
                tracing::info!("the connection to Discord was resumed");
            }
            Event::Unknown(event) => match message::mend(&event.kind, &event.value) {
                Some(interaction) => {
                    let _busy = gateway.busy.enter();
                    gateway.front.take(&interaction).await;
                }
                None => unread(&gateway.vitals, &event.kind),
            },
            _ => {}
        }
    }
}

/// Counts an event that serenity could not read, and warns of it.
fn unread(vitals: &Vitals, kind: &str) {
    let interaction = kind == "INTERACTION_CREATE";
    let number = vitals.figures.unread(interaction);
    if interaction {
        tracing::warn!(
            number,
            "an interaction could not be read: a member got no answer"
        );
    } else if number.is_power_of_two() {
        // Harmless to members, and Discord may send a new kind often.
        tracing::warn!(number, kind, "an event could not be read");
    }
}

/// Looks once a second whether every connection to the gateway stands: serenity tells a raw handler of the return of one,
/// but not of its loss.
async fn watch(shards: Arc<ShardManager>, vitals: Arc<Vitals>) {
    let mut look = interval(Duration::from_secs(1));
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        look.tick().await;
        let connected = {
            let runners = shards.runners.lock().await;
            let stands = |runner: &ShardRunnerInfo| runner.stage == ConnectionStage::Connected;
            !runners.is_empty() && runners.values().all(stands)
        };
        if vitals.gateway(connected) && !connected {
            tracing::warn!("the connection to Discord is lost; it is made anew");
        }
    }
}

/// Counts what is under way, and waits for its end.
#[derive(Debug, Default)]
struct Busy {
    number: AtomicUsize,
    idle: Notify,
}

impl Busy {
    fn enter(&self) -> Working<'_> {
        self.number.fetch_add(1, Ordering::SeqCst);
        Working(self)
    }

    async fn idle(&self) {
        loop {
            let idle = self.idle.notified();
            if self.number.load(Ordering::SeqCst) == 0 {
                return;
            }
            idle.await;
        }
    }
}

/// One thing under way, until it is dropped.
struct Working<'a>(&'a Busy);

impl Drop for Working<'_> {
    fn drop(&mut self) {
        if self.0.number.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.idle.notify_waiters();
        }
    }
}

/// Connects, and stays connected until `end`. Ends early only where Discord does not let the bot in.
pub(super) async fn stay(
    gateway: &Arc<Gateway>,
    posts: Http,
    welcome: Welcome,
    deliverer: Deliverer<Post>,
    mirror: impl FnOnce(Arc<Http>) -> Mirror<Events>,
    end: impl Future<Output = ()>,
) -> Result<(), Stopped> {
    let builder = ClientBuilder::new_with_http(posts, GatewayIntents::GUILDS)
        .cache_settings(uncached())
        .raw_event_handler(Handler(Arc::clone(gateway)));
    let mut client = builder.await.map_err(|error| {
        Stopped::Failed(format!(
            "The connection to Discord could not be set up: {error}."
        ))
    })?;
    if let Some(url) = welcome.url {
        // serenity asks again, and goes to discord.gg where it gets no answer.
        *client.ws_url.lock().await = url;
    }
    let shards = Arc::clone(&client.shard_manager);
    let (entered, enters) = oneshot::channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let mut delivering = tokio::spawn(deliver(Arc::clone(gateway), deliverer, entered, stopped));
    let (rest, rested) = oneshot::channel::<()>();
    let mirror = mirror(Arc::clone(&client.http));
    let mut mirroring = tokio::spawn(mirror_events(Arc::clone(gateway), mirror, rested));
    let late = async {
        if timeout(FIRST_READY, enters).await.is_ok() {
            std::future::pending::<()>().await;
        }
    };
    let watching = async {
        // Until Discord has let the bot in there is nothing to lose.
        let mut phase = gateway.vitals.phase();
        let _ = phase.wait_for(|phase| *phase == Phase::Running).await;
        watch(Arc::clone(&shards), Arc::clone(&gateway.vitals)).await;
    };
    let done = tokio::select! {
        () = watching => Ok(()),
        started = client.start_shards(welcome.shards) => started.map_err(|error| refused(&error)),
        () = late => Err(Stopped::Unreachable("Discord's gateway did not let the bot in within 90 seconds: check this machine's connection, and discordstatus.com.".to_owned())),
        () = end => Ok(()),
    };
    gateway.vitals.end();
    // Nothing new is claimed from here on; what is being sent is waited for.
    drop((stop, rest));
    let under_way = async { tokio::join!(gateway.busy.idle(), &mut delivering, &mut mirroring).1 };
    if timeout(UNDER_WAY, under_way).await.is_err() {
        tracing::warn!(
            "some messages were still on their way; reminders among them are sent again at the next start"
        );
        delivering.abort();
        mirroring.abort();
    }
    if timeout(GOODBYE, shards.shutdown_all()).await.is_err() {
        tracing::warn!("the connection to Discord did not close in time");
    }
    let unread = gateway.vitals.figures.unread_in_all();
    if unread > 0 {
        tracing::warn!(number = unread, "events could not be read in all");
    }
    done
}

/// Delivers what is due, from the moment when Discord lets the bot in (`entered` is told) until `stopped`.
async fn deliver(
    gateway: Arc<Gateway>,
    mut deliverer: Deliverer<Post>,
    entered: oneshot::Sender<()>,
    stopped: oneshot::Receiver<()>,
) {
    let stopped = async { drop(stopped.await) };
    tokio::pin!(stopped);
    tokio::select! {
        () = gateway.ready.notified() => {}
        () = &mut stopped => return,
    }
    // Nobody listens any more where the program is ending.
    let _ = entered.send(());
    deliverer.run(stopped).await;
}

/// Keeps the events of servers, from the moment when Discord has let the bot in until `rested`.
async fn mirror_events(
    gateway: Arc<Gateway>,
    mirror: Mirror<Events>,
    rested: oneshot::Receiver<()>,
) {
    let rested = async { drop(rested.await) };
    tokio::pin!(rested);
    let mut phase = gateway.vitals.phase();
    tokio::select! {
        _ = phase.wait_for(|phase| *phase == Phase::Running) => {}
        () = &mut rested => return,
    }
    mirror.run(rested).await;
}

/// Nothing is read from serenity's cache, so nothing is put there.
fn uncached() -> serenity::cache::Settings {
    let mut settings = serenity::cache::Settings::default();
    settings.max_messages = 0;
    settings.cache_guilds = false;
    settings.cache_channels = false;
    settings.cache_users = false;
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_end_waits_for_what_is_under_way() {
        let busy = Arc::new(Busy::default());
        busy.idle().await;
        let waiting = {
            let working = busy.enter();
            let waiting = tokio::spawn({
                let busy = Arc::clone(&busy);
                async move { busy.idle().await }
            });
            tokio::task::yield_now().await;
            assert!(!waiting.is_finished());
            drop(working);
            waiting
        };
        assert!(waiting.await.is_ok());
    }
}
