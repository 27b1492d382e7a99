//! The manifest, its templates and the routes under mutated inputs.

use host::manifest::{fill, parse, references};
use host::routes::Routes;
use mutate::{Plan, text};

#[test]
fn manifests() {
    let shipped = include_str!("../../spin.toml");
    let corpus: [&[u8]; 2] = [shipped.as_bytes(), b"spin_manifest_version = 2\n[application]\nname = \"a\"\n"];
    let own = [
        "[[trigger.http]]\n",
        "route = \"/...\"\n",
        "component = \"site\"\n",
        "{{ ",
        " }}",
        "[component.site]\n",
        "required = true\n",
        "[variables]\n",
    ];
    text(&Plan::new("host: manifest", 1_500, &corpus, &own), |typed| {
        if let Ok(manifest) = parse(typed) {
            let routes = Routes::new(&manifest.trigger.http);
            assert_eq!(routes.iter().count(), manifest.trigger.http.len());
            routes.find("/ho-so/x");
        }
    });
}

#[test]
fn paths_and_templates() {
    let manifest = parse(include_str!("../../spin.toml")).unwrap();
    let routes = Routes::new(&manifest.trigger.http);
    let corpus: [&[u8]; 4] = [b"/ho-so/1", b"//bao-cao//tep/", b"/api/v1/ky", b"{{ a }}-{{ b"];
    let own = ["/", "//", "/../", "%2f", "/bao-cao/tep/", "{{", "}}"];
    text(&Plan::new("host: paths and templates", 20_000, &corpus, &own), |typed| {
        assert!(routes.find(typed).is_some(), "there is a route for everything: {typed:?}");
        references(typed);
        fill(typed, |name| Some(name.to_owned()));
    });
}
