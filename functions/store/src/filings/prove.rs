//! Proves the reports of a database: the chain recomputed, every report replayed, what was signed compared with the events of cases.
//!
//! Must not know: how to repair anything.

use super::write::{NAMES, columns};
use crate::database::{Connection, DbError, Row, Value};
use crate::params;
use crate::units::{Scope, UnitTree, tree_on};
use crate::verify::{Chain, Series, Verified};
use crate::{cells, papers};
use domain::calendar::{Period, from_local, to_local};
use domain::catalogue::Field;
use domain::report::definition::{Over, RowKey, Value as Shown};
use domain::report::filing::{Edition, Filing, FilingEvent};
use domain::report::{Figure, Measure, Measures};

/// Reads and proves every report; the numbers of their signatures go into `series`.
pub(crate) async fn prove(
    connection: &mut dyn Connection,
    found: &mut Verified,
    series: &mut Series,
) -> Result<(), DbError> {
    chain(connection, found).await?;
    let tree = tree_on(connection).await?;
    let sql = format!("SELECT num, id, document, {} FROM filing ORDER BY num", NAMES.join(", "));
    for row in connection.query(&sql, &[]).await? {
        found.filings += 1;
        let (num, name) = (row.int(0)?, row.string(1)?);
        let rows =
            connection.query("SELECT event FROM filing_event WHERE filing_num = ?1 ORDER BY seq", params![num]).await?;
        let events = rows.iter().map(|row| row.json(0)).collect::<Result<Vec<FilingEvent>, _>>();
        // An event that cannot be read is told by the chain.
        let Ok(events) = events else { continue };
        let Some(filing) = Filing::replay(&events) else {
            found.problem(format!("report {name}: it has no first event"));
            continue;
        };
        if !(1..).zip(&events).all(|(place, event)| event.seq == place) {
            found.problem(format!("report {name}: an event is missing"));
        }
        if row.json::<Filing>(2).ok().as_ref() != Some(&filing) || filing.id.to_string() != name {
            found.problem(format!("report {name}: the document differs from its events"));
        }
        for ((column, derived), kept) in NAMES.iter().zip(columns(&filing)).zip(row.0.get(3..).unwrap_or_default()) {
            if derived != *kept {
                found.problem(format!("report {name}: column {column} differs from its events"));
            }
        }
        for event in &events {
            let Some(frame) = event.body.frame() else { continue };
            found.papers += 1;
            let (owner, kind) = papers::series_of(frame);
            let year = to_local(event.at).year();
            if !series.entry((owner, kind, year)).or_default().insert(frame.number.serial) {
                found.problem(format!("report {name}: the number {} was given twice", frame.number.text));
            }
            let sql = "SELECT 1 FROM paper WHERE owner = ?1 AND number = ?2";
            let entered = connection.query_one(sql, params![&frame.issuer.id.0, &frame.number.text]).await?;
            if entered.is_none() {
                found.problem(format!("report {name}: the register of papers lacks {}", frame.number.text));
            }
        }
        for edition in &filing.editions {
            signed(connection, &tree, &filing, edition, found).await?;
        }
    }
    Ok(())
}

/// Counts the totals of a signed report again from the entries up to its position, and compares the position with the chain of cases.
async fn signed(
    connection: &mut dyn Connection,
    tree: &UnitTree,
    filing: &Filing,
    edition: &Edition,
    found: &mut Verified,
) -> Result<(), DbError> {
    let name = &filing.id;
    if edition.position > 0 {
        let sql = "SELECT hash FROM case_event WHERE position = ?1";
        let row = connection.query_one(sql, params![edition.position]).await?;
        let hash = row.map(|row| row.bytes::<32>(0)).transpose()?.map(hex::encode);
        if hash.as_deref() != Some(edition.chain.as_str()) {
            found.problem(format!("report {name}: event {} is not the one it was signed at", edition.position));
        }
    }
    // The rows and figures of another state of the definition cannot be counted again.
    let Some(definition) = filing.definition().filter(|found| found.version == edition.definition_version) else {
        return Ok(());
    };
    let table = edition.table.table();
    let Some(total) = table.lines.iter().find(|line| line.key == RowKey::Total) else { return Ok(()) };
    for over in definition.spans() {
        let span = over.of(&filing.period);
        let flows = count(connection, tree, filing, edition, &span).await?;
        let stocks = count(connection, tree, filing, edition, &span.up_to_its_end()).await?;
        let (Some(flows), Some(stocks)) = (flows, stocks) else { continue };
        for cell in total.cells.iter().filter(|cell| Over::from_key(&cell.over) == Some(over)) {
            let (Some(figure), Shown::Number { value }) = (Figure::from_key(&cell.figure), cell.value) else {
                continue;
            };
            let counted = figure.value(if figure.is_stock() { &stocks } else { &flows });
            if counted != value {
                found.problem(format!(
                    "report {name}, edition {}: {} {} is {value}, the events of before give {counted}",
                    edition.number,
                    figure.key(),
                    over.key()
                ));
            }
        }
    }
    Ok(())
}

/// The sums of entries up to the position of an edition; nothing where the unit has no report of the span.
async fn count(
    connection: &mut dyn Connection,
    tree: &UnitTree,
    filing: &Filing,
    edition: &Edition,
    span: &Period,
) -> Result<Option<Measures>, DbError> {
    let organisation = tree.organisation();
    let Some(unit) = tree.get(&filing.unit) else { return Ok(None) };
    if organisation.exists(unit, filing.basis, span).is_err() {
        return Ok(None);
    }
    let fields = filing.occasion.fields();
    let fields: Vec<Field> = if fields.is_empty() { Field::all().collect() } else { fields.to_vec() };
    let mut sum = Measures::default();
    for piece in organisation.pieces(unit, filing.basis, span) {
        let Some(scope) = tree.get(&piece.scope).map(|unit| Scope::of(&unit.path)) else { continue };
        let mut values = vec![Value::from(piece.from), Value::from(piece.to), Value::from(edition.position)];
        let place = match scope {
            Scope::Nation => "province IN (SELECT id FROM unit WHERE kind = 'province')".to_owned(),
            Scope::Province(id) => {
                values.push(Value::from(&id.0));
                "province = ?4".to_owned()
            }
            Scope::Unit(id) => {
                values.push(Value::from(&id.0));
                "unit = ?4".to_owned()
            }
        };
        let places: Vec<String> = fields
            .iter()
            .map(|field| {
                values.push(Value::from(field.key()));
                format!("?{}", values.len())
            })
            .collect();
        let sums: Vec<String> =
            Measure::ALL.iter().map(|measure| format!("coalesce(sum({}), 0)", measure.key())).collect();
        let (sums, places) = (sums.join(", "), places.join(","));
        let own = format!(
            "SELECT {sums} FROM report_entry WHERE {place} AND field IN ({places}) AND day BETWEEN ?1 AND ?2 AND position <= ?3"
        );
        let mut rows: Vec<Row> = connection.query(&own, &values).await?;
        values.push(Value::Integer(from_local(edition.frame.at).as_millisecond()));
        let until = values.len();
        // What provinces that keep their own data had sent by then.
        let sent = format!(
            "SELECT {sums} FROM federated_entry WHERE {place} AND field IN ({places}) AND day BETWEEN ?1 AND ?2 \
             AND (seen < ?3 OR (seen = ?3 AND received_at <= ?{until}))"
        );
        rows.extend(connection.query(&sent, &values).await?);
        for row in &rows {
            sum.add(&cells::read_measures(row, 0)?);
        }
    }
    Ok(Some(sum))
}

/// Recomputes the chain of reports from its first event.
async fn chain(connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
    let mut chain = Chain::begin("chain of reports");
    let sql = "SELECT position, filing_num, seq, at, officer, kind, event, hash FROM filing_event ORDER BY position";
    for row in &connection.query(sql, &[]).await? {
        found.filing_events += 1;
        let position = row.int(0)?;
        chain.take(row.int(1)?, position, row.text(6)?, row.bytes(7)?, found);
        match row.json::<FilingEvent>(6) {
            Ok(event) => {
                let told = (i64::from(event.seq), event.at.as_millisecond(), event.by.id.0.as_str(), event.body.key());
                if told != (row.int(2)?, row.int(3)?, row.text(4)?, row.text(5)?) {
                    found.problem(format!("chain of reports: the columns of event {position} differ from the event"));
                }
            }
            Err(error) => found.problem(format!("chain of reports: event {position}: {error}")),
        }
    }
    chain.end(connection, "filing_chain_head", found).await
}
