//! Synchronisation: what waits goes first, then the photos, the forms that are not filed yet, and last the cases come.
//!
//! Each answer is kept on the device before the next request is made, so it may break off anywhere. Must not know any screen.

use super::book::{Bag, CLOCK_SLACK, Memory, Photo, PhotoEnd, Sheet};
use super::call::{self, Trouble};
use super::desk::{Again, Desk, Progress};
use crate::browser::vault::VaultError;
use crate::browser::{now, page};
use domain::fieldwork::{CHUNK, CommandKey, Denial, DraftPush, KitAsked, Outcome, PhotoState, back_off};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Name under which one tab synchronises at a time.
const LOCK: &str = "ins-dong-bo";

/// Failures in a row after which it waits for the officer, or for the network to come back.
const PATIENCE: u32 = 12;

/// Days that a command which is in its case stays on the device, to be read.
const KEPT_DAYS: i64 = 3;

impl From<VaultError> for Trouble {
    fn from(error: VaultError) -> Self {
        Self::Device(error.message())
    }
}

/// Starts the synchronisation; `fresh` asks for the cases even where nothing waits. What runs already goes round once more at its end, so
/// that nothing that was filed meanwhile is left behind.
pub fn start(desk: Desk, fresh: bool) {
    if matches!(desk.progress.get_untracked(), Progress::Running(_)) {
        desk.ask_again(Again::Round);
        return;
    }
    running(desk, "Đang kết nối");
    spawn_local(async move {
        page::in_turn(LOCK, move |waited| again_and_again(desk, fresh, waited)).await;
    });
}

/// Brings the cases up to date, and nothing else.
///
/// # Errors
/// Why it did not get through.
pub async fn refresh(desk: Desk) -> Result<(), Trouble> {
    let done = pull(desk, false).await;
    desk.progress.set(Progress::Idle);
    done
}

async fn again_and_again(desk: Desk, fresh: bool, waited: bool) {
    let mut failures = 0;
    let mut again = if waited { Again::Read } else { Again::No };
    while failures < PATIENCE {
        if again == Again::Read
            && let Err(error) = desk.read().await
        {
            stopped(desk, error.into()).await;
            return;
        }
        let done = round(desk, fresh).await;
        again = desk.again.try_update(std::mem::take).unwrap_or_default();
        match done {
            Ok(()) if again != Again::No => failures = 0,
            Ok(()) => {
                desk.progress.set(Progress::Idle);
                page::tell_others("changed");
                return;
            }
            Err(Trouble::Later(message)) if crate::browser::net::is_online() => {
                let seconds = back_off(failures);
                let words = format!("{message} Thử lại sau {seconds} giây.");
                desk.progress.set(Progress::Running(words));
                page::pause(seconds * 1000 + page::chance(1000)).await;
                failures += 1;
            }
            Err(trouble) => {
                stopped(desk, trouble).await;
                return;
            }
        }
    }
    let message =
        "Đã thử nhiều lần mà chưa tới được hệ thống. Nội dung vẫn ở trên máy; bấm “Gửi ngay” để thử lại.".to_owned();
    desk.progress.set(Progress::Stopped { message, sign_in: false });
}

async fn stopped(desk: Desk, trouble: Trouble) {
    if trouble == Trouble::Denied(Denial::Revoked) {
        let kept = desk.recall(|memory| memory.revoked = true).await;
        let emptied = desk.let_go_of_old().await;
        if let Err(error) = kept.and(emptied) {
            desk.trouble(&error);
        }
    }
    let sign_in = trouble == Trouble::Denied(Denial::SignIn);
    desk.progress.set(Progress::Stopped { message: trouble.message(), sign_in });
}

fn running(desk: Desk, words: impl Into<String>) {
    desk.progress.set(Progress::Running(words.into()));
}

fn memory(desk: Desk) -> Result<Memory, Trouble> {
    desk.memory.get_untracked().ok_or_else(|| VaultError::Closed.into())
}

/// Once through everything.
async fn round(desk: Desk, fresh: bool) -> Result<(), Trouble> {
    let pushed = match push(desk).await {
        // The system forgot the device: it learns of it with the kit, and takes the commands after that.
        Err(Trouble::Denied(Denial::Unknown)) => {
            pull(desk, fresh).await?;
            push(desk).await?
        }
        pushed => pushed?,
    };
    let (photos, stuck) = photos(desk).await?;
    drafts(desk).await?;
    pull(desk, fresh).await?;
    let sent_at = desk.now();
    if pushed || photos || fresh {
        desk.recall(|memory| memory.sent_at = Some(sent_at)).await?;
    }
    if let Ok(old) = sent_at.checked_sub(SignedDuration::from_hours(24 * KEPT_DAYS)) {
        desk.tidy(old).await?;
    }
    // One photo that the system does not take now holds up nothing else.
    stuck.map_or(Ok(()), Err)
}

/// Sends what waits, batch by batch; whether anything was.
async fn push(desk: Desk) -> Result<bool, Trouble> {
    let device = memory(desk)?.device;
    let mut sent = false;
    loop {
        let batch = desk.outbox.with_untracked(domain::fieldwork::Outbox::batch);
        if batch.is_empty() {
            return Ok(sent);
        }
        running(desk, format!("Đang gửi {} biên bản", batch.len()));
        let before: Vec<(CommandKey, Option<Outcome>)> =
            batch.iter().map(|queued| (queued.key, outcome(desk, queued.key))).collect();
        let reply = call::push(device, batch).await?;
        desk.learn(&reply).await?;
        set_clock(desk, reply.now).await?;
        sent = true;
        if before.iter().all(|(key, old)| outcome(desk, *key) == *old) {
            // What waits for another command waits on.
            return Ok(sent);
        }
    }
}

fn outcome(desk: Desk, key: CommandKey) -> Option<Outcome> {
    desk.outbox.with_untracked(|outbox| outbox.get(key).and_then(|entry| entry.outcome.clone()))
}

/// Sends the photos whose turn it is, piece by piece; whether any was, and what kept one back. Only the system's own word on a photo
/// ends it: a request that is refused on its way leaves it waiting.
async fn photos(desk: Desk) -> Result<(bool, Option<Trouble>), Trouble> {
    let due = desk.outbox.with_untracked(|outbox| {
        desk.photos
            .with_untracked(|photos| photos.iter().filter(|photo| photo.is_due(outbox)).cloned().collect::<Vec<_>>())
    });
    let count = due.len();
    let mut stuck = None;
    for (place, mut photo) in due.into_iter().enumerate() {
        running(desk, format!("Đang gửi ảnh {}/{count}", place + 1));
        let Some(bytes) = desk.bytes_of(photo.key).await? else { continue };
        let state = match send_photo(desk, &mut photo, &bytes, &format!("{}/{count}", place + 1)).await {
            Err(refused @ Trouble::Refused(_)) => {
                stuck = Some(refused);
                continue;
            }
            state => state?,
        };
        photo.end = match state {
            PhotoState::Attached { seq } => Some(PhotoEnd::Attached { seq }),
            PhotoState::Refused { message } => Some(PhotoEnd::Refused { message }),
            PhotoState::Partial { .. } => None,
        };
        desk.photo_is(photo).await?;
    }
    Ok((count > 0, stuck))
}

/// Sends what is left of one photo.
async fn send_photo(desk: Desk, photo: &mut Photo, bytes: &[u8], which: &str) -> Result<PhotoState, Trouble> {
    let mut state = call::photo(memory(desk)?.device, photo).await?;
    while let PhotoState::Partial { received } = state {
        let piece = usize::try_from(received).ok().and_then(|from| bytes.get(from..)).unwrap_or_default();
        let piece = piece.get(..CHUNK).unwrap_or(piece);
        if piece.is_empty() {
            // The system waits for bytes that there are not: asked again from the beginning another time.
            return Err(Trouble::Later("Ảnh chưa gửi trọn vẹn. Máy sẽ tự gửi lại.".to_owned()));
        }
        running(desk, format!("Đang gửi ảnh {which}: {} %", received * 100 / photo.asked.size.max(1)));
        state = call::piece(photo.key, received, piece).await?;
        if let PhotoState::Partial { received } = state {
            photo.received = received;
            desk.photo_is(photo.clone()).await?;
        }
    }
    Ok(state)
}

/// Sends the forms that are not filed yet, for the officer's other devices.
async fn drafts(desk: Desk) -> Result<(), Trouble> {
    let device = memory(desk)?.device;
    let changed = desk.sheets.with_untracked(|sheets| {
        sheets.values().filter(|sheet| sheet.changed && sheet.conflicts.is_empty()).cloned().collect::<Vec<_>>()
    });
    for sheet in changed {
        let pushed = DraftPush {
            device,
            case: sheet.case,
            step: sheet.step.clone(),
            seen: sheet.seen,
            base: sheet.base.clone(),
            mine: sheet.fields.clone(),
        };
        let answer = match call::draft(&pushed).await {
            // A case that is not his any more: the form stays here.
            Err(Trouble::Refused(_)) => continue,
            answer => answer?,
        };
        let key = Sheet::key(sheet.case, &sheet.step);
        let now = desk.now();
        let taken_in = move |kept: &mut Option<Sheet>| {
            // Filed while it was on its way: what the server has is taken away there with the next contact.
            let mut own = kept.take().unwrap_or_else(|| Sheet::begun(sheet.case, &sheet.step, None, now));
            let let_go = sheet.fields.is_empty() && own.fields.is_empty() && answer.conflicts.is_empty();
            own.take_in(&sheet.fields, answer);
            *kept = (!let_go).then_some(own);
        };
        desk.change_sheet(&key, taken_in).await?;
    }
    Ok(())
}

/// Takes the cases out page by page; each page is kept before the next is asked for.
async fn pull(desk: Desk, fresh: bool) -> Result<(), Trouble> {
    loop {
        let memory = memory(desk)?;
        let (cursor, have) = desk.bag.with_untracked(|bag| {
            (bag.head.as_ref().map_or(0, |head| head.cursor), bag.cases.keys().copied().collect::<Vec<_>>())
        });
        running(
            desk,
            if have.is_empty() {
                "Đang lấy gói hồ sơ".to_owned()
            } else {
                "Đang cập nhật gói hồ sơ".to_owned()
            },
        );
        let numbers = if fresh { Bag::wishes() } else { Vec::new() };
        let asked = KitAsked { device: memory.device, name: memory.device_name, cursor, have, numbers };
        let page = call::kit(&asked).await?;
        let (now, more) = (page.now, page.more);
        desk.pack(page).await?;
        set_clock(desk, now).await?;
        if !more {
            return Ok(());
        }
    }
}

/// Sets the device's clock right by the server's; what a request takes on its way is no difference.
async fn set_clock(desk: Desk, server: Timestamp) -> Result<(), Trouble> {
    let ahead = server.as_millisecond() - now().as_millisecond();
    let ahead = if ahead.abs() < CLOCK_SLACK * 1000 { 0 } else { ahead };
    let old = desk.memory.with_untracked(|memory| memory.as_ref().map_or(0, |memory| memory.ahead));
    if (ahead - old).abs() > 5_000 {
        desk.recall(|memory| memory.ahead = ahead).await?;
        desk.clock.set(desk.now());
    }
    Ok(())
}
