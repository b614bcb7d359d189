//! Newsdesk: a Discord bot for news briefings. Parsed articles in, verbatim answers out.
//!
//! Data flows one way: bytes → `intake` → page → `parse` → article → `store` → `commands` → answer → `discord` or
//! `console`; `deliver` sends what is due. `parse` does no input or output and cannot fail; only `store` holds SQL;
//! `commands` knows nothing of Discord; only `discord` names serenity; only `discord` and `deliver` send;
//! `health` tells how a running bot is. `ARCHITECTURE.md` has the whole map.

pub mod answer;
pub mod article;
pub mod calendar;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod console;
pub mod deliver;
pub mod discord;
pub mod fold;
#[cfg(test)]
#[path = "../tests/folder/mod.rs"]
mod folder;
pub mod health;
pub mod intake;
pub mod parse;
pub mod picture;
pub mod reminder;
pub mod same;
pub mod seed;
pub mod store;
pub mod timex;
mod unknown;
mod web;
pub mod zone;
