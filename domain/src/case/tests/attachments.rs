//! Files of a case: what may be attached as what, and that nothing goes without a reason.

use super::procedures::{controller, head};
use super::*;

pub(super) fn photo(digit: char, kind: AttachmentKind) -> NewAttachment {
    NewAttachment {
        kind,
        media: Media::Jpeg,
        sha256: digit.to_string().repeat(64),
        size: 1_500_000,
        pixels: Some((4000, 3000)),
        name: "IMG_0001.JPG".to_owned(),
        caption: String::new(),
        taken_on: None,
    }
}

pub(super) fn attach(new: NewAttachment) -> Command {
    Command::Attach(Box::new(new))
}

fn withdraw(seq: u32, reason: &str) -> Command {
    Command::WithdrawAttachment { seq, reason: reason.to_owned() }
}

/// The field and the words of the only thing that is wrong.
fn wrong(refusal: Refusal) -> (String, String) {
    match refusal {
        Refusal::Fields { errors } if errors.len() == 1 => (errors[0].field.clone(), errors[0].message.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_is_kept_with_what_it_shows_and_who_attached_it() {
    let mut story = Story::recorded(PartyKind::Individual, 90_000_000);
    let number = story.case().violation.as_ref().unwrap().frame.number.text.clone();
    let stage = story.case().stage;
    let (scene, exhibit) = (AttachmentKind::Scene, AttachmentKind::Exhibit { index: 0 });
    let signed = AttachmentKind::SignedPaper { number: number.clone() };
    assert!(story.case().signed_copy(&number).is_none());
    let mut new = photo('a', scene);
    new.caption = "  Quầy hàng\tsố 3 ".to_owned();
    new.name = "ảnh ".repeat(100);
    new.taken_on = Some(date(2026, 11, 20));
    story.done(&controller(), &attach(new));
    story.done(&controller(), &attach(photo('b', exhibit.clone())));
    story.done(&head(), &attach(NewAttachment { media: Media::Pdf, pixels: None, ..photo('c', signed) }));
    let case = story.case();
    assert_eq!(case.stage, stage, "no step of the case");
    let titles: Vec<String> = case.attachments.iter().map(Attachment::title).collect();
    let scan = format!("Bản chụp văn bản đã ký: Biên bản vi phạm hành chính số {number}");
    assert_eq!(titles, ["Ảnh hiện trường", "Ảnh tang vật: Áo khoác", scan.as_str()]);
    let first = &case.attachments[0];
    assert_eq!((first.file.caption.as_str(), first.alt()), ("Quầy hàng số 3", "Quầy hàng số 3".to_owned()));
    assert_eq!(first.file.name.chars().count(), 120);
    assert_eq!((first.short_hash(), first.size()), ("aaaaaaaaaaaa", "1,4 MB".to_owned()));
    assert_eq!(case.attachments[1].alt(), "Ảnh tang vật: Áo khoác");
    assert_eq!(case.attachment(case.version).unwrap().by.title, Role::ProvincialHead.title());
    assert_eq!(case.signed_copy(&number).unwrap().seq, case.version);
    let choices: Vec<String> = case.attachment_choices().into_iter().map(|(_, words)| words).collect();
    assert_eq!(choices.first().map(String::as_str), Some("Ảnh hiện trường"));
    assert!(choices.contains(&"Ảnh tang vật: 1. Áo khoác".to_owned()) && choices.contains(&scan), "{choices:?}");
    assert_eq!(choices.last().map(String::as_str), Some("Tài liệu khác"));
    for (kind, _) in case.attachment_choices() {
        assert_eq!(AttachmentKind::from_key(&kind.key()), Some(kind));
    }
    let told = &story.history.last().unwrap().body;
    assert_eq!((told.key(), told.title(), told.details()), ("attachment-added", format!("Đính kèm: {scan}"), None));
    assert!(told.paper().is_none() && told.frame().is_none());
    assert_eq!(CaseFile::replay(&story.history).as_ref(), Some(case));
    let text = serde_json::to_string(case).unwrap();
    assert_eq!(serde_json::from_str::<CaseFile>(&text).unwrap(), *case, "kept as it was");
    assert!(crate::report::entries(Some(case), story.history.last().unwrap()).is_empty(), "no figure of a report");
}

#[test]
fn a_file_that_cannot_be_is_refused_with_what_to_do() {
    let mut story = Story::recorded(PartyKind::Individual, 90_000_000);
    let other = AttachmentKind::Other;
    story.done(&controller(), &attach(photo('a', AttachmentKind::Scene)));
    let no_paper = AttachmentKind::SignedPaper { number: "1/QĐ-XX".to_owned() };
    for (new, field, words) in [
        (photo('a', AttachmentKind::Scene), "files", "đã có trong hồ sơ (Ảnh hiện trường"),
        (photo('g', other.clone()), "files", "không đọc được"),
        (NewAttachment { sha256: "ab".to_owned(), ..photo('a', other.clone()) }, "files", "không đọc được"),
        (NewAttachment { size: 0, ..photo('b', other.clone()) }, "files", "Tệp trống"),
        (NewAttachment { size: MAX_FILE_BYTES + 1, ..photo('b', other.clone()) }, "files", "lớn hơn 8 MB"),
        (NewAttachment { media: Media::Pdf, ..photo('b', AttachmentKind::Scene) }, "kind", "phải là tệp ảnh"),
        (photo('b', AttachmentKind::Exhibit { index: 1 }), "kind", "không có tang vật hoặc văn bản"),
        (photo('b', no_paper), "kind", "không có tang vật hoặc văn bản"),
        (NewAttachment { caption: "a".repeat(301), ..photo('b', other.clone()) }, "caption", "quá 300 chữ"),
        (
            NewAttachment { taken_on: Some(date(2026, 11, 21)), ..photo('b', other.clone()) },
            "taken_on",
            "không thể sau hôm nay (20/11/2026)",
        ),
    ] {
        let (at, message) = wrong(story.refused(&controller(), &attach(new)));
        assert!(at == field && message.contains(words), "{at}: {message}");
    }
    // The largest file, and the same file as something else, are taken.
    story.done(&controller(), &attach(NewAttachment { size: MAX_FILE_BYTES, ..photo('a', other.clone()) }));
    let mut full = story.case().clone();
    while full.attachments.len() < MAX_ATTACHMENTS {
        full.attachments.push(full.attachments[0].clone());
    }
    story.case = Some(full);
    let (at, message) = wrong(story.refused(&controller(), &attach(photo('b', other))));
    assert!(at == "files" && message.contains("đã có 300 tệp"), "{message}");
}

#[test]
fn what_is_withdrawn_stays_with_its_reason() {
    let mut story = Story::recorded(PartyKind::Individual, 90_000_000);
    let number = story.case().violation.as_ref().unwrap().frame.number.text.clone();
    story.done(&controller(), &attach(photo('a', AttachmentKind::SignedPaper { number: number.clone() })));
    let seq = story.case().version;
    assert_eq!(story.refused(&controller(), &withdraw(seq + 1, "Nhầm")), Refusal::Hidden);
    for (reason, words) in [(" \n ", "Nêu lý do rút"), ("a".repeat(1001).as_str(), "quá 1000 chữ")] {
        let (at, message) = wrong(story.refused(&controller(), &withdraw(seq, reason)));
        assert!(at == "reason" && message.contains(words), "{message}");
    }
    story.done(&controller(), &withdraw(seq, " Ảnh mờ,\n chụp lại "));
    let told = &story.history.last().unwrap().body;
    assert_eq!((told.key(), told.details()), ("attachment-withdrawn", Some("Ảnh mờ,\nchụp lại")));
    assert!(told.title().contains(&seq.to_string()) && told.frame().is_none() && told.paper().is_none());
    let case = story.case();
    assert_eq!((case.attachments.len(), case.live_attachments().count()), (1, 0));
    assert!(case.signed_copy(&number).is_none());
    assert_eq!(case.attachment(seq).unwrap().withdrawn.as_ref().unwrap().reason, "Ảnh mờ,\nchụp lại");
    assert_eq!(CaseFile::replay(&story.history).as_ref(), Some(case));
    assert!(crate::report::entries(Some(case), story.history.last().unwrap()).is_empty());
    let (_, message) = wrong(story.refused(&controller(), &withdraw(seq, "Lần nữa")));
    assert!(message.contains("đã được Nguyễn Văn A rút lúc 11:00 20/11/2026"), "{message}");
    // The same file may come back.
    story.done(&controller(), &attach(photo('a', AttachmentKind::SignedPaper { number })));
}

#[test]
fn who_only_reads_attaches_nothing_and_the_archive_is_closed() {
    let mut story = Story::recorded(PartyKind::Individual, 90_000_000);
    story.done(&controller(), &attach(photo('a', AttachmentKind::Scene)));
    let seq = story.case().version;
    let reporting = actor(Role::ReportingSection, "TW/33/33-TH");
    let beside = actor(Role::Controller, "TW/33/33-02");
    for command in [attach(photo('b', AttachmentKind::Other)), withdraw(seq, "Nhầm")] {
        assert!(matches!(story.refused(&reporting, &command), Refusal::Role { .. }));
        assert_eq!(story.refused(&beside, &command), Refusal::Hidden);
    }
    story.case.as_mut().unwrap().stage = Stage::Closed;
    story.done(&controller(), &attach(photo('b', AttachmentKind::Other)));
    story.case.as_mut().unwrap().stage = Stage::Archived;
    for command in [attach(photo('c', AttachmentKind::Other)), withdraw(seq, "Nhầm")] {
        let refusal = story.refused(&controller(), &command);
        assert!(matches!(refusal, Refusal::WrongStage { .. }) && refusal.message().contains("đính kèm"), "{refusal:?}");
    }
}

/// Files come and go beside every step; only what is named by its place in a list hangs on the rest.
#[test]
fn a_form_outlives_what_nothing_on_it_rests_on() {
    let mut story = Story::recorded(PartyKind::Individual, 90_000_000);
    story.done(&controller(), &attach(photo('a', AttachmentKind::Scene)));
    story.done(&controller(), &withdraw(story.case().version, "Nhầm"));
    let [.., recorded, added, withdrawn] = &story.history[..] else { panic!("{:?}", story.history) };
    let close = Command::CloseCase { note: String::new() };
    for (command, outlives_a_step) in [
        (attach(photo('b', AttachmentKind::Scene)), true),
        (attach(photo('b', AttachmentKind::Exhibit { index: 0 })), false),
        (withdraw(1, "Nhầm"), true),
        (close, false),
    ] {
        assert!(command.survives(&added.body) && command.survives(&withdrawn.body), "{command:?}");
        assert_eq!(command.survives(&recorded.body), outlives_a_step, "{command:?}");
        let unit = issuing_unit(&head(), story.case(), &command);
        let series = required_series(&head(), story.case(), &command, 2026);
        assert_eq!((unit, series), (story.case().unit.clone(), None), "no paper: {command:?}");
    }
}
