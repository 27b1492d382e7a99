//! How papers put things; the words themselves are the domain's.

pub(super) use domain::paper::words::{amount, bare, capital, moment, official, sentence};
