//! Provinces that keep their own data, and a nation that counts and warns (liên thông; decision 0047).
//!
//! A province sends what lies behind the position the nation has, in the order of its chain; the nation takes each position once. What it
//! is asked about a violator it answers by marks alone. Must not know: how a request travels.

mod ask;
mod link;
mod marks;
mod prove;
mod receive;
mod send;

pub use ask::{Answered, ask, tell};
pub use link::{Link, MIN_KEY};
pub use marks::MarkKey;
pub(crate) use prove::prove;
pub use receive::{place, receive};
pub use send::{Pushed, push};
#[cfg(test)]
#[cfg(feature = "native")]
pub(crate) use send::{Sizes, push_within};

use domain::exchange::federation::HEX;

/// The hash of what is before the first event.
pub(crate) fn beginning() -> String {
    "0".repeat(HEX)
}
