//! Where databases and stores are kept (`runtime-config.toml`), in the words of Spin's runtime configuration.
//!
//! As in Spin, a path in the file counts from the directory the host was started in; without a path the file lies in the
//! state directory.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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

impl RuntimeConfig {
    /// Reads the file, when there is one.
    ///
    /// # Errors
    /// Names the backend this host does not have.
    pub fn load(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let config: Self = toml::from_str(&text).with_context(|| format!("in {}", path.display()))?;
        for (name, backend) in config.sqlite_database.iter().chain(&config.key_value_store) {
            if backend.kind != "spin" {
                bail!(
                    "`{name}` has type `{}`; this host has only `spin` (a file): run it with `spin up`",
                    backend.kind
                );
            }
        }
        Ok(config)
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

    #[test]
    fn another_backend_is_named() -> Result<()> {
        let file = tempfile::NamedTempFile::new()?;
        std::fs::write(file.path(), "[sqlite_database.default]\ntype = \"libsql\"")?;
        let error = RuntimeConfig::load(Some(file.path())).map_or_else(|error| error.to_string(), |_| String::new());
        assert!(error.contains("`default` has type `libsql`"), "{error}");
        Ok(())
    }
}
