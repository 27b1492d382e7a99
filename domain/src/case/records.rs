//! What each paper of a case says: the answers an officer gives, as parsed values.

use crate::law::fine::{ActInput, Assessment, Offender};
use crate::money::Dong;
use crate::officer::OfficerSnapshot;
use crate::party::{Establishment, Party};
use crate::statute::{Aggravating, Mitigating};
use crate::unit::UnitSnapshot;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Which series a paper's number comes from: one per form type, unit and year (TT 22/2021/TT-BCT Điều 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperKind {
    InspectionDecision,
    InspectionRecord,
    ViolationRecord,
    SanctionDecision,
}

impl PaperKind {
    pub const ALL: [PaperKind; 4] =
        [Self::InspectionDecision, Self::InspectionRecord, Self::ViolationRecord, Self::SanctionDecision];

    /// Stable key, as stored and as used in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::InspectionDecision => "quyet-dinh-kiem-tra",
            Self::InspectionRecord => "bien-ban-kiem-tra",
            Self::ViolationRecord => "bien-ban-vi-pham-hanh-chinh",
            Self::SanctionDecision => "quyet-dinh-xu-phat",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Abbreviated type in the number, e.g. `QĐ-XPHC`.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::InspectionDecision => "QĐ-KT",
            Self::InspectionRecord => "BB-KT",
            Self::ViolationRecord => "BB-VPHC",
            Self::SanctionDecision => "QĐ-XPHC",
        }
    }

    /// Vietnamese name of the paper.
    pub const fn label(self) -> &'static str {
        match self {
            Self::InspectionDecision => "Quyết định kiểm tra",
            Self::InspectionRecord => "Biên bản kiểm tra",
            Self::ViolationRecord => "Biên bản vi phạm hành chính",
            Self::SanctionDecision => "Quyết định xử phạt vi phạm hành chính",
        }
    }
}

/// The series a number is drawn from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SeriesKey {
    pub unit: crate::unit::UnitId,
    /// The officer whose series it is, for a paper signed by an officer on duty in his own power.
    pub officer: Option<crate::officer::OfficerId>,
    /// Abbreviated type, e.g. `QĐ-XPHC`: forms that share it share their series, so that no number stands twice.
    pub symbol: String,
    pub year: i16,
}

impl SeriesKey {
    /// Stable key of the series, as stored.
    pub fn key(&self) -> &str {
        match PaperKind::ALL.into_iter().find(|kind| kind.symbol() == self.symbol) {
            Some(kind) => kind.key(),
            None => &self.symbol,
        }
    }
}

/// A number as printed: agency (2 digits), unit (2 digits), serial (4 digits) and the abbreviated type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperNumber {
    pub serial: u32,
    /// E.g. `33030042/QĐ-XPHC`.
    pub text: String,
}

impl PaperNumber {
    /// Forms the printed number (TT 22/2021/TT-BCT Điều 6).
    pub fn new(agency_code: &str, unit_code: &str, serial: u32, kind: PaperKind) -> Self {
        Self::of_unit(agency_code, unit_code, serial, kind.symbol())
    }

    /// Whether it counts in an officer's own series: those have four digits, a unit's has eight.
    pub fn is_officers(&self) -> bool {
        self.text.find('/') == Some(4)
    }

    /// The abbreviated type behind the slash, without the badge of an officer's own number.
    pub fn symbol(&self, badge: &str) -> &str {
        let symbol = self.text.split_once('/').map_or("", |(_, symbol)| symbol);
        if self.is_officers() { symbol.strip_suffix(badge).unwrap_or(symbol).trim_end_matches('-') } else { symbol }
    }

    /// Number of a unit's paper with any abbreviated type.
    pub fn of_unit(agency_code: &str, unit_code: &str, serial: u32, symbol: &str) -> Self {
        Self { serial, text: format!("{agency_code}{unit_code}{serial:04}/{symbol}") }
    }

    /// Number of a paper signed by an officer on duty: his serial of the year, the type, his badge.
    pub fn of_officer(serial: u32, symbol: &str, badge: &str) -> Self {
        Self { serial, text: format!("{serial:04}/{symbol}-{badge}") }
    }
}

/// Why an inspection takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InspectionKind {
    /// Kiểm tra theo kế hoạch định kỳ.
    Periodic,
    /// Kiểm tra theo kế hoạch chuyên đề.
    Thematic,
    /// Kiểm tra đột xuất.
    Unplanned,
    /// Không qua kiểm tra: trực tiếp phát hiện, hoặc tiếp nhận từ lực lượng khác.
    Detected,
}

impl InspectionKind {
    pub const ALL: [InspectionKind; 4] = [Self::Unplanned, Self::Periodic, Self::Thematic, Self::Detected];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Periodic => "dinh-ky",
            Self::Thematic => "chuyen-de",
            Self::Unplanned => "dot-xuat",
            Self::Detected => "khong-qua-kiem-tra",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Periodic => "Theo kế hoạch định kỳ",
            Self::Thematic => "Theo kế hoạch chuyên đề",
            Self::Unplanned => "Đột xuất",
            Self::Detected => "Phát hiện không qua kiểm tra, tiếp nhận từ lực lượng khác",
        }
    }
}

/// Content of the inspection decision (PL QLTT Điều 19) as drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionDraft {
    pub kind: InspectionKind,
    /// Ground: plan number, or proposal and information that the unplanned inspection rests on.
    pub basis: String,
    pub party: Party,
    pub establishment: Option<Establishment>,
    /// Where the inspection takes place.
    pub place: String,
    /// What is inspected, one content a line.
    pub contents: Vec<String>,
    /// The business period that is inspected.
    pub scope_from: Date,
    pub scope_to: Date,
    /// Working days at the place of inspection, 1 to 3 (PL QLTT Điều 22 khoản 2).
    pub working_days: u8,
    /// Trưởng Đoàn; holds a market-inspection card (TT 27/2020/TT-BCT Điều 15).
    pub leader: OfficerSnapshot,
    pub members: Vec<OfficerSnapshot>,
    /// Who drafted it.
    pub drafted_by: OfficerSnapshot,
    /// Whether the offender or owner is not known: the party then only stands in for him.
    #[serde(default, skip_serializing_if = "is_false")]
    pub owner_unknown: bool,
    /// The item of an inspection plan it carries out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_item: Option<crate::plan::PlanItemRef>,
    /// The lead whose approved proposal it carries out (TT 27/2020/TT-BCT Điều 11–13).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<crate::dossier::DossierRef>,
    /// The file of another offender in the same matter, from whose inspection this one follows (Luật XLVPHC Điều 67: each may
    /// be decided on apart).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub related: Option<RelatedCase>,
}

/// Another file of the same matter, as it was called on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedCase {
    pub id: super::CaseId,
    pub code: String,
}

fn is_false(value: &bool) -> bool {
    !*value
}

fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// Frame of a signed paper: number, unit and signer as on its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    pub number: PaperNumber,
    pub issuer: UnitSnapshot,
    pub signer: OfficerSnapshot,
    /// What the signer's power rests on when he is a deputy (Luật XLVPHC Điều 54; PL QLTT Điều 21).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegation: Option<crate::law::delegation::Delegation>,
    pub at: DateTime,
}

/// A record with the frame it was signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded<T> {
    pub frame: Signed,
    pub content: T,
    /// Position of its event in the case; 0 in files from before it was kept.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub seq: u32,
}

/// Whether the party signed a record, or why not (Luật XLVPHC Điều 58).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PartySignature {
    Signed,
    /// Refused or unable: reason, and the witness or commune representative who signs instead.
    Refused {
        reason: String,
        witness: String,
    },
}

/// Content of the inspection record (biên bản kiểm tra, TT 27/2020/TT-BCT Điều 18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionRecord {
    /// When the decision was announced to the party; starts the period at the place.
    pub announced_at: DateTime,
    pub finished_at: DateTime,
    pub place: String,
    /// Who represented the party.
    pub representative: String,
    pub witness: Option<String>,
    /// Result for the inspected contents.
    pub findings: String,
    pub party_opinion: String,
    /// Whether signs of a violation were found.
    pub violation_found: bool,
    pub signature: PartySignature,
}

/// One line of exhibits (tang vật, phương tiện).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibit {
    pub name: String,
    pub unit: String,
    pub quantity: u32,
    pub origin: String,
    pub condition: String,
    /// Unit price in đồng.
    pub unit_price: Dong,
    /// The act it belongs to, counted from 0.
    pub act: usize,
}

impl Exhibit {
    /// Quantity × unit price, saturating at the largest representable sum.
    pub fn value(&self) -> Dong {
        Dong(self.unit_price.0.saturating_mul(i64::from(self.quantity)))
    }
}

/// Value of the exhibits of one act; `None` where the list has none of it.
pub(in crate::case) fn value_of_act(exhibits: &[Exhibit], act: usize) -> Option<Dong> {
    let mut lines = exhibits.iter().filter(|line| line.act == act).peekable();
    lines.peek()?;
    Some(Dong(lines.fold(0_i64, |sum, line| sum.saturating_add(line.value().0))))
}

/// One act as described in the violation record, with what the engine needs of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedAct {
    pub description: String,
    pub place: String,
    pub input: ActInput,
}

/// Content of the violation record (biên bản vi phạm hành chính, MBB01; Luật XLVPHC Điều 58).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ViolationRecord {
    pub made_at: DateTime,
    pub place: String,
    pub acts: Vec<RecordedAct>,
    pub exhibits: Vec<Exhibit>,
    pub representative: String,
    pub party_opinion: String,
    pub witness: Option<String>,
    pub signature: PartySignature,
    pub offender: Offender,
    /// The law's answer on the day of the record.
    pub assessment: Assessment,
    /// What the record says of the other violators it was made for; empty for a record of one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint: Vec<super::JointRecord>,
}

impl ViolationRecord {
    /// Value of all exhibits.
    pub fn exhibits_value(&self) -> Dong {
        Dong(self.exhibits.iter().fold(0_i64, |sum, exhibit| sum.saturating_add(exhibit.value().0)))
    }
}

/// How the right to explain was used (Luật XLVPHC Điều 61).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExplanationKind {
    /// Giải trình bằng văn bản.
    Written,
    /// Yêu cầu giải trình trực tiếp.
    OralRequested,
    /// Cam kết bằng văn bản không giải trình.
    Waived,
}

impl ExplanationKind {
    pub const ALL: [ExplanationKind; 3] = [Self::Written, Self::OralRequested, Self::Waived];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Written => "van-ban",
            Self::OralRequested => "truc-tiep",
            Self::Waived => "khong-giai-trinh",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Written => "Đã giải trình bằng văn bản",
            Self::OralRequested => "Đã yêu cầu giải trình trực tiếp",
            Self::Waived => "Có văn bản không giải trình",
        }
    }
}

/// One explanation, request or waiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    pub kind: ExplanationKind,
    pub received_on: Date,
    pub content: String,
}

/// The fine chosen for one act of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenFine {
    /// Index of the act in the violation record.
    pub act: usize,
    pub fine: Dong,
    /// Why it differs from the proposal; needed only then.
    pub reason: String,
    /// Circumstances found for this act (Luật XLVPHC Điều 9).
    pub mitigating: Vec<Mitigating>,
    /// Circumstances found for this act (Luật XLVPHC Điều 10).
    pub aggravating: Vec<Aggravating>,
}

/// Content of the sanction decision as proposed (MQĐ02).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SanctionContent {
    pub fines: Vec<ChosenFine>,
    pub confiscate: bool,
    pub supplementary: Vec<String>,
    pub remedies: Vec<String>,
    /// Days to carry out the decision from receipt, at least 10 (Luật XLVPHC Điều 73).
    pub execution_days: u16,
    /// Facts and circumstances the decision rests on.
    pub grounds: String,
}

/// A proposal that waits for a competent signature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SanctionProposal {
    pub content: SanctionContent,
    pub proposed_by: OfficerSnapshot,
    pub at: DateTime,
    /// The law's answer on the day of the proposal.
    pub assessment: Assessment,
    pub total_fine: Dong,
    pub confiscation_value: Dong,
}

/// A proposal sent back by a leader or by the legal section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    pub by: OfficerSnapshot,
    pub at: DateTime,
    pub reason: String,
}

/// The signed sanction decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SanctionDecision {
    pub frame: Signed,
    pub content: SanctionContent,
    /// The law's answer on the day of the decision.
    pub assessment: Assessment,
    pub total_fine: Dong,
    pub confiscation_value: Dong,
    /// Why the signer is competent, with articles.
    pub competence: Vec<String>,
    /// What the decision says of the other violators it was signed for; empty for a decision on one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint: Vec<super::JointDecision>,
    /// Position of its event in the case; 0 in files from before it was kept.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub seq: u32,
}

/// How a decision reached the violator (Luật XLVPHC Điều 70).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceMethod {
    Direct,
    Post,
    /// Refused: recorded with a witness; deemed served at once (NĐ 118/2021/NĐ-CP Điều 17a).
    RefusedRecorded,
}

impl ServiceMethod {
    pub const ALL: [ServiceMethod; 3] = [Self::Direct, Self::Post, Self::RefusedRecorded];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Direct => "truc-tiep",
            Self::Post => "buu-dien",
            Self::RefusedRecorded => "khong-nhan",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Direct => "Giao trực tiếp",
            Self::Post => "Gửi bưu điện bảo đảm, đã ký nhận",
            Self::RefusedRecorded => "Không nhận, đã lập biên bản có người chứng kiến",
        }
    }
}

/// Service of the decision; its date starts the execution clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    pub method: ServiceMethod,
    pub received_on: Date,
    pub receiver: String,
}

/// One payment into the Treasury.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub paid_on: Date,
    pub amount: Dong,
    /// Receipt number (chứng từ Kho bạc, biên lai).
    pub receipt: String,
}

/// A part of a decision that must be carried out before the file may close (Luật XLVPHC Điều 74, 75).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExecutionPart {
    Fine,
    Confiscation,
    Supplementary,
    Remedies,
}

impl ExecutionPart {
    /// The parts that an officer records by hand; the fine follows from payments.
    pub const RECORDED: [ExecutionPart; 3] = [Self::Confiscation, Self::Supplementary, Self::Remedies];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Fine => "tien-phat",
            Self::Confiscation => "tich-thu",
            Self::Supplementary => "phat-bo-sung",
            Self::Remedies => "khac-phuc",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::RECORDED.into_iter().find(|part| part.key() == key)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Fine => "Nộp đủ tiền phạt",
            Self::Confiscation => "Tịch thu và xử lý tang vật, phương tiện",
            Self::Supplementary => "Hình thức xử phạt bổ sung khác",
            Self::Remedies => "Biện pháp khắc phục hậu quả",
        }
    }
}

/// A part carried out, with its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Execution {
    pub part: ExecutionPart,
    pub done_on: Date,
    pub note: String,
}

/// The end of a file, or of an inspection without violation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    pub by: OfficerSnapshot,
    pub at: DateTime,
    pub note: String,
}
