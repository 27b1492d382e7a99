//! Making a key for another system.

use super::Fields;
use super::reader::Reader;
use domain::authority::KeyScope;
use domain::case::FieldError;
use domain::unit::UnitId;
use jiff::civil::Date;

/// A key as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyForm {
    pub name: String,
    pub contact: String,
    pub scope: KeyScope,
    pub unit: UnitId,
    pub ends_on: Date,
}

/// Reads the form.
///
/// # Errors
/// All field errors.
pub fn parse(fields: &Fields) -> Result<KeyForm, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let name = reader.line("name", "Nhập tên hệ thống sẽ dùng khóa.");
    let contact = reader.line("contact", "Nhập người, bộ phận chịu trách nhiệm và cách liên hệ.");
    let scope = reader.choice("scope", KeyScope::from_key, "Chọn khóa dùng để làm gì.");
    let unit = UnitId(reader.line("unit", "Chọn đơn vị."));
    let ends_on = reader.date("ends_on");
    let form = scope.zip(ends_on).map(|(scope, ends_on)| KeyForm { name, contact, scope, unit, ends_on });
    reader.finish(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_for_something_of_somebody_until_a_day() {
        let wrong = parse(&Fields::default()).unwrap_err();
        let names: Vec<_> = wrong.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(names, ["name", "contact", "scope", "unit", "ends_on"]);
        let filled = [("name", "A"), ("contact", "B"), ("scope", "so-lieu"), ("unit", "33"), ("ends_on", "31/12/2026")];
        let form = parse(&filled.into_iter().collect()).unwrap();
        assert_eq!((form.scope, form.ends_on), (KeyScope::Figures, jiff::civil::date(2026, 12, 31)));
    }
}
