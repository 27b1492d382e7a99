//! A database goes from one engine to the other and back, and is the same; what is not the same is told.

use super::*;
use crate::native::NativeDatabase;
use crate::{moving, verify};

/// Texts would come in another order, and words be found that are not there.
#[test]
fn a_database_of_another_order_is_refused() {
    let Some(db) = Db::otherwise("ENCODING 'SQL_ASCII' LOCALE 'C'") else {
        eprintln!("only a server has databases of other encodings");
        return;
    };
    let refused = block_on(migrate::migrate(&db));
    assert!(refused.is_err_and(|error| error.to_string().contains("SQL_ASCII")));
    assert_eq!(block_on(migrate::applied(&db)), Ok(Vec::new()), "nothing is in it");
}

#[test]
fn a_database_moves_to_another_engine_and_back() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    world.decision(&officer, &leader, MORNING, 3_000_000);
    // Both ways between files where there is no server, through the server where there is one.
    let scratch = tempfile::tempdir().unwrap();
    let file = |name: &str| {
        let db = NativeDatabase::in_directory(&scratch.path().join(name)).unwrap();
        block_on(migrate::migrate(&db)).unwrap();
        db
    };
    let there = file("there");
    let sent = block_on(moving::copy(&world.db, &there)).unwrap();
    assert!(sent.iter().any(|table| table.table == "case_event" && table.rows >= 7), "{sent:?}");
    let room = tempfile::tempdir().unwrap();
    let back = Db::new(room.path(), Filled::Migrated);
    assert_eq!(block_on(moving::copy(&there, &back)).unwrap(), sent);
    let untouched = Db::new(&scratch.path().join("untouched"), Filled::Migrated);
    assert_eq!(back.schema(), untouched.schema(), "nothing that was taken away is missing");
    for db in [&there as &dyn Database, &back] {
        let verified = block_on(verify::run(db)).unwrap();
        assert_eq!((verified.problems, verified.cases), (Vec::new(), 1));
        // Nothing of what the engine does at each row was lost: it numbers, indexes words and refuses as before.
        let refused = block_on(async { db.open().await.unwrap().execute("DELETE FROM case_event", &[]).await });
        assert!(refused.is_err_and(|error| error.to_string().contains("append-only")));
        let case = CaseId(env(MORNING).uuid());
        block_on(store::create(db, &env(MORNING), &officer, case, inspection(&officer, MORNING))).unwrap();
        let filter = crate::cases::ListFilter { text: "hong nhung".into(), ..Default::default() };
        assert_eq!(block_on(store::list(db, &officer, &filter, None, 20)).unwrap().count, 2);
    }
    let again = block_on(moving::copy(&world.db, &there));
    assert!(
        again.is_err_and(|error| error.to_string().contains("new database")),
        "a database in use is not written over"
    );
}
