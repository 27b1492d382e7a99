//! The paper of a step, from its form, its answers and the dossier as it was then. Names no informant: a dossier knows none.

use super::{Dossier, Entry, PROPOSAL, Paper, Who};
use crate::calendar::{format_date, format_long, to_local};
use crate::case::procedure::Answer;
use crate::case::{CaseId, Signed};
use crate::paper::words::{amount, cited, fill, moment, sentence};
use crate::paper::{Block, Document, Head, Run, Signatory, check_code, parts};

/// The paper of a step that was taken; nothing for one without a form.
pub fn document(dossier: &Dossier, entry: &Entry) -> Option<Document> {
    let step = entry.step()?;
    let paper = step.paper?;
    let facts = Facts { now: dossier, then: dossier.as_of(entry.seq), entry };
    let frame = entry.frame.as_ref();
    let decides = paper.title == "QUYẾT ĐỊNH";
    let mut document = Document {
        code: paper.code.to_owned(),
        head: frame.map_or_else(|| facts.head(), |frame| parts::head(frame, true)),
        title: paper.title.to_owned(),
        subject: facts.fill(paper.subject).unwrap_or_default(),
        issued_by: frame.filter(|_| decides).map(parts::issued_by).unwrap_or_default(),
        foot: frame.map_or_else(String::new, |frame| {
            format!("Đối chiếu trên hệ thống INS: hồ sơ {}, văn bản số {}", dossier.code, frame.number.text)
        }),
        check_code: frame.map_or_else(String::new, |frame| check_code(CaseId(dossier.id), frame)),
        anchor: String::new(),
        recipients: paper.recipients.iter().filter_map(|line| facts.fill(line)).collect(),
        practice: dossier.path.is_practice(),
        ..Document::default()
    };
    let blocks = &mut document.blocks;
    if let Some(to) = facts.fill(paper.to).filter(|to| !to.is_empty()) {
        blocks.push(Block::headed("Kính gửi:", format!("{to}.")));
    }
    blocks.extend(paper.grounds.iter().filter_map(|line| facts.fill(line)).map(Block::ground));
    blocks.extend(parts::by_delegation(frame).map(Block::ground));
    if decides {
        blocks.push(Block::order());
    }
    body(paper, &facts, blocks);
    if decides {
        let articles = blocks.iter().filter(|block| matches!(block, Block::Article { .. })).count();
        let next = u8::try_from(articles).unwrap_or(u8::MAX).saturating_add(1);
        blocks.push(Block::article(next, "Quyết định này có hiệu lực kể từ ngày ký."));
    }
    document.signatories = signatories(paper, step.who, &facts);
    Some(document)
}

fn body(paper: &Paper, facts: &Facts<'_>, blocks: &mut Vec<Block>) {
    let mut articles = 0_u8;
    for line in paper.body {
        if *line == "@officers" {
            for (place, officer) in (1..).zip(&facts.then.named) {
                blocks.push(Block::para(format!("{place}. {} – {};", officer.full_name, officer.title)));
            }
        } else if let Some(text) = line.strip_prefix("# ") {
            if let Some(text) = facts.fill(text) {
                articles = articles.saturating_add(1);
                blocks.push(Block::article(articles, text));
            }
        } else if let Some(text) = line.strip_prefix("* ") {
            blocks.extend(facts.fill(text).map(|text| Block::Para { runs: vec![Run::bold(text)] }));
        } else if let Some(text) = facts.fill(line) {
            blocks.extend(text.lines().map(sentence).filter(|line| line.len() > 1).map(Block::para));
        }
    }
}

/// An officer signs what he writes, a head what he issues; who signed a commitment signs it too.
fn signatories(paper: &Paper, who: Who, facts: &Facts<'_>) -> Vec<Signatory> {
    let hint = "(Ký, ghi rõ họ và tên)";
    let mut list = Vec::new();
    if let Some(name) = facts.entry.said.answers.text("signatory") {
        list.push(Signatory::new("BÊN CAM KẾT", hint, name));
    }
    match (who, &facts.entry.frame) {
        (Who::Head, Some(frame)) => list.push(parts::decision_signatory(frame)),
        (Who::Head, None) | (Who::Officers, _) => {
            list.push(Signatory::new(paper.signs, hint, facts.entry.by.full_name.clone()));
        }
    }
    list
}

/// What a form's placeholders stand for.
struct Facts<'a> {
    /// The dossier today: only for what is added to a paper later, the opinion on a proposal.
    now: &'a Dossier,
    /// The dossier on the day of the paper.
    then: Dossier,
    entry: &'a Entry,
}

impl Facts<'_> {
    fn fill(&self, text: &str) -> Option<String> {
        fill(text, |name| self.value(name)).filter(|text| !text.trim().is_empty())
    }

    /// Head of a paper without a number: of the unit that keeps the dossier.
    fn head(&self) -> Head {
        let issuer = &self.then.issuer;
        Head {
            superior: issuer.superior.to_uppercase(),
            agency: issuer.name.to_uppercase(),
            place_date: format!("{}, {}", issuer.place, format_long(self.entry.at.date())),
            ..Head::default()
        }
    }

    fn number_of(&self, key: &str) -> Option<&Signed> {
        self.then.last(key)?.frame.as_ref()
    }

    fn value(&self, name: &str) -> Option<String> {
        let dossier = &self.then;
        let said = &self.entry.said;
        let fact = match name {
            "code" => Some(dossier.code.clone()),
            "kind" => Some(dossier.title().to_lowercase()),
            "by" => Some(self.entry.by.full_name.clone()),
            "by_title" => Some(self.entry.by.title.clone()),
            "unit" => Some(self.entry.frame.as_ref().map_or(&dossier.issuer.name, |frame| &frame.issuer.name).clone()),
            "head" => Some(format!("Lãnh đạo {}", dossier.issuer.name)),
            "informant" => dossier.informant.clone(),
            "lead" => dossier.lead.as_ref().map(|lead| lead.code.clone()),
            "concerns" => Some(dossier.subject()).filter(|subject| !subject.is_empty()),
            "address" => dossier.party.as_ref().map(|party| party.address.clone()),
            "signer_party" => said.party.as_ref().map(|party| party.name.clone()),
            "signer_address" => said.party.as_ref().map(|party| party.address.clone()),
            "order" => self.number_of("giao-thuc-hien").map(cited),
            "proposal" => self.number_of(PROPOSAL).map(cited),
            "pledges" => Some(dossier.pledges()).filter(|count| *count > 0).map(|count| count.to_string()),
            "received_on" => Some(format_long(to_local(dossier.opened_at).date())),
            "told" => self.told(),
            "decision" => self.opinion(),
            _ => None,
        };
        if fact.is_some() {
            return fact;
        }
        let answer = said.answers.get(name).or_else(|| dossier.answer(name))?;
        Some(match answer {
            Answer::Money { amount: sum } => amount(*sum),
            Answer::Moment { at } => moment(*at),
            Answer::Date { date } => format_long(*date),
            answer => answer.words(),
        })
    }

    /// To whom a result is told: never by name.
    fn told(&self) -> Option<String> {
        Some(match self.then.source()? {
            "a" => "Cấp có thẩm quyền đã chỉ đạo, yêu cầu".to_owned(),
            "b" => "Công chức đề xuất".to_owned(),
            "c" | "d" => "Cơ quan, đơn vị đã cung cấp thông tin".to_owned(),
            "dd" => "Cơ quan báo chí đã đăng tải thông tin".to_owned(),
            _ => match &self.then.informant {
                Some(code) => format!("Người cung cấp thông tin, mã nguồn {code}"),
                None => return None,
            },
        })
    }

    /// What the head decided on this proposal, once he has.
    fn opinion(&self) -> Option<String> {
        let after = |entry: &&Entry| entry.seq > self.entry.seq;
        let decided = self.now.entries.iter().filter(after).find_map(|entry| match entry.key.as_str() {
            "duyet-de-xuat" => Some((entry, "Đồng ý")),
            "khong-duyet-de-xuat" => Some((entry, "Không đồng ý")),
            _ => None,
        });
        let (entry, words) = decided?;
        let why = entry.said.answers.text("opinion").or(entry.said.answers.text("reason"));
        let why = why.map(|why| format!(": {why}")).unwrap_or_default();
        let on = format_date(entry.at.date());
        Some(format!("{words}{why} ({} – {}, {on})", entry.by.full_name, entry.by.title))
    }
}
