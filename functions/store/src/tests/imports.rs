//! Imports: received, read, applied in chunks that may be cut off or repeated, undone.

use super::*;
use crate::database::{Connection, DbError, Rows, Value};
use crate::establishments::{self, BookFilter};
use crate::imports::{
    Batch, NewBatch, apply, batch, batches, begin_undo, check, choose, events, lines, preview, receive, reread, settle,
    undo,
};
use crate::{Row, exports, parties, registry, verify};
use async_trait::async_trait;
use domain::exchange::{BatchState, Cell, Choice, Column, Encoding, ImportId, Mapping, RowState, Settings};
use domain::unit::UnitId;

const HEADINGS: [&str; 7] = ["STT", "Tên hộ kinh doanh", "MST", "Chủ hộ", "Địa chỉ", "SĐT", "Mặt hàng"];

fn cells(row: &[&str]) -> Vec<Cell> {
    row.iter().map(|cell| Cell::of_text(cell)).collect()
}

/// A valid tax code for each number: nine digits and their check digit.
fn tax_code(number: usize) -> String {
    (0..)
        .map(|step| format!("{:09}", 200_000_000 + number * 10 + step))
        .find_map(|nine| (0..10).map(|last| format!("{nine}{last}")).find(|code| TaxCode::parse(code).is_ok()))
        .unwrap()
}

/// Whether a row of the list below is wrong: one of twenty.
fn is_wrong(number: usize) -> bool {
    number.is_multiple_of(20)
}

/// A list of so many rows below a title and the headings; one of twenty rows is wrong, each in its own way.
pub(super) fn list(count: usize) -> Vec<(u32, Vec<Cell>)> {
    let mut rows = vec![(1, cells(&["DANH SÁCH HỘ KINH DOANH"])), (3, cells(&HEADINGS))];
    for number in 1..=count {
        let (mut name, mut code) = (format!("Hộ kinh doanh số {number}"), tax_code(number));
        let (mut owner, mut phone) = ("Nguyễn Văn Tám".to_owned(), "912345678");
        if is_wrong(number) {
            match number / 20 % 4 {
                0 => name.clear(),
                1 => code = "2,00E+09".to_owned(),
                2 => owner.clear(),
                _ => phone = "12",
            }
        }
        let row = [&number.to_string(), &name, &code, &owner, "Số 5, Phường Phố Hiến, Tỉnh Hưng Yên", phone, "Tạp hóa"];
        rows.push((u32::try_from(number).unwrap() + 3, cells(&row)));
    }
    rows
}

pub(super) fn received(world: &World, account: &str, rows: &[(u32, Vec<Cell>)]) -> ImportId {
    let new = NewBatch {
        file_name: "so-dia-ban.csv",
        kind: "csv",
        sha256: "ab",
        size: 2,
        told: "Các cột cách nhau bằng dấu phẩy.",
        unicode: true,
        rows,
    };
    block_on(receive(&world.db, &env(MORNING), &world.actor(account), &new)).unwrap()
}

fn read(world: &World, account: &str, id: ImportId) -> Batch {
    block_on(batch(&world.db, &world.actor(account), id)).unwrap()
}

/// Checks a list as it was guessed.
pub(super) fn checked(world: &World, account: &str, id: ImportId) -> Batch {
    let before = read(world, account, id);
    let actor = world.actor(account);
    block_on(settle(&world.db, &env(MORNING), &actor, id, before.version, &before.settings)).unwrap();
    while !block_on(check(&world.db, &env(MORNING), &actor, id, 1)).unwrap().finished {}
    read(world, account, id)
}

fn applied(world: &World, account: &str, id: ImportId) -> Batch {
    while !block_on(apply(&world.db, &env(MORNING), &world.actor(account), id, 1)).unwrap().finished {}
    read(world, account, id)
}

#[test]
fn two_thousand_rows_with_one_of_twenty_wrong() {
    let world = World::new();
    let id = received(&world, "ksv1", &list(2_000));
    let before = read(&world, "ksv1", id);
    assert_eq!(
        (before.state, before.settings.header_line, before.guess.encoding),
        (BatchState::Received, 3, Encoding::Unicode)
    );
    assert_eq!(before.settings.mapping.place_of(Column::Representative), Some(3));
    assert_eq!(block_on(preview(&world.db, &world.actor("ksv1"), id)).unwrap()[0].1, cells(&HEADINGS));
    assert_eq!(world.number("SELECT count(*) FROM party"), 0);

    let ready = checked(&world, "ksv1", id);
    let count = |batch: &Batch, state| batch.counts.of(state);
    assert_eq!(ready.state, BatchState::Ready);
    assert_eq!(
        (count(&ready, RowState::Good), count(&ready, RowState::Faulty), count(&ready, RowState::Heading)),
        (1_900, 100, 2)
    );
    assert_eq!((ready.counts.noted, ready.counts.data()), (1_900, 2_000), "telephones without their zero");
    assert_eq!(world.number("SELECT count(*) FROM party"), 0, "nothing is written by a check");
    let faulty = block_on(lines(&world.db, &world.actor("ksv1"), id, Some(RowState::Faulty), false, 0, 2_000)).unwrap();
    let told: Vec<usize> = faulty.iter().map(|line| line.line as usize - 3).collect();
    assert_eq!(told, (1..=2_000).filter(|number| is_wrong(*number)).collect::<Vec<_>>(), "every one of them");
    assert!(faulty.iter().all(|line| line.problems.len() == 1), "{:?}", faulty[0].problems);

    let done = applied(&world, "ksv1", id);
    assert_eq!((done.state, count(&done, RowState::Made)), (BatchState::Done, 1_900));
    assert_eq!(world.number("SELECT count(*) FROM party"), 1_900);
    assert_eq!(world.number("SELECT count(*) FROM establishment WHERE unit = '33-01' AND commune IS NOT NULL"), 1_900);
    let found = block_on(parties::search(&world.db, &world.actor("ksv1"), "ho kinh doanh so 1999", 5)).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
    let told = block_on(events(&world.db, &world.actor("doitruong1"), id)).unwrap();
    let keys: Vec<&str> = told.iter().map(|told| told.event.key()).collect();
    assert_eq!(keys, ["received", "mapped", "checked", "finished"]);
}

/// A database that breaks off in the middle of a chunk.
struct Breaking {
    inner: Db,
    left: std::sync::Arc<AtomicU64>,
}

struct BreakingConnection {
    inner: Box<dyn Connection>,
    left: std::sync::Arc<AtomicU64>,
}

#[async_trait]
impl Database for Breaking {
    async fn open(&self) -> Result<Box<dyn Connection>, DbError> {
        Ok(Box::new(BreakingConnection { inner: self.inner.open().await?, left: std::sync::Arc::clone(&self.left) }))
    }
}

#[async_trait]
impl Connection for BreakingConnection {
    fn engine(&self) -> crate::Engine {
        self.inner.engine()
    }

    async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        if self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err() {
            return Err(DbError::Engine("the line is gone".to_owned()));
        }
        self.inner.query(sql, params).await
    }
}

#[test]
fn an_import_that_is_cut_off_goes_on_where_it_stopped() {
    let world = World::new();
    let id = received(&world, "ksv1", &list(1_300));
    checked(&world, "ksv1", id);
    let actor = world.actor("ksv1");
    let parties = || world.number("SELECT count(*) FROM party");
    // At each of its statements in turn, until there are enough for a chunk.
    let sent = (0..100).find(|statements| {
        let broken = Breaking { inner: world.db.clone(), left: std::sync::Arc::new(AtomicU64::new(*statements)) };
        let done = block_on(apply(&broken, &env(MORNING), &actor, id, 1));
        assert!(parties() == if done.is_ok() { 500 } else { 0 }, "a chunk is whole or not at all: {statements}");
        done.is_ok_and(|progress| progress.worked == 500)
    });
    assert!(sent.is_some_and(|sent| sent > 10), "{sent:?}");
    assert_eq!(read(&world, "ksv1", id).state, BatchState::Applying);
    for _ in 0..2 {
        assert_eq!(applied(&world, "ksv1", id).state, BatchState::Done);
        assert_eq!(parties(), 1_235, "sent again, written once");
        assert_eq!(world.number("SELECT count(*) FROM party_change"), 1_235);
    }
    assert_eq!(world.number("SELECT count(*) FROM import_event WHERE kind = 'finished'"), 1);
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
}

/// Every row that is asked for.
fn all(world: &World, sql: &str) -> Vec<Row> {
    block_on(async { world.db.open().await.unwrap().query(sql, &[]).await }).unwrap()
}

/// The same of PostgreSQL, whose rows have no order of their own, and whose word indexes are tables of words.
fn register_of_postgres(world: &World) -> Vec<(&'static str, Vec<Row>)> {
    let tables = [
        "party",
        "party_change",
        "party_key",
        "party_pair",
        "party_uncompared",
        "party_event",
        "establishment",
        "establishment_change",
        "establishment_words",
        "search_word",
        "search_near",
    ];
    let rows = |table: &'static str| {
        let sql = block_on(async {
            let mut connection = world.db.open().await.unwrap();
            let columns = crate::engines::columns(connection.as_mut(), table).await.unwrap().join(", ");
            let keys = crate::engines::keys(connection.as_mut(), table).await.unwrap().join(", ");
            format!("SELECT {columns} FROM {table} ORDER BY {keys}")
        });
        (table, all(world, &sql))
    };
    let words = ["party_search", "establishment_search"].map(|table| {
        let sql = format!("SELECT word, ndoc FROM ts_stat('SELECT words FROM {table}') ORDER BY word");
        (table, all(world, &sql))
    });
    tables.into_iter().map(rows).chain(words).collect()
}

/// What stands in the tables of the register, by table.
fn register(world: &World) -> Vec<(&'static str, Vec<Row>)> {
    if let Db::Postgres(_) = world.db {
        return register_of_postgres(world);
    }
    for index in ["party_search", "establishment_search"] {
        world.tamper(&format!("INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)"));
        world.tamper(&format!("CREATE VIRTUAL TABLE IF NOT EXISTS {index}_words USING fts5vocab('{index}', 'row')"));
    }
    let tables = [
        "party",
        "party_change",
        "party_key",
        "party_pair",
        "party_uncompared",
        "party_event",
        "party_search_words",
        "establishment",
        "establishment_change",
        "establishment_words",
        "establishment_search_words",
        "search_word",
        "search_near",
    ];
    tables.map(|table| (table, all(world, &format!("SELECT * FROM {table}")))).to_vec()
}

/// A whole chunk at once writes what officers would have written row by row, and finds the same pairs, also among its own rows.
#[test]
fn a_chunk_writes_what_single_registrations_write() {
    let (chunks, singly) = (World::new(), World::new());
    let mut rows = list(620);
    // Beside rows that all share phone and address: two that may be one in one chunk, and a third behind its end.
    let twin = |name: &str, code: usize, address: &str| {
        cells(&["1", name, &tax_code(code), "Lê Thị Mơ", address, "0987654321", "Vải"])
    };
    let twins = [(100, "HKD Lê Thị Mơ"), (400, "Hộ kinh doanh Lê Thị Mơ"), (610, "HKD Lê Thị Mo")];
    for (code, (place, name)) in (900..).zip(twins) {
        rows[place].1 = twin(name, code, "Số 88 chợ Gạo, Phường Phố Hiến, Tỉnh Hưng Yên");
    }
    // Eighty of one name: more than a key is used for.
    for row in &mut rows[200..280] {
        row.1[1] = Cell::of_text("Hộ kinh doanh Trần Văn Sáu");
    }
    let commune = domain::place::in_address("Phường Phố Hiến, Tỉnh Hưng Yên")[0].commune.code;
    let area = domain::establishment::Area {
        id: domain::establishment::AreaId(uuid::Uuid::from_u128(7)),
        unit: UnitId("33-01".into()),
        name: "Địa bàn 1".into(),
        communes: vec![domain::place::CommuneCode(commune.to_owned())],
        officer: None,
        assigned_by: String::new(),
        assigned_on: None,
        hot_spots: String::new(),
        partners: String::new(),
    };
    let known =
        Party { address: "88 chợ Gạo, phường Phố Hiến, tỉnh Hưng Yên".into(), ..party("Lê Thị Mơ") };
    for world in [&chunks, &singly] {
        block_on(establishments::save_area(&world.db, &env(MORNING), &world.actor("doitruong1"), &area, None, ""))
            .unwrap();
        block_on(parties::save(&world.db, &env(MORNING), &world.actor("haiphong.ksv1"), &known, None)).unwrap();
    }
    let id = received(&chunks, "ksv1", &rows);
    checked(&chunks, "ksv1", id);
    let records: Vec<domain::exchange::Record> =
        all(&chunks, "SELECT record FROM import_row WHERE state = 'good' ORDER BY line")
            .iter()
            .map(|row| row.json(0).unwrap())
            .collect();
    assert!(records.len() > 500 && records.iter().all(|record| record.place.is_some()), "more than a chunk");
    applied(&chunks, "ksv1", id);
    let officer = singly.actor("ksv1");
    for record in &records {
        block_on(parties::save(&singly.db, &env(MORNING), &officer, &record.party, None)).unwrap();
        let file = record.place.as_ref().unwrap();
        block_on(establishments::save(&singly.db, &env(MORNING), &officer, file, None)).unwrap();
    }
    for ((table, together), (_, apart)) in register(&chunks).into_iter().zip(register(&singly)) {
        assert_eq!(together.len(), apart.len(), "{table}");
        for (one, other) in together.iter().zip(&apart) {
            assert_eq!(one, other, "{table}");
        }
    }
    let of = |world: &World, sql: &str| world.number(sql);
    assert_eq!(
        of(&chunks, "SELECT count(*) FROM party_pair"),
        32 * 31 / 2 + 6,
        "thirty-two of the eighty, and the four below"
    );
    assert_eq!(of(&chunks, "SELECT count(*) FROM establishment WHERE area IS NULL"), 0);
    let names = "SELECT count(*) FROM party_pair x JOIN party a ON a.num = x.low JOIN party b ON b.num = x.high \
                 WHERE a.address LIKE '%chợ Gạo%' AND b.address LIKE '%chợ Gạo%'";
    assert_eq!(of(&chunks, names), 6, "each of four with each other: before the file, in one chunk, over its end");
    assert_eq!(block_on(registry::uncompared(&chunks.db, &officer)).unwrap(), 0, "nothing is left to compare");
    assert_eq!(block_on(verify::run(&chunks.db)).unwrap().problems, Vec::<String>::new());
}

fn one(name: &str, code: &str) -> Vec<String> {
    ["1", name, code, "Trần Văn Bảy", "Số 1, Phường Phố Hiến, Tỉnh Hưng Yên", "0912345678", "Vải"]
        .map(str::to_owned)
        .to_vec()
}

fn small(rows: &[Vec<String>]) -> Vec<(u32, Vec<Cell>)> {
    let rows = rows.iter().map(|row| row.iter().map(|cell| Cell::of_text(cell)).collect::<Vec<_>>());
    (1..).zip(std::iter::once(cells(&HEADINGS)).chain(rows)).collect()
}

#[test]
fn an_identifier_that_is_taken_is_the_officers_to_judge() {
    let world = World::new();
    let (officer, other) = (world.actor("ksv1"), world.actor("haiphong.ksv1"));
    let known = party("Hộ kinh doanh Đặng Thị Hồng Nhung");
    block_on(parties::save(&world.db, &env(MORNING), &other, &known, None)).unwrap();
    let rows = small(&[
        one("Hộ kinh doanh Hồng Nhung", "0100109106"),
        one("Hộ kinh doanh Mới", &tax_code(1)),
        one("Hộ kinh doanh Mới, cửa hàng hai", &tax_code(1)),
        one("Hộ kinh doanh Mới, cửa hàng ba", &tax_code(1)),
        one("Hộ kinh doanh Khác", &tax_code(2)),
    ]);
    let id = received(&world, "ksv1", &rows);
    let ready = checked(&world, "ksv1", id);
    assert_eq!(ready.counts.any(&[RowState::Good]), 2);
    let told = block_on(lines(&world.db, &officer, id, None, false, 0, 100)).unwrap();
    assert_eq!((told[1].state, told[1].same.as_ref().map(|same| same.0)), (RowState::Same, Some(known.id)));
    assert_eq!((told[3].state, told[3].same_line, told[4].same_line), (RowState::Repeated, Some(3), Some(3)));

    // Somebody registers one of them between the check and the writing.
    let meanwhile =
        Party { id: PartyId(env(MORNING).uuid()), tax_code: TaxCode::parse(&tax_code(2)).ok(), ..known.clone() };
    block_on(parties::save(&world.db, &env(MORNING), &other, &meanwhile, None)).unwrap();
    let done = applied(&world, "ksv1", id);
    let asks = [RowState::Same, RowState::Repeated];
    assert_eq!((done.counts.of(RowState::Made), done.counts.any(&asks)), (1, 4), "nothing is merged by itself");

    assert_eq!(block_on(choose(&world.db, &env(MORNING), &officer, id, Some(2), Choice::Attach)).unwrap(), 1);
    assert_eq!(block_on(choose(&world.db, &env(MORNING), &officer, id, Some(4), Choice::Attach)).unwrap(), 1);
    assert_eq!(block_on(choose(&world.db, &env(MORNING), &officer, id, Some(5), Choice::Skip)).unwrap(), 1);
    assert!(matches!(
        block_on(choose(&world.db, &env(MORNING), &officer, id, Some(3), Choice::Skip)),
        Err(StoreError::NotFound)
    ));
    assert_eq!(
        block_on(choose(&world.db, &env(MORNING), &officer, id, None, Choice::New)).unwrap(),
        1,
        "the one that is left"
    );
    let done = applied(&world, "ksv1", id);
    let counts =
        [RowState::Made, RowState::Attached, RowState::Skipped, RowState::Same].map(|state| done.counts.of(state));
    assert_eq!(counts, [2, 2, 1, 0]);
    let places = block_on(parties::establishments_of(&world.db, &officer, known.id)).unwrap();
    assert_eq!((places.len(), places[0].unit.0.as_str()), (1, "33-01"), "his place in our book");
    let made = block_on(lines(&world.db, &officer, id, Some(RowState::Made), false, 0, 9)).unwrap()[0].party.unwrap();
    assert_eq!(block_on(parties::establishments_of(&world.db, &officer, made)).unwrap().len(), 2);

    let page = read(&world, "ksv1", id);
    block_on(begin_undo(&world.db, &env(MORNING), &officer, id, page.version, "nhầm tệp")).unwrap();
    assert!(block_on(undo(&world.db, &env(MORNING), &officer, id, 10)).unwrap().finished);
    assert_eq!(world.number("SELECT count(*) FROM party"), 2, "those that were there before");
    assert_eq!(world.number("SELECT count(*) FROM establishment"), 0);
}

#[test]
fn an_import_is_taken_back_but_for_what_is_in_use() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let id = received(&world, "ksv1", &list(45));
    checked(&world, "ksv1", id);
    let done = applied(&world, "ksv1", id);
    let rows = block_on(lines(&world.db, &officer, id, Some(RowState::Made), false, 0, 100)).unwrap();
    let party_of = |place: usize| rows[place].record.clone().unwrap().party;
    // One has a case, one was corrected, one got another place, one a note, one a correction of its place.
    let mut draft = inspection(&officer, MORNING);
    draft.party = party_of(0);
    block_on(store::create(&world.db, &env(MORNING), &officer, CaseId(env(MORNING).uuid()), draft)).unwrap();
    let renamed = Party { name: "Hộ kinh doanh Tên Mới".into(), ..party_of(1) };
    block_on(parties::change(&world.db, &env(MORNING), &officer, &renamed, 1, "")).unwrap();
    let file = |place: usize| rows[place].record.clone().unwrap().place.unwrap();
    let mut second = file(2);
    second.place.id = domain::party::EstablishmentId(env(MORNING).uuid());
    block_on(establishments::save(&world.db, &env(MORNING), &officer, &second, None)).unwrap();
    block_on(establishments::add_note(
        &world.db,
        &env(MORNING),
        &officer,
        file(3).place.id,
        MORNING.date(),
        "Đông khách",
    ))
    .unwrap();
    let mut moved = file(4);
    moved.place.address = "Số 9, Phường Phố Hiến, Tỉnh Hưng Yên".into();
    block_on(establishments::save(&world.db, &env(MORNING), &officer, &moved, Some(1))).unwrap();

    for (reason, version) in [("", done.version), ("nhầm tệp", done.version + 9)] {
        assert!(block_on(begin_undo(&world.db, &env(MORNING), &officer, id, version, reason)).is_err(), "{reason:?}");
    }
    assert!(block_on(undo(&world.db, &env(MORNING), &officer, id, 1)).is_err(), "not begun");
    block_on(begin_undo(&world.db, &env(MORNING), &leader, id, done.version, " nhầm  tệp ")).unwrap();
    assert!(block_on(apply(&world.db, &env(MORNING), &officer, id, 1)).is_err(), "not while it is taken back");
    let broken = Breaking { inner: world.db.clone(), left: std::sync::Arc::new(AtomicU64::new(5)) };
    assert!(block_on(undo(&broken, &env(MORNING), &leader, id, 9)).is_err());
    assert!(block_on(undo(&world.db, &env(MORNING), &leader, id, 9)).unwrap().finished);
    let undone = read(&world, "ksv1", id);
    assert_eq!(
        (undone.state, undone.counts.of(RowState::Removed), undone.counts.of(RowState::Kept)),
        (BatchState::Undone, 38, 5)
    );
    let kept = block_on(lines(&world.db, &officer, id, Some(RowState::Kept), false, 0, 100)).unwrap();
    for (line, words) in
        kept.iter().zip(["vụ việc", "hồ sơ đã được sửa", "cơ sở khác", "ghi nhận", "cơ sở đã được sửa"])
    {
        assert!(line.told.contains(words), "{}: {}", line.line, line.told);
    }
    assert_eq!(world.number("SELECT count(*) FROM party"), 5);
    assert_eq!(world.number("SELECT count(*) FROM establishment"), 6);
    let found = |typed| block_on(parties::search(&world.db, &officer, typed, 50)).unwrap().len();
    assert_eq!((found("ho kinh doanh"), found("ho kinh doanh so 44")), (5, 0), "out of the search");
    assert_eq!(world.number("SELECT count(*) FROM party_change"), 44, "what was written stays on record");
    assert!(block_on(undo(&world.db, &env(MORNING), &leader, id, 9)).unwrap().finished, "again: nothing left");
    let told: Vec<String> =
        block_on(events(&world.db, &leader, id)).unwrap().iter().map(|told| told.event.sentence()).collect();
    assert!(told[4].contains("nhầm tệp") && told[5].contains("giữ lại 5"), "{told:?}");
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
}

#[test]
fn how_a_file_is_read_is_the_officers_to_say_and_remembered() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let old: Vec<(u32, Vec<Cell>)> = vec![
        (1, cells(&["Danh s¸ch hé kinh doanh"])),
        (2, cells(&["Hä tªn", "M· sè thuÕ", "§Þa chØ", "Chñ hé", "Ghi chó"])),
        (
            3,
            cells(&[
                "Hé kinh doanh NguyÔn ThÞ Mïi",
                "0100109106",
                "Sè 5, Ph\u{ad}êng Phè HiÕn, TØnh H\u{ad}ng Yªn",
                "NguyÔn ThÞ Mïi",
                "",
            ]),
        ),
    ];
    let id = received(&world, "ksv1", &old);
    let guessed = read(&world, "ksv1", id);
    assert_eq!((guessed.settings.encoding, guessed.settings.header_line), (Encoding::Tcvn3, 2));
    assert!(guessed.guess.confidence >= 60);
    let refused = |settings: &Settings, version| match block_on(settle(
        &world.db,
        &env(MORNING),
        &officer,
        id,
        version,
        settings,
    )) {
        Err(StoreError::Refused(domain::case::Refusal::Fields { errors })) => errors[0].field.clone(),
        Err(StoreError::Stale { .. }) => "stale".to_owned(),
        other => panic!("{other:?}"),
    };
    let settings = guessed.settings.clone();
    assert_eq!(refused(&Settings { header_line: 9, ..settings.clone() }, guessed.version), "header_line");
    assert_eq!(refused(&Settings { mapping: Mapping::default(), ..settings.clone() }, guessed.version), "column.0");
    assert_eq!(refused(&settings, guessed.version + 1), "stale");
    // In the wrong letters the headings say nothing; read again in the right ones they do.
    block_on(reread(&world.db, &env(MORNING), &officer, id, guessed.version, Encoding::Vni, 2)).unwrap();
    let wrong = read(&world, "ksv1", id);
    assert_ne!(wrong.settings.mapping, settings.mapping);
    assert!(block_on(reread(&world.db, &env(MORNING), &officer, id, wrong.version, Encoding::Tcvn3, 7)).is_err());
    block_on(reread(&world.db, &env(MORNING), &officer, id, wrong.version, Encoding::Tcvn3, 2)).unwrap();
    let mut chosen = read(&world, "ksv1", id);
    assert_eq!(chosen.settings.mapping, settings.mapping);
    chosen.settings.mapping.0[4] = Some(Column::Aliases);
    block_on(settle(&world.db, &env(MORNING), &officer, id, chosen.version, &chosen.settings)).unwrap();
    assert!(block_on(check(&world.db, &env(MORNING), &officer, id, 2)).unwrap().finished);
    applied(&world, "ksv1", id);
    let found = block_on(parties::search(&world.db, &officer, "mui", 5)).unwrap();
    assert_eq!(found[0].name, "Hộ kinh doanh Nguyễn Thị Mùi");
    assert!(found[0].commune.is_some());
    let applied_already = read(&world, "ksv1", id);
    assert_eq!(refused(&settings, applied_already.version), "encoding");
    // The next file with these headings, also of a colleague.
    for account in ["ksv1", "ksv2"] {
        let again = received(&world, account, &old);
        assert_eq!(read(&world, account, again).settings.mapping, chosen.settings.mapping, "{account}");
    }
    let elsewhere = received(&world, "haiphong.ksv1", &old);
    assert_eq!(read(&world, "haiphong.ksv1", elsewhere).settings.mapping, settings.mapping, "not of another unit");
}

#[test]
fn an_import_is_known_to_its_unit_and_above() {
    let world = World::new();
    let id = received(&world, "ksv1", &list(3));
    for (account, knows, writes) in [
        ("ksv2", true, true),
        ("doitruong1", true, true),
        ("chicuctruong", true, false),
        ("trunguong", true, false),
        ("ksv4", false, false),
        ("haiphong.ksv1", false, false),
        ("quantri", false, false),
    ] {
        let actor = world.actor(account);
        let seen = block_on(batch(&world.db, &actor, id));
        assert_eq!(seen.is_ok(), knows, "{account}");
        assert_eq!(seen.is_ok_and(|batch| batch.may_write), writes, "{account}");
        let listed = block_on(batches(&world.db, &actor, 50)).is_ok_and(|all| !all.is_empty());
        assert_eq!(listed, knows, "{account}");
        assert_eq!(block_on(lines(&world.db, &actor, id, None, false, 0, 9)).is_ok(), knows, "{account}");
        if !writes {
            let settings = read(&world, "ksv1", id).settings;
            assert!(block_on(settle(&world.db, &env(MORNING), &actor, id, 1, &settings)).is_err(), "{account}");
            assert!(block_on(choose(&world.db, &env(MORNING), &actor, id, None, Choice::Skip)).is_err(), "{account}");
            assert!(block_on(apply(&world.db, &env(MORNING), &actor, id, 1)).is_err(), "{account}");
            assert!(block_on(begin_undo(&world.db, &env(MORNING), &actor, id, 1, "x")).is_err(), "{account}");
        }
    }
    for account in ["tonghop", "trunguong", "quantri"] {
        let new =
            NewBatch { file_name: "a", kind: "csv", sha256: "x", size: 1, told: "", unicode: true, rows: &list(1) };
        assert!(block_on(receive(&world.db, &env(MORNING), &world.actor(account), &new)).is_err(), "{account}");
    }
    assert!(block_on(apply(&world.db, &env(MORNING), &world.actor("ksv1"), id, 1)).is_err(), "not checked yet");
}

#[test]
fn a_changed_event_of_an_import_shows() {
    let world = World::new();
    let id = received(&world, "ksv1", &list(30));
    checked(&world, "ksv1", id);
    applied(&world, "ksv1", id);
    assert!(block_on(async { world.db.open().await.unwrap().execute("DELETE FROM import_event", &[]).await }).is_err());
    world.tamper("DROP TRIGGER import_event_is_append_only_update");
    world.tamper("UPDATE import_event SET event = replace(event, '29', '28') WHERE kind = 'applied'");
    world.tamper("PRAGMA foreign_keys = OFF");
    let problems = block_on(verify::run(&world.db)).unwrap().problems;
    assert!(problems.iter().any(|problem| problem.contains("hash of event 4")), "{problems:?}");
}

#[test]
fn lists_leave_in_pages_and_only_ones_own() {
    let world = World::new();
    let id = received(&world, "ksv1", &list(1_200));
    checked(&world, "ksv1", id);
    applied(&world, "ksv1", id);
    let other = received(&world, "haiphong.ksv1", &small(&[one("Hộ kinh doanh Hải Phòng", "0100109106")]));
    checked(&world, "haiphong.ksv1", other);
    applied(&world, "haiphong.ksv1", other);
    for (account, unit, expected) in [
        ("ksv1", None, Some(1_140)),
        ("chicuctruong", Some("33-01"), Some(1_140)),
        ("trunguong", None, Some(1_141)),
        ("ksv4", None, Some(0)),
        ("ksv1", Some("33-04"), None),
        ("quantri", None, None),
    ] {
        let actor = world.actor(account);
        let unit = unit.map(|unit| UnitId(unit.into()));
        let part = block_on(exports::part(&world.db, &actor, unit.as_ref()));
        assert_eq!(part.is_ok(), expected.is_some(), "{account}");
        let Ok(part) = part else { continue };
        let (mut parties, mut after) = (0, Some(0));
        while let Some(from) = after {
            let (page, next) = block_on(exports::parties(&world.db, &actor, &part, from)).unwrap();
            assert!(page.len() <= exports::PAGE);
            parties += page.len();
            after = next;
        }
        let (mut places, mut cursor) = (0, Some(block_on(exports::book_start(&world.db, &part)).unwrap()));
        while let Some(from) = cursor {
            let filter = BookFilter::default();
            let (page, next) = block_on(exports::book(&world.db, &actor, &filter, from, MORNING.date())).unwrap();
            places += page.len();
            cursor = next;
        }
        assert_eq!((Some(parties), Some(places)), (expected, expected), "{account}");
    }
}
