//! Parties: search without marks, versions, history in the whole country.

use super::*;
use crate::params;
use crate::parties::{
    change, changes, establishments_of, history, load, nationwide, note_reading, readings, record, save,
    save_establishment, search,
};
use domain::party::{Establishment, EstablishmentId};
use domain::unit::UnitId;

fn place(party: &Party) -> Establishment {
    Establishment {
        id: EstablishmentId(env(MORNING).uuid()),
        party: party.id,
        name: "Cửa hàng Bình Minh".into(),
        address: party.address.clone(),
        business: "Tạp hóa".into(),
        unit: party.unit.clone(),
    }
}

#[test]
fn parties_are_found_without_marks_everywhere() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let one = party("Hộ kinh doanh Đặng Thị Hồng Nhung");
    let shop = place(&one);
    for _ in 0..2 {
        block_on(save(&world.db, &env(MORNING), &officer, &one, Some(&shop))).unwrap();
    }
    assert_eq!(world.number("SELECT count(*) FROM party_change"), 1, "posted twice, written once");
    let two =
        Party { tax_code: None, representative: "Trần Văn Lụa".into(), ..party("Công ty TNHH Nhung Lụa") };
    block_on(save(&world.db, &env(MORNING), &officer, &two, None)).unwrap();
    let elsewhere = world.actor("haiphong.ksv1");
    for (typed, expected) in [
        ("dang thi hong nhung", 1),
        ("HỒNG", 1),
        ("nhun", 2),
        ("nhung dang", 1),
        ("0100109106", 1),
        ("01001", 1),
        ("không ai", 0),
        ("", 0),
        ("\"", 0),
    ] {
        let found = block_on(search(&world.db, &elsewhere, typed, 20)).unwrap();
        assert_eq!(found.len(), expected, "{typed}");
    }
    assert!(block_on(search(&world.db, &world.actor("quantri"), "nhung", 20)).is_err());
    assert_eq!(block_on(load(&world.db, &elsewhere, one.id)).unwrap(), (one.clone(), vec![shop]));
}

/// Records are looked through stretch by stretch where there are many: all are found, the newest first, and none twice.
#[test]
fn hits_are_found_in_every_stretch_of_records() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let all = crate::search::Narrowed::default();
    let mut names = Vec::new();
    for (place, after) in [0_i64, 40_000, 131_070, 300_000, 900_000, 1_000_000, 1_000_100].into_iter().enumerate() {
        if after > 0 {
            // The number before the next one.
            let sql = "INSERT INTO party (num, id, kind, name, address, unit, version, search, document) \
                       SELECT ?1, id || 'x' || ?2, kind, name, address, unit, version, 'khac', document FROM party ORDER BY num LIMIT 1";
            let filler = params![after, after.to_string()];
            block_on(async { world.db.open().await.unwrap().execute(sql, filler).await }).unwrap();
        }
        let name = format!("Hộ kinh doanh Lưỡng Quế {}", ["Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy"][place]);
        let party = Party { tax_code: None, citizen_id: None, ..party(&name) };
        block_on(save(&world.db, &env(MORNING), &officer, &party, None)).unwrap();
        names.push(name);
    }
    names.reverse();
    for typed in ["luong que", "Lưỡng Quế", "luon", "lưỡ", "quế lưỡng"] {
        let found = block_on(crate::search::find(&world.db, &officer, typed, &all, 20)).unwrap();
        let hits: Vec<&str> = found.parties.rows.iter().map(|party| party.name.as_str()).collect();
        assert_eq!((hits, found.parties.count), (names.iter().map(String::as_str).collect(), 7), "{typed}");
    }
}

#[test]
fn a_changed_party_keeps_its_versions_and_its_search() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let one = party("Hộ kinh doanh Đặng Thị Hồng Nhung");
    block_on(save(&world.db, &env(MORNING), &officer, &one, None)).unwrap();
    let renamed =
        Party { name: "Hộ kinh doanh Trần Thị Xuân".into(), unit: UnitId("33-02".into()), ..one.clone() };
    assert!(matches!(
        block_on(save(&world.db, &env(MORNING), &officer, &renamed, None)),
        Err(StoreError::Stale { current: 1, .. })
    ));
    for _ in 0..2 {
        let written = block_on(change(&world.db, &env(MORNING), &officer, &renamed, 1, "Đổi chủ hộ"));
        assert_eq!(written.unwrap(), 2, "posted twice, written once");
    }
    let versions = block_on(changes(&world.db, &officer, one.id)).unwrap();
    assert_eq!(versions.iter().map(|change| change.reason.as_str()).collect::<Vec<_>>(), ["Đổi chủ hộ", ""]);
    assert_eq!(versions[1].party, one);
    let other = Party { name: "Hộ kinh doanh khác".into(), ..one.clone() };
    assert!(matches!(
        block_on(change(&world.db, &env(MORNING), &officer, &other, 1, "")),
        Err(StoreError::Stale { current: 2, .. })
    ));
    let kept = block_on(record(&world.db, &officer, one.id)).unwrap();
    assert_eq!((kept.version, kept.party.unit.0.as_str()), (2, "33-01"), "the keeping unit stays");
    let found = |typed| block_on(search(&world.db, &officer, typed, 20)).unwrap().len();
    assert_eq!((found("xuân"), found("hồng nhung"), found("thị hồng")), (1, 1, 1), "the representative is still found");
    let stranger = Establishment { party: PartyId(env(MORNING).uuid()), ..place(&one) };
    assert!(matches!(
        block_on(save_establishment(&world.db, &env(MORNING), &officer, &stranger)),
        Err(StoreError::NotFound)
    ));
    assert_eq!(block_on(establishments_of(&world.db, &officer, one.id)).unwrap(), []);
}

#[test]
fn repeat_offending_shows_nationwide_but_opens_at_home() {
    let world = World::new();
    let case = world.decision(&world.actor("ksv1"), &world.actor("doitruong1"), MORNING, 100_000);
    let id = case.inspection.party.id;
    for (account, may_open) in [("ksv1", true), ("chicuctruong", true), ("haiphong.ksv1", false)] {
        let told = block_on(history(&world.db, &world.actor(account), id)).unwrap();
        assert_eq!((told.len(), told[0].may_open), (1, may_open), "{account}");
    }
    assert_eq!(block_on(nationwide(&world.db, id)).unwrap(), (1, 1));
    assert_eq!(block_on(nationwide(&world.db, PartyId(env(MORNING).uuid()))).unwrap(), (0, 0));
}

#[test]
fn who_reads_the_file_of_a_person_is_seen_by_his_leaders() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let one = party("Hộ kinh doanh Đặng Thị Hồng Nhung");
    let company = Party { kind: PartyKind::Organisation, tax_code: None, ..party("Công ty A") };
    for (actor, whom) in [(&officer, &one), (&world.actor("haiphong.ksv1"), &one), (&officer, &company)] {
        block_on(note_reading(&world.db, &env(MORNING), actor, whom)).unwrap();
    }
    let seen = |account: &str, whom: &Party| block_on(readings(&world.db, &world.actor(account), whom.id));
    let leader = seen("doitruong1", &one).unwrap();
    assert_eq!(
        (leader.len(), leader[0].officer.as_str(), leader[0].unmasked),
        (1, officer.officer.full_name.as_str(), true)
    );
    assert!(seen("doitruong1", &company).unwrap().is_empty(), "an organisation is no person");
    assert!(seen("ksv1", &one).is_err());
    let result = block_on(async { world.db.open().await.unwrap().execute("DELETE FROM party_reading", &[]).await });
    assert!(result.is_err(), "nobody takes his reading back");
}
