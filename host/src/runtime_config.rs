//! Where databases and stores are kept (`runtime-config.toml`), in the words of Spin's runtime configuration.
//!
//! As in Spin, a path in the file counts from the directory the host was started in; without a path the file lies in the
//! state directory.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The runtime configuration; everything has a default in the state directory.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuntimeConfig {
    #[serde(default)]
    pub sqlite_database: BTreeMap<String, Backend>,
    #[serde(default)]
    pub key_value_store: BTreeMap<String, Backend>,
}

/// One backend: `type = "spin"` with an optional path.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backend {
    #[serde(rename = "type")]
    pub kind: String,
    pub path: Option<PathBuf>,
}

/// What a section keeps: the kinds of it that Spin has and this host has not.
struct Section {
    name: &'static str,
    elsewhere: &'static [&'static str],
}

/// What this host reads of Spin's runtime configuration.
const SECTIONS: [Section; 2] = [
    Section { name: "sqlite_database", elsewhere: &["libsql"] },
    Section { name: "key_value_store", elsewhere: &["redis", "azure_cosmos", "aws_dynamo"] },
];

/// The only kind of this host: a file.
const FILE: &str = "spin";

/// Keys of a backend that is a file.
const KEYS: [&str; 2] = ["type", "path"];

/// Says what is not read here, and what is: the words of the parser name neither.
fn check(config: &Table) -> Result<()> {
    if let Some(key) = config.keys().find(|key| SECTIONS.iter().all(|section| section.name != *key)) {
        bail!(
            "this host does not read `{key}`: it reads [sqlite_database.NAME] and [key_value_store.NAME]; whatever else Spin's runtime \
             configuration has, only `spin up` reads"
        );
    }
    for section in &SECTIONS {
        let Some(content) = config.get(section.name) else { continue };
        let Some(backends) = content.as_table() else { bail!("`{0}` is no table: write [{0}.default]", section.name) };
        for (name, backend) in backends {
            section.check(name, backend).with_context(|| format!("[{}.{name}]", section.name))?;
        }
    }
    Ok(())
}

impl Section {
    fn check(&self, name: &str, backend: &Value) -> Result<()> {
        let Some(backend) = backend.as_table() else {
            bail!("`{name}` is no table: write [{}.{name}] and below it type = \"{FILE}\"", self.name)
        };
        let Some(kind) = backend.get("type").and_then(Value::as_str) else {
            bail!("`{name}` has no type: write type = \"{FILE}\" (a file)")
        };
        if kind != FILE {
            let own = format!("this host has only `{FILE}` (a file)");
            if self.elsewhere.contains(&kind) {
                bail!(
                    "`{name}` has type `{kind}`, which Spin has; {own}: run the application with `spin up --runtime-config-file`"
                );
            }
            bail!(
                "`{name}` has type `{kind}`, which neither Spin nor this host has; {own}, Spin also {}",
                self.elsewhere.join(", ")
            );
        }
        match backend.keys().find(|key| !KEYS.contains(&key.as_str())) {
            Some(key) => {
                bail!("`{name}` has a key `{key}`, which type `{FILE}` does not know: it has {}", KEYS.join(" and "))
            }
            None => Ok(()),
        }
    }
}

impl RuntimeConfig {
    /// Reads the file, when there is one.
    ///
    /// # Errors
    /// Names the key or the backend that this host does not have, and what it has.
    pub fn load(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("in {}", path.display()))
    }

    /// Reads what stands in such a file.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn parse(text: &str) -> Result<Self> {
        let config: Table = text.parse()?;
        check(&config)?;
        Ok(config.try_into()?)
    }

    /// The file of a database; `default` exists without configuration, others only when configured.
    pub fn database(&self, name: &str, state_dir: &Path) -> Option<PathBuf> {
        file(&self.sqlite_database, name, state_dir, "sqlite_db.db")
    }

    /// The file of a key-value store.
    pub fn store(&self, name: &str, state_dir: &Path) -> Option<PathBuf> {
        file(&self.key_value_store, name, state_dir, "sqlite_key_value.db")
    }
}

fn file(backends: &BTreeMap<String, Backend>, name: &str, state_dir: &Path, default: &str) -> Option<PathBuf> {
    match backends.get(name) {
        Some(Backend { path: Some(path), .. }) => Some(path.clone()),
        Some(Backend { path: None, .. }) => Some(state_dir.join(format!("{name}.db"))),
        None => (name == "default").then(|| state_dir.join(default)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_count_from_where_the_host_was_started() -> Result<()> {
        let config: RuntimeConfig = toml::from_str(
            "[sqlite_database.default]\ntype = \"spin\"\npath = \"data/ins.db\"\n[sqlite_database.archive]\ntype = \"spin\"",
        )?;
        let state = Path::new("state");
        assert_eq!(config.database("default", state), Some(PathBuf::from("data/ins.db")));
        assert_eq!(config.database("archive", state), Some(PathBuf::from("state/archive.db")));
        assert_eq!(config.database("unknown", state), None);
        assert_eq!(RuntimeConfig::default().database("default", state), Some(PathBuf::from("state/sqlite_db.db")));
        Ok(())
    }

    fn refused(text: &str) -> String {
        RuntimeConfig::parse(text).map_or_else(|error| format!("{error:#}"), |config| panic!("taken: {config:?}"))
    }

    #[test]
    fn what_is_not_read_here_is_named_with_what_is() {
        let database = |lines: &str| refused(&format!("[sqlite_database.default]\n{lines}"));
        for (told, words) in [
            (
                database("type = \"libsql\"\nurl = \"https://x\"\ntoken = \"t\""),
                &["`default` has type `libsql`", "`spin up"] as &[_],
            ),
            (database("type = \"postgres\""), &["type `postgres`", "only `spin`", "libsql"]),
            (database("path = \"ins.db\""), &["[sqlite_database.default]", "has no type", "type = \"spin\""]),
            (database("type = \"spin\"\nfile = \"ins.db\""), &["a key `file`", "type and path"]),
            (database("type = \"spin\"\npath = 7"), &["path"]),
            (
                refused("[key_value_store.default]\ntype = \"redis\""),
                &["[key_value_store.default]", "`redis`, which Spin has"],
            ),
            (refused("[key_value_store.default]\ntype = \"libsql\""), &["neither Spin nor this host", "redis"]),
            (refused("[sqlite_databases.default]\ntype = \"spin\""), &["`sqlite_databases`", "[sqlite_database.NAME]"]),
            (refused("[[variable_provider]]\ntype = \"vault\""), &["`variable_provider`", "`spin up`"]),
            (refused("sqlite_database = \"ins.db\""), &["[sqlite_database.default]"]),
            (refused("[key_value_store]\ndefault = \"spin\""), &["[key_value_store.default]", "type = \"spin\""]),
        ] {
            for word in words {
                assert!(told.contains(word), "{told} – “{word}”");
            }
        }
    }

    #[test]
    fn a_file_is_named_by_whoever_refuses_it() -> Result<()> {
        let file = tempfile::NamedTempFile::new()?;
        std::fs::write(file.path(), "[sqlite_database.default]\ntype = \"libsql\"")?;
        let error = RuntimeConfig::load(Some(file.path())).map_or_else(|error| format!("{error:#}"), |_| String::new());
        assert!(error.contains(&file.path().display().to_string()) && error.contains("`libsql`"), "{error}");
        Ok(())
    }

    #[test]
    fn what_is_shipped_is_read() -> Result<()> {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/runtime-config");
        let mut read = Vec::new();
        for entry in std::fs::read_dir(&shipped)? {
            let path = entry?.path();
            let text = std::fs::read_to_string(&path)?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name == "libsql.toml" {
                let told = refused(&text);
                assert!(told.contains("which Spin has") && told.contains("`spin up"), "{told}");
            } else {
                let config = RuntimeConfig::load(Some(&path))?;
                let nowhere = Path::new("state");
                for file in [config.database("default", nowhere), config.store("default", nowhere)] {
                    assert!(file.as_ref().is_some_and(|file| file.is_absolute()), "{name}: {file:?}");
                }
            }
            read.push(name);
        }
        assert!(["libsql.toml", "sqlite.toml"].iter().all(|name| read.iter().any(|there| there == name)), "{read:?}");
        Ok(())
    }
}
