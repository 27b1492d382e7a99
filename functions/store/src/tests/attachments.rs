//! Files of a case: kept under their hash, told in the chain, found again; and what does not make a form stale.

use super::*;
use crate::blobs::{self, Blobs, PIECE};
use crate::native::NativeBlobs;
use crate::verify;
use domain::case::{AttachmentKind, Media, NewAttachment};

fn files(world: &World) -> NativeBlobs {
    block_on(NativeBlobs::in_directory(world.directory.path())).unwrap()
}

/// Content that differs from piece to piece.
fn content(length: usize) -> Vec<u8> {
    (0..length).map(|place| u8::try_from((place * 31 + place / PIECE) % 251).unwrap()).collect()
}

fn kept(blobs: &NativeBlobs, content: &[u8], kind: AttachmentKind) -> Command {
    let sha256 = block_on(blobs::put(blobs, content)).unwrap();
    block_on(blobs::put_thumbnail(blobs, &sha256, b"small")).unwrap();
    Command::Attach(Box::new(NewAttachment {
        kind,
        media: Media::Jpeg,
        sha256,
        size: content.len() as u64,
        pixels: Some((40, 30)),
        name: "anh.jpg".into(),
        caption: "Quầy hàng".into(),
        taken_on: None,
    }))
}

fn proven(world: &World, blobs: &NativeBlobs) -> verify::Verified {
    let mut found = block_on(verify::run(&world.db)).unwrap();
    block_on(verify::blobs(&world.db, blobs, &mut found)).unwrap();
    found
}

#[test]
fn a_file_is_put_together_from_its_pieces_or_not_at_all() {
    let world = World::new();
    let kept = files(&world);
    for length in [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7] {
        let content = content(length);
        let sha256 = block_on(blobs::put(&kept, &content)).unwrap();
        assert_eq!(sha256, blobs::digest(&content));
        let size = content.len() as u64;
        assert_eq!(block_on(blobs::get(&kept, &sha256, size)).unwrap(), Some(content), "{length}");
    }
    let content = content(2 * PIECE + 5);
    let sha256 = block_on(blobs::put(&kept, &content)).unwrap();
    let size = content.len() as u64;
    let count = block_on(kept.keys()).unwrap().len();
    block_on(blobs::put(&kept, &content)).unwrap();
    assert_eq!(block_on(kept.keys()).unwrap().len(), count, "the same content is kept once");
    assert_eq!(block_on(blobs::get(&kept, &sha256, size - PIECE as u64)).unwrap(), None, "a piece too few");
    assert_eq!(block_on(blobs::get(&kept, &sha256, u64::MAX)).unwrap(), None, "a size that cannot be");
    block_on(kept.set(&format!("tep/{sha256}/1"), b"else")).unwrap();
    assert_eq!(block_on(blobs::get(&kept, &sha256, size)).unwrap(), None, "changed content is no content");
    assert_eq!(block_on(blobs::get(&kept, &blobs::digest(b"unknown"), 7)).unwrap(), None);
    assert_eq!(block_on(blobs::thumbnail(&kept, &sha256)).unwrap(), None);
    block_on(blobs::put_thumbnail(&kept, &sha256, b"small")).unwrap();
    assert_eq!(block_on(blobs::thumbnail(&kept, &sha256)).unwrap().as_deref(), Some(b"small".as_slice()));
}

#[test]
fn files_are_proven_with_the_case_and_orphans_are_told() {
    let world = World::new();
    let blobs = files(&world);
    let officer = world.actor("ksv1");
    let case = world.open(&officer, MORNING);
    let command = kept(&blobs, &content(PIECE + 1), AttachmentKind::Scene);
    let case = world.execute(&officer, MORNING, &case, command).unwrap();
    let case =
        world.execute(&officer, MORNING, &case, kept(&blobs, &content(PIECE + 1), AttachmentKind::Other)).unwrap();
    assert_eq!((case.version, case.attachments.len(), case.stage), (3, 2, domain::case::Stage::InspectionProposed));
    let withdraw = Command::WithdrawAttachment { seq: 2, reason: "Ảnh mờ".into() };
    let case = world.execute(&officer, MORNING, &case, withdraw).unwrap();
    let found = proven(&world, &blobs);
    assert_eq!((found.attachments, found.orphans, found.problems), (2, 0, Vec::new()));
    block_on(blobs::put(&blobs, b"of an upload that broke off")).unwrap();
    block_on(blobs.set("khac/1", b"of somebody else")).unwrap();
    let found = proven(&world, &blobs);
    assert_eq!((found.orphans, found.problems), (1, Vec::new()), "harmless");
    let sha256 = &case.attachments[0].file.sha256;
    block_on(blobs.set(&format!("tep/{sha256}/1"), b"tampered")).unwrap();
    let problems = proven(&world, &blobs).problems;
    assert!(problems.len() == 1 && problems[0].contains("damaged or missing"), "{problems:?}");
    let (file, sql) = (blobs.file(), "DELETE FROM spin_key_value WHERE key LIKE 'thu-nho/%'");
    block_on(async { file.open().await.unwrap().execute(sql, &[]).await }).unwrap();
    let problems = proven(&world, &blobs).problems;
    assert!(problems.iter().any(|told| told.contains("no small picture")), "{problems:?}");
}

#[test]
fn two_uploads_and_an_open_form_do_not_wait_for_each_other() {
    let world = World::new();
    let blobs = files(&world);
    let (officer, colleague, leader) = (world.actor("ksv1"), world.actor("ksv2"), world.actor("doitruong1"));
    let shown = world.open(&officer, MORNING);
    world.execute(&officer, MORNING, &shown, kept(&blobs, b"one", AttachmentKind::Scene)).unwrap();
    let case = world.execute(&colleague, MORNING, &shown, kept(&blobs, b"two", AttachmentKind::Scene)).unwrap();
    assert_eq!((case.version, case.attachments.len()), (3, 2), "both are there");
    // The leader's form was shown before both.
    let signed = world.execute(&leader, MORNING, &shown, Command::SignInspectionDecision).unwrap();
    assert_eq!(signed.version, 4);
    // A photo of the scene outlives a step; a second signature does not.
    world.execute(&colleague, MORNING, &shown, kept(&blobs, b"three", AttachmentKind::Scene)).unwrap();
    let again = world.execute(&leader, MORNING, &shown, Command::SignInspectionDecision);
    assert!(matches!(again, Err(StoreError::Stale { current: 5, .. })), "{again:?}");
    let ahead = CaseFile { version: 9, ..shown };
    let never = world.execute(&officer, MORNING, &ahead, kept(&blobs, b"four", AttachmentKind::Scene));
    assert!(matches!(never, Err(StoreError::Stale { current: 5, .. })), "a version that never was: {never:?}");
    assert_eq!(proven(&world, &blobs).problems, Vec::<String>::new());
}

#[test]
fn nobody_attaches_beside_his_unit() {
    let world = World::new();
    let blobs = files(&world);
    let case = world.open(&world.actor("ksv1"), MORNING);
    for account in ["ksv4", "doitruong2", "haiphong.chicuctruong", "quantri"] {
        let done = world.execute(&world.actor(account), MORNING, &case, kept(&blobs, b"x", AttachmentKind::Other));
        assert!(matches!(done, Err(StoreError::NotFound)), "{account}: {done:?}");
    }
    let done = world.execute(&world.actor("tonghop"), MORNING, &case, kept(&blobs, b"x", AttachmentKind::Other));
    assert!(matches!(done, Err(StoreError::Refused(domain::case::Refusal::Role { .. }))), "{done:?}");
}
