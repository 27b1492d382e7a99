//! Giving a power to a deputy.

use super::Fields;
use super::reader::Reader;
use domain::case::FieldError;
use domain::law::delegation::DelegatedPower;
use domain::officer::OfficerId;
use jiff::civil::Date;

/// A delegation as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DelegationForm {
    pub deputy: OfficerId,
    pub power: DelegatedPower,
    pub number: String,
    pub signed_on: Date,
    pub from: Date,
    pub to: Option<Date>,
}

/// Reads the form.
///
/// # Errors
/// All field errors.
pub fn parse(fields: &Fields) -> Result<DelegationForm, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let deputy = OfficerId(reader.line("deputy", "Chọn người được giao quyền."));
    let power = reader.choice("power", DelegatedPower::from_key, "Chọn quyền được giao.");
    let number = reader.line("number", "Nhập số quyết định giao quyền, ví dụ: 05/QĐ-GQ.");
    let signed_on = reader.date("signed_on");
    let from = reader.date("from");
    let to = reader.opt_date("to");
    let form = power.zip(signed_on.zip(from)).map(|(power, (signed_on, from))| DelegationForm {
        deputy,
        power,
        number,
        signed_on,
        from,
        to,
    });
    reader.finish(form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_delegation_may_have_no_last_day() {
        let wrong = parse(&Fields::default()).unwrap_err();
        let names: Vec<_> = wrong.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(names, ["deputy", "power", "number", "signed_on", "from"]);
        let fields: Fields = [
            ("deputy", "phodoi1"),
            ("power", "sanction"),
            ("number", "05/QĐ-GQ"),
            ("signed_on", "01/10/2026"),
            ("from", "02/10/2026"),
        ]
        .into_iter()
        .collect();
        let form = parse(&fields).unwrap();
        assert_eq!((form.power, form.from, form.to), (DelegatedPower::Sanction, date(2026, 10, 2), None));
    }
}
