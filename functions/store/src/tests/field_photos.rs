//! Photos in pieces: whatever comes twice, late, too long or not at all, a photo is attached once or the device hears why not.

use super::fieldwork::{Field, at, new_id};
use super::*;
use crate::blobs::digest;
use crate::fieldwork::photos::{self, Arrived, MAX_PIECE};
use crate::fieldwork::{self, FieldError};
use domain::case::{AttachmentKind, Media};
use domain::fieldwork::{CommandKey, Denial, DeviceId, PhotoAsked, PhotoState};
use domain::media::KeptFile;

/// Half a piece more than two.
const SIZE: usize = MAX_PIECE * 5 / 2;

struct Photo<'a> {
    field: &'a Field,
    key: CommandKey,
    asked: PhotoAsked,
    content: Vec<u8>,
}

impl<'a> Photo<'a> {
    fn new(field: &'a Field, case: &CaseFile) -> Self {
        let content: Vec<u8> = (0..SIZE).map(|n| u8::try_from(n % 251).unwrap()).collect();
        let asked = PhotoAsked {
            device: field.device,
            case: case.id,
            kind: AttachmentKind::Scene,
            sha256: digest(&content),
            size: u64::try_from(SIZE).unwrap(),
            name: "IMG_1.jpg".to_owned(),
            caption: "Quầy số 3".to_owned(),
            taken_on: Some(MORNING.date()),
        };
        Self { field, key: CommandKey(new_id()), asked, content }
    }

    fn announce_as(&self, actor: &Actor, env: &Env, asked: &PhotoAsked) -> Result<Arrived, FieldError> {
        block_on(photos::announce(&self.field.world.db, env, actor, self.key, asked))
    }

    fn announce(&self) -> Arrived {
        self.announce_as(&self.field.officer, &at(13, 0), &self.asked).unwrap()
    }

    fn take_as(&self, actor: &Actor, offset: usize, piece: &[u8]) -> Result<Arrived, FieldError> {
        let offset = u64::try_from(offset).unwrap();
        block_on(photos::take(&self.field.world.db, &at(13, 1), actor, self.key, offset, piece))
    }

    fn take(&self, offset: usize) -> Arrived {
        let piece = &self.content[offset..(offset + MAX_PIECE).min(SIZE)];
        self.take_as(&self.field.officer, offset, piece).unwrap()
    }

    fn kept(&self) -> KeptFile {
        KeptFile {
            media: Media::Jpeg,
            sha256: self.asked.sha256.clone(),
            size: self.asked.size,
            pixels: Some((800, 600)),
            name: String::new(),
            caption: String::new(),
            taken_on: None,
        }
    }

    fn finish(&self) -> PhotoState {
        block_on(photos::finish(&self.field.world.db, &at(13, 2), &self.field.officer, self.key, self.kept())).unwrap()
    }

    fn pieces(&self) -> i64 {
        let sql = "SELECT count(*) FROM photo_piece";
        let count = async { self.field.world.db.open().await.unwrap().query_one(sql, &[]).await };
        block_on(count).unwrap().unwrap().int(0).unwrap()
    }
}

fn partial(received: usize) -> Arrived {
    Arrived::State(PhotoState::Partial { received: u64::try_from(received).unwrap() })
}

fn ready() -> (Field, CaseFile) {
    let field = Field::new();
    let case = field.decided();
    field.kit(&field.officer, &field.asked(0, &[])).unwrap();
    (field, case)
}

#[test]
fn pieces_come_in_any_way_and_the_photo_is_attached_once() {
    let (field, case) = ready();
    let photo = Photo::new(&field, &case);
    assert!(matches!(photo.take_as(&field.officer, 0, b"a"), Err(FieldError::Store(StoreError::NotFound))));
    assert_eq!((photo.announce(), photo.announce()), (partial(0), partial(0)));
    assert_eq!(photo.take(0), partial(MAX_PIECE));
    // Twice, and too early: nothing is written, and the device hears where to go on.
    let Arrived::State(here) = partial(MAX_PIECE) else { panic!() };
    assert_eq!(
        (photo.take(0), photo.take(2 * MAX_PIECE)),
        (Arrived::Elsewhere(here.clone()), Arrived::Elsewhere(here))
    );
    assert_eq!(photo.announce(), partial(MAX_PIECE));
    for (piece, told) in [(vec![0; MAX_PIECE + 1], "không khớp"), (Vec::new(), "không khớp")] {
        let Err(FieldError::Store(StoreError::Refused(refusal))) = photo.take_as(&field.officer, MAX_PIECE, &piece)
        else {
            panic!("refused");
        };
        assert!(refusal.message().contains(told), "{}", refusal.message());
    }
    assert_eq!(photo.take(MAX_PIECE), partial(2 * MAX_PIECE));
    let beyond = photo.take_as(&field.officer, 2 * MAX_PIECE, &vec![0; MAX_PIECE]);
    assert!(matches!(beyond, Err(FieldError::Store(StoreError::Refused(_)))), "beyond the end");
    // The whole is handed out until somebody has finished with it: by the last piece, the same again, or a question.
    let whole = Arrived::Whole { asked: Box::new(photo.asked.clone()), content: photo.content.clone() };
    assert_eq!((photo.take(2 * MAX_PIECE), photo.take(2 * MAX_PIECE)), (whole.clone(), whole.clone()));
    assert_eq!(photo.announce(), whole);
    let Arrived::Whole { asked, content } = whole else { panic!() };
    assert!(photos::is_intact(&asked, &content) && !photos::is_intact(&asked, &content[1..]));
    let attached = PhotoState::Attached { seq: 3 };
    assert_eq!((photo.finish(), photo.finish()), (attached.clone(), attached.clone()));
    assert_eq!(
        (photo.announce(), photo.take(2 * MAX_PIECE)),
        (Arrived::State(attached.clone()), Arrived::State(attached))
    );
    let case = field.case(case.id);
    assert_eq!((case.version, case.attachments.len(), photo.pieces()), (3, 1, 0));
    let file = &case.attachments[0].file;
    assert_eq!(
        (file.caption.as_str(), file.taken_on, file.size),
        ("Quầy số 3", Some(MORNING.date()), photo.asked.size)
    );
    // The same file under another key: it is there already.
    let twin = Photo { key: CommandKey(new_id()), ..Photo::new(&field, &case) };
    assert_eq!(twin.announce(), Arrived::State(PhotoState::Attached { seq: 3 }));
    assert_eq!(field.case(case.id).version, 3);
    field.proven();
}

#[test]
fn a_case_that_went_on_takes_the_photo_all_the_same() {
    let (field, case) = ready();
    let photo = Photo::new(&field, &case);
    photo.announce();
    (0..3).for_each(|n| drop(photo.take(n * MAX_PIECE)));
    let record = Command::RecordInspection(record(MORNING, true));
    field.world.execute(&field.officer, MORNING.date().at(13, 1, 0, 0), &case, record).unwrap();
    assert_eq!(photo.finish(), PhotoState::Attached { seq: 4 });
    field.proven();
}

#[test]
fn what_is_refused_says_why_and_begins_anew() {
    let (field, case) = ready();
    let photo = Photo::new(&field, &case);
    let told = |asked: &PhotoAsked| match photo.announce_as(&field.officer, &at(13, 0), asked).unwrap() {
        Arrived::State(PhotoState::Refused { message }) => message,
        other => panic!("{other:?}"),
    };
    for (asked, words) in [
        (PhotoAsked { size: 20 << 20, ..photo.asked.clone() }, "lớn hơn 8 MB"),
        (PhotoAsked { size: 0, ..photo.asked.clone() }, "Ảnh trống"),
        (PhotoAsked { sha256: "A".repeat(64), ..photo.asked.clone() }, "Mã kiểm tra"),
    ] {
        assert!(told(&asked).contains(words), "{words}");
    }
    assert_eq!(photo.announce(), partial(0), "nothing of that was kept");
    let other = PhotoAsked { caption: "Khác".to_owned(), ..photo.asked.clone() };
    assert!(told(&other).contains("đã dùng cho ảnh khác"));
    (0..3).for_each(|n| drop(photo.take(n * MAX_PIECE)));
    let refuse = || block_on(photos::refuse(&field.world.db, &at(13, 3), &field.officer, photo.key, "Khác mã"));
    let refused = PhotoState::Refused { message: "Khác mã".to_owned() };
    assert_eq!((refuse().unwrap(), refuse().unwrap(), photo.pieces()), (refused.clone(), refused.clone(), 0));
    assert_eq!(photo.take(0), Arrived::State(refused));
    assert_eq!((photo.announce(), photo.take(0)), (partial(0), partial(MAX_PIECE)), "from the beginning");
    assert_eq!(photo.finish(), PhotoState::Partial { received: u64::try_from(MAX_PIECE).unwrap() });

    // What the case does not take is told in its words.
    let exhibit = AttachmentKind::Exhibit { index: 4 };
    let second = Photo { key: CommandKey(new_id()), ..Photo::new(&field, &case) };
    let second = Photo { asked: PhotoAsked { kind: exhibit, ..second.asked.clone() }, ..second };
    second.announce();
    (0..3).for_each(|n| drop(second.take(n * MAX_PIECE)));
    let PhotoState::Refused { message } = second.finish() else { panic!("refused") };
    assert!(message.contains("không có tang vật"), "{message}");
    assert!(field.case(case.id).attachments.is_empty());
    field.proven();
}

#[test]
fn nobody_sends_for_another_and_no_device_after_its_end() {
    let (field, case) = ready();
    let photo = Photo::new(&field, &case);
    let other = field.world.actor("ksv2");
    let device = DeviceId(new_id());
    block_on(fieldwork::kit(
        &field.world.db,
        &at(9, 30),
        &other,
        &domain::fieldwork::KitAsked { device, ..field.asked(0, &[]) },
    ))
    .unwrap();
    photo.announce();
    let theirs = PhotoAsked { device, ..photo.asked.clone() };
    for told in [photo.announce_as(&other, &at(13, 0), &theirs), photo.take_as(&other, 0, b"a")] {
        assert!(matches!(told, Err(FieldError::Store(StoreError::NotFound))), "{told:?}");
    }
    let denied = photo.announce_as(&other, &at(13, 0), &photo.asked);
    assert!(matches!(denied, Err(FieldError::Denied(Denial::NotYours))));
    let unknown = PhotoAsked { device: DeviceId(new_id()), ..photo.asked.clone() };
    let denied = photo.announce_as(&field.officer, &at(13, 0), &unknown);
    assert!(matches!(denied, Err(FieldError::Denied(Denial::Unknown))));
    let foreign = field.world.open(&field.world.actor("haiphong.ksv1"), MORNING);
    let hidden = PhotoAsked { case: foreign.id, ..photo.asked.clone() };
    let second = Photo { key: CommandKey(new_id()), ..Photo::new(&field, &case) };
    let told = second.announce_as(&field.officer, &at(13, 0), &hidden);
    assert!(matches!(told, Err(FieldError::Store(StoreError::NotFound | StoreError::Refused(_)))), "{told:?}");

    assert_eq!(photo.take(0), partial(MAX_PIECE));
    block_on(fieldwork::end(&field.world.db, &at(13, 5), &field.officer, field.device, "")).unwrap();
    for told in
        [photo.announce_as(&field.officer, &at(13, 6), &photo.asked), photo.take_as(&field.officer, MAX_PIECE, b"a")]
    {
        assert!(matches!(told, Err(FieldError::Denied(Denial::Revoked))), "{told:?}");
    }
    // From his backup on another device he goes on where he was.
    let next = DeviceId(new_id());
    field.kit(&field.officer, &domain::fieldwork::KitAsked { device: next, ..field.asked(0, &[]) }).unwrap();
    let moved = PhotoAsked { device: next, ..photo.asked.clone() };
    assert_eq!(photo.announce_as(&field.officer, &at(13, 7), &moved).unwrap(), partial(MAX_PIECE));
    assert_eq!(photo.take(MAX_PIECE), partial(2 * MAX_PIECE));
}

#[test]
fn what_got_no_further_for_a_week_is_let_go_of_and_there_is_a_bound() {
    let (field, case) = ready();
    let photo = Photo::new(&field, &case);
    photo.announce();
    photo.take(0);
    for n in 1..30_u32 {
        let other = Photo::new(&field, &case);
        let sha256 = digest(&n.to_be_bytes());
        let asked = PhotoAsked { sha256, ..other.asked.clone() };
        assert_eq!(other.announce_as(&field.officer, &at(13, 0), &asked).unwrap(), partial(0), "{n}");
    }
    let late = Photo::new(&field, &case);
    let Arrived::State(PhotoState::Refused { message }) = late.announce() else { panic!("too many") };
    assert!(message.contains("30 ảnh gửi dở"), "{message}");
    let after = env(MORNING.date().checked_add(jiff::Span::new().days(8)).unwrap().at(8, 0, 0, 0));
    assert_eq!(late.announce_as(&field.officer, &after, &late.asked).unwrap(), partial(0));
    assert_eq!(late.pieces(), 0);
    assert_eq!(photo.announce_as(&field.officer, &after, &photo.asked).unwrap(), partial(0), "it begins anew");
}
