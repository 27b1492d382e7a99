//! The demo province proves itself: everything in it went through the use cases.

use crate::native::{NativeDatabase, block_on};
use crate::{demo, migrate, verify};
use jiff::civil::date;

#[test]
fn the_demo_province_is_complete_and_proven() {
    let directory = tempfile::tempdir().unwrap();
    let db = NativeDatabase::in_directory(directory.path()).unwrap();
    block_on(async {
        migrate::migrate(&db).await.unwrap();
        let begun = std::time::Instant::now();
        let loaded = demo::load(&db, date(2026, 11, 23)).await.unwrap();
        eprintln!("{loaded:?} in {:?}", begun.elapsed());
        assert_eq!((loaded.parties, loaded.cases), (demo::PARTIES, demo::CASES));
        let verified = verify::run(&db).await.unwrap();
        eprintln!("{verified:?}");
        assert_eq!(verified.problems, Vec::<String>::new());
        assert_eq!(verified.events, loaded.events as u64);
        let head = demo::actor(&db, "chicuctruong").await.unwrap();
        let counts = crate::cases::stage_counts(&db, &head).await.unwrap();
        eprintln!("{counts:?}");
        assert_eq!(counts.len(), 8, "every open stage is there to be shown: {counts:?}");
    });
}
