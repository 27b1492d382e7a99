//! ID tokens of the agency's identity provider (OpenID Connect Core 1.0, section 3.1.3.7): signature, issuer, audience, times, nonce.
//!
//! RS256 and ES256 only; what a token says of its own algorithm chooses between them and nothing else, so `none` and a shared secret are no
//! way in. Must not know: how the token came, or whose account it is.

use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use p256::ecdsa::signature::Verifier;
use rsa::{BoxedUint, PublicKey};
use serde::Deserialize;
use serde_json::{Map, Value};

/// How far clocks may differ, in seconds.
const LEEWAY: i64 = 60;
/// Oldest token that is taken, in seconds since it was made: it comes straight from the provider.
const MAX_AGE: i64 = 10 * 60;
/// Bytes of an RSA modulus, least and most.
const MODULUS: std::ops::RangeInclusive<usize> = 256..=1024;
/// Longest token, in bytes.
const MAX_TOKEN: usize = 16 * 1024;

/// What a token must say.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    pub issuer: &'a str,
    pub client: &'a str,
    pub nonce: &'a str,
    pub now: Timestamp,
}

/// Who the provider says has signed in.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    pub subject: String,
    claims: Map<String, Value>,
}

impl Person {
    /// Somebody with claims, for tests of what follows a proven token.
    #[cfg(test)]
    pub(crate) const fn of(subject: String, claims: Map<String, Value>) -> Self {
        Self { subject, claims }
    }

    /// A claim that is a text, e.g. `preferred_username`.
    pub fn claim(&self, name: &str) -> Option<&str> {
        self.claims.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
    }

    /// Whether the provider says that it asked for more than a password: by a method of RFC 8176, or by a class that names one.
    pub fn had_two_factors(&self) -> bool {
        const METHODS: [&str; 7] = ["mfa", "otp", "hwk", "swk", "sc", "fpt", "face"];
        let methods = self.claims.get("amr").and_then(Value::as_array);
        let by_method = methods.into_iter().flatten().filter_map(Value::as_str).any(|method| METHODS.contains(&method));
        let class = self.claim("acr").unwrap_or_default().to_ascii_lowercase();
        // NIST SP 800-63 levels and the names REFEDS and common providers give a class with more than one factor.
        by_method || ["aal2", "aal3", "mfa", "multifactor"].iter().any(|name| class.contains(name))
    }
}

/// Why a token is not taken; for the log, not for whoever signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("it is no signed token")]
    Shape,
    #[error("its algorithm is neither RS256 nor ES256")]
    Algorithm,
    #[error("the provider publishes no key for it")]
    UnknownKey,
    #[error("its signature is wrong")]
    Signature,
    #[error("it is of another issuer")]
    Issuer,
    #[error("it is for another client")]
    Audience,
    #[error("its time is over, or has not come")]
    Time,
    #[error("it answers another sign-in")]
    Nonce,
}

/// A key of the provider, as its JWKS (RFC 7517) lists it.
#[derive(Debug, Clone, Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    alg: Option<String>,
    n: Option<String>,
    e: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// The keys of the provider.
#[derive(Debug, Clone, Deserialize)]
pub struct Keys {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Extensions that must be understood: none are.
    crit: Option<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Rs256,
    Es256,
}

impl Algorithm {
    fn of(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "ES256" => Some(Self::Es256),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }
}

/// Proves a token.
///
/// # Errors
/// [`TokenError`]: the first thing that does not hold.
pub fn verify(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Person, TokenError> {
    if token.len() > MAX_TOKEN {
        return Err(TokenError::Shape);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Shape)?;
    let (header, claims) =
        signed.split_once('.').filter(|(_, claims)| !claims.contains('.')).ok_or(TokenError::Shape)?;
    let decode = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| TokenError::Shape);
    let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| TokenError::Shape)?;
    let algorithm = Algorithm::of(&header.alg).filter(|_| header.crit.is_none()).ok_or(TokenError::Algorithm)?;
    let signature = decode(signature)?;
    proven(keys, &header, algorithm, signed.as_bytes(), &signature)?;
    let claims: Map<String, Value> = serde_json::from_slice(&decode(claims)?).map_err(|_| TokenError::Shape)?;
    said(claims, expected)
}

/// Whether one of the provider's keys signed it: the one it names, or any of its kind where it names none.
fn proven(
    keys: &Keys,
    header: &Header,
    algorithm: Algorithm,
    signed: &[u8],
    signature: &[u8],
) -> Result<(), TokenError> {
    // Keys of kinds unknown here stand beside those that are known.
    let known = keys.keys.iter().filter_map(|key| Key::deserialize(key).ok());
    let usable = known.filter(|key| {
        key.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
            && key.alg.as_deref().is_none_or(|alg| alg == algorithm.name())
            && (header.kid.is_none() || key.kid == header.kid)
    });
    let mut found = false;
    for key in usable {
        let holds = match algorithm {
            Algorithm::Rs256 => rsa_key(&key).map(|key| rsa_holds(key, signed, signature)),
            Algorithm::Es256 => ec_key(&key).map(|key| ec_holds(&key, signed, signature)),
        };
        found |= holds.is_some();
        if holds == Some(true) {
            return Ok(());
        }
    }
    Err(if found { TokenError::Signature } else { TokenError::UnknownKey })
}

fn bytes(part: Option<&String>) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(part?.as_bytes()).ok()
}

fn rsa_key(key: &Key) -> Option<PublicKey> {
    let (n, e) = (bytes(key.n.as_ref())?, bytes(key.e.as_ref())?);
    if key.kty != "RSA" || !MODULUS.contains(&n.len()) {
        return None;
    }
    PublicKey::new(BoxedUint::from_be_slice_vartime(&n), BoxedUint::from_be_slice_vartime(&e)).ok()
}

fn rsa_holds(key: PublicKey, signed: &[u8], signature: &[u8]) -> bool {
    let verifier = rsa::pkcs1v15::VerifyingKey::<sha2::Sha256>::new(key);
    rsa::pkcs1v15::Signature::try_from(signature).is_ok_and(|signature| verifier.verify(signed, &signature).is_ok())
}

fn ec_key(key: &Key) -> Option<p256::ecdsa::VerifyingKey> {
    let (x, y) = (bytes(key.x.as_ref())?, bytes(key.y.as_ref())?);
    if key.kty != "EC" || key.crv.as_deref() != Some("P-256") || x.len() != 32 || y.len() != 32 {
        return None;
    }
    // SEC 1, section 2.3.3: an uncompressed point.
    p256::ecdsa::VerifyingKey::from_sec1_bytes(&[&[4], x.as_slice(), y.as_slice()].concat()).ok()
}

fn ec_holds(key: &p256::ecdsa::VerifyingKey, signed: &[u8], signature: &[u8]) -> bool {
    p256::ecdsa::Signature::from_slice(signature).is_ok_and(|signature| key.verify(signed, &signature).is_ok())
}

fn said(claims: Map<String, Value>, expected: &Expected<'_>) -> Result<Person, TokenError> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return Err(TokenError::Issuer);
    }
    let parties = match claims.get("aud") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let authorised = text("azp");
    let ours = parties.contains(&expected.client)
        && (parties.len() == 1 || authorised.is_some())
        && authorised.is_none_or(|party| party == expected.client);
    if !ours {
        return Err(TokenError::Audience);
    }
    let now = expected.now.as_second();
    let moment = |name: &str| claims.get(name).and_then(Value::as_f64).map(whole);
    let (Some(until), Some(made)) = (moment("exp"), moment("iat")) else { return Err(TokenError::Time) };
    let begun = moment("nbf").is_none_or(|from| from <= now.saturating_add(LEEWAY));
    if until.saturating_add(LEEWAY) <= now
        || made > now.saturating_add(LEEWAY)
        || made < now.saturating_sub(MAX_AGE)
        || !begun
    {
        return Err(TokenError::Time);
    }
    if text("nonce") != Some(expected.nonce) {
        return Err(TokenError::Nonce);
    }
    let subject = text("sub").filter(|subject| !subject.is_empty() && subject.len() <= 255).ok_or(TokenError::Shape)?;
    Ok(Person { subject: subject.to_owned(), claims })
}

/// Seconds of a NumericDate (RFC 7519), which may have a fraction.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float becomes the nearest whole number there is, and that is compared only"
)]
fn whole(seconds: f64) -> i64 {
    seconds as i64
}
