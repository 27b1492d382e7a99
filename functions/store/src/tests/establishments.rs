//! The area book: files with versions, notes, areas that change hands, lists, risk.

use super::*;
use crate::establishments::{
    BookFilter, add_note, add_photo, areas, changes, file, list, notes, photo, photos, save, save_area, set_weights,
    tallies, weigh, weights, withdraw_photo,
};
use crate::parties;
use domain::case::Refusal;
use domain::establishment::{Area, AreaId, EstablishmentFile, Factor, Kind, Licence, LicenceKind, Status, Weights};
use domain::officer::OfficerId;
use domain::party::{Establishment, EstablishmentId};
use domain::place::CommuneCode;
use domain::unit::{UnitId, UnitPath};
use jiff::civil::Date;

const TODAY: Date = date(2026, 10, 19);

fn saved(world: &World, actor: &Actor, name: &str, address: &str) -> EstablishmentFile {
    let owner = Party { tax_code: None, ..party(&format!("Hộ kinh doanh {name}")) };
    let place = Establishment {
        id: EstablishmentId(env(MORNING).uuid()),
        party: owner.id,
        name: name.into(),
        address: address.into(),
        business: "Tạp hóa".into(),
        unit: actor.unit.clone(),
    };
    block_on(parties::save(&world.db, &env(MORNING), actor, &owner, Some(&place))).unwrap();
    block_on(file(&world.db, actor, place.id)).unwrap().file
}

fn area(name: &str, communes: &[&str], officer: Option<&Actor>) -> Area {
    Area {
        id: AreaId(env(MORNING).uuid()),
        unit: UnitId("33-01".into()),
        name: name.into(),
        communes: communes.iter().map(|code| CommuneCode((*code).into())).collect(),
        officer: officer.map(|actor| actor.id().clone()),
        assigned_by: "05/PC-ĐQLTT1".into(),
        assigned_on: Some(TODAY),
        hot_spots: String::new(),
        partners: String::new(),
    }
}

fn fields(error: StoreError) -> Vec<String> {
    match error {
        StoreError::Refused(Refusal::Fields { errors }) => errors.into_iter().map(|error| error.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_registered_place_gets_a_file_with_its_commune() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let kept = saved(&world, &officer, "Tạp hóa Bình Minh", "Số 5, phường Phố Hiến, tỉnh Hưng Yên");
    let code = kept.commune.clone().unwrap();
    assert_eq!(domain::place::commune(&code.0).unwrap().name, "Phường Phố Hiến");
    let vague = saved(&world, &officer, "Tạp hóa Vô Danh", "Số 5 phố lớn");
    assert_eq!(vague.commune, None);
    // One registered before there were files reads as what cases carry of it.
    world.tamper("UPDATE establishment SET document = NULL, version = 1");
    let bare = block_on(file(&world.db, &officer, kept.place.id)).unwrap();
    assert_eq!((bare.file, bare.version), (EstablishmentFile::of(kept.place.clone()), 1));
    assert!(matches!(
        block_on(file(&world.db, &officer, EstablishmentId(env(MORNING).uuid()))),
        Err(StoreError::NotFound)
    ));
}

#[test]
fn a_file_keeps_its_versions_and_no_version_is_lost() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let kept = saved(&world, &officer, "Tạp hóa Bình Minh", "Số 5, phường Phố Hiến, tỉnh Hưng Yên");
    let fuller = EstablishmentFile { kind: Kind::Warehouse, reviewed_on: Some(TODAY), ..kept.clone() };
    let write = |actor: &Actor, file: &EstablishmentFile, version| {
        block_on(save(&world.db, &env(MORNING), actor, file, version))
    };
    assert_eq!(write(&officer, &fuller, Some(1)).ok(), Some(2));
    assert_eq!(write(&officer, &fuller, Some(1)).ok(), Some(2), "posted twice");
    let other = EstablishmentFile { kind: Kind::Market, ..kept.clone() };
    assert!(matches!(write(&officer, &other, Some(1)), Err(StoreError::Stale { current: 2, .. })));
    assert!(matches!(write(&officer, &other, None), Err(StoreError::Stale { .. })));
    assert!(matches!(write(&world.actor("haiphong.ksv1"), &other, Some(2)), Err(StoreError::NotFound)));
    assert!(write(&world.actor("chicuctruong"), &other, Some(2)).is_err(), "a head keeps no book");
    let moved = EstablishmentFile {
        place: Establishment { unit: UnitId("33-02".into()), ..kept.place.clone() },
        ..kept.clone()
    };
    assert!(write(&officer, &moved, Some(2)).is_err());
    let versions = block_on(changes(&world.db, &officer, kept.place.id)).unwrap();
    assert_eq!(versions.iter().map(|change| change.version).collect::<Vec<_>>(), [2, 1]);
    assert_eq!((&versions[0].file, &versions[1].file), (&fuller, &kept));
    // What a case's form changes of the place keeps the rest of the file.
    let renamed = Establishment { name: "Tạp hóa Mới".into(), ..kept.place.clone() };
    for _ in 0..2 {
        block_on(parties::save_establishment(&world.db, &env(MORNING), &officer, &renamed)).unwrap();
    }
    let now = block_on(file(&world.db, &officer, kept.place.id)).unwrap();
    assert_eq!((now.version, now.file.kind, now.file.place.name.as_str()), (3, Kind::Warehouse, "Tạp hóa Mới"));
}

#[test]
fn notes_are_for_those_who_keep_or_lead_the_unit() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let kept = saved(&world, &officer, "Tạp hóa Bình Minh", "Số 5, phường Phố Hiến, tỉnh Hưng Yên");
    let id = kept.place.id;
    let note = |actor: &Actor, day, text: &str| block_on(add_note(&world.db, &env(MORNING), actor, id, day, text));
    note(&officer, TODAY, "Nhập hàng ban đêm\nbằng xe tải").unwrap();
    assert_eq!(fields(note(&officer, TODAY, "  ").unwrap_err()), ["note"]);
    assert_eq!(fields(note(&officer, date(2026, 10, 20), "x").unwrap_err()), ["seen_on"]);
    assert!(note(&world.actor("haiphong.ksv1"), TODAY, "x").is_err());
    let read = |account: &str| block_on(notes(&world.db, &world.actor(account), id)).unwrap();
    assert_eq!(read("ksv1")[0].text, "Nhập hàng ban đêm\nbằng xe tải");
    assert_eq!((read("chicuctruong").len(), read("haiphong.ksv1").len()), (1, 0));
    let result =
        block_on(async { world.db.open().await.unwrap().execute("DELETE FROM establishment_note", &[]).await });
    assert!(result.is_err());
}

#[test]
fn an_area_takes_the_files_of_its_communes_and_changes_hands_with_a_reason() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let kept = saved(&world, &officer, "Tạp hóa Bình Minh", "Số 5, phường Phố Hiến, tỉnh Hưng Yên");
    let code = kept.commune.clone().unwrap().0;
    let lay = |actor: &Actor, area: &Area, version, reason: &str| {
        block_on(save_area(&world.db, &env(MORNING), actor, area, version, reason))
    };
    let first = area("Địa bàn 1", &[&code], Some(&officer));
    assert!(lay(&officer, &first, None, "").is_err(), "an officer lays out no areas");
    assert!(lay(&world.actor("haiphong.ksv1"), &first, None, "").is_err());
    assert_eq!(lay(&leader, &first, None, "").ok(), Some(1));
    assert_eq!(lay(&leader, &first, None, "").ok(), Some(1), "posted twice");
    let of = |file: &EstablishmentFile| {
        block_on(crate::establishments::file(&world.db, &officer, file.place.id)).unwrap().area
    };
    assert_eq!(of(&kept), Some(first.id));
    let later = saved(&world, &officer, "Tạp hóa Sau", "Số 9, phường Phố Hiến, tỉnh Hưng Yên");
    assert_eq!(of(&later), Some(first.id), "a file written later finds its area");
    let clash = area("địa bàn 1", &[&code], None);
    assert_eq!(fields(lay(&leader, &clash, None, "").unwrap_err()), ["name", "communes"]);
    let stranger =
        Area { officer: Some(world.actor("haiphong.ksv1").id().clone()), ..area("Địa bàn 2", &[], None) };
    assert_eq!(fields(lay(&leader, &stranger, None, "").unwrap_err()), ["officer"]);
    let handed = Area { officer: Some(leader.id().clone()), communes: Vec::new(), ..first.clone() };
    assert_eq!(fields(lay(&leader, &handed, Some(1), " ").unwrap_err()), ["reason"]);
    assert!(matches!(lay(&leader, &handed, Some(7), "Điều động"), Err(StoreError::Stale { current: 1, .. })));
    assert_eq!(lay(&leader, &handed, Some(1), "Điều động").ok(), Some(2));
    assert_eq!(of(&kept), None, "its commune was taken out");
    let record = block_on(areas(&world.db, &officer, &UnitId("33-01".into()))).unwrap().remove(0);
    assert_eq!((record.version, record.changes.len()), (2, 2));
    assert_eq!(record.officer_name.as_deref(), Some(leader.officer.full_name.as_str()));
    assert_eq!(record.changes[0].reason, "Điều động");
    assert_eq!(record.changes[1].given_to.as_deref(), Some(officer.officer.full_name.as_str()));
    assert!(lay(&leader, &area("Mới", &[], None), Some(1), "").is_err(), "it does not exist");
    let gone = Area { officer: Some(OfficerId("không có".into())), ..handed };
    assert_eq!(fields(lay(&leader, &gone, Some(2), "x").unwrap_err()), ["officer"]);
}

#[test]
fn the_book_is_listed_by_name_page_by_page_and_counted() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let mut files: Vec<EstablishmentFile> =
        ["C", "A", "B", "B"].map(|name| saved(&world, &officer, name, "Số 5, phường Phố Hiến, tỉnh Hưng Yên")).into();
    let licence = Licence {
        kind: LicenceKind::Alcohol,
        number: "1".into(),
        issued_on: None,
        issued_by: String::new(),
        expires_on: Some(date(2026, 11, 18)),
    };
    files[0].reviewed_on = Some(date(2025, 10, 19));
    files[1].licences = vec![licence];
    files[1].reviewed_on = Some(date(2025, 10, 18));
    files[2].status = Status::Closed;
    files[3].status = Status::NotFound;
    for file in &files {
        block_on(save(&world.db, &env(MORNING), &officer, file, Some(1))).unwrap();
    }
    let unit = UnitId("33-01".into());
    let page = |filter: &BookFilter, after: Option<(&str, &str)>, limit| {
        block_on(list(&world.db, &officer, &unit, filter, after, limit, TODAY)).unwrap()
    };
    let mut names = Vec::new();
    let mut after: Option<(String, String)> = None;
    loop {
        let one = page(&BookFilter::default(), after.as_ref().map(|(name, id)| (name.as_str(), id.as_str())), 1);
        names.extend(one.rows.iter().map(|row| (row.file.place.name.clone(), row.file.place.id)));
        match one.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["A", "B", "B", "C"]);
    let ids: std::collections::BTreeSet<_> = names.iter().map(|(_, id)| *id).collect();
    assert_eq!(ids.len(), 4, "two of one name are both there");
    let count = |filter: BookFilter| page(&filter, None, 50).rows.len();
    assert_eq!(count(BookFilter { due: true, ..BookFilter::default() }), 2);
    assert_eq!(count(BookFilter { expiring: true, ..BookFilter::default() }), 1);
    assert_eq!(count(BookFilter { status: Some(Status::Closed), ..BookFilter::default() }), 1);
    assert_eq!(count(BookFilter { kind: Some(Kind::Market), ..BookFilter::default() }), 0);
    let commune = files[0].commune.clone().map(|code| code.0);
    assert_eq!(count(BookFilter { commune, ..BookFilter::default() }), 4);
    assert_eq!(count(BookFilter { area: Some(AreaId(env(MORNING).uuid())), ..BookFilter::default() }), 0);
    let tally = block_on(tallies(&world.db, &world.actor("chicuctruong"), TODAY)).unwrap();
    assert_eq!(tally.len(), 1);
    let one = &tally[0];
    assert_eq!((one.trading, one.closed, one.not_found, one.due, one.expiring, one.without_area), (3, 1, 1, 2, 1, 3));
    let elsewhere = world.actor("haiphong.ksv1");
    assert!(matches!(
        block_on(list(&world.db, &elsewhere, &unit, &BookFilter::default(), None, 9, TODAY)),
        Err(StoreError::NotFound)
    ));
    assert!(block_on(tallies(&world.db, &elsewhere, TODAY)).unwrap().is_empty());
    assert!(block_on(tallies(&world.db, &world.actor("quantri"), TODAY)).is_err());
}

#[test]
fn a_sanctioned_place_stands_above_and_leaders_set_what_weighs() {
    let world = World::new();
    let (officer, leader, head) = (world.actor("ksv1"), world.actor("doitruong1"), world.actor("chicuctruong"));
    let day = date(2026, 10, 12).at(8, 0, 0, 0);
    let case = world.decision(&officer, &leader, day, 4_000_000);
    let owner = Party { unit: officer.unit.clone(), ..case.inspection.party.clone() };
    let place = Establishment {
        id: EstablishmentId(env(MORNING).uuid()),
        party: owner.id,
        name: "Cửa hàng bị phạt".into(),
        address: "Số 1".into(),
        business: String::new(),
        unit: officer.unit.clone(),
    };
    block_on(parties::save(&world.db, &env(MORNING), &officer, &owner, Some(&place))).unwrap();
    let calm = saved(&world, &officer, "Cửa hàng yên ổn", "Số 2");
    let unit = UnitId("33-01".into());
    let path = UnitPath("TW/33/33-01".into());
    let weighed = |actor: &Actor| block_on(weigh(&world.db, &env(MORNING), actor, &unit, 10)).unwrap();
    let list = weighed(&officer);
    assert_eq!(list.len(), 2);
    assert_eq!((list[0].file.place.id, list[1].file.place.id), (place.id, calm.place.id));
    assert_eq!((list[0].history.violations, list[0].history.last_inspected), (1, Some(day.date())));
    assert!(list[0].history.owed > Dong(0) && list[0].inspected_this_year && !list[1].inspected_this_year);
    assert!(list[0].risk.reasons.iter().any(|reason| reason.factor == Factor::Violations));
    // The province sets what weighs; its teams follow, other provinces do not.
    let none = Factor::ALL.into_iter().fold(Weights::default(), |weights, factor| weights.with(factor, 0));
    assert!(block_on(set_weights(&world.db, &env(MORNING), &leader, &none)).is_err());
    let wrong = Weights { high_from: 0, ..none.clone() };
    assert_eq!(fields(block_on(set_weights(&world.db, &env(MORNING), &head, &wrong)).unwrap_err()), ["high_from"]);
    block_on(set_weights(&world.db, &env(MORNING), &head, &none)).unwrap();
    assert_eq!(block_on(weights(&world.db, &path)).unwrap(), none);
    assert_eq!(block_on(weights(&world.db, &UnitPath("TW/31/31-01".into()))).unwrap(), Weights::default());
    assert!(weighed(&officer).iter().all(|one| one.risk.points == 0));
    assert!(block_on(weigh(&world.db, &env(MORNING), &world.actor("haiphong.ksv1"), &unit, 10)).is_err());
}

#[test]
fn photos_are_events_in_a_chain_and_stay_with_the_unit() {
    use crate::blobs;
    use crate::native::NativeBlobs;
    use crate::verify;
    use domain::media::{KeptFile, Media};
    let world = World::new();
    let blobs = block_on(NativeBlobs::in_directory(world.directory.path())).unwrap();
    let (officer, colleague, leader) = (world.actor("ksv1"), world.actor("ksv2"), world.actor("doitruong1"));
    let id = saved(&world, &officer, "Tạp hóa Bình Minh", "Số 5, phường Phố Hiến, tỉnh Hưng Yên").place.id;
    let other = saved(&world, &officer, "Tạp hóa Khác", "Số 9, phường Phố Hiến, tỉnh Hưng Yên").place.id;
    let kept = |content: &[u8]| {
        let sha256 = block_on(blobs::put(&blobs, content)).unwrap();
        block_on(blobs::put_thumbnail(&blobs, &sha256, b"small")).unwrap();
        KeptFile {
            media: Media::Jpeg,
            sha256,
            size: content.len() as u64,
            pixels: Some((40, 30)),
            name: "anh.jpg".into(),
            caption: "Biển hiệu".into(),
            taken_on: Some(TODAY),
        }
    };
    let add = |actor: &Actor, id, file| block_on(add_photo(&world.db, &env(MORNING), actor, id, file));
    assert_eq!(add(&officer, id, kept(b"one")).unwrap(), 1);
    assert_eq!(add(&colleague, id, kept(b"two")).unwrap(), 2);
    assert_eq!(add(&officer, other, kept(b"one")).unwrap(), 1, "the same picture of another place");
    assert_eq!(fields(add(&leader, id, kept(b"two")).unwrap_err()), ["files"]);
    let withdraw =
        |actor: &Actor, seq, reason: &str| block_on(withdraw_photo(&world.db, &env(MORNING), actor, id, seq, reason));
    assert_eq!(fields(withdraw(&officer, 1, "").unwrap_err()), ["reason"]);
    withdraw(&officer, 1, "Ảnh mờ").unwrap();
    assert!(matches!(withdraw(&officer, 3, "Nhầm"), Err(StoreError::NotFound)));
    let read = block_on(photos(&world.db, &leader, id)).unwrap();
    let told: Vec<_> = read
        .iter()
        .map(|one| (one.seq, one.by.full_name.as_str(), one.withdrawn.as_ref().map(|done| done.reason.as_str())))
        .collect();
    let names = [officer.officer.full_name.as_str(), colleague.officer.full_name.as_str()];
    assert_eq!(told, [(1, names[0], Some("Ảnh mờ")), (2, names[1], None)]);
    // Beside its unit nobody adds, withdraws or sees one; who reports adds none.
    for account in ["ksv4", "doitruong2", "haiphong.ksv1", "haiphong.chicuctruong"] {
        let stranger = world.actor(account);
        assert!(matches!(add(&stranger, id, kept(b"x")), Err(StoreError::NotFound)), "{account}");
        assert!(matches!(withdraw(&stranger, 2, "Nhầm"), Err(StoreError::NotFound)), "{account}");
        assert_eq!(block_on(photos(&world.db, &stranger, id)).unwrap(), [], "{account}");
        assert!(matches!(block_on(photo(&world.db, &stranger, id, 2)), Err(StoreError::NotFound)), "{account}");
    }
    let administrator = world.actor("quantri");
    assert!(matches!(add(&administrator, id, kept(b"x")), Err(StoreError::NotFound)));
    assert!(matches!(block_on(photos(&world.db, &administrator, id)), Err(StoreError::NotFound)));
    assert_eq!(block_on(photo(&world.db, &world.actor("tonghop"), id, 2)).unwrap().seq, 2, "the whole province reads");
    assert!(add(&world.actor("tonghop"), id, kept(b"x")).is_err());
    let unknown = EstablishmentId(env(MORNING).uuid());
    assert!(matches!(add(&officer, unknown, kept(b"x")), Err(StoreError::NotFound)));

    let proven = || {
        let mut found = block_on(verify::run(&world.db)).unwrap();
        block_on(verify::blobs(&world.db, &blobs, &mut found)).unwrap();
        found
    };
    let found = proven();
    assert_eq!(
        (found.place_events, found.attachments, found.orphans, found.problems),
        (4, 3, 1, Vec::new()),
        "“x” is named by nothing"
    );
    for (sql, problem) in [
        (
            "UPDATE place_photo SET document = replace(document, 'Biển hiệu', 'Khác') WHERE seq = 2",
            "its photos differ from the events",
        ),
        ("UPDATE place_chain_head SET position = 9", "its head is not event 4"),
        ("DROP TRIGGER place_event_is_append_only_update", ""),
        (
            "UPDATE place_event SET event = replace(event, 'Ảnh mờ', 'Ảnh tối') WHERE position = 4",
            "the hash of event 4 does not fit",
        ),
    ] {
        world.tamper(sql);
        let problems = proven().problems;
        assert!(problems.iter().any(|told| told.contains(problem)) || problem.is_empty(), "{sql}: {problems:?}");
    }
    assert!(block_on(async { world.db.open().await.unwrap().execute("DELETE FROM place_event", &[]).await }).is_err());
}
