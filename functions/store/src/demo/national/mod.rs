//! The whole country at a size of choice: 34 provinces with their teams, about 5,000 officers, parties with their places of
//! business, and cases over five years, the same for the same size and day.
//!
//! Each case is decided event by event by the domain at the time it would have happened, all cases interleaved, as in the
//! demo province; only the writing differs ([`crate::bulk`]). Shares, seasons and times follow what is known of the force's
//! work; the number of cases does not: a million in five years is about three times the real work. No person and no business
//! in it exists.
//!
//! Must not know: SQL, or how the data is shown.

mod force;
mod parties;
mod sample;
mod story;
mod words;

pub use sample::{Known, Sample, actor, sample};

use super::force::Force;
use super::rng::{self, Rng};
use crate::bulk::{self, Bulk};
use crate::database::Database;
use crate::{Env, StoreError, calendar, law, migrate};
use domain::authority::Actor;
use domain::calendar::{from_local, shift};
use jiff::civil::{Date, date};

/// How many parties there are to a case, as a fraction: 300,000 to a million.
const PARTIES: (usize, usize) = (3, 10);

const SEED: u64 = 1945;

/// Years before the shipped table of days off, as they were; entered as an administrator enters them.
const EARLIER_YEARS: [(i16, &str); 2] = [
    (
        2022,
        "nghỉ; 01/01/2022; Tết Dương lịch; R\nnghỉ; 03/01/2022; Nghỉ bù Tết Dương lịch; R\n\
         nghỉ; 31/01/2022 - 04/02/2022; Tết Nguyên đán; R\nnghỉ; 11/04/2022; Nghỉ bù Giỗ Tổ Hùng Vương; R\n\
         nghỉ; 30/04/2022 - 03/05/2022; 30/4 và 1/5; R\nnghỉ; 01/09/2022 - 02/09/2022; Quốc khánh; R\n",
    ),
    (
        2023,
        "nghỉ; 01/01/2023 - 02/01/2023; Tết Dương lịch; R\nnghỉ; 20/01/2023 - 26/01/2023; Tết Nguyên đán; R\n\
         nghỉ; 29/04/2023 - 03/05/2023; Giỗ Tổ Hùng Vương, 30/4 và 1/5; R\nnghỉ; 01/09/2023 - 04/09/2023; Quốc khánh; R\n",
    ),
];

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    pub units: usize,
    pub officers: usize,
    pub parties: usize,
    pub cases: usize,
    pub events: usize,
    /// Steps that the law refused, by its words: such a case waits where it is.
    pub refused: Vec<(String, usize)>,
}

/// Fills a new database with so many cases; `today` is the day after the last event. `tell` hears how far it is.
///
/// # Errors
/// The database is in use, it failed, or what should be in order was refused. It is of no use then.
pub async fn build<D: Database + Clone + 'static>(
    db: &D,
    cases: usize,
    today: Date,
    tell: &mut (dyn FnMut(&str) + Send),
) -> Result<Loaded, StoreError> {
    if !migrate::applied(db).await?.is_empty() {
        return Err(crate::DbError::Engine("the database is in use: name a new one".to_owned()).into());
    }
    let mut rng = Rng::new(SEED);
    rng::restart(SEED);
    let begins = date(today.year() - 4, 2, 7).min(shift(today, -5 * 365)).max(date(2022, 2, 7));
    let env = Env::new(from_local(shift(begins, -400).at(8, 0, 0, 0)), rng::fill);
    migrate::migrate(db).await?;
    let teams = force::write(db, &env, &mut rng).await?;
    let force = Force::read(db).await?;
    let administrator = force.actor("quantri").ok_or(StoreError::NotFound)?;
    earlier_years(db, &env, administrator).await?;
    let law = law::current(db, today).await?;
    tell("units, officers, calendar");
    let bare = bulk::strip(db).await?;
    let mut bulk = Bulk::begin(db, law.calendar.clone());
    let wanted = (cases * PARTIES.0 / PARTIES.1).max(teams.len());
    let parties = parties::write(&mut bulk, shift(begins, -1), wanted, &force, &teams, &mut rng).await?;
    tell(&format!("{} parties", parties.len()));
    let desk = story::Desk { law: &law, force: &force, teams: &teams, parties: &parties };
    let told = story::tell(&mut bulk, &desk, (begins, today), cases, &mut rng, tell).await?;
    bulk.finish().await?;
    tell("rows written");
    bulk::dress(db, &bare).await?;
    tell("indexes built");
    let tree = crate::units::tree(db).await?;
    Ok(Loaded {
        units: tree.all().len(),
        officers: force.len(),
        parties: parties.len(),
        cases: told.cases,
        events: told.events,
        refused: told.refused,
    })
}

async fn earlier_years(db: &dyn Database, env: &Env, administrator: &Actor) -> Result<(), StoreError> {
    for (year, text) in EARLIER_YEARS {
        let source = format!("Thông báo nghỉ lễ, Tết năm {year} (dữ liệu mẫu)");
        let new = calendar::NewYear { year, text: text.to_owned(), source, confirmed: true };
        calendar::change_year(db, env, administrator, &new, 0).await?;
    }
    Ok(())
}
