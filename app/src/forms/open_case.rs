//! The inspection decision that opens a case.

use super::Fields;
use super::reader::Reader;
use domain::case::{FieldError, InspectionDraft, InspectionKind, RelatedCase};
use domain::dossier::DossierRef;
use domain::officer::OfficerSnapshot;
use domain::party::{Establishment, Party};
use domain::plan::PlanItemRef;

/// What the form chooses from.
pub struct Choices<'a> {
    pub party: &'a Party,
    pub establishments: &'a [Establishment],
    /// Officers of the team who may lead or take part.
    pub officers: &'a [OfficerSnapshot],
    pub drafted_by: &'a OfficerSnapshot,
    /// The file of another offender in the same matter.
    pub related: Option<RelatedCase>,
}

/// The item of an inspection plan the case is opened from; its reference is the store's to fill in.
fn plan_item(fields: &Fields) -> Option<PlanItemRef> {
    let plan = fields.get("plan").parse().ok()?;
    let item = fields.get("plan_item").parse().ok()?;
    Some(PlanItemRef { plan, item, code: String::new() })
}

/// The lead whose proposal the case is opened from; its reference is the store's to fill in.
fn proposal(fields: &Fields) -> Option<DossierRef> {
    Some(DossierRef { id: fields.get("proposal").parse().ok()?, code: String::new() })
}

/// Reads the form.
///
/// # Errors
/// All field errors.
pub fn parse(fields: &Fields, choices: &Choices<'_>) -> Result<InspectionDraft, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let kind = reader.choice("kind", InspectionKind::from_key, "Chọn hình thức kiểm tra.");
    let detected = kind == Some(InspectionKind::Detected);
    let basis = reader.text("basis", "Nhập căn cứ: số kế hoạch, hoặc đề xuất và nguồn thông tin.");
    let establishment =
        choices.establishments.iter().find(|found| found.id.0.to_string() == fields.get("establishment")).cloned();
    let place = reader.line("place", "Nhập địa điểm kiểm tra.");
    let contents: Vec<String> = reader
        .text("contents", "Nhập ít nhất một nội dung kiểm tra, mỗi nội dung một dòng.")
        .lines()
        .map(str::to_owned)
        .filter(|line| !line.is_empty())
        .collect();
    let scope_from = reader.date("scope_from");
    // Without an inspection there is one day: when it was found.
    let scope_to = if detected { scope_from } else { reader.date("scope_to") };
    let working_days = if detected {
        Some(1)
    } else {
        reader.number("working_days", 1, 3, "Thời hạn kiểm tra (ngày làm việc)")
    };
    let find = |id: &str| choices.officers.iter().find(|officer| officer.id.0 == id).cloned();
    let leader = reader.choice("leader", find, "Chọn Trưởng đoàn kiểm tra.");
    let members = fields.keys("members").into_iter().filter_map(find).collect::<Vec<_>>();
    let draft = (|| {
        Some(InspectionDraft {
            kind: kind?,
            basis,
            party: choices.party.clone(),
            establishment,
            place,
            contents,
            scope_from: scope_from?,
            scope_to: scope_to?,
            working_days: u8::try_from(working_days?).ok()?,
            leader: leader?,
            members,
            drafted_by: choices.drafted_by.clone(),
            owner_unknown: choices.party.is_unknown(),
            related: choices.related.clone(),
            plan_item: plan_item(fields),
            proposal: proposal(fields),
        })
    })();
    reader.finish(draft)
}
