//! Apps → a command on a message, as a person picks it; and messages of other people and bots to pick it on.

use serde_json::{Value, json};

use super::reply::Reply;
use super::user::{start, visible};
use super::{Discord, messages, wire};

impl Discord {
    /// Picks the command of that name under Apps on a message, and waits for its answer.
    pub(crate) async fn on_message(&self, user: &str, name: &str, message: u64) -> Reply {
        let (id, channel) = self.hub.with(|w| {
            let (me, may) = {
                let who = w.user(user);
                (who.id, who.permissions)
            };
            let seen = w
                .message(message)
                .expect("the message is still there")
                .clone();
            assert!(
                seen.only.is_none_or(|only| only == me),
                "{user} does not see another's private message"
            );
            let channel = w.name_of(seen.channel);
            let command = w
                .commands
                .iter()
                .find(|c| c["name"] == name && c["type"] == 3)
                .unwrap_or_else(|| panic!("the bot has no {name:?} on messages"))
                .clone();
            let guild = w.channel(&channel).guild.is_some();
            assert!(
                visible(&command, guild, may),
                "{user} is not shown {name:?} in {channel}"
            );
            let target = message.to_string();
            let data = json!({"id": command["id"], "name": name, "type": 3, "target_id": target,
                "resolved": {"messages": {target: seen.wire}}});
            (start(w, 2, user, &channel, None, &data), channel)
        });
        self.answer(id, user, &channel).await
    }

    /// Has somebody else post in a channel, a person or a bot of their own; gives the message's number.
    pub(crate) fn say(&self, user: &str, channel: &str, body: &Value) -> u64 {
        self.hub.with(|w| {
            let channel = w.channel(channel).id;
            let who = wire::user(&w.user(user));
            let id = messages::post(w, channel, body, 0, None, &[]);
            let message = w.messages.last_mut().expect("just posted");
            message.wire["author"] = who;
            message.wire["application_id"] = Value::Null;
            message.pings.clear();
            id
        })
    }
}
