//! Copies of an installation: one sealed file each, made while the system runs, read back before it counts, and put back only where nothing is.
//!
//! Inside is an archive of the database, the files, and at its end a manifest that says by which hashes and figures both are known. The database is
//! copied first, at one moment; a file is kept before the event that names it and never deleted, so that whatever the copied database names is
//! among the files copied after it. Must not know: a table, or a rule of the product.

pub mod key;
pub mod seal;

use crate::engine::{self, Place};
use crate::state;
use anyhow::{Context, Result, bail};
use futures::executor::block_on;
use jiff::Timestamp;
use key::Secret;
use seal::{Opener, Sealer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;
use store::migrate::{self, Standing};
use store::native::{BLOBS_NAME, FILE_NAME, NativeBlobs, NativeDatabase};
use store::upkeep::{self, Kind, Mark};

/// Last part of the archive.
const MANIFEST: &str = "manifest.json";
/// End of the name of a copy.
const SUFFIX: &str = ".ins-backup";
/// Beginning of the name of a copy in a directory of copies.
const PREFIX: &str = "ins-";
/// How hard it is compressed: level 3 takes a third of the time of level 9 for 5 % more bytes.
const LEVEL: i32 = 3;

/// What the command line asks for.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Options {
    pub state_dir: Option<PathBuf>,
    /// The address of a PostgreSQL database, instead of the files of the state directory.
    pub postgres: Option<String>,
    pub to: Option<PathBuf>,
    pub from: Option<PathBuf>,
    pub key_file: Option<PathBuf>,
    pub passphrase_file: Option<PathBuf>,
    /// How many copies stay in a directory of copies.
    pub keep: Option<usize>,
    /// Tries on a copy, and changes nothing.
    pub rehearse: bool,
}

impl Options {
    /// Reads the command line.
    pub fn parse(command: &str, arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut path = || -> Result<Option<PathBuf>> {
                Ok(Some(PathBuf::from(rest.next().with_context(|| format!("{command}: {argument} needs a value"))?)))
            };
            match argument.as_str() {
                "--state-dir" => options.state_dir = path()?,
                "--to" => options.to = path()?,
                "--from" => options.from = path()?,
                "--key-file" => options.key_file = path()?,
                "--passphrase-file" => options.passphrase_file = path()?,
                "--keep" => {
                    let text = path()?.unwrap_or_default();
                    let count = text.to_str().and_then(|text| text.parse().ok()).filter(|count| *count > 0);
                    options.keep = Some(count.with_context(|| format!("{command}: --keep needs a number from 1"))?);
                }
                "--postgres" => options.postgres = path()?.map(|address| address.to_string_lossy().into_owned()),
                "--rehearse" => options.rehearse = true,
                other => bail!("{command}: no option “{other}”"),
            }
        }
        Ok(options)
    }

    /// The state directory; the one of `cargo xtask up` where none is named.
    pub fn state_dir(&self) -> PathBuf {
        self.state_dir.clone().unwrap_or_else(|| crate::workspace::root().join("state"))
    }

    /// What is copied or migrated.
    fn place(&self) -> Result<Place> {
        Place::of(self.postgres.as_deref(), self.state_dir())
    }

    fn secret(&self) -> Result<Secret> {
        Secret::read(self.key_file.as_deref(), self.passphrase_file.as_deref())
    }
}

/// Makes a key.
pub fn make_key(options: &Options) -> Result<()> {
    let to = options.to.as_deref().context("name the file of the key: --to FILE")?;
    key::make(to, state::random)?;
    println!("{}: keep it apart from the copies; without it none of them opens", to.display());
    Ok(())
}

/// Writes a copy, reads it back, and writes down in the database that there is one.
pub fn backup(options: &Options) -> Result<PathBuf> {
    let secret = options.secret()?;
    let place = options.place()?;
    let begun = Timestamp::now();
    let to =
        target(options.to.as_deref().context("name the file of the copy: --to FILE, or a directory")?, options, begun)?;
    let database = place.database()?;
    let made = write(&place, &secret, &to, begun);
    let (well, position, detail) = match &made {
        Ok((mark, bytes)) => {
            let hash = mark.hash.chars().take(12).collect::<String>();
            (
                true,
                mark.position,
                format!("Đến sự kiện {} ({hash}…), {}.", mark.position, domain::upkeep::bytes(*bytes)),
            )
        }
        Err(error) => (false, 0, short(&format!("{error:#}"))),
    };
    let done = upkeep::done(&state::env(), begun, well, position, detail);
    // Where even this cannot be written, the failure of the copy itself is what is told.
    let noted = block_on(upkeep::note(database.as_ref(), Kind::Backup, &done));
    let (mark, bytes) = made?;
    noted?;
    println!("{}: {} bytes, {}", to.display(), bytes, told(&mark));
    println!(
        "read back: every piece opens, every hash fits; {} ms in all",
        Timestamp::now().as_millisecond() - begun.as_millisecond()
    );
    if let Some(keep) = options.keep {
        rotate(&to, keep)?;
    }
    Ok(to)
}

/// A reason that fits into a line and names no path.
fn short(text: &str) -> String {
    let text: String = text.split(": ").last().unwrap_or_default().chars().take(200).collect();
    format!("{text}.")
}

fn told(mark: &Mark) -> String {
    let counts: Vec<String> = mark.counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
    format!("schema {}, chain at {} ({}), {}", mark.schema, mark.position, mark.hash, counts.join(", "))
}

/// The file that is written: the one that is named, or a new one in the directory that is named.
fn target(to: &Path, options: &Options, begun: Timestamp) -> Result<PathBuf> {
    let file = if to.is_dir() {
        let at = domain::calendar::to_local(begun);
        to.join(format!("{PREFIX}{}{SUFFIX}", at.strftime("%Y%m%d-%H%M%S")))
    } else if options.keep.is_some() {
        bail!("--keep needs a directory of copies for --to: {} is none", to.display());
    } else {
        to.to_owned()
    };
    if file.exists() {
        bail!("{} exists already: a copy is never written over", file.display());
    }
    Ok(file)
}

/// Writes beside the name and renames at the end: what has the name of a copy is one.
fn write(place: &Place, secret: &Secret, to: &Path, begun: Timestamp) -> Result<(Mark, i64)> {
    // In the state directory: what is there in plain is protected as the database itself. What a server holds is written beside the
    // copy, and is gone when the copy is there.
    let beside = match place {
        Place::Directory(directory) => directory.as_path(),
        Place::Server(_) => to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")),
    };
    let room = tempfile::Builder::new().prefix(".copy-").tempdir_in(beside)?;
    let (data, files) = (room.path().join(FILE_NAME), room.path().join(BLOBS_NAME));
    match place {
        Place::Directory(directory) => block_on(async {
            NativeDatabase::in_directory(directory)?.copy_to(&data).await?;
            NativeBlobs::in_directory(directory).await?.file().copy_to(&files).await
        })?,
        // As files of the other engine, all of one moment: a copy is restored into a directory, and moved to a server from there.
        Place::Server(_) => {
            engine::carry(place, &Place::Directory(room.path().to_owned()))?;
            block_on(async {
                NativeDatabase::at(data.clone()).checkpoint().await?;
                NativeBlobs::in_directory(room.path()).await?.file().checkpoint().await
            })?;
        }
    }
    let mark = block_on(upkeep::mark(&NativeDatabase::at(data.clone())))?;
    let part = PathBuf::from(format!("{}.part", to.display()));
    let written = archive(&part, &[(FILE_NAME, &data), (BLOBS_NAME, &files)], &mark, secret, begun)
        .and_then(|()| read_back(&part, secret))
        .and_then(|()| fs::rename(&part, to).context("the copy cannot be given its name"));
    if let Err(error) = written {
        let _ = fs::remove_file(&part);
        return Err(error);
    }
    if let Some(parent) = to.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        File::open(parent)?.sync_all()?;
    }
    Ok((mark, i64::try_from(to.metadata()?.len()).unwrap_or(i64::MAX)))
}

fn archive(to: &Path, parts: &[(&str, &Path)], mark: &Mark, secret: &Secret, begun: Timestamp) -> Result<()> {
    let file = File::create_new(to).with_context(|| format!("cannot write {}", to.display()))?;
    let sealer = Sealer::new(BufWriter::with_capacity(1 << 20, file), secret, state::random)?;
    let mut archive = tar::Builder::new(zstd::Encoder::new(sealer, LEVEL)?);
    let mut hashes = Vec::new();
    for (name, path) in parts {
        // An engine that only reads a copy may leave files beside it; the copy itself is whole without them.
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        let mut content = Hashed { inner: BufReader::with_capacity(1 << 20, file), hasher: Sha256::new() };
        append(&mut archive, name, size, &mut content)?;
        hashes.push(json!({ "name": name, "bytes": size, "sha256": hex::encode(content.hasher.finalize()) }));
    }
    let counts: serde_json::Map<String, Value> =
        mark.counts.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect();
    let manifest = json!({ "made_at": begun.to_string(), "program": env!("CARGO_PKG_VERSION"), "schema": mark.schema,
        "position": mark.position, "hash": mark.hash, "counts": counts, "parts": hashes });
    let manifest = serde_json::to_vec_pretty(&manifest)?;
    append(&mut archive, MANIFEST, manifest.len() as u64, &mut manifest.as_slice())?;
    let buffer = archive.into_inner()?.finish()?.finish()?;
    buffer.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(())
}

fn append<W: Write>(archive: &mut tar::Builder<W>, name: &str, size: u64, content: &mut impl Read) -> Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o600);
    archive.append_data(&mut header, name, content).with_context(|| format!("cannot copy {name}"))
}

/// Bytes that are hashed on their way.
struct Hashed<R> {
    inner: R,
    hasher: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(to)?;
        self.hasher.update(to.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// Opens a copy to its end; `keep` gets each part. Answers the manifest, after every hash was compared with it.
fn open(from: &Path, secret: &Secret, mut keep: impl FnMut(&str, &mut dyn Read) -> Result<()>) -> Result<Value> {
    let file = File::open(from).with_context(|| format!("there is no copy {}", from.display()))?;
    let opener = Opener::new(BufReader::with_capacity(1 << 20, file), secret)?;
    let mut archive = tar::Archive::new(zstd::Decoder::new(opener)?);
    let mut hashes: Vec<(String, String)> = Vec::new();
    let mut manifest = None;
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = entry.path()?.to_string_lossy().into_owned();
        match name.as_str() {
            FILE_NAME | BLOBS_NAME => {
                let mut content = Hashed { inner: &mut entry, hasher: Sha256::new() };
                keep(&name, &mut content)?;
                hashes.push((name, hex::encode(content.hasher.finalize())));
            }
            MANIFEST => {
                let mut text = Vec::new();
                entry.by_ref().take(1 << 20).read_to_end(&mut text)?;
                manifest = Some(serde_json::from_slice::<Value>(&text).context("the manifest of the copy is damaged")?);
            }
            other => bail!("the copy holds “{other}”, which this program does not know: use the version that made it"),
        }
    }
    // To its end, which proves the last piece.
    io::copy(&mut archive.into_inner(), &mut io::sink())?;
    let manifest = manifest.context("the copy has no manifest: it was cut")?;
    let parts = manifest.get("parts").and_then(Value::as_array).cloned().unwrap_or_default();
    if parts.len() != hashes.len() || parts.is_empty() {
        bail!("the copy holds {} parts, its manifest names {}", hashes.len(), parts.len());
    }
    for (part, (name, hash)) in parts.iter().zip(&hashes) {
        let text = |key: &str| part.get(key).and_then(Value::as_str).unwrap_or_default();
        if text("name") != name || text("sha256") != hash {
            bail!("{name} is not what the manifest of the copy names");
        }
    }
    Ok(manifest)
}

fn read_back(from: &Path, secret: &Secret) -> Result<()> {
    open(from, secret, |_, content| Ok(io::copy(content, &mut io::sink()).map(drop)?))
        .context("the copy, read back")
        .map(drop)
}

/// Deletes the oldest copies of a directory until so many are left; never anything else in it.
fn rotate(newest: &Path, keep: usize) -> Result<()> {
    let Some(directory) = newest.parent() else { return Ok(()) };
    let mut copies: Vec<PathBuf> = fs::read_dir(directory)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let stamp = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
            stamp.is_some_and(|stamp| {
                stamp.len() == 15 && stamp.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
            })
        })
        .collect();
    // The moment is in the name: names sort as moments do.
    copies.sort();
    let surplus = copies.len().saturating_sub(keep);
    for old in copies.iter().take(surplus).filter(|old| *old != newest) {
        fs::remove_file(old).with_context(|| format!("cannot delete {}", old.display()))?;
        println!("deleted {}", old.display());
    }
    Ok(())
}

/// Puts a copy where nothing is: everything is proven in a directory beside it first, which then takes its name.
pub fn restore(options: &Options) -> Result<()> {
    let begun = Instant::now();
    let from = options.from.as_deref().context("name the copy: --from FILE")?;
    let directory = options.state_dir();
    let is_empty = !directory.exists() || fs::read_dir(&directory).is_ok_and(|mut entries| entries.next().is_none());
    if !is_empty {
        bail!(
            "{} is not empty: name a new directory for --state-dir, a copy never replaces what is there",
            directory.display()
        );
    }
    let secret = options.secret()?;
    let parent = directory.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    // Beside its place, so that a rename is all that is left to do; it goes when anything fails.
    let room = tempfile::Builder::new().prefix(".restore-").tempdir_in(parent)?;
    let manifest = open(from, &secret, |name, content| {
        let mut file = File::create_new(room.path().join(name))?;
        io::copy(content, &mut file).with_context(|| format!("cannot write {name}"))?;
        Ok(file.sync_all()?)
    })?;
    prove(room.path(), &manifest)?;
    File::open(room.path())?.sync_all()?;
    let room = room.keep();
    let moved = fs::rename(&room, &directory);
    if moved.is_err() {
        let _ = fs::remove_dir_all(&room);
    }
    moved.with_context(|| format!("cannot put the copy in place of {}", directory.display()))?;
    File::open(parent)?.sync_all()?;
    println!("restored {} in {} ms", directory.display(), begun.elapsed().as_millis());
    println!(
        "put the account key of the old installation (account.key, or the variable account_key) in place before it starts:"
    );
    println!("no copy holds it, and without it the second factors that were set up do not open");
    Ok(())
}

/// The engine finds the files whole, the schema is one this program knows, the figures are those of the manifest, and everything verifies.
fn prove(directory: &Path, manifest: &Value) -> Result<()> {
    let database = NativeDatabase::in_directory(directory)?;
    block_on(async {
        for file in [&database, NativeBlobs::in_directory(directory).await?.file()] {
            let wrong = file.integrity().await?;
            if !wrong.is_empty() {
                bail!("{}: {}", file.path().display(), wrong.join("; "));
            }
        }
        match migrate::standing(&database).await? {
            Standing::Current => {}
            Standing::Newer { found, known } => bail!(
                "the copy has schema {found}, this program knows {known}: install the newer program, then restore"
            ),
            Standing::Behind { .. } => {
                let ran = migrate::migrate(&database).await?;
                println!("the copy was of an older schema: {ran} migrations ran on it");
            }
        }
        let mark = upkeep::mark(&database).await?;
        let said = |key: &str| manifest.get(key).cloned().unwrap_or_default();
        if said("position") != json!(mark.position) || said("hash") != json!(mark.hash) {
            bail!(
                "the chain ends at {} ({}), the manifest says {} ({})",
                mark.position,
                mark.hash,
                said("position"),
                said("hash")
            );
        }
        println!("{}", told(&mark));
        Ok(())
    })?;
    state::verify(directory)?;
    // What is renamed is the file alone: nothing may wait beside it.
    block_on(async {
        for file in [&database, NativeBlobs::in_directory(directory).await?.file()] {
            file.checkpoint().await?;
        }
        Ok(())
    })
}

/// Brings a database to the schema of this program, or shows on a copy of it what that would do.
pub fn migrate(options: &Options) -> Result<()> {
    let place = options.place()?;
    let database = place.database()?;
    let database = database.as_ref();
    let standing = block_on(migrate::standing(database))?;
    if let Standing::Newer { found, known } = standing {
        bail!(
            "the database has schema {found}, this program knows {known}: install the newer program; nothing was changed"
        );
    }
    if !options.rehearse {
        let begun = Instant::now();
        let ran = block_on(migrate::migrate(database))?;
        println!("{ran} migrations ran in {} ms; schema {}", begun.elapsed().as_millis(), migrate::known_version());
        return Ok(());
    }
    let Place::Directory(directory) = &place else {
        bail!(
            "rehearse on a copy that the server makes: createdb --template NAME COPY, then cargo xtask migrate --postgres with the address \
             of COPY, and cargo xtask verify"
        );
    };
    let begun = Timestamp::now();
    let outcome = rehearse(directory, &NativeDatabase::in_directory(directory)?);
    let position = block_on(upkeep::mark(database)).map(|mark| mark.position).unwrap_or(0);
    let (well, detail) = match &outcome {
        Ok(words) => (true, words.clone()),
        Err(error) => (false, short(&format!("{error:#}"))),
    };
    // A database that is behind may not have the table for it yet.
    if matches!(standing, Standing::Current) {
        block_on(upkeep::note(database, Kind::Rehearsal, &upkeep::done(&state::env(), begun, well, position, detail)))?;
    }
    println!("rehearsed: {}", outcome?);
    Ok(())
}

fn rehearse(directory: &Path, database: &NativeDatabase) -> Result<String> {
    let room = tempfile::Builder::new().prefix(".rehearsal-").tempdir_in(directory)?;
    let begun = Instant::now();
    let files = room.path().join(BLOBS_NAME);
    block_on(async {
        database.copy_to(&room.path().join(FILE_NAME)).await?;
        NativeBlobs::in_directory(directory).await?.file().copy_to(&files).await
    })?;
    let copied = begun.elapsed().as_millis();
    let copy = NativeDatabase::in_directory(room.path())?;
    let begun = Instant::now();
    let ran = block_on(migrate::migrate(&copy))?;
    let migrated = begun.elapsed().as_millis();
    let begun = Instant::now();
    state::prove(room.path())?;
    let verified = begun.elapsed().as_millis();
    Ok(format!(
        "{ran} migrations to schema {}; copied in {copied} ms, migrated in {migrated} ms, verified in {verified} ms; the database itself was not touched",
        migrate::known_version()
    ))
}

#[cfg(test)]
mod tests;
