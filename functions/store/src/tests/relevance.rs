//! The search as officers use it: what is typed, and what must stand first. The table is beside this file; around its own
//! parties stands a small country, so that every name has others like it.

use super::*;
use crate::demo::national;
use crate::native::NativeDatabase;
use crate::parties::save;
use crate::search::plans::{BOUNDS, Bounds, find_within};
use crate::search::{Found, Kind, Narrowed, find};
use domain::identity::{CitizenId, Phone};
use domain::party::{Establishment, EstablishmentId};
use domain::unit::UnitId;
use std::path::Path;
use std::sync::LazyLock;

const TABLE: &str = include_str!("relevance.tsv");

/// The country with the parties of the table, made once for all tests.
struct Country {
    world: World,
    officer: Actor,
    /// What the placeholders of the table stand for.
    names: Vec<(&'static str, String)>,
}

static COUNTRY: LazyLock<Country> = LazyLock::new(make);

/// The country with so many cases, in a new database.
fn built(directory: &Path, cases: usize) -> (Db, national::Loaded) {
    let today = date(2026, 10, 19);
    if let db @ Db::Postgres(_) = Db::new(directory, Filled::Empty) {
        let loaded = block_on(national::build(&db, cases, today, &mut |_| ())).unwrap();
        return (db, loaded);
    }
    let file = NativeDatabase::for_bulk(directory.join(crate::native::FILE_NAME));
    let loaded = block_on(national::build(&file, cases, today, &mut |_| ())).unwrap();
    (Db::Sqlite(NativeDatabase::in_directory(directory).unwrap()), loaded)
}

fn make() -> Country {
    let directory = tempfile::tempdir().unwrap();
    let (db, loaded) = built(directory.path(), 400);
    assert_eq!((loaded.cases, loaded.parties >= 250), (400, true), "{loaded:?}");
    let world = World { db, directory };
    let actor = |account: &str| block_on(national::actor(&world.db, account)).unwrap();
    let (officer, leader) = (actor("ksv1.33-01"), actor("doitruong.33-01"));
    let known = |name: &str, change: &dyn Fn(&mut Party)| {
        let mut party = Party { tax_code: None, representative: String::new(), ..party(name) };
        change(&mut party);
        party
    };
    let nhung = |party: &mut Party| {
        party.citizen_id = CitizenId::parse("033185900001").ok();
        party.phone = Phone::parse("0500111222").ok();
    };
    let zolvexa = |party: &mut Party| {
        party.tax_code = TaxCode::parse("0100109106").ok();
        party.representative = "Trịnh Kế Toán Vũ".into();
    };
    let branch = |party: &mut Party| party.tax_code = TaxCode::parse("0100109106-001").ok();
    let other_name = |party: &mut Party| party.aliases = vec!["Tạp hóa Cô Ba Sáu".into()];
    let foreign = |party: &mut Party| party.passport = "E12345678".into();
    let same = |_: &mut Party| ();
    // Nearest to what is typed last where only marks differ, so that the newest is not the right one by chance.
    type Written<'a> = (&'a str, &'a dyn Fn(&mut Party));
    let list: [Written<'_>; 19] = [
        ("Hộ kinh doanh Đặng Thị Hồng Nhung", &nhung),
        ("Hộ kinh doanh Đặng Thị Hông Nhưng", &same),
        ("Hộ kinh doanh Đặng Thị Hồng Nhung Phú", &same),
        ("Hộ kinh doanh Đặng Thị Hống Nhúng", &same),
        ("Nguyễn Vân Bình Khiêm", &same),
        ("Nguyễn Văn Bình Khiêm", &same),
        ("Nguyễn Văn Bính Khiêm", &same),
        ("Hộ kinh doanh Lý Thị Hòa Bằng", &other_name),
        ("Hộ kinh doanh Lý Thị Hoa Bằng", &same),
        ("Hộ kinh doanh Lý Thị Họa Bằng", &same),
        ("Công ty TNHH Đống Đa Zolva", &branch),
        ("Công ty TNHH Đông Đô Zolva", &same),
        ("Công ty TNHH Đồng Đỏ Zolva", &same),
        ("Doanh nghiệp tư nhân Thuỷ Tiên Hòa", &same),
        ("Công ty TNHH Zolvexa Việt Nam", &zolvexa),
        ("Quách Tĩnh Anh Đào", &same),
        ("Hộ kinh doanh Đỗ Đức Đương Đăng", &same),
        ("Wang Xiaoming", &foreign),
        ("Công ty TNHH Đứng Sau Cùng", &same),
    ];
    for (name, change) in list {
        block_on(save(&world.db, &env(MORNING), &officer, &known(name, change), None)).unwrap();
    }
    let keeper = known("Chủ Của Hai Cơ Sở", &same);
    for (name, address) in [
        ("Tạp hóa Zumbela", "Số 3 đường Điện Biên, phường Phố Hiến, tỉnh Hưng Yên"),
        ("Quán ăn Bà Tám Mươi", "Ngõ Zaratha, phường Sơn Nam, tỉnh Hưng Yên"),
    ] {
        let place = Establishment {
            id: EstablishmentId(env(MORNING).uuid()),
            party: keeper.id,
            name: name.into(),
            address: address.into(),
            business: "Bán lẻ".into(),
            unit: keeper.unit.clone(),
        };
        block_on(save(&world.db, &env(MORNING), &officer, &keeper, Some(&place))).unwrap();
    }
    let case = world.decision(&officer, &leader, MORNING, 100_000);
    let number =
        |symbol: &str| case.papers().iter().find(|paper| paper.number.ends_with(symbol)).unwrap().number.clone();
    let later = MORNING.date().at(16, 0, 0, 0);
    let spoilt = block_on(crate::papers::void(&world.db, &env(later), &leader, "BB-KT", "Tờ ấn chỉ bị rách")).unwrap();
    let xp = number("/QĐ-XPHC");
    let names = vec![
        ("{CODE}", case.code.clone()),
        ("{xp}", xp.to_lowercase().replace('đ', "d")),
        ("{DIGITS}", xp.split('/').next().unwrap().to_owned()),
        ("{XP}", xp),
        ("{VP}", number("/BB-VPHC")),
        ("{KT}", number("/BB-KT")),
        ("{SPOILT}", spoilt),
    ];
    Country { world, officer, names }
}

fn search(actor: &Actor, typed: &str, narrowed: &Narrowed) -> Found {
    block_on(find(&COUNTRY.world.db, actor, typed, narrowed, 10)).unwrap()
}

fn first(found: &Found, kind: &str) -> Option<String> {
    match kind {
        "P" => found.parties.rows.first().map(|party| party.name.clone()),
        "E" => found.places.rows.first().map(|hit| hit.place.name.clone()),
        "C" => found.cases.rows.first().map(|row| row.index.code.clone()),
        "V" => found.papers.first().map(|paper| {
            format!("{} {}", paper.number, paper.case.as_ref().map_or("", |(_, _, party)| party.as_str()))
        }),
        _ => found
            .is_empty()
            .then(String::new)
            .or_else(|| Some(format!("{:?} {:?}", found.parties.rows.first(), found.places.rows.first()))),
    }
}

#[test]
fn the_first_hit_is_the_one_that_was_meant() {
    let filled =
        |text: &str| COUNTRY.names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value));
    let (mut asked, mut wrong) = (0, Vec::new());
    for line in TABLE.lines().filter(|line| !line.starts_with('#') && line.contains('\t')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [typed, kind, expected, how] = columns.as_slice() else { panic!("{line}") };
        asked += 1;
        let found = search(&COUNTRY.officer, &filled(typed), &Narrowed::default());
        let by = match (&found.instead, found.communes.as_slice()) {
            (Some(_), _) => "~",
            (None, [_, ..]) => "»",
            (None, []) => "",
        };
        let first = first(&found, kind);
        if (first.as_deref(), by) != (Some(filled(expected).as_str()), *how) {
            wrong.push(format!("“{typed}” → {first:?} {by} ({:?}), not {expected} {how}", found.instead));
        }
    }
    assert!(asked >= 100, "{asked} queries");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Words that are all frequent and stand nowhere together are looked for among the newest records, and it is said so; one rare
/// word among them, and everything is looked through.
#[test]
fn frequent_words_apart_are_looked_for_among_the_newest() {
    let nation = block_on(national::actor(&COUNTRY.world.db, "trunguong")).unwrap();
    let bounded = |typed: &str, bounds: Bounds| {
        block_on(find_within(&COUNTRY.world.db, &nation, typed, &Narrowed::default(), 100, bounds)).unwrap()
    };
    let all = bounded("thi nguyen", BOUNDS);
    assert!(!all.partly && all.parties.rows.len() > 10, "{}", all.parties.rows.len());
    let few = bounded("thi nguyen", Bounds { frequent: 10, newest: 150, of_part: 150 });
    assert!(few.partly);
    assert!(!few.parties.rows.is_empty() && few.parties.rows.len() < all.parties.rows.len());
    assert!(few.parties.rows.iter().all(|party| all.parties.rows.contains(party)));
    let rare = bounded("zolvexa cong", Bounds { frequent: 10, newest: 1, of_part: 1 });
    assert!(!rare.partly && !rare.parties.rows.is_empty(), "one rare word");
    let head = block_on(national::actor(&COUNTRY.world.db, "chicuctruong.01")).unwrap();
    let of_cases = Narrowed { kind: Some(Kind::Case), ..Narrowed::default() };
    let asked =
        |bounds| block_on(find_within(&COUNTRY.world.db, &head, "kinh ho", &of_cases, 100, bounds)).unwrap().cases;
    let (all, few) = (asked(BOUNDS), asked(Bounds { frequent: 10, newest: 1, of_part: 3 }));
    assert!(few.rows.len() <= 3 && few.rows.len() < all.rows.len(), "{} of {}", few.rows.len(), all.rows.len());
    assert!(few.rows.iter().all(|row| all.rows.contains(row)), "the newest of the province, not of the country");
}

/// Hits with the marks as typed stand before the others although they are the oldest, and beyond the first page too.
#[test]
fn marks_come_first_however_many_hits_there_are() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let name = |number: usize| if number < 30 { "Trần Thị Hồng" } else { "Trần Thị Hông" };
    for number in 0..150 {
        let one =
            Party { tax_code: None, representative: String::new(), ..party(&format!("{} {number}", name(number))) };
        block_on(save(&world.db, &env(MORNING), &officer, &one, None)).unwrap();
    }
    for (typed, expected) in [("hồng", "Trần Thị Hồng"), ("Hông", "Trần Thị Hông"), ("HỒNG tran", "Trần Thị Hồng")]
    {
        let found = block_on(crate::parties::search(&world.db, &officer, typed, 30)).unwrap();
        assert_eq!(found.len(), 30);
        assert!(found.iter().all(|party| party.name.starts_with(expected)), "{typed}");
    }
    let found = block_on(crate::parties::search(&world.db, &officer, "hong", 50)).unwrap();
    assert_eq!(found.len(), 50, "without marks everybody");
}

#[test]
fn pages_of_a_list_go_through_both_stages_once() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    for _ in 0..3 {
        world.violation(&officer, &leader, MORNING, 1_000);
    }
    let filter = crate::cases::ListFilter { text: "nhung".into(), ..Default::default() };
    let marked = crate::cases::ListFilter { text: "Nhưng".into(), ..Default::default() };
    let exact = crate::cases::ListFilter { text: "hồng nhung".into(), ..Default::default() };
    for (filter, expected) in [(filter, 3), (marked, 3), (exact, 3)] {
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = block_on(crate::cases::list(&world.db, &officer, &filter, after, 1)).unwrap();
            assert_eq!(page.count, 3);
            seen.extend(page.rows.iter().map(|row| row.num));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, [3, 2, 1], "{expected} {filter:?}");
    }
}

#[test]
fn what_an_officer_may_not_know_is_not_found() {
    let code = &COUNTRY.names[0].1;
    let actor = |account: &str| block_on(national::actor(&COUNTRY.world.db, account)).unwrap();
    let xp = &COUNTRY.names[3].1;
    let spoilt = &COUNTRY.names[6].1;
    for (account, sees) in [
        ("ksv2.33-01", true),
        ("chicuctruong.33", true),
        ("trunguong", true),
        ("congchuc1.33-pc", true),
        ("ksv1.33-02", false),
        ("chicuctruong.31", false),
    ] {
        let actor = actor(account);
        for typed in [code, xp] {
            let found = search(&actor, typed, &Narrowed::default());
            assert_eq!(found.cases.rows.iter().any(|row| row.index.code == *code), sees, "{account} {typed}");
            assert_eq!(found.papers.iter().any(|paper| paper.number == *xp), sees && typed == xp, "{account} {typed}");
        }
        assert_eq!(!search(&actor, spoilt, &Narrowed::default()).papers.is_empty(), sees, "{account} {spoilt}");
        let found = search(&actor, "zolvexa", &Narrowed::default());
        assert_eq!(found.parties.rows.len(), 1, "parties are known nationwide: {account}");
    }
    let denied = block_on(find(&COUNTRY.world.db, &actor("quantri"), "zolvexa", &Narrowed::default(), 10));
    assert!(denied.is_err(), "an administrator reads neither");
}

#[test]
fn hits_are_told_and_narrowed_by_kind_province_field_and_year() {
    let nation = block_on(national::actor(&COUNTRY.world.db, "trunguong")).unwrap();
    let all = search(&nation, "nguyễn", &Narrowed::default());
    assert!(all.parties.count > 60 && all.cases.count > 60 && all.provinces.len() > 20, "{:?}", all.provinces);
    assert_eq!(all.years.values().sum::<u32>(), all.cases.count);
    assert_eq!(all.open.values().sum::<u32>(), all.cases.count);
    for (year, count) in &all.years {
        let narrowed = Narrowed { year: Some(*year), ..Narrowed::default() };
        let found = search(&nation, "nguyễn", &narrowed);
        assert_eq!((found.cases.count, found.parties.count), (*count, 0), "{year}");
        assert!(found.cases.rows.iter().all(|row| row.index.opened_on.year() == *year));
    }
    for (field, count) in &all.fields {
        let narrowed = Narrowed { field: Some(*field), ..Narrowed::default() };
        assert_eq!(search(&nation, "nguyễn", &narrowed).cases.count, *count, "{}", field.key());
    }
    for (open, count) in &all.open {
        let narrowed = Narrowed { open: Some(*open), ..Narrowed::default() };
        assert_eq!(search(&nation, "nguyễn", &narrowed).cases.count, *count, "{open}");
    }
    let total: u32 = all.provinces.keys().fold(0, |total, province| {
        let narrowed = Narrowed { province: Some(province.clone()), ..Narrowed::default() };
        let found = search(&nation, "nguyễn", &narrowed);
        assert_eq!(found.provinces.keys().collect::<Vec<_>>(), [province]);
        total + found.cases.count + found.parties.count + found.places.count
    });
    assert_eq!(total, all.cases.count + all.parties.count + all.places.count);
    for kind in Kind::ALL {
        let found = search(&nation, "nguyễn", &Narrowed { kind: Some(kind), ..Narrowed::default() });
        let counts = [found.parties.count, found.places.count, found.cases.count];
        let expected = [all.parties.count, all.places.count, all.cases.count];
        for (place, of) in [Kind::Party, Kind::Establishment, Kind::Case].into_iter().enumerate() {
            assert_eq!(counts[place], if of == kind { expected[place] } else { 0 }, "{kind:?}");
        }
    }
    let elsewhere = Narrowed { province: Some(UnitId("31".into())), ..Narrowed::default() };
    assert_eq!(search(&COUNTRY.officer, "nguyễn", &elsewhere).cases.count, 0, "not his part of the tree");
}

/// The country proves itself, and is the same when it is made again.
#[test]
fn the_country_is_proven_and_the_same_each_time() {
    let build = || {
        let directory = tempfile::tempdir().unwrap();
        let (db, loaded) = built(directory.path(), 60);
        (db, directory, loaded)
    };
    let (db, _directory, loaded) = build();
    let verified = block_on(crate::verify::run(&db)).unwrap();
    assert_eq!(verified.problems, Vec::<String>::new());
    assert_eq!((verified.cases, verified.events), (60, loaded.events as u64));
    let rows = |db: &Db, sql: &str| block_on(async { db.open().await.unwrap().query(sql, &[]).await }).unwrap();
    if let Db::Sqlite(_) = db {
        assert_eq!(rows(&db, "PRAGMA foreign_key_check"), Vec::new(), "what was written first is there at the end");
        for index in ["case_search", "party_search", "establishment_search"] {
            rows(&db, &format!("INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)"));
        }
    }
    let room = tempfile::tempdir().unwrap();
    assert_eq!(db.schema(), Db::new(room.path(), Filled::Migrated).schema(), "nothing that was taken away is missing");
    let (again, _directory, _) = build();
    let head = "SELECT position, hash FROM chain_head";
    assert_eq!(rows(&db, head), rows(&again, head));
    let refused = block_on(national::build(&again, 1, date(2026, 10, 19), &mut |_| ()));
    assert!(refused.is_err_and(|error| error.to_string().contains("name a new one")));
}
