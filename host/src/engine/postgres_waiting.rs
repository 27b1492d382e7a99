//! Statements of a connection that were answered without being sent: they go out with the next one, whose answer is theirs too where they fail.
//!
//! Each would cost a way to the server and back, and most of them with the lock of a transaction held.

use super::postgres::Given;
use futures::future::join_all;
use std::collections::HashMap;
use tokio_postgres::{Client, Error, Statement};

/// What begins a statement that its guest does not wait for.
pub const WITH_NEXT: &str = "/*with the next*/";

/// Most that wait. They are polled in their order up to thirty at once, which is the order they are sent in.
const MOST: usize = 24;

/// What waits on one connection, in its order.
#[derive(Default)]
pub struct Waiting(Vec<PutOff>);

enum PutOff {
    /// The begin of a transaction and the lock it begins with.
    Turn(String),
    Change {
        known: Statement,
        given: Vec<Given>,
    },
}

/// Whether a statement begins a transaction, or takes the lock it begins with.
fn is_turn(statement: &str) -> bool {
    matches!(statement, "BEGIN" | "BEGIN ISOLATION LEVEL REPEATABLE READ")
        || statement.starts_with("SELECT pg_advisory_xact_lock(")
}

impl Waiting {
    /// Takes a statement that answers nothing its guest waits for: the begin of a transaction, the lock it begins with, and inside one a change
    /// that says so and that the connection has prepared (what is not may rest on what waits). False, and nothing taken, for every other.
    pub fn take(
        &mut self,
        statement: &str,
        given: &mut Vec<Given>,
        in_transaction: bool,
        prepared: &HashMap<String, Statement>,
    ) -> bool {
        if given.is_empty() && is_turn(statement) {
            match self.0.last_mut() {
                Some(PutOff::Turn(before)) => *before = format!("{before}; {statement}"),
                _ => self.0.push(PutOff::Turn(statement.to_owned())),
            }
            return true;
        }
        let may = statement.starts_with(WITH_NEXT) && self.0.len() < MOST && (in_transaction || self.begins());
        let Some(known) = prepared.get(statement).filter(|_| may) else { return false };
        self.0.push(PutOff::Change { known: known.clone(), given: std::mem::take(given) });
        true
    }

    /// Whether a transaction begins with what waits.
    pub fn begins(&self) -> bool {
        self.0.iter().any(|one| matches!(one, PutOff::Turn(statements) if statements.starts_with("BEGIN")))
    }

    /// Sends all of it, one behind the other without waiting in between, and answers the first failure. The server takes what is sent in that
    /// order, and what is polled after this behind it.
    pub async fn send(self, client: &Client) -> Result<(), Error> {
        join_all(self.0.iter().map(|one| one.run(client))).await.into_iter().collect()
    }
}

impl PutOff {
    async fn run(&self, client: &Client) -> Result<(), Error> {
        match self {
            Self::Turn(statement) => client.batch_execute(statement).await,
            Self::Change { known, given } => client.execute(known, &Given::all(given)).await.map(drop),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bindings::spin::postgres::postgres::{Error, ParameterValue, QueryError};
    use super::super::outbound::Outbound;
    use super::super::postgres_pool::{Asked, Checkout, Pools};
    use super::*;
    use crate::outbound::Allowed;
    use std::time::{Duration, Instant};

    /// The server of the tests, which `cargo xtask test` names.
    fn server() -> Option<String> {
        let named = std::env::var("INS_POSTGRES").ok();
        if named.is_none() {
            eprintln!("no server is named in INS_POSTGRES");
        }
        named
    }

    async fn connect(pools: &Pools, address: &str) -> Result<Checkout, Error> {
        let authority = address.rsplit('@').next().and_then(|rest| rest.split('/').next()).expect("an authority");
        let outbound = Outbound([Allowed::parse(&format!("postgres://{authority}")).expect("an entry")].into());
        pools.connect(&Asked::at(address.to_owned()), &outbound, Instant::now() + Duration::from_secs(5)).await
    }

    /// The begin of a transaction and its lock go out with the statement behind them, in their order, and are worth as much as if each
    /// had been waited for.
    #[tokio::test]
    async fn a_transaction_begins_with_its_first_statement() {
        let Some(address) = server() else { return };
        let pools = Pools::default();
        let connect = || connect(&pools, &address);
        let run = async |checkout: &Checkout, statement: &str| {
            if checkout.put_off(statement, &mut Vec::new()).await.expect("open") {
                return Ok(0);
            }
            let work = async |client: &Client, known: &Statement| client.execute(known, &[]).await;
            let until = Instant::now() + Duration::from_secs(5);
            checkout.run(statement, until, work).await.map(|(_, changed)| changed)
        };
        let (lock, held) =
            ("SELECT pg_advisory_xact_lock(48062)", "SELECT 1 WHERE NOT pg_try_advisory_xact_lock(48062)");
        let (first, second) = (connect().await.expect("a connection"), connect().await.expect("a connection"));
        for statement in ["BEGIN", lock] {
            assert_eq!(run(&first, statement).await.ok(), Some(0));
        }
        assert_eq!(run(&second, held).await.ok(), Some(0), "nothing was sent");
        assert_eq!(run(&first, "SELECT 1").await.ok(), Some(1));
        assert_eq!(run(&second, held).await.ok(), Some(1), "held until the transaction ends");
        assert_eq!(run(&first, "COMMIT").await.ok(), Some(0));
        assert_eq!(run(&second, held).await.ok(), Some(0));

        // What cannot be begun is told with the statement behind it.
        for statement in ["BEGIN", lock, "SELECT 1"] {
            run(&first, statement).await.expect("done");
        }
        run(&second, "BEGIN").await.expect("put off");
        run(&second, "SET LOCAL lock_timeout = 50").await.expect("done");
        run(&second, lock).await.expect("put off");
        let told = run(&second, "SELECT 1").await;
        assert!(matches!(told, Err(Error::QueryFailed(QueryError::DbError(told))) if told.code == "55P03"));
        assert_eq!(run(&second, "ROLLBACK").await.ok(), Some(0));
        drop(first);

        // Begun and left at once: there is nothing to undo.
        let third = connect().await.expect("a connection");
        run(&third, "BEGIN").await.expect("put off");
        drop(third);
        let fourth = connect().await.expect("a connection");
        assert_eq!(run(&fourth, "SELECT 1").await.ok(), Some(1));
    }

    /// A change that says so goes out with the statement behind it, inside a transaction alone; where it fails, that statement does.
    #[tokio::test]
    async fn a_change_goes_out_with_the_statement_behind_it() {
        let Some(address) = server() else { return };
        let pools = Pools::default();
        let connect = || connect(&pools, &address);
        let run = async |checkout: &Checkout, statement: &str| {
            let work = async |client: &Client, known: &Statement| client.query(known, &[]).await;
            let (_, rows) = checkout.run(statement, Instant::now() + Duration::from_secs(5), work).await?;
            Ok::<i64, Error>(rows.first().map_or(0, |row| row.get(0)))
        };
        let table = format!("put_off_{}", std::process::id());
        let (change, count) =
            (format!("{WITH_NEXT}INSERT INTO {table} VALUES ($1::bigint)"), format!("SELECT count(*) FROM {table}"));
        // Whether it was put off; it is done at once otherwise.
        let insert = async |checkout: &Checkout, number: i64| {
            let mut given = vec![Given(ParameterValue::Int64(number))];
            if checkout.put_off(&change, &mut given).await.expect("open") {
                return true;
            }
            let work = async |client: &Client, known: &Statement| client.execute(known, &[&given[0]]).await;
            checkout.run(&change, Instant::now() + Duration::from_secs(5), work).await.expect("done");
            false
        };
        let (first, second) = (connect().await.expect("a connection"), connect().await.expect("a connection"));
        run(&first, &format!("CREATE TABLE {table} (a BIGINT PRIMARY KEY)")).await.expect("done");
        for statement in ["BEGIN", "COMMIT"] {
            run(&first, statement).await.expect("done");
        }
        assert!(!insert(&first, 1).await, "nothing is begun");
        assert!(first.put_off("BEGIN", &mut Vec::new()).await.expect("open"));
        assert!(insert(&first, 2).await, "prepared, and in a transaction");
        assert_eq!(run(&second, &count).await.ok(), Some(1));
        assert_eq!(run(&first, &count).await.ok(), Some(2), "before the one that asks");
        for number in [3, 4] {
            assert!(insert(&first, number).await);
        }
        assert_eq!(run(&second, &count).await.ok(), Some(1), "nothing is kept before the commit");
        run(&first, "COMMIT").await.expect("done");
        assert_eq!(run(&second, &count).await.ok(), Some(4));

        // What is not prepared here is done at once, and so is what comes behind too much.
        run(&second, "BEGIN").await.expect("done");
        assert!(!insert(&second, 5).await);
        for number in 6..30 {
            assert!(insert(&second, number).await);
        }
        assert!(!insert(&second, 30).await);
        run(&second, "COMMIT").await.expect("done");
        assert_eq!(run(&first, &count).await.ok(), Some(30));

        // The commit fails where what it should keep does, and nothing of it is there.
        run(&first, "BEGIN").await.expect("done");
        for number in [31, 1, 32] {
            assert!(insert(&first, number).await);
        }
        let told = run(&first, "COMMIT").await;
        assert!(matches!(told, Err(Error::QueryFailed(QueryError::DbError(told))) if told.code == "23505"));
        assert_eq!(run(&second, &count).await.ok(), Some(30));
        drop(first);

        // Put off and left: never sent.
        let third = connect().await.expect("a connection");
        run(&third, "BEGIN").await.expect("done");
        let _ = insert(&third, 33).await;
        assert!(insert(&third, 34).await);
        drop(third);
        assert_eq!(run(&second, &count).await.ok(), Some(30));
        run(&second, &format!("DROP TABLE {table}")).await.expect("done");
    }
}
