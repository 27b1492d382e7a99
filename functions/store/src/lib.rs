//! The only place with SQL.
//!
//! One unit of work is authority + change + event + number + report cells, in one transaction on a connection of its
//! own. Architecture invariant: no clock and no randomness here; both come in with [`Env`]. Must not know: HTTP,
//! forms, pages.

pub mod accounts;
pub mod administration;
pub mod adoption;
#[cfg(feature = "native")]
mod bare;
pub mod blobs;
#[cfg(feature = "native")]
mod bulk;
pub mod calendar;
pub mod cases;
pub mod catalogue;
mod cells;
mod chain;
mod database;
pub mod delegations;
#[cfg(feature = "native")]
pub mod demo;
#[cfg_attr(not(any(feature = "native", feature = "spin")), allow(dead_code))]
mod dialect;
pub mod direction;
pub mod dossiers;
pub mod drafts;
mod engines;
mod error;
pub mod establishments;
pub mod exports;
pub mod federation;
pub mod fieldwork;
pub mod filings;
pub mod frame;
pub mod imports;
pub mod journal;
pub mod keys;
pub mod law;
pub mod limits;
pub mod migrate;
#[cfg(feature = "native")]
pub mod moving;
pub mod national;
#[cfg(feature = "native")]
pub mod native;
#[cfg(feature = "native")]
pub mod native_postgres;
mod numbers;
pub mod outbound;
pub mod oversight;
pub mod pace;
pub mod papers;
pub mod parties;
pub mod plans;
#[cfg(any(feature = "native", feature = "spin"))]
mod postgres_errors;
pub mod practice;
pub mod registry;
pub mod reports;
pub mod search;
pub mod self_check;
#[cfg(feature = "spin")]
pub mod spin;
#[cfg(feature = "spin")]
mod spin_postgres;
pub mod transactions;
pub mod units;
pub mod upkeep;
pub mod verify;

pub use blobs::Blobs;
pub use database::{Connection, Database, DbError, Engine, Row, Rows, UnitOfWork, Value};
pub use error::StoreError;

use domain::authority::Actor;
use domain::journal::{Client, Deed, JournalEntry};
use jiff::Timestamp;

/// What the store may not make itself: the moment, unpredictable bytes, and what kind of browser asks.
#[derive(Clone, Copy)]
pub struct Env {
    pub now: Timestamp,
    /// Fills a buffer with unpredictable bytes.
    pub random: fn(&mut [u8]),
    pub client: Client,
}

impl Env {
    /// Without a browser: tests, seeding, what the system does itself.
    pub const fn new(now: Timestamp, random: fn(&mut [u8])) -> Self {
        Self {
            now,
            random,
            client: Client { browser: domain::journal::Browser::Other, platform: domain::journal::Platform::Other },
        }
    }

    /// A line of the journal: what an officer does now.
    pub(crate) fn entry(&self, actor: &Actor, deed: Deed, subject: impl Into<String>) -> JournalEntry {
        JournalEntry::new(actor, self.now, self.client, deed, subject)
    }

    /// `bytes` unpredictable bytes as lower-case hex.
    pub fn token(&self, bytes: usize) -> String {
        let mut buffer = vec![0; bytes];
        (self.random)(&mut buffer);
        hex::encode(buffer)
    }

    /// A new time-ordered identifier (UUID version 7).
    pub fn uuid(&self) -> uuid::Uuid {
        let mut random = [0; 10];
        (self.random)(&mut random);
        let millis = u64::try_from(self.now.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// Milliseconds since the epoch, as stored.
    pub fn millis(&self) -> i64 {
        self.now.as_millisecond()
    }
}

#[cfg(test)]
#[cfg(feature = "native")]
mod tests;
