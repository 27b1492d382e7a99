//! What is handed over to the national database: the changes in the order of the chain, and what their receiver said of them.
//!
//! A position is drawn and written in one transaction and writers queue, so that whoever reads up to a position has seen every change
//! before it. Must not know: what a record says ([`domain::exchange::national`] does), or how it is sent.

mod feed;
mod prove;
mod receipts;

pub use feed::{Handed, MAX_PAGE, page};
pub(crate) use feed::{note, rebuild};
pub(crate) use prove::{Marks, prove};
pub use receipts::{Delivery, ReceiptRow, delivery, receive};

#[cfg(test)]
#[cfg(feature = "native")]
pub(crate) use {feed::PAGE_STATEMENT, receipts::receipts_statement};
