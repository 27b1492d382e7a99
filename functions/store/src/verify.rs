//! Proves a database: the chain recomputed, every case replayed from its events, entries and cells rebuilt.
//!
//! Everything is read in one transaction, so that work may go on meanwhile. Must not know: how to repair anything.

mod chain;
mod common;
mod pace;

use crate::blobs::{self, Blobs};
use crate::cases::IndexColumns;
use crate::cells::{self, CellKey, Cells, Grain, read_field, read_measures};
use crate::database::{Connection, Database, DbError, Row};
use crate::{
    calendar, direction, dossiers, establishments, federation, fieldwork, filings, imports, journal, law, national,
    oversight, papers, params, plans, registry,
};
pub(crate) use chain::Chain;
use common::{Commons, Part};
use domain::calendar::{WorkCalendar, to_local};
use domain::case::{CaseFile, Event, EventBody};
use domain::catalogue::Catalogue;
use domain::establishment::{PhotoEvent, PhotoEventBody};
use domain::media::KeptFile;
use domain::pace::Fact;
use domain::report::{Entry, Measure, Measures};
use pace::Pace;
use std::collections::{BTreeMap, BTreeSet};

/// Most problems that are told.
const MAX_PROBLEMS: usize = 100;

const PAGE: i64 = 500;

/// What was proven, and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    pub cases: u64,
    pub events: u64,
    pub entries: u64,
    pub cells: u64,
    /// Steps of cases that ended, each with how long it took.
    pub durations: u64,
    pub papers: u64,
    pub plans: u64,
    pub plan_events: u64,
    /// Reports as offices make them.
    pub filings: u64,
    pub filing_events: u64,
    /// Cases that name an item of a plan.
    pub planned_cases: u64,
    /// Leads and professional measures.
    pub dossiers: u64,
    pub dossier_events: u64,
    /// Cases that name the proposal of a lead.
    pub proposed_cases: u64,
    /// Tasks given, and what happened to them.
    pub tasks: u64,
    pub task_events: u64,
    /// Comments on cases, and what was said on them.
    pub comments: u64,
    pub comment_events: u64,
    /// Records of parties merged, split and told apart.
    pub party_events: u64,
    /// Photos of establishments added and withdrawn.
    pub place_events: u64,
    /// Commands that came from devices of field work.
    pub field_commands: u64,
    /// Lines of the journal.
    pub journal: u64,
    /// Lines of reports that provinces sent.
    pub federated: u64,
    /// What was done with identities of informants.
    pub vault_events: u64,
    /// Attached files of cases and photos of establishments, withdrawn ones too.
    pub attachments: u64,
    /// Kept files that nothing names: left by interrupted uploads, harmless.
    pub orphans: u64,
    /// Empty when all is well.
    pub problems: Vec<String>,
}

impl Verified {
    pub(crate) fn problem(&mut self, text: String) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(text);
        }
    }
}

/// Serial numbers by series, as the papers carry them.
pub(crate) type Series = BTreeMap<(String, String, i16), BTreeSet<u32>>;

/// Reads and proves everything.
///
/// # Errors
/// The database failed. What does not fit is a problem in the answer, not an error.
pub async fn run(db: &dyn Database) -> Result<Verified, DbError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    connection.execute("BEGIN", &[]).await?;
    let mut found = Verified::default();
    chain(connection, &mut found).await?;
    law_as_data(connection, &mut found).await?;
    let calendar = law::calendar_on(connection).await?;
    let mut rebuilt = (Cells::new(), Pace::read(connection).await?);
    let mut series = Series::new();
    let mut commons = Commons::default();
    let mut marks = national::Marks::default();
    let mut after = 0;
    loop {
        let sql = format!(
            "SELECT num, id, document, search, {} FROM case_file WHERE num > ?1 ORDER BY num LIMIT ?2",
            IndexColumns::NAMES.join(", ")
        );
        let rows = connection.query(&sql, params![after, PAGE]).await?;
        let Some(last) = rows.last() else { break };
        after = last.int(0)?;
        for row in &rows {
            found.cases += 1;
            let stored = Stored {
                num: row.int(0)?,
                id: row.string(1)?,
                document: row.string(2)?,
                search: row.string(3)?,
                columns: row.0.get(4..).unwrap_or_default().to_vec(),
            };
            case(connection, &stored, &calendar, &mut found, &mut rebuilt, (&mut series, &mut commons, &mut marks))
                .await?;
        }
    }
    plans::prove(connection, &mut found, &mut series).await?;
    filings::prove(connection, &mut found, &mut series).await?;
    dossiers::prove(connection, &mut found, &mut series).await?;
    fieldwork::prove(connection, &mut found, &mut series).await?;
    direction::prove(connection, &mut found).await?;
    imports::prove(connection, &mut found).await?;
    registry::prove(connection, &mut found).await?;
    establishments::prove(connection, &mut found).await?;
    oversight::prove(connection, &calendar, &mut found).await?;
    national::prove(connection, marks, &mut found).await?;
    journal::prove(connection, &mut found).await?;
    let (mut rebuilt, pace) = rebuilt;
    federation::prove(connection, &mut rebuilt, &mut found).await?;
    compare_cells(connection, &rebuilt, &mut found).await?;
    pace.prove(connection, &mut found).await?;
    compare_series(connection, &series, &mut found).await?;
    commons.prove(connection, &mut found).await?;
    let entries = connection.query_one("SELECT count(*) FROM report_entry", &[]).await?;
    let entries = entries.map_or(Ok(0), |row| row.int(0))?;
    if u64::try_from(entries) != Ok(found.entries) {
        found.problem(format!("report entries: {entries} stored, {} follow from the events", found.entries));
    }
    connection.execute("COMMIT", &[]).await?;
    Ok(found)
}

/// Proves that every attached file is kept as it was attached, and its small picture with it; counts what nothing names.
///
/// # Errors
/// The database or the store failed. What does not fit is a problem in `found`.
pub async fn blobs(db: &dyn Database, kept: &dyn Blobs, found: &mut Verified) -> Result<(), DbError> {
    let mut connection = db.open().await?;
    let mut named = BTreeSet::new();
    for (events, kind, what, of, file) in [
        ("case_event", "attachment-added", "attachment", "", attached as fn(&Row) -> Option<KeptFile>),
        ("place_event", "photo-added", "photo", " of places", taken),
    ] {
        let mut after = 0;
        loop {
            let sql = format!(
                "SELECT position, event FROM {events} WHERE kind = ?1 AND position > ?2 ORDER BY position LIMIT ?3"
            );
            let rows = connection.query(&sql, params![kind, after, PAGE]).await?;
            let Some(last) = rows.last() else { break };
            after = last.int(0)?;
            for row in &rows {
                // An event that cannot be read is told by its chain.
                let Some(file) = file(row) else { continue };
                found.attachments += 1;
                if named.insert(file.sha256.clone()) {
                    blob(kept, &file, &format!("{what} of event {}{of}", row.int(0)?), found).await?;
                }
            }
        }
    }
    for row in connection.query("SELECT id, sha256, size FROM import_batch ORDER BY num", &[]).await? {
        let (sha256, size) = (row.string(1)?, u64::try_from(row.int(2)?).unwrap_or(0));
        if named.insert(sha256.clone()) && blobs::get(kept, &sha256, size).await?.is_none() {
            found.problem(format!("import {}: its file is damaged or missing", row.text(0)?));
        }
    }
    let keys = kept.keys().await?;
    let owners: BTreeSet<&str> = keys.iter().filter_map(|key| blobs::owner(key)).collect();
    found.orphans = owners.into_iter().filter(|sha256| !named.contains(*sha256)).count().try_into().unwrap_or(u64::MAX);
    Ok(())
}

/// The file an event of a case attached.
fn attached(row: &Row) -> Option<KeptFile> {
    let Ok(Event { body: EventBody::AttachmentAdded { attachment }, .. }) = row.json(1) else { return None };
    Some(attachment.file.kept())
}

/// The photo an event of a place added.
fn taken(row: &Row) -> Option<KeptFile> {
    let Ok(PhotoEvent { body: PhotoEventBody::PhotoAdded { photo }, .. }) = row.json(1) else { return None };
    Some(photo.file)
}

/// Proves that one file is kept as it was attached, and its small picture with it.
async fn blob(kept: &dyn Blobs, file: &KeptFile, what: &str, found: &mut Verified) -> Result<(), DbError> {
    match blobs::get(kept, &file.sha256, file.size).await? {
        Some(content) if u64::try_from(content.len()) == Ok(file.size) => {}
        Some(_) | None => found.problem(format!("{what}: the file {} is damaged or missing", file.sha256)),
    }
    if file.media.is_image() && blobs::thumbnail(kept, &file.sha256).await?.is_none() {
        found.problem(format!("{what}: it has no small picture"));
    }
    Ok(())
}

/// Recomputes the chain from its first event.
async fn chain(connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
    let mut chain = Chain::begin("chain");
    loop {
        let rows = connection
            .query(
                "SELECT position, case_num, seq, at, officer, kind, event, hash FROM case_event \
                 WHERE position > ?1 ORDER BY position LIMIT ?2",
                params![chain.head.position, PAGE],
            )
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            found.events += 1;
            let position = row.int(0)?;
            chain.take(row.int(1)?, position, row.text(6)?, row.bytes(7)?, found);
            match row.json::<Event>(6) {
                Ok(event) => {
                    let told =
                        (i64::from(event.seq), event.at.as_millisecond(), event.by.id.0.as_str(), event.body.key());
                    if told != (row.int(2)?, row.int(3)?, row.text(4)?, row.text(5)?) {
                        found.problem(format!("event {position}: its columns differ from the event"));
                    }
                }
                Err(error) => found.problem(format!("event {position}: {error}")),
            }
        }
    }
    let head = chain.head;
    let kept = connection.query_one("SELECT position, hash FROM chain_head", &[]).await?;
    match kept {
        Some(row) if (row.int(0)?, row.bytes::<32>(1)?) == (head.position, head.hash) => {}
        Some(row) => {
            found.problem(format!("chain: its head is event {}, the last event {}", row.int(0)?, head.position))
        }
        None => found.problem("chain: it has no head".to_owned()),
    }
    Ok(())
}

struct Stored {
    num: i64,
    id: String,
    document: String,
    search: String,
    columns: Vec<crate::Value>,
}

/// Replays one case and compares everything that is derived from its events.
async fn case(
    connection: &mut dyn Connection,
    stored: &Stored,
    calendar: &WorkCalendar,
    found: &mut Verified,
    rebuilt: &mut (Cells, Pace),
    (series, commons, marks): (&mut Series, &mut Commons, &mut national::Marks),
) -> Result<(), DbError> {
    let name = &stored.id;
    let rows = connection
        .query("SELECT position, event FROM case_event WHERE case_num = ?1 ORDER BY seq", params![stored.num])
        .await?;
    let (rebuilt, pace) = rebuilt;
    let mut replayed: Option<CaseFile> = None;
    let mut expected: Vec<(i64, i64, Entry)> = Vec::new();
    let mut ended: Vec<(i64, i64, Fact)> = Vec::new();
    for (place, row) in (1_u32..).zip(&rows) {
        let Ok(event) = row.json::<Event>(1) else { return Ok(()) };
        if event.seq != place {
            found.problem(format!("case {name}: event {place} is missing"));
        }
        let position = row.int(0)?;
        let entries = domain::report::entries(replayed.as_ref(), &event);
        expected.extend((0_i64..).zip(entries).map(|(line, entry)| (position, line, entry)));
        let facts = pace.of(replayed.as_ref(), &event);
        ended.extend((0_i64..).zip(facts).map(|(line, fact)| (position, line, fact)));
        // Only a common paper is compared with the state it was made in.
        let before = if event.body.is_common() { replayed.clone() } else { None };
        match &mut replayed {
            None => replayed = CaseFile::open(&event),
            Some(case) => case.apply(&event),
        }
        if let Some(case) = &replayed {
            marks.take(position, stored.num, case, &event);
        }
        if let Some(frame) = event.body.frame() {
            let (owner, kind) = papers::series_of(frame);
            let key = (owner.clone(), kind.clone(), to_local(event.at).year());
            let key_of_paper = (owner, kind, key.2, frame.number.serial);
            let fresh = series.entry(key).or_default().insert(frame.number.serial);
            found.papers += u64::from(fresh);
            let part = match (&before, &replayed) {
                (Some(before), Some(after)) => Part::of(before, after, &event)?,
                _ => None,
            };
            // In several files only as one paper over several violators.
            let may_stand = part.map_or(fresh, |part| commons.take(key_of_paper, fresh, part));
            if !may_stand {
                found.problem(format!("case {name}: the number {} was given twice", frame.number.text));
            }
        }
    }
    let Some(case) = replayed else {
        found.problem(format!("case {name}: it has no opening event"));
        return Ok(());
    };
    if case.id.to_string() != *name {
        found.problem(format!("case {name}: its events are those of {}", case.id));
    }
    match serde_json::from_str::<CaseFile>(&stored.document) {
        Ok(document) if document == case => {}
        Ok(_) => found.problem(format!("case {name}: the document differs from its events")),
        Err(error) => found.problem(format!("case {name}: the document cannot be read: {error}")),
    }
    register(connection, stored.num, &case, found).await?;
    plans::prove_link(connection, stored.num, &case, found).await?;
    dossiers::prove_link(connection, stored.num, &case, found).await?;
    let (columns, words) = IndexColumns::of(&case, calendar);
    for ((column, derived), kept) in IndexColumns::NAMES.iter().zip(&columns.0).zip(&stored.columns) {
        if derived != kept {
            found.problem(format!("case {name}: column {column} differs from its events"));
        }
    }
    if words != stored.search {
        found.problem(format!("case {name}: the words it is found by differ from its events"));
    }
    pace.case(connection, (stored.num, &case.path), &ended, found).await?;
    for (_, _, entry) in &expected {
        cells::add(rebuilt, &case.path, entry);
    }
    found.entries += u64::try_from(expected.len()).unwrap_or(u64::MAX);
    for (position, line, entry) in expected {
        let sql = format!(
            "SELECT day, field, {}, unit, province, case_num FROM report_entry WHERE position = ?1 AND line = ?2",
            cells::columns("")
        );
        let fits = match connection.query_one(&sql, params![position, line]).await? {
            Some(row) => {
                let after = 2 + Measure::ALL.len();
                let kept = Entry {
                    day: row.parse(0, "a date")?,
                    field: read_field(&row, 1)?,
                    measures: read_measures(&row, 2)?,
                };
                kept == entry
                    && (row.text(after)?, row.text(after + 1)?, row.int(after + 2)?)
                        == (case.unit.0.as_str(), case.province.0.as_str(), stored.num)
            }
            None => false,
        };
        if !fits {
            found.problem(format!("case {name}: the report entry of event {position} differs from the event"));
        }
    }
    Ok(())
}

/// Every catalogue version and every year of the calendar says what its digest names.
async fn law_as_data(connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
    let numbers = connection.query("SELECT id FROM catalogue_version ORDER BY id", &[]).await?;
    for number in &numbers {
        // One at a time: a version may have two megabytes.
        let id = number.int(0)?;
        let row = connection
            .query_one("SELECT digest, behaviours, document FROM catalogue_version WHERE id = ?1", params![id])
            .await?;
        let Some(row) = row else { continue };
        match row.json::<Catalogue>(2) {
            Ok(read) if read.digest() == row.text(0)? && i64::try_from(read.behaviour.len()) == Ok(row.int(1)?) => {}
            Ok(_) => found.problem(format!("catalogue version {id}: its document is not what its digest names")),
            Err(error) => found.problem(format!("catalogue version {id}: {error}")),
        }
    }
    for row in connection.query("SELECT year, digest, document FROM calendar_year ORDER BY year", &[]).await? {
        if calendar::digest(row.text(2)?) != row.text(1)? {
            found.problem(format!("calendar of {}: its document is not what its digest names", row.int(0)?));
        }
    }
    Ok(())
}

fn cell_field(row: &Row, column: usize) -> Result<&'static str, DbError> {
    if row.text(column)? == cells::ALL_FIELDS { Ok(cells::ALL_FIELDS) } else { Ok(read_field(row, column)?.key()) }
}

/// Compares the rebuilt cells with the stored ones, cell by cell.
async fn compare_cells(connection: &mut dyn Connection, rebuilt: &Cells, found: &mut Verified) -> Result<(), DbError> {
    let sql = format!("SELECT scope, grain, start, field, {} FROM report_cell", cells::columns(""));
    let mut kept: BTreeMap<CellKey, Measures> = BTreeMap::new();
    for row in connection.query(&sql, &[]).await? {
        let key = CellKey {
            scope: row.string(0)?,
            grain: Grain::from_key(row.text(1)?).ok_or(DbError::Shape { column: 1, expected: "a grain" })?,
            start: row.parse(2, "a date")?,
            field: cell_field(&row, 3)?,
        };
        kept.insert(key, read_measures(&row, 4)?);
    }
    found.cells = u64::try_from(kept.len()).unwrap_or(u64::MAX);
    for key in kept.keys().chain(rebuilt.keys()).collect::<BTreeSet<_>>() {
        if kept.get(key) != rebuilt.get(key) {
            let CellKey { scope, grain, start, field } = key;
            found.problem(format!("report cell {scope}/{}/{start}/{field} differs from the events", grain.key()));
        }
    }
    Ok(())
}

/// Every series runs from its first number to its last without a gap; what no case has was spoilt, and the register says so.
async fn compare_series(connection: &mut dyn Connection, series: &Series, found: &mut Verified) -> Result<(), DbError> {
    let voided = "SELECT serial FROM paper WHERE owner = ?1 AND series = ?2 AND year = ?3 AND case_num IS NULL \
                  AND reason IS NOT NULL";
    for ((unit, kind, year), serials) in series {
        let row = connection
            .query_one(
                "SELECT first, last FROM number_series WHERE unit = ?1 AND kind = ?2 AND year = ?3",
                params![unit, kind, i64::from(*year)],
            )
            .await?;
        let (first, last) = row.map_or(Ok((1, 0)), |row| Ok::<_, DbError>((row.int(0)?, row.int(1)?)))?;
        let mut given: BTreeSet<u32> = serials.clone();
        for row in connection.query(voided, params![unit, kind, i64::from(*year)]).await? {
            let serial = u32::try_from(row.int(0)?).unwrap_or(0);
            if !given.insert(serial) {
                found.problem(format!("number series {unit}/{kind}/{year}: {serial} is spoilt and on a paper"));
            }
        }
        let full = (first..=last).eq(given.iter().map(|serial| i64::from(*serial)));
        if !full {
            found.problem(format!(
                "number series {unit}/{kind}/{year} has gaps: {} numbers up to {last}",
                serials.len()
            ));
        }
    }
    Ok(())
}

/// The register says of every paper what its case says.
async fn register(
    connection: &mut dyn Connection,
    num: i64,
    case: &CaseFile,
    found: &mut Verified,
) -> Result<(), DbError> {
    let rows = connection
        .query(
            "SELECT number, state FROM paper p WHERE case_num = ?1 AND NOT EXISTS (SELECT 1 FROM paper_part q \
             WHERE q.owner = p.owner AND q.series = p.series AND q.year = p.year AND q.serial = p.serial) \
             UNION ALL SELECT number, state FROM paper_part WHERE case_num = ?1",
            params![num],
        )
        .await?;
    let kept: BTreeSet<(&str, &str)> =
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect::<Result<_, DbError>>()?;
    let papers = case.papers();
    let told: BTreeSet<(&str, &str)> = papers.iter().map(|paper| (paper.number.as_str(), paper.state.key())).collect();
    if kept != told {
        found.problem(format!("case {}: the register of papers differs from its events", case.id));
    }
    Ok(())
}
