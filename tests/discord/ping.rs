//! The floor: a bare serenity bot that answers `/ping`, with nothing of Newsdesk in it.
//!
//! It proves the local Discord with a real client, and it is what the real bot is measured against.

use serenity::all::{
    ButtonStyle, Client, CommandOptionType, ComponentInteractionDataKind, Context, CreateActionRow,
    CreateAllowedMentions, CreateAutocompleteResponse, CreateButton, CreateCommand,
    CreateCommandOption, CreateEmbed, CreateInteractionResponse, CreateInteractionResponseFollowup,
    CreateInteractionResponseMessage, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption, EditInteractionResponse, EventHandler, GatewayIntents, Http,
    HttpBuilder, Interaction, Ready,
};

struct Handler;

#[serenity::async_trait]
impl EventHandler for Handler {
    async fn ready(&self, ctx: Context, _: Ready) {
        let word = CreateCommandOption::new(CommandOptionType::String, "word", "What to say back")
            .set_autocomplete(true);
        let ping = CreateCommand::new("ping")
            .description("Answers pong")
            .add_option(word);
        let late = CreateCommand::new("late").description("Thinks before it answers");
        let set = serenity::all::Command::set_global_commands(&ctx.http, vec![ping, late]).await;
        if let Err(error) = set {
            eprintln!("the commands were not set: {error}");
        }
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        let message = CreateInteractionResponseMessage::new();
        let done = match interaction {
            Interaction::Command(c) if c.data.name == "late" => {
                let wait = CreateInteractionResponse::Defer(message);
                let first = c.create_response(&ctx.http, wait).await;
                let options = vec![CreateSelectMenuOption::new("One", "1")];
                let menu = CreateSelectMenu::new("menu", CreateSelectMenuKind::String { options });
                let edit = EditInteractionResponse::new()
                    .content("late pong")
                    .allowed_mentions(silent());
                let edit = edit.components(vec![CreateActionRow::SelectMenu(menu)]);
                let after = CreateInteractionResponseFollowup::new().content("and more");
                let edited = first.and(c.edit_response(&ctx.http, edit).await.map(drop));
                edited.and(c.create_followup(&ctx.http, after).await.map(drop))
            }
            Interaction::Command(c) => {
                let word = c
                    .data
                    .options
                    .first()
                    .and_then(|o| o.value.as_str())
                    .unwrap_or("pong");
                let button = CreateButton::new("again")
                    .label("Again")
                    .style(ButtonStyle::Primary);
                let message = match c.data.options.is_empty() {
                    true => message.content(word),
                    false => message.embed(CreateEmbed::new().description(word)),
                };
                let message = message.components(vec![CreateActionRow::Buttons(vec![button])]);
                c.create_response(&ctx.http, CreateInteractionResponse::Message(message))
                    .await
            }
            Interaction::Component(c) => {
                let message = match &c.data.kind {
                    ComponentInteractionDataKind::StringSelect { values } => {
                        message.content(values.join(" "))
                    }
                    _ => message.content("pong again"),
                };
                c.create_response(&ctx.http, CreateInteractionResponse::UpdateMessage(message))
                    .await
            }
            Interaction::Autocomplete(c) => {
                let choices = CreateAutocompleteResponse::new().add_string_choice("pong", "pong");
                c.create_response(&ctx.http, CreateInteractionResponse::Autocomplete(choices))
                    .await
            }
            _ => Ok(()),
        };
        if let Err(error) = done {
            eprintln!("no answer: {error}");
        }
    }
}

fn silent() -> CreateAllowedMentions {
    CreateAllowedMentions::new()
}

/// A connection to the Discord at `api`.
pub(crate) fn http(api: &str, token: &str) -> Http {
    let client = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client without options builds");
    let http = HttpBuilder::new(token)
        .client(client)
        .proxy(api)
        .ratelimiter_disabled(true);
    http.default_allowed_mentions(silent()).build()
}

/// Runs the bot until its connection ends for good.
///
/// # Errors
///
/// Where Discord refuses the token.
pub(crate) async fn run(api: &str, token: &str) -> serenity::Result<()> {
    let http = http(api, token);
    let client = serenity::client::ClientBuilder::new_with_http(http, GatewayIntents::GUILDS);
    let mut client: Client = client.event_handler(Handler).await?;
    client.start().await
}
