//! Who gave the information, and the rule of the vault he is kept in: secret, known to one officer (TT 27/2020/TT-BCT Điều 37:
//! bí mật, đơn tuyến).
//!
//! Must not know: the dossier. An informant is never part of an event, an answer or a paper.

use super::refused;
use crate::authority::{Action, Actor, authorise_dossier};
use crate::case::Refusal;
use crate::catalogue::Mark;
use crate::officer::OfficerId;
use crate::text::fold;
use crate::unit::UnitPath;
use serde::{Deserialize, Serialize};

/// The identity of an informant. Says nothing of itself where it is shown by mistake.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Informant {
    pub name: String,
    /// How he is reached.
    #[serde(default)]
    pub contact: String,
    #[serde(default)]
    pub address: String,
    /// What the officer in charge has to know.
    #[serde(default)]
    pub note: String,
}

impl std::fmt::Debug for Informant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Informant(…)")
    }
}

impl Informant {
    /// Whether nothing was given: the information is anonymous.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.contact.is_empty() && self.address.is_empty() && self.note.is_empty()
    }

    /// Whether a text names him: his name, or what he is reached under.
    pub fn is_named_in(&self, text: &str) -> bool {
        let text = fold(text);
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let (name, phone) = (fold(&self.name), digits(&self.contact));
        let named = name.contains(' ') && text.contains(&name);
        let reached = phone.len() >= 8 && digits(&text).contains(&phone);
        let contact = fold(&self.contact);
        named || reached || (phone.len() < 8 && contact.chars().count() >= 6 && text.contains(&contact))
    }
}

/// What was done with an entry of the vault; logged without a word of the identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VaultAct {
    Sealed,
    Read,
    HandedOver,
}

impl VaultAct {
    pub const ALL: [VaultAct; 3] = [Self::Sealed, Self::Read, Self::HandedOver];

    /// Stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sealed => "niem-phong",
            Self::Read => "mo-xem",
            Self::HandedOver => "ban-giao",
        }
    }

    /// Reads a stored key back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.key() == key)
    }

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sealed => "Niêm phong nhân thân",
            Self::Read => "Mở xem nhân thân",
            Self::HandedOver => "Bàn giao việc phụ trách nguồn tin",
        }
    }
}

/// Whether the officer in charge may hand an entry to another officer: one who may know of the lead, and not himself.
///
/// # Errors
/// A [`Refusal`] with its article.
pub fn hand_over(keeper: &Actor, to: &Actor, path: &UnitPath, named: &[OfficerId]) -> Result<(), Refusal> {
    let refuse =
        |message: String| Err(refused("vault-hand-over", message, "Điều 37 Thông tư 27/2020/TT-BCT", Mark::Seen));
    if to.id() == keeper.id() {
        return refuse("Đồng chí đang phụ trách nguồn tin này. Chọn công chức khác để bàn giao.".to_owned());
    }
    if authorise_dossier(to, Action::ReadMeasure, path, named).is_err() {
        return refuse(format!(
            "{} không được giao nguồn thông tin này nên không nhận bàn giao được. Người đứng đầu phân công trước, rồi bàn giao.",
            to.officer.full_name
        ));
    }
    Ok(())
}
