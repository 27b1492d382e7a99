//! A small generator with a fixed seed (SplitMix64): demo data is the same everywhere. Not for secrets.

use std::sync::atomic::{AtomicU64, Ordering};

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Numbers in a fixed order.
pub(super) struct Rng(u64);

impl Rng {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number from 0 up to and without `end`.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// A number from `low` up to and with `high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = usize::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// True `percent` times of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the list.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    /// One of the words of a text.
    pub fn word<'a>(&mut self, words: &'a str) -> &'a str {
        let words: Vec<&str> = words.split(',').map(str::trim).collect();
        self.pick(&words).copied().unwrap_or_default()
    }

    /// One of the list by the weight beside it.
    pub fn weighted<'a, T>(&mut self, list: &'a [T], weight: impl Fn(&T) -> usize) -> Option<&'a T> {
        let mut left = self.below(list.iter().map(&weight).sum());
        list.iter().find(|item| {
            let own = weight(item);
            let found = left < own;
            left = left.saturating_sub(own);
            found
        })
    }

    /// The place of one of the list by its weight.
    pub fn weighted_index<T>(&mut self, list: &[T], weight: impl Fn(&T) -> usize) -> Option<usize> {
        let mut left = self.below(list.iter().map(&weight).sum());
        list.iter().position(|item| {
            let own = weight(item);
            let found = left < own;
            left = left.saturating_sub(own);
            found
        })
    }

    /// Near the standard normal distribution.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| f64::from(u32::try_from(self.next() >> 32).unwrap_or(0)) / 4_294_967_296.0).sum::<f64>() - 6.0
    }

    /// An identifier.
    pub fn uuid(&mut self, millis: i64) -> uuid::Uuid {
        let mut random = [0; 10];
        let bytes = self.next().to_le_bytes().into_iter().chain(self.next().to_le_bytes());
        for (place, byte) in random.iter_mut().zip(bytes) {
            *place = byte;
        }
        uuid::Builder::from_unix_timestamp_millis(u64::try_from(millis).unwrap_or(0), &random).into_uuid()
    }
}

static STATE: AtomicU64 = AtomicU64::new(0);

/// Begins the bytes of [`fill`] anew.
pub(super) fn restart(seed: u64) {
    STATE.store(seed, Ordering::Relaxed);
}

/// Fills a buffer, for [`crate::Env`].
pub(super) fn fill(buffer: &mut [u8]) {
    for chunk in buffer.chunks_mut(8) {
        let state = STATE.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        for (place, byte) in chunk.iter_mut().zip(mix(state).to_le_bytes()) {
            *place = byte;
        }
    }
}
