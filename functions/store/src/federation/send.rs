//! The side of a province: what lies behind the position the nation has, cut into shipments.

use super::{Link, MarkKey, beginning};
use crate::cells::{columns, read_field, read_measures};
use crate::database::{Connection, Database, DbError, Row};
use crate::upkeep::{self, Kind};
use crate::{Env, StoreError, params};
use domain::case::CaseFile;
use domain::exchange::federation::{Line, MAX_LINES, MAX_MARKS, MAX_MATTERS, Matter, Place, Shipment, VERSION};
use domain::party::Party;
use domain::report::Entry;
use domain::unit::UnitId;
use std::collections::BTreeSet;

/// How much is sent at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// Lines of one shipment.
    pub lines: usize,
    /// Events that are looked through for one shipment.
    pub events: usize,
    /// Matters of one shipment.
    pub matters: usize,
    /// Shipments of one run: it ends within the time a request may take, and the next one goes on.
    pub shipments: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { lines: MAX_LINES, events: 2_000, matters: MAX_MATTERS, shipments: 8 }
    }
}

/// What one run sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pushed {
    /// The position of this province's chain that the nation has now.
    pub position: i64,
    pub lines: usize,
    pub matters: usize,
    /// Whether nothing is left behind it.
    pub end: bool,
}

/// Sends what the nation has not, in order; `anew` begins again from the first event, after a database was put back to an older state.
/// What came of it is written down for the administrators.
///
/// # Errors
/// Why it ended before its end, in words for an administrator; what was acknowledged until then is not sent again.
pub async fn push(db: &dyn Database, env: &Env, link: &Link, anew: bool) -> Result<Pushed, String> {
    push_within(db, env, link, anew, Sizes::default()).await
}

/// [`push`] with other sizes.
pub(crate) async fn push_within(
    db: &dyn Database,
    env: &Env,
    link: &Link,
    anew: bool,
    sizes: Sizes,
) -> Result<Pushed, String> {
    let mut pushed = Pushed::default();
    let sent = run(db, link, anew, sizes, &mut pushed).await;
    let detail = match &sent {
        Ok(()) if pushed.end => format!("Đã gửi hết đến sự kiện {}.", pushed.position),
        Ok(()) => format!("Đã gửi đến sự kiện {}, còn nữa.", pushed.position),
        Err(why) => why.clone(),
    };
    let done = upkeep::done(env, env.now, sent.is_ok(), pushed.position, detail);
    let noted = upkeep::note(db, Kind::Federation, &done).await.map_err(|error| error.to_string());
    sent.and(noted).map(|()| pushed)
}

async fn run(db: &dyn Database, link: &Link, mut anew: bool, sizes: Sizes, pushed: &mut Pushed) -> Result<(), String> {
    let mut place = link.place().await?;
    for sent in 0..sizes.shipments {
        let next = shipment(db, &link.marks, &place, anew, sizes).await.map_err(|error| match error {
            StoreError::Refused(refusal) => refusal.message(),
            other => other.to_string(),
        })?;
        // A run that finds nothing new says so: the nation would else not know a province where nothing happens from one that is lost.
        pushed.end = next.until == place.position && !anew;
        if pushed.end && sent > 0 {
            break;
        }
        anew = false;
        place = link.ship(&next).await?;
        if place.position < next.until {
            return Err(format!("trung ương chỉ nhận đến {}, đã gửi đến {}", place.position, next.until));
        }
        pushed.lines += next.lines.len();
        pushed.matters += next.matters.len();
        if pushed.end {
            break;
        }
    }
    pushed.position = place.position;
    Ok(())
}

/// The next shipment behind a place; an empty one where the nation has all.
///
/// # Errors
/// Refused where the nation's place lies on another chain; the database failed.
async fn shipment(
    db: &dyn Database,
    marks: &MarkKey,
    place: &Place,
    anew: bool,
    sizes: Sizes,
) -> Result<Shipment, StoreError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    connection.execute("BEGIN", &[]).await?;
    let made = cut(connection, marks, place, anew, sizes).await;
    connection.execute("COMMIT", &[]).await?;
    made
}

async fn cut(
    connection: &mut dyn Connection,
    marks: &MarkKey,
    place: &Place,
    anew: bool,
    sizes: Sizes,
) -> Result<Shipment, StoreError> {
    let after = if anew { 0 } else { place.position };
    let (head, _) = upkeep::head(connection).await?;
    let after_hash = hash_at(connection, after).await?;
    if !anew && after_hash.as_ref() != Some(&place.hash) {
        let words = format!(
            "Trung ương giữ một chuỗi khác đến sự kiện {after} (ở đây có {head} sự kiện): cơ sở dữ liệu này đã được đưa về trạng thái cũ. \
             Đối chiếu rồi gửi lại từ đầu bằng lam-lai=1."
        );
        return Err(StoreError::at("after", words));
    }
    let mut until = head;
    let mut lines = lines(connection, &place.province, after, sizes.lines).await?;
    until = cut_to(until, sizes.lines, lines.iter().map(|line| line.position));
    let sql = "SELECT position, case_num FROM case_event WHERE position > ?1 ORDER BY position LIMIT ?2";
    let mut events = Vec::new();
    for row in connection.query(sql, params![after, more_than(sizes.events)]).await? {
        events.push((row.int(0)?, row.int(1)?));
    }
    until = cut_to(until, sizes.events, events.iter().map(|(position, _)| *position));
    let mut cases = BTreeSet::new();
    for (position, case) in events.into_iter().take_while(|(position, _)| *position <= until) {
        if cases.len() == sizes.matters && !cases.contains(&case) {
            until = position - 1;
            break;
        }
        cases.insert(case);
    }
    if until <= after && head > after {
        let words = format!("Sự kiện {} có nhiều dòng số liệu hơn một lần gửi.", after + 1);
        return Err(StoreError::at("lines", words));
    }
    lines.retain(|line| line.position <= until);
    let until_hash = hash_at(connection, until).await?.ok_or(DbError::Shape { column: 0, expected: "an event" })?;
    let mut matters = Vec::with_capacity(cases.len());
    for case in cases {
        matters.extend(matter(connection, marks, &place.province, case).await?);
    }
    let after_hash = after_hash.unwrap_or_else(beginning);
    Ok(Shipment { version: VERSION, after, after_hash, until, until_hash, anew, lines, matters })
}

/// One more, to see whether there is more.
fn more_than(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1)
}

/// Where a list of places that has more than `most` has to end, so that no position is cut in two.
fn cut_to(until: i64, most: usize, positions: impl ExactSizeIterator<Item = i64>) -> i64 {
    if positions.len() > most { positions.last().map_or(until, |last| until.min(last - 1)) } else { until }
}

/// The hash of the event at a position; nothing where there is none.
async fn hash_at(connection: &mut dyn Connection, position: i64) -> Result<Option<String>, DbError> {
    if position == 0 {
        return Ok(Some(beginning()));
    }
    let row = connection.query_one("SELECT hash FROM case_event WHERE position = ?1", params![position]).await?;
    row.map(|row| Ok(hex::encode(row.bytes::<32>(0)?))).transpose()
}

/// Entries behind a position, one more than are sent.
async fn lines(
    connection: &mut dyn Connection,
    province: &UnitId,
    after: i64,
    most: usize,
) -> Result<Vec<Line>, DbError> {
    let sql = format!(
        "SELECT position, line, unit, day, field, {} FROM report_entry WHERE position > ?1 AND province = ?2 \
         ORDER BY position, line LIMIT ?3",
        columns("")
    );
    let read = |row: &Row| -> Result<Line, DbError> {
        Ok(Line {
            position: row.int(0)?,
            line: row.int(1)?,
            unit: UnitId(row.string(2)?),
            entry: Entry { day: row.parse(3, "a date")?, field: read_field(row, 4)?, measures: read_measures(row, 5)? },
        })
    };
    connection.query(&sql, params![after, &province.0, more_than(most)]).await?.iter().map(read).collect()
}

/// What became of the violator of a case as it stands now, by the papers of its own time and those his record has now.
async fn matter(
    connection: &mut dyn Connection,
    marks: &MarkKey,
    province: &UnitId,
    num: i64,
) -> Result<Option<Matter>, DbError> {
    let sql = "SELECT c.document, h.document FROM case_file c LEFT JOIN party p ON p.id = c.party \
               LEFT JOIN party h ON h.num = coalesce(p.head, p.num) WHERE c.num = ?1 AND c.province = ?2";
    let Some(row) = connection.query_one(sql, params![num, &province.0]).await? else { return Ok(None) };
    let case: CaseFile = row.json(0)?;
    let record: Option<Party> = row.opt_string(1)?.map(|_| row.json(1)).transpose()?;
    let past = case.past();
    let mut of = marks.of(&case.inspection.party);
    of.extend(record.iter().flat_map(|party| marks.of(party)));
    let of: BTreeSet<String> = if past.is_empty() { BTreeSet::new() } else { of.into_iter().take(MAX_MARKS).collect() };
    Ok(Some(Matter { record: marks.record(&case.id), marks: of, past }))
}
