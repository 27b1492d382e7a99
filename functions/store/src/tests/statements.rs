//! How many statements a use case sends: each one crosses from the component to its host.

use super::*;
use crate::cases::{ListFilter, create, execute, list, load, my_work};
use crate::database::{Connection, DbError, Rows, Value};
use crate::{accounts, reports};
use async_trait::async_trait;
use domain::calendar::Period;
use std::sync::Arc;

/// A database that counts.
struct Counting {
    inner: Db,
    sent: Arc<AtomicU64>,
}

struct CountingConnection {
    inner: Box<dyn Connection>,
    sent: Arc<AtomicU64>,
}

#[async_trait]
impl Database for Counting {
    async fn open(&self) -> Result<Box<dyn Connection>, DbError> {
        let inner = self.inner.open().await?;
        Ok(Box::new(CountingConnection { inner, sent: Arc::clone(&self.sent) }))
    }
}

#[async_trait]
impl Connection for CountingConnection {
    fn engine(&self) -> crate::Engine {
        self.inner.engine()
    }

    async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        self.inner.query(sql, params).await
    }
}

#[test]
fn use_cases_send_few_statements() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let db = Counting { inner: world.db.clone(), sent: Arc::default() };
    let sent = |name: &str, expected: u64| assert_eq!(db.sent.swap(0, Ordering::Relaxed), expected, "{name}");
    let at = |hour: i8| env(MORNING.date().at(hour, 0, 0, 0));
    let id = CaseId(at(8).uuid());
    block_on(create(&db, &at(8), &officer, id, inspection(&officer, MORNING))).unwrap();
    sent("opening a case", 8);
    block_on(execute(&db, &at(9), &leader, id, 1, Command::SignInspectionDecision)).unwrap();
    sent("a step with a paper and a duration", 11);
    block_on(execute(&db, &at(12), &officer, id, 2, Command::RecordInspection(record(MORNING, true)))).unwrap();
    sent("a step with a paper, report cells and durations", 13);
    block_on(load(&db, &officer, id)).unwrap();
    sent("opening a case file", 1);
    block_on(list(&db, &officer, &ListFilter::default(), None, 20)).unwrap();
    sent("a list that fits on a page", 1);
    block_on(my_work(&db, &leader, MORNING)).unwrap();
    sent("my work", 3);
    block_on(crate::frame::frame(&db, &leader, MORNING)).unwrap();
    sent("what stands around every page", 1);
    block_on(reports::table(&db, &leader, &leader.unit, &Period::month_of(MORNING.date()))).unwrap();
    sent("a report: the tree, what happened, what stands", 3);
    // PostgreSQL: the numbers of the newest records, which are looked through first, and what is asked of each kind in one.
    let server = block_on(db.open()).unwrap().engine() == crate::Engine::Postgres;
    let of = |file: u64, of_server: u64| if server { 1 + of_server } else { file };
    let search = |typed: &str| {
        let narrowed = crate::search::Narrowed::default();
        block_on(crate::search::find(&db, &officer, typed, &narrowed, 10)).unwrap()
    };
    search("nhung");
    sent("a search of one word that finds a case: numbers of each kind, its row, its counts", of(3 + 2, 1 + 2));
    search("hộ kinh doanh đặng thị hồng nhung");
    sent("a search of a name that finds a case: the marks beside", of(3 + 3, 1 + 3));
    search("hồng nhung");
    sent("a search of two words that finds little: together, are they frequent, apart", of(6 + 1 + 6, 4 + 1 + 4));
    search("xyzzyx qqqq");
    sent("a search that finds nothing, and nothing near", of(3 + 1 + 3 + 2, 1 + 1 + 1 + 2));
    block_on(accounts::session(&db, &at(9), "x")).unwrap();
    sent("a session", 1);
}

/// A chunk of an import costs the same statements whether it has ten rows or three hundred.
#[test]
fn a_chunk_of_an_import_sends_few_statements() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let db = Counting { inner: world.db.clone(), sent: Arc::default() };
    for rows in [10, 300] {
        let id = super::imports::received(&world, "ksv1", &super::imports::list(rows));
        super::imports::checked(&world, "ksv1", id);
        let choice = domain::exchange::Choice::New;
        block_on(crate::imports::choose(&world.db, &env(MORNING), &officer, id, None, choice)).unwrap();
        block_on(crate::imports::apply(&db, &env(MORNING), &officer, id, 1)).unwrap();
        let sent = db.sent.swap(0, Ordering::Relaxed);
        assert!((15..=26).contains(&sent), "{sent} for {rows} rows");
    }
}

/// An imported catalogue costs a statement the first time a process meets it, an entered year none after the process that
/// entered it; and neither any later.
#[test]
fn changed_law_is_read_once() {
    let world = World::new();
    let (officer, admin) = (world.actor("ksv1"), world.actor("quantri"));
    let mut catalogue = domain::catalogue::Catalogue::embedded().clone();
    catalogue.behaviour[0].note = "Bản đọc một lần".into();
    let version = crate::catalogue::NewVersion {
        label: "Bản mới".into(),
        source: "Công báo".into(),
        text: serde_json::to_string(&catalogue).unwrap(),
    };
    let text = domain::calendar::WorkCalendar::embedded().year(2026).unwrap().to_text();
    let year = crate::calendar::NewYear { year: 2026, text, source: "Đọc một lần".into(), confirmed: false };
    let id = block_on(crate::catalogue::import(&world.db, &env(MORNING), &admin, &version)).unwrap();
    block_on(crate::catalogue::activate(&world.db, &env(MORNING), &admin, id, MORNING.date())).unwrap();
    block_on(crate::calendar::change_year(&world.db, &env(MORNING), &admin, &year, 0)).unwrap();
    let db = Counting { inner: world.db.clone(), sent: Arc::default() };
    let open = |expected: u64| {
        let at = env(MORNING);
        block_on(create(&db, &at, &officer, CaseId(at.uuid()), inspection(&officer, MORNING))).unwrap();
        assert_eq!(db.sent.swap(0, Ordering::Relaxed), expected);
    };
    open(9);
    open(8);
}
