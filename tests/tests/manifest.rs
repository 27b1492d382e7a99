//! `spin.toml`: what is deployed is what is built, and every component holds exactly the grants it needs.
#![expect(clippy::expect_used, reason = "a test fails by saying what it lacks")]

use ins_tests::root;
use std::collections::BTreeMap;
use std::fs;
use toml::{Table, Value};

fn manifest() -> Table {
    let text = fs::read_to_string(root().join("spin.toml")).expect("spin.toml");
    text.parse().expect("spin.toml is TOML")
}

fn table<'a>(table: &'a Table, key: &str) -> &'a Table {
    table.get(key).and_then(Value::as_table).unwrap_or_else(|| panic!("spin.toml: [{key}]"))
}

/// How an installation limits what is done too often.
const LIMITS: &str = "variables = { database_ca = \"{{ database_ca }}\", database_url = \"{{ database_url }}\", rate_limits = \"{{ rate_limits }}\", trusted_proxies = \"{{ trusted_proxies }}\" }";

/// The grants of each component, in full. A grant that is added here is a decision, not a convenience.
fn grants() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        (
            "documents",
            &[
                "allowed_outbound_hosts = [\"{{ database_host }}\"]",
                "key_value_stores = [\"default\"]",
                "sqlite_databases = [\"default\"]",
                LIMITS,
            ] as &[&str],
        ),
        (
            "exchange",
            &[
                "allowed_outbound_hosts = [\"{{ database_host }}\", \"{{ federation_host }}\"]",
                "key_value_stores = [\"default\"]",
                "sqlite_databases = [\"default\"]",
                "variables = { database_ca = \"{{ database_ca }}\", database_url = \"{{ database_url }}\", federation_key = \"{{ federation_key }}\", federation_token = \"{{ federation_token }}\", federation_url = \"{{ federation_url }}\", metrics_key = \"{{ metrics_key }}\", rate_limits = \"{{ rate_limits }}\", trusted_proxies = \"{{ trusted_proxies }}\" }",
            ],
        ),
        (
            "reports",
            &["allowed_outbound_hosts = [\"{{ database_host }}\"]", "sqlite_databases = [\"default\"]", LIMITS],
        ),
        (
            "site",
            &[
                "allowed_outbound_hosts = [\"{{ oidc_issuer_host }}\", \"{{ database_host }}\", \"{{ federation_host }}\"]",
                "files = [{ destination = \"/public\", source = \"dist/public\" }]",
                "sqlite_databases = [\"default\"]",
                "variables = { account_key = \"{{ account_key }}\", database_ca = \"{{ database_ca }}\", database_url = \"{{ database_url }}\", federation_key = \"{{ federation_key }}\", federation_token = \"{{ federation_token }}\", federation_url = \"{{ federation_url }}\", installation_name = \"{{ installation_name }}\", metrics_key = \"{{ metrics_key }}\", oidc_claim = \"{{ oidc_claim }}\", oidc_client_id = \"{{ oidc_client_id }}\", oidc_client_secret = \"{{ oidc_client_secret }}\", oidc_issuer = \"{{ oidc_issuer }}\", oidc_mfa = \"{{ oidc_mfa }}\", practice_key = \"{{ practice_key }}\", practice_url = \"{{ practice_url }}\", rate_limits = \"{{ rate_limits }}\", second_factor = \"{{ second_factor }}\", trusted_proxies = \"{{ trusted_proxies }}\" }",
            ],
        ),
    ])
}

#[test]
fn every_component_holds_exactly_its_grants() {
    let manifest = manifest();
    let components = table(&manifest, "component");
    let expected = grants();
    let names: Vec<&str> = components.keys().map(String::as_str).collect();
    assert_eq!(names, expected.keys().copied().collect::<Vec<_>>(), "components");
    for (name, component) in components {
        let mut held: Vec<String> = component
            .as_table()
            .expect("a component is a table")
            .iter()
            .filter(|(key, _)| !["description", "source"].contains(&key.as_str()))
            .map(|(key, value)| format!("{key} = {}", inline(value)))
            .collect();
        held.sort();
        assert_eq!(held, expected[name.as_str()], "grants of {name}");
    }
}

/// A value on one line, with sorted keys.
fn inline(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(items) => {
            let pairs: Vec<String> = items.iter().map(|(key, value)| format!("{key} = {}", inline(value))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

#[test]
fn every_source_is_something_the_build_makes() {
    let manifest = manifest();
    for (name, component) in table(&manifest, "component") {
        let source = component.get("source").and_then(Value::as_str).unwrap_or_default();
        assert_eq!(source, format!("dist/{name}.wasm"), "source of {name}");
        let package = fs::read_to_string(root().join("functions").join(name).join("Cargo.toml"))
            .unwrap_or_else(|error| panic!("functions/{name}/Cargo.toml: {error}"));
        let package: Table = package.parse().expect("Cargo.toml is TOML");
        assert_eq!(table(&package, "package").get("name").and_then(Value::as_str), Some(name.as_str()));
        let kinds = package.get("lib").and_then(|lib| lib.get("crate-type")).and_then(Value::as_array);
        assert!(
            kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind.as_str() == Some("cdylib"))),
            "functions/{name} makes no component: crate-type = [\"cdylib\"] is missing"
        );
    }
}

#[test]
fn every_trigger_leads_to_a_component_and_no_route_twice() {
    let manifest = manifest();
    let components = table(&manifest, "component");
    let triggers = table(&manifest, "trigger").get("http").and_then(Value::as_array).expect("[[trigger.http]]");
    let mut routes: Vec<&str> = Vec::new();
    for trigger in triggers {
        let component = trigger.get("component").and_then(Value::as_str).unwrap_or_default();
        assert!(components.contains_key(component), "a trigger names “{component}”");
        routes.push(trigger.get("route").and_then(Value::as_str).unwrap_or_default());
    }
    assert_eq!(table(&manifest, "trigger").keys().collect::<Vec<_>>(), ["http"], "only HTTP triggers");
    let count = routes.len();
    routes.sort_unstable();
    routes.dedup();
    assert_eq!(routes.len(), count, "a route twice: {routes:?}");
}

#[test]
fn no_key_outside_what_spin_has() {
    let known: &[(&str, &[&str])] = &[
        ("", &["application", "component", "spin_manifest_version", "trigger", "variables"]),
        ("application", &["authors", "description", "name", "trigger", "version"]),
        ("variables.*", &["default", "required", "secret"]),
        ("trigger.http.*", &["component", "executor", "id", "route"]),
        (
            "component.*",
            &[
                "ai_models",
                "allowed_outbound_hosts",
                "build",
                "dependencies",
                "dependencies_inherit_configuration",
                "description",
                "environment",
                "exclude_files",
                "files",
                "key_value_stores",
                "source",
                "sqlite_databases",
                "targets",
                "tool",
                "variables",
            ],
        ),
    ];
    let manifest = manifest();
    assert_eq!(manifest.get("spin_manifest_version").and_then(Value::as_integer), Some(2));
    let mut tables: Vec<(&str, &Table)> = vec![("", &manifest), ("application", table(&manifest, "application"))];
    tables
        .extend(table(&manifest, "variables").values().filter_map(Value::as_table).map(|table| ("variables.*", table)));
    tables
        .extend(table(&manifest, "component").values().filter_map(Value::as_table).map(|table| ("component.*", table)));
    let triggers = table(&manifest, "trigger").get("http").and_then(Value::as_array).expect("[[trigger.http]]");
    tables.extend(triggers.iter().filter_map(Value::as_table).map(|table| ("trigger.http.*", table)));
    for (place, table) in tables {
        let allowed = known.iter().find(|(name, _)| *name == place).map_or(&[] as &[&str], |(_, keys)| keys);
        for key in table.keys() {
            assert!(allowed.contains(&key.as_str()), "spin.toml: “{key}” in {place}");
        }
    }
}

#[test]
fn every_variable_a_component_reads_is_declared() {
    let manifest = manifest();
    let declared = table(&manifest, "variables");
    for (name, component) in table(&manifest, "component") {
        for (_, template) in component.get("variables").and_then(Value::as_table).into_iter().flatten() {
            let text = template.as_str().unwrap_or_default();
            let variable = text.trim_start_matches("{{").trim_end_matches("}}").trim();
            assert!(declared.contains_key(variable), "{name} reads the variable “{variable}”");
        }
    }
}
