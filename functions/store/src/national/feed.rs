//! The changes, page by page.

use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{StoreError, params};
use domain::authority::{KeyGrant, authorise_hand_over};
use domain::case::{CaseFile, Event};
use domain::exchange::national::{Cursor, Record, changes, standing, touches};
use std::collections::BTreeMap;

/// Most records of one page.
pub const MAX_PAGE: usize = 200;

/// Events of a page, by the chain.
pub(crate) const PAGE_STATEMENT: &str =
    "SELECT position, case_num, seq FROM national_change WHERE position >= ?1 ORDER BY position LIMIT ?2";

/// A page of the changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    pub records: Vec<Record>,
    /// Behind the last of them, or as it was where there is nothing more.
    pub next: Cursor,
    /// Whether there is nothing behind it now.
    pub end: bool,
    /// Positions of the first and the last event read.
    pub span: Option<(i64, i64)>,
}

/// Marks an event that may have changed what is told of a decision; part of the transaction that writes it.
pub(crate) async fn note(
    work: &mut UnitOfWork,
    (position, num): (i64, i64),
    after: &CaseFile,
    event: &Event,
) -> Result<(), DbError> {
    if !touches(after, event) {
        return Ok(());
    }
    let sql = "INSERT INTO national_change (position, case_num, seq) VALUES (?1, ?2, ?3)";
    work.execute(sql, params![position, num, event.seq]).await
}

/// Marks the events of a database of before.
pub(crate) async fn rebuild(work: &mut UnitOfWork) -> Result<(), DbError> {
    const PAGE: i64 = 200;
    let mut after = 0;
    loop {
        let sql = "SELECT num FROM case_file WHERE num > ?1 ORDER BY num LIMIT ?2";
        let rows = work.query(sql, params![after, PAGE]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.int(0)?;
        for row in &rows {
            let num = row.int(0)?;
            let sql = "SELECT position, event FROM case_event WHERE case_num = ?1 ORDER BY seq";
            let mut case: Option<CaseFile> = None;
            for row in work.query(sql, params![num]).await? {
                let event: Event = row.json(1)?;
                fold(&mut case, &event);
                if let Some(case) = &case {
                    note(work, (row.int(0)?, num), case, &event).await?;
                }
            }
        }
    }
}

fn fold(case: &mut Option<CaseFile>, event: &Event) {
    match case {
        None => *case = CaseFile::open(event),
        Some(case) => case.apply(event),
    }
}

/// The records behind a cursor, `limit` at most.
///
/// # Errors
/// `NotFound` for a key that was not made for it; refused for a cursor that lies behind the end of this database.
pub async fn page(db: &dyn Database, grant: &KeyGrant, after: Cursor, limit: usize) -> Result<Handed, StoreError> {
    authorise_hand_over(grant)?;
    let limit = limit.clamp(1, MAX_PAGE);
    let mut connection = db.open().await?;
    let head = connection.query_one("SELECT position FROM chain_head", &[]).await?.map_or(Ok(0), |row| row.int(0))?;
    let position = i64::try_from(after.position).unwrap_or(i64::MAX);
    if position > head {
        let words = "Con trỏ nằm sau thay đổi cuối cùng của hệ thống này. Dùng con trỏ nhận được ở trang trước, hoặc bỏ con-tro để đọc từ đầu.";
        return Err(StoreError::at("con-tro", words));
    }
    let from = if after.taken == u32::MAX { position.saturating_add(1) } else { position };
    // One more than is told: the rest of an event that was told in part, and whether there is more.
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(2);
    let rows = connection.query(PAGE_STATEMENT, params![from, wanted]).await?;
    let mut places = Vec::with_capacity(rows.len());
    for row in &rows {
        places.push((row.int(0)?, row.int(1)?, row.int(2)?));
    }
    let mut told = tell(connection.as_mut(), &places).await?;
    let mut handed = Handed { records: Vec::new(), next: after, end: true, span: None };
    let mut more = usize::try_from(wanted).is_ok_and(|wanted| rows.len() >= wanted);
    'page: for (position, ..) in places {
        let behind = u64::try_from(position).unwrap_or(0);
        let mut taken = 0;
        for record in told.remove(&position).unwrap_or_default() {
            taken += 1;
            if behind == after.position && taken <= after.taken {
                continue;
            }
            if handed.records.len() == limit {
                more = true;
                break 'page;
            }
            handed.records.push(record);
            handed.next = Cursor { position: behind, taken };
            handed.span = Some((handed.span.map_or(position, |(first, _)| first), position));
        }
        // Read to its end, also where it changed nothing after all.
        handed.next = Cursor::behind(behind);
        handed.span = Some((handed.span.map_or(position, |(first, _)| first), position));
    }
    handed.end = !more;
    Ok(handed)
}

/// What some events changed, by position: the cases they are of are replayed, each once.
async fn tell(
    connection: &mut dyn Connection,
    places: &[(i64, i64, i64)],
) -> Result<BTreeMap<i64, Vec<Record>>, DbError> {
    let mut told = BTreeMap::new();
    let mut wanted: BTreeMap<i64, BTreeMap<i64, i64>> = BTreeMap::new();
    for (position, num, seq) in places {
        wanted.entry(*num).or_default().insert(*seq, *position);
    }
    for (num, seqs) in wanted {
        let until = seqs.keys().next_back().copied().unwrap_or(0);
        let sql = "SELECT event FROM case_event WHERE case_num = ?1 AND seq <= ?2 ORDER BY seq";
        let mut case: Option<CaseFile> = None;
        for row in connection.query(sql, params![num, until]).await? {
            let event: Event = row.json(0)?;
            let position = seqs.get(&i64::from(event.seq));
            let before = match (&case, position) {
                (Some(case), Some(_)) => standing(case),
                _ => Vec::new(),
            };
            fold(&mut case, &event);
            if let (Some(case), Some(position)) = (&case, position) {
                told.insert(*position, changes(&before, &standing(case), case, &event));
            }
        }
    }
    Ok(told)
}
