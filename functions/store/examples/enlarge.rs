//! `enlarge FILE OUT TIMES`: the parties, places and cases of a database `TIMES` over, as searches and lists read them, to measure these on more
//! than a machine has room for as such. SQLite alone.
//!
//! Each record stands beside its copies in the order of time, with names, numbers and units as they are: a word has `TIMES` as many hits. What
//! neither a search nor a list reads is not there: documents and events of cases, facts, papers, reports.

mod beside;

use std::error::Error;
use std::time::Instant;

type Answer<T> = Result<T, Box<dyn Error>>;

/// Heap of an index of words while it is built, and as it is otherwise, in bytes.
const HEAP: [u32; 2] = [268_435_456, 1_048_576];

fn main() -> Answer<()> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [file, out, times] = given.as_slice() else { return Err("enlarge FILE OUT TIMES".into()) };
    enlarge(file, out, times.parse()?)
}

fn enlarge(file: &str, out: &str, times: u32) -> Answer<()> {
    let begun = Instant::now();
    let told = |what: &str| eprintln!("  {:>5.0} s: {what}", begun.elapsed().as_secs_f64());
    let made = beside::made(out, file)?;
    let back = beside::bare(&made, &["party", "establishment", "establishment_words", "case_file"])?;
    for table in ["unit", "officer", "search_word", "unit_heir"] {
        made.execute_batch(&format!("DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM o.{table}"))?;
    }
    let copies = (0..times).map(|copy| format!("({copy})")).collect::<Vec<_>>().join(", ");
    made.execute_batch(&format!(
        "CREATE TEMP TABLE copy (number INTEGER PRIMARY KEY); INSERT INTO copy VALUES {copies}"
    ))?;
    let num = |num: &str| format!("(({num} - 1) * {times} + x.number + 1)");
    let id = |id: &str, of: &str| format!("substr({id}, 1, 24) || printf('%012x', {})", num(of));
    made.execute_batch(&format!(
        "INSERT INTO party (num, id, kind, name, tax_code, citizen_id, phone, address, unit, version, search, document, head) \
         SELECT {}, {id}, p.kind, p.name, p.tax_code, p.citizen_id, p.phone, p.address, p.unit, p.version, p.search, \
           json_set(p.document, '$.id', {id}), {} FROM o.party p CROSS JOIN copy x ORDER BY p.num, x.number",
        num("p.num"),
        num("p.head"),
        id = id("p.id", "p.num"),
    ))?;
    told("parties");
    made.execute_batch(&format!(
        "INSERT INTO establishment (id, party, name, address, business, unit, version, kind, status, commune, area, reviewed_on, first_expiry) \
         SELECT {}, {}, e.name, e.address, e.business, e.unit, e.version, e.kind, e.status, e.commune, e.area, e.reviewed_on, e.first_expiry \
         FROM o.establishment e CROSS JOIN o.establishment_words w ON w.establishment = e.id CROSS JOIN o.party p ON p.id = e.party \
         CROSS JOIN copy x ORDER BY e.id, x.number",
        id("e.id", "w.num"),
        id("e.party", "p.num"),
    ))?;
    made.execute_batch(&format!(
        "INSERT INTO establishment_words (num, establishment, party, unit, search) SELECT {}, {}, {}, w.unit, w.search \
         FROM o.establishment_words w CROSS JOIN o.party p ON p.id = w.party CROSS JOIN copy x ORDER BY w.num, x.number",
        num("w.num"),
        id("w.establishment", "w.num"),
        id("w.party", "p.num"),
    ))?;
    told("places");
    let same = "code, unit, path, province, version, stage, party_name, establishment, place, responsible, responsible_name, awaiting, field, \
                opened_on, opened_by, updated_at, next_due, next_due_name, fine, owed, numbers, search";
    let read = same.split(", ").map(|column| format!("c.{column}")).collect::<Vec<_>>().join(", ");
    made.execute_batch(&format!(
        "INSERT INTO case_file (num, id, party, document, {same}) \
         SELECT {}, {}, coalesce({}, c.party), '', {read} \
         FROM o.case_file c LEFT JOIN o.party p ON p.id = c.party CROSS JOIN copy x ORDER BY c.num, x.number",
        num("c.num"),
        id("c.id", "c.num"),
        id("p.id", "p.num"),
    ))?;
    told("cases");
    let [building, otherwise] = HEAP;
    for index in ["party_search", "establishment_search", "case_search"] {
        made.execute_batch(&format!(
            "INSERT INTO {index}({index}, rank) VALUES ('hashsize', {building}); INSERT INTO {index}({index}) VALUES ('rebuild'); \
             INSERT INTO {index}({index}, rank) VALUES ('hashsize', {otherwise})"
        ))?;
        told(index);
    }
    for sql in back {
        made.execute_batch(&sql)?;
    }
    told("indexes");
    for table in ["party", "establishment", "case_file"] {
        let rows: i64 = made.query_row(&format!("SELECT count(*) FROM main.{table}"), [], |row| row.get(0))?;
        println!("{rows} rows of {table}");
    }
    println!("it takes {} MB, made in {:.0} s", std::fs::metadata(out)?.len() >> 20, begun.elapsed().as_secs_f64());
    Ok(())
}
