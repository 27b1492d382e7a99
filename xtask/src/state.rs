//! The database and the attached files in a state directory: made, migrated, filled with the demo province, verified.
//!
//! It calls the store's own use cases; no rule of the product is here.

use crate::engine::Place;
use anyhow::{Context, Result, bail};
use futures::executor::block_on;
use jiff::Timestamp;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use store::native::{BLOBS_NAME, FILE_NAME, NativeDatabase};
use store::{Database, Env};

/// How a state directory begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// The demo province.
    Demo,
    /// The same story of units that do not exist, to practise in.
    Practice,
    /// The units of the force and nobody in them.
    Empty,
}

/// Bytes of the operating system's generator.
pub fn random(buffer: &mut [u8]) {
    let filled = File::open("/dev/urandom").and_then(|mut source| source.read_exact(buffer));
    // Without randomness no secret can be made: going on would be worse than stopping.
    assert!(filled.is_ok(), "the operating system gives no random bytes");
}

/// A secret of 256 bits.
pub fn secret() -> String {
    env().token(32)
}

/// The file of a state directory that holds its account key: beside the database, readable by its owner alone.
const ACCOUNT_KEY: &str = "account.key";

/// The account key of a state directory; made when there is none.
pub fn account_key(directory: &Path) -> Result<String> {
    let path = directory.join(ACCOUNT_KEY);
    if !path.exists() {
        std::fs::create_dir_all(directory)?;
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let mut file = made.with_context(|| format!("cannot write {}", path.display()))?;
        file.write_all(secret().as_bytes())?;
        file.sync_all()?;
    }
    let key = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    if key.trim().len() < store::accounts::MIN_ACCOUNT_KEY {
        bail!("{} holds no account key: put the former one back", path.display());
    }
    Ok(key.trim().to_owned())
}

/// Now, with the operating system's randomness.
pub fn env() -> Env {
    Env::new(Timestamp::now(), random)
}

/// Makes and migrates the database; fills a new one. Answers the one-time link's token when it was left empty.
pub fn prepare(directory: &Path, beginning: Beginning) -> Result<Option<String>> {
    prepare_on(&NativeDatabase::in_directory(directory)?, &directory.display().to_string(), beginning)
}

/// The same with any database, by the name it is told by.
pub fn prepare_on(database: &dyn Database, place: &str, beginning: Beginning) -> Result<Option<String>> {
    block_on(async {
        let ran = store::migrate::migrate(database).await?;
        if ran > 0 {
            eprintln!("  database: {ran} migrations");
        }
        compare(database).await?;
        let fresh = store::units::tree(database).await?.all().is_empty();
        let today = domain::calendar::to_local(Timestamp::now()).date();
        match (fresh, beginning) {
            (true, Beginning::Demo | Beginning::Practice) => {
                let name = if beginning == Beginning::Demo { "demo province" } else { "practice" };
                eprintln!("  {name} …");
                let loaded = match beginning {
                    Beginning::Practice => store::demo::load_practice(database, today).await?,
                    Beginning::Demo | Beginning::Empty => store::demo::load(database, today).await?,
                };
                eprintln!(
                    "  {name}: {} units, {} officers, {} parties, {} cases",
                    loaded.units, loaded.officers, loaded.parties, loaded.cases
                );
                Ok(None)
            }
            (true, Beginning::Empty) => {
                for unit in domain::unit::initial_tree() {
                    store::units::save(database, &unit).await?;
                }
                Ok(store::accounts::first_administrator(database, &env()).await?)
            }
            (false, Beginning::Empty) => Ok(store::accounts::first_administrator(database, &env()).await?),
            (false, Beginning::Practice) if !store::practice::is_practice(database).await? => {
                bail!("{place} holds real work, not practice: name another one")
            }
            (false, Beginning::Demo | Beginning::Practice) => Ok(None),
        }
    })
}

/// Most records that are compared before the server begins: the rest goes on from the page of records that may be the same.
const COMPARED: u32 = 20_000;

/// Compares records that came in bulk, or were there before records were compared, in steps that each stand for themselves.
async fn compare(database: &dyn Database) -> Result<()> {
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

/// Recomputes the whole chain and all report cells, and writes down that it was done; fails when anything differs.
pub fn verify(directory: &Path) -> Result<()> {
    verify_at(&Place::of(None, directory.to_owned())?)
}

/// The same of any place.
pub fn verify_at(place: &Place) -> Result<()> {
    let begun = Timestamp::now();
    let proven = prove_at(place);
    let (well, detail) = match &proven {
        Ok(found) => (true, format!("{} hồ sơ, {} sự kiện, {} tệp.", found.cases, found.events, found.attachments)),
        Err(error) => (false, format!("{error}.")),
    };
    let database = place.database()?;
    let database = database.as_ref();
    block_on(async {
        // A database of another schema has no place for it.
        if store::migrate::standing(database).await? == store::migrate::Standing::Current {
            let position = store::upkeep::mark(database).await?.position;
            let done = store::upkeep::done(&env(), begun, well, position, detail);
            store::upkeep::note(database, store::upkeep::Kind::Verify, &done).await?;
        }
        Ok::<_, store::DbError>(())
    })?;
    proven.map(drop)
}

/// Recomputes the whole chain and all report cells; fails when anything differs.
pub fn prove(directory: &Path) -> Result<store::verify::Verified> {
    prove_at(&Place::of(None, directory.to_owned())?)
}

/// The same of any place. A server looks after its own pages (`data_checksums`).
fn prove_at(place: &Place) -> Result<store::verify::Verified> {
    if let Place::Directory(directory) = place {
        sound(directory, &NativeDatabase::in_directory(directory)?)?;
    }
    let database = place.database()?;
    let found = block_on(async {
        let mut found = store::verify::run(database.as_ref()).await?;
        store::verify::blobs(database.as_ref(), place.blobs().await?.as_ref(), &mut found).await?;
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
        Ok(found)
    } else {
        bail!("{} problems", found.problems.len())
    }
}

/// Whether both files are sound as files: a page that no query reads may be damaged all the same.
fn sound(directory: &Path, database: &NativeDatabase) -> Result<()> {
    let files = NativeDatabase::at(directory.join(BLOBS_NAME));
    let kept = if directory.join(BLOBS_NAME).exists() { Some((BLOBS_NAME, &files)) } else { None };
    for (name, file) in [Some((FILE_NAME, database)), kept].into_iter().flatten() {
        let rows = block_on(async { file.open().await?.query("PRAGMA integrity_check", &[]).await })
            .with_context(|| format!("{name} is damaged or no database: restore a copy (`cargo xtask restore`)"))?;
        let told: Vec<&str> = rows.iter().filter_map(|row| row.text(0).ok()).collect();
        if told != ["ok"] {
            let first = told.first().copied().unwrap_or_default();
            bail!("{name} is damaged: restore a copy (`cargo xtask restore`). It says: {first}");
        }
    }
    Ok(())
}
