//! What signing in takes beside the database: the variables of an instance, read once and checked loudly.
//!
//! Must not know: how anybody signs in.

use app::server::{Accounts, Provider, Settings};
use std::sync::Arc;
use store::accounts::{AccountKey, MIN_ACCOUNT_KEY, Policy, sealing};
use store::spin::{Network, SpinDatabase};

/// How long the identity provider may take to answer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(15);

/// Reads and checks the variables. What is wrong stands in the log, and on the administrators' page where people's accounts are at stake.
pub async fn read() -> Accounts {
    let variable = async |name: &str| spin_sdk::variables::get(name).await.unwrap_or_default();
    let secret = variable("account_key").await;
    let key = AccountKey::new(&secret);
    if key.is_none() && !secret.trim().is_empty() {
        complain("account_key", &format!("it needs {MIN_ACCOUNT_KEY} characters or more, and is not used"));
    }
    let (required, everybody) = required(&variable("second_factor").await);
    let database = SpinDatabase("default");
    // A database that fails says so at each page.
    let sealing =
        sealing(&database, &store::Env::new(jiff::Timestamp::now(), front::request::fill), key.as_ref()).await.ok();
    let warning = sealing.and_then(|sealing| sealing.warning(required));
    if let Some(warning) = &warning {
        complain("account_key", warning);
    }
    let settings = [
        variable("oidc_issuer").await,
        variable("oidc_client_id").await,
        variable("oidc_client_secret").await,
        variable("oidc_claim").await,
        variable("oidc_mfa").await,
    ];
    let [issuer, client, secret, claim, factor] = settings.each_ref().map(String::as_str);
    let provider =
        Provider::from_variables(Settings { issuer, client, secret, claim, factor }, Arc::new(Network(PATIENCE)));
    let provider = provider.unwrap_or_else(|problem| {
        complain("oidc", &problem);
        None
    });
    Accounts {
        policy: Policy { key, required, everybody },
        warning: warning.map(Into::into),
        provider: provider.map(Arc::new),
    }
}

/// Whether a second factor is required of signers and administrators, and whether of everybody. Anything but `offered` means required: a
/// slip of the pen must not let anybody in.
fn required(policy: &str) -> (bool, bool) {
    match policy.trim() {
        "offered" => (false, false),
        "required" | "" => (true, false),
        "everybody" => (true, true),
        other => {
            let words = format!("it is `required`, `everybody` or `offered`, not `{other}`; taken as `required`");
            complain("second_factor", &words);
            (true, false)
        }
    }
}

fn complain(variable: &str, problem: &str) {
    eprintln!("{}", serde_json::json!({ "level": "error", "variable": variable, "problem": problem }));
}

#[cfg(test)]
mod tests {
    use super::required;

    #[test]
    fn only_the_one_word_offers() {
        for (policy, expected) in [
            ("offered", (false, false)),
            (" offered ", (false, false)),
            ("required", (true, false)),
            ("", (true, false)),
            ("Offered", (true, false)),
            ("off", (true, false)),
            ("everybody", (true, true)),
        ] {
            assert_eq!(required(policy), expected, "{policy}");
        }
    }
}
