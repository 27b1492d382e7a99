//! The agency's identity provider: OpenID Connect's code flow with PKCE, as its client.
//!
//! What the provider is comes from its discovery document, read anew each time: sign-ins are few and keys change. Its token and key
//! addresses must be on the host that the installation lets requests out to. Must not know how a request is sent, whose account a person
//! is, or what a page says.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{Method, Request};
use jiff::Timestamp;
use serde::Deserialize;
use std::sync::Arc;
use store::accounts::id_token::{Expected, Keys, Person, verify};
use store::accounts::provider;
use store::outbound::{Outbound, opens};

/// The provider of an installation.
pub struct Provider {
    issuer: String,
    client: String,
    secret: Option<String>,
    /// The claim that names accounts.
    pub claim: String,
    /// Its second factor counts here.
    pub trusted: bool,
    outbound: Arc<dyn Outbound>,
}

/// Why nobody came back from the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It does not answer.
    Down(String),
    /// What it answered cannot be used.
    Answer(String),
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

/// The variables of a provider.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings<'a> {
    pub issuer: &'a str,
    pub client: &'a str,
    pub secret: &'a str,
    pub claim: &'a str,
    /// `trusted`, or anything else.
    pub factor: &'a str,
}

impl Provider {
    /// From the variables of the installation; nothing where no issuer is named.
    ///
    /// # Errors
    /// What is wrong with them, for the log.
    pub fn from_variables(settings: Settings<'_>, outbound: Arc<dyn Outbound>) -> Result<Option<Self>, String> {
        let issuer = settings.issuer.trim();
        if issuer.is_empty() {
            return Ok(None);
        }
        if !opens(issuer) || issuer.contains(['?', '#']) {
            return Err(format!(
                "oidc_issuer is no address such as https://login.example.vn/realms/x (http only on this machine): {issuer}"
            ));
        }
        if settings.client.trim().is_empty() {
            return Err("oidc_client_id is empty".to_owned());
        }
        let (secret, claim) = (settings.secret.trim(), settings.claim.trim());
        Ok(Some(Self {
            issuer: issuer.to_owned(),
            client: settings.client.trim().to_owned(),
            secret: (!secret.is_empty()).then(|| secret.to_owned()),
            claim: if claim.is_empty() { "preferred_username" } else { claim }.to_owned(),
            trusted: settings.factor.trim() == "trusted",
            outbound,
        }))
    }

    /// Who it is, in the database.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The address the browser is sent to.
    ///
    /// # Errors
    /// [`Problem`]
    pub async fn way(&self, start: &provider::Start, back: &str) -> Result<String, Problem> {
        let discovery = self.discover().await?;
        let query = form(&[
            ("response_type", "code"),
            ("scope", "openid profile"),
            ("client_id", &self.client),
            ("redirect_uri", back),
            ("state", &start.state),
            ("nonce", &provider::nonce(&start.secret)),
            ("code_challenge", &provider::challenge(&provider::verifier(&start.secret))),
            ("code_challenge_method", "S256"),
        ]);
        let separator = if discovery.authorization_endpoint.contains('?') { '&' } else { '?' };
        Ok(format!("{}{separator}{query}", discovery.authorization_endpoint))
    }

    /// Who signed in there, from the code the browser brought back.
    ///
    /// # Errors
    /// [`Problem`]
    pub async fn person(&self, code: &str, secret: &str, back: &str, now: Timestamp) -> Result<Person, Problem> {
        let discovery = self.discover().await?;
        let verifier = provider::verifier(secret);
        let body = form(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("client_id", &self.client),
            ("code_verifier", &verifier),
        ]);
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(&discovery.token_endpoint)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json");
        if let Some(secret) = &self.secret {
            // RFC 6749 section 2.3.1: both are encoded as in a form first.
            let pair = format!("{}:{}", encoded(&self.client), encoded(secret));
            request = request.header(AUTHORIZATION, format!("Basic {}", store::accounts::base64(pair.as_bytes())));
        }
        let tokens: Tokens = self.read(request.body(body.into_bytes())).await?;
        let keys: Keys = self.get(&discovery.jwks_uri).await?;
        let nonce = provider::nonce(secret);
        let expected = Expected { issuer: &self.issuer, client: &self.client, nonce: &nonce, now };
        verify(&tokens.id_token, &keys, &expected)
            .map_err(|error| Problem::Answer(format!("the ID token is not taken: {error}")))
    }

    async fn discover(&self) -> Result<Discovery, Problem> {
        let address = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let found: Discovery = self.get(&address).await?;
        if found.issuer != self.issuer {
            return Err(Problem::Answer(format!("the discovery document is of another issuer: {}", found.issuer)));
        }
        for address in [&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri] {
            if !opens(address) {
                return Err(Problem::Answer(format!("the discovery document names no https address: {address}")));
            }
        }
        Ok(found)
    }

    async fn get<T: for<'de> Deserialize<'de>>(&self, address: &str) -> Result<T, Problem> {
        self.read(Request::get(address).header(ACCEPT, "application/json").body(Vec::new())).await
    }

    async fn read<T: for<'de> Deserialize<'de>>(
        &self,
        request: Result<Request<Vec<u8>>, http::Error>,
    ) -> Result<T, Problem> {
        let request = request.map_err(|error| Problem::Answer(error.to_string()))?;
        let asked = request.uri().path().to_owned();
        let reply = self.outbound.send(request).await.map_err(Problem::Down)?;
        if reply.status >= 500 {
            return Err(Problem::Down(format!("{asked} answers {}", reply.status)));
        }
        if reply.status != 200 {
            return Err(Problem::Answer(format!("{asked} answers {}", reply.status)));
        }
        serde_json::from_slice(&reply.body).map_err(|error| Problem::Answer(format!("{asked}: {error}")))
    }
}

fn form(pairs: &[(&str, &str)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::outbound::Reply;

    struct Nobody;

    #[async_trait::async_trait]
    impl Outbound for Nobody {
        async fn send(&self, _: Request<Vec<u8>>) -> Result<Reply, String> {
            Err("nobody".to_owned())
        }
    }

    #[test]
    fn a_provider_needs_an_address_and_a_client() {
        let made = |issuer: &str, client: &str| {
            let settings = Settings { issuer, client, ..Settings::default() };
            Provider::from_variables(settings, Arc::new(Nobody)).map(|made| made.map(|made| made.claim))
        };
        assert_eq!(made("", ""), Ok(None));
        assert_eq!(made("https://login.example.vn/realms/qltt", "ins"), Ok(Some("preferred_username".to_owned())));
        assert!(made("http://127.0.0.1:4000", "ins").is_ok());
        for wrong in ["http://login.example.vn", "login.example.vn", "https://a@b.vn", "ftp://a.vn", "https://a.vn/?x"]
        {
            assert!(made(wrong, "ins").is_err(), "{wrong}");
        }
        assert!(made("https://login.example.vn", " ").is_err());
    }

    #[test]
    fn what_goes_into_a_form_is_encoded() {
        assert_eq!(form(&[("a", "x y&z=/"), ("b", "ơ")]), "a=x%20y%26z%3D%2F&b=%C6%A1");
    }
}
