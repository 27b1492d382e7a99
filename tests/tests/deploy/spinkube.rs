//! `deploy/spinkube`: the SpinApp and what stands around it.

use super::{bytes, constant, copy_command, default_of, files, largest_body, read, routes, variables, word};
use host::runtime_config::RuntimeConfig;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use toml::Table;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SpinApp {
    api_version: String,
    kind: String,
    metadata: Metadata,
    spec: Spec,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Metadata {
    name: String,
    namespace: String,
}

/// The fields of `core.spinkube.dev/v1alpha1` that are used here; the cluster refuses others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Spec {
    image: String,
    image_pull_secrets: Vec<Named>,
    executor: String,
    replicas: u32,
    pod_labels: BTreeMap<String, String>,
    checks: Checks,
    resources: BTreeMap<String, BTreeMap<String, String>>,
    runtime_config: FromSecret,
    volumes: Vec<Value>,
    volume_mounts: Vec<Mount>,
    variables: Vec<Variable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Checks {
    liveness: Probe,
    readiness: Probe,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Probe {
    http_get: Get,
    initial_delay_seconds: u32,
    period_seconds: u32,
    timeout_seconds: u32,
    failure_threshold: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Get {
    path: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct FromSecret {
    load_from_secret: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Mount {
    name: String,
    mount_path: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Variable {
    name: String,
    value: Option<String>,
    value_from: Option<ValueFrom>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ValueFrom {
    secret_key_ref: KeyOf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyOf {
    name: String,
    key: String,
    #[serde(default)]
    optional: bool,
}

fn app() -> SpinApp {
    serde_saphyr::from_str(&read("deploy/spinkube/ins.yaml")).expect("deploy/spinkube/ins.yaml is a SpinApp")
}

fn around() -> Vec<Value> {
    serde_saphyr::from_multiple(&read("deploy/spinkube/around.yaml")).expect("deploy/spinkube/around.yaml is YAML")
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn of_kind<'a>(all: &'a [Value], kind: &str) -> Vec<&'a Value> {
    all.iter().filter(|object| text(object, "/kind") == kind).collect()
}

fn the<'a>(all: &'a [Value], kind: &str, name: &str) -> &'a Value {
    let found = of_kind(all, kind).into_iter().find(|object| text(object, "/metadata/name") == name);
    found.unwrap_or_else(|| panic!("around.yaml has no {kind} “{name}”"))
}

#[test]
fn the_spin_app_sets_variables_that_are_there_and_secrets_from_secrets() {
    let (app, around, declared) = (app(), around(), variables());
    assert_eq!((app.api_version.as_str(), app.kind.as_str()), ("core.spinkube.dev/v1alpha1", "SpinApp"));
    assert_eq!(app.spec.executor, "containerd-shim-spin");
    let mut set = BTreeSet::new();
    for variable in &app.spec.variables {
        let name = &variable.name;
        let secret = *declared.get(name).unwrap_or_else(|| panic!("spin.toml has no variable “{name}”"));
        assert!(set.insert(name.clone()), "{name} twice");
        match (&variable.value, &variable.value_from) {
            (Some(_), None) => assert!(!secret, "{name} is a secret and stands in ins.yaml"),
            (None, Some(from)) => {
                let KeyOf { name: kept, key, optional } = &from.secret_key_ref;
                let there = the(&around, "Secret", kept).pointer("/stringData").and_then(|data| data.get(key));
                assert!(there.is_some() || *optional, "{name}: the Secret {kept} has no {key}");
            }
            _ => panic!("{name} has either a value or a secret"),
        }
    }
    for (name, _) in declared.iter().filter(|(_, secret)| **secret) {
        assert!(set.contains(name), "ins.yaml says nothing of the secret {name}");
    }
    let proxies = app.spec.variables.iter().find(|variable| variable.name == "trusted_proxies");
    assert!(proxies.is_some_and(|proxies| proxies.value.as_ref().is_some_and(|value| value.contains('/'))));
}

#[test]
fn the_probes_ask_what_answers() {
    let Checks { liveness, readiness } = app().spec.checks;
    let is_route = |path: &str| routes().iter().any(|(route, _)| route == path);
    let alive = word("app/src/routes.rs", "LIVENESS");
    let ready = word("app/src/routes.rs", "READINESS");
    assert_eq!(liveness.http_get.path, alive, "liveness asks for nothing but an answer");
    let path = &readiness.http_get.path;
    assert!(*path == ready || (is_route(path) && path.starts_with(&ready)), "{path} is no readiness of INS");
    for probe in [&liveness, &readiness] {
        assert!(probe.timeout_seconds >= 2 && probe.period_seconds > 0 && probe.initial_delay_seconds > 0);
    }
    assert!(liveness.failure_threshold > readiness.failure_threshold, "who is not ready is not restarted at once");
}

#[test]
fn placeholders_are_known_for_what_they_are_and_are_no_keys() {
    let shortest = constant("functions/store/src/accounts/key.rs", "MIN_ACCOUNT_KEY");
    let all = around();
    let mut seen = 0;
    for secret in of_kind(&all, "Secret") {
        for (key, value) in secret["stringData"].as_object().expect("stringData") {
            let value = value.as_str().expect("a text");
            if key == "runtime-config.toml" {
                assert!(!value.contains("token"), "a token stands in around.yaml");
                continue;
            }
            assert!(value.starts_with("REPLACE"), "{key} looks like a real secret");
            assert!((value.len() as u64) < shortest, "{key}: who forgets to replace it would have a key that is known");
            seen += 1;
        }
    }
    assert!(seen >= 2, "{seen} placeholders");
}

#[test]
fn the_cluster_keeps_its_files_where_the_copy_takes_them_from() {
    let (app, around) = (app(), around());
    let secret = the(&around, "Secret", &app.spec.runtime_config.load_from_secret);
    let given = secret["stringData"]["runtime-config.toml"].as_str().expect("runtime-config.toml");
    let shipped = read("deploy/runtime-config/sqlite.toml");
    assert_eq!(given.parse::<Table>().expect("TOML"), shipped.parse::<Table>().expect("TOML"), "not sqlite.toml");
    let config = RuntimeConfig::parse(given).expect("the host reads it");
    let [mount] = app.spec.volume_mounts.as_slice() else { panic!("one volume for database and files") };
    for file in files(&config) {
        assert!(file.starts_with(&format!("{}/", mount.mount_path)), "{file} is lost with the pod");
    }
    let volume = app.spec.volumes.iter().find(|volume| text(volume, "/name") == mount.name).expect("the volume");
    let claim = the(&around, "PersistentVolumeClaim", text(volume, "/persistentVolumeClaim/claimName"));
    let modes = claim.pointer("/spec/accessModes/0").and_then(Value::as_str);
    assert_eq!((modes, app.spec.replicas), (Some("ReadWriteOnce"), 1), "two pods would write one file");

    let copy = &the(&around, "CronJob", "ins-copy")["spec"]["jobTemplate"]["spec"]["template"]["spec"];
    let tools: Value = serde_saphyr::from_str(&read("deploy/spinkube/tools.yaml")).expect("a Pod");
    let words = |key: &str| -> Vec<String> {
        let list = copy["containers"][0][key].as_array().expect("a list");
        list.iter().map(|word| word.as_str().expect("a text").to_owned()).collect()
    };
    let given = copy_command(&words("command").into_iter().chain(words("args")).collect::<Vec<_>>().join(" "));
    let [database, _] = files(&config);
    assert_eq!(Path::new(&database).parent(), Some(Path::new(&given["--state-dir"])), "the copy is of something else");
    assert_eq!((text(&tools, "/kind"), text(&tools, "/metadata/namespace")), ("Pod", app.metadata.namespace.as_str()));
    for (whose, pod) in [("copy", copy), ("tools", &tools["spec"])] {
        assert_eq!(pod["containers"][0]["image"], copy["containers"][0]["image"], "{whose}: another program");
        let mounts = pod["containers"][0]["volumeMounts"].as_array().expect("mounts");
        for place in [&given["--state-dir"], &given["--to"], &given["--key-file"]] {
            let held = mounts.iter().any(|mount| Path::new(place.as_str()).starts_with(text(mount, "/mountPath")));
            assert!(held, "{place} is in no volume of {whose}");
        }
        for mount in mounts {
            let volumes = pod["volumes"].as_array().expect("volumes");
            let volume = volumes.iter().find(|volume| text(volume, "/name") == text(mount, "/name"));
            let volume = volume.unwrap_or_else(|| panic!("{whose} has no volume for {mount}"));
            match text(volume, "/persistentVolumeClaim/claimName") {
                "" => the(&around, "Secret", text(volume, "/secret/secretName")),
                claim => the(&around, "PersistentVolumeClaim", claim),
            };
        }
    }
}

#[test]
fn a_province_sends_from_a_pod_that_is_let_in() {
    let app = app();
    let all: Vec<Value> = serde_saphyr::from_multiple(&read("deploy/spinkube/nation.yaml")).expect("documents");
    let job = &the(&all, "CronJob", "ins-nation")["spec"]["jobTemplate"]["spec"];
    let pod = &job["template"];
    let container = &pod["spec"]["containers"][0];
    let args = container["args"].as_array().expect("words");
    let words: Vec<&str> = args.iter().filter_map(Value::as_str).collect();
    let address = words.last().and_then(|word| word.strip_prefix("http://")).expect("an address");
    let (host, path) = address.split_once('/').expect("a path");
    assert_eq!(host, format!("{}.{}.svc", app.metadata.name, app.metadata.namespace));
    assert_eq!(format!("/{path}"), word("functions/exchange/src/nation.rs", "PUSH"));
    let config = words.iter().skip_while(|word| **word != "--config").nth(1).expect("--config");
    let (mount, file) = config.rsplit_once('/').expect("a file");
    assert_eq!(text(container, "/volumeMounts/0/mountPath"), mount);
    let secret = the(&all, "Secret", text(&pod["spec"], "/volumes/0/secret/secretName"));
    assert!(secret["stringData"][file].as_str().is_some_and(|text| text.contains("Bearer REPLACE")));
    let policy = the(&all, "NetworkPolicy", "ins-nation");
    let from = &policy["spec"]["ingress"][0]["from"][0]["podSelector"]["matchLabels"];
    assert_eq!(*from, pod["metadata"]["labels"], "the pod is let in nowhere");
    assert_eq!(policy["spec"]["podSelector"]["matchLabels"]["app.kubernetes.io/name"], app.metadata.name);
    assert!(all.iter().all(|one| text(one, "/metadata/namespace") == app.metadata.namespace));
}

#[test]
fn the_way_in_leads_to_the_app_and_takes_what_it_takes() {
    let (app, around) = (app(), around());
    let Metadata { name, namespace } = &app.metadata;
    assert_eq!(text(the(&around, "Namespace", namespace), "/metadata/name"), namespace);
    for object in around.iter().filter(|object| text(object, "/kind") != "Namespace") {
        assert_eq!(text(object, "/metadata/namespace"), namespace, "{}", text(object, "/metadata/name"));
    }
    let ingress = the(&around, "Ingress", name);
    let backend = ingress.pointer("/spec/rules/0/http/paths/0/backend/service").expect("a backend");
    assert_eq!((text(backend, "/name"), backend["port"]["number"].as_u64()), (name.as_str(), Some(80)));
    assert_eq!(text(ingress, "/spec/tls/0/hosts/0"), text(ingress, "/spec/rules/0/host"), "a name without TLS");
    assert!(!text(ingress, "/spec/tls/0/secretName").is_empty());
    let annotations = ingress["metadata"]["annotations"].as_object().expect("annotations");
    let bodies: Vec<u64> = annotations
        .iter()
        .filter(|(key, _)| key.contains("body-size"))
        .map(|(_, value)| bytes(value.as_str().expect("a text")))
        .collect();
    assert!(!bodies.is_empty() && bodies.iter().all(|bytes| *bytes >= largest_body()), "{bodies:?}");
    let policy = the(&around, "NetworkPolicy", name);
    let chosen = policy.pointer("/spec/podSelector/matchLabels").and_then(Value::as_object).expect("labels");
    for (label, value) in chosen {
        assert_eq!(app.spec.pod_labels.get(label).map(String::as_str), value.as_str(), "the policy chooses other pods");
    }
    let memory = bytes(&app.spec.resources["limits"]["memory"]);
    assert!(memory >= default_of("--max-instance-memory"), "less than one instance may take");
    assert!(app.spec.image.contains(":") && !app.spec.image.ends_with(":latest"), "{}", app.spec.image);
    assert!(app.spec.image_pull_secrets.iter().all(|secret| !secret.name.is_empty()));
}
