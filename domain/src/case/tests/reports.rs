//! What cases add to the reports: every measure is fed by some event, nothing counts twice, and what is taken back is taken back
//! on the day of the paper that does it.

use super::procedures::{complaint, controller, head, leader, seizure_to_archive, served, total, unknown_owner};
use super::*;
use crate::case::procedure::{Fact, all};
use crate::catalogue::Field;
use crate::party::Sex;
use crate::report::{Figure, Measure, What, entries};
use std::collections::BTreeSet;

/// Every entry of a case, measure by measure.
fn told(history: &[Event]) -> Vec<(Date, Field, Measure, i64)> {
    let mut list = Vec::new();
    let mut before: Option<CaseFile> = None;
    for event in history {
        for entry in entries(before.as_ref(), event) {
            assert!(!entry.measures.is_zero());
            let moved = Measure::ALL.into_iter().filter(|measure| entry.measures.get(*measure) != 0);
            list.extend(moved.map(|measure| (entry.day, entry.field, measure, entry.measures.get(measure))));
        }
        match &mut before {
            Some(case) => case.apply(event),
            None => before = CaseFile::open(event),
        }
    }
    list
}

/// The days on which a measure moved, and by how much.
fn moves(history: &[Event], wanted: Measure) -> Vec<(Date, i64)> {
    told(history)
        .into_iter()
        .filter(|(_, _, measure, _)| *measure == wanted)
        .map(|(day, _, _, value)| (day, value))
        .collect()
}

/// What the entries of a case sum up to is what stands in it.
pub(super) fn adds_up(history: &[Event]) {
    let case = CaseFile::replay(history).unwrap();
    let sum = total(history);
    let get = |measure| sum.get(measure);
    let is = |yes: bool| i64::from(yes);
    let found = case.violation.is_some() || case.decision.is_some();
    assert_eq!(get(Measure::Violations), is(found));
    assert_eq!(get(Measure::Inspections), is(case.inspection_record.is_some() || found));
    assert_eq!(get(Measure::Decisions), is(case.decision.is_some()));
    assert_eq!(get(Measure::Executed) + get(Measure::Unexecuted), get(Measure::Decisions));
    assert_eq!(get(Measure::Organisations) + get(Measure::Individuals), get(Measure::Decisions));
    let fines = case.decision.as_ref().map_or(0, |decision| decision.total_fine.0);
    assert_eq!(get(Measure::Fines), fines);
    assert_eq!(get(Measure::FinesPaid), case.paid().0);
    assert_eq!(get(Measure::Owed), case.owed().0);
    assert_eq!(get(Measure::Held), is(case.holds(Fact::Held)));
    assert_eq!(get(Measure::Pending), is(matches!(case.stage, Stage::ViolationRecorded | Stage::SanctionProposed)));
    let goods: i64 = case.exhibits_now().iter().map(|exhibit| exhibit.value().0).sum();
    assert!((0..=goods).contains(&(get(Measure::ConfiscatedValue) + get(Measure::DestructionOrdered))));
    assert!((0..=get(Measure::ConfiscatedValue)).contains(&get(Measure::Unsold)));
    for measure in [Measure::Handled, Measure::Seizures, Measure::ToPolice, Measure::Prosecuted, Measure::ToOthers] {
        assert!((0..=1).contains(&get(measure)), "{}", measure.key());
    }
    assert!(get(Measure::Handled) >= get(Measure::Decisions));
    for measure in Measure::flows() {
        assert!(get(measure) >= 0, "{}: {}", measure.key(), get(measure));
    }
}

/// Inspected with a violation found; the party is changed first.
pub(super) fn inspected_party(kind: PartyKind, change: impl FnOnce(&mut Party)) -> Story {
    let mut story = Story { case: None, now: date(2026, 11, 20).at(8, 0, 0, 0), history: Vec::new() };
    let mut open = opening(kind);
    change(&mut open.inspection.party);
    let event = story.ask(&controller(), Ok(&open)).unwrap();
    story.take(event);
    story.done(&leader(), &Command::SignInspectionDecision);
    story.now = date(2026, 11, 20).at(11, 0, 0, 0);
    story.done(&controller(), &Command::RecordInspection(record()));
    story
}

/// A girl of fifteen is warned, and her goods are taken.
pub(super) fn minor() -> Vec<Event> {
    let mut story = inspected_party(PartyKind::Individual, |party| party.sex = Some(Sex::Female));
    let found = DraftViolation { birth_date: Some(date(2011, 6, 1)), ..violation(4_000_000) };
    story.done(&controller(), &Command::RecordViolation(found));
    story.done(&controller(), &Command::ProposeSanction(content(0)));
    story.done(&head(), &Command::SignSanction);
    story.history
}

/// Deferred, partly remitted, late, enforced, sued, and the goods sold.
pub(super) fn late_payer() -> Vec<Event> {
    let mut story = served();
    story.proceed(&controller(), "bien-ban-tich-thu", &[]);
    story.proceed(&head(), "phuong-an-xu-ly", &[("how", "dau-gia")]);
    story.proceed(&head(), "hoan", &[("until", "23/12/2026")]);
    story.proceed(&head(), "giam-mien", &[("amount", "1.000.000")]);
    story.now = date(2026, 12, 24).at(9, 0, 0, 0);
    story.proceed(&controller(), "het-hoan", &[]);
    story.now = date(2027, 6, 1).at(9, 0, 0, 0);
    let interest = story.case().interest(story.now.date(), WorkCalendar::embedded());
    let paid = [("amount", interest.0.to_string()), ("paid_on", "31/05/2027".to_owned())];
    story.proceed(&controller(), "nop-tien-cham-nop", &paid.each_ref().map(|(key, value)| (*key, value.as_str())));
    story.proceed(&head(), "cuong-che", &[]);
    story.proceed(&controller(), "khoi-kien", &[("received_on", "30/05/2027")]);
    story.proceed(&controller(), "nop-lai-loi-bat-hop-phap", &[("amount", "2.500.000"), ("paid_on", "29/05/2027")]);
    story.proceed(&controller(), "ban-dau-gia", &[("amount", "70.000.000"), ("sold_on", "28/05/2027")]);
    story.history
}

/// An organisation that loses its licence for a time; its goods go to an agency.
pub(super) fn organisation() -> Vec<Event> {
    let mut story = Story::recorded(PartyKind::Organisation, 120_000_000);
    story.done(&controller(), &waiver());
    let decision = SanctionContent {
        supplementary: vec![
            "Tước quyền sử dụng giấy phép kinh doanh 02 tháng".to_owned(),
            "đình chỉ hoạt động 01 tháng".to_owned(),
        ],
        ..content(90_000_000)
    };
    story.done(&controller(), &Command::ProposeSanction(decision));
    story.now = date(2026, 11, 23).at(9, 0, 0, 0);
    story.done(&head(), &Command::SignSanction);
    let service = Service { method: ServiceMethod::Direct, received_on: date(2026, 11, 23), receiver: "B".to_owned() };
    story.done(&controller(), &Command::RecordService(service));
    story.proceed(&controller(), "bien-ban-tich-thu", &[]);
    story.proceed(&head(), "phuong-an-xu-ly", &[("how", "giao")]);
    story.proceed(&controller(), "giao-co-quan", &[]);
    story.history
}

/// To the police, who prosecute.
pub(super) fn prosecuted() -> Vec<Event> {
    let mut story = Story::recorded(PartyKind::Individual, 40_000_000);
    story.now = date(2026, 11, 23).at(9, 0, 0, 0);
    story.proceed(&leader(), "chuyen-dau-hieu-toi-pham", &[]);
    story.now = date(2026, 11, 24).at(9, 0, 0, 0);
    story.proceed(&controller(), "ban-giao-ho-so", &[]);
    story.proceed(&controller(), "ban-giao-ho-so", &[]);
    story.now = date(2026, 12, 24).at(9, 0, 0, 0);
    story.proceed(&controller(), "khoi-to", &[]);
    story.history
}

fn passed_on() -> Vec<Event> {
    let mut story = Story::recorded(PartyKind::Individual, 40_000_000);
    story.proceed(&leader(), "buoc-tieu-huy", &[]);
    story.proceed(&leader(), "chuyen-co-quan-khac", &[]);
    story.history
}

pub(super) fn men() -> Vec<Event> {
    let mut story = inspected_party(PartyKind::HouseholdBusiness, |party| party.sex = Some(Sex::Male));
    story.done(&controller(), &Command::RecordViolation(violation(25_000_000)));
    story.done(&controller(), &Command::ProposeSanction(content(8_000_000)));
    story.done(&leader(), &Command::SignSanction);
    story.history
}

pub(super) fn stories() -> Vec<Vec<Event>> {
    vec![
        seizure_to_archive(),
        unknown_owner(),
        complaint(),
        minor(),
        late_payer(),
        organisation(),
        prosecuted(),
        passed_on(),
        men(),
    ]
}

/// No measure stands in the reports that nothing feeds, and every case adds up.
#[test]
fn every_measure_is_fed() {
    let mut fed = BTreeSet::new();
    for history in stories() {
        adds_up(&history);
        fed.extend(told(&history).into_iter().filter(|(.., value)| *value > 0).map(|(_, _, measure, _)| measure));
    }
    let missing: Vec<&str> =
        Measure::ALL.into_iter().filter(|measure| !fed.contains(measure)).map(Measure::key).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn each_paper_counts_on_its_day() {
    let late = late_payer();
    let sum = total(&late);
    for (measure, day, value) in [
        (Measure::Enforcements, date(2027, 6, 1), 1),
        (Measure::Suits, date(2027, 5, 30), 1),
        (Measure::Recovered, date(2027, 5, 29), 2_500_000),
        (Measure::SaleProceeds, date(2027, 5, 28), 70_000_000),
        (Measure::SoldValue, date(2027, 5, 28), 90_000_000),
        (Measure::Deferrals, date(2026, 11, 23), 1),
        (Measure::Reliefs, date(2026, 11, 23), 1),
    ] {
        assert_eq!(moves(&late, measure), [(day, value)], "{}", measure.key());
    }
    assert_eq!(moves(&late, Measure::Unsold), [(date(2026, 11, 23), 90_000_000), (date(2027, 5, 28), -90_000_000)]);
    let paid = Figure::from_key("thu_nop").unwrap().value(&sum);
    assert_eq!(paid, 72_500_000 + sum.get(Measure::LateInterest));
    assert_eq!(Figure::from_key("tong_xu_ly").unwrap().value(&sum), 90_000_000 + sum.get(Measure::Fines));
    assert_eq!((sum.get(Measure::Executed), sum.get(Measure::Unexecuted)), (0, 1));

    let sum = total(&minor());
    for (measure, value) in [
        (Measure::Minors, 1),
        (Measure::Women, 1),
        (Measure::Men, 0),
        (Measure::Warnings, 1),
        (Measure::Fines, 0),
        (Measure::ConfiscatedValue, 4_000_000),
    ] {
        assert_eq!(sum.get(measure), value, "{}", measure.key());
    }
    let sum = total(&organisation());
    assert_eq!((sum.get(Measure::LicencesTaken), sum.get(Measure::Suspensions)), (1, 1));
    assert_eq!((sum.get(Measure::HandedOver), sum.get(Measure::Unsold)), (120_000_000, 0));
    let sum = total(&men());
    assert_eq!((sum.get(Measure::Men), sum.get(Measure::Women), sum.get(Measure::Minors)), (1, 0, 0));
    let prosecuted = prosecuted();
    assert_eq!(moves(&prosecuted, Measure::ToPolice), [(date(2026, 11, 24), 1)], "handed over twice, one case");
    assert_eq!(moves(&prosecuted, Measure::Prosecuted), [(date(2026, 12, 24), 1)]);
    assert_eq!(moves(&prosecuted, Measure::Handled), [(date(2026, 11, 23), 1)]);
}

/// The period of a cancelled decision stays as it was reported; the period of the cancellation is less by it.
#[test]
fn a_correction_counts_in_its_own_period() {
    let history = complaint();
    let decided = date(2026, 11, 23);
    let cancelled = date(2026, 12, 1);
    for measure in [Measure::Handled, Measure::Decisions, Measure::Acts, Measure::Individuals, Measure::Fines] {
        let moved = moves(&history, measure);
        let [(first, value), (second, back)] = moved.as_slice() else { panic!("{}: {moved:?}", measure.key()) };
        assert_eq!((*first, *second, *back), (decided, cancelled, -value), "{}", measure.key());
    }
    assert_eq!(moves(&history, Measure::Pending).last(), Some(&(cancelled, 1)), "it is open again");
    // A cancelled record takes its violation back on that day, and the inspection is moved where it was made.
    let mut story = Story::recorded(PartyKind::Individual, 40_000_000);
    story.now = date(2026, 12, 20).at(9, 0, 0, 0);
    story.proceed(&leader(), "huy-bien-ban", &[]);
    assert_eq!(moves(&story.history, Measure::Violations), [(date(2026, 11, 20), 1), (date(2026, 12, 20), -1)]);
    let inspections: i64 = moves(&story.history, Measure::Inspections).iter().map(|(_, value)| value).sum();
    assert_eq!(inspections, 1);
    assert!(moves(&story.history, Measure::Inspections).iter().all(|(day, _)| *day == date(2026, 11, 20)));
    adds_up(&story.history);
}

/// A paper of a procedure that is cancelled takes its own figure back.
#[test]
fn a_cancelled_paper_takes_back_what_it_added() {
    let mut story = served();
    story.proceed(&head(), "hoan", &[("until", "23/12/2026")]);
    let number = story.case().papers().into_iter().find(|paper| paper.key.starts_with("hoan")).unwrap().number;
    story.now = date(2026, 12, 1).at(9, 0, 0, 0);
    story.proceed(&head(), "huy-bo-quyet-dinh", &[("paper", &number)]);
    assert_eq!(moves(&story.history, Measure::Deferrals), [(date(2026, 11, 23), 1), (date(2026, 12, 1), -1)]);
    let mut story = Story { case: None, now: date(2027, 1, 12).at(9, 0, 0, 0), history: Vec::new() };
    for event in unknown_owner().into_iter().take_while(|event| event.body.title() != "Kết thúc hồ sơ không xử phạt")
    {
        story.take(event);
    }
    let papers = story.case().papers();
    for (key, measure) in [("tieu-huy", Measure::Destroyed), ("tich-thu-khong-xu-phat", Measure::ConfiscatedValue)] {
        let number = &papers.iter().find(|paper| paper.key.starts_with(key)).unwrap().number;
        story.now = story.now.checked_add(jiff::Span::new().days(1)).unwrap();
        story.proceed(&head(), "huy-bo-quyet-dinh", &[("paper", number)]);
        assert_eq!(total(&story.history).get(measure), 0, "{key}");
        adds_up(&story.history);
    }
    assert_eq!(total(&story.history).get(Measure::Handled), 0);
}

/// Goods ordered destroyed and then confiscated count once; so does a case seized twice, or sent to the police and then sanctioned.
#[test]
fn nothing_counts_twice() {
    let mut story = Story::recorded(PartyKind::Individual, 25_000_000);
    story.proceed(&leader(), "buoc-tieu-huy", &[]);
    assert_eq!(total(&story.history).get(Measure::DestructionOrdered), 25_000_000);
    story.done(&controller(), &Command::ProposeSanction(content(8_000_000)));
    story.done(&leader(), &Command::SignSanction);
    let sum = total(&story.history);
    assert_eq!((sum.get(Measure::DestructionOrdered), sum.get(Measure::ConfiscatedValue)), (0, 25_000_000));
    assert_eq!(Figure::from_key("tri_gia_vi_pham").unwrap().value(&sum), 25_000_000);

    let mut story = Story::recorded(PartyKind::Individual, 25_000_000);
    let remedied = SanctionContent {
        confiscate: false,
        remedies: vec!["Buộc tiêu hủy hàng hóa gây hại cho sức khỏe".to_owned()],
        ..content(8_000_000)
    };
    story.done(&controller(), &Command::ProposeSanction(remedied));
    story.done(&leader(), &Command::SignSanction);
    assert_eq!(total(&story.history).get(Measure::DestructionOrdered), 25_000_000, "a remedy of the decision");
    adds_up(&story.history);

    let mut story = Story::recorded(PartyKind::Individual, 25_000_000);
    for _ in 0..2 {
        story.proceed(&leader(), "tam-giu", &[]);
        assert_eq!(total(&story.history).get(Measure::Held), 1);
        story.proceed(&leader(), "tra-lai", &[]);
        story.proceed(&controller(), "bien-ban-tra-lai", &[]);
    }
    let sum = total(&story.history);
    assert_eq!((sum.get(Measure::Seizures), sum.get(Measure::Held)), (1, 0));
    story.proceed(&leader(), "chuyen-dau-hieu-toi-pham", &[]);
    story.now = date(2026, 12, 14).at(9, 0, 0, 0);
    story.proceed(&controller(), "nhan-lai-ho-so", &[]);
    story.done(&controller(), &Command::ProposeSanction(content(8_000_000)));
    story.done(&leader(), &Command::SignSanction);
    assert_eq!(moves(&story.history, Measure::Handled), [(date(2026, 11, 20), 1)], "handled once, by the first paper");
    adds_up(&story.history);
}

/// A case found without an inspection counts one, as its violation does.
#[test]
fn what_is_caught_in_the_act_counts_as_inspected() {
    let sum = total(&unknown_owner());
    assert_eq!((sum.get(Measure::Inspections), sum.get(Measure::Violations)), (1, 1));
}

/// The table of procedures adds once what it says it adds once, and dates it by a question it asks.
#[test]
fn rows_add_what_their_measures_can_count() {
    for found in all() {
        let asks = |key: &str| found.questions().any(|field| field.key == key);
        assert!(found.adds.on.is_empty() || asks(found.adds.on), "{}: no day", found.key);
        for (measure, what) in found.adds.what {
            let once = [Measure::Handled, Measure::Seizures, Measure::ToPolice, Measure::Prosecuted, Measure::ToOthers];
            assert_eq!(once.contains(measure), *what == What::Case, "{}: {}", found.key, measure.key());
            match what {
                What::Amount(key) => assert!(measure.is_money() && asks(key), "{}", found.key),
                What::Exhibits | What::Goods => assert!(measure.is_money() && asks("exhibits"), "{}", found.key),
                What::Case | What::Each => assert!(!measure.is_money(), "{}", found.key),
            }
        }
    }
}
