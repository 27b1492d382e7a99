//! Photos that come in pieces: each piece is written with the count of what is here, in one transaction, so that a sender who is cut off
//! asks how far it is and goes on. The whole file is attached once, by the same decision as a file of the case page.
//!
//! Pieces lie in the database until the file is whole, since the key-value store neither deletes nor shares a transaction. Must not know:
//! what a picture is, or how the kept file is stored.

use super::{FieldError, check};
use crate::blobs::digest;
use crate::cases;
use crate::database::{Connection, Database, DbError, Row, UnitOfWork, to_json};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::case::{CaseFile, Command, MAX_FILE_BYTES, NewAttachment, Refusal, size_in_words};
use domain::fieldwork::{CHUNK, DeviceId, PhotoAsked, PhotoKey, PhotoState};
use domain::media::KeptFile;

/// Photos an officer may have begun and not finished. Together they are bounded by [`MAX_FILE_BYTES`] each.
const MAX_OPEN: i64 = 30;

/// Milliseconds after which a photo that got no further is let go of: the device announces it again, and begins anew.
const STALE: i64 = 7 * 24 * 3600 * 1000;

/// Bytes of one request at most.
pub const MAX_PIECE: usize = 4 * CHUNK;

/// What became of a piece, or of a question how far a photo is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrived {
    /// How it stands.
    State(PhotoState),
    /// The piece does not begin where the next one has to: nothing was written.
    Elsewhere(PhotoState),
    /// All bytes are here: they are looked at, kept, and given to [`finish`].
    Whole { asked: Box<PhotoAsked>, content: Vec<u8> },
}

/// A photo that was announced.
struct Upload {
    asked: PhotoAsked,
    device: DeviceId,
    received: u64,
    seq: Option<u32>,
    refusal: Option<String>,
}

impl Upload {
    /// Answers nothing while bytes are missing or wait to be looked at.
    fn settled(&self) -> Option<PhotoState> {
        match (self.seq, &self.refusal) {
            (Some(seq), _) => Some(PhotoState::Attached { seq }),
            (None, Some(message)) => Some(PhotoState::Refused { message: message.clone() }),
            (None, None) => None,
        }
    }

    fn is_whole(&self) -> bool {
        self.received == self.asked.size
    }
}

fn unsigned(value: i64, column: usize) -> Result<u64, DbError> {
    u64::try_from(value).map_err(|_| DbError::Shape { column, expected: "a count" })
}

fn read(row: &Row) -> Result<Upload, DbError> {
    let seq = row.opt_int(3)?.map(u32::try_from).transpose();
    Ok(Upload {
        asked: row.json(0)?,
        device: DeviceId(row.parse(1, "a device")?),
        received: unsigned(row.int(2)?, 2)?,
        seq: seq.map_err(|_| DbError::Shape { column: 3, expected: "a position" })?,
        refusal: row.opt_string(4)?,
    })
}

/// The upload of a key; one of somebody else's is one that nobody has.
async fn find(work: &mut UnitOfWork, actor: &Actor, key: PhotoKey) -> Result<Option<Upload>, StoreError> {
    let sql = "SELECT asked, device, received, seq, refusal, officer FROM photo_upload WHERE key = ?1";
    let Some(row) = work.query_one(sql, params![key.0]).await? else { return Ok(None) };
    if row.text(5)? != actor.id().0 {
        return Err(StoreError::NotFound);
    }
    Ok(Some(read(&row)?))
}

/// The case a photo is for, with who may attach to it asked.
async fn case(work: &mut UnitOfWork, actor: &Actor, asked: &PhotoAsked) -> Result<CaseFile, StoreError> {
    let sql = "SELECT document FROM case_file WHERE id = ?1";
    let case: CaseFile = work.query_one(sql, params![asked.case.0]).await?.ok_or(StoreError::NotFound)?.json(0)?;
    authorise(actor, Action::ReadCase, &case.path)?;
    authorise(actor, Action::AttachFile, &case.path)?;
    Ok(case)
}

/// The same file, as the same thing, is in the case already: from its page, or from another device.
fn twin(case: &CaseFile, asked: &PhotoAsked) -> Option<u32> {
    let mut files = case.live_attachments();
    files.find(|kept| kept.file.sha256 == asked.sha256 && kept.file.kind == asked.kind).map(|kept| kept.seq)
}

/// Why a photo need not be sent at all.
fn unfit(asked: &PhotoAsked) -> Option<String> {
    let is_digest = asked.sha256.len() == 64
        && asked.sha256.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if asked.size == 0 {
        Some("Ảnh trống. Chụp lại ảnh.".to_owned())
    } else if asked.size > MAX_FILE_BYTES {
        let (size, most) = (size_in_words(asked.size), size_in_words(MAX_FILE_BYTES));
        Some(format!("Ảnh {size} lớn hơn {most}. Giảm độ phân giải của máy ảnh rồi chụp lại, hoặc thu nhỏ ảnh."))
    } else if !is_digest {
        Some("Mã kiểm tra của ảnh không đúng định dạng. Cập nhật ứng dụng trên máy rồi gửi lại.".to_owned())
    } else {
        None
    }
}

/// Announces a photo, or asks how far it is; the same may be asked any number of times. One that was refused begins anew.
///
/// # Errors
/// Denied for a device that is somebody else's or out of use; `NotFound` for a case or a key that is not the actor's to know; refused
/// where his role attaches nothing.
pub async fn announce(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    key: PhotoKey,
    asked: &PhotoAsked,
) -> Result<Arrived, FieldError> {
    let refused = |message: String| Ok(Arrived::State(PhotoState::Refused { message }));
    let mut work = UnitOfWork::begin(db).await?;
    check(&mut work, actor, asked.device).await?;
    let found = find(&mut work, actor, key).await?;
    let case = case(&mut work, actor, asked).await?;
    if let Some(upload) = &found {
        // Another device of the officer may go on from his backup; everything else is said once.
        if (PhotoAsked { device: asked.device, ..upload.asked.clone() }) != *asked {
            return refused("Mã của ảnh này đã dùng cho ảnh khác. Chụp hoặc chọn lại ảnh rồi gửi.".to_owned());
        }
        if let Some(seq) = upload.seq {
            return Ok(Arrived::State(PhotoState::Attached { seq }));
        }
        if upload.refusal.is_none() {
            if upload.device != asked.device {
                let sql = "UPDATE photo_upload SET device = ?2 WHERE key = ?1";
                work.execute(sql, params![key.0, asked.device.0]).await?;
            }
            let arrived = standing(&mut work, key, upload).await?;
            work.commit().await.map_err(StoreError::from)?;
            return Ok(arrived);
        }
    }
    if let Some(message) = unfit(asked) {
        return refused(message);
    }
    clear(&mut work, env, actor).await?;
    let sql = "SELECT count(*) FROM photo_upload WHERE officer = ?1 AND seq IS NULL AND refusal IS NULL";
    let open = work.query_one(sql, params![&actor.id().0]).await?.map_or(Ok(0), |row| row.int(0))?;
    if open >= MAX_OPEN {
        return refused(format!(
            "Đang có {open} ảnh gửi dở. Đợi các ảnh này gửi xong rồi gửi tiếp; ảnh vẫn còn trên máy."
        ));
    }
    drop_pieces(&mut work, key).await?;
    let seq = twin(&case, asked);
    let sql = "INSERT INTO photo_upload (key, device, officer, case_id, asked, size, received, begun_at, touched_at, seq) \
               VALUES (?1,?2,?3,?4,?5,?6,0,?7,?7,?8) ON CONFLICT (key) DO UPDATE \
               SET device = ?2, received = 0, touched_at = ?7, seq = ?8, refusal = NULL";
    let size = i64::try_from(asked.size).unwrap_or(i64::MAX);
    let values = params![key.0, asked.device.0, &actor.id().0, asked.case.0, to_json(asked)?, size, env.millis(), seq];
    work.execute(sql, values).await?;
    work.commit().await.map_err(StoreError::from)?;
    Ok(Arrived::State(seq.map_or(PhotoState::Partial { received: 0 }, |seq| PhotoState::Attached { seq })))
}

/// How an upload that is not settled stands; all of it, when the last piece came and what followed did not.
async fn standing(work: &mut UnitOfWork, key: PhotoKey, upload: &Upload) -> Result<Arrived, StoreError> {
    if !upload.is_whole() {
        return Ok(Arrived::State(PhotoState::Partial { received: upload.received }));
    }
    let rows = work.query("SELECT content FROM photo_piece WHERE key = ?1 ORDER BY start", params![key.0]).await?;
    let mut content = Vec::with_capacity(usize::try_from(upload.asked.size).unwrap_or_default());
    for row in &rows {
        content.extend_from_slice(row.blob(0)?);
    }
    Ok(Arrived::Whole { asked: Box::new(upload.asked.clone()), content })
}

/// Lets go of photos of the actor that got no further for days; what is in a case stays known.
async fn clear(work: &mut UnitOfWork, env: &Env, actor: &Actor) -> Result<(), DbError> {
    let before = env.millis() - STALE;
    let sql = "DELETE FROM photo_piece WHERE key IN (SELECT key FROM photo_upload WHERE officer = ?1 AND seq IS NULL AND touched_at < ?2)";
    work.execute(sql, params![&actor.id().0, before]).await?;
    let sql = "DELETE FROM photo_upload WHERE officer = ?1 AND seq IS NULL AND touched_at < ?2";
    work.execute(sql, params![&actor.id().0, before]).await
}

async fn drop_pieces(work: &mut UnitOfWork, key: PhotoKey) -> Result<(), DbError> {
    work.execute("DELETE FROM photo_piece WHERE key = ?1", params![key.0]).await
}

/// Takes the piece that begins at `offset`. One that was taken before, or comes too early, changes nothing.
///
/// # Errors
/// As [`announce`]; `NotFound` for a photo that was not announced; refused for a piece that is too long or goes beyond the end.
pub async fn take(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    key: PhotoKey,
    offset: u64,
    piece: &[u8],
) -> Result<Arrived, FieldError> {
    let mut work = UnitOfWork::begin(db).await?;
    let mut upload = find(&mut work, actor, key).await?.ok_or(StoreError::NotFound)?;
    check(&mut work, actor, upload.device).await?;
    case(&mut work, actor, &upload.asked).await?;
    if let Some(state) = upload.settled() {
        return Ok(Arrived::State(state));
    }
    let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
    let is_repeat = upload.is_whole() && offset.saturating_add(length) == upload.asked.size;
    if is_repeat {
        return Ok(standing(&mut work, key, &upload).await?);
    }
    if offset != upload.received {
        return Ok(Arrived::Elsewhere(PhotoState::Partial { received: upload.received }));
    }
    let left = upload.asked.size - upload.received.min(upload.asked.size);
    if piece.is_empty() || piece.len() > MAX_PIECE || length > left {
        let words =
            format!("Phần ảnh gửi lên dài {length} byte, không khớp với {left} byte còn thiếu. Gửi lại phần này.");
        return Err(StoreError::at("piece", words).into());
    }
    let start = i64::try_from(offset).unwrap_or(i64::MAX);
    let sql = "INSERT INTO photo_piece (key, start, content) VALUES (?1,?2,?3)";
    work.execute(sql, params![key.0, start, piece.to_vec()]).await?;
    upload.received += length;
    let received = i64::try_from(upload.received).unwrap_or(i64::MAX);
    let sql = "UPDATE photo_upload SET received = ?2, touched_at = ?3 WHERE key = ?1";
    work.execute(sql, params![key.0, received, env.millis()]).await?;
    let arrived = standing(&mut work, key, &upload).await?;
    work.commit().await.map_err(StoreError::from)?;
    Ok(arrived)
}

/// Whether the bytes are those that were announced.
pub fn is_intact(asked: &PhotoAsked, content: &[u8]) -> bool {
    digest(content) == asked.sha256
}

/// Attaches a photo whose bytes are kept, once, whoever asks again; or writes down why the case does not take it.
///
/// # Errors
/// As [`take`]; the database failed, and the same may be tried again.
pub async fn finish(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    key: PhotoKey,
    file: KeptFile,
) -> Result<PhotoState, FieldError> {
    let mut work = UnitOfWork::begin(db).await?;
    let upload = find(&mut work, actor, key).await?.ok_or(StoreError::NotFound)?;
    check(&mut work, actor, upload.device).await?;
    if let Some(state) = upload.settled() {
        return Ok(state);
    }
    if !upload.is_whole() || file.sha256 != upload.asked.sha256 {
        return Ok(PhotoState::Partial { received: upload.received });
    }
    let case = case(&mut work, actor, &upload.asked).await?;
    if let Some(seq) = twin(&case, &upload.asked) {
        return attached(work, key, seq).await;
    }
    let PhotoAsked { name, caption, taken_on, kind, .. } = upload.asked;
    let command = Command::Attach(Box::new(NewAttachment::of(kind, KeptFile { name, caption, taken_on, ..file })));
    match cases::execute_in(&mut work, env, actor, (case.id, case.version), &command, None).await {
        Ok(executed) => attached(work, key, executed.event.seq).await,
        Err(StoreError::Refused(refusal)) => {
            drop(work);
            let message = match &refusal {
                Refusal::Fields { errors } => {
                    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" ")
                }
                _ => refusal.message(),
            };
            refuse(db, env, actor, key, &message).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn attached(mut work: UnitOfWork, key: PhotoKey, seq: u32) -> Result<PhotoState, FieldError> {
    work.execute("UPDATE photo_upload SET seq = ?2 WHERE key = ?1", params![key.0, seq]).await?;
    drop_pieces(&mut work, key).await?;
    work.commit().await.map_err(StoreError::from)?;
    Ok(PhotoState::Attached { seq })
}

/// Writes down why a photo that came whole is not attached, and lets go of its bytes; announced again, it begins anew.
///
/// # Errors
/// As [`take`].
pub async fn refuse(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    key: PhotoKey,
    message: &str,
) -> Result<PhotoState, FieldError> {
    let mut work = UnitOfWork::begin(db).await?;
    let upload = find(&mut work, actor, key).await?.ok_or(StoreError::NotFound)?;
    check(&mut work, actor, upload.device).await?;
    if let Some(state) = upload.settled() {
        return Ok(state);
    }
    let sql = "UPDATE photo_upload SET received = 0, refusal = ?2, touched_at = ?3 WHERE key = ?1";
    work.execute(sql, params![key.0, message, env.millis()]).await?;
    drop_pieces(&mut work, key).await?;
    work.commit().await.map_err(StoreError::from)?;
    Ok(PhotoState::Refused { message: message.to_owned() })
}
