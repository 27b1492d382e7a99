//! The database and the attached files in a state directory: made, migrated, filled with the demo province, verified, copied.
//!
//! It calls the store's own use cases; no rule of the product is here.

use anyhow::{Context, Result, bail};
use futures::executor::block_on;
use jiff::Timestamp;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use store::native::{BLOBS_NAME, FILE_NAME, NativeBlobs, NativeDatabase};
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
        compare(&database).await?;
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

/// Most records that are compared before the server begins: the rest goes on from the page of records that may be the same.
const COMPARED: u32 = 20_000;

/// Compares records that came in bulk, or were there before records were compared, in steps that each stand for themselves.
async fn compare(database: &NativeDatabase) -> Result<()> {
    let mut compared = 0;
    while compared < COMPARED {
        match store::registry::compare_next(database, &env(), store::registry::COMPARE_STEP).await? {
            0 => break,
            now => compared += now,
        }
    }
    if compared > 0 {
        eprintln!("  database: {compared} parties compared with those before them");
    }
    if compared >= COMPARED {
        eprintln!("  more may wait: go on from the page /doi-tuong/trung");
    }
    Ok(())
}

/// Brings the database of a state directory to the schema of this version.
pub fn migrate(directory: &Path) -> Result<()> {
    block_on(store::migrate::migrate(&NativeDatabase::in_directory(directory)?))?;
    Ok(())
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
    let found = block_on(async {
        let mut found = store::verify::run(&database).await?;
        let blobs = NativeBlobs::in_directory(directory).await?;
        store::verify::blobs(&database, &blobs, &mut found).await?;
        Ok::<_, store::DbError>(found)
    })?;
    println!(
        "{} cases, {} events, {} report entries, {} cells, {} durations, {} papers, {} attachments",
        found.cases, found.events, found.entries, found.cells, found.durations, found.papers, found.attachments
    );
    if found.orphans > 0 {
        println!("  {} files of interrupted uploads, which no case names: harmless", found.orphans);
    }
    for problem in &found.problems {
        println!("  {problem}");
    }
    if found.problems.is_empty() {
        println!("verified: chain, cases, numbers, report cells and attachments agree");
        Ok(())
    } else {
        bail!("{} problems", found.problems.len())
    }
}

/// The copy of the attached files beside the copy of a database.
fn beside(copy: &Path) -> PathBuf {
    PathBuf::from(format!("{}.tep", copy.display()))
}

/// Copies the database as it is at one moment, then the attached files, also while they are in use. A file is kept before
/// its event is: whatever the copied database names is among the files copied after it.
pub fn backup(directory: &Path, to: &Path) -> Result<()> {
    let files = beside(to);
    for taken in [to, files.as_path()] {
        if taken.exists() {
            bail!("{} exists already: choose another name", taken.display());
        }
    }
    let database = NativeDatabase::in_directory(directory)?;
    block_on(async {
        copy(&database, to).await?;
        copy(NativeBlobs::in_directory(directory).await?.file(), &files).await
    })?;
    println!("copied to {} and {}", to.display(), files.display());
    Ok(())
}

async fn copy(database: &NativeDatabase, to: &Path) -> Result<()> {
    let target = to.to_str().context("the name of the copy is not UTF-8")?.replace('\'', "''");
    database.open().await?.execute(&format!("VACUUM INTO '{target}'"), &[]).await?;
    Ok(())
}

/// Puts a copy in place of the database and of the attached files; the old ones are kept beside them. A copy without
/// files (of a version that had none) leaves those that are there.
pub fn restore(directory: &Path, from: &Path) -> Result<()> {
    if !from.exists() {
        bail!("there is no copy {}", from.display());
    }
    std::fs::create_dir_all(directory)?;
    replace(&directory.join(FILE_NAME), from)?;
    let files = beside(from);
    if files.exists() {
        replace(&directory.join(BLOBS_NAME), &files)?;
    }
    verify(directory)
}

/// Puts a copy in place of a database file, which is kept under another name.
fn replace(file: &Path, from: &Path) -> Result<()> {
    if file.exists() {
        let kept = PathBuf::from(format!("{}.before-{}", file.display(), Timestamp::now().as_second()));
        for suffix in ["", "-wal", "-shm"] {
            let part = PathBuf::from(format!("{}{suffix}", file.display()));
            if part.exists() {
                std::fs::rename(&part, format!("{}{suffix}", kept.display()))?;
            }
        }
        println!("kept the old file as {}", kept.display());
    }
    std::fs::copy(from, file).with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::blobs;

    #[test]
    fn a_copy_carries_the_attached_files() -> Result<()> {
        let (old, new, copies) = (tempfile::tempdir()?, tempfile::tempdir()?, tempfile::tempdir()?);
        prepare(old.path(), Beginning::Empty)?;
        let content = vec![7; 300_000];
        let put = async |directory: &Path, content: &[u8]| {
            blobs::put(&NativeBlobs::in_directory(directory).await?, content).await
        };
        let sha256 = block_on(put(old.path(), &content))?;
        let copy = copies.path().join("ins.db");
        backup(old.path(), &copy)?;
        assert!(backup(old.path(), &copy).is_err(), "no copy is written over");
        block_on(put(new.path(), b"what was there before"))?;
        restore(new.path(), &copy)?;
        let there = block_on(async {
            let files = NativeBlobs::in_directory(new.path()).await?;
            Ok::<_, store::DbError>((
                blobs::get(&files, &sha256, 300_000).await?,
                store::Blobs::keys(&files).await?.len(),
            ))
        })?;
        assert_eq!(there, (Some(content), 2));
        assert!(restore(new.path(), &copies.path().join("none")).is_err());
        Ok(())
    }
}
