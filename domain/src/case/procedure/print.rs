//! The paper of a procedure, built from its form, its answers and the case as it was then.

use super::super::{CaseFile, Exhibit, Signed};
use super::{Answer, Answers, Done, Effect, Form, FormKind, Procedure, find};
use crate::calendar::{format_date, format_long};
use crate::money::Dong;
use crate::officer::OfficerSnapshot;
use crate::paper::words::{amount, bare, capital, cited, fill, moment, sentence};
use crate::paper::{Block, Document, Head, Line, Mark, PaperState, Run, Signatory, check_code, parts};
use jiff::civil::DateTime;

/// The paper of a procedure that was carried out; nothing for one without a form.
pub fn document(case: &CaseFile, done: &Done) -> Option<Document> {
    let procedure = done.procedure()?;
    let form = procedure.form?;
    let frame = done.frame.as_ref();
    let (title, dated) = match form.kind {
        FormKind::Decision => ("QUYẾT ĐỊNH", true),
        FormKind::Record => ("BIÊN BẢN", false),
        FormKind::Letter => (letter_title(form), true),
    };
    let state = frame.map_or(PaperState::InForce, |frame| case.paper_state(&frame.number.text));
    let sanctioned = parts::sanctioned(case, case.record_before(done.seq));
    let facts = Facts { case, done, frame };
    let mut document = Document {
        // An enforcement decision has the form of its measure.
        code: done.answers.get("form").map_or_else(|| form.code.to_owned(), Answer::words),
        head: frame.map_or_else(Head::default, |frame| parts::head(frame, dated)),
        title: title.to_owned(),
        subject: facts.fill(form.subject).unwrap_or_else(|| form.subject.to_owned()),
        issued_by: match (form.kind, frame) {
            (FormKind::Decision, Some(frame)) => parts::issued_by(frame),
            _ => String::new(),
        },
        mark: if state == PaperState::Cancelled { Mark::Cancelled } else { Mark::None },
        practice: case.path.is_practice(),
        foot: frame.map_or_else(String::new, |frame| parts::foot(case, frame)),
        check_code: frame.map_or_else(String::new, |frame| check_code(case.id, frame)),
        anchor: String::new(),
        ..Document::default()
    };
    let blocks = &mut document.blocks;
    if form.kind == FormKind::Record {
        opening(done, blocks);
    }
    blocks.extend(form.grounds.iter().filter_map(|line| facts.fill(line)).map(Block::ground));
    blocks.extend(parts::by_delegation(frame).map(Block::ground));
    if form.kind == FormKind::Record {
        present(done, blocks);
    }
    if form.kind == FormKind::Decision {
        blocks.push(Block::order());
    }
    let mut articles = 0_u8;
    for line in form.body {
        match *line {
            "@party" => blocks.extend(parts::party(&sanctioned)),
            "@exhibits" => blocks.extend(parts::exhibits("Danh sách tang vật, phương tiện", &taken(case, done))),
            "@answers" => blocks.extend(answers(procedure, done)),
            line => {
                if let Some(text) = line.strip_prefix("# ") {
                    if let Some(text) = facts.fill(text) {
                        articles += 1;
                        blocks.push(Block::article(articles, sentence(&text)));
                    }
                } else if let Some(text) = line.strip_prefix("* ") {
                    if let Some(text) = facts.fill(text) {
                        blocks.push(Block::Para { runs: vec![Run::bold(text)] });
                    }
                } else if let Some(text) = facts.fill(line) {
                    blocks.extend(text.lines().map(sentence).filter(|line| line.len() > 1).map(Block::para));
                }
            }
        }
    }
    match form.kind {
        FormKind::Record => {
            closing(done, blocks);
            document.signatories = record_signatories(case, done);
        }
        FormKind::Decision => {
            let recipients = decision_end(case, frame, articles, blocks);
            document.recipients = recipients;
            document.signatories.extend(frame.map(parts::decision_signatory));
        }
        FormKind::Letter => {
            document.recipients = vec!["Như trên".to_owned(), "Lưu: hồ sơ vụ việc".to_owned()];
            document.signatories.extend(frame.map(parts::decision_signatory));
        }
    }
    Some(document)
}

/// The paper of a procedure as it would be signed now, marked as a draft; what is not answered yet is left out. Nothing for
/// a procedure without a form.
pub fn draft(
    case: &CaseFile,
    procedure: &Procedure,
    answers: Answers,
    by: OfficerSnapshot,
    now: DateTime,
) -> Option<Document> {
    let at = answers.moment("at").unwrap_or(now);
    let done = Done { key: procedure.key.to_owned(), seq: case.version + 1, at, by, frame: None, answers };
    Some(Document { mark: Mark::Draft, ..document(case, &done)? })
}

fn letter_title(form: &Form) -> &'static str {
    match form.symbol.split('-').next().unwrap_or_default() {
        "TB" => "THÔNG BÁO",
        "BC" => "BÁO CÁO",
        "TTr" => "TỜ TRÌNH",
        "PA" => "PHƯƠNG ÁN",
        "GM" => "GIẤY MỜI",
        _ => "CÔNG VĂN",
    }
}

/// The exhibits a paper names, with their quantities there.
fn taken(case: &CaseFile, done: &Done) -> Vec<Exhibit> {
    let Some(record) = case.record_before(done.seq) else { return Vec::new() };
    let all = case.exhibits_of(record, done.seq);
    done.answers
        .exhibits()
        .iter()
        .filter_map(|picked| {
            let exhibit = all.get(picked.index)?;
            Some(Exhibit {
                quantity: picked.quantity,
                unit_price: picked.unit_price.unwrap_or(exhibit.unit_price),
                condition: done.answers.text("condition").unwrap_or(&exhibit.condition).to_owned(),
                ..exhibit.clone()
            })
        })
        .collect()
}

/// The procedure's own questions with their answers, a line each.
fn answers(procedure: &Procedure, done: &Done) -> Vec<Block> {
    procedure
        .fields
        .iter()
        .filter_map(|field| {
            let answer = done.answers.get(field.key)?;
            if matches!(answer, Answer::Exhibits { .. }) {
                return None;
            }
            let words = match answer {
                Answer::Money { amount: sum } => amount(*sum),
                answer => answer.words(),
            };
            Some(Block::line(field.label, words))
        })
        .collect()
}

fn opening(done: &Done, blocks: &mut Vec<Block>) {
    let place = done.answers.text("place").map_or_else(String::new, |place| format!(", tại {}", bare(place)));
    blocks.push(Block::para(format!("{}{place}.", capital(&moment(done.at)))));
}

/// Who wrote the record, and who was there.
fn present(done: &Done, blocks: &mut Vec<Block>) {
    blocks.push(Block::para("Chúng tôi gồm:"));
    let by = format!("{} – {}", done.by.full_name, done.by.title);
    let badge = if done.by.badge.is_empty() { String::new() } else { format!(", số hiệu {}", done.by.badge) };
    blocks.push(Block::para(format!("1. {by}{badge} – người lập biên bản;")));
    let present = done.answers.text("present").unwrap_or_default();
    for (index, line) in present.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        blocks.push(Block::para(format!("{}. {};", index + 2, bare(line))));
    }
    if let Some(witness) = done.answers.text("witness") {
        blocks.push(Block::line("Người chứng kiến hoặc đại diện chính quyền", bare(witness)));
    }
}

fn closing(done: &Done, blocks: &mut Vec<Block>) {
    let opinion = done.answers.text("opinion").map_or_else(|| "Không có ý kiến gì thêm.".to_owned(), sentence);
    blocks.push(Block::headed("Ý kiến của những người có mặt:", opinion));
    let read = "Biên bản được lập thành 02 bản có nội dung và giá trị như nhau; đã đọc lại cho những người có tên nêu trên cùng nghe";
    if refused(done) {
        blocks.push(Block::para(format!("{read}; giao cho bên liên quan 01 bản, 01 bản lưu hồ sơ.")));
        let reason = done.answers.text("refusal").map(bare);
        blocks.extend(reason.map(|reason| Block::para(format!("Lý do không ký biên bản: {reason}."))));
    } else {
        blocks.push(Block::para(format!(
            "{read}, công nhận là đúng và cùng ký tên dưới đây; giao cho bên liên quan 01 bản, 01 bản lưu hồ sơ."
        )));
    }
}

fn refused(done: &Done) -> bool {
    done.answers.text("signed") == Some("khong-ky")
}

fn record_signatories(case: &CaseFile, done: &Done) -> Vec<Signatory> {
    let hint = "(Ký, ghi rõ họ và tên)";
    let mut list = Vec::new();
    if !refused(done) {
        let party = &case.inspection.party;
        let name = if party.representative.is_empty() { &party.name } else { &party.representative };
        let name = if case.inspection.owner_unknown { String::new() } else { name.clone() };
        list.push(Signatory::new("BÊN LIÊN QUAN", hint, name));
    }
    if let Some(witness) = done.answers.text("witness") {
        list.push(Signatory::new("NGƯỜI CHỨNG KIẾN, ĐẠI DIỆN CHÍNH QUYỀN", hint, bare(witness)));
    }
    list.push(Signatory::new("NGƯỜI LẬP BIÊN BẢN", hint, done.by.full_name.clone()));
    list
}

/// The last articles of every decision: from when, who carries it out, how to complain.
fn decision_end(case: &CaseFile, frame: Option<&Signed>, articles: u8, blocks: &mut Vec<Block>) -> Vec<String> {
    let party = &case.inspection.party.name;
    blocks.push(Block::article(articles + 1, "Quyết định này có hiệu lực kể từ ngày ký."));
    let unknown = case.inspection.owner_unknown;
    let complaint = "Cá nhân, tổ chức có quyền khiếu nại hoặc khởi kiện hành chính đối với Quyết định này theo quy định của pháp luật.";
    let carried = if unknown {
        "Đơn vị thụ lý hồ sơ tổ chức thực hiện Quyết định này.".to_owned()
    } else {
        format!("Quyết định này được giao cho {party} để chấp hành; đơn vị thụ lý hồ sơ tổ chức thực hiện. {complaint}")
    };
    blocks.push(Block::article(articles + 2, carried));
    let mut recipients = vec!["Như Điều trên".to_owned()];
    recipients.extend(frame.map(|frame| format!("{}; lưu hồ sơ {}", frame.issuer.name, case.code)));
    recipients
}

/// What a form's placeholders stand for.
pub(super) struct Facts<'a> {
    pub(super) case: &'a CaseFile,
    pub(super) done: &'a Done,
    pub(super) frame: Option<&'a Signed>,
}

/// Names of the case a form may use beside its own answers and the keys of procedures.
#[cfg(test)]
pub(super) const NAMES: [&str; 18] = [
    "party",
    "noun",
    "address",
    "inspected_at",
    "inspection",
    "inspection_record",
    "violation",
    "shared",
    "decision",
    "fine",
    "owed",
    "interest_to",
    "code",
    "unit",
    "treasury",
    "acts",
    "signer",
    "day",
];

impl Facts<'_> {
    /// What was still owed of the fine on the day of the paper.
    fn owed(&self) -> Dong {
        let Some(decision) = self.case.decision_before(self.done.seq) else { return Dong(0) };
        let mut owed = decision.total_fine.0;
        for done in self.case.steps.iter().filter(|done| (decision.seq..self.done.seq).contains(&done.seq)) {
            match done.procedure().map(|found| found.effect) {
                Some(Effect::Relieve) => owed = owed.saturating_sub(done.answers.money("amount").0),
                Some(Effect::DropFine) => return Dong(0),
                _ => {}
            }
        }
        let paid = self.case.payments.iter().filter(|payment| payment.paid_on <= self.done.at.date());
        Dong(paid.fold(owed, |owed, payment| owed.saturating_sub(payment.amount.0)).max(0))
    }

    /// The text with its placeholders filled; nothing when one of them has no value.
    pub(super) fn fill(&self, text: &str) -> Option<String> {
        fill(text, |name| self.value(name))
    }

    fn value(&self, name: &str) -> Option<String> {
        if let Some(answer) = self.done.answers.get(name) {
            return Some(match answer {
                Answer::Money { amount: sum } => amount(*sum),
                Answer::Moment { at } => moment(*at),
                Answer::Date { date } => format_long(*date),
                answer => answer.words(),
            });
        }
        let case = self.case;
        let seq = self.done.seq;
        if find(name).is_some() {
            let done = case.steps.iter().rev().find(|done| done.key == name && done.seq < seq)?;
            return done.frame.as_ref().map(cited);
        }
        let party = &case.inspection.party;
        Some(match name {
            "party" => party.name.clone(),
            "noun" => parts::noun(party.kind).to_owned(),
            "address" => party.address.clone(),
            "inspected_at" => case.inspection.place.clone(),
            "inspection" => cited(case.inspection_decision.as_ref()?),
            "inspection_record" => cited(&case.inspection_record.as_ref()?.frame),
            "violation" => cited(&case.record_before(seq)?.frame),
            "shared" => self.shared()?,
            "decision" => cited(&case.decision_before(seq)?.frame),
            "fine" => amount(case.decision_before(seq)?.total_fine),
            "owed" => amount(self.owed()),
            "interest_to" => format_date(self.done.at.date()),
            "code" => case.code.clone(),
            "unit" => self.frame?.issuer.name.clone(),
            "treasury" => self.frame?.issuer.treasury.clone(),
            "signer" => self.frame?.signer.full_name.clone(),
            "day" => format_long(self.done.at.date()),
            "acts" => {
                let acts = &case.record_before(seq)?.content.assessment.acts;
                acts.iter().map(|act| format!("“{}”", act.title)).collect::<Vec<_>>().join("; ")
            }
            _ => return None,
        })
    }
}

impl Facts<'_> {
    /// The other violators of the common paper that this one corrects or cancels.
    fn shared(&self) -> Option<String> {
        let common = match self.done.answers.get("paper") {
            Some(Answer::Paper { number, .. }) => self.case.common_by_number(number)?,
            _ => self.case.common(&self.case.record_before(self.done.seq)?.frame)?,
        };
        Some(common.others.into_iter().map(|(_, _, name)| name).collect::<Vec<_>>().join(", "))
    }
}

/// A numbered paper of a case, whichever step made it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PaperLine {
    pub number: String,
    /// What it is, e.g. `Quyết định tạm giữ tang vật`.
    pub name: String,
    /// Last part of its address.
    pub key: String,
    pub at: DateTime,
    pub state: PaperState,
}

impl CaseFile {
    /// Every numbered paper of the file in the order it was made.
    pub fn papers(&self) -> Vec<PaperLine> {
        use super::super::PaperKind;
        let line = |frame: &Signed, name: &str, key: &str| PaperLine {
            number: frame.number.text.clone(),
            name: name.to_owned(),
            key: key.to_owned(),
            at: frame.at,
            state: self.paper_state(&frame.number.text),
        };
        let of = |frame: &Signed, kind: PaperKind| line(frame, kind.label(), kind.key());
        let mut list = Vec::new();
        list.extend(self.inspection_decision.iter().map(|frame| of(frame, PaperKind::InspectionDecision)));
        list.extend(self.inspection_record.iter().map(|record| of(&record.frame, PaperKind::InspectionRecord)));
        let earlier = |frame: &Signed, kind: PaperKind, nth: usize| {
            line(frame, kind.label(), &format!("{}-cu-{nth}", kind.key()))
        };
        let records = self.cancelled_records.iter().enumerate();
        list.extend(records.map(|(nth, record)| earlier(&record.frame, PaperKind::ViolationRecord, nth)));
        list.extend(self.violation.iter().map(|record| of(&record.frame, PaperKind::ViolationRecord)));
        let on_the_spot = |decision: &&super::super::SanctionDecision| {
            self.steps.iter().any(|done| {
                done.frame.as_ref() == Some(&decision.frame)
                    && done.procedure().is_some_and(|procedure| procedure.effect == Effect::OnTheSpot)
            })
        };
        let decisions = self.cancelled_decisions.iter().enumerate().filter(|(_, decision)| !on_the_spot(decision));
        list.extend(decisions.map(|(nth, decision)| earlier(&decision.frame, PaperKind::SanctionDecision, nth)));
        let decision = self.decision.iter().filter(|decision| !on_the_spot(decision));
        list.extend(decision.map(|decision| of(&decision.frame, PaperKind::SanctionDecision)));
        for done in &self.steps {
            if let (Some(frame), Some(procedure)) = (&done.frame, done.procedure()) {
                list.push(line(frame, procedure.title, &format!("{}-{}", done.key, done.seq)));
            }
        }
        list.sort_by_key(|paper| paper.at);
        list
    }
}

/// Lines of label and value for pages that show what was answered.
pub fn summary(done: &Done) -> Vec<Line> {
    let Some(procedure) = done.procedure() else { return Vec::new() };
    procedure
        .questions()
        .filter_map(|field| Some(Line::new(field.label, done.answers.get(field.key)?.words())))
        .collect()
}
