//! A form that was not accepted: what was typed and why it did not pass, kept so that nothing is typed twice.
//!
//! Must not know where it is kept.

use super::Fields;
use domain::case::FieldError;
use serde::{Deserialize, Serialize};

/// What was typed, with everything that is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub fields: Fields,
    /// Answers to put right, each at its field.
    pub errors: Vec<FieldError>,
    /// A refusal of the whole form, with the article it rests on where it is one of law.
    pub refusal: Option<(String, Option<String>)>,
    /// Someone else changed the record in between.
    pub stale: Option<Stale>,
    /// Whether an identity was typed that is not kept and has to be typed again.
    #[serde(default)]
    pub withheld: bool,
}

/// What the fields of an informant's identity begin with: they are never kept (TT 27/2020/TT-BCT Điều 37).
pub const INFORMANT: &str = "informant_";

/// Fields that open a door by themselves: a one-time link, a pass of practice. A copy of the database must not hold them.
const KEYS: [&str; 2] = ["ma", "giay"];

/// Who changed the record while the form was open, and what differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stale {
    pub who: String,
    /// When, in words.
    pub when: String,
    /// Field in words, what was typed, what is stored.
    pub changes: Vec<(String, String, String)>,
    /// The version that is stored now.
    pub version: u32,
}

impl Draft {
    /// A form as it is first shown, with known answers filled in.
    pub fn fresh(fields: Fields) -> Self {
        Self { fields, ..Self::default() }
    }

    /// Takes out what no draft may hold: passwords and keys, and the identity of an informant with every answer that repeats it.
    pub fn forget_secrets(&mut self) {
        let informant = domain::dossier::Informant {
            name: self.fields.get("informant_name").to_owned(),
            contact: self.fields.get("informant_contact").to_owned(),
            address: self.fields.get("informant_address").to_owned(),
            note: self.fields.get("informant_note").to_owned(),
        };
        let secret = |(name, value): (&str, &str)| {
            let identity = name.starts_with(INFORMANT) || informant.is_named_in(value);
            let opens = KEYS.contains(&name) || name.contains("password");
            (identity || opens).then(|| (name.to_owned(), identity && !value.trim().is_empty()))
        };
        let secrets: Vec<(String, bool)> = self.fields.iter().filter_map(secret).collect();
        for (name, identity) in secrets {
            self.withheld |= identity;
            self.fields.remove(&name);
        }
    }

    /// The message at a field, if it has one.
    pub fn error(&self, name: &str) -> Option<String> {
        self.errors.iter().find(|error| error.field == name).map(|error| error.message.clone())
    }

    /// Whether anything stops the form.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty() || self.refusal.is_some() || self.stale.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A refused intake keeps what was told, and neither who told it nor any answer in which he is named.
    #[test]
    fn an_identity_is_never_kept() {
        let typed = [
            ("content", "Bán thuốc lá lậu"),
            ("documents", "Ghi âm cuộc gọi từ 0900.000.777"),
            ("subject", "nghe ong to giac gia dinh noi"),
            ("informant_name", "Tố Giác Giả Định"),
            ("informant_contact", "0900 000 777"),
            ("informant_address", ""),
            ("password", "bí mật"),
        ];
        let mut draft = Draft::fresh(typed.into_iter().collect());
        draft.forget_secrets();
        let kept: Vec<(&str, &str)> = draft.fields.iter().collect();
        assert_eq!(kept, [("content", "Bán thuốc lá lậu")]);
        assert!(draft.withheld);
        let mut plain = Draft::fresh([("password", "bí mật"), ("informant_name", "")].into_iter().collect());
        plain.forget_secrets();
        assert!(plain.fields.is_empty() && !plain.withheld, "nothing was typed that has to be typed again");
        let mut link = Draft::fresh([("ma", "0123456789abcdef"), ("giay", "x"), ("ma_so", "1")].into_iter().collect());
        link.forget_secrets();
        assert_eq!(link.fields.iter().collect::<Vec<_>>(), [("ma_so", "1")], "what opens a door is not kept");
    }
}
