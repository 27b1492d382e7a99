//! The database in a state directory: made, migrated, filled with the demo province, verified, copied.
//!
//! It calls the store's own use cases; no rule of the product is here.

use anyhow::{Context, Result, bail};
use futures::executor::block_on;
use jiff::Timestamp;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use store::native::{FILE_NAME, NativeDatabase};
use store::{Database, Env};

/// How a state directory begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// The demo province.
    Demo,
    /// The units of the force and nobody in them.
    Empty,
}

/// Bytes of the operating system's generator.
fn random(buffer: &mut [u8]) {
    let filled = File::open("/dev/urandom").and_then(|mut source| source.read_exact(buffer));
    // Without randomness no secret can be made: going on would be worse than stopping.
    assert!(filled.is_ok(), "the operating system gives no random bytes");
}

fn env() -> Env {
    Env { now: Timestamp::now(), random }
}

/// Makes and migrates the database; fills a new one. Answers the one-time link's token when it was left empty.
pub fn prepare(directory: &Path, beginning: Beginning) -> Result<Option<String>> {
    let database = NativeDatabase::in_directory(directory)?;
    block_on(async {
        let ran = store::migrate::migrate(&database).await?;
        if ran > 0 {
            eprintln!("  database: {ran} migrations");
        }
        let fresh = store::units::tree(&database).await?.all().is_empty();
        let today = domain::calendar::to_local(Timestamp::now()).date();
        match (fresh, beginning) {
            (true, Beginning::Demo) => {
                eprintln!("  demo province …");
                let loaded = store::demo::load(&database, today).await?;
                eprintln!(
                    "  demo province: {} units, {} officers, {} parties, {} cases",
                    loaded.units, loaded.officers, loaded.parties, loaded.cases
                );
                Ok(None)
            }
            (true, Beginning::Empty) => {
                for unit in domain::unit::initial_tree() {
                    store::units::save(&database, &unit).await?;
                }
                Ok(store::accounts::first_administrator(&database, &env()).await?)
            }
            (false, Beginning::Empty) => Ok(store::accounts::first_administrator(&database, &env()).await?),
            (false, Beginning::Demo) => Ok(None),
        }
    })
}

/// Accounts of the demo province, as lines to print.
pub fn demo_accounts() -> Vec<String> {
    let mut lines: Vec<String> = store::demo::ACCOUNTS
        .iter()
        .map(|account| format!("  {:<18} {:<22} {}", account.account, account.name, account.role.title()))
        .collect();
    lines.push(format!("  mật khẩu chung: {}", store::demo::PASSWORD));
    lines
}

/// Recomputes the whole chain and all report cells; fails when anything differs.
pub fn verify(directory: &Path) -> Result<()> {
    if !directory.join(FILE_NAME).exists() {
        bail!("no database in {}", directory.display());
    }
    let database = NativeDatabase::in_directory(directory)?;
    let found = block_on(store::verify::run(&database))?;
    println!(
        "{} cases, {} events, {} report entries, {} cells, {} papers",
        found.cases, found.events, found.entries, found.cells, found.papers
    );
    for problem in &found.problems {
        println!("  {problem}");
    }
    if found.problems.is_empty() {
        println!("verified: chain, cases, numbers and report cells agree");
        Ok(())
    } else {
        bail!("{} problems", found.problems.len())
    }
}

/// Copies the database as it is at one moment, also while it is in use.
pub fn backup(directory: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        bail!("{} exists already: choose another name", to.display());
    }
    let target = to.to_str().context("the name of the copy is not UTF-8")?.replace('\'', "''");
    let database = NativeDatabase::in_directory(directory)?;
    block_on(async { database.open().await?.execute(&format!("VACUUM INTO '{target}'"), &[]).await })?;
    println!("copied to {}", to.display());
    Ok(())
}

/// Puts a copy in place of the database; the old one is kept beside it.
pub fn restore(directory: &Path, from: &Path) -> Result<()> {
    let file = directory.join(FILE_NAME);
    std::fs::create_dir_all(directory)?;
    if file.exists() {
        let kept = PathBuf::from(format!("{}.before-{}", file.display(), Timestamp::now().as_second()));
        for suffix in ["", "-wal", "-shm"] {
            let part = PathBuf::from(format!("{}{suffix}", file.display()));
            if part.exists() {
                std::fs::rename(&part, format!("{}{suffix}", kept.display()))?;
            }
        }
        println!("kept the old database as {}", kept.display());
    }
    std::fs::copy(from, &file).with_context(|| format!("cannot copy {}", from.display()))?;
    verify(directory)
}
