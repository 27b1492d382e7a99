//! Papers signed by hand and entered later: their originals are followed until they are scanned.

use super::attachments::{attach, photo};
use super::procedures::controller;
use super::*;

/// Inspected on Friday 20/11/2026; the violation record of 10:45 is entered at this moment.
fn entered(at: DateTime) -> Story {
    let mut story = Story::inspected(PartyKind::HouseholdBusiness);
    story.now = at;
    story.done(&controller(), &Command::RecordViolation(violation(25_000_000)));
    story
}

fn scans_due(story: &Story) -> Vec<(String, DateTime)> {
    let list = deadlines(story.case(), WorkCalendar::embedded());
    list.into_iter().filter(|found| found.id == "D-72").map(|found| (found.name, found.due)).collect()
}

#[test]
fn what_is_written_on_the_spot_owes_no_scan() {
    assert_eq!(scans_due(&entered(date(2026, 11, 20).at(11, 45, 0, 0))), []);
    let late = entered(date(2026, 11, 20).at(11, 46, 0, 0));
    assert_eq!(scans_due(&late).len(), 1);
    assert!(!late.case().by_hand[0].entered_late());
}

#[test]
fn an_original_is_scanned_within_48_hours_of_its_signature() {
    let mut story = entered(date(2026, 11, 23).at(8, 0, 0, 0));
    let number = story.case().violation.as_ref().unwrap().frame.number.text.clone();
    let name = format!("Số hóa văn bản giấy vào hệ thống: đính bản chụp văn bản số {number}");
    assert_eq!(scans_due(&story), [(name, date(2026, 11, 22).at(10, 45, 0, 0))], "over days off");
    assert!(story.case().by_hand[0].entered_late());
    story.done(&controller(), &Command::ProposeSanction(content(8_000_000)));
    let checks = story.with_context(&actor(Role::TeamLeader, TEAM), |context| completeness(story.case(), context));
    let told = checks.iter().find(|check| check.title == "Số hóa văn bản giấy").unwrap();
    assert_eq!(told.verdict, Verdict::Heed, "it stops no signature");
    assert!(told.note.contains(&number) && told.citation.as_ref().unwrap().to_string().contains("22/2021"), "{told:?}");
    story.done(&controller(), &attach(photo('a', AttachmentKind::SignedPaper { number })));
    assert_eq!(scans_due(&story), []);
}

#[test]
fn a_cancelled_record_owes_no_scan() {
    let mut story = entered(date(2026, 11, 20).at(14, 0, 0, 0));
    assert_eq!(scans_due(&story).len(), 1);
    let number = story.case().violation.as_ref().unwrap().frame.number.text.clone();
    story.proceed(&actor(Role::TeamLeader, TEAM), "huy-bien-ban", &[("paper", number.as_str())]);
    assert_eq!(scans_due(&story), []);
}
