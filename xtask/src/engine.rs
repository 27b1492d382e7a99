//! Which database a command means: the file of a state directory, or an address of PostgreSQL; and moving from one to the other.

use crate::state;
use anyhow::{Context, Result, bail};
use futures::executor::block_on;
use std::path::PathBuf;
use store::blobs::{Blobs, TableBlobs};
use store::native::{NativeBlobs, NativeDatabase};
use store::native_postgres::PostgresDatabase;
use store::{Database, DbError};

/// A database with its files.
pub enum Place {
    Directory(PathBuf),
    Server(Box<PostgresDatabase>),
}

impl Place {
    /// The database of a server where an address is given, else that of a state directory, which must be there.
    pub fn of(address: Option<&str>, directory: PathBuf) -> Result<Self> {
        match address {
            Some(address) => Ok(Self::Server(Box::new(PostgresDatabase::at(address)?))),
            None if directory.join(store::native::FILE_NAME).exists() => Ok(Self::Directory(directory)),
            None => bail!("no database in {}", directory.display()),
        }
    }

    /// Reads what was typed: an address, or a directory.
    pub fn read(text: &str) -> Result<Self> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Server(Box::new(PostgresDatabase::at(text)?)));
        }
        Ok(Self::Directory(PathBuf::from(text)))
    }

    /// The database itself.
    pub fn database(&self) -> Result<Box<dyn Database>> {
        Ok(match self {
            Self::Directory(directory) => Box::new(NativeDatabase::in_directory(directory)?),
            Self::Server(database) => database.clone(),
        })
    }

    /// Its files.
    pub async fn blobs(&self) -> Result<Box<dyn Blobs>, DbError> {
        Ok(match self {
            Self::Directory(directory) => Box::new(NativeBlobs::in_directory(directory).await?),
            Self::Server(database) => Box::new(TableBlobs(database.as_ref().clone())),
        })
    }
}

/// Scheme, host and port of an address, as `database_host` names them.
pub fn host_of(address: &str) -> Result<String> {
    let rest = address
        .split_once("://")
        .map(|(_, rest)| rest)
        .context("write it as postgres://account:password@host:5432/name")?;
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    if host.is_empty() || host.contains(',') {
        bail!("write it as postgres://account:password@host:5432/name");
    }
    Ok(format!("postgres://{host}"))
}

/// Where to move from and to.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    pub from: String,
    pub to: String,
}

impl Options {
    /// Reads the command line.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let (mut from, mut to) = (None, None);
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let place = match argument.as_str() {
                "--from" => &mut from,
                "--to" => &mut to,
                other => bail!("move: no option “{other}”"),
            };
            *place =
                Some(rest.next().with_context(|| format!("move: {argument} needs a directory or an address"))?.clone());
        }
        let given = |place: Option<String>, name: &str| place.with_context(|| format!("move: {name} is missing"));
        Ok(Self { from: given(from, "--from")?, to: given(to, "--to")? })
    }
}

/// Carries everything into a new database, table by table and file by file, each compared where it arrived. What it is carried from stays
/// as it is.
pub fn carry(from: &Place, to: &Place) -> Result<()> {
    let (source, target) = (from.database()?, to.database()?);
    block_on(async {
        store::migrate::migrate(target.as_ref()).await?;
        let sent = store::moving::copy(source.as_ref(), target.as_ref()).await?;
        let rows: u64 = sent.iter().map(|table| table.rows).sum();
        println!("{} tables, {rows} rows: counted and compared on either side", sent.len());
        let (kept, files) = (from.blobs().await?, to.blobs().await?);
        let keys = kept.keys().await?;
        for key in &keys {
            let value = kept.get(key).await?.with_context(|| format!("the file {key} went away"))?;
            files.set(key, &value).await?;
            if files.get(key).await?.as_ref() != Some(&value) {
                bail!("the file {key} did not arrive as it was");
            }
        }
        println!("{} pieces of files", keys.len());
        Ok(())
    })
}

/// Moves everything into a new database, and proves there that nothing was lost.
pub fn run(options: &Options) -> Result<()> {
    let (from, to) = (Place::read(&options.from)?, Place::read(&options.to)?);
    if let Place::Directory(directory) = &from
        && !directory.join(store::native::FILE_NAME).exists()
    {
        bail!("no database in {}", directory.display());
    }
    carry(&from, &to)?;
    block_on(async {
        let (target, files) = (to.database()?, to.blobs().await?);
        let mut found = store::verify::run(target.as_ref()).await?;
        store::verify::blobs(target.as_ref(), files.as_ref(), &mut found).await?;
        if let Some(problem) = found.problems.first() {
            bail!("{} problems in the target, the first: {problem}", found.problems.len());
        }
        println!("verified: {} cases, {} events, {} attachments", found.cases, found.events, found.attachments);
        Ok(())
    })?;
    if let (Place::Directory(directory), Place::Server(_)) = (&from, &to) {
        state::account_key(directory)?;
        println!("The account key stays where it is: {}", directory.join("account.key").display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::Postgres;
    use crate::state::Beginning;

    #[test]
    fn the_host_of_an_address_is_told_without_its_secrets() {
        for (address, host) in [
            ("postgres://ins:a@b@db.example.vn:6432/ins?sslmode=require", Some("postgres://db.example.vn:6432")),
            ("postgresql://db.example.vn", Some("postgres://db.example.vn")),
            ("postgres://a,b/ins", None),
            ("db.example.vn", None),
        ] {
            assert_eq!(host_of(address).ok().as_deref(), host, "{address}");
        }
    }

    /// The demo goes to a server and back into a new directory, and is the same each time.
    #[test]
    fn the_demo_moves_to_a_server_and_back() {
        let Ok(server) = Postgres::start() else {
            eprintln!("PostgreSQL is not here and may not be installed");
            return;
        };
        let room = tempfile::tempdir().unwrap();
        let (here, back) = (room.path().join("here"), room.path().join("back"));
        state::prepare(&here, Beginning::Demo).unwrap();
        let text = |path: &std::path::Path| path.display().to_string();
        let there = Options { from: text(&here), to: server.address() };
        run(&there).unwrap();
        assert!(format!("{:#}", run(&there).unwrap_err()).contains("new database"));
        run(&Options { from: server.address(), to: text(&back) }).unwrap();
        assert!(state::prove(&back).is_ok());
    }
}
