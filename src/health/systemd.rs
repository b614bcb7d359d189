//! What systemd is told: that the bot is ready, that it lives, that it ends.
//!
//! With `Type=notify` a unit counts as started when Discord has let the bot in, not when the process runs. With
//! `WatchdogSec=` systemd restarts a bot that has not been heard of for that long, and it is heard of only while the gateway
//! and the delivery loop live. Without `NOTIFY_SOCKET` nothing is said. The protocol is `sd_notify(3)`.

use std::sync::Arc;

use super::Vitals;

/// Tells systemd until the bot ends. Returns when it has been told of the end.
pub async fn tell(vitals: Arc<Vitals>) {
    #[cfg(unix)]
    unix::tell(&vitals).await;
    #[cfg(not(unix))]
    drop(vitals);
}

#[cfg(unix)]
mod unix {
    use sd_notify::NotifyState;
    use tokio::time::{MissedTickBehavior, interval};

    use super::super::{Phase, Vitals};

    pub(super) async fn tell(vitals: &Vitals) {
        let mut phase = vitals.phase();
        if phase
            .wait_for(|phase| *phase != Phase::Starting)
            .await
            .is_err()
        {
            return;
        }
        if *phase.borrow_and_update() == Phase::Running {
            say(&[
                NotifyState::Ready,
                NotifyState::Status("Connected to Discord."),
            ]);
            match sd_notify::watchdog_enabled() {
                // Twice in its time, as sd_watchdog_enabled(3) advises.
                Some(time) if !time.is_zero() => {
                    let mut beat = interval(time / 2);
                    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
                    let mut silent = false;
                    loop {
                        tokio::select! {
                            _ = phase.wait_for(|phase| *phase == Phase::Ending) => break,
                            _ = beat.tick() => feed(vitals, &mut silent),
                        }
                    }
                }
                _ => drop(phase.wait_for(|phase| *phase == Phase::Ending).await),
            }
        }
        say(&[NotifyState::Stopping]);
    }

    fn feed(vitals: &Vitals, silent: &mut bool) {
        match vitals.hopeless() {
            None => {
                *silent = false;
                say(&[NotifyState::Watchdog]);
            }
            Some(reason) if !*silent => {
                *silent = true;
                tracing::error!(
                    reason,
                    "the watchdog is not fed: systemd will restart this process"
                );
            }
            Some(_) => {}
        }
    }

    fn say(state: &[NotifyState]) {
        if let Err(error) = sd_notify::notify(state) {
            tracing::warn!(%error, "systemd cannot be told");
        }
    }
}
