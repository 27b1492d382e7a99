//! What a command says, line by line, to be laid beside what the case says.

use crate::calendar::{format_at, format_date};
use crate::case::procedure::{self, Answers};
use crate::case::{CaseFile, Command, DraftViolation, Exhibit, InspectionRecord, PartySignature, RecordedAct};
use serde::{Deserialize, Serialize};

/// One answer of a form, with its question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub label: String,
    pub value: String,
}

/// Lines in the making; an empty answer is none.
#[derive(Default)]
struct Lines(Vec<Line>);

impl Lines {
    fn add(&mut self, label: impl Into<String>, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.0.push(Line { label: label.into(), value });
        }
    }

    fn signature(&mut self, signature: &PartySignature) {
        match signature {
            PartySignature::Signed => self.add("Ký biên bản", "Đã ký"),
            PartySignature::Refused { reason, witness } => {
                self.add("Ký biên bản", format!("Không ký: {reason}"));
                self.add("Người ký thay", witness.as_str());
            }
        }
    }

    fn inspection(&mut self, record: &InspectionRecord) {
        self.add("Công bố quyết định", format_at(record.announced_at));
        self.add("Kết thúc kiểm tra", format_at(record.finished_at));
        self.add("Nơi lập biên bản", record.place.as_str());
        self.add("Người đại diện cơ sở", record.representative.as_str());
        self.add("Người chứng kiến", record.witness.as_deref().unwrap_or_default());
        self.add("Kết quả kiểm tra", record.findings.as_str());
        self.add("Ý kiến của cơ sở", record.party_opinion.as_str());
        let found = if record.violation_found { "Có dấu hiệu vi phạm" } else { "Không phát hiện vi phạm" };
        self.add("Kết quả", found);
        self.signature(&record.signature);
    }

    fn acts(&mut self, acts: &[RecordedAct]) {
        for (index, act) in acts.iter().enumerate() {
            let number = index + 1;
            self.add(format!("Hành vi {number}"), act.description.as_str());
            self.add(format!("Hành vi {number}: ngày vi phạm"), format_date(act.input.committed_on));
            self.add(format!("Hành vi {number}: nơi vi phạm"), act.place.as_str());
        }
    }

    fn exhibits(&mut self, exhibits: &[Exhibit]) {
        for (index, exhibit) in exhibits.iter().enumerate() {
            let Exhibit { name, unit, quantity, unit_price, .. } = exhibit;
            self.add(format!("Tang vật {}", index + 1), format!("{name}: {quantity} {unit}, đơn giá {unit_price}"));
        }
    }

    fn violation(&mut self, draft: &DraftViolation) {
        self.add("Lập lúc", format_at(draft.made_at));
        self.add("Nơi lập biên bản", draft.place.as_str());
        self.add("Người vi phạm hoặc đại diện", draft.representative.as_str());
        self.acts(&draft.acts);
        self.exhibits(&draft.exhibits);
        self.add("Ý kiến của người vi phạm", draft.party_opinion.as_str());
        self.add("Người chứng kiến", draft.witness.as_deref().unwrap_or_default());
        self.signature(&draft.signature);
    }

    fn answers(&mut self, key: &str, answers: &Answers) {
        let Some(found) = procedure::find(key) else { return };
        for question in found.questions() {
            if let Some(answer) = answers.get(question.key) {
                self.add(question.label, answer.words());
            }
        }
    }
}

/// What a command says; empty for one that carries no words.
pub fn lines(command: &Command) -> Vec<Line> {
    let mut lines = Lines::default();
    match command {
        Command::RecordInspection(record) => lines.inspection(record),
        Command::PrepareViolation(draft) | Command::RecordViolation(draft) => lines.violation(draft),
        Command::Proceed { key, answers } => lines.answers(key, answers),
        _ => {}
    }
    lines.0
}

/// What the case says in the place of a command: the record or the paper of the same kind that stands there, with who made it; empty
/// where there is none.
pub fn theirs(case: &CaseFile, command: &Command) -> Vec<Line> {
    let mut lines = Lines::default();
    match command {
        Command::RecordInspection(_) => {
            if let Some(record) = &case.inspection_record {
                lines.add("Số", record.frame.number.text.as_str());
                lines.add("Người lập", record.frame.signer.full_name.as_str());
                lines.inspection(&record.content);
            }
        }
        Command::RecordViolation(_) | Command::PrepareViolation(_) => {
            if let Some(record) = &case.violation {
                lines.add("Số", record.frame.number.text.as_str());
                lines.add("Người lập", record.frame.signer.full_name.as_str());
                let content = &record.content;
                lines.violation(&DraftViolation {
                    made_at: content.made_at,
                    place: content.place.clone(),
                    acts: content.acts.clone(),
                    exhibits: content.exhibits.clone(),
                    representative: content.representative.clone(),
                    party_opinion: content.party_opinion.clone(),
                    witness: content.witness.clone(),
                    signature: content.signature.clone(),
                    birth_date: content.offender.birth_date,
                });
            } else if let Some(draft) = &case.prepared {
                lines.violation(draft);
            }
        }
        Command::Proceed { key, .. } => {
            if let Some(done) = case.last(key) {
                if let Some(frame) = &done.frame {
                    lines.add("Số", frame.number.text.as_str());
                }
                lines.add("Người lập", done.by.full_name.as_str());
                lines.answers(key, &done.answers);
            }
        }
        _ => {}
    }
    lines.0
}
