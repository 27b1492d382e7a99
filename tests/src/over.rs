//! Work that others watch from beside, and the word that it is over.

use std::sync::atomic::{AtomicBool, Ordering};

/// Says that the work is over when it is dropped: also when it ends in a panic, or whoever looks on would look on for ever.
pub struct Over<'a>(pub &'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
