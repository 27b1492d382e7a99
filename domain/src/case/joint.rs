//! One paper over several violators of a matter (biên bản chung, quyết định chung; Luật XLVPHC Điều 58, Điều 67).
//!
//! Each violator keeps his own file; the common paper is one number, one moment and one signer, and every file keeps what the
//! paper says of the others, as on its day. Must not know: storage, or in which form the files were chosen.

use super::decide::{sanction, violation};
use super::paper::{evidence, ground, measures};
use super::{
    CaseFile, CaseId, Command, Context, DraftViolation, Event, EventBody, Recorded, Refusal, SanctionDecision, Signed,
    ViolationRecord,
};
use crate::authority::{Action, authorise};
use crate::catalogue::Mark;
use crate::journal::Client;
use crate::law::LawRefusal;
use crate::party::Party;
use crate::statute::Citation;
use serde::{Deserialize, Serialize};

/// Most files that one paper is made over; a longer one is split for the sake of who must read and sign it.
pub const MAX_TOGETHER: usize = 20;

/// What a common violation record says of another violator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JointRecord {
    /// His place among those of the paper, from 1. The file's own place is the one that nobody else has.
    pub place: u32,
    pub case: CaseId,
    pub code: String,
    pub party: Party,
    /// How his violation was found, as the record says it.
    pub ground: String,
    /// Papers of seizure and search made in his file before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<String>,
    pub record: ViolationRecord,
}

/// What a common sanction decision says of another violator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JointDecision {
    /// His place among those of the paper, from 1. The file's own place is the one that nobody else has.
    pub place: u32,
    pub case: CaseId,
    pub code: String,
    pub party: Party,
    /// His violation record at the prices its exhibits were valued at last.
    pub record: Recorded<ViolationRecord>,
    /// What the decision rests on in his file: the record, explanations, papers of evidence.
    pub evidence: Vec<String>,
    pub decision: SanctionDecision,
}

/// What is asked of several files at once.
#[derive(Debug, Clone, PartialEq)]
pub enum Together {
    /// One violation record: this draft for the first file, what was prepared for the others; the moment, the place and the
    /// witness of the draft are those of the whole record.
    RecordViolation(Box<DraftViolation>),
    /// One sanction decision over the proposals that wait.
    SignSanction,
}

impl Together {
    /// The command as it is asked of the first file: by it the number's series and the issuer follow.
    pub fn command(&self) -> Command {
        match self {
            Self::RecordViolation(draft) => Command::RecordViolation((**draft).clone()),
            Self::SignSanction => Command::SignSanction,
        }
    }
}

/// Where a paper of the file stands among several violators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// The file's own place, from 1.
    pub place: u32,
    /// The file of the first violator: by it the paper is registered and checked.
    pub first: CaseId,
    /// The others in the paper's order: file, its reference, the violator's name.
    pub others: Vec<(CaseId, String, String)>,
}

impl Common {
    fn of<'a>(own: CaseId, others: impl Iterator<Item = (u32, CaseId, &'a str, &'a str)>) -> Option<Self> {
        let mut others: Vec<_> = others.collect();
        if others.is_empty() {
            return None;
        }
        others.sort_by_key(|(place, ..)| *place);
        let place = (1_u32..).find(|place| others.iter().all(|(taken, ..)| taken != place))?;
        let first = others.iter().find(|(place, ..)| *place == 1).map_or(own, |(_, case, ..)| *case);
        let others = others.into_iter().map(|(_, case, code, name)| (case, code.to_owned(), name.to_owned())).collect();
        Some(Self { place, first, others })
    }
}

impl ViolationRecord {
    fn common(&self, own: CaseId) -> Option<Common> {
        let others =
            self.joint.iter().map(|part| (part.place, part.case, part.code.as_str(), part.party.name.as_str()));
        Common::of(own, others)
    }
}

impl SanctionDecision {
    fn common(&self, own: CaseId) -> Option<Common> {
        let others =
            self.joint.iter().map(|part| (part.place, part.case, part.code.as_str(), part.party.name.as_str()));
        Common::of(own, others)
    }
}

impl CaseFile {
    /// The matter the file belongs to: its first file, which the files of other offenders name.
    pub fn matter(&self) -> CaseId {
        self.inspection.related.as_ref().map_or(self.id, |related| related.id)
    }

    /// How a signed paper of the file is shared with others; `None` for one that is its alone.
    pub fn common(&self, frame: &Signed) -> Option<Common> {
        let records = self.violation.iter().chain(&self.cancelled_records);
        let decisions = self.decision.iter().chain(&self.cancelled_decisions);
        records
            .filter(|record| record.frame == *frame)
            .find_map(|record| record.content.common(self.id))
            .or_else(|| decisions.filter(|decision| decision.frame == *frame).find_map(|found| found.common(self.id)))
    }

    /// The same for a paper by its number.
    pub fn common_by_number(&self, number: &str) -> Option<Common> {
        let records = self.violation.iter().chain(&self.cancelled_records).map(|record| &record.frame);
        let decisions = self.decision.iter().chain(&self.cancelled_decisions).map(|decision| &decision.frame);
        records.chain(decisions).filter(|frame| frame.number.text == number).find_map(|frame| self.common(frame))
    }

    /// The violators of the violation record in its order, each as the record shows him; the file alone for one of its own.
    pub(in crate::case) fn parts_of_record(&self) -> Vec<RecordPart> {
        let Some(recorded) = &self.violation else { return Vec::new() };
        let own = RecordPart { ground: ground(self), measures: measures(self, recorded.seq), case: self.clone() };
        let others = recorded.content.joint.iter().map(|part| {
            let mut case = self.shown(part.case, &part.code, &part.party);
            case.violation =
                Some(Recorded { frame: recorded.frame.clone(), content: part.record.clone(), seq: recorded.seq });
            (part.place, RecordPart { case, ground: part.ground.clone(), measures: part.measures.clone() })
        });
        in_order(recorded.content.common(self.id), own, others)
    }

    /// The violators of the sanction decision in its order, each as the decision shows him, with what it rests on in his file;
    /// the file alone for one of its own.
    pub(in crate::case) fn parts_of_decision(&self) -> Vec<DecisionPart> {
        let Some(decision) = &self.decision else { return Vec::new() };
        // Files from before the position was kept.
        let seq = if decision.seq == 0 { u32::MAX } else { decision.seq };
        let lines = self.record_before(seq).map_or_else(Vec::new, |record| evidence(self, record, seq));
        let own = DecisionPart { case: self.clone(), evidence: lines };
        let others = decision.joint.iter().map(|part| {
            let mut case = self.shown(part.case, &part.code, &part.party);
            case.violation = Some(part.record.clone());
            case.decision = Some(part.decision.clone());
            (part.place, DecisionPart { case, evidence: part.evidence.clone() })
        });
        in_order(decision.common(self.id), own, others)
    }

    /// What a common violation record says of this file's violator.
    pub fn part_of_record(&self, place: u32, record: &ViolationRecord) -> JointRecord {
        JointRecord {
            place,
            case: self.id,
            code: self.code.clone(),
            party: self.inspection.party.clone(),
            ground: ground(self),
            measures: measures(self, self.version + 1),
            record: ViolationRecord { joint: Vec::new(), ..record.clone() },
        }
    }

    /// What a common sanction decision says of this file's violator; nothing before there is a violation record.
    pub fn part_of_decision(&self, place: u32, decision: &SanctionDecision) -> Option<JointDecision> {
        let recorded = self.violation.as_ref()?;
        let content = ViolationRecord { joint: Vec::new(), ..self.record_now()? };
        Some(JointDecision {
            place,
            case: self.id,
            code: self.code.clone(),
            party: self.inspection.party.clone(),
            record: Recorded { frame: recorded.frame.clone(), content, seq: recorded.seq },
            evidence: evidence(self, recorded, self.version + 1),
            decision: SanctionDecision { joint: Vec::new(), ..decision.clone() },
        })
    }

    /// The file as if it were that of another violator of a common paper: to print his part, and for nothing else.
    fn shown(&self, id: CaseId, code: &str, party: &Party) -> CaseFile {
        let mut shown = self.clone();
        shown.id = id;
        code.clone_into(&mut shown.code);
        shown.inspection.party = party.clone();
        shown.inspection.establishment = None;
        shown.explanations.clear();
        shown.proposal = None;
        shown.decision = None;
        shown.cancelled_records.clear();
        shown.cancelled_decisions.clear();
        // What was done in this file touches its own exhibits.
        shown.steps.clear();
        shown
    }
}

/// One violator of a record as it prints.
pub(in crate::case) struct RecordPart {
    pub case: CaseFile,
    pub ground: String,
    pub measures: Vec<String>,
}

/// One violator of a decision as it prints.
pub(in crate::case) struct DecisionPart {
    pub case: CaseFile,
    pub evidence: Vec<String>,
}

fn in_order<T>(common: Option<Common>, own: T, others: impl Iterator<Item = (u32, T)>) -> Vec<T> {
    let mut all: Vec<(u32, T)> = others.collect();
    all.push((common.map_or(1, |common| common.place), own));
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, part)| part).collect()
}

/// Decides one paper over several files: all or nothing. The events stand in the order of the files; they share the frame.
///
/// # Errors
/// As [`super::decide`] for the first file; a refusal in another names its file. The officer must know of every file.
pub fn decide_together(files: &[&CaseFile], asked: &Together, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let action = asked.command().action();
    for file in files {
        authorise(context.actor, Action::ReadCase, &file.path)?;
        authorise(context.actor, action, &file.path)?;
    }
    one_matter(files)?;
    let bodies = match asked {
        Together::RecordViolation(draft) => record(files, draft, context)?,
        Together::SignSanction => sign(files, context)?,
    };
    let event = |(file, body): (&&CaseFile, EventBody)| Event {
        seq: file.version + 1,
        at: context.now,
        by: context.actor.officer.clone(),
        by_unit: context.actor.unit.clone(),
        body,
        client: Client::default(),
    };
    Ok(files.iter().zip(bodies).map(event).collect())
}

/// Several violators of one matter, handled by one unit, each once.
fn one_matter(files: &[&CaseFile]) -> Result<(), Refusal> {
    let refuse = |code: &str, message: String| {
        Err(Refusal::Law {
            refusal: LawRefusal::new(code, message, Citation::law("Điều 58, Điều 67", Mark::Recalled))
        })
    };
    let Some((first, others)) = files.split_first() else { return Err(Refusal::Hidden) };
    if files.len() > MAX_TOGETHER {
        return refuse(
            "too-many-together",
            format!("Một văn bản chung lập cho tối đa {MAX_TOGETHER} người vi phạm. Chia thành nhiều văn bản."),
        );
    }
    for (index, file) in others.iter().enumerate() {
        let refused = if file.matter() != first.matter() || file.unit != first.unit {
            refuse(
                "not-one-matter",
                format!("Không cùng vụ việc, cùng đơn vị với hồ sơ {}. Bỏ chọn hồ sơ này.", first.code),
            )
        } else if files.iter().take(index + 1).any(|earlier| earlier.inspection.party.id == file.inspection.party.id) {
            refuse("same-violator", "Cùng một người vi phạm với hồ sơ khác đã chọn. Bỏ chọn hồ sơ này.".to_owned())
        } else {
            Ok(())
        };
        refused.map_err(|refusal| refusal.in_file(file))?;
    }
    Ok(())
}

/// The places of the files on the paper: in the order in which they were opened.
fn places(files: &[&CaseFile]) -> Vec<u32> {
    files
        .iter()
        .map(|file| {
            let earlier = files.iter().filter(|other| (other.opened_at, &other.code) < (file.opened_at, &file.code));
            u32::try_from(earlier.count()).map_or(u32::MAX, |count| count + 1)
        })
        .collect()
}

fn record(files: &[&CaseFile], draft: &DraftViolation, context: &Context<'_>) -> Result<Vec<EventBody>, Refusal> {
    let mut records = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let written = if index == 0 {
            violation::written(file, draft, context)?
        } else {
            prepared(file, draft)
                .and_then(|own| violation::written(file, &own, context))
                .map_err(|refusal| refusal.in_file(file))?
        };
        records.push(written);
    }
    let parts: Vec<JointRecord> = files
        .iter()
        .zip(&records)
        .zip(places(files))
        .map(|((file, record), place)| file.part_of_record(place, &record.content))
        .collect();
    let bodies = files.iter().zip(records).map(|(file, mut record)| {
        record.content.joint = parts.iter().filter(|part| part.case != file.id).cloned().collect();
        EventBody::ViolationRecorded { record: Box::new(record) }
    });
    Ok(bodies.collect())
}

/// What was prepared of a file, with the moment, the place and the witness of the common record.
fn prepared(file: &CaseFile, common: &DraftViolation) -> Result<DraftViolation, Refusal> {
    let Some(own) = &file.prepared else {
        return Err(Refusal::NotNow {
            stage: file.stage,
            step: "Lập chung biên bản vi phạm hành chính".to_owned(),
            missing: vec![
                "chưa chuẩn bị phần của người vi phạm này; mở hồ sơ, nhập rồi bấm “Chuẩn bị để lập chung”".to_owned(),
            ],
            citation: Citation::law("Điều 58", Mark::Recalled).to_string(),
        });
    };
    Ok(DraftViolation {
        made_at: common.made_at,
        place: common.place.clone(),
        witness: common.witness.clone(),
        ..(**own).clone()
    })
}

fn sign(files: &[&CaseFile], context: &Context<'_>) -> Result<Vec<EventBody>, Refusal> {
    let mut decisions = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let decided = sanction::decided(file, context);
        decisions.push(if index == 0 { decided? } else { decided.map_err(|refusal| refusal.in_file(file))? });
    }
    let parts: Vec<JointDecision> = files
        .iter()
        .zip(&decisions)
        .zip(places(files))
        .filter_map(|((file, decision), place)| file.part_of_decision(place, decision))
        .collect();
    let bodies = files.iter().zip(decisions).map(|(file, mut decision)| {
        decision.joint = parts.iter().filter(|part| part.case != file.id).cloned().collect();
        EventBody::SanctionDecided { decision: Box::new(decision) }
    });
    Ok(bodies.collect())
}
