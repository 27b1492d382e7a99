//! The line from a province to the nation: its address, the key it calls by, and the key of marks.

use super::MarkKey;
use crate::outbound::{MAX_REPLY, Outbound, opens};
use domain::exchange::federation::{Place, Question, Shipment, Told, VERSION};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{Method, Request};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Fewest characters of the key of marks.
pub const MIN_KEY: usize = 32;

/// Below the address of the nation.
const PLACE: &str = "/api/v1/lien-thong/vi-tri";
const SHIPMENTS: &str = "/api/v1/lien-thong/chuyen";
const QUESTIONS: &str = "/api/v1/lien-thong/tien-su";

/// A province's line to the nation.
#[derive(Clone)]
pub struct Link {
    address: String,
    token: String,
    pub(super) marks: MarkKey,
    outbound: Arc<dyn Outbound>,
}

/// A refusal as the nation writes it.
#[derive(Deserialize)]
struct Problem {
    title: String,
    detail: String,
}

impl Link {
    /// From the variables of the installation: address of the nation, key it gave to the province, key of marks. Nothing where no address is
    /// named: this installation is a whole country, or alone.
    ///
    /// # Errors
    /// What is wrong with them, for the log.
    pub fn from_variables(
        url: &str,
        token: &str,
        key: &str,
        outbound: Arc<dyn Outbound>,
    ) -> Result<Option<Self>, String> {
        let address = url.trim().trim_end_matches('/');
        if address.is_empty() {
            return Ok(None);
        }
        if !opens(address) || address.contains(['?', '#']) {
            return Err(format!(
                "federation_url is no address such as https://ins.example.vn (http only on this machine): {address}"
            ));
        }
        let token = token.trim();
        if token.len() != crate::keys::LENGTH || !token.starts_with(crate::keys::PREFIX) {
            return Err("federation_token is no key: the nation's administrator makes one of the kind “Liên thông” for the province"
                .to_owned());
        }
        let marks = MarkKey::new(key.trim())
            .ok_or_else(|| format!("federation_key needs {MIN_KEY} characters or more, the same in every province"))?;
        Ok(Some(Self { address: address.to_owned(), token: token.to_owned(), marks, outbound }))
    }

    async fn call<T: DeserializeOwned>(&self, path: &str, body: Option<Vec<u8>>) -> Result<T, String> {
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.address))
            .header(AUTHORIZATION, format!("Bearer {}", self.token))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json");
        let request = request.body(body.unwrap_or_default()).map_err(|error| error.to_string())?;
        let reply = self.outbound.send(request).await?;
        if reply.status == 200 {
            return serde_json::from_slice(&reply.body).map_err(|error| format!("câu trả lời không đọc được: {error}"));
        }
        let said =
            serde_json::from_slice::<Problem>(&reply.body).map(|said| format!("{}: {}", said.title, said.detail));
        Err(format!("trung ương trả lời {}. {}", reply.status, said.unwrap_or_default()))
    }

    fn written(body: &impl Serialize) -> Result<Option<Vec<u8>>, String> {
        serde_json::to_vec(body).map(Some).map_err(|error| error.to_string())
    }

    /// Where this province stands with the nation.
    pub(super) async fn place(&self) -> Result<Place, String> {
        self.call(PLACE, None).await
    }

    /// Sends a shipment; where the province stands then.
    pub(super) async fn ship(&self, shipment: &Shipment) -> Result<Place, String> {
        self.call(SHIPMENTS, Self::written(shipment)?).await
    }

    /// Asks about a violator.
    pub(super) async fn question(&self, marks: &BTreeSet<String>) -> Result<Told, String> {
        self.call(QUESTIONS, Self::written(&Question { version: VERSION, marks: marks.clone() })?).await
    }
}

const _: () = assert!(MAX_REPLY >= 64 * 1024, "an answer about a violator is longer");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbound::Reply;

    struct Nobody;

    #[async_trait::async_trait]
    impl Outbound for Nobody {
        async fn send(&self, _request: Request<Vec<u8>>) -> Result<Reply, String> {
            Err("nobody is asked".to_owned())
        }
    }

    #[test]
    fn what_is_wrong_with_the_variables_is_said() {
        let token = format!("ins_{}", "a".repeat(64));
        let key = "k".repeat(MIN_KEY);
        let of = |url: &str, token: &str, key: &str| {
            Link::from_variables(url, token, key, Arc::new(Nobody)).map(|link| link.is_some())
        };
        assert_eq!(of("", "", ""), Ok(false), "alone");
        assert_eq!(of("https://ins.example.vn/", &token, &key), Ok(true));
        assert_eq!(of("http://127.0.0.1:3000", &token, &key), Ok(true));
        for (url, token, key, words) in [
            ("http://ins.example.vn", token.as_str(), key.as_str(), "federation_url"),
            ("https://a:b@ins.example.vn", &token, &key, "federation_url"),
            ("https://ins.example.vn?x", &token, &key, "federation_url"),
            ("https://ins.example.vn", "ins_short", &key, "federation_token"),
            ("https://ins.example.vn", &token, "short", "federation_key"),
        ] {
            assert!(of(url, token, key).is_err_and(|said| said.contains(words)), "{url} {words}");
        }
    }
}
