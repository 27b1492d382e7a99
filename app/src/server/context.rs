//! What the function that runs us hands in: the data, the clock, the name of the installation, the assets.

use super::provider::Provider;
use super::session::Looked;
use crate::error::AppError;
use jiff::Timestamp;
use leptos::prelude::{provide_context, use_context};
use serde::Deserialize;
use std::sync::Arc;

/// Everything from outside that a server function may use.
#[derive(Clone)]
pub struct Context {
    /// Where everything is kept; each opened connection is its own.
    pub database: Arc<dyn store::Database>,
    /// The only clock: tests hand in their own.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// What the footer and the papers call this installation.
    pub installation_name: Arc<str>,
    /// Fills a buffer with unpredictable bytes.
    pub random: fn(&mut [u8]),
    /// What is asked of those who sign in, and how.
    pub accounts: Accounts,
    /// How officers come from where they work to where they practise; nothing where that is not set up.
    pub practice: Option<Practice>,
    /// The line to the nation, where this is a province that keeps its own data.
    pub nation: Option<store::federation::Link>,
}

/// What signing in takes beside the database.
#[derive(Clone, Default)]
pub struct Accounts {
    pub policy: store::accounts::Policy,
    /// What whoever runs the installation has to put right; administrators see that there is something.
    pub warning: Option<Arc<str>>,
    /// The agency's identity provider, where one is set up.
    pub provider: Option<Arc<Provider>>,
}

/// The key both installations have, and where practice is; here or there.
#[derive(Clone)]
pub struct Practice {
    pub key: store::practice::Key,
    /// Scheme and host; empty in the installation of practice itself.
    pub address: Arc<str>,
}

impl Practice {
    /// From the variables of the installation. Nothing without a key that is long enough, or with an address no browser can open.
    pub fn from_variables(secret: &str, address: &str) -> Option<Self> {
        let address = address.trim().trim_end_matches('/');
        let opens = |scheme: &str| {
            address.strip_prefix(scheme).is_some_and(|host| {
                !host.is_empty()
                    && host
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']'))
            })
        };
        // Without TLS only on the machine itself: a pass stands in the address.
        let here = address.strip_prefix("http://").is_some_and(store::accounts::is_loopback_host);
        let usable = address.is_empty() || opens("https://") || (here && opens("http://"));
        if !usable {
            return None;
        }
        store::practice::Key::new(secret).map(|key| Self { key, address: address.into() })
    }
}

impl Context {
    /// Now, by the clock that was handed in.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// What the store may not make itself.
    pub fn env(&self) -> store::Env {
        let client = super::request::kind_of_client().unwrap_or_default();
        store::Env { client, ..store::Env::new(self.now(), self.random) }
    }
}

/// The context of this request.
///
/// # Errors
/// `Internal` when the function that runs us forgot to provide one.
pub fn context() -> Result<Context, AppError> {
    use_context().ok_or_else(|| AppError::internal("no context was provided to the server function"))
}

/// Public paths of the built assets, as `cargo xtask build` wrote them to `assets.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// Of the field application: its module, the WebAssembly of that, what starts both, and its style sheet.
    pub field_js: String,
    pub field_wasm: String,
    pub field_boot: String,
    pub field_css: String,
    /// Fonts of papers.
    pub fonts: Vec<String>,
    pub icon: String,
    pub icon_192: String,
    pub icon_512: String,
}

/// Hands everything to one request; the function that runs us calls it before each.
pub fn provide(context: &Context, assets: &Assets) {
    provide_context(context.clone());
    provide_context(assets.clone());
    provide_context(Looked::default());
}

#[cfg(test)]
mod tests {
    use super::Practice;

    #[test]
    fn practice_needs_a_key_and_an_address_a_browser_opens() {
        let key = "k".repeat(store::practice::MIN_KEY);
        let address = |given: &str| Practice::from_variables(&key, given).map(|practice| practice.address.to_string());
        for (given, kept) in [
            ("https://tap-huan.ins.example.vn/", Some("https://tap-huan.ins.example.vn")),
            ("http://localhost:3001", Some("http://localhost:3001")),
            ("", Some("")),
            ("http://tap-huan.ins.example.vn", None),
            ("http://127.0.0.1:4000", Some("http://127.0.0.1:4000")),
            ("tap-huan.ins.example.vn", None),
            ("javascript:alert(1)", None),
            ("https://", None),
            ("https://a.vn/x?y", None),
        ] {
            assert_eq!(address(given).as_deref(), kept, "{given}");
        }
        assert!(Practice::from_variables("short", "https://a.vn").is_none());
    }
}
