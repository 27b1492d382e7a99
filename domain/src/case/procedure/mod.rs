//! Procedures (thủ tục): every step of a case beside its main line, as data: when it may be taken, by whom, what is asked,
//! which paper it makes, what it opens and ends.
//!
//! One row of [`all`] is one row of the workflow: seizure, verification, hearing, correction, deferral, enforcement,
//! disposal, complaint, transfer, archive. The main line (inspection, violation record, sanction, service, payment) has
//! commands of its own. Must not know: pages, storage.

mod answers;
mod decide;
mod effect;
mod exhibits;
mod fact;
mod print;
mod table;
#[cfg(test)]
mod tests;

pub use answers::{Answer, Answers, PickedExhibit, parse, parse_fields, read};
pub(crate) use answers::{out_of_order, unanswered};
pub use effect::Effect;
pub use exhibits::{CustodyEntry, ExhibitStanding, custody, standing};
pub use fact::Fact;
pub use print::{PaperLine, document, draft, summary};

pub(in crate::case) use decide::proceed;
pub(crate) use decide::running_seizure;
pub use decide::{denied, why_not};

use super::{CaseFile, Stage};
use crate::authority::Action;
use crate::catalogue::Mark;
use crate::officer::OfficerSnapshot;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// Under which heading of the case page a procedure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    Inspection,
    Verification,
    Seizure,
    Search,
    Explanation,
    Decision,
    Transfer,
    Correction,
    Execution,
    Enforcement,
    Disposal,
    Complaint,
    Archive,
}

impl Group {
    pub const ALL: [Group; 13] = [
        Self::Inspection,
        Self::Verification,
        Self::Seizure,
        Self::Search,
        Self::Explanation,
        Self::Decision,
        Self::Transfer,
        Self::Correction,
        Self::Execution,
        Self::Enforcement,
        Self::Disposal,
        Self::Complaint,
        Self::Archive,
    ];

    /// Heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Inspection => "Kiểm tra",
            Self::Verification => "Làm việc, xác minh, giám định, định giá",
            Self::Seizure => "Tạm giữ, niêm phong tang vật, phương tiện",
            Self::Search => "Khám, tạm giữ người",
            Self::Explanation => "Giải trình",
            Self::Decision => "Quyết định khác",
            Self::Transfer => "Chuyển hồ sơ",
            Self::Correction => "Đính chính, sửa đổi, hủy bỏ",
            Self::Execution => "Thi hành",
            Self::Enforcement => "Cưỡng chế",
            Self::Disposal => "Xử lý tang vật bị tịch thu",
            Self::Complaint => "Khiếu nại, khởi kiện",
            Self::Archive => "Lưu trữ",
        }
    }
}

/// What kind of paper a form is; decides its head, its close and who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FormKind {
    /// Quyết định: articles, place and date in the head, recipients, one signature with seal.
    Decision,
    /// Biên bản: time and place in the body, everybody present signs.
    Record,
    /// Thông báo, báo cáo, tờ trình, công văn: as a decision without articles.
    Letter,
}

/// A form of the annexes (NĐ 118/2021/NĐ-CP; TT 22/2021/TT-BCT), as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// `MQĐ20`, `MBB15`; empty for the force's own forms, whose numbers are not known.
    pub code: &'static str,
    pub kind: FormKind,
    /// Abbreviated type in the number, e.g. `QĐ-TGTVPTGPCC`.
    pub symbol: &'static str,
    /// How sure the symbol is.
    pub mark: Mark,
    /// Second line of the title.
    pub subject: &'static str,
    /// `Căn cứ …`; a line whose placeholder has no value is left out.
    pub grounds: &'static [&'static str],
    /// Body, a paragraph each: `# ` begins an article, `* ` a bold heading, `@party`, `@exhibits`, `@answers` stand for
    /// blocks; `{name}` for an answer or a fact of the case.
    pub body: &'static [&'static str],
}

/// What a field of a procedure's form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// Several lines.
    Lines,
    Date,
    /// Date and time of day.
    Moment,
    Money,
    Count {
        min: i64,
        max: i64,
    },
    /// One of a closed list: key and words.
    Choice(&'static [(&'static str, &'static str)]),
    /// Some of the exhibits, with quantities.
    Exhibits,
    /// Exhibits with a unit price each.
    PricedExhibits,
    /// One of the numbered papers of the file that still hold.
    Paper,
}

/// Where the first value of a field comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Source {
    #[default]
    Nothing,
    Today,
    Now,
    Place,
    Representative,
    Officer,
    Owed,
}

/// One question of a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub key: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub kind: Kind,
    pub required: bool,
    /// Whether a date lies ahead; others must not.
    pub ahead: bool,
    pub source: Source,
}

impl Field {
    pub(crate) const fn new(key: &'static str, label: &'static str, kind: Kind) -> Self {
        Self { key, label, hint: "", kind, required: true, ahead: false, source: Source::Nothing }
    }

    pub(crate) const fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    pub(crate) const fn ahead(self) -> Self {
        Self { ahead: true, ..self }
    }

    pub(crate) const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    pub(crate) const fn from(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

/// Who signs the paper of a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// Whoever does the step.
    Officer,
    /// A head, or his deputy by delegation of the inspection power.
    InspectionHead,
    /// A head with the power to sanction, or his deputy by delegation.
    SanctionHead,
    /// As [`Self::SanctionHead`], with the ceiling for confiscation over the exhibits' value (Luật XLVPHC Điều 125).
    Seizer,
}

/// One procedure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Procedure {
    /// Stable key, as stored and as used in addresses.
    pub key: &'static str,
    /// What is done, e.g. `Tạm giữ tang vật, phương tiện`.
    pub title: &'static str,
    pub group: Group,
    pub action: Action,
    pub signer: Signer,
    /// Stages in which it may be taken.
    pub stages: &'static [Stage],
    /// What must stand.
    pub needs: &'static [Fact],
    /// What must not stand.
    pub bars: &'static [Fact],
    /// What stands afterwards.
    pub sets: &'static [Fact],
    /// What no longer stands afterwards.
    pub clears: &'static [Fact],
    pub effect: Effect,
    pub form: Option<&'static Form>,
    pub fields: &'static [Field],
    /// The deadline it starts, by its id in the law's table.
    pub opens: &'static [&'static str],
    /// Deadlines that end with it.
    pub closes: &'static [&'static str],
    /// Whether it may be done again while its conditions hold.
    pub repeats: bool,
    /// What it adds to the reports.
    pub adds: crate::report::Adds,
    /// Where it stands in the law.
    pub place: &'static str,
    pub mark: Mark,
}

impl Procedure {
    /// All questions: those every paper of the kind asks, then its own.
    pub fn questions(&self) -> impl Iterator<Item = &'static Field> + use<> {
        let (head, close): (&'static [Field], &'static [Field]) = match self.form.map(|form| form.kind) {
            Some(FormKind::Record) => (table::RECORD_HEAD, table::RECORD_CLOSE),
            Some(FormKind::Decision | FormKind::Letter) | None => (&[], &[]),
        };
        head.iter().chain(self.fields).chain(close)
    }
}

/// A procedure that was carried out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// Key of the procedure.
    pub key: String,
    /// Position of its event in the case.
    pub seq: u32,
    /// When it took place: the moment given in a record, else that of the act.
    pub at: DateTime,
    pub by: OfficerSnapshot,
    /// Frame of the paper; `None` for steps without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<super::Signed>,
    pub answers: Answers,
}

impl Done {
    /// The procedure; `None` for one this version no longer knows.
    pub fn procedure(&self) -> Option<&'static Procedure> {
        find(&self.key)
    }
}

/// Every procedure, in the order of the workflow.
pub fn all() -> impl Iterator<Item = &'static Procedure> {
    table::ALL.iter().copied().flatten()
}

/// The procedure with that key.
pub fn find(key: &str) -> Option<&'static Procedure> {
    all().find(|procedure| procedure.key == key)
}

/// What may be done to the case now, whoever does it.
pub fn available(case: &CaseFile) -> impl Iterator<Item = &'static Procedure> + '_ {
    all().filter(|procedure| why_not(case, procedure).is_none())
}
