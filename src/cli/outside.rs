//! What is known of a raw article from outside, as `parse` and `load` are told it.

use chrono::NaiveDate;

use crate::article::PublishedFrom;
use crate::intake::Page;

/// What may be told of a raw article.
#[derive(Debug, clap::Args)]
pub(super) struct Outside {
    /// The day of publication, such as 2025-09-29.
    #[arg(long, value_name = "DAY")]
    published: Option<NaiveDate>,
    /// The headline.
    #[arg(long)]
    pub(super) title: Option<String>,
    /// The publisher's name.
    #[arg(long)]
    source: Option<String>,
    /// The article's address.
    #[arg(long)]
    pub(super) url: Option<String>,
}

impl Outside {
    /// Writes it onto the page.
    pub(super) fn tell(&self, page: &mut Page) {
        page.title.clone_from(&self.title);
        page.source.clone_from(&self.source);
        page.url.clone_from(&self.url);
        page.published = self.published;
        page.published_from = self.published.map(|_| PublishedFrom::Given);
    }
}
