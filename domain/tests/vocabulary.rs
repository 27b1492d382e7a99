//! Stable keys: whatever is stored by its key is found again by it, and everything has words for people.

use domain::authority::{Action, Denial};
use domain::calendar::{DateError, TimeError, parse_date, parse_time};
use domain::case::{
    ExecutionPart, ExplanationKind, FieldError, InspectionKind, PaperKind, PaperNumber, Refusal, ServiceMethod, Stage,
    TaskStatus,
};
use domain::catalogue::{Field, Mark};
use domain::law::LawRefusal;
use domain::law::competence::Position;
use domain::law::fine::OffenderKind;
use domain::officer::{Officer, OfficerId, Role};
use domain::party::{PartyKind, Sex};
use domain::report::Measure;
use domain::statute::{
    Citation, FieldGroup, Remedy, Supplementary, SupplementaryKind, deferral, instalment, without_record,
};
use domain::unit::{UnitId, UnitKind, UnitPath, initial_tree};
use jiff::civil::date;
use std::collections::BTreeSet;

/// Every key is unlike the others, leads back, and has words.
fn keyed<T: Copy + PartialEq + std::fmt::Debug>(
    all: impl IntoIterator<Item = T>,
    key: impl Fn(T) -> &'static str,
    back: impl Fn(&str) -> Option<T>,
    words: impl Fn(T) -> &'static str,
) {
    let mut keys = BTreeSet::new();
    for item in all {
        assert!(keys.insert(key(item)), "{item:?}: the key stands twice");
        assert_eq!(back(key(item)), Some(item));
        assert!(!words(item).trim().is_empty(), "{item:?} has no words");
    }
    assert_eq!(back("khong-co"), None);
}

#[test]
fn keys_lead_back() {
    keyed(Stage::ALL, Stage::key, Stage::from_key, Stage::label);
    keyed(PaperKind::ALL, PaperKind::key, PaperKind::from_key, PaperKind::label);
    keyed(InspectionKind::ALL, InspectionKind::key, InspectionKind::from_key, InspectionKind::label);
    keyed(ExplanationKind::ALL, ExplanationKind::key, ExplanationKind::from_key, ExplanationKind::label);
    keyed(ServiceMethod::ALL, ServiceMethod::key, ServiceMethod::from_key, ServiceMethod::label);
    let parts = ExecutionPart::RECORDED;
    keyed(parts, ExecutionPart::key, ExecutionPart::from_key, ExecutionPart::label);
    assert_eq!(ExecutionPart::from_key(ExecutionPart::Fine.key()), None, "a fine is carried out by payments");
    keyed(Role::ALL, Role::key, Role::from_key, Role::title);
    keyed(PartyKind::ALL, PartyKind::key, PartyKind::from_key, PartyKind::label);
    keyed(Measure::ALL, Measure::key, Measure::from_key, Measure::label);
    keyed(Field::all(), Field::key, Field::from_key, Field::label);
    let kinds = [UnitKind::National, UnitKind::Province, UnitKind::Division, UnitKind::Team];
    keyed(kinds, UnitKind::key, UnitKind::from_key, UnitKind::key);
    for action in Action::ALL {
        assert!(!action.label().is_empty());
    }
    let statuses =
        [TaskStatus::Done, TaskStatus::Ready, TaskStatus::Waiting, TaskStatus::NotYet, TaskStatus::NotNeeded];
    assert_eq!(statuses.map(TaskStatus::label).into_iter().collect::<BTreeSet<_>>().len(), statuses.len());
    assert_ne!(Sex::Male.label(), Sex::Female.label());
}

#[test]
fn papers_are_numbered_by_agency_and_unit() {
    for (kind, text) in [
        (PaperKind::InspectionDecision, "33030042/QĐ-KT"),
        (PaperKind::InspectionRecord, "33030042/BB-KT"),
        (PaperKind::ViolationRecord, "33030042/BB-VPHC"),
        (PaperKind::SanctionDecision, "33030042/QĐ-XPHC"),
    ] {
        assert_eq!(PaperNumber::new("33", "03", 42, kind).text, text);
    }
}

#[test]
fn roles_stand_in_their_units_and_sign_in_their_positions() {
    for (role, kind, position) in [
        (Role::Controller, UnitKind::Team, Some(Position::Controller)),
        (Role::TeamLeader, UnitKind::Team, Some(Position::TeamLeader)),
        (Role::TeamDeputy, UnitKind::Team, None),
        (Role::ProvincialHead, UnitKind::Province, Some(Position::ProvincialHead)),
        (Role::ProvincialDeputy, UnitKind::Province, None),
        (Role::LegalSection, UnitKind::Division, None),
        (Role::ReportingSection, UnitKind::Division, None),
        (Role::National, UnitKind::National, Some(Position::NationalDirector)),
        (Role::Administrator, UnitKind::National, None),
    ] {
        assert!(role.fits(kind), "{role:?}");
        assert_eq!(role.position(), position, "{role:?}");
        if let Some(position) = position {
            assert_eq!(Role::of_position(position), Some(role));
        }
        assert!(!role.fits(if kind == UnitKind::Team { UnitKind::National } else { UnitKind::Team }), "{role:?}");
    }
    for position in [Position::DepartmentDirector, Position::CommuneChair, Position::ProvinceChair] {
        assert_eq!(Role::of_position(position), None, "outside the force");
        assert_eq!(position.title_on(date(2024, 1, 1)), position.title());
    }
    // NĐ 40/2025/NĐ-CP: the titles before 01/03/2025.
    for (position, before) in [
        (Position::ProvincialHead, "Cục trưởng Cục Quản lý thị trường cấp tỉnh"),
        (Position::NationalDirector, "Tổng cục trưởng Tổng cục Quản lý thị trường"),
        (Position::ProfessionalDivisionHead, "Cục trưởng Cục Nghiệp vụ Quản lý thị trường"),
    ] {
        assert_eq!(position.title_on(date(2025, 2, 28)), before);
        assert_eq!(position.title_on(date(2025, 3, 1)), position.title());
    }
}

#[test]
fn the_tree_of_the_force_begins_with_the_nation_and_its_provinces() {
    let tree = initial_tree();
    assert_eq!(tree.len(), 35);
    let root = &tree[0];
    for unit in &tree[1..] {
        assert_eq!(unit.kind, UnitKind::Province);
        assert_eq!(unit.path.parent().as_ref(), Some(&root.path), "{}", unit.name);
        assert!(root.path.covers(&unit.path) && !unit.path.covers(&root.path));
        assert_eq!(unit.path.leaf(), unit.id);
        let snapshot = unit.snapshot(&root.name);
        assert_eq!((snapshot.superior.as_str(), snapshot.name.as_str()), (root.name.as_str(), unit.name.as_str()));
    }
    assert!(!UnitPath("TW/3".into()).covers(&UnitPath("TW/33".into())), "a prefix of letters is no unit above");
    assert_eq!(UnitPath("TW".into()).parent(), None);
    assert_eq!(UnitId("33".into()).to_string(), "33");
}

#[test]
fn an_officer_is_frozen_with_his_title() {
    let officer = Officer {
        id: OfficerId("o-1".into()),
        account: "yen".into(),
        full_name: "Nguyễn Thị Yến".into(),
        badge: "QT33-015".into(),
        card: Some("33-0115".into()),
        unit: UnitId("33-03".into()),
        role: Role::TeamLeader,
        active: true,
    };
    let frozen = officer.snapshot();
    assert_eq!((frozen.title.as_str(), frozen.card.as_deref()), ("Đội trưởng", Some("33-0115")));
    assert_eq!(officer.id.to_string(), "o-1");
}

#[test]
fn refusals_say_what_to_do() {
    let citation = Citation::law("Điều 61", Mark::Recalled);
    for (refusal, words, article) in [
        (Refusal::Hidden, "Không tìm thấy", None),
        (Refusal::Role { message: "Không thuộc quyền".into() }, "Không thuộc quyền", None),
        (Refusal::WrongStage { stage: Stage::Served, step: "ký".into() }, "Đang thi hành", None),
        (Refusal::Fields { errors: vec![FieldError::new("a", "Nhập tên.")] }, "Nhập tên.", None),
        (LawRefusal::new("x", "Chờ giải trình.", citation).into(), "Chờ giải trình.", Some("Điều 61")),
        (
            Refusal::Incomplete { missing: vec!["nộp phạt".into()], citation: "Điều 73".into() },
            "nộp phạt",
            Some("Điều 73"),
        ),
        (Refusal::NumberMissing, "số văn bản", None),
        (
            Refusal::InFile {
                code: "33-01/2026/0002".into(),
                party: "Bà B".into(),
                refusal: Box::new(Refusal::Incomplete {
                    missing: vec!["nộp phạt".into()], citation: "Điều 73".into()
                }),
            },
            "33-01/2026/0002 (Bà B): Còn việc",
            Some("Điều 73"),
        ),
        (Denial::Hidden.into(), "Không tìm thấy", None),
        (Denial::Role { role: Role::LegalSection, action: Action::SignSanction }.into(), "ký quyết định", None),
    ] {
        assert!(refusal.message().contains(words), "{refusal:?}: {}", refusal.message());
        match article {
            Some(article) => assert!(refusal.citation().is_some_and(|found| found.contains(article)), "{refusal:?}"),
            None => assert_eq!(refusal.citation(), None, "{refusal:?}"),
        }
    }
}

#[test]
fn dates_and_times_that_cannot_be_say_why() {
    for text in ["", "abc", "31/02/2026", "00/01/2026", "1/13/2026", "29/02/2025", "1/1", "1/1/1/1", "01/01/99999"] {
        let error: DateError = parse_date(text).expect_err(text);
        assert!(error.message().len() > 10, "{text}");
    }
    assert_eq!(parse_date("29/02/2024"), Ok(date(2024, 2, 29)));
    for text in ["", "25:00", "24", "8:60", "ab:cd", "8:5:1:2"] {
        let error: TimeError = parse_time(text).expect_err(text);
        assert!(error.message().len() > 10, "{text}");
    }
}

#[test]
fn sanctions_of_the_catalogue_are_understood() {
    let remedies: Vec<Remedy> = Remedy::all().collect();
    assert!(remedies.len() >= 10);
    for remedy in &remedies {
        assert!(remedy.article().contains("Điều 28"), "{remedy:?}");
        assert!(!remedy.point().is_empty() && !remedy.label().is_empty());
        if *remedy != Remedy::Other {
            assert_eq!(Remedy::read(remedy.label()), Some(*remedy), "{}", remedy.label());
        }
    }
    assert_eq!(Remedy::read("không phải biện pháp"), None);
    for (text, kind) in [
        ("tịch thu tang vật", SupplementaryKind::Confiscation),
        ("tước quyền sử dụng giấy phép 01–03 tháng", SupplementaryKind::Suspension),
    ] {
        let read = Supplementary::read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(read.kind, kind);
        assert!(!kind.label().is_empty() && kind.article().contains("Điều"));
    }
}

/// Thresholds by date (Luật XLVPHC Điều 56, 76, 79): the last day of the old and the first of the new.
#[test]
fn thresholds_change_on_their_day() {
    let amounts = |row: Option<&domain::statute::Threshold>| row.map(|row| (row.amount(false).0, row.amount(true).0));
    assert_eq!(amounts(without_record(date(2025, 6, 30))), Some((250_000, 500_000)));
    assert_eq!(amounts(without_record(date(2025, 7, 1))), Some((500_000, 1_000_000)));
    assert_eq!(amounts(without_record(date(2013, 6, 30))), None);
    assert_eq!(amounts(deferral(date(2021, 12, 31))).map(|found| found.0), Some(3_000_000));
    assert_eq!(amounts(deferral(date(2022, 1, 1))), Some((2_000_000, 100_000_000)));
    assert_eq!(amounts(instalment(date(2021, 12, 31))), Some((20_000_000, 200_000_000)));
    assert_eq!(amounts(instalment(date(2022, 1, 1))), Some((15_000_000, 150_000_000)));
    assert!(without_record(date(2026, 1, 1)).is_some_and(|row| row.citation().place.contains("Điều 56")));
}

#[test]
fn every_field_has_a_group_with_a_maximum() {
    for field in Field::all() {
        let group = FieldGroup::of(field);
        assert!(group.maximum().0 >= 50_000_000 && !group.label().is_empty(), "{field:?}");
    }
    assert_eq!(OffenderKind::Organisation.factor(), 2);
}
