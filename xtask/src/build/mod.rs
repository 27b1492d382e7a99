//! Everything that is deployed: server functions, both modules for the browser, style sheet, fonts, compressed and named by content.
//!
//! A second run does only what changed: cargo keeps its own fingerprints, and every file made here is named by the
//! content it was made from.

pub mod browser;
mod compress;
mod report;
mod style;

use crate::{cargo, workspace};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The components of `spin.toml`, each a package of the same name.
pub const COMPONENTS: [&str; 4] = ["site", "reports", "documents", "exchange"];
const SERVER_TARGET: &str = "wasm32-wasip2";
/// What a browser runs.
pub const BROWSER_TARGET: &str = "wasm32-unknown-unknown";
/// Public path of the assets, as the site function serves them.
const PREFIX: &str = "/tai-nguyen/";
/// Begins the names of the field application's files.
pub const FIELD: &str = "hien-truong";

/// How to build.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Quick to build, slow to run.
    pub dev: bool,
    /// What browsers load, and no component: to look at its size.
    pub browser: bool,
}

impl Options {
    /// Reads the command line.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        for argument in arguments {
            match argument.as_str() {
                "--dev" => options.dev = true,
                "--browser" => options.browser = true,
                other => bail!("build: no option “{other}”"),
            }
        }
        Ok(options)
    }

    /// The profile of cargo for one half.
    pub fn profile(self, half: &str) -> String {
        if self.dev { format!("{half}-dev") } else { half.to_owned() }
    }
}

/// Builds everything into `dist/`.
pub fn run(options: &Options) -> Result<()> {
    cargo::ensure_target(SERVER_TARGET)?;
    cargo::ensure_target(BROWSER_TARGET)?;
    if !options.browser {
        components_into_dist(options)?;
    }
    let public = public_files(options)?;
    report::print(&public, !options.dev)
}

/// All components, in one run of cargo: what they share (the law, the store, the front) is compiled once, not once for every set of
/// features that a component alone would ask of it. None of them takes `app` for the browser.
fn components_into_dist(options: &Options) -> Result<()> {
    let profile = options.profile("server");
    let mut build = cargo::cargo();
    build.args(["build", "--quiet", "--profile", &profile, "--target", SERVER_TARGET]);
    build.args(COMPONENTS.iter().flat_map(|package| ["-p", package]));
    cargo::run(&format!("server functions {} ({profile})", COMPONENTS.join(", ")), &mut build)?;
    for package in COMPONENTS {
        let built = workspace::target().join(SERVER_TARGET).join(&profile).join(format!("{package}.wasm"));
        let bytes = fs::read(&built).with_context(|| format!("{package} made no component at {}", built.display()))?;
        write_if_changed(&workspace::dist().join(format!("{package}.wasm")), &bytes)?;
    }
    Ok(())
}

/// The modules for the browser and everything beside them, into `dist/public`.
fn public_files(options: &Options) -> Result<PathBuf> {
    let public = workspace::dist().join("public");
    fs::create_dir_all(&public)?;
    let mut files = Files { public: public.clone(), kept: BTreeSet::new(), fast: options.dev };
    let pages = browser_module("hydrate", options)?;
    let wasm = files.add("ins", "wasm", &pages.wasm)?;
    let js = files.add("ins", "js", pages.js.as_bytes())?;
    let field = browser_module("fieldwork", options)?;
    let field_wasm = format!("{PREFIX}{}", files.add(FIELD, "wasm", &field.wasm)?);
    let field_js = format!("{PREFIX}{}", files.add(FIELD, "js", field.js.as_bytes())?);
    // A page without a script of its own needs no nonce: a document that is kept on a device could not have one.
    let boot = format!(
        "import start,{{fieldwork}} from {field_js:?};await start({{module_or_path:{field_wasm:?}}});fieldwork();\n"
    );
    let field_boot = files.add(&format!("{FIELD}-mo"), "js", boot.as_bytes())?;
    let css = style::sheet(&mut files)?;
    let field_css = style::field_sheet(&mut files)?;
    // Papers are printed where there is no network.
    let fonts: Vec<String> =
        files.kept.iter().filter(|name| name.ends_with(".woff2")).map(|name| format!("{PREFIX}{name}")).collect();
    let mut names = serde_json::json!({
        "css": format!("{PREFIX}{css}"), "js": format!("{PREFIX}{js}"), "wasm": format!("{PREFIX}{wasm}"),
        "field_js": field_js, "field_wasm": field_wasm, "field_boot": format!("{PREFIX}{field_boot}"), "field_css": format!("{PREFIX}{field_css}"), "fonts": fonts,
    });
    for (key, stem, extension) in
        [("icon", "icon", "svg"), ("icon_192", "icon-192", "png"), ("icon_512", "icon-512", "png")]
    {
        let path = workspace::root().join("style").join(format!("{stem}.{extension}"));
        let picture = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        names[key] = format!("{PREFIX}{}", files.add(stem, extension, &picture)?).into();
    }
    write_if_changed(&public.join("assets.json"), serde_json::to_string_pretty(&names)?.as_bytes())?;
    files.kept.insert("assets.json".to_owned());
    files.remove_others()?;
    Ok(public)
}

/// One module for the browser: `app` with a feature, in a cargo run of its own, so that no feature of one reaches the other. Both leave
/// it in the same place: it is read before the next one is built.
fn browser_module(feature: &str, options: &Options) -> Result<browser::Bound> {
    let profile = options.profile("browser");
    cargo::run(
        &format!("browser module {feature} ({profile})"),
        cargo::cargo().args(["rustc", "--quiet", "--profile", &profile, "--target", BROWSER_TARGET]).args([
            "-p",
            "app",
            "--lib",
            "--features",
            feature,
            "--crate-type",
            "cdylib",
        ]),
    )?;
    browser::bind(&workspace::target().join(BROWSER_TARGET).join(&profile).join("app.wasm"))
}

/// The public directory while it is being filled.
pub struct Files {
    public: PathBuf,
    kept: BTreeSet<String>,
    fast: bool,
}

impl Files {
    /// Adds a file under a name that carries its content's hash, with its compressed twins; answers the name.
    pub fn add(&mut self, stem: &str, extension: &str, content: &[u8]) -> Result<String> {
        let name = format!("{stem}.{}.{extension}", short_hash(content));
        write_if_changed(&self.public.join(&name), content)?;
        // Both are compressed already.
        if !["woff2", "png"].contains(&extension) {
            for twin in compress::twins(&self.public.join(&name), content, self.fast)? {
                self.kept.insert(twin);
            }
        }
        self.kept.insert(name.clone());
        Ok(name)
    }

    fn remove_others(&self) -> Result<()> {
        for entry in fs::read_dir(&self.public)? {
            let entry = entry?;
            if !self.kept.contains(&*entry.file_name().to_string_lossy()) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// The first 16 hex digits of the content's SHA-256.
pub fn short_hash(content: &[u8]) -> String {
    let mut hash = hex::encode(Sha256::digest(content));
    hash.truncate(16);
    hash
}

/// Writes a file in one step, and only when its content differs: what is named by content keeps its time.
pub fn write_if_changed(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let partial = path.with_extension("partial");
    fs::write(&partial, content)
        .and_then(|()| fs::rename(&partial, path))
        .with_context(|| format!("cannot write {}", path.display()))
}
