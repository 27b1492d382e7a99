//! The fine: frame, proposal and its arithmetic step by step (Luật XLVPHC Điều 23; NĐ 118/2021/NĐ-CP Điều 9 as amended
//! by NĐ 68/2025/NĐ-CP).
//!
//! Must not know: who signs, and at which stage a case is.

mod assess;
mod later;
mod proposal;
#[cfg(test)]
mod tests;

pub use assess::{age, assess, assess_act, is_minor};
pub use proposal::accepts;

use crate::catalogue::{Field, Mark};
use crate::money::Dong;
use crate::statute::{Aggravating, Citation, FieldGroup, Mitigating};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whom the fine is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OffenderKind {
    Individual,
    /// Fined as an individual (NĐ 98/2020/NĐ-CP Điều 4).
    HouseholdBusiness,
    Organisation,
}

impl OffenderKind {
    /// How many times the amounts for an individual: 2 for an organisation (Luật XLVPHC Điều 52 khoản 1).
    pub const fn factor(self) -> i64 {
        match self {
            Self::Individual | Self::HouseholdBusiness => 1,
            Self::Organisation => 2,
        }
    }

    pub const fn is_organisation(self) -> bool {
        matches!(self, Self::Organisation)
    }
}

/// The person or organisation to be sanctioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offender {
    pub kind: OffenderKind,
    /// Needed to see a minor; unknown counts as of age.
    pub birth_date: Option<Date>,
}

/// One act as the engine needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActInput {
    pub behaviour_id: String,
    /// The day the act ended; for an act that was going on, the day it was found (Luật XLVPHC Điều 6).
    pub committed_on: Date,
    /// Exhibits' value in đồng, or the quantity in thousandths of the behaviour's unit.
    pub amount: Option<i64>,
    /// Whether the decree's doubling clause applies.
    pub doubled: bool,
    pub mitigating: Vec<Mitigating>,
    pub aggravating: Vec<Aggravating>,
}

/// Least and greatest fine in đồng.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub min: Dong,
    pub max: Dong,
}

impl Frame {
    pub(super) const ZERO: Frame = Frame { min: Dong(0), max: Dong(0) };

    fn times(self, factor: i64) -> Frame {
        Frame { min: Dong(self.min.0.saturating_mul(factor)), max: Dong(self.max.0.saturating_mul(factor)) }
    }

    fn halved(self) -> Frame {
        Frame { min: Dong(self.min.0 / 2), max: Dong(self.max.0 / 2) }
    }

    fn capped(self, limit: Dong) -> Frame {
        Frame { min: self.min.min(limit), max: self.max.min(limit) }
    }

    /// Mean of the frame.
    pub const fn mean(self) -> Dong {
        Dong(self.min.0.saturating_add(self.max.0) / 2)
    }
}

impl std::fmt::Display for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} – {}", self.min, self.max)
    }
}

/// The fine the engine proposes, and the interval in which the person who decides may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub amount: Dong,
    pub low: Dong,
    pub high: Dong,
    /// Whether `low` itself is excluded.
    pub low_open: bool,
    /// Whether `high` itself is excluded.
    pub high_open: bool,
}

/// One line of the arithmetic, with its article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub text: String,
    pub citation: Citation,
}

/// Limitation period of an act (Luật XLVPHC Điều 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limitation {
    pub years: i32,
    /// Last day on which a sanction may be decided.
    pub until: Date,
    pub time_barred: bool,
    pub citation: Citation,
}

/// The law's answer for one act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActAssessment {
    pub behaviour_id: String,
    pub title: String,
    /// Exact point, clause and article of the frame; its mark is the frame's.
    pub citation: Citation,
    pub field: Field,
    /// In which group the ceilings are measured.
    pub group: FieldGroup,
    /// Frame for this offender.
    pub frame: Frame,
    /// Frame for an individual of age.
    pub individual_frame: Frame,
    pub mean: Dong,
    pub proposed: Proposal,
    pub steps: Vec<Step>,
    pub supplementary: Vec<String>,
    pub remedies: Vec<String>,
    pub limitation: Limitation,
    /// Whether only a warning is possible (aged 14 to under 16).
    pub warning_only: bool,
    /// Whether a warning may stand in place of the fine: the decree says so and a circumstance mitigates (Điều 22);
    /// a fine of 0 then means the warning.
    pub warning_possible: bool,
    /// Whether the frame is a suggestion that must be checked against the gazette before a fine rests on it.
    pub needs_confirmation: bool,
    pub warnings: Vec<String>,
}

impl ActAssessment {
    /// The greatest fine the law states for the act: what ceilings and the right to explain are measured by (Luật
    /// XLVPHC Điều 52 khoản 2, Điều 61). A minor's half is a rule about his fine, not another frame.
    pub fn statutory_maximum(&self) -> Dong {
        if self.warning_only { Dong(0) } else { self.frame.max.max(self.individual_frame.max) }
    }

    /// How sure the frame is.
    pub const fn mark(&self) -> Mark {
        self.citation.mark
    }
}

/// Why the offender may explain before a decision (Luật XLVPHC Điều 61).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplanationRight {
    pub reason: String,
    pub citation: Citation,
}

/// The law's answer for all acts of one offender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    pub acts: Vec<ActAssessment>,
    /// Sum of the proposed fines (Luật XLVPHC Điều 3, 67); an act past its limitation adds nothing (Điều 65).
    pub total_proposed: Dong,
    pub explanation_right: Option<ExplanationRight>,
    /// What concerns all acts together; each act has its own as well.
    #[serde(default)]
    pub warnings: Vec<String>,
}
