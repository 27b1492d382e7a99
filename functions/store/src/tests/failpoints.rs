//! Every use case cut off at every statement: the engine refuses it, the process dies before it, or dies after it and the answer is lost.
//! Afterwards all or nothing of it is there, the database is proven, and asked again it ends the same.
//!
//! A statement that is never answered, and a connection that is closed with a transaction open, is what a dead process leaves in the
//! file; `kill -9` of the running host is `cargo xtask reliability --only kill`.

use super::*;
use crate::blobs::{self, Blobs};
use crate::database::{Connection, DbError, Rows, Value};
use crate::fieldwork as field;
use crate::native::NativeDatabase;
use crate::native::{BLOBS_NAME, NativeBlobs};
use crate::{papers, parties, verify};
use async_trait::async_trait;
use domain::case::{AttachmentKind, Media, NewAttachment};
use domain::fieldwork::{Batch, CommandKey, DeviceId, KitAsked, Queued, Wish};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// How a statement ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// The engine answers an error, as a full disk or a failing one does; the program goes on.
    Refused,
    /// The process is gone before it: nothing after it is heard.
    DeadBefore,
    /// It is done, but nobody hears the answer, nor anything after it.
    DeadAfter,
}

/// Counts statements of a database and of a store for files together, and breaks one of them.
#[derive(Debug, Default)]
struct Breaker {
    /// Statements that were asked for, the broken one included.
    seen: usize,
    at: Option<(usize, How)>,
    dead: bool,
    /// The broken statement was the one that makes a transaction last, or a write outside of one.
    settled: bool,
}

type Shared = Arc<Mutex<Breaker>>;

fn gone() -> DbError {
    DbError::Engine("disk I/O error".to_owned())
}

enum Step {
    Do,
    Refuse,
    DoAndDie,
}

fn step(breaker: &Shared) -> Step {
    let mut breaker = breaker.lock().unwrap();
    if breaker.dead {
        return Step::Refuse;
    }
    let here = breaker.seen;
    breaker.seen += 1;
    match breaker.at {
        Some((at, how)) if at == here => {
            breaker.dead = how != How::Refused;
            if how == How::DeadAfter { Step::DoAndDie } else { Step::Refuse }
        }
        _ => Step::Do,
    }
}

struct Breaking {
    inner: Db,
    breaker: Shared,
}

struct BreakingConnection {
    inner: Box<dyn Connection>,
    breaker: Shared,
}

#[async_trait]
impl Database for Breaking {
    async fn open(&self) -> Result<Box<dyn Connection>, DbError> {
        if self.breaker.lock().unwrap().dead {
            return Err(gone());
        }
        Ok(Box::new(BreakingConnection { inner: self.inner.open().await?, breaker: Arc::clone(&self.breaker) }))
    }
}

#[async_trait]
impl Connection for BreakingConnection {
    fn engine(&self) -> crate::Engine {
        self.inner.engine()
    }

    async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        match step(&self.breaker) {
            Step::Do => self.inner.query(sql, params).await,
            Step::Refuse => Err(gone()),
            Step::DoAndDie => {
                self.inner.query(sql, params).await?;
                if sql == "COMMIT" {
                    self.breaker.lock().unwrap().settled = true;
                }
                Err(gone())
            }
        }
    }
}

struct BreakingBlobs {
    inner: NativeBlobs,
    breaker: Shared,
}

#[async_trait]
impl Blobs for BreakingBlobs {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, DbError> {
        match step(&self.breaker) {
            Step::Do => self.inner.get(key).await,
            Step::Refuse | Step::DoAndDie => Err(gone()),
        }
    }

    async fn set(&self, key: &str, value: &[u8]) -> Result<(), DbError> {
        match step(&self.breaker) {
            Step::Do => self.inner.set(key, value).await,
            Step::Refuse => Err(gone()),
            Step::DoAndDie => {
                self.inner.set(key, value).await?;
                Err(gone())
            }
        }
    }

    async fn exists(&self, key: &str) -> Result<bool, DbError> {
        match step(&self.breaker) {
            Step::Do => self.inner.exists(key).await,
            Step::Refuse | Step::DoAndDie => Err(gone()),
        }
    }

    async fn keys(&self) -> Result<Vec<String>, DbError> {
        self.inner.keys().await
    }
}

/// What there is: rows of every table, and the figures that grow with every change.
fn state(db: &Db) -> Vec<(String, i64)> {
    block_on(async {
        let mut connection = db.open().await.unwrap();
        let tables = crate::engines::tables(connection.as_mut()).await.unwrap();
        let mut state = Vec::new();
        for table in tables {
            let rows = connection.query_one(&format!("SELECT count(*) FROM \"{table}\""), &[]).await;
            state.extend(rows.unwrap().map(|row| (table, row.int(0).unwrap())));
        }
        for sql in [
            "SELECT coalesce(sum(version), 0) FROM case_file",
            "SELECT coalesce(sum(last), 0) FROM number_series",
            "SELECT position FROM chain_head",
            "SELECT coalesce(sum(vi_pham), 0) FROM report_cell",
        ] {
            let row = connection.query_one(sql, &[]).await.unwrap().unwrap();
            state.push((sql.to_owned(), row.int(0).unwrap()));
        }
        state
    })
}

fn prove(directory: &Path, db: &Db, told: &str) {
    block_on(async {
        let mut found = verify::run(db).await.unwrap();
        let blobs = NativeBlobs::in_directory(directory).await.unwrap();
        verify::blobs(db, &blobs, &mut found).await.unwrap();
        assert_eq!(found.problems, Vec::<String>::new(), "{told}");
    });
}

/// Breaks one use case at every statement in every way, each time on a copy of the world as it is. Answers how often.
fn break_everywhere(
    world: &World,
    name: &str,
    run: impl Fn(&dyn Database, &dyn Blobs) -> Result<(), StoreError>,
) -> usize {
    let scratch = tempfile::tempdir().unwrap();
    let snapshot = world.db.snapshot(scratch.path());
    drop(block_on(NativeBlobs::in_directory(world.directory.path())).unwrap());
    // As the database, through its engine: what stands in the write-ahead log belongs to it.
    let kept = scratch.path().join("kept");
    let files = NativeDatabase::at(world.directory.path().join(BLOBS_NAME));
    block_on(async { files.open().await.unwrap().execute(&format!("VACUUM INTO '{}'", kept.display()), &[]).await })
        .unwrap();
    let copies = std::cell::Cell::new(0_usize);
    let copy = || {
        copies.set(copies.get() + 1);
        let directory = scratch.path().join(copies.get().to_string());
        std::fs::create_dir(&directory).unwrap();
        std::fs::copy(&kept, directory.join(BLOBS_NAME)).unwrap();
        (snapshot.copy(&directory), directory)
    };
    let broken = |db: &Db, directory: &Path, at: Option<(usize, How)>| {
        let breaker = Shared::new(Mutex::new(Breaker { at, ..Breaker::default() }));
        let db = Breaking { inner: db.clone(), breaker: Arc::clone(&breaker) };
        let inner = block_on(NativeBlobs::in_directory(directory)).unwrap();
        let files = BreakingBlobs { inner, breaker: Arc::clone(&breaker) };
        let result = run(&db, &files);
        drop((db, files));
        let breaker = Arc::into_inner(breaker).unwrap().into_inner().unwrap();
        (result, breaker)
    };

    let (db, directory) = copy();
    let before = state(&db);
    let (result, whole) = broken(&db, &directory, None);
    result.unwrap_or_else(|error| panic!("{name} unbroken: {error}"));
    let after = state(&db);
    assert_ne!(before, after, "{name} does something");
    // A copy of a database of a server costs more than one of a file: there the hardest way alone.
    let all = [How::Refused, How::DeadBefore, How::DeadAfter];
    let ways = if matches!(db, Db::Postgres(_)) { &all[2..] } else { &all[..] };
    let mut times = 0;
    for at in 0..whole.seen {
        for &how in ways {
            let told = format!("{name}, statement {at} of {}, {how:?}", whole.seen);
            let (db, directory) = copy();
            let (result, breaker) = broken(&db, &directory, Some((at, how)));
            assert!(breaker.seen > at, "{told}: it was reached");
            let there = state(&db);
            let done = result.is_ok() || breaker.settled;
            assert_eq!(there, if done { after.clone() } else { before.clone() }, "{told}: all or nothing");
            if how == How::DeadAfter || at + 1 == whole.seen {
                prove(&directory, &db, &told);
            }
            let files = block_on(NativeBlobs::in_directory(&directory)).unwrap();
            match run(&db, &files) {
                Ok(()) => {}
                // What is there already is not done twice, and says so.
                Err(StoreError::Stale { .. } | StoreError::Refused(_)) if done => {}
                Err(error) => panic!("{told}, asked again: {error}"),
            }
            // What leaves the system twice is written down twice.
            let but_journal = |state: Vec<(String, i64)>| -> Vec<_> {
                state.into_iter().filter(|(table, _)| table != "journal").collect()
            };
            assert_eq!(but_journal(state(&db)), but_journal(after.clone()), "{told}: asked again it ends the same");
            if how == How::DeadAfter {
                prove(&directory, &db, &told);
            }
            drop((db, files));
            std::fs::remove_dir_all(&directory).unwrap();
            times += 1;
        }
    }
    println!("failpoints | {name} | {} statements | {times} breaks", whole.seen);
    times
}

fn at(days: i8, hour: i8) -> DateTime {
    MORNING.date().checked_add(jiff::Span::new().days(days)).unwrap().at(hour, 0, 0, 0)
}

/// One step of a case, broken everywhere, then done.
fn step_of(
    world: &World,
    name: &str,
    who: &Actor,
    when: DateTime,
    case: &CaseFile,
    command: Command,
) -> (CaseFile, usize) {
    let times = break_everywhere(world, name, |db, _| {
        block_on(store::execute(db, &env(when), who, case.id, case.version, command.clone())).map(drop)
    });
    (world.execute(who, when, case, command).unwrap(), times)
}

/// The main line of a case, from its opening to the signed decision: numbers, chain, papers, cells, durations, search.
#[test]
fn the_main_line_of_a_case() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    // Something before it, so that sums and chains do not begin at nothing.
    world.violation(&officer, &leader, MORNING, 100_000);
    let (id, draft) = (CaseId(env(MORNING).uuid()), inspection(&officer, MORNING));
    let mut times = break_everywhere(&world, "open a case", |db, _| {
        block_on(store::create(db, &env(MORNING), &officer, id, draft.clone())).map(drop)
    });
    block_on(store::create(&world.db, &env(MORNING), &officer, id, draft.clone())).unwrap();
    let case = block_on(store::load(&world.db, &officer, id)).unwrap().0;
    let mut go = |name: &str, who: &Actor, when: DateTime, case: &CaseFile, command: Command| {
        let (case, more) = step_of(&world, name, who, when, case, command);
        times += more;
        case
    };
    let case = go("sign the inspection decision", &leader, at(0, 9), &case, Command::SignInspectionDecision);
    let case = go("inspection record", &officer, at(0, 12), &case, Command::RecordInspection(record(MORNING, true)));
    let case =
        go("violation record", &officer, at(0, 13), &case, Command::RecordViolation(violation(MORNING, 100_000)));
    let waived = Explanation {
        kind: ExplanationKind::Waived,
        received_on: at(1, 8).date(),
        content: "Không giải trình.".into(),
    };
    let case = go("explanation", &officer, at(1, 8), &case, Command::RecordExplanation(waived));
    let case = go("propose the sanction", &officer, at(1, 9), &case, Command::ProposeSanction(sanction(&case)));
    go("sign the sanction decision", &leader, at(2, 9), &case, Command::SignSanction);
    assert!(times > if matches!(world.db, Db::Postgres(_)) { 60 } else { 180 }, "{times}");
}

#[test]
fn files_of_a_case_and_the_store_they_are_kept_in() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let case = world.open(&officer, MORNING);
    let content: Vec<u8> = (0..blobs::PIECE * 2 + 9).map(|place| u8::try_from(place % 251).unwrap()).collect();
    let attach = |db: &dyn Database, files: &dyn Blobs| {
        block_on(async {
            let sha256 = blobs::put(files, &content).await?;
            blobs::put_thumbnail(files, &sha256, b"small").await?;
            let new = NewAttachment {
                kind: AttachmentKind::Scene,
                media: Media::Jpeg,
                sha256,
                size: u64::try_from(content.len()).unwrap(),
                pixels: Some((40, 30)),
                name: "anh.jpg".into(),
                caption: "Quầy hàng".into(),
                taken_on: None,
            };
            let command = Command::Attach(Box::new(new));
            store::execute(db, &env(MORNING), &officer, case.id, case.version, command).await.map(drop)
        })
    };
    let ways = if matches!(world.db, Db::Postgres(_)) { 1 } else { 3 };
    assert!(break_everywhere(&world, "attach a file", attach) > 10 * ways);
    let files = block_on(NativeBlobs::in_directory(world.directory.path())).unwrap();
    attach(&world.db, &files).unwrap();
    let case = block_on(store::load(&world.db, &officer, case.id)).unwrap().0;
    let withdraw = Command::WithdrawAttachment { seq: 2, reason: "Ảnh mờ".into() };
    step_of(&world, "withdraw a file", &officer, MORNING, &case, withdraw);
}

#[test]
fn parties_numbers_and_the_register() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let one = party("Hộ kinh doanh Đặng Thị Hồng Nhung");
    break_everywhere(&world, "register a party", |db, _| {
        block_on(parties::save(db, &env(MORNING), &officer, &one, None))
    });
    block_on(parties::save(&world.db, &env(MORNING), &officer, &one, None)).unwrap();
    let renamed = Party { name: "Hộ kinh doanh Trần Thị Xuân".into(), ..one };
    break_everywhere(&world, "change a party", |db, _| {
        block_on(parties::change(db, &env(MORNING), &officer, &renamed, 1, "Đổi chủ hộ")).map(drop)
    });
    break_everywhere(&world, "begin a book of numbers", |db, _| {
        block_on(papers::begin_series(db, &env(MORNING), &leader, "QĐ-KT", 41))
    });
}

#[test]
fn field_work() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.open(&officer, MORNING);
    let case = world.execute(&leader, at(0, 9), &case, Command::SignInspectionDecision).unwrap();
    let device = DeviceId(env(MORNING).uuid());
    let asked = KitAsked {
        device,
        name: "Điện thoại".to_owned(),
        cursor: 0,
        have: Vec::new(),
        numbers: vec![Wish { symbol: "BB-KT".to_owned(), count: 2 }],
    };
    let refused = |error: field::FieldError| match error {
        field::FieldError::Store(error) => error,
        other => panic!("{other:?}"),
    };
    break_everywhere(&world, "take a kit along, with numbers", |db, _| {
        block_on(field::kit(db, &env(at(0, 10)), &officer, &asked)).map(drop).map_err(refused)
    });
    block_on(field::kit(&world.db, &env(at(0, 10)), &officer, &asked)).map_err(refused).unwrap();
    let queued = Queued {
        key: CommandKey(env(MORNING).uuid()),
        case: case.id,
        seen: case.version,
        after: None,
        replaces: None,
        filed_at: env(at(0, 12)).now,
        number: None,
        step: "bien-ban-kiem-tra".to_owned(),
        typed: vec![("place".to_owned(), "Số 12".to_owned())],
        command: Command::RecordInspection(record(MORNING, true)),
    };
    let batch = Batch { device, commands: vec![queued] };
    break_everywhere(&world, "bring a record back", |db, _| {
        block_on(field::push(db, &env(at(0, 12)), &officer, &batch)).map(drop).map_err(refused)
    });
}
