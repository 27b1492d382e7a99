//! The journal: what was done beside the cases, by whom, when, from where.

use crate::error::AppError;
use domain::journal::JournalEntry;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// A line with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalLine {
    pub position: i64,
    pub entry: JournalEntry,
}

/// A page of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalView {
    pub lines: Vec<JournalLine>,
    /// Key of the deed that was asked for; empty for all.
    pub deed: String,
    /// Where the next page begins, when there is one.
    pub next: Option<i64>,
}

/// The lines of the reader's part of the tree before a position, the newest first.
#[server(input = GetUrl, endpoint = "nhat-ky")]
pub async fn read_journal(
    #[server(default)] deed: String,
    #[server(default)] before: Option<i64>,
) -> Result<JournalView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    use domain::journal::Deed;
    let signed = signed_in().await?;
    let context = context()?;
    let asked = match deed.as_str() {
        "" => None,
        key => Some(Deed::from_key(key).ok_or_else(|| fail(AppError::NotFound))?),
    };
    let mut lines =
        store::journal::lines(&*context.database, &signed.actor, (before, asked)).await.map_err(unavailable)?;
    let next = (lines.len() > store::journal::PAGE)
        .then(|| {
            lines.truncate(store::journal::PAGE);
            lines.last().map(|line| line.position)
        })
        .flatten();
    let lines = lines.into_iter().map(|line| JournalLine { position: line.position, entry: line.entry }).collect();
    Ok(JournalView { lines, deed, next })
}
