//! Repeat offence (tái phạm) and violations several times (vi phạm nhiều lần): what earlier matters of one offender mean for a new
//! act on a day (Luật XLVPHC Điều 2 khoản 5, 6; Điều 7 khoản 1; Điều 10).
//!
//! The law asks for the *same* act. The same row of the catalogue is the same act; another clause of the same article, or the
//! same words in another decree, may be, and an officer says so. Must not know: whose history it is, or how it was found.

#[cfg(test)]
mod tests;

use super::deadline::{counts_until, execution_limitation};
use super::fine::Step;
use crate::calendar::{WorkCalendar, format_date};
use crate::catalogue::Mark;
use crate::statute::{Citation, RepeatRule, multiple_consequence, repeat_consequence, repeat_rule};
use crate::text::fold;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One act of an earlier matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastAct {
    pub behaviour_id: String,
    pub title: String,
    /// E.g. `điểm b khoản 3 Điều 17 Nghị định 98/2020/NĐ-CP`.
    pub place: String,
    pub committed_on: Date,
    /// Last day on which it may be sanctioned.
    pub sanction_until: Date,
}

/// What became of an earlier matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Outcome {
    /// A record was made; nothing is decided yet.
    Recorded {
        number: String,
    },
    Sanctioned {
        number: String,
        decided_on: Date,
        /// Whether the main sanction is a warning.
        warning: bool,
        /// The day the last part was carried out; nothing while a part is open.
        executed_on: Option<Date>,
    },
    Cancelled {
        number: String,
        decided_on: Date,
    },
    /// Not sanctioned, or not by this force: why.
    Unsanctioned {
        why: String,
    },
}

/// One earlier matter of an offender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// Reference of its file.
    pub file: String,
    /// The unit whose paper it is, as printed.
    pub unit: String,
    pub acts: Vec<PastAct>,
    pub outcome: Outcome,
}

/// The act that is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAct {
    pub behaviour_id: String,
    pub title: String,
    pub place: String,
}

/// What an earlier matter means for a new act; the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Cancelled, not sanctioned, or after the new act.
    NotCounted,
    /// Counts as never sanctioned.
    Cleared,
    /// Sanctioned or recorded for another act.
    OtherAct,
    /// Vi phạm hành chính nhiều lần.
    Multiple,
    /// Tái phạm.
    Repeat,
}

impl Verdict {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotCounted => "Không tính",
            Self::Cleared => "Được coi là chưa bị xử phạt",
            Self::OtherAct => "Hành vi khác, không phải tái phạm",
            Self::Multiple => "Vi phạm hành chính nhiều lần",
            Self::Repeat => "Tái phạm",
        }
    }
}

/// What one earlier matter means, step by step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub file: String,
    pub unit: String,
    /// Its decision or record, in words: `Quyết định số 33010001/QĐ-XPHC ngày 21/10/2026`.
    pub paper: String,
    /// The acts, in words.
    pub acts: Vec<String>,
    pub verdict: Verdict,
    /// Last day on which a new act of the same kind makes it count; nothing where it does not count, or while a decision is
    /// not carried out.
    pub until: Option<Date>,
    pub steps: Vec<Step>,
}

impl Finding {
    /// Whether a step must be checked by a person.
    pub fn needs_confirmation(&self) -> bool {
        self.steps.iter().any(|step| step.citation.mark == Mark::Unsure)
    }
}

/// The law's answer on the history of an offender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The gravest of the findings.
    pub verdict: Verdict,
    /// The day of the new act.
    pub on: Date,
    /// Whether a certain act was asked about; else every earlier act is taken to be repeated.
    pub asked: bool,
    /// The gravest first.
    pub findings: Vec<Finding>,
    /// What follows in law.
    pub consequence: Option<Step>,
}

/// The last day on which a decision counts, with the steps to it.
#[derive(Clone, Default)]
struct LastDay {
    /// Nothing while it is not carried out and still may be.
    until: Option<Date>,
    steps: Vec<Step>,
}

/// How an earlier act stands to the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sameness {
    Other,
    /// The same article, or the same words: a person decides.
    Perhaps,
    Same,
}

/// Judges a history for an act committed on a day. Without an act, every earlier act is taken to be done again: the answer then
/// says what would follow if it were.
pub fn judge(history: &[Past], act: Option<&NewAct>, on: Date) -> Answer {
    let rule = repeat_rule(on);
    let each = history.iter().zip(last_days(history, on));
    let mut findings: Vec<Finding> = each.map(|(past, last)| finding(past, last, act, on, rule)).collect();
    findings.sort_by(|a, b| b.verdict.cmp(&a.verdict).then(b.until.cmp(&a.until)).then(a.file.cmp(&b.file)));
    let verdict = findings.first().map_or(Verdict::NotCounted, |first| first.verdict);
    let consequence = match verdict {
        Verdict::Repeat => Some(Step {
            text: "Tái phạm là tình tiết tăng nặng, trừ khi đã được quy định là hành vi vi phạm hoặc đã dùng để định khung".to_owned(),
            citation: repeat_consequence(),
        }),
        Verdict::Multiple => Some(Step {
            text: "Vi phạm nhiều lần bị xử phạt về từng hành vi, trừ khi nghị định quy định là tình tiết tăng nặng".to_owned(),
            citation: multiple_consequence(),
        }),
        Verdict::NotCounted | Verdict::Cleared | Verdict::OtherAct => None,
    };
    Answer { verdict, on, asked: act.is_some(), findings, consequence }
}

fn finding(past: &Past, last: LastDay, act: Option<&NewAct>, on: Date, rule: &RepeatRule) -> Finding {
    let mut steps = Vec::new();
    let (paper, judged) = match &past.outcome {
        Outcome::Recorded { number } => (format!("Biên bản số {number}"), recorded(past, act, on, rule, &mut steps)),
        Outcome::Sanctioned { number, decided_on, .. } => {
            (decision(number, *decided_on), sanctioned(past, last, act, on, rule, &mut steps))
        }
        Outcome::Cancelled { number, decided_on } => {
            steps.push(step("Quyết định này đã bị hủy".to_owned(), rule.repeat_citation()));
            (decision(number, *decided_on), (Verdict::NotCounted, None))
        }
        Outcome::Unsanctioned { why } => {
            steps.push(step(why.clone(), rule.repeat_citation()));
            (String::new(), (Verdict::NotCounted, None))
        }
    };
    Finding {
        file: past.file.clone(),
        unit: past.unit.clone(),
        paper,
        acts: past.acts.iter().map(|act| format!("{} ({})", act.title, act.place)).collect(),
        verdict: judged.0,
        until: judged.1,
        steps,
    }
}

fn decision(number: &str, on: Date) -> String {
    format!("Quyết định số {number} ngày {}", format_date(on))
}

const fn step(text: String, citation: Citation) -> Step {
    Step { text, citation }
}

/// A record without a decision: several times, while the act may still be sanctioned.
fn recorded(
    past: &Past,
    act: Option<&NewAct>,
    on: Date,
    rule: &RepeatRule,
    steps: &mut Vec<Step>,
) -> (Verdict, Option<Date>) {
    let Some((earlier, same)) = nearest(past, act) else { return (Verdict::NotCounted, None) };
    if same == Sameness::Other {
        steps.push(another(past, rule.multiple_citation()));
        return (Verdict::OtherAct, None);
    }
    perhaps(same, earlier, rule.multiple_citation(), steps);
    if earlier.committed_on > on {
        let text = format!("Hành vi này thực hiện ngày {}, sau hành vi đang xét", format_date(earlier.committed_on));
        steps.push(step(text, rule.multiple_citation()));
        return (Verdict::NotCounted, None);
    }
    if on > earlier.sanction_until {
        let text = format!("Đã hết thời hiệu xử phạt từ sau ngày {}", format_date(earlier.sanction_until));
        steps.push(step(text, Citation::law("khoản 1 Điều 6", Mark::Recalled)));
        return (Verdict::NotCounted, None);
    }
    let text = format!(
        "Vi phạm ngày {}, chưa bị xử phạt, còn thời hiệu đến hết ngày {}: {}",
        format_date(earlier.committed_on),
        format_date(earlier.sanction_until),
        rule.multiple
    );
    steps.push(step(text, rule.multiple_citation()));
    if earlier.committed_on == on {
        let mark = Citation::new(rule.multiple_citation().place, Mark::Unsure);
        steps.push(step("Cùng một ngày: kiểm tra xem có phải cùng một lần vi phạm".to_owned(), mark));
    }
    (Verdict::Multiple, Some(earlier.sanction_until))
}

/// A decision: repeat offence, until the offender counts as never sanctioned.
fn sanctioned(
    past: &Past,
    last: LastDay,
    act: Option<&NewAct>,
    on: Date,
    rule: &RepeatRule,
    steps: &mut Vec<Step>,
) -> (Verdict, Option<Date>) {
    let Outcome::Sanctioned { decided_on, executed_on, .. } = &past.outcome else { return (Verdict::NotCounted, None) };
    if on < *decided_on {
        let text = format!("Hành vi đang xét xảy ra trước khi có quyết định này (ngày {})", format_date(*decided_on));
        steps.push(step(text, rule.repeat_citation()));
        return (Verdict::NotCounted, None);
    }
    let Some((earlier, same)) = nearest(past, act) else { return (Verdict::NotCounted, None) };
    let until = last.until;
    steps.extend(last.steps);
    let counts = match (until, executed_on) {
        (Some(until), _) => on <= until,
        (None, _) => true,
    };
    if !counts {
        if let Some(until) = until {
            let text = format!("Từ sau ngày {} được coi là chưa bị xử phạt", format_date(until));
            steps.push(step(text, Citation::law("khoản 1 Điều 7", Mark::Seen)));
        }
        return (Verdict::Cleared, None);
    }
    if same == Sameness::Other {
        steps.push(another(past, rule.repeat_citation()));
        return (Verdict::OtherAct, until);
    }
    perhaps(same, earlier, rule.repeat_citation(), steps);
    // Before the reform the words of the law began with the end of execution.
    let begun = executed_on.is_some_and(|executed| executed <= on);
    let citation = rule.repeat_citation();
    let citation = if begun { citation } else { Citation::new(citation.place, rule.unexecuted) };
    steps.push(step(format!("Tái phạm: {}", rule.repeat), citation));
    (Verdict::Repeat, until)
}

/// The last day of a decision, where those of all later ones are known.
fn last_day(history: &[Past], known: &[LastDay], past: &Past, on: Date, steps: &mut Vec<Step>) -> Option<Date> {
    let Outcome::Sanctioned { decided_on, warning, executed_on, .. } = &past.outcome else { return None };
    let own = match executed_on {
        Some(executed) => {
            let (until, citation) = counts_until(*executed, *warning);
            let period = if *warning { "06 tháng (cảnh cáo)" } else { "01 năm" };
            let text = format!(
                "Chấp hành xong ngày {}; {period} kể từ ngày đó là đến hết ngày {}",
                format_date(*executed),
                format_date(until)
            );
            steps.push(step(text, citation));
            until
        }
        None => {
            let limitation = execution_limitation(*decided_on, WorkCalendar::embedded());
            let ends = limitation.due.date();
            if on <= ends {
                let text = format!("Chưa chấp hành xong; thời hiệu thi hành đến hết ngày {}", format_date(ends));
                steps.push(step(text, limitation.citation));
                return None;
            }
            // Whatever the main sanction was: the end of the period for execution opens the year.
            let (until, citation) = counts_until(ends, false);
            let text = format!(
                "Hết thời hiệu thi hành ngày {}; 01 năm kể từ ngày đó là đến hết ngày {}",
                format_date(ends),
                format_date(until)
            );
            steps.push(step(text, citation));
            let evades = Citation::new(limitation.citation.place, Mark::Unsure);
            let text = "Nếu cố tình trốn tránh, trì hoãn thì thời hiệu tính lại từ khi chấm dứt việc đó: kiểm tra hồ sơ thi hành";
            steps.push(step(text.to_owned(), evades));
            until
        }
    };
    // A repeat inside the period: he does not count as never sanctioned before the later decision lets him.
    let each = history.iter().zip(known);
    let later = each.filter(|(other, _)| repeats(past, *decided_on, own, other));
    let mut until = own;
    for (other, last) in later {
        let Outcome::Sanctioned { number, decided_on, .. } = &other.outcome else { continue };
        if on < *decided_on {
            continue;
        }
        let text =
            format!("Trong thời hạn đó đã tái phạm ({}): tính theo cả quyết định sau", decision(number, *decided_on));
        steps.push(step(text, Citation::law("khoản 1 Điều 7", Mark::Unsure)));
        until = until.max(last.until?);
    }
    Some(until)
}

/// The last day of each matter, in the order of the history. Each rests on decisions that came later alone, so they are found once each, the
/// latest first: asked for again wherever it is needed, a chain of repeats would double the work with every link.
fn last_days(history: &[Past], on: Date) -> Vec<LastDay> {
    let mut order: Vec<(Date, usize)> =
        history.iter().enumerate().filter_map(|(place, past)| Some((decided(past)?, place))).collect();
    order.sort_unstable_by(|one, other| other.cmp(one));
    let mut known = vec![LastDay::default(); history.len()];
    for (_, place) in order {
        let Some(past) = history.get(place) else { continue };
        let mut steps = Vec::new();
        let until = last_day(history, &known, past, on, &mut steps);
        if let Some(slot) = known.get_mut(place) {
            *slot = LastDay { until, steps };
        }
    }
    known
}

const fn decided(past: &Past) -> Option<Date> {
    match &past.outcome {
        Outcome::Sanctioned { decided_on, .. } => Some(*decided_on),
        _ => None,
    }
}

/// Whether a later decision is on an act of the same kind, committed while the earlier one counted.
fn repeats(past: &Past, decided_on: Date, until: Date, other: &Past) -> bool {
    let same = |act: &PastAct| past.acts.iter().any(|earlier| earlier.behaviour_id == act.behaviour_id);
    decided(other).is_some_and(|later| later > decided_on)
        && other.acts.iter().any(|act| (decided_on..=until).contains(&act.committed_on) && same(act))
}

/// The act of a matter that is nearest to the new one, the latest of equals; without a new one, the latest.
fn nearest<'a>(past: &'a Past, act: Option<&NewAct>) -> Option<(&'a PastAct, Sameness)> {
    let rated = past.acts.iter().map(|earlier| (earlier, act.map_or(Sameness::Same, |act| sameness(earlier, act))));
    rated.max_by_key(|(earlier, same)| (*same, earlier.committed_on))
}

fn sameness(earlier: &PastAct, act: &NewAct) -> Sameness {
    if earlier.behaviour_id == act.behaviour_id {
        return Sameness::Same;
    }
    let article = |place: &str| place.find("Điều ").and_then(|at| place.get(at..)).map(str::to_owned);
    let same_article = article(&earlier.place).is_some_and(|one| article(&act.place).as_ref() == Some(&one));
    if same_article || fold(&earlier.title) == fold(&act.title) { Sameness::Perhaps } else { Sameness::Other }
}

fn another(past: &Past, citation: Citation) -> Step {
    let acts: Vec<&str> = past.acts.iter().map(|act| act.title.as_str()).collect();
    step(format!("Hành vi khác: {}", acts.join("; ")), citation)
}

/// What an officer has to compare where the acts are only nearly the same.
fn perhaps(same: Sameness, earlier: &PastAct, citation: Citation, steps: &mut Vec<Step>) {
    if same == Sameness::Perhaps {
        let text =
            format!("Gần giống hành vi “{}” ({}): đối chiếu xem có phải cùng hành vi", earlier.title, earlier.place);
        steps.push(step(text, Citation::new(citation.place, Mark::Unsure)));
    }
}
