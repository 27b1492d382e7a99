//! Decides commands on reports: every precondition, with what to do instead.

use super::{
    Edition, Filing, FilingCommand, FilingEvent, FilingEventBody, FilingState, FrozenTable, LONGEST_NARRATIVE,
    NewFiling, Occasion, SYMBOL,
};
use crate::authority::{Action, Actor, authorise_filing};
use crate::calendar::{Period, PeriodKind, format_date, format_short, to_local};
use crate::case::{FieldError, PaperNumber, Refusal, SeriesKey, Signed};
use crate::catalogue::Mark;
use crate::law::LawRefusal;
use crate::law::delegation::{DelegatedPower, Delegation};
use crate::report::definition;
use crate::statute::Citation;
use crate::text::{clean, clean_lines};
use crate::unit::UnitSnapshot;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

/// The figures a signature freezes, and how far the cases had come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    pub table: FrozenTable,
    /// Position of the last event of cases.
    pub position: i64,
    /// The head of their chain, in hexadecimal digits.
    pub chain: String,
}

/// Everything [`decide`] may look at besides the report and the command.
#[derive(Debug, Clone, Copy)]
pub struct FilingContext<'a> {
    pub actor: &'a Actor,
    /// The moment of the act; the caller's clock.
    pub now: Timestamp,
    /// Head of the papers of the reporting unit, as it stands today.
    pub issuer: &'a UnitSnapshot,
    /// The number drawn when [`required_series`] asked for one.
    pub number: Option<&'a PaperNumber>,
    /// The figures as they stand, for a signature.
    pub figures: Option<&'a Figures>,
}

impl FilingContext<'_> {
    /// Local time in Vietnam, to the minute as papers give it.
    fn local(&self) -> DateTime {
        let at = to_local(self.now);
        at.date().at(at.hour(), at.minute(), 0, 0)
    }

    fn today(&self) -> Date {
        self.local().date()
    }
}

/// What is asked: draft a new report, or do something to one that exists.
pub enum FilingAsk<'a> {
    Draft(&'a NewFiling),
    Do(&'a Filing, &'a FilingCommand),
}

/// The series the number of a signature is drawn from, or `None` for what makes no paper.
pub fn required_series(filing: &Filing, command: &FilingCommand, year: i16) -> Option<SeriesKey> {
    matches!(command, FilingCommand::Sign).then(|| SeriesKey {
        unit: filing.unit.clone(),
        officer: None,
        symbol: SYMBOL.to_owned(),
        year,
    })
}

fn refused(code: &str, message: impl Into<String>) -> Refusal {
    let citation = Citation::new("Thông tư 55/2020/TT-BCT", Mark::Seen);
    Refusal::Law { refusal: LawRefusal::new(code, message, citation) }
}

fn at(field: &str, message: impl Into<String>) -> Refusal {
    Refusal::Fields { errors: vec![FieldError::new(field, message)] }
}

/// Decides one command. Pure: the same arguments give the same answer.
///
/// # Errors
/// A [`Refusal`] that says what is wrong and what to do.
pub fn decide(ask: FilingAsk<'_>, context: &FilingContext<'_>) -> Result<FilingEvent, Refusal> {
    let (seq, body) = match ask {
        FilingAsk::Draft(new) => (1, draft(new, context)?),
        FilingAsk::Do(filing, command) => {
            permitted(filing, command, context)?;
            let body = match command {
                FilingCommand::Write { narrative } => write(filing, narrative)?,
                FilingCommand::Check => check(filing, context)?,
                FilingCommand::SendBack { reason } => {
                    stands(filing, FilingState::Checked)?;
                    FilingEventBody::SentBack { reason: given(reason)? }
                }
                FilingCommand::Sign => sign(filing, context)?,
                FilingCommand::Send => {
                    stands(filing, FilingState::Signed)?;
                    FilingEventBody::Sent
                }
                FilingCommand::Receive => {
                    stands(filing, FilingState::Sent)?;
                    FilingEventBody::Received
                }
                FilingCommand::Return { reason } => {
                    stands(filing, FilingState::Sent)?;
                    FilingEventBody::Returned { reason: given(reason)? }
                }
            };
            (filing.version + 1, body)
        }
    };
    Ok(FilingEvent {
        seq,
        at: context.now,
        by: context.actor.officer.clone(),
        by_unit: context.actor.unit.clone(),
        body,
    })
}

/// Whoever may sign what was checked may send it back, too.
fn permitted(filing: &Filing, command: &FilingCommand, context: &FilingContext<'_>) -> Result<(), Refusal> {
    let may = |action| authorise_filing(context.actor, action, &filing.path, filing.was_sent());
    match command {
        FilingCommand::SendBack { .. } if may(Action::SignReport).is_ok() => Ok(()),
        _ => Ok(may(command.action())?),
    }
}

/// Whether a report may be made for a period, on an occasion.
fn period_errors(new: &NewFiling, today: Date) -> Vec<FieldError> {
    let Some(definition) = definition::find(&new.definition) else {
        return vec![FieldError::new("mau", "Chọn mẫu báo cáo trong danh sách.")];
    };
    let mut errors = Vec::new();
    let Period { kind, from, .. } = new.period;
    match &new.occasion {
        Occasion::Periodic if !definition.is_for(&new.period) => {
            let message =
                format!("Báo cáo “{}” không lập cho kỳ {}. Chọn kỳ khác.", definition.title, new.period.label());
            errors.push(FieldError::new("ky", message));
        }
        Occasion::Periodic => {}
        Occasion::Thematic { title, .. } | Occasion::OnDemand { title } => {
            if clean(title).is_empty() {
                errors.push(FieldError::new("title", "Nhập tên báo cáo, ví dụ: Cao điểm Tết Nguyên đán 2026."));
            }
            if kind != PeriodKind::Days {
                errors.push(FieldError::new("from", "Nhập từ ngày, đến ngày của số liệu."));
            }
        }
    }
    if from > today {
        let message = format!(
            "Kỳ {} chưa bắt đầu nên chưa có số liệu. Lập báo cáo từ ngày {}, hoặc chọn kỳ đã qua.",
            new.period.label(),
            format_date(from)
        );
        errors.push(FieldError::new(if kind == PeriodKind::Days { "from" } else { "ky" }, message));
    }
    errors
}

fn draft(new: &NewFiling, context: &FilingContext<'_>) -> Result<FilingEventBody, Refusal> {
    authorise_filing(context.actor, Action::DraftReport, &new.path, false)?;
    let errors = period_errors(new, context.today());
    if errors.is_empty() {
        Ok(FilingEventBody::Drafted { filing: Box::new(new.clone()) })
    } else {
        Err(Refusal::Fields { errors })
    }
}

/// Refuses unless the report stands where the step belongs; says who did what in between.
fn stands(filing: &Filing, expected: FilingState) -> Result<(), Refusal> {
    if filing.state == expected {
        return Ok(());
    }
    let words = match (filing.in_force(), filing.state) {
        (Some(edition), FilingState::Signed) => format!(
            "Báo cáo đã được {} {} ký lúc {}, số {}. Xem bản đã ký; bước tiếp theo là gửi cấp trên.",
            edition.frame.signer.title,
            edition.frame.signer.full_name,
            format_short(edition.frame.at),
            edition.frame.number.text
        ),
        (Some(edition), FilingState::Sent | FilingState::Received) => format!(
            "Báo cáo số {} {}. Muốn sửa, đề nghị cấp trên trả lại.",
            edition.frame.number.text,
            if filing.state == FilingState::Sent {
                "đã gửi cấp trên"
            } else {
                "đã được cấp trên nhận"
            }
        ),
        _ => format!(
            "Báo cáo đang ở bước “{}”: việc này làm được khi báo cáo ở bước “{}”. Mở lại trang để xem việc cần làm tiếp theo.",
            filing.state.label(),
            expected.label()
        ),
    };
    Err(refused("filing-state", words))
}

fn open(filing: &Filing) -> Result<(), Refusal> {
    if filing.state.is_open() {
        return Ok(());
    }
    if filing.state == FilingState::Checked {
        return Err(refused(
            "filing-state",
            "Báo cáo đã được kiểm tra, chờ ký. Đề nghị người kiểm tra hoặc người ký trả lại nếu cần sửa.",
        ));
    }
    stands(filing, FilingState::Drafted)
}

/// Cleaned words, each in its line.
fn words(narrative: &str) -> Result<String, Refusal> {
    let narrative = clean_lines(narrative);
    let length = narrative.chars().count();
    if narrative.is_empty() {
        return Err(at("narrative", "Viết thuyết minh của báo cáo, hoặc bấm “Soạn lại từ số liệu”."));
    }
    if length > LONGEST_NARRATIVE {
        let message = format!("Tối đa {LONGEST_NARRATIVE} ký tự, đang nhập {length}. Rút gọn lại.");
        return Err(at("narrative", message));
    }
    Ok(narrative)
}

fn write(filing: &Filing, narrative: &str) -> Result<FilingEventBody, Refusal> {
    open(filing)?;
    Ok(FilingEventBody::Written { narrative: words(narrative)? })
}

fn check(filing: &Filing, context: &FilingContext<'_>) -> Result<FilingEventBody, Refusal> {
    open(filing)?;
    let actor = context.actor.id();
    if filing.written_by.id == *actor || filing.drafted_by.id == *actor {
        let who = &context.actor.officer.full_name;
        return Err(refused(
            "filing-own-check",
            format!("{who} đã soạn báo cáo này nên không tự kiểm tra. Đề nghị người khác của đơn vị kiểm tra."),
        ));
    }
    words(&filing.narrative)?;
    Ok(FilingEventBody::Checked)
}

/// The power to sign: the head's own, or given to his deputy in writing.
fn empowered<'a>(context: &FilingContext<'a>) -> Result<Option<&'a Delegation>, Refusal> {
    let (position, delegation) = context.actor.position(DelegatedPower::Report, context.today())?;
    if position.is_none() {
        return Err(refused(
            "filing-not-delegated",
            "Báo cáo do người đứng đầu ký; cấp phó chỉ ký thay khi được giao quyền ký báo cáo bằng văn bản, còn thời hạn. Đề nghị người đứng đầu ký hoặc giao quyền.",
        ));
    }
    Ok(delegation)
}

fn sign(filing: &Filing, context: &FilingContext<'_>) -> Result<FilingEventBody, Refusal> {
    stands(filing, FilingState::Checked)?;
    let delegation = empowered(context)?;
    if context.today() < filing.period.to {
        return Err(refused(
            "filing-period-open",
            format!(
                "Kỳ báo cáo đến hết ngày {} mới chốt số liệu: ký từ ngày đó trở đi.",
                format_date(filing.period.to)
            ),
        ));
    }
    let (Some(figures), Some(definition)) = (context.figures, filing.definition()) else {
        return Err(refused(
            "filing-no-figures",
            "Mẫu báo cáo này không còn dùng nên không chốt được số liệu. Lập báo cáo theo mẫu hiện hành.",
        ));
    };
    let frame = Signed {
        number: context.number.cloned().ok_or(Refusal::NumberMissing)?,
        issuer: context.issuer.clone(),
        signer: context.actor.officer.clone(),
        delegation: delegation.cloned(),
        at: context.local(),
    };
    let edition = Edition {
        number: u32::try_from(filing.editions.len()).unwrap_or(u32::MAX).saturating_add(1),
        frame,
        narrative: filing.narrative.clone(),
        definition_version: definition.version,
        table: figures.table.clone(),
        position: figures.position,
        chain: figures.chain.clone(),
        sent: None,
        received: None,
        returned: None,
    };
    Ok(FilingEventBody::Signed { edition: Box::new(edition) })
}

fn given(reason: &str) -> Result<String, Refusal> {
    let reason = clean_lines(reason);
    if reason.is_empty() { Err(at("reason", "Nêu lý do trả lại và việc cần sửa.")) } else { Ok(reason) }
}
