//! What a person does in the channel: types a command, lets it complete, presses a button, picks from a menu.
//!
//! It refuses what Discord's own client would not let a person do (an unknown command, a missing option, a choice that is not
//! offered, another's private message), so that a test cannot pass on something nobody could do.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Discord;
use super::gateway;
use super::reply::{Kind, Reply};
use super::wire;
use super::world::{Interaction, World};

/// Beyond the deadline a person has seen "did not respond".
const GRACE: Duration = Duration::from_millis(500);

impl Discord {
    /// Types a command and waits for its answer. `@alice` as the channel is the bot's direct messages with alice.
    pub(crate) async fn slash(
        &self,
        user: &str,
        channel: &str,
        name: &str,
        options: &[(&str, &str)],
    ) -> Reply {
        let id = self.hub.with(|w| {
            let data = command_data(w, user, channel, name, options, None);
            start(w, 2, user, channel, None, &data)
        });
        self.answer(id, user, channel).await
    }

    /// Types a command as far as its last option and reads what is offered.
    pub(crate) async fn autocomplete(
        &self,
        user: &str,
        channel: &str,
        name: &str,
        typed: &[(&str, &str)],
    ) -> Reply {
        let focus = typed.last().expect("something is being typed").0;
        let id = self.hub.with(|w| {
            let data = command_data(w, user, channel, name, typed, Some(focus));
            start(w, 4, user, channel, None, &data)
        });
        self.answer(id, user, channel).await
    }

    /// Presses the button of that label (or `custom_id`) under a reply.
    pub(crate) async fn click(&self, user: &str, under: &Reply, label: &str) -> Reply {
        let message = under.message.expect("the reply has a message to press on");
        self.press(user, message, label).await
    }

    /// Presses the button of that label (or `custom_id`) under a message.
    pub(crate) async fn press(&self, user: &str, message: u64, label: &str) -> Reply {
        self.component(user, message, label, 2, &[]).await
    }

    /// Picks from the menu of that `custom_id` or placeholder.
    pub(crate) async fn submit_select(
        &self,
        user: &str,
        under: &Reply,
        menu: &str,
        values: &[&str],
    ) -> Reply {
        let message = under.message.expect("the reply has a message with a menu");
        self.component(user, message, menu, 3, values).await
    }

    async fn component(
        &self,
        user: &str,
        message: u64,
        label: &str,
        kind: u64,
        values: &[&str],
    ) -> Reply {
        let (id, channel) = self.hub.with(|w| {
            let me = w.user(user).id;
            let seen = w
                .message(message)
                .expect("the message is still there")
                .clone();
            assert!(
                seen.only.is_none_or(|only| only == me),
                "{user} does not see another's private message"
            );
            let parts = seen.wire["components"].as_array().into_iter().flatten();
            let parts: Vec<&Value> = parts
                .flat_map(|row| row["components"].as_array().into_iter().flatten())
                .collect();
            let named = |c: &&&Value| {
                c["type"] == kind
                    && ["label", "placeholder", "custom_id"]
                        .iter()
                        .any(|k| c[*k] == label)
            };
            let offered = || {
                parts
                    .iter()
                    .filter_map(|c| c["label"].as_str())
                    .collect::<Vec<_>>()
            };
            let part = parts
                .iter()
                .find(named)
                .unwrap_or_else(|| panic!("no {label:?} among {:?}", offered()));
            assert!(part["disabled"] != true, "{label:?} cannot be pressed");
            let custom = part["custom_id"]
                .as_str()
                .unwrap_or_else(|| panic!("{label:?} is a link"));
            let mut data = json!({"component_type": kind, "custom_id": custom, "id": 1});
            if kind == 3 {
                let options = part["options"].as_array().cloned().unwrap_or_default();
                for value in values {
                    assert!(
                        options.iter().any(|o| o["value"] == *value),
                        "the menu has no {value}"
                    );
                }
                data["values"] = json!(values);
            }
            let channel = w.name_of(seen.channel);
            (start(w, 3, user, &channel, Some(message), &data), channel)
        });
        self.answer(id, user, &channel).await
    }

    /// Waits for the first answer and, where that only says that the bot thinks, for the last.
    pub(super) async fn answer(&self, id: u64, user: &str, channel: &str) -> Reply {
        let deadline = self.hub.with(|w| w.deadline);
        let first = |w: &mut World| w.interactions[&id].first;
        if self.hub.within(deadline + GRACE, first).await.is_none() {
            self.hub.with(|w| {
                if !w.interactions[&id].disturbed && w.sessions.last().is_some_and(|s| s.alive) {
                    w.violation(format!(
                        "{user} in {channel}: no answer within {deadline:?}"
                    ));
                }
            });
        } else {
            let what = "the answer that follows \"is thinking\"";
            self.hub
                .until(what, |w| (!w.interactions[&id].loading).then_some(()))
                .await;
        }
        self.hub.with(|w| {
            let reply = Reply::of(w, id);
            if w.forgetful {
                let token = w.interactions.remove(&id).map(|d| d.token);
                token.map(|token| w.by_token.remove(&token));
            }
            reply
        })
    }

    /// Whether this person is shown this command there.
    pub(crate) fn sees(&self, user: &str, channel: &str, name: &str) -> bool {
        self.hub.with(|w| {
            let guild = w.channel(channel).guild.is_some();
            let may = w.user(user).permissions;
            let command = w.commands.iter().find(|c| c["name"] == name);
            command.is_some_and(|c| visible(c, guild, may))
        })
    }
}

/// Whether Discord's client shows the command there, to somebody who may do this.
pub(super) fn visible(command: &Value, guild: bool, may: u64) -> bool {
    let context = u64::from(!guild);
    let here = match command["contexts"].as_array() {
        Some(list) => list.iter().any(|c| *c == context),
        None => guild || command["dm_permission"] != false,
    };
    let needed = command["default_member_permissions"]
        .as_str()
        .and_then(|p| p.parse::<u64>().ok());
    here && (!guild || needed.is_none_or(|n| n != 0 && may & n == n))
}

/// Does the deed: the bot gets the event.
pub(super) fn start(
    w: &mut World,
    kind: u64,
    user: &str,
    channel: &str,
    source: Option<u64>,
    data: &Value,
) -> u64 {
    let (user, channel) = (w.user(user).id, w.channel(channel).id);
    let id = w.snowflake();
    let deed = Interaction {
        id,
        token: format!("aW50ZXJhY3Rpb24-{id}-token"),
        kind,
        user,
        channel,
        source,
        sent: Instant::now(),
        first: None,
        message: None,
        loading: false,
        followups: Vec::new(),
        choices: Vec::new(),
        disturbed: false,
    };
    let event = wire::interaction_create(w, &deed, data);
    w.by_token.insert(deed.token.clone(), id);
    w.interactions.insert(
        id,
        Interaction {
            sent: Instant::now(),
            ..deed
        },
    );
    gateway::dispatch(w, "INTERACTION_CREATE", &event);
    id
}

fn command_data(
    w: &mut World,
    user: &str,
    channel: &str,
    name: &str,
    given: &[(&str, &str)],
    focus: Option<&str>,
) -> Value {
    let command = w.commands.iter().find(|c| c["name"] == name);
    let command = command
        .unwrap_or_else(|| panic!("the bot has no command /{name}"))
        .clone();
    let (guild, may) = (w.channel(channel).guild, w.user(user).permissions);
    assert!(
        visible(&command, guild.is_some(), may),
        "{user} is not shown /{name} in {channel}"
    );
    let known = command["options"].as_array().cloned().unwrap_or_default();
    for option in &known {
        let there = given.iter().any(|(n, _)| option["name"] == *n);
        assert!(
            focus.is_some() || option["required"] != true || there,
            "/{name} needs {}",
            option["name"]
        );
    }
    let mut data = json!({"id": command["id"], "name": name, "type": 1, "options": []});
    for (key, text) in given {
        let option = known
            .iter()
            .find(|o| o["name"] == *key)
            .unwrap_or_else(|| panic!("/{name} has no option {key}"));
        let kind = option["type"].as_u64().unwrap_or(3);
        let focused = focus == Some(*key);
        if let (Some(choices), false) = (option["choices"].as_array(), focused) {
            assert!(
                choices.iter().any(|c| c["value"] == *text),
                "/{name} {key} offers no {text}"
            );
        }
        let longest = option["max_length"].as_u64().unwrap_or(6000);
        assert!(
            focused || text.chars().count() as u64 <= longest,
            "/{name} {key} takes {longest} characters"
        );
        let value = match kind {
            4 => json!(text.parse::<i64>().expect("a whole number")),
            5 => json!(text.parse::<bool>().expect("true or false")),
            8 => {
                let role = w
                    .roles
                    .iter()
                    .find(|(_, n)| n == text)
                    .expect("a role of the server")
                    .clone();
                data["resolved"]["roles"][role.0.to_string()] = wire::role(role.0, &role.1, 0);
                json!(role.0.to_string())
            }
            _ => json!(text),
        };
        let mut one = json!({"name": key, "type": kind, "value": value});
        if focused {
            one["focused"] = json!(true);
        }
        data["options"]
            .as_array_mut()
            .expect("made above")
            .push(one);
    }
    data
}

impl Reply {
    fn of(w: &World, id: u64) -> Self {
        let deed = &w.interactions[&id];
        let wire = deed
            .message
            .and_then(|m| w.message(m))
            .map(|m| m.wire.clone())
            .unwrap_or_default();
        Self {
            kind: match deed.first.map(|(kind, _)| kind) {
                Some(4) => Kind::Message,
                Some(5) => Kind::Deferred,
                Some(6) => Kind::DeferredUpdate,
                Some(7) => Kind::Update,
                Some(8) => Kind::Choices,
                Some(9) => Kind::Modal,
                _ => Kind::Nothing,
            },
            first_ms: deed
                .first
                .map_or(f64::INFINITY, |(_, took)| took.as_secs_f64() * 1000.0),
            message: deed.message,
            private: wire["flags"].as_u64().unwrap_or(0) & 1 << 6 != 0,
            choices: deed.choices.clone(),
            wire,
        }
    }
}
