//! A step of a lead or a measure, read from its row of the table; and what an informant gave, apart from it.

use super::Fields;
use domain::case::FieldError;
use domain::case::procedure::parse_fields;
use domain::dossier::{Ask, Informant, Step};
use domain::officer::OfficerId;
use domain::party::PartyId;
use domain::text::{clean, clean_lines};
use store::dossiers::Form;

/// Reads the form of a step.
///
/// # Errors
/// All field errors.
pub fn parse(step: &Step, fields: &Fields) -> Result<Form, Vec<FieldError>> {
    let answers = parse_fields(step.fields.iter(), |name| fields.get(name).to_owned());
    let officers: Vec<OfficerId> = fields.keys("officers").into_iter().map(|id| OfficerId(id.to_owned())).collect();
    let mut errors = Vec::new();
    let party = match fields.filled("party") {
        Some(id) if step.party != Ask::No => match id.parse() {
            Ok(id) => Some(PartyId(id)),
            Err(_) => {
                errors.push(FieldError::new("party", "Chọn tổ chức, cá nhân trong cơ sở dữ liệu."));
                None
            }
        },
        Some(_) | None => None,
    };
    if step.party == Ask::Required && fields.filled("party").is_none() {
        errors.push(FieldError::new("party", "Chọn tổ chức, cá nhân trong cơ sở dữ liệu."));
    }
    if step.officers == Ask::Required && officers.is_empty() {
        errors.push(FieldError::new("officers", "Chọn công chức thực hiện."));
    }
    match answers {
        Ok(answers) if errors.is_empty() => Ok(Form { answers, party, officers }),
        Ok(_) => Err(errors),
        Err(mut wrong) => {
            wrong.extend(errors);
            Err(wrong)
        }
    }
}

/// Reads what the informant gave; it goes into the vault and nowhere else.
pub fn informant(fields: &Fields) -> Informant {
    Informant {
        name: clean(fields.get("informant_name")),
        contact: clean(fields.get("informant_contact")),
        address: clean(fields.get("informant_address")),
        note: clean_lines(fields.get("informant_note")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::dossier::find;

    #[test]
    fn all_errors_at_once() {
        let pledge = find("ky-cam-ket").unwrap();
        let errors = parse(pledge, &[("signed_on", "31/02/2026")].into_iter().collect()).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["signed_on", "signatory", "promise", "valid_until", "party"]);
        let watch = find("giam-sat").unwrap();
        let errors = parse(watch, &[("party", "x")].into_iter().collect()).unwrap_err();
        assert!(errors.iter().any(|error| error.field == "officers"));
        assert!(errors.iter().any(|error| error.field == "party"));
    }

    #[test]
    fn reads_whom_and_what() {
        let order = find("phan-cong").unwrap();
        let fields: Fields = [("officers.ksv1", "1"), ("officers.ksv2", ""), ("opinion", " Làm  ngay "), ("party", "")]
            .into_iter()
            .collect();
        let form = parse(order, &fields).unwrap();
        assert_eq!(form.officers, [OfficerId("ksv1".into())]);
        assert_eq!(form.answers.text("opinion"), Some("Làm ngay"));
        let given = informant(&[("informant_name", " Người  Thử ")].into_iter().collect());
        assert_eq!(given.name, "Người Thử");
    }
}
