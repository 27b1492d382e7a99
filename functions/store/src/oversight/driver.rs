//! Which index a question is read by: that of its narrowest filter, in the order the index has.
//!
//! The filters are ranked by how few cases they leave as a rule; every other one is asked of the narrow row. A page looks at so many
//! rows of the index and no more, so that a question few cases answer costs no more than others.
//! Must not know: how a page is read.

use crate::database::Value;
use crate::units::Scope;
use domain::calendar::shift;
use domain::oversight::{CaseQuery, Due, HELD_SOON, Held, SOON};
use domain::unit::{UnitId, UnitPath};
use jiff::civil::Date;

/// Rows of the index that one page, or one count, looks at.
const LOOKED_AT: usize = 20_000;

/// The same where each row is looked up in another table.
const LOOKED_AT_FAR: usize = LOOKED_AT / 2;

/// The part of the tree a question is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub scope: Scope,
    /// The province it lies in; none for the nation.
    province: Option<UnitId>,
    /// The unit itself: the scope of its counts.
    pub unit: UnitId,
}

impl Place {
    pub fn of(path: &UnitPath) -> Self {
        let province = path.0.split('/').nth(1).map(|id| UnitId(id.to_owned()));
        Self { scope: Scope::of(path), province, unit: path.leaf() }
    }
}

/// A condition on a row of facts, named `f`; what a driver covers need not be asked again.
struct Condition {
    by: Filter,
    sql: String,
    params: Vec<Value>,
}

/// The filters a driver can cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    Province,
    Unit,
    Field,
    Behaviour,
    Stage,
    Open,
    Opened,
    Decided,
    Goods,
    Fine,
    Due,
    Unpaid,
    Held,
    Repeat,
    Officer,
    Party,
    Kind,
}

/// How a page is read: rows of an index in its order, then conditions on the facts of each.
#[derive(Debug)]
pub(crate) struct Drive {
    /// Table and index.
    pub from: String,
    /// The column the order follows, before the number of the case.
    pub key: &'static str,
    /// The largest or newest first.
    pub descending: bool,
    /// Conditions of the index, and their parameters.
    pub conditions: Vec<String>,
    pub params: Vec<Value>,
    /// Conditions that are left, and their parameters.
    pub rest: Vec<String>,
    pub rest_params: Vec<Value>,
    /// Rows of the index that one page, or one count, looks at.
    pub looks: usize,
}

/// Conditions of a column between two bounds.
fn span(column: &str, from: Option<Value>, to: Option<Value>) -> Option<(String, Vec<Value>)> {
    let mut sql = Vec::new();
    let mut params = Vec::new();
    if let Some(from) = from {
        sql.push(format!("{column} >= ?"));
        params.push(from);
    }
    if let Some(to) = to {
        sql.push(format!("{column} <= ?"));
        params.push(to);
    }
    (!sql.is_empty()).then(|| (sql.join(" AND "), params))
}

fn dates(column: &str, (from, to): (Option<Date>, Option<Date>)) -> Option<(String, Vec<Value>)> {
    span(column, from.map(Value::from), to.map(Value::from))
}

/// The span of deadlines that is meant.
fn due_span(due: Due, today: Date) -> (Option<Date>, Option<Date>) {
    match due {
        Due::Late => (None, Some(shift(today, -1))),
        Due::Soon => (Some(today), Some(shift(today, SOON))),
    }
}

/// The days custody ends that are meant.
fn held_span(held: Held, today: Date) -> (Option<Date>, Option<Date>) {
    match held {
        Held::Any => (None, None),
        Held::Ending => (None, Some(shift(today, HELD_SOON))),
    }
}

fn conditions(place: &Place, query: &CaseQuery, today: Date) -> Vec<Condition> {
    let mut all = Vec::new();
    let mut add = |by: Filter, found: Option<(String, Vec<Value>)>| {
        all.extend(found.map(|(sql, params)| Condition { by, sql, params }));
    };
    let one = |column: &str, value: Value| Some((format!("f.{column} = ?"), vec![value]));
    match &place.scope {
        Scope::Nation => {}
        Scope::Province(id) => add(Filter::Province, one("province", Value::from(&id.0))),
        Scope::Unit(id) => add(Filter::Unit, one("unit", Value::from(&id.0))),
    }
    add(Filter::Field, query.field.and_then(|field| one("field", Value::from(field.key()))));
    add(
        Filter::Behaviour,
        query.behaviour.as_ref().map(|act| {
            let sql = "EXISTS (SELECT 1 FROM case_behaviour b WHERE b.behaviour = ? AND b.opened_on = f.opened_on AND b.num = f.num)";
            (sql.to_owned(), vec![Value::from(act)])
        }),
    );
    add(Filter::Stage, query.stage.and_then(|stage| one("stage", Value::from(stage.key()))));
    add(Filter::Open, query.open.and_then(|open| one("open", Value::from(open))));
    add(Filter::Opened, dates("f.opened_on", (query.opened_from, query.opened_to)));
    add(Filter::Decided, dates("f.decided_on", query.decided()));
    let sums =
        |column: &str, from: Option<i64>, to: Option<i64>| span(column, from.map(Value::from), to.map(Value::from));
    add(Filter::Goods, sums("f.goods", query.goods_from, query.goods_to));
    add(Filter::Fine, sums("f.fine", query.fine_from, query.fine_to));
    add(Filter::Due, query.due.and_then(|due| dates("f.due", due_span(due, today))));
    add(Filter::Unpaid, query.unpaid.then(|| ("f.owed > 0".to_owned(), Vec::new())));
    add(
        Filter::Held,
        query.held.map(|held| {
            dates("f.held_until", held_span(held, today)).unwrap_or(("f.held_until IS NOT NULL".to_owned(), Vec::new()))
        }),
    );
    add(
        Filter::Repeat,
        query.repeat.map(|year| {
            let sql = "EXISTS (SELECT 1 FROM case_cell r WHERE r.scope = ? AND r.kind = 'dt' AND r.day = ? AND r.key = f.party AND r.cases > 1)";
            let start = domain::calendar::Period::year(year).map(|year| year.from);
            (sql.to_owned(), vec![Value::from(&place.unit.0), Value::from(start)])
        }),
    );
    add(Filter::Officer, query.officer.as_ref().and_then(|officer| one("responsible", Value::from(&officer.0))));
    add(Filter::Party, query.party.and_then(|party| one("party", Value::from(party.0))));
    add(Filter::Kind, query.party_kind.and_then(|kind| one("party_kind", Value::from(kind.key()))));
    all
}

/// An index with what it covers.
struct Choice {
    table: &'static str,
    /// For the nation, a province, a unit; empty names none.
    index: [&'static str; 3],
    key: &'static str,
    descending: bool,
    covers: &'static [Filter],
    /// What makes a partial index usable, beside the filters it covers.
    partial: &'static str,
}

/// Indexes in the order of how few cases their filters leave. A unit is read from its province where it has no index of its own.
fn choice(query: &CaseQuery) -> Choice {
    let of = |index, key, covers| Choice { table: "case_facts", index, key, descending: true, covers, partial: "" };
    if query.party.is_some() {
        return of(["facts_by_party"; 3], "opened_on", &[Filter::Party, Filter::Opened]);
    }
    if query.officer.is_some() {
        return of(["facts_by_responsible"; 3], "opened_on", &[Filter::Officer, Filter::Opened]);
    }
    if query.held.is_some() {
        let index = ["facts_by_held", "facts_by_province_held", "facts_by_province_held"];
        return Choice {
            descending: false,
            partial: "held_until IS NOT NULL",
            ..of(index, "held_until", &[Filter::Held])
        };
    }
    if query.due.is_some() {
        let index = ["facts_by_due", "facts_by_province_due", "facts_by_province_due"];
        return Choice { descending: false, partial: "due IS NOT NULL", ..of(index, "due", &[Filter::Due]) };
    }
    if query.unpaid {
        let index = ["facts_by_unpaid", "facts_by_province_unpaid", "facts_by_province_unpaid"];
        let covers = &[Filter::Unpaid, Filter::Decided];
        return Choice { descending: false, partial: "owed > 0", ..of(index, "decided_on", covers) };
    }
    if query.decided() != (None, None) {
        let index = ["facts_by_decided", "facts_by_province_decided", "facts_by_unit_decided"];
        return Choice { partial: "decided_on IS NOT NULL", ..of(index, "decided_on", &[Filter::Decided]) };
    }
    if query.behaviour.is_some() {
        return Choice { table: "case_behaviour", ..of([""; 3], "opened_on", &[Filter::Behaviour, Filter::Opened]) };
    }
    if query.fine_from.is_some() {
        let index = ["facts_by_fine", "facts_by_province_fine", "facts_by_province_fine"];
        return Choice { partial: "fine IS NOT NULL", ..of(index, "fine", &[Filter::Fine]) };
    }
    if query.goods_from.is_some_and(|from| from > 0) {
        let index = ["facts_by_goods", "facts_by_province_goods", "facts_by_province_goods"];
        return Choice { partial: "goods > 0", ..of(index, "goods", &[Filter::Goods]) };
    }
    let open = query.open == Some(true);
    if query.stage.is_some_and(|stage| !matches!(stage, domain::case::Stage::Closed | domain::case::Stage::Archived)) {
        let index = ["facts_by_stage", "facts_by_province_stage", "facts_by_province_stage"];
        let covers: &[Filter] =
            if open { &[Filter::Stage, Filter::Opened, Filter::Open] } else { &[Filter::Stage, Filter::Opened] };
        return Choice { partial: "open = 1", ..of(index, "opened_on", covers) };
    }
    let opened = ["facts_by_opened", "facts_by_province", "facts_by_unit"];
    let by_field = ["facts_by_field", "facts_by_province", "facts_by_unit"];
    match query.field {
        Some(_) => of(by_field, "opened_on", &[Filter::Opened, Filter::Field]),
        None => of(opened, "opened_on", &[Filter::Opened]),
    }
}

/// How a question about a part of the tree is read on a day.
pub(crate) fn drive(place: &Place, query: &CaseQuery, today: Date) -> Drive {
    let choice = choice(query);
    let index = match place.scope {
        Scope::Nation => choice.index[0],
        Scope::Province(_) => choice.index[1],
        Scope::Unit(_) => choice.index[2],
    };
    let from = match index {
        "" => choice.table.to_owned(),
        index => format!("{} INDEXED BY {index}", choice.table),
    };
    let mut drive = Drive {
        from,
        key: choice.key,
        descending: choice.descending,
        conditions: Vec::new(),
        params: Vec::new(),
        rest: Vec::new(),
        rest_params: Vec::new(),
        looks: LOOKED_AT,
    };
    let provinces = index.starts_with("facts_by_province");
    let units = index.starts_with("facts_by_unit");
    let mut covers: Vec<Filter> = choice.covers.to_vec();
    if provinces && let Some(province) = &place.province {
        drive.conditions.push("province = ?".to_owned());
        drive.params.push(Value::from(&province.0));
        covers.push(Filter::Province);
    }
    if units {
        covers.push(Filter::Unit);
    }
    // An index by place that has no field asks it of the row.
    if index != "facts_by_field" {
        covers.retain(|filter| *filter != Filter::Field);
    }
    if !choice.partial.is_empty() {
        drive.conditions.push(choice.partial.to_owned());
    }
    for condition in conditions(place, query, today) {
        let Condition { by, sql, params } = condition;
        let covered = covers.contains(&by);
        if covered && by != Filter::Province {
            let own = if by == Filter::Behaviour { "behaviour = ?".to_owned() } else { sql.replace("f.", "") };
            // Said already by what makes the index partial.
            if by != Filter::Open && !drive.conditions.contains(&own) {
                drive.conditions.push(own);
                drive.params.extend(params);
            }
        } else if !covered {
            if matches!(by, Filter::Repeat | Filter::Behaviour) {
                drive.looks = LOOKED_AT_FAR;
            }
            drive.rest.push(sql);
            drive.rest_params.extend(params);
        }
    }
    drive
}
