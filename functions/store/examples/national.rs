//! The national database from the command line: `national seed PLACE CASES TODAY` makes it, `national bench PLACE TODAY [LINE..]` measures
//! searches, lists and reports on it, by the clock and by the processor's time of its thread, which other work on the machine
//! does not lengthen (of a server that is the client's part alone). A place is a file of SQLite or an address of PostgreSQL. `national multiply FILE OUT TIMES` makes the reports' tables of so many times as many cases from it, and
//! `national reports FILE TODAY` measures reports alone, `national floor PLACE` what a transaction costs that writes one row and is kept. `national migrate PLACE` brings a database to this version. `national walk FILE COMMANDS TODAY` gives random commands to a new database
//! and verifies it. `national find PLACE ACCOUNT TEXT..` measures what one officer searches for, each text by itself. Built in the release profile by `cargo xtask seed --cases` and
//! `bench --cases`.

mod beside;

use domain::authority::{Actor, KeyGrant, KeyScope};
use domain::calendar::Period;
use domain::case::Stage;
use domain::catalogue::Field;
use domain::exchange::national::Cursor;
use domain::organisation::Basis;
use domain::oversight::{CaseQuery, Due};
use domain::party::PartyKind;
use domain::report::Measure;
use domain::unit::{UnitId, UnitPath};
use jiff::civil::Date;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use store::cases::{ListFilter, list, load, my_work, stage_counts};
use store::demo::national::{self, Sample};
use store::native::{NativeDatabase, block_on};
use store::native_postgres::PostgresDatabase;
use store::reports::Wanted;
use store::search::{Narrowed, find};
use store::{Database, Value, parties, reports};

type Answer<T> = Result<T, Box<dyn Error>>;

/// What the lines to be measured are named with, any of which will do; all lines where nothing is said.
static ONLY: OnceLock<Vec<String>> = OnceLock::new();

/// Measured repetitions, after those that warm up.
const TIMES: usize = 200;
const WARM: usize = 20;
/// Of what is measured to be compared: the tables of files, which have no budget of their own.
const NO_BUDGET: u32 = u32::MAX;

fn main() -> Answer<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["seed", place, cases, today] => seed(place, cases.parse()?, today.parse()?),
        ["bench", place, today, only @ ..] => {
            ONLY.get_or_init(|| only.iter().map(|word| (*word).to_owned()).collect());
            bench(database(place)?.as_ref(), today.parse()?)
        }
        ["migrate", place] => migrate(database(place)?.as_ref()),
        ["walk", file, commands, today] => walk(PathBuf::from(file), commands.parse()?, today.parse()?),
        ["multiply", file, out, times] => multiply(file, out, times.parse()?),
        ["floor", place] => floor(place),
        ["find", place, account, texts @ ..] => found(database(place)?.as_ref(), account, texts),
        ["reports", place, today] => {
            heading();
            report_times(database(place)?.as_ref(), today.parse()?)
        }
        _ => {
            Err("national seed PLACE CASES TODAY | bench PLACE TODAY [LINE..] | migrate PLACE | multiply FILE OUT TIMES | reports PLACE TODAY | floor PLACE | find PLACE ACCOUNT TEXT.."
                .into())
        }
    }
}

/// A figure of this process in megabytes, e.g. `VmHWM`, the most memory it had.
fn memory(figure: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(figure)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// The database of an address, nothing for a file.
fn server(place: &str) -> Answer<Option<PostgresDatabase>> {
    let is_address = place.starts_with("postgres://") || place.starts_with("postgresql://");
    Ok(is_address.then(|| PostgresDatabase::at(place)).transpose()?)
}

fn database(place: &str) -> Answer<Box<dyn Database>> {
    Ok(match server(place)? {
        Some(server) => Box::new(server),
        None => Box::new(NativeDatabase::at(PathBuf::from(place))),
    })
}

fn seed(place: &str, cases: usize, today: Date) -> Answer<()> {
    match server(place)? {
        Some(server) => fill(&server, cases, today)?,
        None if Path::new(place).exists() => return Err(format!("{place} exists already").into()),
        None => fill(&NativeDatabase::for_bulk(PathBuf::from(place)), cases, today)?,
    }
    let bytes = match server(place)? {
        None => std::fs::metadata(place)?.len(),
        Some(server) => {
            let size = "SELECT pg_database_size(current_database())";
            let rows = block_on(block_on(server.open())?.query(size, &[]))?;
            u64::try_from(rows.first().ok_or("no size")?.int(0)?)?
        }
    };
    println!("it takes {} MB", bytes / 1_048_576);
    Ok(())
}

fn fill<D: Database + Clone + 'static>(db: &D, cases: usize, today: Date) -> Answer<()> {
    let begun = Instant::now();
    let loaded = block_on(national::build(db, cases, today, &mut |what| {
        eprintln!("  {:>6.1} s, {} MB: {what}", begun.elapsed().as_secs_f64(), memory("VmRSS:"));
    }))?;
    println!(
        "{} units, {} officers, {} parties, {} cases, {} events in {:.0} s; at most {} MB of memory",
        loaded.units,
        loaded.officers,
        loaded.parties,
        loaded.cases,
        loaded.events,
        begun.elapsed().as_secs_f64(),
        memory("VmHWM:"),
    );
    for (refusal, count) in loaded.refused.iter().take(12) {
        println!("  {count} steps were refused: {refusal}");
    }
    Ok(())
}

/// The least a write can cost: one row in a transaction that is on the disk when it ends, alone and by eight at once. Prints
/// milliseconds (p50, p95) of one writer and transactions a second of one and of eight, in a table of its own.
fn floor(place: &str) -> Answer<()> {
    const WRITERS: usize = 8;
    const LONG: Duration = Duration::from_secs(5);
    let db: Arc<dyn Database> = Arc::from(database(place)?);
    let run = |sql: String| -> Answer<()> { Ok(block_on(block_on(db.open())?.execute(&sql, &[]))?) };
    run("DROP TABLE IF EXISTS floor_of_writes".to_owned())?;
    run("CREATE TABLE floor_of_writes (writer INTEGER NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL)"
        .to_owned())?;
    let write = |writer: usize| -> Result<Vec<Duration>, store::DbError> {
        let mut times = Vec::new();
        let begun = Instant::now();
        while begun.elapsed() < LONG {
            let start = Instant::now();
            block_on(async {
                let mut connection = db.open().await?;
                connection.execute("BEGIN IMMEDIATE", &[]).await?;
                let row = [Value::from(writer as i64), Value::from(times.len() as i64), Value::from("x".repeat(200))];
                let sql = "INSERT INTO floor_of_writes (writer, number, text) VALUES (?1, ?2, ?3)";
                connection.execute(sql, &row).await?;
                connection.execute("COMMIT", &[]).await
            })?;
            times.push(start.elapsed());
        }
        Ok(times)
    };
    let mut alone = write(0)?;
    alone.sort_unstable();
    let together = std::thread::scope(|scope| {
        let writers: Vec<_> = (1..=WRITERS).map(|writer| scope.spawn(move || write(writer))).collect();
        writers.into_iter().map(|writer| writer.join().map_err(|_| "a writer panicked")).collect::<Vec<_>>()
    });
    let mut all = 0;
    for times in together {
        all += times??.len();
    }
    run("DROP TABLE floor_of_writes".to_owned())?;
    let at = |share: usize| alone.get(alone.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    let rate = |count: usize| count as f64 / LONG.as_secs_f64();
    println!("{:.3} {:.3} {:.0} {:.0}", at(50), at(95), rate(alone.len()), rate(all));
    Ok(())
}

/// Brings a database to this version, as a new version finds it.
fn migrate(db: &dyn Database) -> Answer<()> {
    let begun = Instant::now();
    let ran = block_on(store::migrate::migrate(db))?;
    println!("{ran} migrations in {:.0} s; at most {} MB of memory", begun.elapsed().as_secs_f64(), memory("VmHWM:"));
    Ok(())
}

/// One line of the table.
struct Measured {
    name: String,
    /// The first time: what the machine has not kept comes from the disk.
    first: Vec<Duration>,
    /// Megabytes that came from the disk then.
    read: u64,
    /// The same again.
    times: Vec<Duration>,
    /// Those without waiting for the processor or the disk.
    busy: Vec<Duration>,
    budget: u32,
}

impl Measured {
    fn print(&self) {
        let spread = |times: &[Duration]| {
            let mut sorted = times.to_vec();
            sorted.sort_unstable();
            [50, 95, 99].map(|share| {
                let place = (sorted.len() * share / 100).min(sorted.len().saturating_sub(1));
                sorted.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
            })
        };
        let ([p50, p95, p99], [_, busy95, _]) = (spread(&self.times), spread(&self.busy));
        let (first95, read) = (spread(&self.first)[1], self.read);
        let budget = match self.budget {
            NO_BUDGET => "–".to_owned(),
            budget if p95 > f64::from(budget) => format!("{budget} ms, **missed**"),
            budget => format!("{budget} ms"),
        };
        println!(
            "| {} | {first95:.2} ({read} MB) | {p50:.2} | {p95:.2} | {p99:.2} | {busy95:.2} | {budget} |",
            self.name
        );
    }
}

/// The processor's time of this thread.
fn busy() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Bytes this process has had from the disk.
fn from_disk() -> u64 {
    let told = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("read_bytes: "));
    line.and_then(|bytes| bytes.trim().parse().ok()).unwrap_or(0)
}

/// Whether a line is to be measured.
fn wanted(name: &str) -> bool {
    ONLY.get().is_none_or(|only| only.is_empty() || only.iter().any(|word| name.contains(word)))
}

/// Repeats what answers how many things it found, all of it twice, and prints its line.
fn measure(name: &str, budget: u32, mut run: impl FnMut(usize) -> Answer<usize>) -> Answer<()> {
    if !wanted(name) {
        return Ok(());
    }
    let before = from_disk();
    let mut first = Vec::with_capacity(TIMES);
    for number in 0..WARM + TIMES {
        let begun = Instant::now();
        run(number)?;
        if number >= WARM {
            first.push(begun.elapsed());
        }
    }
    let read = from_disk().saturating_sub(before) >> 20;
    let (mut times, mut own, mut found) = (Vec::with_capacity(TIMES), Vec::with_capacity(TIMES), 0);
    for number in WARM..WARM + TIMES {
        let (begun, before) = (Instant::now(), busy());
        found += run(number)?;
        own.push(busy().saturating_sub(before));
        times.push(begun.elapsed());
    }
    let name = format!("{name} ({:.1} shown)", found as f64 / TIMES as f64);
    Measured { name, first, read, times, busy: own, budget }.print();
    Ok(())
}

fn pick<T>(list: &[T], number: usize) -> Answer<&T> {
    list.get(number % list.len().max(1)).ok_or_else(|| "the database is too small to be measured".into())
}

fn bench(db: &dyn Database, today: Date) -> Answer<()> {
    let sample = block_on(national::sample(db, 500))?;
    let actor = |account: &str| block_on(national::actor(db, account));
    let (nation, head) = (actor("trunguong")?, actor("chicuctruong.01")?);
    let (leader, officer) = (actor("doitruong.01-01")?, actor("ksv1.01-01")?);
    heading();
    searches(db, &sample, &[("whole country", &nation), ("a province", &head), ("a team", &officer)])?;
    let listed = |name: &str, actor: &Actor, filter: &ListFilter| {
        measure(name, 5, |number| {
            let page = block_on(list(db, actor, filter, None, 30))?;
            let after = page.next.filter(|_| number.is_multiple_of(2));
            Ok(block_on(list(db, actor, filter, after, 30))?.rows.len())
        })
    };
    let filter = ListFilter::default;
    listed("list of a team, twice", &officer, &filter())?;
    listed("list of a team by stage, twice", &officer, &ListFilter { stage: Some(Stage::Served), ..filter() })?;
    listed("list of a team by field, twice", &officer, &ListFilter { field: Some(Field::Attp), ..filter() })?;
    listed("list of a province, twice", &head, &filter())?;
    listed(
        "list of a province by field and stage, twice",
        &head,
        &ListFilter { field: Some(Field::HangNhapLau), stage: Some(Stage::Closed), ..filter() },
    )?;
    listed("list of the country, twice", &nation, &filter())?;
    listed("list of the country by field, twice", &nation, &ListFilter { field: Some(Field::Ruou), ..filter() })?;
    listed("list of the country by stage, twice", &nation, &ListFilter { stage: Some(Stage::Served), ..filter() })?;
    measure("open a case", 5, |number| {
        let (case, events) = block_on(load(db, &nation, pick(&sample.cases, number)?.id))?;
        Ok(events.len() + usize::from(!case.code.is_empty()) - 1)
    })?;
    let now = today.at(8, 0, 0, 0);
    for (name, actor) in [("an officer", &officer), ("a team leader", &leader), ("a provincial head", &head)] {
        measure(&format!("my work of {name}"), 5, |_| {
            let stages = block_on(stage_counts(db, actor))?.len();
            Ok(block_on(my_work(db, actor, now))?.len() + stages)
        })?;
    }
    measure("page of a party: places, history, nationwide figures", 5, |number| {
        let id = pick(&sample.parties, number)?.id;
        let (_, places) = block_on(parties::load(db, &officer, id))?;
        let history = block_on(parties::history(db, &officer, id))?;
        block_on(parties::nationwide(db, id))?;
        Ok(places.len() + history.len())
    })?;
    changes_handed_over(db)?;
    report_times(db, today)?;
    followed(db, today, &[("the country", &nation), ("a province", &head), ("a team", &leader)])
}

/// Pages of changes for the national database, anywhere in the chain.
fn changes_handed_over(db: &dyn Database) -> Answer<()> {
    let grant =
        KeyGrant { scope: KeyScope::National, unit: UnitPath("TW".to_owned()), ends_on: Date::MAX, revoked: false };
    let rows = block_on(block_on(db.open())?.query("SELECT position FROM chain_head", &[]))?;
    let head = u64::try_from(rows.first().ok_or("no chain")?.int(0)?)?;
    measure("page of 100 changes of decisions, anywhere in the chain", 50, |number| {
        let after = Cursor::behind(head * u64::try_from(number)? / u64::try_from(WARM + TIMES)?);
        Ok(block_on(store::national::page(db, &grant, after, 100))?.records.len())
    })
}

/// Random commands, and what the verification says of them.
fn walk(file: PathBuf, commands: usize, today: Date) -> Answer<()> {
    let begun = Instant::now();
    let db = NativeDatabase::at(file);
    block_on(store::migrate::migrate(&db))?;
    let walked = block_on(store::demo::walk(&db, today, commands, 1))?;
    println!(
        "{commands} commands in {:.0} s: {} cases, {} done, {} refused, {} on a form no longer true, {} of strangers; {} procedures",
        begun.elapsed().as_secs_f64(),
        walked.cases,
        walked.done,
        walked.refused,
        walked.stale,
        walked.hidden,
        walked.procedures.len()
    );
    let begun = Instant::now();
    let found = block_on(store::verify::run(&db))?;
    println!("verified in {:.0} s: {found:?}", begun.elapsed().as_secs_f64());
    if found.problems.is_empty() { Ok(()) } else { Err("what is kept does not follow from the events".into()) }
}

fn heading() {
    println!(
        "| what | first time: p95 ms (read from the disk) | p50 ms | p95 ms | p99 ms | p95 of the processor, ms | budget of p95 |\n|---|---|---|---|---|---|---|"
    );
}

/// The three reports of the budgets, each beside the same sums by plain grouping of the entries.
fn report_times(db: &dyn Database, today: Date) -> Answer<()> {
    let (nation, head) =
        (block_on(national::actor(db, "trunguong"))?, block_on(national::actor(db, "chicuctruong.01"))?);
    let month = Period::month_of(today).previous();
    let last = Period::year(today.year()).ok_or("no such year")?;
    let five = Period { from: Period::year(today.year() - 4).ok_or("no such year")?.from, ..last };
    let reports = [
        ("a province and month", &head, "01", month, 3),
        ("the country and year", &nation, "TW", last, 10),
        ("the country and five years", &nation, "TW", five, 30),
    ];
    for &(name, actor, unit, ref period, budget) in &reports {
        let unit = UnitId(unit.to_owned());
        let basis = Basis::AsOn(today);
        let wanted = Wanted { unit: &unit, period, basis, measures: &Measure::ALL };
        measure(&format!("report of {name}, all measures"), budget, |_| {
            Ok(block_on(reports::summary_of(db, actor, &wanted))?.by_field.len())
        })?;
        measure(&format!("the same with unit × field, as the files have it: {name}"), NO_BUDGET, |_| {
            Ok(block_on(reports::table_of(db, actor, &wanted))?.rows.len())
        })?;
    }
    if !wanted("GROUP BY") {
        return Ok(());
    }
    let mut connection = block_on(db.open())?;
    let sums = Measure::ALL.map(|measure| format!("sum({})", measure.key())).join(", ");
    for (name, _, unit, period, _) in &reports {
        let of_unit = if *unit == "TW" { String::new() } else { format!("province = '{unit}' AND ") };
        let sql = format!(
            "SELECT field, {sums} FROM report_entry WHERE {of_unit}day BETWEEN '{}' AND '{}' GROUP BY field",
            period.from, period.to
        );
        let mut times = Vec::new();
        for _ in 0..5 {
            let begun = Instant::now();
            block_on(connection.query(&sql, &[]))?;
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        let middle = times.get(2).map_or(0.0, |time| time.as_secs_f64() * 1000.0);
        println!("| the same of {name} by GROUP BY of the entries, middle of 5 | | {middle:.1} | | | | |");
    }
    for table in ["report_entry", "report_cell"] {
        let rows = block_on(connection.query(&format!("SELECT count(*) FROM {table}"), &[]))?;
        println!("| rows of {table} | | {} | | | | |", rows.first().ok_or("no count")?.int(0)?);
    }
    Ok(())
}

/// A database with the units and accounts of another and, of its reports, entries and cells of `times` as many cases: each case
/// counts at `times` teams of its province, on days apart from each other.
fn multiply(file: &str, out: &str, times: i64) -> Answer<()> {
    let begun = Instant::now();
    let made = beside::made(out, file)?;
    let back = beside::bare(&made, &["report_entry"])?;
    made.execute_batch(
        "DELETE FROM unit; INSERT INTO unit SELECT * FROM o.unit; DELETE FROM officer; INSERT INTO officer SELECT * FROM o.officer; \
         CREATE TEMP TABLE team AS SELECT id, province, row_number() OVER (PARTITION BY province ORDER BY id) - 1 AS place, \
           count(*) OVER (PARTITION BY province) AS teams FROM (SELECT id, substr(id, 1, 2) AS province FROM o.unit WHERE id LIKE '__-__'); \
         CREATE TEMP TABLE other (unit TEXT, copy INTEGER, other TEXT, PRIMARY KEY (unit, copy)) WITHOUT ROWID;",
    )?;
    made.execute(
        "INSERT INTO other SELECT t.id, c.value, u.id FROM team t CROSS JOIN json_each(?1) c \
         JOIN team u ON u.province = t.province AND u.place = (t.place + c.value) % t.teams",
        [format!("{:?}", (0..times).collect::<Vec<_>>())],
    )?;
    let columns = Measure::ALL.map(|measure| measure.key().to_owned()).join(", ");
    let read = Measure::ALL.map(|measure| format!("e.{}", measure.key())).join(", ");
    made.execute_batch(&format!(
        "INSERT INTO report_entry (position, line, case_num, unit, province, day, field, {columns}) \
         SELECT e.position * {times} + x.copy, e.line, e.case_num * {times} + x.copy, x.other, e.province, date(e.day, '-' || x.copy || ' days'), e.field, {read} \
         FROM o.report_entry e CROSS JOIN other x ON x.unit = e.unit"
    ))?;
    for sql in &back {
        made.execute_batch(sql)?;
    }
    eprintln!("  {:.0} s: entries", begun.elapsed().as_secs_f64());
    let sums = Measure::ALL.map(|measure| format!("sum({})", measure.key())).join(", ");
    for scope in ["unit", "province", "'TW'"] {
        made.execute_batch(&format!(
            "INSERT INTO report_cell (scope, grain, start, field, {columns}) \
             SELECT {scope}, 'd', day, field, {sums} FROM report_entry GROUP BY 1, 3, 4"
        ))?;
    }
    let segment =
        "CASE WHEN substr(start, 9) < '15' THEN substr(start, 1, 8) || '01' ELSE substr(start, 1, 8) || '15' END";
    let year = "CASE WHEN substr(start, 6) >= '12-15' THEN substr(start, 1, 4) || '-12-15' ELSE (substr(start, 1, 4) - 1) || '-12-15' END";
    for (grain, start) in [('s', segment), ('y', year)] {
        made.execute_batch(&format!(
            "INSERT INTO report_cell (scope, grain, start, field, {columns}) \
             SELECT scope, '{grain}', {start}, field, {sums} FROM report_cell WHERE grain = 'd' GROUP BY 1, 3, 4"
        ))?;
    }
    made.execute_batch(&format!(
        "INSERT INTO report_cell (scope, grain, start, field, {columns}) \
         SELECT scope, grain, start, '', {sums} FROM report_cell WHERE grain IN ('s', 'y') GROUP BY 1, 2, 3"
    ))?;
    println!("{} times the reports' tables in {:.0} s", times, begun.elapsed().as_secs_f64());
    Ok(())
}

/// What leaders follow: the whole page of figures, and questions whose filters leave much, little and nothing.
fn followed(db: &dyn Database, today: Date, actors: &[(&str, &Actor)]) -> Answer<()> {
    let none = CaseQuery::default;
    let year = Period::year(today.year() - 1).ok_or("no such year")?;
    let questions = [
        ("late", CaseQuery { due: Some(Due::Late), ..none() }),
        ("unpaid, of one field", CaseQuery { unpaid: true, field: Some(Field::Ruou), ..none() }),
        (
            "decided in a year, of a behaviour",
            CaseQuery {
                behaviour: Some("nd98-d15-k1".to_owned()),
                decided_from: Some(year.from),
                decided_to: Some(year.to),
                ..none()
            },
        ),
        (
            "fines from 50 million, goods to 1 million",
            CaseQuery { fine_from: Some(50_000_000), goods_to: Some(1_000_000), ..none() },
        ),
        ("sanctioned again in a year", CaseQuery { repeat: Some(today.year() - 1), ..none() }),
        ("closed, of individuals", CaseQuery { open: Some(false), party_kind: Some(PartyKind::Individual), ..none() }),
    ];
    for (whose, actor) in actors {
        measure(&format!("figures of {whose}"), 20, |_| {
            Ok(block_on(store::oversight::area(db, actor, None, today))?.parts.len())
        })?;
        for (name, query) in &questions {
            measure(&format!("question over {whose}: {name}"), 50, |_| {
                Ok(block_on(store::oversight::find(db, actor, query, today, None, 30))?.rows.len())
            })?;
        }
    }
    Ok(())
}

/// A word with one letter wrong, each time otherwise.
fn mistyped(name: &str, number: usize) -> String {
    let mut words: Vec<String> = domain::text::fold(name).split(' ').map(str::to_owned).collect();
    let long: Vec<usize> =
        (0..words.len()).filter(|place| words.get(*place).is_some_and(|word| word.len() > 3)).collect();
    let Some(word) = long.get(number % long.len().max(1)).and_then(|place| words.get_mut(*place)) else {
        return "nguyenn".to_owned();
    };
    let mut letters: Vec<char> = word.chars().collect();
    let place = 1 + number % (letters.len() - 2);
    match number % 4 {
        0 => drop(letters.remove(place)),
        1 => letters.insert(place, 'q'),
        2 => letters.swap(place, place + 1),
        _ => letters.splice(place..=place, ['w']).for_each(drop),
    }
    *word = letters.into_iter().collect();
    words.join(" ")
}

/// What an account searches for, each text by itself: the middle of its times, the slowest of twenty, and how much is found.
fn found(db: &dyn Database, account: &str, texts: &[&str]) -> Answer<()> {
    let actor = block_on(national::actor(db, account))?;
    for text in texts {
        let (mut times, mut shown) = (Vec::new(), [0; 4]);
        for _ in 0..20 {
            let begun = Instant::now();
            let found = block_on(find(db, &actor, text, &Narrowed::default(), 10))?;
            times.push(begun.elapsed());
            shown = [found.papers.len(), found.parties.rows.len(), found.places.rows.len(), found.cases.rows.len()];
        }
        times.sort_unstable();
        let at = |place: usize| times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0);
        println!("{:>7.2} {:>7.2} ms {shown:?} {text}", at(10), at(19));
    }
    Ok(())
}

fn searches(db: &dyn Database, sample: &Sample, actors: &[(&str, &Actor)]) -> Answer<()> {
    let many = ["nguyễn văn", "tran thi", "hộ kinh doanh", "cong ty", "h", "ng", "thị", "phường", "an", "0500", "bình"];
    let none =
        ["nguyen xyzzyx", "khongcoaitenthe", "zzz", "0987123456", "999999999999", "trần văn qwertz", "công ty wxyzkj"];
    let common = [
        "nguyễn trần lê phạm hoàng vũ đặng bùi",
        "hộ kinh doanh công ty cổ phần hợp tác xã nguyễn",
        "nguyen van thi tran le thi pham",
    ];
    for (whose, actor) in actors {
        let search = |name: &str, typed: &dyn Fn(usize) -> Answer<String>| {
            measure(&format!("search, {whose}: {name}"), 15, |number| {
                let found = block_on(find(db, actor, &typed(number)?, &Narrowed::default(), 10))?;
                Ok(found.papers.len() + found.parties.rows.len() + found.places.rows.len() + found.cases.rows.len())
            })
        };
        search("a name with marks", &|number| Ok(pick(&sample.parties, number)?.name.clone()))?;
        search("a name without marks", &|number| Ok(domain::text::fold(&pick(&sample.parties, number)?.name)))?;
        search("a shop", &|number| Ok(pick(&sample.places, number)?.name.clone()))?;
        search("an address", &|number| Ok(pick(&sample.places, number)?.address.clone()))?;
        search("many hits", &|number| Ok((*pick(&many, number)?).to_owned()))?;
        search("no hit", &|number| Ok((*pick(&none, number)?).to_owned()))?;
        search("no hit, of words that half of all names have", &|number| Ok((*pick(&common, number)?).to_owned()))?;
        search("one letter wrong", &|number| Ok(mistyped(&pick(&sample.parties, number)?.name, number)))?;
        search("an identifier", &|number| {
            let party = pick(&sample.parties, number)?;
            let code = party.tax_code.as_ref().map(ToString::to_string);
            let id = party.citizen_id.as_ref().map(ToString::to_string);
            let phone = party.phone.as_ref().map(ToString::to_string);
            Ok([code, id, phone].into_iter().flatten().nth(number % 2).unwrap_or_default())
        })?;
        search("the number of a paper", &|number| {
            Ok(pick(&sample.cases, number)?.numbers.last().cloned().unwrap_or_default())
        })?;
        search("the reference of a case", &|number| Ok(pick(&sample.cases, number)?.code.clone()))?;
        search("a commune of before", &|number| {
            let before = ["phường Lam Sơn", "xã Trung Nghĩa", "phường Hiến Nam", "xã Phú Cường"];
            Ok((*pick(&before, number)?).to_owned())
        })?;
    }
    let nation = actors.first().map(|(_, actor)| *actor).ok_or("nobody searches")?;
    let narrowed = Narrowed { province: Some(UnitId("33".to_owned())), year: Some(2024), ..Narrowed::default() };
    measure("search, whole country: many hits, of a province and a year", 15, |number| {
        let found = block_on(find(db, nation, pick(&many, number)?, &narrowed, 10))?;
        Ok(found.cases.rows.len())
    })
}
