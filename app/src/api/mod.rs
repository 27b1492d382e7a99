//! Server functions: reads (`input = GetUrl`) and submissions (`input = PostUrl`, flattened `Fields`).
//!
//! Must not decide a permission or a rule: they take the actor from the session and call one use case of the store.

pub mod administration;
pub mod adoption;
pub mod book;
pub mod calendar_feed;
pub mod case;
pub mod comment;
pub mod delegation;
pub mod device;
pub mod dossier;
pub mod filing;
pub mod guide;
pub mod import;
pub mod journal;
pub mod key;
pub mod law;
pub mod law_data;
#[cfg(feature = "ssr")]
mod nation;
pub mod oversight;
pub mod own_account;
pub mod pace;
pub mod party;
pub mod place;
pub mod plan;
pub mod practice;
pub mod question;
pub mod register;
pub mod registry;
pub mod report;
pub mod search;
pub mod self_check;
pub mod session;
pub mod task;
pub mod work;

/// What two versions of a record say otherwise, in words; both have the same fields in the same order.
#[cfg(feature = "ssr")]
fn differences<const N: usize>(before: [(&str, String); N], after: [(&str, String); N]) -> Vec<String> {
    let shown = |value: &str| if value.is_empty() { "(trống)".to_owned() } else { format!("“{value}”") };
    before
        .iter()
        .zip(&after)
        .filter(|((_, one), (_, other))| one != other)
        .map(|((label, one), (_, other))| format!("{label}: {} → {}", shown(one), shown(other)))
        .collect()
}
