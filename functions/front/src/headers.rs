//! The headers that guard every answer of every function, written once.
//!
//! What differs (the content policy of a page with its nonce, how long an asset is kept) is set before by whoever knows; here stands what
//! holds where nothing else was said. Must not know: which addresses there are.

use http::header::{
    CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

/// Nothing of an answer is run, drawn, framed or sent on: for data, files and refusals that are no document.
pub const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A document that no script wakes up: its style, its pictures, its forms.
pub const DOCUMENT: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Of somebody else's making: shown, if at all, in a room of its own.
pub const SEALED: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/// What no page may use of a device: everything, since work at a desk needs none of it.
pub const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=(), serial=(), bluetooth=(), \
     hid=(), midi=(), browsing-topics=()";

/// What the field application may use: photos and their place are taken there.
pub const FIELD_PERMISSIONS: &str = "camera=(self), microphone=(), geolocation=(self), display-capture=(), payment=(), usb=(), serial=(), \
     bluetooth=(), hid=(), midi=(), browsing-topics=()";

/// Two years, as browsers' own lists ask. It is sent on every answer that does not go to the machine itself: over plain HTTP browsers
/// pass it over (RFC 6797, 8.1), so nobody has to know what stands before us.
pub const TRANSPORT: &str = "max-age=63072000; includeSubDomains";

/// Name of the header that says what a device's functions may be used for.
pub const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Puts the guards on an answer; `loopback` says that it was asked for on the machine itself, which has no certificate.
pub fn guard(headers: &mut HeaderMap, policy: &'static str, loopback: bool) {
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(PERMISSIONS_POLICY).or_insert(HeaderValue::from_static(PERMISSIONS));
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(policy));
    if !loopback {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TRANSPORT));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_before_stands_and_everything_else_is_added() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'self'"));
        guard(&mut headers, NOTHING, false);
        assert_eq!(headers[CONTENT_SECURITY_POLICY], "default-src 'self'");
        assert_eq!(headers[STRICT_TRANSPORT_SECURITY], TRANSPORT);
        assert_eq!(headers[PERMISSIONS_POLICY], PERMISSIONS);
        assert_eq!(headers.len(), 8);
    }

    #[test]
    fn the_machine_itself_is_never_bound_to_a_certificate() {
        let mut headers = HeaderMap::new();
        guard(&mut headers, NOTHING, true);
        assert!(headers.get(STRICT_TRANSPORT_SECURITY).is_none());
        assert_eq!(headers[CONTENT_SECURITY_POLICY], NOTHING);
        assert_eq!(headers[X_FRAME_OPTIONS], "DENY");
    }

    #[test]
    fn no_policy_lets_anything_in_from_elsewhere() {
        for policy in [NOTHING, DOCUMENT, SEALED] {
            assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
            for open in ["unsafe", "*", "http:", "https:"] {
                assert!(!policy.contains(open), "{policy}: {open}");
            }
        }
    }
}
