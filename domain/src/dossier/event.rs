//! What happened to a dossier. Holds no identity of an informant, whoever is named in it.

use super::{DossierRef, Entry, NewDossier, OpenedCase, State, Verification};
use crate::officer::OfficerSnapshot;
use crate::unit::UnitId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One event with who and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DossierEvent {
    /// Position in the dossier, from 1.
    pub seq: u32,
    pub at: Timestamp,
    pub by: OfficerSnapshot,
    pub by_unit: UnitId,
    pub body: DossierEventBody,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum DossierEventBody {
    DossierOpened {
        new: Box<NewDossier>,
        entry: Box<Entry>,
    },
    StepTaken {
        entry: Box<Entry>,
    },
    /// A measure was planned to verify the lead.
    MeasureLinked {
        measure: Verification,
    },
    /// A measure was concluded; what it proposes goes with it.
    MeasureConcluded {
        measure: DossierRef,
        outcome: State,
        proposal: Option<Box<Entry>>,
    },
    /// A case was opened from the proposal.
    CaseOpened {
        case: OpenedCase,
    },
}

impl DossierEventBody {
    /// Stable key, as stored beside the body.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::DossierOpened { .. } => "dossier-opened",
            Self::StepTaken { .. } => "step-taken",
            Self::MeasureLinked { .. } => "measure-linked",
            Self::MeasureConcluded { .. } => "measure-concluded",
            Self::CaseOpened { .. } => "case-opened",
        }
    }

    /// The step that was taken with it.
    pub fn entry(&self) -> Option<&Entry> {
        match self {
            Self::DossierOpened { entry, .. } | Self::StepTaken { entry } => Some(entry),
            Self::MeasureConcluded { proposal, .. } => proposal.as_deref(),
            Self::MeasureLinked { .. } | Self::CaseOpened { .. } => None,
        }
    }

    /// One line of the timeline.
    pub fn title(&self) -> String {
        match self {
            Self::DossierOpened { entry, .. } | Self::StepTaken { entry } => {
                let name = entry.step().map_or(entry.key.as_str(), |step| step.title);
                match &entry.frame {
                    Some(frame) => format!("{name}, số {}", frame.number.text),
                    None => name.to_owned(),
                }
            }
            Self::MeasureLinked { measure } => format!("{} {}", measure.title, measure.measure.code),
            Self::MeasureConcluded { measure, outcome, .. } => {
                format!("Biện pháp {} kết luận: {}", measure.code, outcome.label().to_lowercase())
            }
            Self::CaseOpened { case } => format!("Mở hồ sơ kiểm tra {}", case.code),
        }
    }
}
