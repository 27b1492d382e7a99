//! What a procedure adds to the reports, as its row of the table says it.

use super::Measure;

/// How a row adds to a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The case counts once, however often the procedure is done.
    Case,
    /// Each time counts.
    Each,
    /// The sum answered to a question.
    Amount(&'static str),
    /// The value of the exhibits it names, which are then no longer in stock.
    Exhibits,
    /// The exhibits it names are taken or ordered destroyed; no exhibit counts twice, whatever papers name it.
    Goods,
}

/// What a procedure adds, and on which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adds {
    /// The question whose day puts it in a period; empty for the day of the paper itself.
    pub on: &'static str,
    pub what: &'static [(Measure, What)],
}

impl Adds {
    /// Adds nothing.
    pub const NONE: Adds = Adds { on: "", what: &[] };

    /// On the day of the paper.
    pub const fn of(what: &'static [(Measure, What)]) -> Self {
        Self { on: "", what }
    }

    /// On the day answered to a question.
    pub const fn on(on: &'static str, what: &'static [(Measure, What)]) -> Self {
        Self { on, what }
    }

    /// Whether it counts the case once in a measure.
    pub fn counts(&self, measure: Measure) -> bool {
        self.what.contains(&(measure, What::Case))
    }
}
