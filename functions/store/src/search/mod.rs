//! One box over everything an officer may know: parties, places of business, cases, papers.
//!
//! Hits with the marks as typed come first, however many there are: the words are indexed with their marks beside their folded
//! form, and are asked for first. Where nothing is found, a commune of before 01/07/2025 stands for the one that took its land,
//! and then words of letters are corrected by one letter ([`near`]); the answer says so.
//!
//! Must not know: pages.

mod found;
mod gather;
mod highest;
mod hits;
mod instead;
mod near;
mod query;
mod statement;
mod stretch;
mod words;

pub use found::{FOUND_CAP, Found, Hits, Kind, Narrowed, PaperHit, PlaceHit};
pub use hits::find;
pub(crate) use near::learn;
#[cfg(feature = "native")]
pub(crate) use near::list_all;
pub(crate) use query::Query;
pub(crate) use statement::{Narrowing, Statement, any, cursor, over, staged};
pub(crate) use words::{field_word, province_of, province_word, rewrite, text_of, unit_word, year_word};

/// What only tests name: statements whose plans are read, and the search with other bounds.
#[cfg(test)]
pub(crate) mod plans {
    pub(crate) use super::hits::{BOUNDS, Bounds, find_within};
    pub(crate) use super::query::Newest;
    pub(crate) use super::statement::{
        PAPER_OF_CASE, PAPERS_WITHOUT_CASE, marked_of, party_facets, party_rows, place_facets, place_rows,
    };
}
