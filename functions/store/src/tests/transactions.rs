//! A database that forgets a transaction between two statements is known before anything is written to it.

use super::*;
use crate::database::{Connection, DbError, Rows, UnitOfWork, Value};
use crate::migrate::{self, Standing};
use crate::transactions::are_kept;
use async_trait::async_trait;

/// A database to which each statement travels alone: on a connection of its own, which is closed behind it.
struct Alone(Db);

struct AloneConnection(Db);

#[async_trait]
impl Database for Alone {
    async fn open(&self) -> Result<Box<dyn Connection>, DbError> {
        Ok(Box::new(AloneConnection(self.0.clone())))
    }
}

#[async_trait]
impl Connection for AloneConnection {
    async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        self.0.open().await?.query(sql, params).await
    }
}

/// A database that answers one statement with an error of its own.
struct Failing(Db, &'static str, DbError);

struct FailingConnection(Box<dyn Connection>, &'static str, DbError);

#[async_trait]
impl Database for Failing {
    async fn open(&self) -> Result<Box<dyn Connection>, DbError> {
        Ok(Box::new(FailingConnection(self.0.open().await?, self.1, self.2.clone())))
    }
}

#[async_trait]
impl Connection for FailingConnection {
    async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        if sql == self.1 { Err(self.2.clone()) } else { self.0.query(sql, params).await }
    }
}

#[test]
fn a_file_keeps_its_transactions() {
    let world = World::new();
    assert_eq!(block_on(are_kept(&world.db)), Ok(true));
    block_on(async {
        let work = UnitOfWork::begin(&world.db).await.unwrap();
        assert_eq!(are_kept(&world.db).await, Ok(true), "it waits for no writer");
        work.rollback().await.unwrap();
    });
    assert_eq!(block_on(migrate::standing(&world.db)), Ok(Standing::Current), "nothing was left open or changed");
}

/// What the check is for: such a database takes a refused unit of work for done.
#[test]
fn statements_that_travel_alone_are_found_out() {
    if only_sqlite("its connection to a server is one by itself") {
        return;
    }
    let world = World::new();
    let alone = Alone(world.db.clone());
    assert_eq!(block_on(migrate::standing(&alone)), Ok(Standing::Current), "nothing else tells it");
    assert_eq!(block_on(are_kept(&alone)), Ok(false));
    block_on(async {
        let mut work = UnitOfWork::begin(&alone).await.unwrap();
        work.execute("DELETE FROM schema_version", &[]).await.unwrap();
        drop(work);
    });
    assert!(matches!(block_on(migrate::standing(&world.db)), Ok(Standing::Behind { .. })), "it was kept all the same");
}

#[test]
fn another_failure_is_told_as_what_it_is() {
    let world = World::new();
    let away = || DbError::Engine("connection reset".to_owned());
    for (statement, error) in [("BEGIN", away()), ("ROLLBACK", away()), ("ROLLBACK", DbError::Busy)] {
        let failing = Failing(world.db.clone(), statement, error.clone());
        assert_eq!(block_on(are_kept(&failing)), Err(error), "{statement}");
    }
    let forgot = DbError::Engine("Hrana: SQLite error: cannot rollback - no transaction is active".to_owned());
    assert_eq!(block_on(are_kept(&Failing(world.db.clone(), "ROLLBACK", forgot))), Ok(false));
}
