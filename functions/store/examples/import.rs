//! Measures an import of a list with one wrong row of twenty: received, checked, written, every wrong row told.

use domain::authority::Actor;
use domain::exchange::{Cell, ImportId, RowState};
use domain::identity::TaxCode;
use std::error::Error;
use std::time::Instant;
use store::native::{NativeDatabase, block_on};
use store::{Env, demo, imports, migrate};

/// A sequence that never repeats: enough to measure with.
fn random(buffer: &mut [u8]) {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNTER: AtomicU64 = AtomicU64::new(1);
    for chunk in buffer.chunks_mut(8) {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for (place, byte) in chunk.iter_mut().zip(number.to_le_bytes()) {
            *place = byte;
        }
    }
}

/// A valid tax code for each number.
fn tax_code(number: usize) -> Option<String> {
    (0..10).find_map(|step| {
        let nine = format!("{:09}", 200_000_000 + number * 10 + step);
        (0..10).map(|last| format!("{nine}{last}")).find(|code| TaxCode::parse(code).is_ok())
    })
}

fn rows(count: usize) -> Vec<(u32, Vec<Cell>)> {
    let headings = ["STT", "Tên hộ kinh doanh", "MST", "Chủ hộ", "Địa chỉ", "SĐT", "Mặt hàng", "Ngày cấp", "Doanh thu"];
    let cells = |row: &[&str]| -> Vec<Cell> { row.iter().map(|cell| Cell::of_text(cell)).collect() };
    let mut rows = vec![(1, cells(&headings))];
    for number in 1..=count {
        let (place, name) = (number.to_string(), format!("Hộ kinh doanh Nguyễn Văn Số {number}"));
        let code = tax_code(number).unwrap_or_default();
        let wrong = number.is_multiple_of(20);
        let day = if wrong { "31/02/2020" } else { "5/3/20" };
        let address = format!("Số {number}, Phường Phố Hiến, Tỉnh Hưng Yên");
        let row =
            [&place, &name, &code, "Nguyễn Văn Tám", &address, "912345678", "Tạp hóa, bia rượu", day, "150.000.000đ"];
        rows.push((u32::try_from(number + 1).unwrap_or(u32::MAX), cells(&row)));
    }
    rows
}

fn main() -> Result<(), Box<dyn Error>> {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(50_000);
    let directory = tempfile::tempdir()?;
    let db = NativeDatabase::in_directory(directory.path())?;
    // Time goes on from request to request, as it does: identifiers begin with it.
    let requests = std::sync::atomic::AtomicI64::new(0);
    let env = || {
        let request = requests.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Env::new(jiff::Timestamp::from_millisecond(1_795_600_000_000 + request * 50).unwrap_or_default(), random)
    };
    block_on(async {
        migrate::migrate(&db).await?;
        demo::units(&db, demo::Ground::Shown).await?;
        demo::people(&db, &env(), demo::Ground::Shown, None).await?;
        let actor: Actor = demo::actor(&db, "ksv1").await?;
        let rows = rows(count);
        let start = Instant::now();
        let lap = |name: &str| println!("{name:<22} {:>8.2} s", start.elapsed().as_secs_f64());
        let new = imports::NewBatch {
            file_name: "so-dia-ban.csv",
            kind: "csv",
            sha256: "x",
            size: 1,
            told: "",
            unicode: true,
            rows: &rows,
        };
        let id: ImportId = imports::receive(&db, &env(), &actor, &new).await?;
        lap("received");
        let batch = imports::batch(&db, &actor, id).await?;
        imports::settle(&db, &env(), &actor, id, batch.version, &batch.settings).await?;
        while !imports::check(&db, &env(), &actor, id, 1).await?.finished {}
        lap("checked");
        while !imports::apply(&db, &env(), &actor, id, 10).await?.finished {}
        lap("written");
        let (mut told, mut after) = (0, 0);
        loop {
            let page = imports::lines(&db, &actor, id, Some(RowState::Faulty), false, after, 1_000).await?;
            let Some(last) = page.last() else { break };
            after = last.line;
            told += page.iter().filter(|line| !line.problems.is_empty()).count();
        }
        lap("reported");
        let done = imports::batch(&db, &actor, id).await?;
        println!("{} rows: {} written, {told} wrong and told", count, done.counts.of(RowState::Made));
        imports::begin_undo(&db, &env(), &actor, id, done.version, "đo").await?;
        while !imports::undo(&db, &env(), &actor, id, 10).await?.finished {}
        lap("taken back");
        Ok::<(), Box<dyn Error>>(())
    })
}
