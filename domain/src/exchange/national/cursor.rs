//! Where a reader of the changes stands: behind one change of one event, told as a word that only this system reads.
//!
//! A change is known by the position of its event in the one chain of the database and by its place among the changes of that event.
//! Positions are given to writers one after another, so what was read stays before the cursor and what comes later stands behind it.

use std::fmt;

/// Behind which change a reader stands; before all of them at first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// Position of the event; 0 before the first.
    pub position: u64,
    /// How many of its changes were read.
    pub taken: u32,
}

/// Length of a written cursor.
pub const CURSOR_LENGTH: usize = 34;

/// The form of cursors; another one begins with another sign.
const FORM: &str = "1k";

impl Cursor {
    /// Behind every change of an event.
    pub const fn behind(position: u64) -> Self {
        Self { position, taken: u32::MAX }
    }

    /// Reads a cursor; `None` for what this system did not write.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != CURSOR_LENGTH || !text.is_ascii() {
            return None;
        }
        let position = u64::from_str_radix(text.get(2..18)?, 16).ok()?;
        let taken = u32::from_str_radix(text.get(18..26)?, 16).ok()?;
        let cursor = Self { position, taken };
        (cursor.to_string() == text).then_some(cursor)
    }

    /// So that a cursor cut short or typed wrongly is seen; nobody is kept from making one.
    fn check(self) -> u32 {
        let bytes = self.position.to_be_bytes().into_iter().chain(self.taken.to_be_bytes());
        bytes.fold(0x811C_9DC5, |sum: u32, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{FORM}{:016x}{:08x}{:08x}", self.position, self.taken, self.check())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_is_read_as_it_was_written_and_nothing_else_is(position in any::<u64>(), taken in any::<u32>(), place in 0..CURSOR_LENGTH, sign in "[0-9a-zA-Z]") {
            let cursor = Cursor { position, taken };
            let text = cursor.to_string();
            prop_assert_eq!(text.len(), CURSOR_LENGTH);
            prop_assert_eq!(Cursor::parse(&text), Some(cursor));
            let mut other = text.clone();
            other.replace_range(place..=place, &sign);
            prop_assert!(other == text || Cursor::parse(&other).is_none(), "{}", other);
        }

        #[test]
        fn what_is_no_cursor_breaks_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(Cursor::parse(&text).map(|cursor| cursor.to_string()).unwrap_or(text.clone()), text);
        }
    }

    #[test]
    fn cursors_stand_in_the_order_of_changes() {
        let places =
            [Cursor::default(), Cursor { position: 7, taken: 1 }, Cursor::behind(7), Cursor { position: 8, taken: 1 }];
        assert!(places.is_sorted());
        assert_eq!(Cursor { position: 7, taken: 1 }.to_string(), "1k000000000000000700000001f4a96df3");
    }
}
