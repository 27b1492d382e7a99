//! `/dinh-kem/{case}/…`: receives files for a case, and gives them back.

use crate::received::{self, Received, Words, held, problem, settle};
use crate::routes::{Desk, case_page};
use bytes::Bytes;
use domain::authority::{Action, authorise};
use domain::case::{Attachment, AttachmentKind, CaseFile, CaseId, Command, FieldError, NewAttachment, UploadOutcome};
use domain::journal::Deed;
use domain::media::KeptFile;
use front::answer::plain;
use front::{Answer, Failure};
use http::request::Parts;
use http_body::Body;
use std::error::Error;
use store::{StoreError, cases, journal};

/// Query of the case page after a finished step.
const DONE: &str = "xong=dinh-kem";

/// Gives a file back as it was attached, to be saved and never shown in a page.
///
/// # Errors
/// `NotFound`, also for a case of another unit; `Broken` when it is no longer what its hash says.
pub async fn original(desk: &Desk<'_>, id: CaseId, seq: u32) -> Result<Answer, Failure> {
    let (case, attachment) = find(desk, id, seq).await?;
    let name = file_name(&case, attachment.seq);
    journal::note(desk.database, desk.env, desk.actor, Deed::ReadFile, (&id.to_string(), &name)).await?;
    received::original(desk, &attachment.file.kept(), &name).await
}

/// The small picture of a file.
///
/// # Errors
/// `NotFound`, also for a file that is no picture.
pub async fn thumbnail(desk: &Desk<'_>, id: CaseId, seq: u32) -> Result<Answer, Failure> {
    let (_, attachment) = find(desk, id, seq).await?;
    received::thumbnail(desk, &attachment.file.sha256).await
}

async fn find(desk: &Desk<'_>, id: CaseId, seq: u32) -> Result<(CaseFile, Attachment), Failure> {
    let (case, _) = cases::load(desk.database, desk.actor, id).await?;
    let attachment = case.attachment(seq).cloned().ok_or(Failure::NotFound)?;
    Ok((case, attachment))
}

/// `33-01-2026-0001-05`: the case and the place in it.
fn file_name(case: &CaseFile, seq: u32) -> String {
    format!("{}-{seq:02}", plain(&case.code))
}

/// Receives a form with files and goes back to the case.
///
/// # Errors
/// [`Failure`]: nothing was attached.
pub async fn receive<B>(desk: &Desk<'_>, id: CaseId, head: &Parts, body: &mut Option<B>) -> Result<Answer, Failure>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let (case, _) = cases::load(desk.database, desk.actor, id).await?;
    // Before anything is read: who may not attach keeps no file here.
    authorise(desk.actor, Action::AttachFile, &case.path).map_err(StoreError::from)?;
    let Received { words, kept, problems } = received::read(desk, head, body).await?;
    let outcome = attach(desk, &case, words, kept).await?;
    let nothing = "Chọn ít nhất một tệp ảnh hoặc PDF để đính kèm.";
    settle(desk, &case_page(id), DONE, nothing, problems, outcome).await
}

/// Attaches what was kept, and what was held from the form before, under the words of this one.
async fn attach(desk: &Desk<'_>, case: &CaseFile, words: Words, kept: Vec<KeptFile>) -> Result<UploadOutcome, Failure> {
    let mut outcome = words.outcome();
    let kind = AttachmentKind::from_key(&words.kind);
    let mut files: Vec<NewAttachment> = held(desk, &case_page(case.id), &words.held).await?;
    let chosen = kind.clone().unwrap_or(AttachmentKind::Other);
    files.extend(kept.into_iter().map(|file| NewAttachment::of(chosen.clone(), file)));
    if kind.is_none() {
        outcome.problems.push(FieldError::new("kind", "Chọn loại tài liệu."));
    }
    let taken_on = words.day(&mut outcome);
    let (Some(kind), Ok(taken_on), Ok(version)) = (kind, taken_on, words.version.parse()) else {
        if outcome.problems.is_empty() {
            return Err(Failure::Invalid("Biểu mẫu gửi tệp thiếu phiên bản hồ sơ. Mở lại hồ sơ rồi gửi lại."));
        }
        outcome.held = files;
        return Ok(outcome);
    };
    for file in files {
        let new = NewAttachment { kind: kind.clone(), caption: words.caption.clone(), taken_on, ..file };
        let command = Command::Attach(Box::new(new.clone()));
        match cases::execute(desk.database, desk.env, desk.actor, case.id, version, command).await {
            Ok(_) => outcome.added += 1,
            Err(error) => problem(new, error, &mut outcome)?,
        }
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use crate::fixture::{Place, content, jpeg, png};
    use crate::received::FILES;
    use domain::case::Media;
    use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

    const SCENE: (&str, &str) = ("kind", "hien-truong");

    #[test]
    fn several_files_are_attached_at_once_and_come_back_as_they_were() {
        let place = Place::new();
        let (photo, scan) = (jpeg(800, 600), b"%PDF-1.4\n%%EOF\n".to_vec());
        let files = [("anh.png", photo.as_slice()), ("quyet dinh.exe", scan.as_slice())];
        let location =
            place.post("ksv1", &[("kind", "khac"), ("caption", " Bản  ký "), ("taken_on", "19/10/2026")], &files);
        assert_eq!(location, Ok(format!("/ho-so/{}?xong=dinh-kem", place.case.id)));
        let case = place.read("ksv1");
        let told: Vec<_> =
            case.attachments.iter().map(|kept| (kept.seq, kept.file.media, kept.file.caption.as_str())).collect();
        assert_eq!(told, [(2, Media::Jpeg, "Bản ký"), (3, Media::Pdf, "Bản ký")], "content decides, not the name");
        assert_eq!(case.attachments[0].file.pixels, Some((800, 600)));
        let answer = place.get("ksv2", 2, false).unwrap_or_else(|status| panic!("{status}"));
        assert_eq!(answer.headers()[CONTENT_TYPE], "image/jpeg");
        assert_eq!(answer.headers()[CONTENT_DISPOSITION], "attachment; filename=\"33-01-2026-0001-02.jpg\"");
        assert_eq!(content(answer), photo);
        let small = place.get("ksv2", 2, true).unwrap_or_else(|status| panic!("{status}"));
        assert!(small.headers().get(CONTENT_DISPOSITION).is_none());
        assert!(content(small).starts_with(&[0xFF, 0xD8, 0xFF]));
        assert_eq!(place.get("ksv2", 3, true).err(), Some("not found"), "a PDF has no picture");
        assert_eq!(place.get("ksv2", 9, false).err(), Some("not found"));
        for account in ["ksv4", "haiphong.ksv1", "quantri"] {
            assert_eq!(place.get(account, 2, false).err(), Some("not found"), "{account}");
            assert_eq!(place.get(account, 2, true).err(), Some("not found"), "{account}");
        }
        place.damage();
        assert_eq!(place.get("ksv2", 2, false).err(), Some("broken"));
    }

    #[test]
    fn the_good_files_are_attached_and_the_others_named() {
        let place = Place::new();
        let (good, other) = (jpeg(40, 30), png(30, 40));
        let large = vec![0; 8 << 20 | 1];
        let files = [
            ("tot.jpg", good.as_slice()),
            ("ma-doc.jpg", b"MZ\x90\0".as_slice()),
            ("rong.jpg", b""),
            ("hong.png", &other[..40]),
            ("lon.jpg", &large),
            ("tot-hai.png", &other),
            ("tot-lan-nua.jpg", &good),
        ];
        let outcome = place.outcome("ksv1", &[SCENE, ("caption", "Quầy")], &files);
        assert_eq!((outcome.added, outcome.held.len(), outcome.kind.as_str()), (2, 0, "hien-truong"));
        let told: Vec<&str> = outcome.problems.iter().map(|problem| problem.message.as_str()).collect();
        for (index, words) in [
            "ma-doc.jpg: không phải ảnh",
            "rong.jpg: tệp trống",
            "hong.png: ảnh bị hỏng",
            "lon.jpg: tệp lớn hơn 8 MB",
            "tot-lan-nua.jpg: Tệp này đã có trong hồ sơ",
        ]
        .into_iter()
        .enumerate()
        {
            assert!(told[index].starts_with(words), "{told:?}");
            assert_eq!(outcome.problems[index].field, FILES);
        }
        assert_eq!((told.len(), place.read("ksv1").attachments.len()), (5, 2));
    }

    #[test]
    fn wrong_words_do_not_cost_the_files() {
        let place = Place::new();
        let (one, two) = (jpeg(40, 30), png(30, 40));
        let files = [("mot.jpg", one.as_slice()), ("hai.png", two.as_slice())];
        for (words, field) in [
            ([SCENE, ("taken_on", "31/02/2026")], "taken_on"),
            ([SCENE, ("taken_on", "20/10/2026")], "taken_on"),
            ([("kind", "gi-do"), ("taken_on", "")], "kind"),
            ([("kind", "tang-vat.0"), ("taken_on", "")], "kind"),
            ([SCENE, ("caption", &"a".repeat(301))], "caption"),
        ] {
            let outcome = place.outcome("ksv1", &words, &files);
            assert_eq!((outcome.added, outcome.held.len(), outcome.problems.len()), (0, 2, 1), "{outcome:?}");
            assert_eq!(outcome.problems[0].field, field);
        }
        let kept = place.kept("ksv1", &[SCENE, ("taken_on", "31/02/2026")], &files);
        let location = place.post("ksv1", &[SCENE, ("held", &kept), ("taken_on", "18/10/2026")], &[]);
        assert_eq!(location, Ok(format!("/ho-so/{}?xong=dinh-kem", place.case.id)));
        assert_eq!(place.read("ksv1").attachments.len(), 2, "not sent twice");
        let stolen = place.outcome("ksv2", &[SCENE, ("held", &kept)], &[]);
        assert_eq!(stolen.problems[0].message, "Chọn ít nhất một tệp ảnh hoặc PDF để đính kèm.");
    }

    #[test]
    fn who_may_not_attach_and_what_is_no_form_leaves_nothing() {
        let place = Place::new();
        let photo = jpeg(40, 30);
        let files = [("anh.jpg", photo.as_slice())];
        for (account, expected) in [("tonghop", "forbidden"), ("ksv4", "not found"), ("haiphong.ksv1", "not found")] {
            assert_eq!(place.post(account, &[SCENE], &files), Err(expected), "{account}");
        }
        assert_eq!(
            place.post_raw("ksv1", b"--ranh-gioi\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nkh"),
            Err("invalid")
        );
        assert_eq!(place.files(), 0, "no blob");
        let without = place.post_versioned("ksv1", "", &[SCENE], &files);
        assert_eq!(without, Err("invalid"));
        assert!(place.read("ksv1").attachments.is_empty());
    }

    #[test]
    fn what_the_form_rested_on_is_checked() {
        let place = Place::new();
        let (one, two) = (jpeg(40, 30), png(30, 40));
        let version = place.case.version.to_string();
        assert!(place.post_versioned("ksv1", &version, &[SCENE], &[("mot.jpg", &one)]).is_ok());
        assert!(place.post_versioned("ksv2", &version, &[SCENE], &[("hai.png", &two)]).is_ok(), "two uploads at once");
        place.sign();
        let outcome =
            place.outcome_versioned("ksv1", &version, &[("kind", "tang-vat.0")], &[("ba.jpg", &jpeg(50, 30))]);
        assert_eq!((outcome.added, outcome.held.len()), (0, 1));
        assert!(outcome.problems[0].message.contains("Ký quyết định kiểm tra"), "{:?}", outcome.problems);
    }
}
