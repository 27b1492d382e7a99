//! Why a command is refused: a type with its article, never a bare string.

use super::{CaseFile, Stage};
use crate::law::LawRefusal;
use serde::{Deserialize, Serialize};

/// One wrong answer of a form: which field, and how to put it right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Name of the field as posted, e.g. `made_date` or `exhibits.0.quantity`.
    pub field: String,
    /// Vietnamese: how to fix it.
    pub message: String,
}

impl FieldError {
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// Why a case refuses a command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Refusal {
    /// The thing does not exist for this officer.
    Hidden,
    /// The officer's role does not do this.
    Role { message: String },
    /// The case is not where this step belongs.
    WrongStage { stage: Stage, step: String },
    /// A procedure cannot be taken now: what is missing or in the way, with its article.
    NotNow { stage: Stage, step: String, missing: Vec<String>, citation: String },
    /// Answers that contradict each other or the case.
    Fields { errors: Vec<FieldError> },
    /// Its turn has not come, or it is not his to do; no article of law decides it.
    OutOfTurn { code: String, message: String },
    /// The law forbids it.
    Law { refusal: LawRefusal },
    /// Of several files that one paper is made over, this one stands in the way.
    InFile { code: String, party: String, refusal: Box<Refusal> },
    /// Parts are still open.
    Incomplete { missing: Vec<String>, citation: String },
    /// The caller forgot to draw the number of the paper: a defect, not the officer's fault.
    NumberMissing,
}

impl Refusal {
    /// The same refusal, saying of which file of several it is. What is hidden stays hidden.
    pub(super) fn in_file(self, case: &CaseFile) -> Self {
        match self {
            Self::Hidden | Self::NumberMissing | Self::InFile { .. } => self,
            refusal => Self::InFile {
                code: case.code.clone(),
                party: case.inspection.party.name.clone(),
                refusal: Box::new(refusal),
            },
        }
    }

    /// Vietnamese sentence: what is wrong, and what to do.
    pub fn message(&self) -> String {
        match self {
            Self::Hidden => "Không tìm thấy hồ sơ trong phạm vi đơn vị của đồng chí.".to_owned(),
            Self::Role { message } | Self::OutOfTurn { message, .. } => message.clone(),
            Self::WrongStage { stage, step } => {
                format!(
                    "Không thể {step} khi hồ sơ ở bước “{}”. Mở hồ sơ để xem việc cần làm tiếp theo.",
                    stage.label()
                )
            }
            Self::NotNow { stage, step, missing, .. } => {
                format!("Chưa thể thực hiện “{step}” khi hồ sơ ở bước “{}”: {}.", stage.label(), missing.join("; "))
            }
            Self::Fields { errors } => errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" "),
            Self::Law { refusal } => refusal.message.clone(),
            Self::InFile { code, party, refusal } => format!("Hồ sơ {code} ({party}): {}", refusal.message()),
            Self::Incomplete { missing, .. } => format!("Còn việc chưa xong: {}.", missing.join("; ")),
            Self::NumberMissing => "Chưa lấy được số văn bản. Thử lại; nếu vẫn lỗi, báo quản trị hệ thống.".to_owned(),
        }
    }

    /// The article the refusal rests on, if it is one of law.
    pub fn citation(&self) -> Option<String> {
        match self {
            Self::Law { refusal } => Some(refusal.citation.to_string()),
            Self::InFile { refusal, .. } => refusal.citation(),
            Self::Incomplete { citation, .. } | Self::NotNow { citation, .. } => Some(citation.clone()),
            Self::Hidden
            | Self::Role { .. }
            | Self::OutOfTurn { .. }
            | Self::WrongStage { .. }
            | Self::Fields { .. }
            | Self::NumberMissing => None,
        }
    }
}

impl From<LawRefusal> for Refusal {
    fn from(refusal: LawRefusal) -> Self {
        Self::Law { refusal }
    }
}

impl From<crate::authority::Denial> for Refusal {
    fn from(denial: crate::authority::Denial) -> Self {
        match denial {
            crate::authority::Denial::Hidden => Self::Hidden,
            role @ (crate::authority::Denial::Role { .. }
            | crate::authority::Denial::Province { .. }
            | crate::authority::Denial::Office { .. }) => Self::Role { message: role.message() },
        }
    }
}
