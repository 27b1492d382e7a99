//! How long the steps of a case take (lượng hóa quy trình): from the events of a case to durations, and their sums.
//!
//! The rules, each of which could have gone the other way (decision 0028):
//! - A fact is a step that has *ended*, on the day of the paper or act that ended it, like a figure of a report; what still runs is no
//!   fact, it is in the lists of deadlines.
//! - Whether the step kept the period of the law is judged once, exactly, by the deadline the case had then and the calendar in use at
//!   that moment. What the law gives no period for is not judged.
//! - A duration that was is not taken back: a cancelled paper is a fact of its own, on the day that cancels it. What is made anew runs
//!   from the cancellation and is not judged.
//! - Sums keep exact numbers and a histogram over fixed bounds ([`BOUNDS`]): a median is known up to the width of one bound.
//!
//! Must not know: how sums are stored, or who may read them.

mod facts;
mod step;
mod sums;
#[cfg(test)]
mod tests;

pub use facts::{Fact, facts};
pub use step::Step;
pub use sums::{BOUNDS, BUCKETS, Quantile, Sums, bucket_of, words};

use crate::case::EventBody;
use serde::{Deserialize, Serialize};

/// What an officer did, counted for his workload: of a case, a lead or measure, or a plan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Everything he wrote or signed.
    pub steps: i64,
    /// Of these, files he opened.
    pub opened: i64,
    /// Of these, numbered papers he made or signed.
    pub papers: i64,
}

impl Work {
    /// One event: whether it opened its file, and whether it made a numbered paper.
    pub fn one(opens: bool, paper: bool) -> Self {
        Self { steps: 1, opened: opens.into(), papers: paper.into() }
    }

    /// One event of a case.
    pub fn of(body: &EventBody) -> Self {
        Self::one(matches!(body, EventBody::CaseOpened(_)), body.frame().is_some())
    }

    /// Adds another sum.
    pub fn add(&mut self, other: Self) {
        self.steps += other.steps;
        self.opened += other.opened;
        self.papers += other.papers;
    }
}
