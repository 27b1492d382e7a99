//! `/dinh-kem/…`: receives files for a case, and gives them back.
//!
//! A file is kept before the event that names it. What cannot be attached is named with how to put it right; a file that
//! is good while its words are not is kept for the corrected form, so that it is not sent twice.

use crate::picture;
use crate::routes::{Desk, case_page};
use crate::upload::{Excess, File, Part, Reader};
use bytes::Bytes;
use domain::authority::{Action, authorise};
use domain::calendar::{format_short, parse_date, to_local};
use domain::case::{
    Attachment, AttachmentKind, CaseFile, CaseId, Command, FieldError, MAX_FILE_BYTES, NewAttachment, Refusal,
    UploadOutcome, size_in_words,
};
use front::answer::{file, plain, see_other, shown, whole};
use front::{Answer, Failure};
use http::request::Parts;
use http_body::Body;
use std::error::Error;
use store::drafts::StoredDraft;
use store::{StoreError, blobs, cases};

/// The form field of files; problems of a file link to it.
const FILES: &str = "files";

/// Query of the case page: the outcome of an upload that left something to put right.
const OUTCOME: &str = "tep";

/// Query of the case page after a finished step.
const DONE: &str = "xong=dinh-kem";

/// Gives a file back as it was attached, to be saved and never shown in a page.
///
/// # Errors
/// `NotFound`, also for a case of another unit; `Broken` when it is no longer what its hash says.
pub async fn original(desk: &Desk<'_>, id: CaseId, seq: u32) -> Result<Answer, Failure> {
    let (case, attachment) = find(desk, id, seq).await?;
    let kept = &attachment.file;
    let content = blobs::get(desk.blobs, &kept.sha256, kept.size).await?;
    let content = content.ok_or_else(|| Failure::Broken(format!("file {} is damaged or missing", kept.sha256)))?;
    Ok(file(whole(content), kept.media.mime(), &file_name(&case, &attachment)))
}

/// The small picture of a file.
///
/// # Errors
/// `NotFound`, also for a file that is no picture.
pub async fn thumbnail(desk: &Desk<'_>, id: CaseId, seq: u32) -> Result<Answer, Failure> {
    let (_, attachment) = find(desk, id, seq).await?;
    let picture = blobs::thumbnail(desk.blobs, &attachment.file.sha256).await?;
    Ok(shown(whole(picture.ok_or(Failure::NotFound)?), "image/jpeg"))
}

async fn find(desk: &Desk<'_>, id: CaseId, seq: u32) -> Result<(CaseFile, Attachment), Failure> {
    let (case, _) = cases::load(desk.database, desk.actor, id).await?;
    let attachment = case.attachment(seq).cloned().ok_or(Failure::NotFound)?;
    Ok((case, attachment))
}

/// `33-01-2026-0001-05.jpg`: the case and the place in it.
fn file_name(case: &CaseFile, attachment: &Attachment) -> String {
    format!("{}-{:02}.{}", plain(&case.code), attachment.seq, attachment.file.media.extension())
}

/// What was posted beside the files.
#[derive(Default)]
struct Words {
    version: String,
    kind: String,
    caption: String,
    taken_on: String,
    /// Id of an outcome whose files were good and wait for these words.
    held: String,
}

/// A file that is kept and not yet attached.
struct Kept {
    name: String,
    sha256: String,
    size: u64,
    seen: picture::Seen,
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
    let body = body.take().ok_or(Failure::Invalid("Biểu mẫu gửi tệp trống. Mở lại hồ sơ rồi gửi lại."))?;
    let mut reader = Reader::new(head, body)?;
    let mut words = Words::default();
    let (mut kept, mut problems) = (Vec::new(), Vec::new());
    while let Some(part) = reader.next().await? {
        match part {
            Part::Text { name, value } => match name.as_str() {
                "version" => words.version = value,
                "kind" => words.kind = value,
                "caption" => words.caption = value,
                "taken_on" => words.taken_on = value,
                "held" => words.held = value,
                _ => {}
            },
            Part::File(file) => match keep(desk, file).await? {
                Ok(file) => kept.push(file),
                Err(problem) => problems.push(FieldError::new(FILES, problem)),
            },
        }
    }
    let mut outcome = attach(desk, &case, words, kept).await?;
    if outcome.added == 0 && outcome.held.is_empty() && problems.is_empty() && outcome.problems.is_empty() {
        problems.push(FieldError::new(FILES, "Chọn ít nhất một tệp ảnh hoặc PDF để đính kèm."));
    }
    problems.append(&mut outcome.problems);
    outcome.problems = problems;
    if outcome.problems.is_empty() {
        return Ok(see_other(&case_page(id, &format!("?{DONE}")), "Đã đính kèm."));
    }
    let body = serde_json::to_string(&outcome).map_err(|error| Failure::Broken(error.to_string()))?;
    let draft = StoredDraft { path: case_page(id, ""), body };
    let kept = store::drafts::save(desk.database, desk.env, Some(desk.actor.id()), &draft).await;
    let kept = kept.map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(see_other(&case_page(id, &format!("?{OUTCOME}={kept}")), "Có tệp chưa đính kèm được."))
}

/// Keeps a file that can be attached, or says what is wrong with it, naming it.
async fn keep(desk: &Desk<'_>, file: File) -> Result<Result<Kept, String>, Failure> {
    let name = domain::text::clean(&file.name);
    let named = |words: &str| format!("{}: {words}.", if name.is_empty() { "Tệp không tên" } else { &name });
    let content = match file.content {
        Ok(content) => content,
        Err(excess) => {
            return Ok(Err(named(&match excess {
                Excess::File => format!(
                    "tệp lớn hơn {}. Giảm độ phân giải của máy ảnh hoặc của máy quét, hoặc tách tệp",
                    size_in_words(MAX_FILE_BYTES)
                ),
                Excess::Request => format!(
                    "các tệp trước đã hết {} của một lần gửi. Gửi tệp này ở lần sau",
                    size_in_words(crate::upload::MAX_REQUEST)
                ),
                Excess::Count => {
                    format!("mỗi lần gửi nhiều nhất {} tệp. Gửi tệp này ở lần sau", crate::upload::MAX_FILES)
                }
            })));
        }
    };
    let seen = match picture::look(&content) {
        Ok(seen) => seen,
        Err(problem) => return Ok(Err(named(problem))),
    };
    let sha256 = blobs::put(desk.blobs, &content).await?;
    if let Some(small) = &seen.thumbnail {
        blobs::put_thumbnail(desk.blobs, &sha256, small).await?;
    }
    Ok(Ok(Kept { name, sha256, size: u64::try_from(content.len()).unwrap_or(u64::MAX), seen }))
}

/// Attaches what was kept, and what was held from the form before, under the words of this one.
async fn attach(desk: &Desk<'_>, case: &CaseFile, words: Words, kept: Vec<Kept>) -> Result<UploadOutcome, Failure> {
    let mut outcome = UploadOutcome {
        kind: words.kind.clone(),
        caption: words.caption.clone(),
        taken_on: words.taken_on.clone(),
        ..UploadOutcome::default()
    };
    let kind = AttachmentKind::from_key(&words.kind);
    let typed = domain::text::plain(&words.taken_on);
    let taken_on = if typed.is_empty() { Ok(None) } else { parse_date(&typed).map(Some) };
    let mut files: Vec<NewAttachment> = held(desk, case.id, &words.held).await?;
    let chosen = kind.clone().unwrap_or(AttachmentKind::Other);
    files.extend(kept.into_iter().map(|file| NewAttachment {
        kind: chosen.clone(),
        media: file.seen.media,
        sha256: file.sha256,
        size: file.size,
        pixels: file.seen.pixels,
        name: file.name,
        caption: String::new(),
        taken_on: None,
    }));
    if kind.is_none() {
        outcome.problems.push(FieldError::new("kind", "Chọn loại tài liệu."));
    }
    if let Err(error) = &taken_on {
        outcome.problems.push(FieldError::new("taken_on", error.message()));
    }
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

/// Files of an earlier form of this officer that were good.
async fn held(desk: &Desk<'_>, case: CaseId, id: &str) -> Result<Vec<NewAttachment>, Failure> {
    if id.is_empty() {
        return Ok(Vec::new());
    }
    let draft = store::drafts::load(desk.database, desk.env, desk.actor.id(), id).await?;
    let outcome = draft
        .filter(|draft| draft.path == case_page(case, ""))
        .and_then(|draft| serde_json::from_str::<UploadOutcome>(&draft.body).ok());
    Ok(outcome.map(|outcome| outcome.held).unwrap_or_default())
}

/// Notes why one file was not attached; one that is good itself waits for other words.
fn problem(file: NewAttachment, error: StoreError, outcome: &mut UploadOutcome) -> Result<(), Failure> {
    let name = if file.name.is_empty() { "Tệp không tên" } else { &file.name };
    let found = match error {
        StoreError::Refused(Refusal::Fields { errors }) => errors,
        StoreError::Refused(refusal) => vec![FieldError::new(FILES, refusal.message())],
        StoreError::Stale { since, .. } | StoreError::StaleFile { since, .. } => {
            let last = since.last().map_or_else(String::new, |event| {
                let when = format_short(to_local(event.at));
                format!(" ({}, {} lúc {when})", event.body.title(), event.by.full_name)
            });
            vec![FieldError::new(
                "kind",
                format!("Hồ sơ đã có bước mới sau khi mở trang{last}. Kiểm tra lại tang vật đã chọn, rồi gửi lại."),
            )]
        }
        StoreError::Db(error) => {
            eprintln!("{}", serde_json::json!({ "level": "error", "attach": error.to_string() }));
            let words = "chưa ghi được vào hồ sơ do hệ thống đang bận. Gửi lại sau ít phút";
            outcome.problems.push(FieldError::new("kind", format!("{name}: {words}.")));
            outcome.held.push(file);
            return Ok(());
        }
        StoreError::NotFound => return Err(Failure::NotFound),
    };
    let itself = found.iter().any(|error| error.field == FILES);
    for error in found {
        let named = match error.field.as_str() {
            FILES => FieldError::new(FILES, format!("{name}: {}", error.message)),
            _ => error,
        };
        if !outcome.problems.contains(&named) {
            outcome.problems.push(named);
        }
    }
    if !itself {
        outcome.held.push(file);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Place, content, jpeg, png};
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
