//! ID tokens, signed here as a provider would: what is taken, and everything that is not.

use crate::accounts::id_token::{Expected, Keys, TokenError, verify};
use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use p256::ecdsa::signature::Signer;
use rsa::Generate;
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};
use std::sync::OnceLock;

const ISSUER: &str = "https://login.example.vn/realms/qltt";
const NOW: i64 = 1_796_000_000;

/// The keys of the provider: one of each kind.
struct Provider {
    rsa: rsa::PrivateKey,
    ec: p256::ecdsa::SigningKey,
}

fn provider() -> &'static Provider {
    static MADE: OnceLock<Provider> = OnceLock::new();
    MADE.get_or_init(|| Provider {
        rsa: rsa::PrivateKey::generate(),
        ec: p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap(),
    })
}

fn encode(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

impl Provider {
    fn list(&self) -> Value {
        let point = self.ec.verifying_key().to_sec1_point(false);
        let bytes = point.as_bytes();
        json!({ "keys": [
            { "kty": "OKP", "crv": "Ed25519", "kid": "other", "x": "AA" },
            { "kty": "RSA", "kid": "r", "use": "sig", "alg": "RS256", "n": encode(&self.rsa.n().to_be_bytes()), "e": encode(&self.rsa.e().to_be_bytes_trimmed_vartime()) },
            { "kty": "EC", "kid": "e", "crv": "P-256", "x": encode(&bytes[1..33]), "y": encode(&bytes[33..65]) },
        ] })
    }

    fn keys(&self) -> Keys {
        serde_json::from_value(self.list()).unwrap()
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let signed = format!("{}.{}", encode(header.to_string().as_bytes()), encode(claims.to_string().as_bytes()));
        let signature = match header["alg"].as_str() {
            Some("ES256") => {
                let signature: p256::ecdsa::Signature = self.ec.sign(signed.as_bytes());
                signature.to_bytes().to_vec()
            }
            _ => {
                use rsa::signature::SignatureEncoding;
                let key = rsa::pkcs1v15::SigningKey::<sha2::Sha256>::new(self.rsa.clone());
                rsa::signature::Signer::sign(&key, signed.as_bytes()).to_vec()
            }
        };
        format!("{signed}.{}", encode(&signature))
    }
}

fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": "ins", "sub": "person-1", "nonce": "n-1", "iat": NOW - 5, "exp": NOW + 300,
        "preferred_username": "ksv1"
    })
}

fn judged(token: &str) -> Result<String, TokenError> {
    let now = Timestamp::from_second(NOW).unwrap();
    let expected = Expected { issuer: ISSUER, client: "ins", nonce: "n-1", now };
    verify(token, &provider().keys(), &expected).map(|person| {
        assert_eq!(person.claim("preferred_username"), Some("ksv1"));
        person.subject
    })
}

#[test]
fn both_algorithms_are_taken_with_the_key_that_is_named() {
    for (alg, kid) in [("RS256", Some("r")), ("ES256", Some("e")), ("RS256", None), ("ES256", None)] {
        let mut header = json!({ "alg": alg, "typ": "JWT" });
        if let Some(kid) = kid {
            header["kid"] = json!(kid);
        }
        assert_eq!(judged(&provider().sign(&header, &claims())), Ok("person-1".to_owned()), "{alg} {kid:?}");
    }
}

#[test]
fn what_a_token_says_of_its_algorithm_lets_nobody_in() {
    let header = |alg: &str, kid: &str| json!({ "alg": alg, "kid": kid });
    for alg in ["none", "None", "NONE", "HS256", "HS512", "RS384", "PS256", "ES384", "EdDSA", ""] {
        let token = provider().sign(&header(alg, "r"), &claims());
        assert_eq!(judged(&token), Err(TokenError::Algorithm), "{alg}");
        let (signed, _) = token.rsplit_once('.').unwrap();
        assert_eq!(judged(&format!("{signed}.")), Err(TokenError::Algorithm), "{alg} without a signature");
    }
    // A key of the other kind, an unknown one, and an extension that must be understood.
    assert_eq!(judged(&provider().sign(&header("ES256", "r"), &claims())), Err(TokenError::UnknownKey));
    assert_eq!(judged(&provider().sign(&header("RS256", "x"), &claims())), Err(TokenError::UnknownKey));
    let critical = json!({ "alg": "RS256", "kid": "r", "crit": ["exp"] });
    assert_eq!(judged(&provider().sign(&critical, &claims())), Err(TokenError::Algorithm));
    // HMAC with the published key as its secret, called RS256.
    use hmac::{Hmac, KeyInit, Mac};
    let signed =
        format!("{}.{}", encode(header("RS256", "r").to_string().as_bytes()), encode(claims().to_string().as_bytes()));
    let secret = provider().list().to_string();
    let mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(&signed).finalize();
    let token = format!("{signed}.{}", encode(&mac.into_bytes()));
    assert_eq!(judged(&token), Err(TokenError::Signature));
}

#[test]
fn every_changed_letter_is_told() {
    let token = provider().sign(&json!({ "alg": "ES256", "kid": "e" }), &claims());
    for place in (0..token.len()).step_by(3) {
        let mut changed = token.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(judged(&changed).is_err(), "{place}");
    }
    for broken in
        ["", ".", "..", "a.b", "a.b.c.d", &token[..token.len() - 4], &format!("{token}."), &"a".repeat(20_000)]
    {
        assert!(judged(broken).is_err(), "{broken}");
    }
}

#[test]
fn each_claim_must_hold() {
    let with = |name: &str, value: Value| {
        let mut claims = claims();
        claims[name] = value;
        judged(&provider().sign(&json!({ "alg": "ES256", "kid": "e" }), &claims))
    };
    for (name, value, expected) in [
        ("iss", json!("https://login.example.vn"), TokenError::Issuer),
        ("iss", json!(null), TokenError::Issuer),
        ("aud", json!("other"), TokenError::Audience),
        ("aud", json!([]), TokenError::Audience),
        ("aud", json!(["ins", "other"]), TokenError::Audience),
        ("azp", json!("other"), TokenError::Audience),
        ("exp", json!(NOW - 61), TokenError::Time),
        ("exp", json!(null), TokenError::Time),
        ("exp", json!("soon"), TokenError::Time),
        ("iat", json!(NOW + 61), TokenError::Time),
        ("iat", json!(NOW - 601), TokenError::Time),
        ("nbf", json!(NOW + 61), TokenError::Time),
        ("nonce", json!("n-2"), TokenError::Nonce),
        ("nonce", json!(null), TokenError::Nonce),
        ("sub", json!(""), TokenError::Shape),
        ("sub", json!("x".repeat(256)), TokenError::Shape),
    ] {
        assert_eq!(with(name, value.clone()), Err(expected), "{name} {value}");
    }
    for (name, value) in [
        ("aud", json!(["ins"])),
        ("azp", json!("ins")),
        ("exp", json!(NOW - 59)),
        ("iat", json!(NOW + 59)),
        ("exp", json!(300.5 + NOW as f64)),
    ] {
        assert!(with(name, value.clone()).is_ok(), "{name} {value}");
    }
}

#[test]
fn a_second_factor_of_the_provider_is_known_by_its_method_or_class() {
    let had = |name: &str, value: Value| {
        let mut claims = claims();
        claims[name] = value;
        let token = provider().sign(&json!({ "alg": "ES256", "kid": "e" }), &claims);
        let now = Timestamp::from_second(NOW).unwrap();
        let expected = Expected { issuer: ISSUER, client: "ins", nonce: "n-1", now };
        verify(&token, &provider().keys(), &expected).unwrap().had_two_factors()
    };
    for value in [json!(["pwd", "mfa"]), json!(["pwd", "otp"]), json!(["hwk"])] {
        assert!(had("amr", value.clone()), "{value}");
    }
    for value in [json!(["pwd"]), json!([]), json!("mfa"), json!(null)] {
        assert!(!had("amr", value.clone()), "{value}");
    }
    assert!(had("acr", json!("https://refeds.org/profile/mfa")) && had("acr", json!("urn:nist:aal2")));
    assert!(!had("acr", json!("0")) && !had("acr", json!("urn:pwd")));
}
