//! Merging two records: which stays, and which values it has afterwards.

use super::Fields;
use super::reader::Reader;
use domain::case::FieldError;
use domain::registry::link::LinkKind;
use domain::registry::merge::Trait;

/// What an officer decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeForm {
    /// Whether the first of the two stays, else the second.
    pub keep_one: bool,
    /// What the one that stays takes over from the other.
    pub take: Vec<Trait>,
    pub reason: String,
}

/// Reads the form: `survivor` is `one` or `other`, and so is each `field.<key>`: whose value holds afterwards.
///
/// # Errors
/// All field errors.
pub fn merge(fields: &Fields) -> Result<MergeForm, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let side = |key: &str| match key {
        "one" => Some(true),
        "other" => Some(false),
        _ => None,
    };
    let keep_one = reader.choice("survivor", side, "Chọn hồ sơ được giữ.");
    let reason = reader.text("reason", "Nêu lý do gộp, ví dụ giấy tờ đã đối chiếu.");
    let keys: Vec<String> = fields.keys("field").into_iter().map(str::to_owned).collect();
    let mut take = Vec::new();
    for key in keys {
        let name = format!("field.{key}");
        let Some(one) = Trait::from_key(&key) else { continue };
        let from_one = reader.choice(&name, side, "Chọn giá trị được giữ.");
        if from_one.is_some() && from_one != keep_one {
            take.push(one);
        }
    }
    reader.finish(keep_one.map(|keep_one| MergeForm { keep_one, take, reason }))
}

/// A link as it is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkForm {
    pub kind: LinkKind,
    /// Whether the party of the page is the first of the two.
    pub forward: bool,
    /// How the other is found.
    pub other: String,
    pub source: String,
}

/// Reads a link: `link_kind` is a kind, with `<` before it when it is read from the other end.
///
/// # Errors
/// All field errors.
pub fn link(fields: &Fields) -> Result<LinkForm, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let kind = reader.choice(
        "link_kind",
        |key| match key.strip_prefix('<') {
            Some(key) => LinkKind::from_key(key).map(|kind| (kind, false)),
            None => LinkKind::from_key(key).map(|kind| (kind, true)),
        },
        "Chọn quan hệ giữa hai bên.",
    );
    let other = reader.line("link_other", "Nhập mã số thuế, số định danh hoặc tên của bên kia.");
    let source = reader.line("link_source", "Nêu nguồn: giấy đăng ký, biên bản, lời khai.");
    reader.finish(kind.map(|(kind, forward)| LinkForm { kind, forward, other, source }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_entered_from_either_end() {
        let names: Vec<String> = link(&Fields::default()).unwrap_err().into_iter().map(|error| error.field).collect();
        assert_eq!(names, ["link_kind", "link_other", "link_source"]);
        for (key, forward) in [("owner", true), ("<owner", false)] {
            let fields: Fields = [("link_kind", key), ("link_other", "0100109106"), ("link_source", "Giấy đăng ký")]
                .into_iter()
                .collect();
            let form = link(&fields).unwrap();
            assert_eq!((form.kind, form.forward), (LinkKind::Owner, forward));
        }
    }

    #[test]
    fn values_come_from_the_side_that_was_chosen() {
        let wrong = merge(&Fields::default()).unwrap_err();
        assert_eq!(wrong.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["survivor", "reason"]);
        let mut fields: Fields = [
            ("survivor", "other"),
            ("field.name", "one"),
            ("field.phone", "other"),
            ("field.unit", "one"),
            ("reason", "Đã đối chiếu căn cước"),
        ]
        .into_iter()
        .collect();
        let form = merge(&fields).unwrap();
        assert_eq!((form.keep_one, form.take), (false, vec![Trait::Name]), "the keeping unit is nobody's to take");
        fields.set("field.name", "x");
        assert_eq!(merge(&fields).unwrap_err()[0].field, "field.name");
    }
}
