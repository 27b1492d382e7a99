//! `deploy/systemd` and `deploy/proxy`: one machine, the host and nginx before it.

use super::{bytes, copy_command, default_of, largest_body, options, read, routes, seconds, variables, word};
use std::collections::BTreeSet;

/// Sections of a unit file with their lines, continued ones put together.
fn unit(name: &str) -> Vec<(String, String, String)> {
    let text = read(&format!("deploy/systemd/{name}")).replace("\\\n", " ");
    let (mut section, mut lines) = (String::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name.to_owned();
            continue;
        }
        let (key, value) = line.split_once('=').unwrap_or_else(|| panic!("{name}: {line}"));
        lines.push((section.clone(), key.to_owned(), value.trim_matches('"').to_owned()));
    }
    lines
}

fn values<'a>(unit: &'a [(String, String, String)], key: &str) -> Vec<&'a str> {
    unit.iter().filter(|(_, known, _)| known == key).map(|(_, _, value)| value.as_str()).collect()
}

fn value<'a>(unit: &'a [(String, String, String)], key: &str) -> &'a str {
    let [value] = values(unit, key)[..] else { panic!("{key} stands once: {:?}", values(unit, key)) };
    value
}

/// The least that shuts a service in.
const HARDENED: [(&str, &str); 9] = [
    ("NoNewPrivileges", "yes"),
    ("ProtectSystem", "strict"),
    ("ProtectHome", "yes"),
    ("PrivateTmp", "yes"),
    ("PrivateDevices", "yes"),
    ("CapabilityBoundingSet", ""),
    ("RestrictNamespaces", "yes"),
    ("UMask", "0077"),
    ("StateDirectoryMode", "0700"),
];

#[test]
fn the_service_starts_the_host_with_what_the_host_has() {
    let unit = unit("ins.service");
    let source = read("host/src/main.rs");
    let words: Vec<&str> = value(&unit, "ExecStart").split_whitespace().collect();
    let given = options(&words[1..], &["--quiet"]);
    for (option, _) in &given {
        let known = format!("Long(\"{}\")", option.trim_start_matches("--"));
        assert!(source.contains(&known) && source.contains(&format!("  {option}")), "the host has no {option}");
    }
    let of = |name: &str| given.iter().find(|(option, _)| *option == name).map(|(_, value)| *value).unwrap_or_default();
    assert_eq!(of("--state-dir"), format!("/var/lib/{}/state", value(&unit, "StateDirectory")));
    assert_eq!(of("--cache-dir"), format!("/var/cache/{}", value(&unit, "CacheDirectory")));
    assert!(of("--listen").starts_with("127.0.0.1:") && of("--metrics-listen").starts_with("127.0.0.1:"));
    let bodies: Vec<&str> =
        given.iter().filter(|(option, _)| *option == "--max-body-size").map(|(_, value)| *value).collect();
    let tested = read("xtask/src/up.rs");
    assert!(!bodies.is_empty());
    for body in bodies {
        assert!(tested.contains(&format!("\"{body}\"")), "{body} is not what is tested");
    }
    for (key, wanted) in HARDENED {
        assert_eq!(value(&unit, key), wanted, "{key}");
    }
    assert_eq!((value(&unit, "User"), value(&unit, "Restart")), ("ins", "on-failure"));
    let memory = default_of("--max-instances") * default_of("--max-instance-memory") + default_of("--max-buffered");
    assert!(bytes(value(&unit, "MemoryMax")) > memory, "less than the host may take");
    assert!(bytes(value(&unit, "LimitNOFILE")) >= default_of("--max-connections") + 256);
    assert!(seconds(value(&unit, "TimeoutStopSec")) > default_of("--request-timeout"), "a stop would cut requests off");
}

#[test]
fn the_service_sets_variables_that_are_there_and_secrets_from_files() {
    let (unit, declared) = (unit("ins.service"), variables());
    let credentials: BTreeSet<&str> =
        values(&unit, "LoadCredential").iter().map(|line| line.split(':').next().unwrap_or_default()).collect();
    let mut used = BTreeSet::new();
    for line in values(&unit, "Environment") {
        let (name, value) = line.split_once('=').expect("NAME=VALUE");
        let variable = name.strip_prefix("SPIN_VARIABLE_").unwrap_or_else(|| panic!("{name} is no variable of INS"));
        let (variable, file) = variable.strip_suffix("_FILE").map_or((variable, false), |variable| (variable, true));
        let secret = *declared.get(&variable.to_lowercase()).unwrap_or_else(|| panic!("spin.toml has no {variable}"));
        assert_eq!(secret, file, "{variable}: a secret comes as a file, and nothing else does");
        if file {
            let credential = value.strip_prefix("%d/").unwrap_or_default();
            assert!(credentials.contains(credential), "{variable}: “{value}” is no credential of the unit");
            used.insert(credential);
        }
    }
    assert_eq!(used, credentials, "loaded and not used");
    assert!(used.contains("account-key"));
}

#[test]
fn the_copy_is_made_every_night_of_what_the_service_keeps() {
    let (service, copy, timer) = (unit("ins.service"), unit("ins-copy.service"), unit("ins-copy.timer"));
    let given = copy_command(value(&copy, "ExecStart"));
    assert_eq!(given["--state-dir"], format!("/var/lib/{}/state", value(&service, "StateDirectory")));
    for key in ["User", "Group", "StateDirectory", "StateDirectoryMode", "UMask"] {
        assert_eq!(value(&copy, key), value(&service, key), "{key}");
    }
    for (key, wanted) in HARDENED {
        assert_eq!(value(&copy, key), wanted, "{key}");
    }
    assert_eq!(value(&copy, "ReadWritePaths"), given["--to"]);
    assert_eq!(value(&copy, "RequiresMountsFor"), given["--to"], "a disk that is not there would be made up for");
    let credential = given["--key-file"].strip_prefix("%d/").expect("the key is a credential");
    assert!(value(&copy, "LoadCredential").starts_with(&format!("{credential}:")));
    assert_eq!((value(&copy, "Type"), value(&timer, "Unit")), ("oneshot", "ins-copy.service"));
    assert_eq!((value(&timer, "Persistent"), value(&timer, "WantedBy")), ("true", "timers.target"));
    assert!(value(&timer, "OnCalendar").starts_with("*-*-* "), "every day");
}

#[test]
fn a_province_sends_by_a_timer_that_asks_this_machine_alone() {
    let (service, nation, timer) = (unit("ins.service"), unit("ins-nation.service"), unit("ins-nation.timer"));
    let words: Vec<&str> = value(&nation, "ExecStart").split_whitespace().collect();
    let listen = value(&service, "ExecStart").split("--listen ").nth(1).and_then(|rest| rest.split(' ').next());
    let address = words.last().and_then(|word| word.strip_prefix("http://")).expect("an address");
    let (host, path) = address.split_once('/').expect("a path");
    assert_eq!(Some(host), listen, "not where the host listens");
    assert_eq!(format!("/{path}"), word("functions/exchange/src/nation.rs", "PUSH"));
    let most: u64 =
        words.iter().skip_while(|word| **word != "--max-time").nth(1).expect("--max-time").parse().expect("seconds");
    assert!(most > default_of("--request-timeout"), "the answer would be lost");
    let config = words.iter().skip_while(|word| **word != "--config").nth(1).expect("--config");
    let credential = config.strip_prefix("%d/").expect("the secret is a credential");
    assert!(value(&nation, "LoadCredential").starts_with(&format!("{credential}:")));
    let shut = |(key, _): &&(&str, &str)| *key != "StateDirectoryMode";
    for (key, wanted) in HARDENED.iter().filter(shut) {
        assert_eq!(value(&nation, key), *wanted, "{key}");
    }
    assert_eq!((value(&nation, "IPAddressDeny"), value(&nation, "IPAddressAllow")), ("any", "localhost"));
    assert_eq!((value(&nation, "Type"), value(&timer, "Unit")), ("oneshot", "ins-nation.service"));
    assert_eq!((value(&timer, "OnCalendar"), value(&timer, "WantedBy")), ("*:0/15", "timers.target"));
}

// The proxy.

/// The directives of nginx's file, each as its words; a block's name is one too.
fn directives() -> Vec<Vec<String>> {
    let text = read("deploy/proxy/nginx.conf");
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>().join("\n");
    lines
        .split([';', '{', '}'])
        .map(|part| part.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .filter(|words| !words.is_empty())
        .collect()
}

#[test]
fn the_proxy_lets_through_what_the_host_takes_and_says_who_asks() {
    let directives = directives();
    let all = |name: &str| -> Vec<String> {
        directives.iter().filter(|words| words[0] == name).map(|words| words[1..].join(" ")).collect()
    };
    let one = |name: &str| {
        let found = all(name);
        assert_eq!(found.len(), 1, "{name} stands once: {found:?}");
        found[0].clone()
    };
    assert!(bytes(&one("client_max_body_size")) >= largest_body(), "a photo that INS takes would be refused");
    let head = one("large_client_header_buffers");
    assert_eq!(bytes(head.split(' ').nth(1).expect("a size")), default_of("--max-header-size"));
    assert!(seconds(&one("proxy_read_timeout")) > default_of("--request-timeout"), "the host's answer would be lost");
    assert!(seconds(&one("client_body_timeout")) >= default_of("--body-timeout"));
    assert_eq!(one("ssl_protocols"), "TLSv1.2 TLSv1.3");
    let forward = |suite: &str| suite.starts_with("ECDHE-") && (suite.contains("-GCM-") || suite.contains("CHACHA20"));
    assert!(one("ssl_ciphers").split(':').all(forward), "suites with forward secrecy and authentication alone");
    assert_eq!(one("ssl_prefer_server_ciphers"), "on");
    assert!(all("add_header").is_empty(), "guards come with INS's own answers");
    assert!(read("functions/front/src/headers.rs").contains("headers.insert(STRICT_TRANSPORT_SECURITY"));

    let sent = all("proxy_set_header");
    let name = all("server_name").last().expect("a name").clone();
    for line in [&format!("Host {name}"), "X-Forwarded-For $remote_addr", "X-Forwarded-Proto https"] {
        assert!(sent.iter().any(|sent| sent == line), "{line} is missing: {sent:?}");
    }
    for forged in ["spin-client-addr", "x-request-id"] {
        assert!(sent.contains(&format!("{forged} \"\"")), "a browser could send {forged}");
    }
    let unit = unit("ins.service");
    let start = value(&unit, "ExecStart");
    let listen = one("proxy_pass").trim_start_matches("http://").to_owned();
    assert!(start.contains(&format!("--listen {listen} ")), "{listen} is not where the host listens");
    let trusted = "127.0.0.1/32";
    assert!(start.contains(&format!("--trusted-proxies {trusted}")));
    assert!(values(&unit, "Environment").contains(&format!("SPIN_VARIABLE_TRUSTED_PROXIES={trusted}").as_str()));
}

#[test]
fn plain_requests_are_refused_where_no_page_is() {
    let text = read("deploy/proxy/nginx.conf");
    let families = text.split("location ~ ^/(").nth(1).and_then(|rest| rest.split(')').next()).expect("a list");
    let there: BTreeSet<String> =
        routes().iter().filter_map(|(route, _)| route.split('/').nth(1)).map(str::to_owned).collect();
    for family in families.split('|') {
        assert!(there.contains(family), "spin.toml has no route /{family}/");
    }
    for (route, component) in routes().iter().filter(|(_, component)| component == "exchange") {
        let family = route.split('/').nth(1).unwrap_or_default();
        let refused = families.split('|').any(|refused| refused == family);
        assert!(refused || family == "suc-khoe", "{route} of {component} answers over plain HTTP");
    }
}
