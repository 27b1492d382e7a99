//! `reseal`: from a former account key to a new one, for everything that is sealed by it. All of it, or nothing.
//!
//! Must not know: what is sealed, or how.

use crate::engine::Place;
use crate::{state, workspace};
use anyhow::{Context, Result, bail};
use futures::executor::block_on;
use std::path::{Path, PathBuf};
use store::accounts::{AccountKey, MIN_ACCOUNT_KEY, reseal};
use store::migrate::{self, Standing};

/// What the command line asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    state_dir: Option<PathBuf>,
    /// The address of a PostgreSQL database, instead of the file of the state directory.
    postgres: Option<String>,
    former: Option<PathBuf>,
    new: Option<PathBuf>,
}

impl Options {
    /// Reads the command line.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if argument == "--postgres" {
                options.postgres = Some(rest.next().context("reseal: --postgres needs an address")?.clone());
                continue;
            }
            let place = match argument.as_str() {
                "--state-dir" => &mut options.state_dir,
                "--former-key-file" => &mut options.former,
                "--key-file" => &mut options.new,
                other => bail!("reseal: no option “{other}”"),
            };
            *place = Some(PathBuf::from(rest.next().with_context(|| format!("reseal: {argument} needs a value"))?));
        }
        Ok(options)
    }
}

/// Opens everything by the former key and seals it by the new one. Both are files with what the variable `account_key` holds.
pub fn run(options: &Options) -> Result<()> {
    let directory = options.state_dir.clone().unwrap_or_else(|| workspace::root().join("state"));
    let former = key(options.former.as_deref(), "--former-key-file")?;
    let new = key(options.new.as_deref(), "--key-file")?;
    let database = Place::of(options.postgres.as_deref(), directory)?.database()?;
    let database = database.as_ref();
    let moved = block_on(async {
        if migrate::standing(database).await? != Standing::Current {
            bail!("the database is of another version: cargo xtask migrate first");
        }
        Ok(reseal(database, &state::env(), &former, &new).await?)
    })?;
    println!("{} second factors and {} identities are sealed by the new key", moved.second_factors, moved.identities);
    println!(
        "Start the installation with it now (variable account_key), and keep the former one with the copies of before."
    );
    Ok(())
}

fn key(file: Option<&Path>, option: &str) -> Result<AccountKey> {
    let file = file.with_context(|| format!("reseal: give {option} FILE, with an account key in it"))?;
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let key = AccountKey::new(&text);
    key.with_context(|| format!("{} holds no account key of {MIN_ACCOUNT_KEY} characters or more", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Beginning;
    use store::native::NativeDatabase;

    #[test]
    fn everything_goes_over_and_only_by_the_key_it_was_sealed_with() {
        let place = tempfile::tempdir().unwrap();
        let state_dir = place.path().join("state");
        state::prepare(&state_dir, Beginning::Demo).unwrap();
        let file = |name: &str, text: &str| {
            std::fs::write(place.path().join(name), text).unwrap();
            Some(place.path().join(name))
        };
        let (one, other) = (file("one", &"k".repeat(40)), file("other", &format!("{}\n", "o".repeat(40))));
        let asked = |former: &Option<PathBuf>, new: &Option<PathBuf>| {
            run(&Options {
                state_dir: Some(state_dir.clone()),
                former: former.clone(),
                new: new.clone(),
                ..Options::default()
            })
        };
        let told = asked(&one, &other).unwrap_err().to_string();
        assert!(told.contains("not the account_key"), "no key is its own yet: {told}");
        let database = NativeDatabase::in_directory(&state_dir).unwrap();
        let key = AccountKey::new(&"k".repeat(40)).unwrap();
        block_on(store::accounts::sealing(&database, &state::env(), Some(&key))).unwrap();
        asked(&one, &other).unwrap();
        assert!(asked(&one, &other).is_err(), "it went over already");
        asked(&other, &one).unwrap();
        for wrong in [&file("short", "k"), &Some(place.path().join("none")), &None] {
            assert!(asked(&one, wrong).is_err(), "{wrong:?}");
        }
        state::verify(&state_dir).unwrap();
    }
}
