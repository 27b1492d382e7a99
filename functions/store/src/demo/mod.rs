//! The demo province: units, accounts for every role, parties and cases with a history, the same for the same day.
//!
//! Everything but units and accounts is written through the use cases themselves, at the times it would have happened,
//! so that chain, numbers and reports are as in daily work. No person and no business in it exists.
//!
//! Must not know: SQL, or how the data is shown.

mod book;
mod custody;
mod direction;
mod dossier;
mod force;
mod goods;
pub mod national;
mod parties;
mod plan;
mod rng;
mod story;
mod walk;

pub use force::{ACCOUNTS, DemoAccount, Ground, people, units};
pub use walk::{Walked, walk};

use crate::{Database, Env, StoreError};
use domain::authority::Actor;
use domain::calendar::from_local;
use jiff::civil::Date;
use rng::Rng;

/// Password of every demo account. Never for an installation with real data.
pub const PASSWORD: &str = "chợ phố hiến 1872";

/// How many parties there are.
pub const PARTIES: usize = 40;

/// How many cases are told.
pub const CASES: usize = 120;

const SEED: u64 = 1872;

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    pub units: usize,
    pub officers: usize,
    pub parties: usize,
    pub cases: usize,
    pub events: usize,
    /// Leads and professional measures.
    pub dossiers: usize,
    /// Areas of the area books.
    pub areas: usize,
    /// Tasks given down the hierarchy.
    pub tasks: usize,
}

/// Writes the demo province into an empty, migrated database. The story ends on the evening before
/// `today`, so that nothing in it lies in the future.
///
/// # Errors
/// A use case refused what should be in order, or the database failed.
pub async fn load(db: &dyn Database, today: Date) -> Result<Loaded, StoreError> {
    load_on(db, today, Ground::Shown).await
}

/// The same story to practise in: of units that do not exist, and with accounts that nobody signs in with.
///
/// # Errors
/// As [`load`].
pub async fn load_practice(db: &dyn Database, today: Date) -> Result<Loaded, StoreError> {
    load_on(db, today, Ground::Practised).await
}

async fn load_on(db: &dyn Database, today: Date, ground: Ground) -> Result<Loaded, StoreError> {
    let mut rng = Rng::new(SEED);
    let begun = from_local(today.at(0, 0, 0, 0));
    let env = Env::new(begun, rng::fill);
    rng::restart(SEED);
    let units = units(db, ground).await?;
    let password = Some(PASSWORD).filter(|_| ground == Ground::Shown);
    let officers = people(db, &env, ground, password).await?;
    let force = force::Force::read(db).await?;
    let parties = parties::write(db, today, &force, &mut rng).await?;
    let mut planned = plan::write(db, today, &force, &parties).await?;
    let (cases, events) = story::tell(db, (today, begun), &force, &parties, &mut planned, &mut rng).await?;
    let seized = custody::write(db, today, &force).await?;
    let dossiers = dossier::write(db, today, &force, &parties).await?;
    let areas = book::write(db, today, &force, &parties).await?;
    let tasks = direction::write(db, today, &force).await?;
    let events = events + seized;
    Ok(Loaded { units, officers, parties: parties.len(), cases, events, dossiers, areas, tasks })
}

/// The actor of a demo account.
///
/// # Errors
/// `NotFound` for an unknown account.
pub async fn actor(db: &dyn Database, account: &str) -> Result<Actor, StoreError> {
    force::Force::read(db).await?.actor(account).cloned().ok_or(StoreError::NotFound)
}
