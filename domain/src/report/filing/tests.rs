//! The life of a report, who may do what when, and what a signature keeps.

use super::*;
use crate::authority::{Action, Actor, Denial, authorise_filing};
use crate::calendar::from_local;
use crate::case::{PaperNumber, Refusal};
use crate::law::competence::Position;
use crate::law::delegation::{DelegatedPower, Delegation};
use crate::officer::{OfficerId, Role};
use crate::report::definition::{Cell, Line, RowKey, Table, Value};
use crate::statute::Level;
use crate::unit::UnitSnapshot;
use jiff::civil::{Date, date};

fn actor(id: &str, role: Role, path: &str) -> Actor {
    Actor {
        officer: OfficerSnapshot {
            id: OfficerId(id.into()),
            full_name: format!("Nguyễn Văn {id}"),
            title: role.title().into(),
            badge: String::new(),
            card: None,
        },
        role,
        unit: UnitPath(path.into()).leaf(),
        path: UnitPath(path.into()),
        delegations: Vec::new(),
    }
}

fn issuer() -> UnitSnapshot {
    UnitSnapshot {
        id: UnitId("33-01".into()),
        superior: "Chi cục Quản lý thị trường tỉnh Hưng Yên".into(),
        name: "Đội Quản lý thị trường số 1".into(),
        place: "Hưng Yên".into(),
        treasury: String::new(),
        address: String::new(),
    }
}

fn table(value: i64) -> Table {
    let cells = |value: i64| {
        vec![
            Cell { value: Value::Number { value }, figure: "vi_pham".into(), over: "ky-nay".into() },
            Cell { value: Value::Change { value: value - 4 }, figure: String::new(), over: String::new() },
            Cell {
                value: Value::Percent { tenths: (value > 4).then_some(5) },
                figure: String::new(),
                over: String::new(),
            },
        ]
    };
    let line = |key: RowKey, label: &str, value: i64| Line { key, label: label.into(), cells: cells(value) };
    Table {
        figures: vec![("Số vụ vi phạm (vụ)".into(), 3)],
        columns: vec!["Kỳ này".into(), "Tăng, giảm".into(), "%".into()],
        lines: vec![line(RowKey::Field { field: Field::Gia }, "Giá", value), line(RowKey::Total, "Tổng số", value)],
    }
}

fn figures(value: i64) -> Figures {
    Figures { table: FrozenTable::of(&table(value)), position: 120, chain: "ab".into() }
}

fn month() -> Period {
    Period::month(2026, 11).unwrap()
}

fn new() -> NewFiling {
    NewFiling {
        id: Uuid::from_u128(7),
        unit: UnitId("33-01".into()),
        path: UnitPath("TW/33/33-01".into()),
        definition: "ket-qua".into(),
        period: month(),
        occasion: Occasion::Periodic,
        basis: Basis::AsOn(date(2026, 11, 16)),
        narrative: "I. TÌNH HÌNH\nKhông có gì đặc biệt.".into(),
    }
}

/// One step on a day; with a number and figures at hand.
fn on(day: Date, actor: &Actor, ask: FilingAsk<'_>) -> Result<FilingEvent, Refusal> {
    let number = PaperNumber::of_unit("33", "01", 5, SYMBOL);
    let (issuer, figures) = (issuer(), figures(6));
    let context = FilingContext {
        actor,
        now: from_local(day.at(9, 0, 0, 0)),
        issuer: &issuer,
        number: Some(&number),
        figures: Some(&figures),
    };
    decide(ask, &context)
}

const DAY: Date = Date::constant(2026, 11, 16);

fn step(filing: &mut Filing, actor: &Actor, command: &FilingCommand) -> Result<(), String> {
    let event = on(DAY, actor, FilingAsk::Do(filing, command)).map_err(|refusal| refusal.message())?;
    filing.apply(&event);
    Ok(())
}

struct People {
    drafter: Actor,
    colleague: Actor,
    leader: Actor,
    deputy: Actor,
    above: Actor,
    national: Actor,
}

fn people() -> People {
    People {
        drafter: actor("soan", Role::Controller, "TW/33/33-01"),
        colleague: actor("ban", Role::Controller, "TW/33/33-01"),
        leader: actor("truong", Role::TeamLeader, "TW/33/33-01"),
        deputy: actor("pho", Role::TeamDeputy, "TW/33/33-01"),
        above: actor("tonghop", Role::ReportingSection, "TW/33/33-TH"),
        national: actor("cuc", Role::National, "TW"),
    }
}

fn drafted(people: &People) -> Filing {
    Filing::open(&on(DAY, &people.drafter, FilingAsk::Draft(&new())).unwrap()).unwrap()
}

fn reason(reason: &str) -> String {
    reason.to_owned()
}

#[test]
fn a_report_goes_its_way_and_may_come_back() {
    let people = people();
    let mut filing = drafted(&people);
    let mut events = vec![on(DAY, &people.drafter, FilingAsk::Draft(&new())).unwrap()];
    let mut go = |filing: &mut Filing, who: &Actor, command: FilingCommand, state: FilingState| {
        let event = on(DAY, who, FilingAsk::Do(filing, &command)).unwrap();
        filing.apply(&event);
        assert_eq!(filing.state, state, "{command:?}");
        events.push(event);
    };
    go(
        &mut filing,
        &people.drafter,
        FilingCommand::Write { narrative: " Viết  lại\n\n dòng hai ".into() },
        FilingState::Drafted,
    );
    assert_eq!(filing.narrative, "Viết lại\n\ndòng hai");
    go(&mut filing, &people.deputy, FilingCommand::Check, FilingState::Checked);
    go(
        &mut filing,
        &people.leader,
        FilingCommand::SendBack { reason: reason("Thiếu số liệu tuần cuối.") },
        FilingState::Returned,
    );
    assert_eq!(filing.checked, None);
    go(&mut filing, &people.drafter, FilingCommand::Write { narrative: "Đã bổ sung".into() }, FilingState::Drafted);
    assert!(filing.returned.is_some(), "why it came back is told until it is checked again");
    go(&mut filing, &people.deputy, FilingCommand::Check, FilingState::Checked);
    assert_eq!(filing.returned, None);
    go(&mut filing, &people.leader, FilingCommand::Sign, FilingState::Signed);
    assert!(!filing.was_sent() && filing.in_force().is_some_and(|edition| edition.number == 1));
    go(&mut filing, &people.leader, FilingCommand::Send, FilingState::Sent);
    go(
        &mut filing,
        &people.above,
        FilingCommand::Return { reason: reason("Sai tên lĩnh vực.") },
        FilingState::Returned,
    );
    assert!(filing.in_force().is_none() && filing.was_sent() && filing.last_sent().is_some());
    go(&mut filing, &people.deputy, FilingCommand::Check, FilingState::Checked);
    go(&mut filing, &people.leader, FilingCommand::Sign, FilingState::Signed);
    go(&mut filing, &people.leader, FilingCommand::Send, FilingState::Sent);
    go(&mut filing, &people.above, FilingCommand::Receive, FilingState::Received);
    assert_eq!(filing.editions.iter().map(|edition| edition.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(filing.editions[0].returned.as_ref().map(|back| back.reason.as_str()), Some("Sai tên lĩnh vực."));
    assert!(filing.editions[0].received.is_none() && filing.editions[1].received.is_some());
    assert_eq!(Filing::replay(&events), Some(filing.clone()));
    let text = serde_json::to_string(&filing).unwrap();
    assert_eq!(serde_json::from_str::<Filing>(&text).unwrap(), filing);
    for event in &events {
        assert!(!event.body.title().is_empty() && !event.body.key().is_empty());
        assert_eq!(event.body.frame().is_some(), event.body.key() == "signed");
    }
    let told: Vec<String> = events.iter().map(|event| event.body.title()).collect();
    assert!(told.contains(&"Ký lại báo cáo số 33010005/BC (bản thứ 2)".to_owned()), "{told:?}");
}

/// Each command in each state, by everybody: what is refused, and how.
#[test]
fn what_is_out_of_turn_is_refused_with_what_to_do() {
    let people = people();
    let mut at: Vec<Filing> = vec![drafted(&people)];
    for (who, command) in [
        (&people.deputy, FilingCommand::Check),
        (&people.leader, FilingCommand::Sign),
        (&people.leader, FilingCommand::Send),
        (&people.above, FilingCommand::Receive),
    ] {
        let mut next = at.last().unwrap().clone();
        step(&mut next, who, &command).unwrap();
        at.push(next);
    }
    let write = FilingCommand::Write { narrative: "x".into() };
    let back = FilingCommand::SendBack { reason: "x".into() };
    let give = FilingCommand::Return { reason: "x".into() };
    for (command, who, right) in [
        (&write, &people.drafter, FilingState::Drafted),
        (&FilingCommand::Check, &people.deputy, FilingState::Drafted),
        (&back, &people.leader, FilingState::Checked),
        (&FilingCommand::Sign, &people.leader, FilingState::Checked),
        (&FilingCommand::Send, &people.leader, FilingState::Signed),
        (&FilingCommand::Receive, &people.above, FilingState::Sent),
        (&give, &people.above, FilingState::Sent),
    ] {
        for filing in &at {
            let answer = on(DAY, who, FilingAsk::Do(filing, command));
            assert_eq!(answer.is_ok(), filing.state == right, "{command:?} in {:?}", filing.state);
            let Err(refusal) = answer else { continue };
            if who.role == Role::ReportingSection && !filing.was_sent() {
                assert_eq!(refusal, Refusal::Hidden, "{command:?} in {:?}", filing.state);
            } else {
                assert!(refusal.message().len() > 40 && refusal.citation().is_some(), "{}", refusal.message());
            }
        }
    }
    let signed = on(DAY, &people.leader, FilingAsk::Do(&at[2], &FilingCommand::Sign)).unwrap_err().message();
    assert!(signed.contains("Đội trưởng Nguyễn Văn truong ký lúc") && signed.contains("33010005/BC"), "{signed}");
}

#[test]
fn nobody_checks_what_he_wrote_and_deputies_sign_by_delegation() {
    let mut people = people();
    let mut filing = drafted(&people);
    let words = FilingCommand::Write { narrative: "Trưởng viết".into() };
    step(&mut filing, &people.leader, &words).unwrap();
    let own = step(&mut filing, &people.leader, &FilingCommand::Check).unwrap_err();
    assert!(own.contains("không tự kiểm tra"), "{own}");
    let may_not = step(&mut filing, &people.colleague, &FilingCommand::Check).unwrap_err();
    assert!(may_not.contains("không kiểm tra báo cáo trên hệ thống này"), "{may_not}");
    step(&mut filing, &people.deputy, &FilingCommand::Check).unwrap();
    let without = step(&mut filing, &people.deputy, &FilingCommand::Sign).unwrap_err();
    assert!(without.contains("giao quyền"), "{without}");
    let given = |power| Delegation {
        position: Position::TeamLeader,
        power,
        number: "12/QĐ-GQ".into(),
        signed_on: date(2026, 1, 5),
        from: date(2026, 1, 5),
        to: None,
    };
    people.deputy.delegations = vec![given(DelegatedPower::Sanction)];
    assert!(step(&mut filing, &people.deputy, &FilingCommand::Sign).is_err(), "another power is not this one");
    people.deputy.delegations.push(given(DelegatedPower::Report));
    step(&mut filing, &people.deputy, &FilingCommand::Sign).unwrap();
    let frame = &filing.in_force().unwrap().frame;
    assert!(frame.delegation.is_some() && frame.signer.title == "Phó Đội trưởng");
    assert_eq!(authorise_filing(&people.national, Action::ReadReport, &filing.path, false), Err(Denial::Hidden));
}

#[test]
fn periods_have_their_clear_answers() {
    let people = people();
    let ask = |new: &NewFiling, day: Date| {
        on(day, &people.drafter, FilingAsk::Draft(new)).map_err(|refusal| refusal.message())
    };
    let future = NewFiling { period: Period::month(2027, 2).unwrap(), ..new() };
    assert!(ask(&future, DAY).unwrap_err().contains("chưa bắt đầu nên chưa có số liệu"));
    let quarter = NewFiling { period: Period::quarter(2026, 2).unwrap(), ..new() };
    assert!(ask(&quarter, DAY).unwrap_err().contains("không lập cho kỳ Quý 2/2026"));
    let unknown = NewFiling { definition: "khong-co".into(), ..new() };
    assert!(ask(&unknown, DAY).unwrap_err().contains("Chọn mẫu báo cáo"));
    let thematic = |title: &str, period| NewFiling {
        occasion: Occasion::Thematic { title: title.into(), fields: vec![Field::Gia] },
        period,
        ..new()
    };
    let days = Period::days(date(2026, 11, 1), date(2026, 11, 20)).unwrap();
    assert!(ask(&thematic(" ", days), DAY).unwrap_err().contains("Nhập tên báo cáo"));
    assert!(ask(&thematic("Tết", month()), DAY).unwrap_err().contains("từ ngày, đến ngày"));
    let event = ask(&thematic("Cao điểm", days), DAY).unwrap();
    let mut running = Filing::open(&event).unwrap();
    assert_eq!((running.title().as_str(), running.occasion.label()), ("Cao điểm", "Chuyên đề"));
    step(&mut running, &people.deputy, &FilingCommand::Check).unwrap();
    let open = step(&mut running, &people.leader, &FilingCommand::Sign).unwrap_err();
    assert!(open.contains("20/11/2026 mới chốt số liệu"), "{open}");
    let command = FilingCommand::Sign;
    assert!(on(date(2026, 11, 20), &people.leader, FilingAsk::Do(&running, &command)).is_ok(), "on the closing day");
    for (key, label) in Occasion::KEYS.into_iter().zip(["Định kỳ", "Chuyên đề", "Đột xuất"]) {
        assert_eq!(Occasion::label_of(key), label);
    }
}

#[test]
fn what_was_signed_is_kept_whole_and_differences_are_told() {
    let signed = table(6);
    assert_eq!(FrozenTable::of(&signed).table(), signed);
    assert_eq!(differences(&signed, &signed), []);
    let mut now = table(3);
    let found = differences(&signed, &now);
    assert_eq!(found.len(), 6, "two rows in three columns");
    let first = &found[0];
    assert_eq!((first.place.row_label.as_str(), first.place.column), ("Giá", 0));
    assert_eq!(first.place.heading, "Số vụ vi phạm (vụ) – kỳ này");
    assert_eq!((first.was, first.is), (Some(Value::Number { value: 6 }), Some(Value::Number { value: 3 })));
    assert_eq!((first.figure.as_str(), first.over.as_str()), ("vi_pham", "ky-nay"));
    // A row that is new, and one that is gone.
    now.lines[0].key = RowKey::Field { field: Field::Attp };
    let found = differences(&signed, &now);
    assert!(found.iter().any(|one| one.is.is_none()) && found.iter().any(|one| one.was.is_none()), "{found:?}");
}

#[test]
fn what_is_owed_and_how_late_it_is() {
    let keys = |level, day| -> Vec<String> {
        due_reports(level, day)
            .iter()
            .map(|due| format!("{} {} {}", due.definition.key, due.period.key(), due.due))
            .collect()
    };
    let team = keys(Level::Team, date(2026, 11, 23));
    assert!(team.contains(&"ket-qua 2026-11 2026-11-17".to_owned()), "{team:?}");
    assert!(team.contains(&"ket-qua tuan-2026-11-12 2026-11-18".to_owned()), "{team:?}");
    assert!(team.contains(&"ket-qua 2026-q3 2026-09-17".to_owned()), "the third quarter, not the second: {team:?}");
    assert!(!team.iter().any(|due| due.starts_with("theo-don-vi") || due.starts_with("don-vi")), "{team:?}");
    let province = keys(Level::Province, date(2026, 11, 23));
    assert!(province.contains(&"ket-qua 2026-11 2026-11-20".to_owned()) && province.len() > team.len(), "{province:?}");
    let closing = latest_closed(
        &crate::report::definition::DEFINITIONS[0],
        crate::calendar::PeriodKind::Month,
        date(2026, 11, 14),
    );
    assert_eq!(closing, Period::month(2026, 11), "on its last day");
    let due = Some(date(2026, 11, 17));
    let day = |day| date(2026, 11, day);
    for (due, sent, today, words, late) in [
        (None, None, day(1), "Hạn theo văn bản yêu cầu", false),
        (due, None, day(15), "Hạn 17/11/2026, còn 2 ngày", false),
        (due, None, day(17), "Hạn 17/11/2026, hết hạn hôm nay", false),
        (due, None, day(20), "Hạn 17/11/2026, quá hạn 3 ngày", true),
        (due, Some(day(17)), day(25), "Gửi đúng hạn", false),
        (due, Some(day(19)), day(25), "Hạn 17/11/2026, gửi muộn 2 ngày", true),
    ] {
        let told = Punctuality::of(due, sent, today);
        assert_eq!((told.words().as_str(), told.is_late()), (words, late));
    }
}

#[test]
fn keys_are_read_back() {
    for state in FilingState::ALL {
        assert_eq!(FilingState::from_key(state.key()), Some(state));
        assert!(!state.label().is_empty());
        assert!(!state.is_open() || !state.is_frozen());
    }
    assert_eq!(FilingState::from_key("khac"), None);
}
