//! `/dinh-kem/co-so/{place}/…`: receives photos for an establishment of the area book, and gives them back.

use crate::received::{self, Received, Words, held, problem, settle};
use crate::routes::{Desk, place_page};
use bytes::Bytes;
use domain::case::{AttachmentKind, NewAttachment, UploadOutcome};
use domain::journal::Deed;
use domain::media::KeptFile;
use domain::party::EstablishmentId;
use front::{Answer, Failure};
use http::request::Parts;
use http_body::Body;
use std::error::Error;
use store::{establishments, journal};

/// Query of the place's page after a finished step.
const DONE: &str = "xong=anh-co-so";

/// Gives a photo back as it was taken, to be saved and never shown in a page.
///
/// # Errors
/// `NotFound`, also for a place outside of the reader's part of the tree; `Broken` when it is no longer what its hash says.
pub async fn original(desk: &Desk<'_>, id: EstablishmentId, seq: u32) -> Result<Answer, Failure> {
    let photo = establishments::photo(desk.database, desk.actor, id, seq).await?;
    let name = format!("co-so-{}-{seq:02}", id.0.simple());
    journal::note(desk.database, desk.env, desk.actor, Deed::ReadFile, (&id.0.to_string(), &name)).await?;
    received::original(desk, &photo.file, &name).await
}

/// The small picture of a photo.
///
/// # Errors
/// `NotFound`, as [`original`].
pub async fn thumbnail(desk: &Desk<'_>, id: EstablishmentId, seq: u32) -> Result<Answer, Failure> {
    let photo = establishments::photo(desk.database, desk.actor, id, seq).await?;
    received::thumbnail(desk, &photo.file.sha256).await
}

/// Receives a form with photos and goes back to the place.
///
/// # Errors
/// [`Failure`]: nothing was added.
pub async fn receive<B>(
    desk: &Desk<'_>,
    id: EstablishmentId,
    head: &Parts,
    body: &mut Option<B>,
) -> Result<Answer, Failure>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    // Before anything is read: who does not keep the book keeps no file here.
    establishments::keeps(desk.database, desk.actor, id).await?;
    let Received { words, kept, problems } = received::read(desk, head, body).await?;
    let outcome = add(desk, id, words, kept).await?;
    settle(desk, &place_page(id), DONE, "Chọn ít nhất một ảnh để thêm.", problems, outcome).await
}

/// Adds what was kept, and what was held from the form before, under the words of this one.
async fn add(
    desk: &Desk<'_>,
    id: EstablishmentId,
    words: Words,
    kept: Vec<KeptFile>,
) -> Result<UploadOutcome, Failure> {
    let mut outcome = words.outcome();
    let mut files = held(desk, &place_page(id), &words.held).await?;
    files.extend(kept.into_iter().map(|file| NewAttachment::of(AttachmentKind::Scene, file)));
    let Ok(taken_on) = words.day(&mut outcome) else {
        outcome.held = files;
        return Ok(outcome);
    };
    for file in files {
        let new = NewAttachment { caption: words.caption.clone(), taken_on, ..file };
        match establishments::add_photo(desk.database, desk.env, desk.actor, id, new.clone().kept()).await {
            Ok(_) => outcome.added += 1,
            Err(error) => problem(new, error, &mut outcome)?,
        }
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Place, block_on, content, jpeg, png, with_files, word};
    use front::fixture::posted;
    use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
    use http_body_util::Full;

    type Files<'a> = &'a [(&'a str, &'a [u8])];

    /// Posts a form as the page of the place does; answers where it leads, or the failure.
    fn post(
        world: &Place,
        account: &str,
        id: EstablishmentId,
        words: &[(&str, &str)],
        files: Files<'_>,
    ) -> Result<String, &'static str> {
        let mut body = Some(Full::new(Bytes::from(with_files(words, files))));
        let done = block_on(world.desk(account, async |desk| receive(desk, id, &posted("/"), &mut body).await));
        done.map(|answer| answer.headers()[LOCATION].to_str().unwrap().to_owned()).map_err(|failure| word(&failure))
    }

    fn get(world: &Place, account: &str, id: EstablishmentId, seq: u32) -> Result<Answer, &'static str> {
        block_on(world.desk(account, async |desk| original(desk, id, seq).await)).map_err(|failure| word(&failure))
    }

    #[test]
    fn photos_are_added_given_back_and_kept_from_others() {
        let world = Place::new();
        let id = world.establishment();
        let photo = jpeg(800, 600);
        let words = [("caption", " Biển  hiệu "), ("taken_on", "18/10/2026")];
        let location = post(&world, "ksv2", id, &words, &[("anh.png", &photo)]);
        assert_eq!(location, Ok(format!("/co-so/{}?xong=anh-co-so", id.0)));
        let kept = block_on(
            world.desk("ksv1", async |desk| establishments::photos(desk.database, desk.actor, id).await.unwrap()),
        );
        let told: Vec<_> = kept.iter().map(|one| (one.seq, one.file.caption.as_str(), one.file.pixels)).collect();
        assert_eq!(told, [(1, "Biển hiệu", Some((800, 600)))]);
        let answer = get(&world, "ksv1", id, 1).unwrap();
        let name = format!("attachment; filename=\"co-so-{}-01.jpg\"", id.0.simple());
        assert_eq!(answer.headers()[CONTENT_DISPOSITION], name.as_str());
        assert_eq!(answer.headers()[CONTENT_TYPE], "image/jpeg");
        assert_eq!(content(answer), photo);
        let small = block_on(world.desk("tonghop", async |desk| thumbnail(desk, id, 1).await));
        assert!(small.is_ok_and(|small| content(small).starts_with(&[0xFF, 0xD8, 0xFF])), "the province reads");
        for account in ["ksv4", "haiphong.ksv1", "quantri"] {
            assert_eq!(get(&world, account, id, 1).err(), Some("not found"), "{account}");
            let small = block_on(world.desk(account, async |desk| thumbnail(desk, id, 1).await));
            assert_eq!(small.err().map(|failure| word(&failure)), Some("not found"), "{account}");
        }
        assert_eq!(get(&world, "ksv1", id, 2).err(), Some("not found"));
        world.damage();
        assert_eq!(get(&world, "ksv1", id, 1).err(), Some("broken"));
    }

    #[test]
    fn the_good_photos_are_added_the_others_named_and_wrong_words_cost_nothing() {
        let world = Place::new();
        let id = world.establishment();
        let (good, held) = (jpeg(40, 30), png(30, 40));
        let files = [
            ("tot.jpg", good.as_slice()),
            ("gia.jpg", b"MZ"),
            ("giay.pdf", b"%PDF-1.4\n%%EOF\n"),
            ("tot-lan-nua.jpg", &good),
        ];
        let outcome = |location: String| {
            let (page, key) = location.split_once("?tep=").unwrap_or_else(|| panic!("{location}"));
            assert_eq!(page, format!("/co-so/{}", id.0));
            block_on(world.desk("ksv1", async |desk| {
                let draft = store::drafts::load(desk.database, desk.env, desk.actor.id(), key).await.unwrap().unwrap();
                (key.to_owned(), serde_json::from_str::<UploadOutcome>(&draft.body).unwrap())
            }))
        };
        let (_, told) = outcome(post(&world, "ksv1", id, &[], &files).unwrap());
        let words: Vec<&str> = told.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!((told.added, told.held.len(), words.len()), (1, 0, 3), "{words:?}");
        for (at, start) in
            ["gia.jpg: không phải ảnh", "giay.pdf: Hồ sơ cơ sở nhận ảnh", "tot-lan-nua.jpg: Ảnh này đã có"]
                .into_iter()
                .enumerate()
        {
            assert!(words[at].starts_with(start), "{words:?}");
        }
        for wrong in ["31/02/2026", "20/10/2026"] {
            let (key, told) = outcome(post(&world, "ksv1", id, &[("taken_on", wrong)], &[("hai.png", &held)]).unwrap());
            assert_eq!((told.added, told.held.len(), told.problems[0].field.as_str()), (0, 1, "taken_on"), "{wrong}");
            let stolen = post(&world, "ksv2", id, &[("held", &key)], &[]).unwrap();
            assert!(stolen.contains("?tep="), "{stolen}");
            if wrong == "20/10/2026" {
                let location = post(&world, "ksv1", id, &[("held", &key), ("taken_on", "19/10/2026")], &[]);
                assert_eq!(location, Ok(format!("/co-so/{}?xong=anh-co-so", id.0)), "not sent twice");
            }
        }
        let (_, told) = outcome(post(&world, "ksv1", id, &[], &[]).unwrap());
        assert_eq!(told.problems[0].message, "Chọn ít nhất một ảnh để thêm.");
    }

    #[test]
    fn who_does_not_keep_the_book_leaves_nothing() {
        let world = Place::new();
        let id = world.establishment();
        let photo = jpeg(40, 30);
        for (account, expected) in
            [("tonghop", "forbidden"), ("ksv4", "not found"), ("haiphong.ksv1", "not found"), ("quantri", "not found")]
        {
            assert_eq!(post(&world, account, id, &[], &[("anh.jpg", &photo)]), Err(expected), "{account}");
        }
        let nowhere = "00000000-0000-4000-8000-000000000000".parse().map(EstablishmentId).unwrap();
        assert_eq!(post(&world, "ksv1", nowhere, &[], &[("anh.jpg", &photo)]), Err("not found"));
        assert_eq!(world.files(), 0, "no blob");
    }
}
