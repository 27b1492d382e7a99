//! The headers that guard an answer, and what each kind of answer must say in them.
//!
//! Written anew here, and not taken from the functions: what is promised is what stands in this file.

use crate::http::Answer;

/// What an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page that scripts wake up.
    Page,
    /// A document without scripts: an error, the page without a network.
    Document,
    /// The document of the field application.
    Field,
    /// The worker that keeps files on a device.
    Worker,
    /// A file that is the same for everybody.
    Asset,
    /// Data, a refusal, a redirect: nothing that is drawn.
    Data,
    /// What somebody sent in, and what is made for one person.
    Sealed,
    /// The description of the interface for other systems.
    Interface,
    /// What the host itself says.
    Host,
}

const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What differs from what is expected of an answer; empty where nothing does.
pub fn problems(answer: &Answer, kind: Kind) -> Vec<String> {
    let mut found = Vec::new();
    let mut expect = |name: &str, holds: bool| {
        if !holds {
            found.push(format!("{name}: {:?}", answer.header(name)));
        }
    };
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        expect(name, answer.header(name) == value);
    }
    let permissions = answer.header("permissions-policy");
    let place = if kind == Kind::Field { "(self)" } else { "()" };
    for (what, who) in [("camera", place), ("geolocation", place), ("microphone", "()")] {
        expect("permissions-policy", permissions.split(", ").any(|part| part == format!("{what}={who}")));
    }
    let policy = answer.header("content-security-policy");
    expect("content-security-policy", is_strict(policy, kind));
    let cache = answer.header("cache-control");
    let kept = match kind {
        Kind::Asset => "public, max-age=31536000, immutable",
        Kind::Field | Kind::Worker => "no-cache",
        Kind::Sealed => "private, no-store",
        Kind::Interface => "private, no-cache",
        Kind::Page | Kind::Document | Kind::Data | Kind::Host => "no-store",
    };
    expect("cache-control", cache == kept || (kind == Kind::Document && cache == "no-cache"));
    // Never told twice, never told to the machine itself.
    expect("strict-transport-security", answer.header("strict-transport-security").is_empty());
    for name in ["server", "x-powered-by", "x-route", "access-control-allow-origin"] {
        expect(name, answer.header(name).is_empty());
    }
    let id = answer.header("x-request-id");
    expect("x-request-id", !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    found
}

fn is_strict(policy: &str, kind: Kind) -> bool {
    let rules: Vec<&str> = policy.split("; ").collect();
    let has = |rule: &str| rules.contains(&rule);
    let closed = !policy.contains("unsafe-inline")
        && !policy.contains("'unsafe-eval'")
        && !policy.contains("http:")
        && !policy.contains("https:")
        && !policy.contains('*');
    let page = [
        "default-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "font-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "frame-src 'none'",
    ];
    closed
        && match kind {
            Kind::Page => {
                let script = rules.iter().find(|rule| rule.starts_with("script-src "));
                let nonce =
                    script.and_then(|rule| rule.split("'nonce-").nth(1)?.split('\'').next()).unwrap_or_default();
                page.iter().all(|rule| has(rule))
                    && has("img-src 'self' data:")
                    && nonce.len() >= 16
                    && script
                        .is_some_and(|rule| *rule == format!("script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'"))
            }
            Kind::Field => {
                page.iter().all(|rule| has(rule))
                    && has("script-src 'self' 'wasm-unsafe-eval'")
                    && has("img-src 'self' data: blob:")
            }
            Kind::Document => {
                has("default-src 'none'")
                    && has("style-src 'self'")
                    && has("base-uri 'none'")
                    && has("frame-ancestors 'none'")
                    && has("form-action 'self'")
                    && !policy.contains("script-src")
            }
            Kind::Worker => policy == "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
            Kind::Asset | Kind::Data | Kind::Host => policy == NOTHING,
            Kind::Sealed => {
                policy == "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
            }
            Kind::Interface => has("default-src 'none'") && has("style-src 'self'") && has("frame-ancestors 'none'"),
        }
}
