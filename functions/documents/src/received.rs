//! What every family of attached files does with a posted form: reads its words, keeps its files, and tells what became of them.
//!
//! A file is kept before the event that names it. What cannot be attached is named with how to put it right; a file that
//! is good while its words are not is kept for the corrected form, so that it is not sent twice. Must not know: what the files are
//! attached to.

use crate::picture;
use crate::routes::Desk;
use crate::upload::{Excess, File, Part, Reader};
use bytes::Bytes;
use domain::calendar::{format_short, parse_date, to_local};
use domain::case::{FieldError, MAX_FILE_BYTES, NewAttachment, Refusal, UploadOutcome, size_in_words};
use domain::media::KeptFile;
use front::answer::{file, see_other, shown, whole};
use front::{Answer, Failure};
use http::request::Parts;
use http_body::Body;
use jiff::civil::Date;
use std::error::Error;
use store::drafts::{DraftError, StoredDraft};
use store::{StoreError, blobs};

/// The form field of files; problems of a file link to it.
pub const FILES: &str = "files";

/// Query of the page: the outcome of an upload that left something to put right.
const OUTCOME: &str = "tep";

/// What was posted beside the files.
#[derive(Default)]
pub struct Words {
    pub version: String,
    pub kind: String,
    pub caption: String,
    pub taken_on: String,
    /// Id of an outcome whose files were good and wait for these words.
    pub held: String,
}

impl Words {
    /// The outcome to begin with: what was typed, so that only the files are chosen again.
    pub fn outcome(&self) -> UploadOutcome {
        UploadOutcome {
            kind: self.kind.clone(),
            caption: self.caption.clone(),
            taken_on: self.taken_on.clone(),
            ..UploadOutcome::default()
        }
    }

    /// The day the files were taken, if told; what cannot be read is noted at its field.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn day(&self, outcome: &mut UploadOutcome) -> Result<Option<Date>, ()> {
        let typed = domain::text::plain(&self.taken_on);
        if typed.is_empty() {
            return Ok(None);
        }
        parse_date(&typed).map(Some).map_err(|error| {
            outcome.problems.push(FieldError::new("taken_on", error.message()));
        })
    }
}

/// A form that came whole: its words, the files that are kept, and what is wrong with the others.
pub struct Received {
    pub words: Words,
    pub kept: Vec<KeptFile>,
    pub problems: Vec<FieldError>,
}

/// Reads a form and keeps its files.
///
/// # Errors
/// `Invalid` when it is no such form or breaks off; `TooLarge`; `Broken` when the store fails.
pub async fn read<B>(desk: &Desk<'_>, head: &Parts, body: &mut Option<B>) -> Result<Received, Failure>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
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
    Ok(Received { words, kept, problems })
}

/// Keeps a file that can be attached, or says what is wrong with it, naming it.
async fn keep(desk: &Desk<'_>, file: File) -> Result<Result<KeptFile, String>, Failure> {
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
    let kept = keep_content(desk, &content).await?;
    Ok(kept.map(|file| KeptFile { name: name.clone(), ..file }).map_err(named))
}

/// Keeps the bytes of a file that can be attached, without any words yet, or says what is wrong with them.
///
/// # Errors
/// `Broken` when the store fails.
pub async fn keep_content(desk: &Desk<'_>, content: &[u8]) -> Result<Result<KeptFile, &'static str>, Failure> {
    let seen = match picture::look(content) {
        Ok(seen) => seen,
        Err(problem) => return Ok(Err(problem)),
    };
    let sha256 = blobs::put(desk.blobs, content).await?;
    if let Some(small) = &seen.thumbnail {
        blobs::put_thumbnail(desk.blobs, &sha256, small).await?;
    }
    Ok(Ok(KeptFile {
        media: seen.media,
        sha256,
        size: u64::try_from(content.len()).unwrap_or(u64::MAX),
        pixels: seen.pixels,
        name: String::new(),
        caption: String::new(),
        taken_on: None,
    }))
}

/// Files of an earlier form of this officer on that page that were good.
///
/// # Errors
/// `Broken` when the store fails.
pub async fn held(desk: &Desk<'_>, page: &str, id: &str) -> Result<Vec<NewAttachment>, Failure> {
    if id.is_empty() {
        return Ok(Vec::new());
    }
    let draft = store::drafts::load(desk.database, desk.env, desk.actor.id(), id).await?;
    let outcome = draft
        .filter(|draft| draft.path == page)
        .and_then(|draft| serde_json::from_str::<UploadOutcome>(&draft.body).ok());
    Ok(outcome.map(|outcome| outcome.held).unwrap_or_default())
}

/// Notes why one file was not attached; one that is good itself waits for other words.
///
/// # Errors
/// `NotFound` when what it is for is gone.
pub fn problem(file: NewAttachment, error: StoreError, outcome: &mut UploadOutcome) -> Result<(), Failure> {
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

/// Goes back to the page: done, or with what is to be put right. `nothing` says what to choose where nothing was sent.
///
/// # Errors
/// `Broken` when the outcome cannot be kept.
pub async fn settle(
    desk: &Desk<'_>,
    page: &str,
    done: &str,
    nothing: &str,
    mut problems: Vec<FieldError>,
    mut outcome: UploadOutcome,
) -> Result<Answer, Failure> {
    problems.append(&mut outcome.problems);
    if outcome.added == 0 && outcome.held.is_empty() && problems.is_empty() {
        problems.push(FieldError::new(FILES, nothing));
    }
    if problems.is_empty() {
        return Ok(see_other(&format!("{page}?{done}"), "Đã đính kèm."));
    }
    outcome.problems = problems;
    let body = serde_json::to_string(&outcome).map_err(|error| Failure::Broken(error.to_string()))?;
    let draft = StoredDraft { path: page.to_owned(), body };
    let kept = store::drafts::save(desk.database, desk.env, Some(desk.actor.id()), &draft).await;
    let kept = kept.map_err(|error| match error {
        DraftError::Db(error) => error.into(),
        DraftError::TooLarge => Failure::Broken(error.to_string()),
    })?;
    Ok(see_other(&format!("{page}?{OUTCOME}={kept}"), "Có tệp chưa đính kèm được."))
}

/// A file as it was attached, to be saved under a name and never shown in a page.
///
/// # Errors
/// `Broken` when it is no longer what its hash says.
pub async fn original(desk: &Desk<'_>, kept: &KeptFile, name: &str) -> Result<Answer, Failure> {
    let content = blobs::get(desk.blobs, &kept.sha256, kept.size).await?;
    let content = content.ok_or_else(|| Failure::Broken(format!("file {} is damaged or missing", kept.sha256)))?;
    Ok(file(whole(content), kept.media.mime(), &format!("{name}.{}", kept.media.extension())))
}

/// The small picture of a file.
///
/// # Errors
/// `NotFound` for a file that is no picture.
pub async fn thumbnail(desk: &Desk<'_>, sha256: &str) -> Result<Answer, Failure> {
    let picture = blobs::thumbnail(desk.blobs, sha256).await?;
    Ok(shown(whole(picture.ok_or(Failure::NotFound)?), "image/jpeg"))
}
