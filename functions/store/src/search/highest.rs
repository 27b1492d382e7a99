//! How many records there are to search, where that has to be known before.

use crate::database::{Connection, DbError, Engine};

/// The numbers of the newest party, place of business and case, where the engine's index knows the newest hits only once it has
/// gathered all of them.
pub(super) struct Highest {
    pub party: i64,
    place: i64,
    case: i64,
}

impl Highest {
    pub async fn read(connection: &mut dyn Connection) -> Result<Option<Self>, DbError> {
        if connection.engine() == Engine::Sqlite {
            return Ok(None);
        }
        let sql = "SELECT coalesce((SELECT max(num) FROM party), 0), coalesce((SELECT max(num) FROM establishment_words), 0), \
                   coalesce((SELECT max(num) FROM case_file), 0)";
        let rows = connection.query(sql, &[]).await?;
        let row = rows.first().ok_or(DbError::Shape { column: 0, expected: "one row" })?;
        Ok(Some(Self { party: row.int(0)?, place: row.int(1)?, case: row.int(2)? }))
    }

    /// Of the records a word index is over.
    pub fn of(&self, table: &str) -> i64 {
        match table {
            "party_search" => self.party,
            "establishment_search" => self.place,
            _ => self.case,
        }
    }
}
