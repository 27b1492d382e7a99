//! The raw fields of a posted form: names and strings, nothing parsed.
//!
//! Must not know which form they belong to.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Raw fields by name, e.g. `goods.0.name` → `Áo khoác`. A field that was not posted reads as empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// What was typed, with stray spaces at the ends removed; empty when absent.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |value| value.trim())
    }

    /// What was typed, letter by letter: a password may begin or end with a space.
    pub fn exact(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// What was typed, or nothing when it is empty.
    pub fn filled(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// Whether the field was posted at all: how a checkbox says yes.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Sets a field, e.g. to carry a known answer forward.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// Removes a field, e.g. a password before the form is kept as a draft.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// The sorted indices posted under a prefix: `goods` → 0, 2 for `goods.0.name`, `goods.2.unit`.
    pub fn indices(&self, prefix: &str) -> Vec<usize> {
        let mut indices: Vec<usize> = self
            .0
            .keys()
            .filter_map(|name| name.strip_prefix(prefix)?.strip_prefix('.')?.split('.').next()?.parse().ok())
            .collect();
        indices.sort_unstable();
        indices.dedup();
        indices
    }

    /// The keys posted under a prefix with a non-empty value: `mitigating` → `M1` for `mitigating.M1=on`.
    pub fn keys(&self, prefix: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(_, value)| !value.trim().is_empty())
            .filter_map(|(name, _)| name.strip_prefix(prefix)?.strip_prefix('.'))
            .collect()
    }

    /// All names and values, in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether nothing was posted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape `#[server]` gives a server function with one flattened argument.
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Call {
        #[serde(flatten)]
        fields: Fields,
    }

    fn read(body: &str) -> Result<Fields, serde_qs::Error> {
        serde_qs::Config::new(5, false).deserialize_str::<Call>(body).map(|call| call.fields)
    }

    #[test]
    fn reads_what_a_browser_posts() {
        let body = "goods.0.name=%C3%81o+kho%C3%A1c+%C4%91%E1%BB%8F&goods.0.price=1.000.000+%C4%91&goods.2.name=&mitigating.M1=on&note=a%3Db%26c%0D%0Ad&%C4%91%E1%BB%99i=3";
        let fields = read(body).expect("a browser's body");
        assert_eq!(fields.get("goods.0.name"), "Áo khoác đỏ");
        assert_eq!(fields.get("goods.0.price"), "1.000.000 đ");
        assert!(fields.has("goods.2.name"));
        assert_eq!(fields.filled("goods.2.name"), None);
        assert_eq!(fields.indices("goods"), [0, 2]);
        assert_eq!(fields.keys("mitigating"), ["M1"]);
        assert_eq!(fields.get("note"), "a=b&c\r\nd");
        assert_eq!(fields.get("đội"), "3");
    }

    #[test]
    fn reads_what_the_client_function_sends() {
        let fields: Fields =
            [("goods.0.name", "Áo & quần = 100% “đẹp”"), ("empty", ""), ("mitigating.M1", "on"), ("a+b", "1+1 2")]
                .into_iter()
                .collect();
        let call = Call { fields };
        let body = serde_qs::to_string(&call).expect("serialises");
        assert_eq!(read(&body).expect("reads back"), call.fields);
    }

    #[test]
    fn an_empty_body_is_an_empty_form() {
        assert!(read("").expect("empty").is_empty());
    }
}
