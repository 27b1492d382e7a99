//! `/trao-doi/ho-so/{case}.json`: a case with its chain of events, and `/trao-doi/kiem-chung.html`: the page that proves it anywhere.

use crate::routes::Desk;
use bytes::Bytes;
use domain::case::CaseId;
use front::answer::{file, plain, whole};
use front::{Answer, Failure};
use store::cases;

/// The page: one file, without a server, that reads an export and says whether every event is as it was written.
const VERIFIER: &str = include_str!("verifier.html");

/// The export of one case.
///
/// # Errors
/// `NotFound`, also for a case of another unit.
pub async fn export(desk: &Desk, name: &str) -> Result<Answer, Failure> {
    let id = name.strip_suffix(".json").and_then(|id| id.parse().ok()).map(CaseId).ok_or(Failure::NotFound)?;
    let evidence = cases::evidence(&*desk.database, &desk.env, &desk.actor, id).await?;
    let text = serde_json::to_string(&evidence).map_err(|error| Failure::Broken(error.to_string()))?;
    let name = format!("{}-chuoi-su-kien.json", plain(&evidence.code));
    Ok(file(whole(text), "application/json", &name))
}

/// The page, to be saved: it is opened from where it was saved, and nothing leaves the machine.
pub fn verifier() -> Answer {
    file(whole(Bytes::from_static(VERIFIER.as_bytes())), "text/html; charset=utf-8", "kiem-chung-ho-so.html")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    /// What the page does, done here by the words of its format.
    #[test]
    fn every_hash_follows_from_what_is_exported() {
        let place = crate::fixture::Place::new();
        let id = place.cases(1)[0];
        let evidence = place.evidence("ksv1", id).unwrap_or_else(|_| panic!("no export"));
        assert_eq!(evidence["case"], serde_json::json!(id));
        let number = evidence["number"].as_i64().unwrap_or_default();
        let events = evidence["events"].as_array().cloned().unwrap_or_default();
        assert!(events.len() >= 4, "{evidence}");
        for event in &events {
            let text = |key: &str| event[key].as_str().unwrap_or_default().to_owned();
            let mut hasher = Sha256::new();
            hasher.update(hex::decode(text("before")).unwrap_or_default());
            hasher.update(event["position"].as_i64().unwrap_or_default().to_be_bytes());
            hasher.update(number.to_be_bytes());
            hasher.update(text("event"));
            assert_eq!(hex::encode(hasher.finalize()), text("hash"));
            assert!(text("anchor").ends_with(&text("hash")[..16]));
        }
    }

    #[test]
    fn a_case_of_another_unit_is_not_exported() {
        let place = crate::fixture::Place::new();
        let id = place.cases(1)[0];
        for account in ["ksv4", "haiphong.ksv1", "quantri"] {
            assert!(matches!(place.evidence(account, id), Err(Failure::NotFound)), "{account}");
        }
    }

    #[test]
    fn the_page_asks_nobody_for_anything() {
        for word in ["http://", "https://", "fetch(", "XMLHttpRequest", "src=", "<link", "import("] {
            assert!(!VERIFIER.contains(word), "{word}");
        }
    }
}
