//! Runs cargo and rustup, and says what it is doing.

use crate::workspace;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// A command in the workspace's root.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root());
    command
}

/// What stands before rustc for the crates of the workspace: with clippy's driver they are linted while they are compiled.
const WRAPPER: &str = "RUSTC_WORKSPACE_WRAPPER";

/// What lints while it compiles: the wrapper we run under, when there is one.
pub fn linter() -> Option<OsString> {
    std::env::var_os(WRAPPER).filter(|name| !name.is_empty())
}

/// Cargo itself, the one that runs us, for what is shipped: without a wrapper, since clippy's driver optimises less.
pub fn cargo() -> Command {
    let mut command = for_tests();
    command.env_remove(WRAPPER);
    command
}

/// Cargo for what is only tested: linted on the way where we run under a linter.
pub fn for_tests() -> Command {
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = command(&program);
    // Set for this binary by the outer cargo; they would make the inner one see a changed environment.
    for name in ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end; a failure names what was done.
pub fn run(what: &str, command: &mut Command) -> Result<()> {
    let start = Instant::now();
    eprintln!("  {what} …");
    let status = command.status().with_context(|| format!("{what}: cannot start {:?}", command.get_program()))?;
    if !status.success() {
        bail!("{what}: failed ({status})");
    }
    eprintln!("  {what}: {:.1} s", start.elapsed().as_secs_f32());
    Ok(())
}

/// Installs the compilation target when it is missing.
pub fn ensure_target(target: &str) -> Result<()> {
    let output = command("rustc").args(["--print", "sysroot"]).output().context("rustc is not on PATH")?;
    let sysroot = String::from_utf8(output.stdout).context("rustc --print sysroot")?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(target).is_dir() {
        return Ok(());
    }
    run(&format!("install the Rust target {target} with rustup"), command("rustup").args(["target", "add", target]))
        .with_context(|| format!("the Rust target {target} is missing; install it with your Rust distribution"))
}

/// Whether this process may install what is missing.
pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

/// Installs packages of Debian.
pub fn apt(name: &str, packages: &[&str]) -> Result<()> {
    run("update the package lists", Command::new("apt-get").args(["update", "-qq"]))?;
    let mut install = Command::new("apt-get");
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    run(&format!("install {name} with apt"), &mut install)
}
