//! Places of business of one party that may be one: two records merged bring the same shop twice, as does a list that is imported.

use super::GROUP;
use crate::database::Database;
use crate::{StoreError, params, parties};
use domain::authority::{Action, Actor, authorise};
use domain::party::{Establishment, PartyId};
use domain::registry::matching::{Match, PlaceTraits, compare_places};

/// Most places of a party that are compared, by name: a chain of more has them in order.
const MOST: i64 = 50;

/// Two places of business that may be one, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlikePlaces {
    pub one: Establishment,
    pub other: Establishment,
    pub found: Match,
}

/// Places of a party, and of the records merged into it, that may be one; the likeliest first. One that is closed is asked about no
/// more: that is how an officer settles it.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn alike_places(db: &dyn Database, actor: &Actor, party: PartyId) -> Result<Vec<AlikePlaces>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let sql = format!(
        "SELECT id, party, name, address, business, unit FROM establishment \
         WHERE party IN ({GROUP}) AND status <> 'closed' ORDER BY name, id LIMIT ?2"
    );
    let rows = db.open().await?.query(&sql, params![party.0, MOST]).await?;
    let mut places = Vec::with_capacity(rows.len());
    for row in &rows {
        let place = parties::read_establishment(row)?;
        places.push((PlaceTraits::new(&place), place));
    }
    let mut alike = Vec::new();
    for (place, (traits, one)) in places.iter().enumerate() {
        for (others, other) in places.iter().skip(place + 1) {
            if let Some(found) = compare_places(traits, others) {
                alike.push(AlikePlaces { one: one.clone(), other: other.clone(), found });
            }
        }
    }
    alike.sort_by_key(|pair| std::cmp::Reverse(pair.found.strength));
    Ok(alike)
}
