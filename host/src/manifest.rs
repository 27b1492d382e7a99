//! The application manifest (`spin.toml`, version 2): what is deployed, and exactly what each component may do.

use crate::outbound::Allowed;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A manifest as written. Keys that this host does not know are refused, as a typo would otherwise silently grant or
/// deny something.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub spin_manifest_version: u32,
    pub application: Application,
    #[serde(default)]
    pub variables: BTreeMap<String, VariableDefinition>,
    pub trigger: Triggers,
    pub component: BTreeMap<String, Component>,
}

/// `[application]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    pub name: String,
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub authors: Vec<String>,
}

/// `[variables]`: either a default, or required from a provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariableDefinition {
    pub default: Option<String>,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub secret: bool,
}

/// `[[trigger.http]]`; other triggers are refused.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Triggers {
    #[serde(default)]
    pub http: Vec<HttpTrigger>,
}

/// One route and the component that answers it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpTrigger {
    pub id: Option<String>,
    pub route: String,
    pub component: String,
}

/// One component and its grants.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    #[serde(default)]
    pub description: String,
    pub source: PathBuf,
    #[serde(default)]
    pub files: Vec<FilesMount>,
    #[serde(default)]
    pub exclude_files: Vec<String>,
    #[serde(default)]
    pub sqlite_databases: BTreeSet<String>,
    #[serde(default)]
    pub key_value_stores: BTreeSet<String>,
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    #[serde(default)]
    pub allowed_outbound_hosts: Vec<String>,
    /// How `spin build` makes the component; ignored when running.
    #[serde(default)]
    pub build: Option<toml::Table>,
}

/// A directory or file the component reads, at a path of its own.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct FilesMount {
    pub source: PathBuf,
    pub destination: String,
}

/// Reads and checks a manifest.
///
/// # Errors
/// Everything that is wrong, each with how to fix it.
pub fn load(path: &Path) -> Result<Manifest> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the manifest {}", path.display()))?;
    parse(&text).with_context(|| format!("in {}", path.display()))
}

/// Reads and checks a manifest's text.
///
/// # Errors
/// As [`load`].
pub fn parse(text: &str) -> Result<Manifest> {
    let manifest: Manifest = toml::from_str(text).context("the manifest is not what this host understands")?;
    let mut problems = Vec::new();
    if manifest.spin_manifest_version != 2 {
        problems.push(format!(
            "spin_manifest_version is {}: write `spin_manifest_version = 2`",
            manifest.spin_manifest_version
        ));
    }
    if manifest.trigger.http.is_empty() {
        problems.push("there is no [[trigger.http]]: add one with `route` and `component`".to_owned());
    }
    let mut routes = BTreeSet::new();
    for trigger in &manifest.trigger.http {
        if !manifest.component.contains_key(&trigger.component) {
            problems.push(format!(
                "route {} names the component `{}`, which is not declared: add [component.{}]",
                trigger.route, trigger.component, trigger.component
            ));
        }
        if !trigger.route.starts_with('/') {
            problems.push(format!("route `{}` must begin with `/`", trigger.route));
        }
        if !routes.insert(&trigger.route) {
            problems.push(format!("route {} is declared twice: keep one", trigger.route));
        }
    }
    for (name, component) in &manifest.component {
        for mount in &component.files {
            if !mount.destination.starts_with('/') {
                problems
                    .push(format!("component `{name}`: the destination `{}` must begin with `/`", mount.destination));
            }
        }
        for entry in component.allowed_outbound_hosts.iter().filter(|entry| !entry.contains("{{")) {
            if let Err(error) = Allowed::parse(entry) {
                problems.push(format!("component `{name}`: allowed_outbound_hosts: {error:#}"));
            }
        }
        if !component.exclude_files.is_empty() {
            problems
                .push(format!("component `{name}` uses exclude_files; this host mounts whole directories: remove it"));
        }
        for template in component.variables.values().chain(&component.allowed_outbound_hosts) {
            for wanted in references(template) {
                if !manifest.variables.contains_key(&wanted) {
                    problems.push(format!(
                        "component `{name}` uses the variable `{wanted}`, which is not declared: add it to [variables]"
                    ));
                }
            }
        }
    }
    for (name, variable) in &manifest.variables {
        if variable.default.is_none() && !variable.required {
            problems.push(format!("variable `{name}` has neither a default nor `required = true`"));
        }
    }
    if problems.is_empty() { Ok(manifest) } else { bail!("{}", problems.join("\n")) }
}

/// Names in `{{ name }}` of a template.
pub fn references(template: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some((_, after)) = rest.split_once("{{") {
        let Some((name, tail)) = after.split_once("}}") else { break };
        names.push(name.trim().to_owned());
        rest = tail;
    }
    names
}

/// Fills a template from values.
pub fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, tail) = after.split_once("}}")?;
        out.push_str(before);
        out.push_str(&value(name.trim())?);
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}

impl Manifest {
    /// The hosts a component may send requests to, with their templates filled in.
    ///
    /// # Errors
    /// Names the entry that is no host, and the variable that has no value.
    pub fn outbound_hosts(
        &self,
        component: &str,
        environment: impl Fn(&str) -> Option<String> + Copy,
    ) -> Result<Vec<Allowed>> {
        let entries = self.component.get(component).map(|component| component.allowed_outbound_hosts.as_slice());
        let read = |entry: &String| {
            let filled = fill(entry, |wanted| self.variable(wanted, environment))
                .with_context(|| format!("`{entry}`: a variable of it has no value"))?;
            Allowed::parse(&filled)
        };
        let read = |entry| read(entry).with_context(|| format!("component `{component}`: allowed_outbound_hosts"));
        entries.unwrap_or_default().iter().map(read).collect()
    }

    /// The value of an application variable: from the environment (`SPIN_VARIABLE_NAME`), else its default.
    pub fn variable(&self, name: &str, environment: impl Fn(&str) -> Option<String>) -> Option<String> {
        let definition = self.variables.get(name)?;
        environment(&format!("SPIN_VARIABLE_{}", name.to_uppercase())).or_else(|| definition.default.clone())
    }

    /// The values of variables that are given as files (`SPIN_VARIABLE_NAME_FILE`), by the name of the environment they stand for: secrets
    /// of systemd and of containers come so, and stand in no list of processes.
    ///
    /// # Errors
    /// Names the file that cannot be read.
    pub fn files(&self, environment: impl Fn(&str) -> Option<String>) -> Result<BTreeMap<String, String>> {
        let mut values = BTreeMap::new();
        for name in self.variables.keys() {
            let name = format!("SPIN_VARIABLE_{}", name.to_uppercase());
            let Some(path) = environment(&format!("{name}_FILE")) else { continue };
            let text = std::fs::read_to_string(&path).with_context(|| format!("{name}_FILE: cannot read {path}"))?;
            values.insert(name, text.trim_end_matches(['\r', '\n']).to_owned());
        }
        Ok(values)
    }

    /// The variables of a component with their templates filled in.
    ///
    /// # Errors
    /// Names the required variable that no provider gives.
    pub fn component_variables(
        &self,
        component: &Component,
        environment: impl Fn(&str) -> Option<String> + Copy,
    ) -> Result<BTreeMap<String, String>> {
        let mut values = BTreeMap::new();
        for (name, template) in &component.variables {
            let value = fill(template, |wanted| self.variable(wanted, environment)).with_context(|| {
                format!(
                    "the variable `{name}` has no value: set SPIN_VARIABLE_{} or give it a default",
                    name.to_uppercase()
                )
            })?;
            values.insert(name.clone(), value);
        }
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        spin_manifest_version = 2
        [application]
        name = "x"
        [variables]
        greeting = { default = "chào" }
        [[trigger.http]]
        route = "/..."
        component = "site"
        [component.site]
        source = "site.wasm"
        files = [{ source = "public", destination = "/public" }]
        sqlite_databases = ["default"]
        [component.site.variables]
        words = "{{ greeting }} bạn"
    "#;

    #[test]
    fn reads_a_manifest() {
        let manifest = parse(GOOD).unwrap();
        let site = &manifest.component["site"];
        assert_eq!(site.files[0].destination, "/public");
        let words = |environment: fn(&str) -> Option<String>| manifest.component_variables(site, environment).unwrap();
        assert_eq!(words(|_| None)["words"], "chào bạn");
        assert_eq!(words(|name| (name == "SPIN_VARIABLE_GREETING").then(|| "hi".to_owned()))["words"], "hi bạn");
    }

    #[test]
    fn a_secret_is_read_from_its_file() {
        let manifest = parse(GOOD).unwrap();
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("greeting");
        std::fs::write(&path, "xin chào\n").unwrap();
        let path = path.display().to_string();
        let named = |name: &str| (name == "SPIN_VARIABLE_GREETING_FILE").then(|| path.clone());
        let files = manifest.files(named).unwrap();
        assert_eq!(files["SPIN_VARIABLE_GREETING"], "xin chào");
        assert!(manifest.files(|_| None).unwrap().is_empty());
        let missing = |name: &str| (name == "SPIN_VARIABLE_GREETING_FILE").then(|| "/khong-co/tep".to_owned());
        let error = format!("{:#}", manifest.files(missing).unwrap_err());
        assert!(error.contains("SPIN_VARIABLE_GREETING_FILE"), "{error}");
    }

    #[test]
    fn hosts_may_come_from_variables() {
        let entry = "sqlite_databases = [\"default\"]\nallowed_outbound_hosts = [\"{{ greeting }}\"]";
        let manifest = parse(&GOOD.replace("sqlite_databases = [\"default\"]", entry)).unwrap();
        let hosts = |value: &'static str| manifest.outbound_hosts("site", move |_| Some(value.to_owned()));
        assert!(hosts("https://login.example.vn").unwrap()[0].covers("https", "login.example.vn"));
        assert!(hosts("https://*").is_err() && hosts("").is_err());
        assert!(parse(GOOD).unwrap().outbound_hosts("site", |_| None).unwrap().is_empty());
    }

    #[test]
    fn says_everything_that_is_wrong() {
        for (from, to, words) in [
            ("spin_manifest_version = 2", "spin_manifest_version = 1", "spin_manifest_version = 2"),
            ("component = \"site\"", "component = \"sight\"", "add [component.sight]"),
            ("{{ greeting }}", "{{ greetings }}", "greetings"),
            (
                "source = \"site.wasm\"",
                "source = \"site.wasm\"\nallowed_outbound_hosts = [\"https://*\"]",
                "one exact host",
            ),
            (
                "source = \"site.wasm\"",
                "source = \"site.wasm\"\nallowed_outbound_hosts = [\"{{ nowhere }}\"]",
                "nowhere",
            ),
            ("source = \"site.wasm\"", "source = \"site.wasm\"\nsqlite_database = []", "sqlite_database"),
            ("route = \"/...\"", "route = \"...\"", "must begin with `/`"),
        ] {
            let error = format!("{:#}", parse(&GOOD.replace(from, to)).unwrap_err());
            assert!(error.contains(words), "{error}");
        }
    }
}
