//! Eight writers at once, each as a host of its own: with connections that no other shares. Half of them give up in the middle.

use super::*;
use crate::database::Value;
use crate::{Connection, UnitOfWork, params, verify};

/// A number is drawn and the transaction is not kept: the next one gets it again.
async fn given_up(db: &dyn Database) {
    let mut work = UnitOfWork::begin(db).await.unwrap();
    let sql = "UPDATE number_series SET last = last + 1 WHERE kind = ?1";
    work.execute(sql, params!["quyet-dinh-kiem-tra"]).await.unwrap();
    let sql = "UPDATE chain_head SET position = position + 1 WHERE only = 0";
    work.execute(sql, &[]).await.unwrap();
}

#[test]
fn hosts_that_write_at_once_lose_nothing_and_leave_no_gap() {
    let world = World::new();
    let leader = world.actor("doitruong1");
    let place = world.db.place(&world.directory);
    std::thread::scope(|scope| {
        for (writer, account) in ["ksv1", "ksv2", "ksv3", "ksv1", "ksv2", "ksv3", "ksv1", "ksv2"].iter().enumerate() {
            let (leader, place) = (&leader, &place);
            scope.spawn(move || {
                let db = Db::at(place);
                let db = db.as_ref();
                let officer = block_on(province::actor(db, account)).unwrap();
                for _ in 0..6 {
                    let env = env(MORNING);
                    let id = CaseId(env.uuid());
                    block_on(store::create(db, &env, &officer, id, inspection(&officer, MORNING))).unwrap();
                    if writer % 2 == 0 {
                        block_on(given_up(db));
                    }
                    let signed = store::execute(db, &env, leader, id, 1, Command::SignInspectionDecision);
                    block_on(signed).unwrap();
                }
            });
        }
    });
    let rows = |sql: &str| block_on(async { world.db.open().await.unwrap().query(sql, &[]).await }).unwrap();
    let serials = rows("SELECT serial FROM paper WHERE series = 'quyet-dinh-kiem-tra' ORDER BY serial");
    let expected: Vec<Vec<Value>> = (1..=48).map(|serial| vec![Value::Integer(serial)]).collect();
    assert_eq!(serials.into_iter().map(|row| row.0).collect::<Vec<_>>(), expected);
    assert_eq!(world.number("SELECT last FROM number_series WHERE kind = 'quyet-dinh-kiem-tra'"), 48);
    assert_eq!(world.number("SELECT max(num) FROM case_file"), 48);
    let positions = rows("SELECT position FROM case_event ORDER BY position");
    assert!(positions.iter().zip(1..).all(|(row, position)| row.int(0) == Ok(position)), "{positions:?}");
    assert_eq!(world.number("SELECT position FROM chain_head"), i64::try_from(positions.len()).unwrap());
    let verified = block_on(verify::run(&world.db)).unwrap();
    assert_eq!((verified.papers, verified.problems), (48, Vec::new()));
}
