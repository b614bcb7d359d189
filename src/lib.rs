//! Newsdesk: a Discord bot for news briefings. Parsed articles in, verbatim answers out.
//!
//! The modules in the order in which data flows. `parse` does no input or output and cannot fail; only `store` holds
//! SQL; `commands` knows nothing of Discord; only `discord` names serenity.

pub mod answer;
pub mod article;
pub mod clock;
pub mod commands;
pub mod deliver;
pub mod discord;
pub mod fold;
pub mod reminder;
pub mod store;
pub mod timex;
pub mod zone;
