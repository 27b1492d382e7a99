//! The sanction proposal (tờ trình, dự thảo quyết định xử phạt).

use super::Fields;
use super::reader::Reader;
use domain::case::{ChosenFine, FieldError, SanctionContent, ViolationRecord};
use domain::money::Dong;
use domain::statute::{Aggravating, Mitigating};

/// Circumstances ticked for one act.
pub fn circumstances(fields: &Fields, act: usize) -> (Vec<Mitigating>, Vec<Aggravating>) {
    let mitigating =
        fields.keys(&format!("fines.{act}.mitigating")).into_iter().filter_map(Mitigating::from_key).collect();
    let aggravating =
        fields.keys(&format!("fines.{act}.aggravating")).into_iter().filter_map(Aggravating::from_key).collect();
    (mitigating, aggravating)
}

/// Reads the form for the acts of a record.
///
/// # Errors
/// All field errors.
pub fn parse(fields: &Fields, record: &ViolationRecord) -> Result<SanctionContent, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let mut fines = Vec::new();
    for act in 0..record.acts.len() {
        let fine = reader.money(&format!("fines.{act}.amount"));
        let reason = reader.opt_text(&format!("fines.{act}.reason"));
        let (mitigating, aggravating) = circumstances(fields, act);
        fines.push(ChosenFine { act, fine: fine.unwrap_or(Dong(0)), reason, mitigating, aggravating });
    }
    let grounds = reader.text("grounds", "Ghi tóm tắt tình tiết, chứng cứ làm căn cứ xử phạt.");
    let execution_days = reader.number("execution_days", 1, 365, "Thời hạn thi hành (ngày)");
    let confiscate = reader.ticked("confiscate");
    let chosen = |prefix: &str, offered: Vec<String>| {
        fields
            .keys(prefix)
            .into_iter()
            .filter_map(|key| offered.get(key.parse::<usize>().ok()?).cloned())
            .collect::<Vec<_>>()
    };
    let content = execution_days.and_then(|days| {
        Some(SanctionContent {
            fines,
            confiscate,
            supplementary: chosen("supplementary", offered_supplementary(record)),
            remedies: chosen("remedies", offered_remedies(record)),
            execution_days: u16::try_from(days).ok()?,
            grounds,
        })
    });
    reader.finish(content)
}

/// Supplementary sanctions the recorded acts allow besides confiscation, in a stable order.
pub fn offered_supplementary(record: &ViolationRecord) -> Vec<String> {
    unique(
        record.assessment.acts.iter().flat_map(|act| &act.supplementary).filter(|text| !text.starts_with("tịch thu")),
    )
}

/// Remedial measures the recorded acts allow, in a stable order.
pub fn offered_remedies(record: &ViolationRecord) -> Vec<String> {
    unique(record.assessment.acts.iter().flat_map(|act| &act.remedies))
}

fn unique<'a>(items: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for item in items {
        if !list.contains(item) {
            list.push(item.clone());
        }
    }
    list
}
