//! Reports as offices make them: their way up, what a signature keeps, and what is tampered with.

use super::*;
use crate::filings::{FilingFile, FilingHead, Now, below, draft, execute, load, own, redraft, sent_up};
use crate::reports::{Behind, Narrowed, drill_narrowed, periodic};
use crate::verify::run;
use domain::calendar::Period;
use domain::case::Refusal;
use domain::catalogue::Field;
use domain::organisation::Basis;
use domain::report::Figure;
use domain::report::definition::{DEFINITIONS, Over, RowKey, Value as Shown};
use domain::report::filing::{Filing, FilingCommand, FilingState, Occasion};
use domain::unit::UnitId;
use uuid::Uuid;

/// After the closing day of November.
const AFTER: DateTime = date(2026, 11, 16).at(9, 0, 0, 0);

fn month() -> Period {
    Period::month(2026, 11).unwrap()
}

fn head(definition: &str) -> FilingHead {
    FilingHead {
        definition: definition.into(),
        period: month(),
        occasion: Occasion::Periodic,
        basis: Basis::AsOn(AFTER.date()),
    }
}

fn told<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> String {
    match answer {
        Err(StoreError::Refused(refusal @ Refusal::Law { .. })) => refusal.message(),
        Err(StoreError::Refused(Refusal::Fields { errors })) => format!("{}: {}", errors[0].field, errors[0].message),
        Err(StoreError::Refused(Refusal::Role { message })) => format!("role: {message}"),
        Err(StoreError::NotFound) => "not-found".into(),
        Err(StoreError::Stale { .. }) => "stale".into(),
        other => panic!("{other:?}"),
    }
}

fn back(reason: &str) -> FilingCommand {
    FilingCommand::Return { reason: reason.into() }
}

impl World {
    fn make(&self, actor: &Actor, new: FilingHead) -> Result<Uuid, StoreError> {
        block_on(draft(&self.db, &env(AFTER), actor, env(AFTER).uuid(), new))
    }

    fn filing(&self, actor: &Actor, id: Uuid) -> FilingFile {
        block_on(load(&self.db, actor, id)).unwrap()
    }

    fn take(&self, actor: &Actor, filing: &Filing, command: FilingCommand) -> Result<Filing, StoreError> {
        block_on(execute(&self.db, &env(AFTER), actor, filing.id, filing.version, command))
    }

    /// The report of the first team, signed.
    pub(super) fn signed(&self) -> Filing {
        let (officer, deputy, leader) = (self.actor("ksv1"), self.actor("phodoi1"), self.actor("doitruong1"));
        let id = self.make(&officer, head("ket-qua")).unwrap();
        let filing = self.filing(&officer, id).filing;
        let filing = self.take(&deputy, &filing, FilingCommand::Check).unwrap();
        self.take(&leader, &filing, FilingCommand::Sign).unwrap()
    }
}

fn total(file: &FilingFile) -> Vec<Option<i64>> {
    let table = match (&file.edition, &file.now) {
        (Some(edition), _) => edition.table.table(),
        (None, Now::Table(table)) => table.clone(),
        (None, Now::None(why)) => panic!("{why}"),
    };
    table.lines.last().unwrap().cells.iter().map(|cell| cell.value.figure()).collect()
}

#[test]
fn a_report_goes_up_and_keeps_its_figures() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let (above, chief) = (world.actor("tonghop"), world.actor("chicuctruong"));
    world.decision(&officer, &leader, MORNING, 100_000);
    let filing = world.signed();
    assert_eq!(filing.state, FilingState::Signed);
    let edition = filing.in_force().unwrap();
    assert_eq!((edition.frame.number.text.as_str(), edition.number), ("33010001/BC", 1));
    assert_eq!(edition.position, world.number("SELECT position FROM chain_head"));
    assert!(filing.narrative.contains("Hồ sơ ") && filing.narrative.contains("1 vụ"), "{}", filing.narrative);
    assert_eq!(told(block_on(load(&world.db, &above, filing.id))), "not-found", "not before it is sent");
    assert_eq!(told(block_on(load(&world.db, &world.actor("doitruong2"), filing.id))), "not-found");
    assert_eq!(told(block_on(load(&world.db, &world.actor("quantri"), filing.id))), "not-found");
    let filing = world.take(&leader, &filing, FilingCommand::Send).unwrap();
    let seen = world.filing(&above, filing.id);
    assert!(!seen.own && seen.events.iter().all(|event| !matches!(event.body.key(), "drafted" | "checked")));
    let before = total(&seen);

    // A file entered late changes the figures of the period; the report keeps its own and says so.
    let late = world.violation(&officer, &leader, date(2026, 11, 9).at(8, 0, 0, 0), 50_000);
    let seen = world.filing(&chief, filing.id);
    assert_eq!(total(&seen), before);
    assert!(!seen.differences.is_empty(), "the change is told");
    assert_eq!(seen.changed.iter().map(|changed| changed.case.id).collect::<Vec<_>>(), [late.id]);
    let inspections = seen.differences.iter().find(|one| one.figure == "kiem_tra" && one.place.row == RowKey::Total);
    let inspections = inspections.unwrap();
    assert_eq!((inspections.was, inspections.is), (Some(Shown::Number { value: 1 }), Some(Shown::Number { value: 2 })));
    let figure = Figure::from_key("kiem_tra").unwrap();
    let unit = UnitId("33-01".into());
    let behind = Behind { unit: &unit, period: &month(), basis: filing.basis, fields: &[], figure };
    let since = Narrowed { since: seen.edition.as_ref().unwrap().position, rest: false };
    let cases = block_on(drill_narrowed(&world.db, &chief, &behind, &since, None, 10)).unwrap();
    assert_eq!((cases.count, cases.sum, cases.rows[0].0.id), (1, 1, late.id));

    // Returned, written again, signed as another edition with the figures of now.
    assert!(
        told(world.take(&world.actor("trunguong"), &filing, FilingCommand::Receive)).contains("cấp trên trực tiếp")
    );
    let filing = world.take(&above, &filing, back("Thiếu vụ ngày 09/11.")).unwrap();
    let rewritten = block_on(redraft(&world.db, &env(AFTER), &officer, filing.id, filing.version)).unwrap();
    assert_eq!(world.filing(&above, filing.id).edition.map(|edition| edition.number), Some(1), "still the one it got");
    let filing = world.take(&world.actor("phodoi1"), &rewritten, FilingCommand::Check).unwrap();
    let filing = world.take(&leader, &filing, FilingCommand::Sign).unwrap();
    let filing = world.take(&leader, &filing, FilingCommand::Send).unwrap();
    let filing = world.take(&above, &filing, FilingCommand::Receive).unwrap();
    let seen = world.filing(&above, filing.id);
    assert_eq!((seen.differences.len(), seen.filing.editions.len()), (0, 2));
    assert_eq!(world.number("SELECT count(*) FROM paper WHERE series = 'BC' AND state = 'da-sua-doi'"), 1);
    let verified = block_on(run(&world.db)).unwrap();
    assert_eq!((verified.problems, verified.filings, verified.filing_events), (Vec::<String>::new(), 1, 10));
}

#[test]
fn of_two_who_sign_the_second_is_told_who_was_first() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let id = world.make(&officer, head("ket-qua")).unwrap();
    let drafted = world.filing(&officer, id).filing;
    assert!(told(world.take(&officer, &drafted, FilingCommand::Check)).contains("role"));
    let checked = world.take(&world.actor("phodoi1"), &drafted, FilingCommand::Check).unwrap();
    assert_eq!(told(world.take(&leader, &drafted, FilingCommand::Sign)), "stale", "read before it was checked");
    let words = FilingCommand::Write { narrative: "Sửa".into() };
    assert!(told(world.take(&officer, &checked, words)).contains("chờ ký"));
    world.take(&leader, &checked, FilingCommand::Sign).unwrap();
    let second = told(world.take(&leader, &checked, FilingCommand::Sign));
    assert!(second.contains("Đỗ Văn Khánh ký lúc") && second.contains("33010001/BC"), "{second}");
    assert_eq!(world.number("SELECT last FROM number_series WHERE kind = 'BC'"), 1, "no number is lost");
}

#[test]
fn what_cannot_be_made_is_answered() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let id = world.make(&officer, head("ket-qua")).unwrap();
    let again = told(world.make(&world.actor("ksv2"), head("ket-qua")));
    assert!(again.starts_with("ky: Đơn vị đã lập báo cáo này"), "{again}");
    assert_eq!(block_on(draft(&world.db, &env(AFTER), &officer, id, head("ket-qua"))).unwrap(), id, "posted twice");
    assert_eq!(told(block_on(draft(&world.db, &env(AFTER), &world.actor("ksv2"), id, head("ket-qua")))), "not-found");
    let future = FilingHead { period: Period::month(2027, 3).unwrap(), ..head("ket-qua") };
    assert!(told(world.make(&officer, future)).contains("chưa bắt đầu"));
    assert!(told(world.make(&world.actor("phapche"), head("ket-qua"))).contains("role"));
    // Without any data the words say so.
    let empty =
        FilingHead { period: Period::month(2024, 3).unwrap(), basis: Basis::AsOn(AFTER.date()), ..head("ket-qua") };
    let id = world.make(&officer, empty).unwrap();
    assert!(world.filing(&officer, id).filing.narrative.contains("không phát sinh vụ việc"));
    // A unit that was not there, by the organisation of then.
    let before = FilingHead { period: Period::month(2010, 3).unwrap(), basis: Basis::AsItWas, ..head("ket-qua") };
    assert!(told(world.make(&officer, before)).contains("chưa có đơn vị đó"));
}

/// A thematic report of some fields over any days: rows, totals and words are of these fields.
#[test]
fn a_thematic_report_is_of_its_fields() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    world.decision(&officer, &leader, MORNING, 100_000);
    let days = Period::days(date(2026, 10, 1), date(2026, 11, 15)).unwrap();
    for (fields, expected) in [(vec![Field::HangNhapLau], 1), (vec![Field::Gia, Field::Attp], 0), (Vec::new(), 1)] {
        let rows = if fields.is_empty() { Field::all().count() } else { fields.len() };
        let new = FilingHead {
            period: days,
            occasion: Occasion::Thematic { title: "Cao điểm".into(), fields },
            ..head("ket-qua")
        };
        let id = world.make(&officer, new).unwrap();
        let file = world.filing(&officer, id);
        let Now::Table(table) = &file.now else { panic!("no figures") };
        assert_eq!(table.lines.len(), rows + 1);
        assert_eq!(total(&file)[0], Some(expected));
        let filing = world.take(&world.actor("phodoi1"), &file.filing, FilingCommand::Check).unwrap();
        world.take(&leader, &filing, FilingCommand::Sign).unwrap();
    }
    assert_eq!(block_on(own(&world.db, &leader)).unwrap().len(), 3);
    assert_eq!(block_on(run(&world.db)).unwrap().problems, Vec::<String>::new());
}

#[test]
fn the_unit_above_sees_who_has_sent() {
    let world = World::new();
    let above = world.actor("tonghop");
    let filing = world.signed();
    let lines = |definition: &str| block_on(below(&world.db, &above, definition, &month())).unwrap();
    assert_eq!(lines("ket-qua").len(), 5, "every team");
    assert!(lines("ket-qua").iter().all(|line| line.filing.is_none()), "signed is not sent");
    assert!(block_on(sent_up(&world.db, &above)).unwrap().is_empty());
    world.take(&world.actor("doitruong1"), &filing, FilingCommand::Send).unwrap();
    let sent: Vec<_> = lines("ket-qua").into_iter().filter_map(|line| line.filing).collect();
    assert_eq!((sent.len(), sent[0].sent_on), (1, Some(AFTER.date())));
    assert_eq!(block_on(sent_up(&world.db, &above)).unwrap(), sent);
    assert!(lines("xlvphc").iter().all(|line| line.filing.is_none()));
    let nation = world.actor("trunguong");
    assert_eq!(block_on(below(&world.db, &nation, "ket-qua", &month())).unwrap().len(), 2, "provinces");
    assert!(block_on(own(&world.db, &world.actor("quantri"))).is_err());
}

#[test]
fn what_is_tampered_with_is_told() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    world.decision(&officer, &leader, MORNING, 100_000);
    world.signed();
    assert_eq!(block_on(run(&world.db)).unwrap().problems, Vec::<String>::new());
    for (sql, words) in [
        ("UPDATE filing SET state = 'da-nhan'", "column state differs"),
        ("UPDATE filing SET document = replace(document, 'TÌNH HÌNH', 'TINH HINH')", "the document differs"),
        ("DELETE FROM paper WHERE series = 'BC'", "the register of papers lacks"),
    ] {
        world.tamper(sql);
        let problems = block_on(run(&world.db)).unwrap().problems.join("\n");
        assert!(problems.contains(words), "{sql}: {problems}");
    }
    world.tamper("DROP TRIGGER filing_event_is_append_only_update");
    world.tamper(
        "UPDATE filing_event SET event = replace(event, '\"position\":', '\"position\":1') WHERE kind = 'signed'",
    );
    let problems = block_on(run(&world.db)).unwrap().problems.join("\n");
    assert!(problems.contains("chain of reports: the hash of event"), "{problems}");
    assert!(problems.contains("is not the one it was signed at"), "{problems}");
}

/// Every figure of every report opens cases that add up to it: over the demo, several units, every span, also what a unit has beside
/// its parts; a count is as many cases as it says, where none counts twice.
#[test]
fn every_figure_of_the_demo_opens_its_cases() {
    let directory = tempfile::tempdir().unwrap();
    let db = Db::new(directory.path(), Filled::Migrated);
    block_on(async {
        province::load(&db, date(2026, 11, 23)).await.unwrap();
    });
    let nation = block_on(province::actor(&db, "trunguong")).unwrap();
    let basis = Basis::AsOn(date(2026, 11, 23));
    let (mut opened, mut single) = (0, 0);
    for definition in &DEFINITIONS {
        for (unit, periods) in
            [("TW", ["2026", "2026-11"]), ("33", ["2026-h2", "2026-11"]), ("33-03", ["2026", "2026-10"])]
        {
            let unit = UnitId(unit.into());
            for period in periods.map(|key| Period::from_key(key).unwrap()) {
                if !definition.is_for(&period) {
                    continue;
                }
                let report = block_on(periodic(&db, &nation, definition, &unit, &period, basis)).unwrap();
                for line in &report.table.lines {
                    let (of, rest) = match &line.key {
                        RowKey::Unit { unit: row } => (row, *row == unit),
                        _ => (&unit, false),
                    };
                    let fields = definition.rows.fields(&line.key);
                    for cell in &line.cells {
                        let Shown::Number { value } = cell.value else { continue };
                        let span = Over::from_key(&cell.over).unwrap().of(&period);
                        let figure = Figure::from_key(&cell.figure).unwrap();
                        let behind = Behind { unit: of, period: &span, basis, fields: &fields, figure };
                        let narrowed = Narrowed { rest, since: 0 };
                        let found = block_on(drill_narrowed(&db, &nation, &behind, &narrowed, None, 3)).unwrap();
                        let place = (definition.key, &unit, &line.label, &cell.figure, &cell.over);
                        assert_eq!(found.sum, value, "{place:?}");
                        assert_eq!(i64::try_from(found.rows.len()).unwrap(), found.count.min(3), "{place:?}");
                        opened += i64::from(value != 0);
                        let once = ["kiem_tra", "vi_pham", "xu_ly", "chuyen_cqdt"].contains(&cell.figure.as_str());
                        if once && value > 0 {
                            assert_eq!(found.count, value, "{place:?}");
                            single += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(opened > 500 && single > 100, "{opened} figures opened, {single} counts");
}
