//! The wall clock of the functions: this machine's, or one that runs whole days ahead of it.
//!
//! Deadlines of weeks and months can only be rehearsed on a clock that is already there. A host on real data keeps the
//! machine's clock: what is signed under another would carry a false date.

use std::time::{Duration, SystemTime, UNIX_EPOCH};
use wasmtime_wasi::HostWallClock;

/// The machine's clock and so many days.
pub struct DaysAhead(pub u16);

impl HostWallClock for DaysAhead {
    fn resolution(&self) -> Duration {
        Duration::from_nanos(1)
    }

    fn now(&self) -> Duration {
        let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        real + Duration::from_secs(u64::from(self.0) * 86_400)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_whole_days_ahead() {
        let (real, ahead) = (DaysAhead(0).now(), DaysAhead(35).now());
        let between = ahead - real;
        let days = Duration::from_secs(35 * 86_400);
        assert!(between >= days && between < days + Duration::from_secs(60), "{between:?}");
    }
}
