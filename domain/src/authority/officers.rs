//! Who sees officers by name in figures of work.
//!
//! Must not know: what the figures are.

use super::{Actor, Denial, leads_unit};
use crate::unit::UnitPath;

/// Decides whether `actor` may see, by name, how much the officers of the unit at `owner` have to do and did: their own head and his
/// deputies. Everybody above sees sums.
///
/// # Errors
/// [`Denial::Hidden`] to everybody else.
pub fn authorise_officers(actor: &Actor, owner: &UnitPath) -> Result<(), Denial> {
    if leads_unit(actor.role) && actor.path == *owner { Ok(()) } else { Err(Denial::Hidden) }
}
