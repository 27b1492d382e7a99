//! The rows: one file for each group of the workflow.
//!
//! Codes and names of MBB and MQĐ forms are those of the annex of NĐ 118/2021/NĐ-CP [V]; their symbols are recalled [R] or
//! unsure [U], row by row. The force's own forms (TT 22/2021/TT-BCT) have no known numbers [U].

#![expect(clippy::needless_update, reason = "a row that happens to say everything keeps the shape of the others")]

mod archive;
mod complaint;
mod correction;
mod decision;
mod disposal;
mod enforcement;
mod execution;
mod explanation;
mod inspection;
mod search;
mod seizure;
mod transfer;
mod verification;

use super::super::Stage;
use super::{Effect, Field, Form, FormKind, Group, Kind, Procedure, Signer, Source};
use crate::authority::Action;
use crate::catalogue::Mark;
use crate::report::{Adds, Measure, What};

pub(super) const ALL: &[&[Procedure]] = &[
    inspection::ROWS,
    verification::ROWS,
    seizure::ROWS,
    search::ROWS,
    explanation::ROWS,
    decision::ROWS,
    transfer::ROWS,
    correction::ROWS,
    execution::ROWS,
    enforcement::ROWS,
    disposal::ROWS,
    complaint::ROWS,
    archive::ROWS,
];

/// What every record asks first: when, where, who was there (NĐ 118/2021/NĐ-CP, annex).
pub(super) const RECORD_HEAD: &[Field] = &[
    Field::new("at", "Thời điểm lập biên bản", Kind::Moment).from(Source::Now),
    Field::new("place", "Nơi lập biên bản", Kind::Text).from(Source::Place),
    Field::new("present", "Thành phần tham gia", Kind::Lines)
        .hint("Mỗi người một dòng: họ tên, chức vụ hoặc tư cách tham gia")
        .from(Source::Representative),
    Field::new("witness", "Người chứng kiến hoặc đại diện chính quyền", Kind::Text).optional(),
];

/// What every record asks last: opinions, and whether the other side signed.
pub(super) const RECORD_CLOSE: &[Field] = &[
    Field::new("opinion", "Ý kiến của những người có mặt", Kind::Lines).optional(),
    Field::new(
        "signed",
        "Bên liên quan ký biên bản",
        Kind::Choice(&[("ky", "Đã ký"), ("khong-ky", "Không ký, có người chứng kiến hoặc đại diện chính quyền")]),
    ),
    Field::new("refusal", "Lý do không ký", Kind::Text).optional().hint("Chỉ ghi khi không ký"),
];

/// What each row says only where it differs.
const ROW: Procedure = Procedure {
    key: "",
    title: "",
    group: Group::Inspection,
    action: Action::RecordProcedure,
    signer: Signer::Officer,
    stages: &[],
    needs: &[],
    bars: &[],
    sets: &[],
    clears: &[],
    effect: Effect::None,
    form: None,
    fields: &[],
    opens: &[],
    closes: &[],
    repeats: false,
    adds: Adds::NONE,
    place: "",
    mark: Mark::Recalled,
};

const FORM: Form =
    Form { code: "", kind: FormKind::Record, symbol: "", mark: Mark::Recalled, subject: "", grounds: &[], body: &[] };

/// From the signed inspection decision to the end of the file.
const RUNNING: &[Stage] = &[
    Stage::InspectionDecided,
    Stage::InspectionRecordedViolation,
    Stage::Verifying,
    Stage::ViolationRecorded,
    Stage::SanctionProposed,
    Stage::SanctionDecided,
    Stage::Served,
    Stage::Unsanctioned,
];
/// The violation is found, nothing is decided yet.
const FOUND: &[Stage] =
    &[Stage::InspectionRecordedViolation, Stage::Verifying, Stage::ViolationRecorded, Stage::SanctionProposed];
/// The violation record is made, nothing is decided yet.
const RECORDED: &[Stage] = &[Stage::ViolationRecorded, Stage::SanctionProposed];
/// A sanction decision is signed.
const DECIDED: &[Stage] = &[Stage::SanctionDecided, Stage::Served];
/// Something is decided, with or without a sanction.
const AFTER: &[Stage] = &[Stage::SanctionDecided, Stage::Served, Stage::Unsanctioned];

const REASON: Field = Field::new("reason", "Lý do", Kind::Lines);
const EXHIBITS: Field = Field::new("exhibits", "Tang vật, phương tiện", Kind::Exhibits);
const CONDITION: Field = Field::new("condition", "Tình trạng", Kind::Text).optional();
