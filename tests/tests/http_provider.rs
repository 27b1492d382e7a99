//! Signing in at the agency's identity provider: a provider of this test's own on this machine, with keys made here, and every way in
//! which its answer may be wrong.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use data_encoding::BASE64URL_NOPAD;
use ins_tests::authenticator::{first_step, next, now};
use ins_tests::host::Host;
use ins_tests::http::{Answer, Visitor, encode};
use p256::ecdsa::signature::Signer;
use rsa::Generate;
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// How the provider answers the next time.
#[derive(Clone)]
struct Manner {
    alg: &'static str,
    /// Claims in place of the right ones.
    claims: Value,
    /// Answers with this status instead.
    status: u16,
    person: (&'static str, &'static str),
}

impl Default for Manner {
    fn default() -> Self {
        Self { alg: "RS256", claims: json!({}), status: 200, person: ("person-1", "ksv1") }
    }
}

/// A code that was given out: the challenge and the nonce it answers.
struct Given {
    challenge: String,
    nonce: String,
}

struct Provider {
    issuer: String,
    rsa: rsa::PrivateKey,
    ec: p256::ecdsa::SigningKey,
    manner: Mutex<Manner>,
    codes: Mutex<BTreeMap<String, Given>>,
    count: AtomicU64,
    /// Bodies of requests to the token address, and their authorisation.
    asked: Mutex<Vec<(String, String)>>,
}

fn encode64(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

impl Provider {
    /// Starts one; it answers for as long as the test runs.
    fn start() -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let provider = Arc::new(Self {
            issuer,
            rsa: rsa::PrivateKey::generate(),
            ec: p256::ecdsa::SigningKey::generate(),
            manner: Mutex::default(),
            codes: Mutex::default(),
            count: AtomicU64::default(),
            asked: Mutex::default(),
        });
        let here = provider.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                here.answer(stream);
            }
        });
        provider
    }

    fn host(&self) -> &str {
        &self.issuer
    }

    fn set(&self, manner: Manner) {
        *self.manner.lock().expect("a lock") = manner;
    }

    fn answer(&self, mut stream: TcpStream) {
        let mut raw = Vec::new();
        let mut piece = [0; 4096];
        let (head, body) = loop {
            let read = stream.read(&mut piece).unwrap_or(0);
            raw.extend_from_slice(&piece[..read]);
            let text = String::from_utf8_lossy(&raw).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head
                    .lines()
                    .find_map(|line| line.to_lowercase().strip_prefix("content-length:").map(str::to_owned));
                let chunked = head.to_lowercase().contains("transfer-encoding: chunked");
                let whole = if chunked {
                    body.ends_with("0\r\n\r\n")
                } else {
                    body.len() >= length.and_then(|length| length.trim().parse().ok()).unwrap_or(0)
                };
                if whole {
                    let body = if chunked { body.lines().nth(1).unwrap_or_default() } else { body };
                    break (head.to_owned(), body.to_owned());
                }
            }
            if read == 0 {
                return;
            }
        };
        let manner = self.manner.lock().expect("a lock").clone();
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let (status, answer) = match path.as_str() {
            "/.well-known/openid-configuration" => (
                200,
                json!({
                    "issuer": self.issuer,
                    "authorization_endpoint": format!("{}/auth", self.issuer),
                    "token_endpoint": format!("{}/token", self.issuer),
                    "jwks_uri": format!("{}/keys", self.issuer),
                }),
            ),
            "/keys" => (200, self.keys()),
            "/token" => self.token(&head, &body, &manner),
            _ => (404, json!({})),
        };
        let status = if manner.status == 200 { status } else { manner.status };
        let text = answer.to_string();
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            text.len()
        );
        // The host may have given up: then nobody reads it.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(text.as_bytes()));
    }

    fn keys(&self) -> Value {
        let point = self.ec.verifying_key().to_sec1_point(false);
        let bytes = point.as_bytes();
        json!({ "keys": [
            { "kty": "RSA", "kid": "r", "use": "sig", "n": encode64(&self.rsa.n().to_be_bytes()), "e": encode64(&self.rsa.e().to_be_bytes_trimmed_vartime()) },
            { "kty": "EC", "kid": "e", "crv": "P-256", "x": encode64(&bytes[1..33]), "y": encode64(&bytes[33..65]) },
        ] })
    }

    /// Changes a code for a token, once, where the verifier belongs to its challenge.
    fn token(&self, head: &str, body: &str, manner: &Manner) -> (u16, Value) {
        let authorization =
            head.lines().find(|line| line.to_lowercase().starts_with("authorization:")).unwrap_or_default();
        self.asked.lock().expect("a lock").push((body.to_owned(), authorization.to_owned()));
        let field = |name: &str| {
            let value = body.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
            value.map(|(_, value)| value.to_owned()).unwrap_or_default()
        };
        let Some(given) = self.codes.lock().expect("a lock").remove(&field("code")) else {
            return (400, json!({ "error": "invalid_grant" }));
        };
        if encode64(&Sha256::digest(field("code_verifier").as_bytes())) != given.challenge {
            return (400, json!({ "error": "invalid_grant" }));
        }
        let mut claims = json!({
            "iss": self.issuer, "aud": "ins", "sub": manner.person.0, "preferred_username": manner.person.1,
            "nonce": given.nonce, "iat": now(), "exp": now() + 300,
        });
        for (name, value) in manner.claims.as_object().into_iter().flatten() {
            claims[name] = value.clone();
        }
        (200, json!({ "access_token": "x", "token_type": "Bearer", "id_token": self.sign(manner.alg, &claims) }))
    }

    fn sign(&self, alg: &str, claims: &Value) -> String {
        let kid = if alg == "ES256" { "e" } else { "r" };
        let header = json!({ "alg": alg, "kid": kid }).to_string();
        let signed = format!("{}.{}", encode64(header.as_bytes()), encode64(claims.to_string().as_bytes()));
        let signature = match alg {
            "ES256" => {
                let signature: p256::ecdsa::Signature = self.ec.sign(signed.as_bytes());
                signature.to_bytes().to_vec()
            }
            "none" => Vec::new(),
            "HS256" => {
                use hmac::{Hmac, KeyInit, Mac};
                let secret = self.keys().to_string();
                let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
                mac.chain_update(signed.as_bytes()).finalize().into_bytes().to_vec()
            }
            _ => {
                use rsa::signature::SignatureEncoding;
                let key = rsa::pkcs1v15::SigningKey::<Sha256>::new(self.rsa.clone());
                rsa::signature::Signer::sign(&key, signed.as_bytes()).to_vec()
            }
        };
        format!("{signed}.{}", encode64(&signature))
    }

    /// What a person does there: he signs in and is sent back with a code. Answers code and state.
    fn sign_in(&self, way: &Answer) -> (String, String) {
        let location = way.header("location");
        let query = location.strip_prefix(&format!("{}/auth?", self.issuer)).unwrap_or_else(|| panic!("to {location}"));
        let field = |name: &str| {
            let value = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
            value.unwrap_or_else(|| panic!("no {name} in {query}")).1.to_owned()
        };
        assert_eq!((field("response_type").as_str(), field("client_id").as_str()), ("code", "ins"));
        assert_eq!(field("code_challenge_method"), "S256");
        assert!(field("scope").contains("openid"));
        let code = format!("code-{}", self.count.fetch_add(1, Ordering::Relaxed));
        let given = Given { challenge: field("code_challenge"), nonce: field("nonce") };
        self.codes.lock().expect("a lock").insert(code.clone(), given);
        (code, field("state"))
    }
}

/// Goes there and comes back; answers what this installation says then.
fn round(provider: &Provider, visitor: &mut Visitor) -> Answer {
    let way = visitor.get("/dang-nhap/co-quan?tiep=/ho-so");
    let (code, state) = provider.sign_in(&way);
    visitor.get(&back(&code, &state))
}

fn back(code: &str, state: &str) -> String {
    format!("/dang-nhap/co-quan/ve?code={}&state={}", encode(code), encode(state))
}

fn refused(answer: &Answer, words: &str) {
    let page = answer.text();
    assert_eq!(answer.status, 200, "{page}");
    assert!(page.contains(words), "{words}: {page}");
    assert!(!answer.header("set-cookie").lines().any(|line| line.starts_with("ins=")), "nobody is signed in");
}

#[test]
fn the_agencys_account_signs_in_and_nothing_that_is_wrong_does() {
    let provider = Provider::start();
    let variables = [
        ("second_factor", "offered"),
        ("oidc_issuer", provider.host()),
        ("oidc_issuer_host", provider.host()),
        ("oidc_client_id", "ins"),
        ("oidc_client_secret", "s3cret/+ ơ"),
    ];
    let host = Host::start(&[], &variables, &[]);
    let sign_in_page = host.visitor().get("/dang-nhap").text();
    assert!(sign_in_page.contains("Đăng nhập bằng tài khoản của cơ quan"), "{sign_in_page}");

    // Both algorithms, on to the page that was asked for.
    for alg in ["RS256", "ES256"] {
        provider.set(Manner { alg, ..Manner::default() });
        let mut officer = host.visitor();
        let answer = round(&provider, &mut officer);
        assert_eq!((answer.status, answer.header("location")), (303, "/ho-so"), "{alg}: {}", answer.text());
        assert_eq!(officer.get("/ho-so").status, 200);
        let page = officer.get("/tai-khoan").text();
        assert!(page.contains("Đăng nhập bằng tài khoản của cơ quan") && page.contains("Gắn với tài khoản"), "{page}");
    }
    {
        let asked = provider.asked.lock().expect("a lock");
        let (body, authorization) = asked.last().expect("a request");
        assert!(body.contains("grant_type=authorization_code") && body.contains("code_verifier="), "{body}");
        assert!(authorization.contains("Basic ") && !body.contains("s3cret"), "the secret stands in the header alone");
    }
    let again = "Bấm đăng nhập lại từ đầu";
    // A state of somebody else's browser, none, one that was used.
    let (mut mine, mut other) = (host.visitor(), host.visitor());
    // A link of another site begins nothing.
    let led = host.visitor().send(
        "GET",
        "/dang-nhap/co-quan",
        &[("Accept", "text/html"), ("Sec-Fetch-Site", "cross-site")],
        b"",
    );
    refused(&led, "Một trang khác đã dẫn đến đây");
    assert!(led.header("set-cookie").is_empty() && led.header("location").is_empty());

    let (code, state_of_mine) = provider.sign_in(&mine.get("/dang-nhap/co-quan"));
    let (code_of_other, _) = provider.sign_in(&other.get("/dang-nhap/co-quan"));
    refused(&other.clone().get(&back(&code, &state_of_mine)), again);
    refused(&host.visitor().get(&back(&code, &state_of_mine)), again);
    refused(&mine.clone().get(&back(&code, "0000")), again);
    // A code of another sign-in: its verifier and its nonce are not this browser's.
    refused(&mine.clone().get(&back(&code_of_other, &state_of_mine)), again);
    let mut visitor = host.visitor();
    let (code, used) = provider.sign_in(&visitor.get("/dang-nhap/co-quan"));
    let mut copy = visitor.clone();
    assert_eq!(visitor.get(&back(&code, &used)).header("location"), "/");
    refused(&copy.get(&back(&code, &used)), again);
    let (_, state) = provider.sign_in(&copy.get("/dang-nhap/co-quan"));
    refused(&copy.get(&back(&code, &state)), again);

    // Tokens that are wrong in one thing each.
    for (what, manner) in [
        ("nonce", Manner { claims: json!({ "nonce": "another" }), ..Manner::default() }),
        ("alg none", Manner { alg: "none", ..Manner::default() }),
        ("a shared secret", Manner { alg: "HS256", ..Manner::default() }),
        ("audience", Manner { claims: json!({ "aud": "another" }), ..Manner::default() }),
        ("issuer", Manner { claims: json!({ "iss": "https://another.example" }), ..Manner::default() }),
        ("expired", Manner { claims: json!({ "exp": now() - 120, "iat": now() - 400 }), ..Manner::default() }),
        ("from tomorrow", Manner { claims: json!({ "iat": now() + 86_400 }), ..Manner::default() }),
    ] {
        provider.set(manner);
        let answer = round(&provider, &mut host.visitor());
        assert!(answer.header("location").is_empty(), "{what}");
        refused(&answer, "Không xác nhận được");
    }
    assert!(host.log().contains("the ID token is not taken"), "{}", host.log());

    // Somebody the installation does not know, and somebody who calls himself as another one.
    provider.set(Manner { person: ("person-9", "khong.co.ai"), ..Manner::default() });
    refused(&round(&provider, &mut host.visitor()), "chưa có tài khoản đang dùng");
    provider.set(Manner { person: ("person-9", "ksv1"), ..Manner::default() });
    refused(&round(&provider, &mut host.visitor()), "đã gắn với một tài khoản khác");
    provider.set(Manner::default());
    let mut visitor = host.visitor();
    let (_, state) = provider.sign_in(&visitor.get("/dang-nhap/co-quan"));
    refused(&visitor.get(&format!("/dang-nhap/co-quan/ve?error=access_denied&state={state}")), "không cho đăng nhập");
    let (code, state) = provider.sign_in(&visitor.get("/dang-nhap/co-quan"));
    let mixed = format!("{}&iss={}", back(&code, &state), encode("https://another.example"));
    refused(&visitor.get(&mixed), again);

    // The provider fails: it is told, and a password still signs in.
    provider.set(Manner { status: 503, ..Manner::default() });
    refused(&host.visitor().get("/dang-nhap/co-quan"), "không trả lời");
    assert_eq!(first_step(&mut host.visitor(), "ksv1").header("location"), "/");
}

#[test]
fn where_nobody_listens_and_where_nothing_is_set_up() {
    // A port nobody listens on.
    let gone = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("an address");
    let gone = format!("http://{gone}");
    let variables = [
        ("second_factor", "offered"),
        ("oidc_issuer", gone.as_str()),
        ("oidc_issuer_host", gone.as_str()),
        ("oidc_client_id", "ins"),
    ];
    let host = Host::start(&[], &variables, &[]);
    refused(&host.visitor().get("/dang-nhap/co-quan"), "không trả lời");
    assert_eq!(first_step(&mut host.visitor(), "ksv1").header("location"), "/");
    // A provider that the manifest lets nothing out to.
    let provider = Provider::start();
    let variables = [("second_factor", "offered"), ("oidc_issuer", provider.host()), ("oidc_client_id", "ins")];
    let host = host.again(&variables);
    refused(&host.visitor().get("/dang-nhap/co-quan"), "không trả lời");
    assert!(host.log().contains("a request out was denied"), "{}", host.log());
    let host = host.again(&[("second_factor", "offered")]);
    assert!(!host.visitor().get("/dang-nhap").text().contains("tài khoản của cơ quan"));
    for page in ["/dang-nhap/co-quan", "/dang-nhap/co-quan/ve?code=a&state=b"] {
        assert_eq!(host.visitor().get(page).status, 404, "{page}");
    }
}

#[test]
fn the_providers_second_factor_counts_only_where_it_is_trusted() {
    let provider = Provider::start();
    let key = ("account_key", "a key of the tests with thirty-two characters");
    for (name, trusted, amr, location) in [
        ("tin-co", "trusted", json!(["pwd", "mfa"]), "/ho-so"),
        ("tin-khong", "trusted", json!(["pwd"]), "/tai-khoan/ma-xac-thuc?tiep=%2Fho-so"),
        ("khong-tin", "", json!(["pwd", "mfa"]), "/tai-khoan/ma-xac-thuc?tiep=%2Fho-so"),
    ] {
        let variables = [
            key,
            ("oidc_issuer", provider.host()),
            ("oidc_issuer_host", provider.host()),
            ("oidc_client_id", "ins"),
            ("oidc_mfa", trusted),
        ];
        let host = Host::start(&[], &variables, &[]);
        provider.set(Manner { claims: json!({ "amr": amr }), ..Manner::default() });
        let mut officer = host.visitor();
        let answer = round(&provider, &mut officer);
        let went = answer.header("location").replace("%2F", "/");
        assert_eq!(went, location.replace("%2F", "/"), "{name}: {}", answer.text());
        if name == "tin-co" {
            assert_eq!(officer.get("/ho-so").status, 200);
        } else {
            assert!(next(&mut officer, &answer).contains("Cần cài mã xác thực"));
        }
    }
}
