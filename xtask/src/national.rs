//! `seed --cases`, `bench --cases` and `verify --commands`: the national database, made and measured, and random commands, by a program
//! of the store that is built in the release profile.

use crate::{cargo, state, workspace};
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use store::native::{FILE_NAME, block_on};
use store::native_postgres::PostgresDatabase;

/// The program, built when it changed.
fn program() -> Result<PathBuf> {
    let build = ["build", "--quiet", "--release", "-p", "store", "--features", "native", "--example", "national"];
    cargo::run("national (release)", cargo::cargo().args(build))?;
    Ok(workspace::target().join("release").join("examples").join("national"))
}

fn run(program: &Path, arguments: &[&OsStr]) -> Result<()> {
    let status = Command::new(program).args(arguments).status().context("cannot start the program")?;
    if status.success() { Ok(()) } else { bail!("{}: {status}", program.display()) }
}

fn today() -> String {
    domain::calendar::to_local(jiff::Timestamp::now()).date().to_string()
}

/// Makes the national database in a state directory that has none. It is written beside its place and put there when it is
/// whole.
pub fn seed(directory: &Path, cases: usize) -> Result<()> {
    let file = directory.join(FILE_NAME);
    if file.exists() {
        bail!("{} has a database already: name another directory with --state-dir", directory.display());
    }
    std::fs::create_dir_all(directory)?;
    let making = directory.join(format!("{FILE_NAME}.making"));
    if making.exists() {
        // Left by a run that was interrupted.
        std::fs::remove_file(&making)?;
    }
    let (cases, today) = (cases.to_string(), today());
    run(&program()?, &["seed".as_ref(), making.as_ref(), cases.as_ref(), today.as_ref()])?;
    std::fs::rename(&making, &file)?;
    println!("{}", file.display());
    println!(
        "  ksv1.33-01, doitruong.33-01, chicuctruong.33, trunguong, quantri; mật khẩu chung: {}",
        store::demo::PASSWORD
    );
    Ok(())
}

/// Makes the national database in an empty database of a server.
pub fn seed_server(address: &str, cases: usize) -> Result<()> {
    let (cases, today) = (cases.to_string(), today());
    run(&program()?, &["seed".as_ref(), address.as_ref(), cases.as_ref(), today.as_ref()])
}

/// Measures on the national database of a server, which is made when the database is empty.
pub fn bench_server(address: &str, cases: usize) -> Result<()> {
    let database = PostgresDatabase::at(address)?;
    if block_on(store::migrate::applied(&database))?.is_empty() {
        seed_server(address, cases)?;
    }
    block_on(store::migrate::migrate(&database))?;
    run(&program()?, &["bench".as_ref(), address.as_ref(), today().as_ref()])
}

/// What a transaction costs at least at a place, a directory or an address.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Floor {
    /// Milliseconds of one that writes one row and is kept, one writer, half of them and 95 of 100.
    pub alone: [f64; 2],
    /// Such transactions a second, of one writer and of eight.
    pub rates: [f64; 2],
}

/// Measures it.
pub fn floor(place: &OsStr) -> Result<Floor> {
    let output = Command::new(program()?).arg("floor".as_ref() as &OsStr).arg(place).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers.as_slice() {
        [half, most, one, eight] => Ok(Floor { alone: [*half, *most], rates: [*one, *eight] }),
        _ => bail!("the floor was not measured: {}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// Gives random commands to a database of its own, and verifies what is kept.
pub fn walk(commands: usize) -> Result<()> {
    let directory = tempfile::TempDir::new()?;
    let (file, commands, today) = (directory.path().join(FILE_NAME), commands.to_string(), today());
    run(&program()?, &["walk".as_ref(), file.as_ref(), commands.as_ref(), today.as_ref()])
}

/// Measures on the national database of a state directory, which is made when it is not there.
pub fn bench(directory: &Path, cases: usize) -> Result<()> {
    let file = directory.join(FILE_NAME);
    if !file.exists() {
        seed(directory, cases)?;
    }
    state::migrate(directory)?;
    run(&program()?, &["bench".as_ref(), file.as_ref(), today().as_ref()])
}
