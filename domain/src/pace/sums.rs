//! Sums of durations: exact numbers, and a histogram over fixed bounds.

use serde::{Deserialize, Serialize};

/// How many buckets a histogram has: one for each bound, and one for what is longer than the last.
pub const BUCKETS: usize = BOUNDS.len() + 1;

const HOUR: i64 = 60;
/// Minutes of a day.
const DAY: i64 = 24 * HOUR;

/// Upper bounds of the buckets in minutes, each included: hours up to two days, single days up to ten, then steps of at most a quarter.
/// Kept in cells: a changed bound means a migration that counts anew.
pub const BOUNDS: [i64; 34] = [
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    12 * HOUR,
    DAY,
    36 * HOUR,
    2 * DAY,
    3 * DAY,
    4 * DAY,
    5 * DAY,
    6 * DAY,
    7 * DAY,
    8 * DAY,
    9 * DAY,
    10 * DAY,
    12 * DAY,
    14 * DAY,
    17 * DAY,
    21 * DAY,
    25 * DAY,
    30 * DAY,
    37 * DAY,
    45 * DAY,
    55 * DAY,
    66 * DAY,
    80 * DAY,
    100 * DAY,
    120 * DAY,
    150 * DAY,
    180 * DAY,
    225 * DAY,
    280 * DAY,
    350 * DAY,
];

/// The bucket of a duration.
pub fn bucket_of(minutes: i64) -> usize {
    BOUNDS.partition_point(|bound| *bound < minutes)
}

/// Durations of one step: how many kept their period, how many did not, all minutes, and how many fall between which bounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    pub within: i64,
    pub late: i64,
    pub minutes: i64,
    /// [`BUCKETS`] of them.
    pub buckets: Vec<i64>,
}

impl Default for Sums {
    fn default() -> Self {
        Self { within: 0, late: 0, minutes: 0, buckets: vec![0; BUCKETS] }
    }
}

/// A value that so many of a hundred do not exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantile {
    /// Estimated inside its bucket, in minutes.
    pub minutes: i64,
    /// The true value is more than this (or 0).
    pub above: i64,
    /// The true value is at most this; nothing beyond the last bound.
    pub at_most: Option<i64>,
}

impl Sums {
    /// One duration.
    pub fn one(minutes: i64, within: Option<bool>) -> Self {
        let mut sums = Self { minutes, ..Self::default() };
        match within {
            Some(true) => sums.within = 1,
            Some(false) => sums.late = 1,
            None => {}
        }
        if let Some(bucket) = sums.buckets.get_mut(bucket_of(minutes)) {
            *bucket = 1;
        }
        sums
    }

    /// Adds another sum.
    pub fn add(&mut self, other: &Self) {
        self.within += other.within;
        self.late += other.late;
        self.minutes += other.minutes;
        for (own, more) in self.buckets.iter_mut().zip(&other.buckets) {
            *own += more;
        }
    }

    /// How many durations.
    pub fn count(&self) -> i64 {
        self.buckets.iter().sum()
    }

    /// The mean in minutes; exact.
    pub fn mean(&self) -> Option<i64> {
        let count = self.count();
        (count > 0).then(|| self.minutes / count)
    }

    /// Per cent that kept the period, of those that had one; rounded down, so that only all are a hundred.
    pub fn within_percent(&self) -> Option<i64> {
        let judged = self.within + self.late;
        (judged > 0).then(|| self.within * 100 / judged)
    }

    /// How many are longer than `above` minutes and at most `at_most`; both must be bounds, or 0.
    pub fn between(&self, above: i64, at_most: i64) -> i64 {
        let lows = std::iter::once(-1).chain(BOUNDS);
        let inside = lows.zip(BOUNDS).zip(&self.buckets).filter(|((low, high), _)| *low >= above && *high <= at_most);
        inside.map(|(_, count)| count).sum()
    }

    /// The value that `percent` of a hundred do not exceed (nearest rank), estimated evenly between the bounds of its bucket; in
    /// whole days for a step of which only the days are known.
    pub fn quantile(&self, percent: i64, in_days: bool) -> Option<Quantile> {
        let count = self.count();
        if count <= 0 {
            return None;
        }
        let rank = (count * percent + 99).div_euclid(100).clamp(1, count);
        let mut before = 0;
        let mut above = 0;
        let bounds = BOUNDS.into_iter().map(Some).chain([None]);
        for (high, inside) in bounds.zip(&self.buckets) {
            if *inside > 0 && before + inside >= rank {
                let place = rank - before;
                let minutes = match high {
                    // A day nobody was late by is none.
                    Some(_) if in_days && above == 0 && rank <= self.buckets.first().copied().unwrap_or(0) => 0,
                    Some(high) if in_days => {
                        let (first, last) = (above / DAY + 1, high / DAY);
                        (first + (last - first).max(0) * (2 * place - 1) / (2 * inside)) * DAY
                    }
                    Some(high) => above + (high - above) * (2 * place - 1) / (2 * inside),
                    None => above,
                };
                return Some(Quantile { minutes, above, at_most: high });
            }
            before += inside;
            above = high.unwrap_or(above);
        }
        None
    }
}

impl Quantile {
    /// In words; beyond the last bound only that it is more.
    pub fn words(&self) -> String {
        match self.at_most {
            Some(_) => words(self.minutes),
            None => format!("trên {}", words(self.above)),
        }
    }
}

/// A duration in words: `45 phút`, `5,5 giờ`, `6,4 ngày`, `38 ngày`.
pub fn words(minutes: i64) -> String {
    let tenths = |part: i64| {
        let all = (minutes * 10 + part / 2) / part;
        if all % 10 == 0 { (all / 10).to_string() } else { format!("{},{}", all / 10, all % 10) }
    };
    if minutes == 0 {
        "trong ngày".to_owned()
    } else if minutes < HOUR {
        format!("{minutes} phút")
    } else if minutes < 2 * DAY && minutes % DAY != 0 {
        format!("{} giờ", tenths(HOUR))
    } else if minutes < 20 * DAY {
        format!("{} ngày", tenths(DAY))
    } else {
        format!("{} ngày", (minutes + DAY / 2) / DAY)
    }
}
