//! Which other files of the matter one paper is made over: a check box each, `joint.{case}` with the version that was shown.

use super::Fields;
use domain::case::CaseId;

/// Prefix of the check boxes.
pub const JOINT: &str = "joint";

/// Name of one check box.
pub fn name(case: &str) -> String {
    format!("{JOINT}.{case}")
}

/// The chosen files with their versions; nothing when one of them is no file of ours.
pub fn parse(fields: &Fields) -> Option<Vec<(CaseId, u32)>> {
    let chosen = fields.keys(JOINT).into_iter();
    chosen.map(|id| Some((CaseId(id.parse().ok()?), fields.get(&name(id)).parse().ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_chosen_files() {
        let id = "01990000-0000-7000-8000-000000000000";
        let fields: Fields = [(name(id), "3"), ("place".to_owned(), "Chợ")].into_iter().collect();
        let chosen = parse(&fields).expect("a file");
        assert_eq!((chosen.len(), chosen[0].0.to_string(), chosen[0].1), (1, id.to_owned(), 3));
        assert_eq!(parse(&Fields::default()), Some(Vec::new()));
        for (key, value) in [("khong-phai-ma", "3"), (id, "ba"), (id, "-1")] {
            assert_eq!(parse(&[(name(key), value)].into_iter().collect()), None, "{key}={value}");
        }
    }
}
