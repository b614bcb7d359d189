//! Newsdesk: a Discord bot for news briefings. Parsed articles in, verbatim answers out.
//!
//! The modules in the order in which data flows. `parse` does no input or output and cannot fail; only `store` holds
//! SQL; `commands` knows nothing of Discord; only `discord` names serenity.

pub mod article;
pub mod cli;
pub mod intake;
pub mod parse;
pub mod timex;
