//! What every change of a case writes.

use super::row::{BETWEEN, NO_DUE, queue, search_words};
use crate::cells::Cells;
use crate::chain::Head;
use crate::database::{Connection, DbError, Row, UnitOfWork, Value, to_json};
use crate::pace::{self, Kept, Moved};
use crate::{cells, national, papers, params, units};
use domain::calendar::WorkCalendar;
use domain::case::{CaseFile, CaseIndex, Event};
use domain::officer::OfficerId;
use domain::pace::Work;
use domain::report::Entry;
use domain::unit::{Unit, UnitSnapshot};
use jiff::Timestamp;

/// A unit with the head its papers print.
pub(crate) struct Issuer {
    pub unit: Unit,
    pub snapshot: UnitSnapshot,
}

/// Columns of an issuer: the unit `u` and the name of the unit above it, `p`.
pub(crate) fn issuer_columns(u: &str, p: &str) -> String {
    let unit: Vec<String> = units::COLUMNS.split(", ").map(|column| format!("{u}.{}", column.trim())).collect();
    format!("{p}.name, {}", unit.join(", "))
}

/// How many columns [`issuer_columns`] has.
pub(super) const ISSUER_WIDTH: usize = units::WIDTH + 1;

pub(crate) fn read_issuer(row: &Row, first: usize) -> Result<Issuer, DbError> {
    let above = row.opt_string(first)?.unwrap_or_default();
    let unit = units::read(row, first + 1)?;
    let snapshot = unit.snapshot(&above.to_uppercase());
    Ok(Issuer { unit, snapshot })
}

/// The columns of a case that change with it, derived from the document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IndexColumns(pub Vec<Value>);

impl IndexColumns {
    /// Their names, in order.
    pub const NAMES: [&'static str; 20] = [
        "code",
        "unit",
        "path",
        "province",
        "version",
        "stage",
        "party",
        "party_name",
        "establishment",
        "place",
        "responsible",
        "responsible_name",
        "awaiting",
        "field",
        "opened_on",
        "next_due",
        "next_due_name",
        "fine",
        "owed",
        "numbers",
    ];

    /// Derives them, and the words the case is found by.
    pub fn of(case: &CaseFile, calendar: &WorkCalendar) -> (Self, String) {
        let index = case.index(calendar);
        let [next_due, next_due_name] = due_columns(&index);
        let columns = vec![
            Value::from(&index.code),
            Value::from(&index.unit.0),
            Value::from(&index.path.0),
            Value::from(&index.province.0),
            Value::from(case.version),
            Value::from(index.stage.key()),
            Value::from(index.party.0),
            Value::from(&index.party_name),
            Value::from(&index.establishment_name),
            Value::from(&index.place),
            Value::from(&index.responsible.0),
            Value::from(&index.responsible_name),
            Value::from(queue(&index)),
            Value::from(index.field.map(domain::catalogue::Field::key)),
            Value::from(index.opened_on),
            next_due,
            next_due_name,
            Value::from(index.fine.map(|fine| fine.0)),
            Value::from(index.owed.0),
            Value::from(index.numbers.join(BETWEEN)),
        ];
        let words = search_words(case, &index);
        (Self(columns), words)
    }
}

/// The columns that follow the calendar: `next_due` and `next_due_name`.
pub(super) fn due_columns(index: &CaseIndex) -> [Value; 2] {
    let due = index.next_due.map_or_else(|| NO_DUE.to_owned(), |due| due.to_string());
    [Value::from(due), Value::from(index.next_due_name.clone())]
}

/// The number the next case gets, within a writing transaction.
pub(super) const NEXT_NUM: &str = "(SELECT coalesce(max(num), 0) + 1 FROM case_file)";

/// Adds the case to the lists under its number, as it stands after its last event.
pub(crate) async fn insert_case(
    work: &mut UnitOfWork,
    num: i64,
    case: &CaseFile,
    (opened_by, updated_at): (&OfficerId, Timestamp),
    calendar: &WorkCalendar,
) -> Result<(), DbError> {
    let (IndexColumns(mut params), words) = IndexColumns::of(case, calendar);
    params.extend([
        Value::from(case.id.0),
        Value::from(&opened_by.0),
        Value::from(updated_at),
        Value::from(words),
        Value::from(to_json(case)?),
        Value::from(num),
    ]);
    let places: Vec<String> = (1..=params.len()).map(|place| format!("?{place}")).collect();
    let sql = format!(
        "INSERT INTO case_file ({}, id, opened_by, updated_at, search, document, num) VALUES ({})",
        IndexColumns::NAMES.join(", "),
        places.join(",")
    );
    work.execute(&sql, &params).await
}

/// Writes the changed case over the old one.
pub(super) async fn update_case(
    work: &mut UnitOfWork,
    num: i64,
    case: &CaseFile,
    event: &Event,
    calendar: &WorkCalendar,
) -> Result<(), DbError> {
    let (IndexColumns(mut params), words) = IndexColumns::of(case, calendar);
    params.extend([Value::from(event.at), Value::from(words), Value::from(to_json(case)?), Value::from(num)]);
    let names = IndexColumns::NAMES.into_iter().chain(["updated_at", "search", "document"]);
    let sets: Vec<String> = names.enumerate().map(|(place, name)| format!("{name} = ?{}", place + 1)).collect();
    let sql = format!("UPDATE case_file SET {} WHERE num = ?{}", sets.join(", "), params.len());
    work.execute(&sql, &params).await
}

/// What an event adds beside itself: to the reports, and to how long steps take.
pub(crate) struct Adds {
    entries: Vec<Entry>,
    kept: Kept,
}

impl Adds {
    /// Derives it from the case before the event and the calendar in use.
    pub fn of(before: Option<&CaseFile>, event: &Event, calendar: &WorkCalendar) -> Self {
        Self { entries: domain::report::entries(before, event), kept: Kept::of(before, event, calendar) }
    }
}

/// The sums that events move.
#[derive(Default)]
pub(crate) struct Sums {
    cells: Cells,
    moved: Moved,
}

impl Sums {
    /// Whether so much is gathered that a writer of many events should put it away.
    #[cfg(feature = "native")]
    pub fn is_large(&self) -> bool {
        self.cells.len() + self.moved.cells.len() + self.moved.work.len() > 200_000
    }

    /// Adds what was gathered to what is kept.
    pub async fn flush(&self, work: &mut UnitOfWork) -> Result<(), DbError> {
        cells::flush(work, &self.cells).await?;
        pace::flush(work, &self.moved).await
    }
}

/// Appends the event to the chain and moves the sums kept of it; answers where the chain ends now.
pub(super) async fn append(
    work: &mut UnitOfWork,
    head: Head,
    num: i64,
    before: Option<&CaseFile>,
    after: &CaseFile,
    event: &Event,
    calendar: &WorkCalendar,
) -> Result<Head, DbError> {
    let mut sums = Sums::default();
    let adds = Adds::of(before, event, calendar);
    let next = append_into(work, head, num, (after, event), &adds, &mut sums).await?;
    sums.flush(work).await?;
    Ok(next)
}

/// The same with what the event adds told, and the sums gathered: for a writer of many events.
pub(crate) async fn append_into(
    work: &mut UnitOfWork,
    head: Head,
    num: i64,
    (after, event): (&CaseFile, &Event),
    adds: &Adds,
    sums: &mut Sums,
) -> Result<Head, DbError> {
    let text = to_json(event)?;
    let next = head.append(num, &text);
    work.execute(
        "INSERT INTO case_event (position, case_num, seq, at, officer, kind, event, hash) VALUES (?1,?2,?3,?4,?5,?6,?7,?8)",
        params![next.position, num, event.seq, event.at, &event.by.id.0, event.body.key(), text, next.hash],
    )
    .await?;
    papers::enter(work, num, next.position, after, event).await?;
    national::note(work, (next.position, num), after, event).await?;
    let CaseFile { unit, province, path, .. } = after;
    let origin = cells::Origin { position: next.position, case_num: num, unit, province, path };
    cells::enter(work, &origin, &adds.entries, &mut sums.cells).await?;
    pace::gather_work(&mut sums.moved, &event.by.id, event.at, Work::of(&event.body));
    pace::enter(work, (next.position, num), after, &adds.kept, &mut sums.moved).await?;
    Ok(next)
}
