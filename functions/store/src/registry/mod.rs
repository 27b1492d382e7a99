//! Who may be the same: keys and pairs; merging as a relation that can be undone; what a party's group did before.
//!
//! Must not know: what makes two parties alike or an act a repeat; [`domain::registry`] and [`domain::law::repeat`] answer those.

mod compare;
mod history;
mod keys;
mod links;
mod merge;
mod pairs;
mod places;
mod prove;

pub use compare::{COMPARE_STEP, MANY, compare_more, compare_next, uncompared};
pub use history::{OtherHistory, RepeatHistory, SharedWith, repeat_history, shared};
pub use keys::{Likely, key_rows, likely, likely_so_far};
pub use links::{Link, end_link, enter_link, links};
pub use merge::{Group, Member, MergeOrder, Split, group, merge, split};
pub use pairs::{Pair, PairFilter, PairPage, PairState, pair, pair_of, pairs, tell_apart, tell_apart_pair};
pub use places::{AlikePlaces, alike_places};

pub(crate) use compare::{enter_changed, enter_new};
#[cfg(feature = "native")]
pub(crate) use keys::enter_keys;
pub(crate) use keys::{enter_earlier, forget};
pub(crate) use merge::GROUP;
pub(crate) use prove::prove;

use crate::chain::Head;
use crate::database::{Connection, DbError, UnitOfWork, to_json};
use crate::params;
use domain::registry::event::RegistryEvent;

/// Appends an event on two records to the chain.
async fn append(work: &mut UnitOfWork, nums: (i64, i64), event: &RegistryEvent) -> Result<(), DbError> {
    let row = work.query_one("SELECT position, hash FROM party_chain_head", &[]).await?;
    let row = row.ok_or(DbError::Engine("the chain of parties has no head".to_owned()))?;
    let head = Head { position: row.int(0)?, hash: row.bytes(1)? };
    let text = to_json(event)?;
    let next = head.append(nums.0, &text);
    work.execute(
        "INSERT INTO party_event (position, party_num, other_num, at, officer, kind, event, hash) VALUES (?1,?2,?3,?4,?5,?6,?7,?8)",
        params![next.position, nums.0, nums.1, event.at, &event.by.id.0, event.body.key(), text, next.hash],
    )
    .await
}

/// `?n, ?n+1, …`: places of some parameters.
fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|place| format!("?{place}")).collect::<Vec<_>>().join(",")
}
