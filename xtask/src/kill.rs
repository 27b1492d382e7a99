//! `kill -9` in the middle of 200 writes: every acknowledged case is there, and the database verifies.

use crate::client::{Client, open_case, opened};
use crate::server::Server;
use crate::state;
use anyhow::{Context, Result, bail};
use domain::case::CaseId;
use futures::executor::block_on;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::native::NativeDatabase;

const WRITES: usize = 200;
const WRITERS: usize = 4;
/// The host dies after so many acknowledged writes.
const KILL_AFTER: usize = 90;
/// A controller of the first team, of the demo province.
pub const ACCOUNT: &str = "ksv1";

/// Starts a host of its own, kills it, and looks at what is left.
pub fn run(host: &Path) -> Result<()> {
    let server = Server::start(host)?;
    let party = party(server.state.path())?;
    let acknowledged = Mutex::new(Vec::new());
    let count = AtomicUsize::new(0);
    let victim = server.id().to_string();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (acknowledged, count, server, party, victim) = (&acknowledged, &count, &server, &party, &victim);
            scope.spawn(move || {
                let Ok(mut client) = Client::sign_in(&server.address, ACCOUNT) else { return };
                for _ in 0..WRITES / WRITERS {
                    let case = uuid::Uuid::new_v4().to_string();
                    // The connection breaks when the host dies: what was not answered was not acknowledged.
                    let Ok(answer) = open_case(&mut client, &case, party, ACCOUNT) else { return };
                    if opened(&answer, &case) {
                        if let Ok(mut list) = acknowledged.lock() {
                            list.push(case);
                        }
                        if count.fetch_add(1, Ordering::SeqCst) + 1 == KILL_AFTER && writer < WRITERS {
                            let _ = std::process::Command::new("kill").args(["-KILL", victim]).status();
                        }
                    }
                }
            });
        }
    });
    let acknowledged = acknowledged.into_inner().map_err(|_| anyhow::anyhow!("a writer panicked"))?;
    if acknowledged.len() < KILL_AFTER {
        bail!("only {} of {KILL_AFTER} writes were acknowledged before the kill", acknowledged.len());
    }
    let database = NativeDatabase::in_directory(server.state.path())?;
    block_on(async {
        let actor = store::demo::actor(&database, ACCOUNT).await?;
        for case in &acknowledged {
            let id = CaseId(case.parse().context("a case id")?);
            store::cases::load(&database, &actor, id)
                .await
                .with_context(|| format!("acknowledged case {case} is gone"))?;
        }
        anyhow::Ok(())
    })?;
    state::verify(server.state.path())?;
    println!("kill -9: {} acknowledged writes, all there", acknowledged.len());
    Ok(())
}

/// A party of the demo province.
pub fn party(directory: &Path) -> Result<String> {
    party_of(&NativeDatabase::in_directory(directory)?)
}

/// The same in any database.
pub fn party_of(database: &dyn store::Database) -> Result<String> {
    block_on(async {
        let actor = store::demo::actor(database, ACCOUNT).await?;
        let found = store::parties::search(database, &actor, "công ty", 1).await?;
        found.first().map(|party| party.id.0.to_string()).context("the demo province has no party")
    })
}
