//! Comments on a case (ý kiến chỉ đạo trên hồ sơ): a leader or the legal section asks, the officer in charge must answer, who
//! asked closes it or asks again.
//!
//! Beside the case: a comment is no event of its file, makes no form of it stale and stands in none of its papers. Must not
//! know: storage, or what the case says.

use super::Told;
use crate::authority::{Actor, Denial, answers_comment, authorise_asking, judges_comment};
use crate::calendar::{format_date, shift, to_local};
use crate::case::{CaseId, FieldError, Refusal};
use crate::officer::{OfficerId, OfficerSnapshot};
use crate::text::clean_lines;
use crate::unit::{UnitId, UnitPath};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Farthest day an answer may be due, in days from today.
const FARTHEST: i64 = 366;

/// Where a comment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommentState {
    /// It waits for an answer.
    Open,
    /// It is answered; who asked has not read it, or not said that it will do.
    Answered,
    Closed,
    /// Who asked took it back.
    Withdrawn,
}

impl CommentState {
    pub const ALL: [CommentState; 4] = [Self::Open, Self::Answered, Self::Closed, Self::Withdrawn];

    /// Stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "cho-tra-loi",
            Self::Answered => "da-tra-loi",
            Self::Closed => "da-dong",
            Self::Withdrawn => "da-rut",
        }
    }

    /// Reads a stored key back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Status in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "Chờ trả lời",
            Self::Answered => "Đã trả lời, chờ người hỏi xem",
            Self::Closed => "Đã đóng",
            Self::Withdrawn => "Đã rút",
        }
    }

    /// Whether anybody still has to do something.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Answered)
    }
}

/// A comment with everything said on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    pub id: Uuid,
    /// Number of events so far; the version a form was filled in against.
    pub version: u32,
    pub case: CaseId,
    /// Reference of the case.
    pub code: String,
    /// The unit that carries the case.
    pub unit: UnitId,
    pub path: UnitPath,
    pub asked: Told,
    /// The unit of who asked.
    pub asked_unit: UnitId,
    pub asked_path: UnitPath,
    /// Last day for the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    pub state: CommentState,
    /// Answers and further questions, the oldest first; the kind of each is in its event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<Told>,
}

/// A new comment on a case that the actor may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewComment {
    /// Chosen before the first write, so that a form posted twice asks once.
    pub id: Uuid,
    pub case: CaseId,
    pub code: String,
    pub unit: UnitId,
    pub path: UnitPath,
    pub asked_path: UnitPath,
    pub text: String,
    pub due: Option<Date>,
}

/// A command on an existing comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum CommentCommand {
    /// The officer in charge, or a head of his unit, answers.
    Answer { text: String },
    /// Who asked has what he asked for.
    Close,
    /// He asks again.
    Reopen { text: String },
    /// He takes it back unanswered.
    Withdraw { reason: String },
}

/// One event with who and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentEvent {
    /// Position in the comment, from 1.
    pub seq: u32,
    pub at: Timestamp,
    pub by: OfficerSnapshot,
    pub by_unit: UnitId,
    pub body: CommentEventBody,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum CommentEventBody {
    CommentMade { comment: Box<NewComment> },
    CommentAnswered { text: String },
    CommentClosed,
    CommentReopened { text: String },
    CommentWithdrawn { reason: String },
}

impl CommentEventBody {
    /// Stable key, as stored beside the body.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::CommentMade { .. } => "comment-made",
            Self::CommentAnswered { .. } => "comment-answered",
            Self::CommentClosed => "comment-closed",
            Self::CommentReopened { .. } => "comment-reopened",
            Self::CommentWithdrawn { .. } => "comment-withdrawn",
        }
    }
}

/// What is asked: make a comment, or do something to one.
pub enum CommentAsk<'a> {
    Make(&'a NewComment),
    Do(&'a Comment, &'a CommentCommand),
}

/// Everything [`decide`] may look at besides the comment and the command.
#[derive(Debug, Clone, Copy)]
pub struct CommentContext<'a> {
    pub actor: &'a Actor,
    /// The moment of the act; the caller's clock.
    pub now: Timestamp,
    /// The officer in charge of the case today.
    pub responsible: &'a OfficerId,
}

fn refused(code: &str, message: impl Into<String>) -> Refusal {
    Refusal::OutOfTurn { code: code.to_owned(), message: message.into() }
}

fn given(text: &str, missing: &str) -> Result<String, Refusal> {
    let text = clean_lines(text);
    if text.is_empty() {
        Err(Refusal::Fields { errors: vec![FieldError::new("comment_text", missing)] })
    } else {
        Ok(text)
    }
}

/// Decides one command. Pure: the same arguments give the same answer. Whoever may read the case may know of the comment; the
/// caller has asked that.
///
/// # Errors
/// A [`Refusal`] that says what is wrong and what to do.
pub fn decide(ask: CommentAsk<'_>, context: &CommentContext<'_>) -> Result<CommentEvent, Refusal> {
    let (seq, body) = match ask {
        CommentAsk::Make(new) => (1, make(new, context)?),
        CommentAsk::Do(comment, command) => (comment.version + 1, act(comment, command, context)?),
    };
    let (by, by_unit) = (context.actor.officer.clone(), context.actor.unit.clone());
    Ok(CommentEvent { seq, at: context.now, by, by_unit, body })
}

fn make(new: &NewComment, context: &CommentContext<'_>) -> Result<CommentEventBody, Refusal> {
    let actor = context.actor;
    authorise_asking(actor, &new.path).map_err(|denial: Denial| Refusal::from(denial))?;
    if new.asked_path != actor.path {
        return Err(Refusal::Hidden);
    }
    if actor.id() == context.responsible {
        return Err(refused("comment-own-case", "Đồng chí đang thụ lý hồ sơ này nên không tự nêu ý kiến cho mình."));
    }
    let text = clean_lines(&new.text);
    let today = to_local(context.now).date();
    let mut errors = Vec::new();
    if text.is_empty() {
        errors.push(FieldError::new("comment_text", "Nhập ý kiến, điều cần trả lời."));
    }
    if let Some(due) = new.due {
        if due < today {
            let message = format!("Hạn trả lời không thể trước hôm nay ({}). Sửa lại ngày.", format_date(today));
            errors.push(FieldError::new("comment_due", message));
        } else if due > shift(today, FARTHEST) {
            errors.push(FieldError::new("comment_due", "Hạn trả lời cách hôm nay hơn một năm. Kiểm tra lại năm."));
        }
    }
    if errors.is_empty() {
        Ok(CommentEventBody::CommentMade { comment: Box::new(NewComment { text, ..new.clone() }) })
    } else {
        Err(Refusal::Fields { errors })
    }
}

fn in_state(comment: &Comment, state: CommentState, act: &str) -> Result<(), Refusal> {
    if comment.state == state {
        return Ok(());
    }
    let message = format!(
        "Không thể {act} khi ý kiến ở trạng thái “{}”. Tải lại trang để xem nội dung mới nhất.",
        comment.state.label()
    );
    Err(refused("comment-not-now", message))
}

fn asker(comment: &Comment, context: &CommentContext<'_>) -> Result<(), Refusal> {
    if judges_comment(context.actor, comment) {
        return Ok(());
    }
    let message = format!(
        "Ý kiến này do {} (người nêu) hoặc người đứng đầu đơn vị đó đóng, hỏi lại.",
        comment.asked.by.full_name
    );
    Err(refused("comment-not-asker", message))
}

fn act(comment: &Comment, command: &CommentCommand, context: &CommentContext<'_>) -> Result<CommentEventBody, Refusal> {
    match command {
        CommentCommand::Answer { text } => {
            if !answers_comment(context.actor, comment, context.responsible) {
                return Err(refused(
                    "comment-not-answerer",
                    "Ý kiến do công chức thụ lý hồ sơ hoặc lãnh đạo đơn vị thụ lý trả lời; người nêu không tự trả lời.",
                ));
            }
            in_state(comment, CommentState::Open, "trả lời")?;
            Ok(CommentEventBody::CommentAnswered { text: given(text, "Nhập câu trả lời.")? })
        }
        CommentCommand::Close => {
            asker(comment, context)?;
            in_state(comment, CommentState::Answered, "đóng")?;
            Ok(CommentEventBody::CommentClosed)
        }
        CommentCommand::Reopen { text } => {
            asker(comment, context)?;
            in_state(comment, CommentState::Answered, "hỏi lại")?;
            Ok(CommentEventBody::CommentReopened { text: given(text, "Nêu điều cần trả lời thêm.")? })
        }
        CommentCommand::Withdraw { reason } => {
            asker(comment, context)?;
            in_state(comment, CommentState::Open, "rút")?;
            Ok(CommentEventBody::CommentWithdrawn { reason: given(reason, "Nêu lý do rút ý kiến.")? })
        }
    }
}

impl Comment {
    /// The comment after its first event, or `None` when that does not make one.
    pub fn open(event: &CommentEvent) -> Option<Comment> {
        let CommentEventBody::CommentMade { comment } = &event.body else { return None };
        Some(Comment {
            id: comment.id,
            version: event.seq,
            case: comment.case,
            code: comment.code.clone(),
            unit: comment.unit.clone(),
            path: comment.path.clone(),
            asked: Told { by: event.by.clone(), at: to_local(event.at), text: comment.text.clone() },
            asked_unit: event.by_unit.clone(),
            asked_path: comment.asked_path.clone(),
            due: comment.due,
            state: CommentState::Open,
            replies: Vec::new(),
        })
    }

    /// Rebuilds the comment from its whole history.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a CommentEvent>) -> Option<Comment> {
        let mut events = events.into_iter();
        let mut comment = Self::open(events.next()?)?;
        for event in events {
            comment.apply(event);
        }
        Some(comment)
    }

    /// Folds one event into the comment. Total: an event that was once accepted always applies.
    pub fn apply(&mut self, event: &CommentEvent) {
        self.version = event.seq;
        let (state, text) = match &event.body {
            CommentEventBody::CommentMade { .. } => return,
            CommentEventBody::CommentAnswered { text } => (CommentState::Answered, Some(text)),
            CommentEventBody::CommentClosed => (CommentState::Closed, None),
            CommentEventBody::CommentReopened { text } => (CommentState::Open, Some(text)),
            CommentEventBody::CommentWithdrawn { reason } => (CommentState::Withdrawn, Some(reason)),
        };
        self.state = state;
        let told = |text: &String| Told { by: event.by.clone(), at: to_local(event.at), text: text.clone() };
        self.replies.extend(text.map(told));
    }
}
