//! Answers that describe themselves: the fields that are written and the schema that other systems read come from one list, so that
//! neither can say what the other does not.
//!
//! Must not know: what an answer is about, or how it is sent.

use crate::money::Dong;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What a value may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schema {
    Text,
    /// `2026-11-20`.
    Day,
    /// `2026-11-20T01:30:00Z`.
    Moment,
    /// A whole number, as of đồng.
    Integer,
    Boolean,
    /// One of a closed list of keys.
    OneOf(Vec<&'static str>),
    Optional(Box<Schema>),
    List(Box<Schema>),
    /// Whole numbers by key.
    Figures,
    Object(&'static str, Vec<Part>),
    /// A form of the domain's own, as JSON Schema says it.
    Raw(&'static str),
}

/// One field of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub key: &'static str,
    /// What it says, in Vietnamese.
    pub about: &'static str,
    pub schema: Schema,
}

impl Schema {
    /// As JSON Schema (2020-12); objects are put into `named` once and referred to.
    pub fn json(&self, named: &mut BTreeMap<&'static str, Value>) -> Value {
        match self {
            Self::Text => json!({ "type": "string" }),
            Self::Day => json!({ "type": "string", "format": "date" }),
            Self::Moment => json!({ "type": "string", "format": "date-time" }),
            Self::Integer => json!({ "type": "integer", "format": "int64" }),
            Self::Boolean => json!({ "type": "boolean" }),
            Self::OneOf(keys) => json!({ "type": "string", "enum": keys }),
            Self::Optional(inner) => json!({ "anyOf": [inner.json(named), { "type": "null" }] }),
            Self::List(inner) => json!({ "type": "array", "items": inner.json(named) }),
            Self::Raw(schema) => serde_json::from_str(schema).unwrap_or_default(),
            Self::Figures => {
                json!({ "type": "object", "additionalProperties": { "type": "integer", "format": "int64" } })
            }
            Self::Object(name, parts) => {
                if !named.contains_key(name) {
                    named.insert(name, Value::Null);
                    let object = object(parts, named);
                    named.insert(name, object);
                }
                json!({ "$ref": format!("#/components/schemas/{name}") })
            }
        }
    }
}

fn object(parts: &[Part], named: &mut BTreeMap<&'static str, Value>) -> Value {
    let mut properties = Map::new();
    for part in parts {
        let mut schema = part.schema.json(named);
        if let Some(fields) = schema.as_object_mut() {
            fields.insert("description".to_owned(), Value::from(part.about));
        }
        properties.insert(part.key.to_owned(), schema);
    }
    let required: Vec<&str> = parts.iter().map(|part| part.key).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// What describes itself.
pub trait Described {
    fn schema() -> Schema;
}

macro_rules! described_as {
    ($($kind:ty => $schema:expr),* $(,)?) => {$(
        impl Described for $kind {
            fn schema() -> Schema { $schema }
        }
    )*};
}
described_as!(
    String => Schema::Text,
    &str => Schema::Text,
    Date => Schema::Day,
    Timestamp => Schema::Moment,
    u32 => Schema::Integer,
    i64 => Schema::Integer,
    usize => Schema::Integer,
    Dong => Schema::Integer,
    bool => Schema::Boolean,
    BTreeMap<&'static str, i64> => Schema::Figures,
);

impl<T: Described> Described for Option<T> {
    fn schema() -> Schema {
        Schema::Optional(Box::new(T::schema()))
    }
}

impl<T: Described> Described for Vec<T> {
    fn schema() -> Schema {
        Schema::List(Box::new(T::schema()))
    }
}

impl<T: Described> Described for Box<T> {
    fn schema() -> Schema {
        T::schema()
    }
}

/// Declares objects of an answer: fields with what each says.
#[macro_export]
macro_rules! described {
    ($($(#[$meta:meta])* $name:ident { $($field:ident: $kind:ty = $about:expr),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, ::serde::Serialize)]
        pub struct $name { $(#[doc = $about] pub $field: $kind),* }

        impl $crate::exchange::Described for $name {
            fn schema() -> $crate::exchange::Schema {
                $crate::exchange::Schema::Object(stringify!($name), vec![$($crate::exchange::Part {
                    key: stringify!($field),
                    about: $about,
                    schema: <$kind as $crate::exchange::Described>::schema(),
                }),*])
            }
        }
    )*};
}

/// Declares closed lists of keys, each with its words.
#[macro_export]
macro_rules! described_keys {
    ($($(#[$meta:meta])* $name:ident { $($variant:ident = $key:literal : $label:literal),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { $(#[doc = $label] #[serde(rename = $key)] $variant),* }

        impl $name {
            /// The closed list.
            pub const ALL: &'static [$name] = &[$(Self::$variant),*];

            /// Stable key, as sent and as stored.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key),* } }

            /// In words.
            pub const fn label(self) -> &'static str { match self { $(Self::$variant => $label),* } }

            pub fn from_key(key: &str) -> Option<Self> { Self::ALL.iter().copied().find(|one| one.key() == key) }
        }

        impl $crate::exchange::Described for $name {
            fn schema() -> $crate::exchange::Schema {
                $crate::exchange::Schema::OneOf(vec![$($key),*])
            }
        }
    )*};
}

#[cfg(test)]
mod tests {
    use super::*;

    described! {
        /// Something with one of everything.
        Sample { ten: String = "Tên", so: Option<i64> = "Số", phan: Vec<Inner> = "Các phần" }
        /// A part of it.
        Inner { ngay: Date = "Ngày", co: bool = "Có", loai: Kind = "Loại" }
    }

    described_keys! {
        /// Two of a kind.
        Kind { One = "mot": "Một", Two = "hai": "Hai" }
    }

    #[test]
    fn what_is_written_is_what_the_schema_says() {
        let mut named = BTreeMap::new();
        assert_eq!(Sample::schema().json(&mut named), json!({ "$ref": "#/components/schemas/Sample" }));
        assert_eq!(named.keys().copied().collect::<Vec<_>>(), ["Inner", "Sample"]);
        let inner = Inner { ngay: jiff::civil::date(2026, 11, 20), co: true, loai: Kind::Two };
        let written = serde_json::to_value(Sample { ten: "A".into(), so: None, phan: vec![inner] }).unwrap();
        assert_eq!(
            written,
            json!({ "ten": "A", "so": null, "phan": [{ "ngay": "2026-11-20", "co": true, "loai": "hai" }] })
        );
        for (name, value) in [("Sample", &written), ("Inner", &written["phan"][0])] {
            let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
            let described: Vec<&String> = named[name]["properties"].as_object().unwrap().keys().collect();
            assert_eq!(keys, described, "{name}");
        }
        assert_eq!(named["Inner"]["properties"]["loai"]["enum"], json!(["mot", "hai"]));
        assert_eq!(Kind::from_key("hai").map(Kind::label), Some("Hai"));
        assert_eq!(Kind::from_key("ba"), None);
    }
}
