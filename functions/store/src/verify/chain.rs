//! A chain of events as it is read from its first event on: where it has a gap, where a hash does not fit, where its head is not.
//!
//! Must not know: what an event says.

use super::Verified;
use crate::chain::Head;
use crate::database::{Connection, DbError};

/// A chain as far as it was read.
pub(crate) struct Chain {
    /// How problems call it.
    name: &'static str,
    /// The last event that was taken.
    pub head: Head,
}

impl Chain {
    pub const fn begin(name: &'static str) -> Self {
        Self { name, head: Head::START }
    }

    /// Takes the next event as it is stored, with the number of what it belongs to. It goes on from what is stored: one changed
    /// event is told once.
    pub fn take(&mut self, owner: i64, position: i64, text: &str, hash: [u8; 32], found: &mut Verified) {
        let (name, next) = (self.name, self.head.append(owner, text));
        if position != next.position {
            found.problem(format!("{name}: events {} to {} are missing", next.position, position - 1));
        }
        if hash != next.hash {
            found.problem(format!("{name}: the hash of event {position} does not fit"));
        }
        self.head = Head { position, hash };
    }

    /// Proves that the head which is kept in a table is the last event.
    ///
    /// # Errors
    /// The database failed.
    pub async fn end(&self, connection: &mut dyn Connection, heads: &str, found: &mut Verified) -> Result<(), DbError> {
        let kept = connection.query_one(&format!("SELECT position, hash FROM {heads}"), &[]).await?;
        let fits = match &kept {
            Some(row) => (row.int(0)?, row.bytes::<32>(1)?) == (self.head.position, self.head.hash),
            None => false,
        };
        if !fits {
            found.problem(format!("{}: its head is not event {}", self.name, self.head.position));
        }
        Ok(())
    }
}
