//! `/van-ban/{case}/{paper}.docx`: a paper of a case as a file for offices that must edit it.

use crate::docx;
use crate::routes::Desk;
use domain::case::{CaseFile, CaseId};
use front::answer::{file, plain, whole};
use front::{Answer, Failure};
use store::cases;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Answers one paper.
///
/// # Errors
/// `NotFound`, also for a case of another unit and for an address no paper stands at.
pub async fn answer(desk: &Desk<'_>, id: CaseId, address: &str) -> Result<Answer, Failure> {
    let (case, _) = cases::load(desk.database, desk.actor, id).await?;
    let mut document = case.document(address).ok_or(Failure::NotFound)?;
    let mut anchors = store::papers::anchors(desk.database, desk.actor, id).await?;
    document.anchor = anchors.remove(&document.check_code).unwrap_or_default();
    Ok(file(whole(docx::write(&document)?), DOCX, &file_name(&case, address)))
}

/// `33-01-2026-0001-niem-phong-5.docx`.
fn file_name(case: &CaseFile, address: &str) -> String {
    format!("{}.docx", plain(&format!("{}-{address}", case.code)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Place, block_on, carried_out, content};
    use domain::case::PaperKind;
    use domain::case::procedure::all;
    use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

    #[test]
    fn a_paper_of_every_form_is_a_whole_file() {
        let place = Place::new();
        let case = place.recorded();
        let mut written = 0;
        let main_line = PaperKind::ALL.into_iter().filter(|kind| *kind != PaperKind::SanctionDecision);
        let main_line = main_line.map(|kind| (case.clone(), kind.key().to_owned()));
        let beside = all().filter(|procedure| procedure.form.is_some()).map(|procedure| carried_out(&case, procedure));
        for (case, address) in main_line.chain(beside) {
            let document = case.document(&address).unwrap_or_else(|| panic!("{address}"));
            let file = docx::write(&document).unwrap_or_default();
            let parts = docx::tests::parts(&file);
            let body = parts.iter().find(|(name, _)| name == "word/document.xml").map(|(_, text)| text.as_str());
            let said = docx::tests::text(body.unwrap_or_default());
            assert!(said.contains(&document.title), "{address}: {said}");
            assert!(said.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), "{address}");
            written += 1;
        }
        assert!(written > 40, "{written} forms");
    }

    #[test]
    fn a_paper_is_given_to_who_may_read_its_case() {
        let place = Place::new();
        let (case, address) = place.sealed();
        let get = |account: &str, address: &str| {
            block_on(place.desk(account, async |desk| answer(desk, case.id, address).await))
        };
        let Ok(response) = get("ksv2", &address) else { panic!("{address}") };
        assert_eq!(response.headers()[CONTENT_TYPE], DOCX);
        let expected = format!("attachment; filename=\"33-01-2026-0001-{address}.docx\"");
        assert_eq!(response.headers()[CONTENT_DISPOSITION].to_str().unwrap(), expected);
        assert!(content(response).starts_with(b"PK\x03\x04"));
        for (account, address) in
            [("ksv4", address.as_str()), ("quantri", &address), ("ksv1", "niem-phong-99"), ("ksv1", "x"), ("ksv1", "")]
        {
            assert!(matches!(get(account, address), Err(Failure::NotFound)), "{account} {address}");
        }
    }
}
