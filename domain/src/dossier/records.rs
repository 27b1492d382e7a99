//! What a dossier holds: who is named on it, whom it concerns, the steps that were taken.

use super::{Sort, State, Step, find, opening};
use crate::authority::Actor;
use crate::calendar::format_date;
use crate::case::procedure::{Answer, Answers};
use crate::case::{FieldError, InspectionDraft, InspectionKind, Refusal, Signed};
use crate::catalogue::Mark;
use crate::officer::{OfficerId, OfficerSnapshot};
use crate::paper::words::cited;
use crate::plan::{PlanWarning, PlannedParty};
use crate::statute::Citation;
use crate::unit::{UnitId, UnitPath, UnitSnapshot};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Key of the step that proposes an inspection.
pub const PROPOSAL: &str = "de-xuat-kiem-tra";

/// Key of the step that issues the method of an unplanned inspection.
pub const METHOD: &str = "phuong-an-kiem-tra";

/// Key of the step that takes a lead in.
pub const INTAKE: &str = "tiep-nhan";

/// Fewest officers who carry out a measure [U]; fewer are warned of, not refused.
pub const FEWEST_OFFICERS: usize = 2;

/// Another dossier, as it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierRef {
    pub id: Uuid,
    pub code: String,
}

/// A dossier as it is begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDossier {
    /// Chosen before the first write, so that a form posted twice begins one dossier.
    pub id: Uuid,
    /// Drawn by the store from the unit's yearly count.
    pub code: String,
    /// Key of the opening step: `tiep-nhan`, or the kind of the measure.
    pub kind: String,
    pub unit: UnitId,
    pub path: UnitPath,
    pub province: UnitId,
    /// Head of the unit's papers on that day.
    pub issuer: UnitSnapshot,
    /// The lead a measure verifies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<DossierRef>,
    /// Code under which the informant is kept in the vault; nothing for an anonymous lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub informant: Option<String>,
}

/// What a step's form says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub answers: Answers,
    /// Whom it concerns, where a registered party was chosen.
    #[serde(default)]
    pub party: Option<PlannedParty>,
    /// Officers chosen.
    #[serde(default)]
    pub officers: Vec<OfficerSnapshot>,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub key: String,
    /// Position of its event in the dossier.
    pub seq: u32,
    /// When it took place.
    pub at: DateTime,
    pub by: OfficerSnapshot,
    /// Frame of the paper, where it carries a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<Signed>,
    pub said: Said,
}

impl Entry {
    /// The row of the table; `None` for a step this version no longer knows.
    pub fn step(&self) -> Option<&'static Step> {
        find(&self.key)
    }
}

/// A measure that verifies a lead, as the lead knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    pub measure: DossierRef,
    /// Name of its kind.
    pub title: String,
    /// Who carries it out, and therefore has to know of the lead.
    pub officers: Vec<OfficerSnapshot>,
    /// How it was concluded; nothing while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<State>,
}

/// The case that was opened from a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedCase {
    pub id: Uuid,
    pub code: String,
}

/// A lead or a measure with everything that was done, as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    pub id: Uuid,
    /// Reference officers quote: `TT-33-03/2026/001`, `BP-33-03/2026/001`.
    pub code: String,
    /// Number of events so far; the version a form was filled in against.
    pub version: u32,
    pub sort: Sort,
    /// Key of the opening step.
    pub kind: String,
    pub unit: UnitId,
    pub path: UnitPath,
    pub province: UnitId,
    pub issuer: UnitSnapshot,
    pub state: State,
    pub opened_by: OfficerSnapshot,
    pub opened_at: Timestamp,
    /// Who is named on it and may therefore know of it; whoever opened it is the first.
    pub named: Vec<OfficerSnapshot>,
    /// The registered party it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PlannedParty>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<DossierRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub informant: Option<String>,
    pub entries: Vec<Entry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Verification>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<OpenedCase>,
}

impl Dossier {
    /// What it is called: the kind of the measure, or the lead.
    pub fn title(&self) -> &'static str {
        opening(&self.kind).map_or(self.sort.label(), |step| step.noun)
    }

    /// The identifiers of the officers named on it.
    pub fn named_ids(&self) -> Vec<OfficerId> {
        self.named.iter().map(|officer| officer.id.clone()).collect()
    }

    /// The last step with a key.
    pub fn last(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.key == key)
    }

    /// The latest answer to a question, whichever step asked it.
    pub fn answer(&self, key: &str) -> Option<&Answer> {
        self.entries.iter().rev().find_map(|entry| entry.said.answers.get(key))
    }

    /// The latest answer as words; empty when nothing was answered.
    pub fn words(&self, key: &str) -> String {
        self.answer(key).map(Answer::words).unwrap_or_default()
    }

    /// Whom it concerns: the registered party, or what is said of it.
    pub fn subject(&self) -> String {
        match &self.party {
            Some(party) => party.name.clone(),
            None => self.words("subject"),
        }
    }

    /// Whether it cannot wait: flight, dispersal, destruction (TT 27/2020/TT-BCT Điều 12 khoản 2).
    pub fn is_urgent(&self) -> bool {
        self.last(INTAKE).and_then(|entry| entry.said.answers.text("urgency")) == Some("khan-cap")
    }

    /// Key of the source (TT 27/2020/TT-BCT Điều 8), for a lead.
    pub fn source(&self) -> Option<&str> {
        self.last(INTAKE)?.said.answers.text("source")
    }

    /// Whether its source is one that must be verified before an inspection (TT 27/2020/TT-BCT Điều 8 khoản 3).
    pub fn must_be_verified(&self) -> bool {
        matches!(self.source(), Some("c" | "d" | "dd" | "e"))
    }

    /// Until when a measure is to be carried out, as ordered or extended; nothing unless it runs.
    pub fn due(&self) -> Option<Date> {
        (self.state == State::Running)
            .then(|| {
                let orders =
                    self.entries.iter().rev().filter(|entry| {
                        matches!(entry.key.as_str(), "giao-thuc-hien" | "gia-han" | "yeu-cau-lam-tiep")
                    });
                orders.filter_map(|entry| entry.said.answers.date("until")).next()
            })
            .flatten()
    }

    /// How many businesses have signed a commitment.
    pub fn pledges(&self) -> usize {
        self.entries.iter().filter(|entry| entry.key == "ky-cam-ket").count()
    }

    /// The measures that verify it and are not concluded.
    pub fn running_measures(&self) -> impl Iterator<Item = &Verification> {
        self.measures.iter().filter(|found| found.outcome.is_none())
    }

    /// Where a lead stands once nothing verifies it any more: whether a measure came to a result decides.
    pub(super) fn settled(&self) -> State {
        let verified = |found: &Verification| found.outcome.is_some_and(|outcome| outcome != State::Stopped);
        if self.measures.iter().any(verified) { State::Verified } else { State::Received }
    }

    /// The dossier as it was when an event had happened: what a paper of that day may say.
    pub(super) fn as_of(&self, seq: u32) -> Dossier {
        let mut then = self.clone();
        then.entries.retain(|entry| entry.seq <= seq);
        let own = |entry: &&Entry| entry.step().is_some_and(|step| !step.each_party);
        then.party = then.entries.iter().rev().filter(own).find_map(|entry| entry.said.party.clone());
        let known = |officer: &OfficerSnapshot| {
            then.entries.iter().any(|entry| entry.said.officers.iter().any(|named| named.id == officer.id))
        };
        let named = self.named.iter().filter(|officer| known(officer)).cloned().collect();
        then.named = named;
        then
    }

    /// What should be otherwise and stops nothing.
    pub fn warnings(&self) -> Vec<PlanWarning> {
        let few = self.sort == Sort::Measure && !self.state.is_over() && self.named.len() < FEWEST_OFFICERS;
        few.then(|| PlanWarning {
            message: format!(
                "Biện pháp này mới có {} công chức thực hiện; nên có từ {FEWEST_OFFICERS} công chức trở lên.",
                self.named.len()
            ),
            citation: Citation::new("Điều 34–36 Thông tư 27/2020/TT-BCT", Mark::Unsure),
        })
        .into_iter()
        .collect()
    }

    /// The ground an inspection decision names: the proposal, and the method or why there is none.
    pub fn basis(&self) -> Option<String> {
        let proposal = self.last(PROPOSAL)?;
        let proposed = match &proposal.frame {
            Some(frame) => cited(frame),
            None => format!("ngày {}", format_date(proposal.at.date())),
        };
        let method = match self.last(METHOD).and_then(|entry| entry.frame.as_ref()) {
            Some(frame) => format!("Phương án kiểm tra đột xuất {}", cited(frame)),
            None => "trường hợp khẩn cấp theo khoản 2 Điều 12 Thông tư 27/2020/TT-BCT".to_owned(),
        };
        Some(format!("Đề xuất kiểm tra {proposed} của {}; {method}", proposal.by.full_name))
    }

    /// Whether a case may be opened from the lead: approved, with its method, once, unplanned, for its own party.
    ///
    /// # Errors
    /// A [`Refusal`] with its article.
    pub fn check_opening(&self, draft: &InspectionDraft, actor: &Actor) -> Result<(), Refusal> {
        let refuse = |code: &str, message: String| {
            Err(super::refused(code, message, "Điều 12, Điều 13 Thông tư 27/2020/TT-BCT", Mark::Seen))
        };
        if let Some(case) = &self.case {
            return refuse(
                "proposal-opened",
                format!(
                    "Đề xuất của {} đã mở hồ sơ {}. Mỗi đề xuất mở một hồ sơ: dùng hồ sơ đã có.",
                    self.code, case.code
                ),
            );
        }
        if self.state != State::Ready {
            return refuse(
                "proposal-not-ready",
                format!(
                    "Nguồn thông tin {} đang ở bước “{}”. Chỉ mở hồ sơ khi đề xuất đã được duyệt và có phương án kiểm tra.",
                    self.code,
                    self.state.label()
                ),
            );
        }
        if !self.path.covers(&actor.path) {
            return refuse(
                "proposal-other-unit",
                format!("Nguồn thông tin {} thuộc đơn vị khác; đơn vị thụ lý mở hồ sơ.", self.code),
            );
        }
        let mut errors = Vec::new();
        if let Some(party) = self.party.as_ref().filter(|party| party.id != draft.party.id) {
            let message = format!("Đề xuất kiểm tra {}. Chọn đúng đối tượng đã đề xuất.", party.name);
            errors.push(FieldError::new("party", message));
        }
        if draft.kind != InspectionKind::Unplanned {
            errors.push(FieldError::new("kind", "Kiểm tra theo đề xuất là kiểm tra đột xuất. Chọn lại hình thức."));
        }
        if errors.is_empty() { Ok(()) } else { Err(Refusal::Fields { errors }) }
    }
}
