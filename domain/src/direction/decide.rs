//! Decides commands on tasks: who may ask for it, whether its turn has come, and what is missing.

use super::{
    Addressee, Campaign, MAX_ADDRESSEES, MAX_CAMPAIGN_DAYS, NewTask, Part, PartState, TARGETS, Task, TaskCommand,
    TaskContext, TaskEvent, TaskEventBody, TaskKind,
};
use crate::authority::{Action, authorise, gives_task, judges_task, task_sight, works_part};
use crate::calendar::{format_date, shift};
use crate::case::{FieldError, Refusal};
use crate::text::{clean, clean_lines};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Farthest day a task may be due, in days from today: beyond that a year was mistyped.
const FARTHEST: i64 = 731;

/// What is asked: give a new task, or do something to one that exists, or to one part of it.
pub enum TaskAsk<'a> {
    Give(&'a NewTask),
    Do(&'a Task, Option<u32>, &'a TaskCommand),
}

fn refused(code: &str, message: impl Into<String>) -> Refusal {
    Refusal::OutOfTurn { code: code.to_owned(), message: message.into() }
}

/// Decides one command. Pure: the same arguments give the same answer.
///
/// # Errors
/// A [`Refusal`] that says what is wrong and what to do; `Hidden` for a task or a part that the actor may not know of.
pub fn decide(ask: TaskAsk<'_>, context: &TaskContext<'_>) -> Result<TaskEvent, Refusal> {
    let (seq, part, body) = match ask {
        TaskAsk::Give(new) => (1, None, TaskEventBody::TaskGiven { task: Box::new(give(new, context)?) }),
        TaskAsk::Do(task, part, command) => {
            let sight = task_sight(context.actor, task)?;
            let body = match part {
                Some(number) => {
                    let part = task.part(number).filter(|_| sight.shows(number)).ok_or(Refusal::Hidden)?;
                    of_part(task, part, command, context)?
                }
                None => of_whole(task, command, context)?,
            };
            (task.version + 1, part, body)
        }
    };
    let (by, by_unit) = (context.actor.officer.clone(), context.actor.unit.clone());
    Ok(TaskEvent { seq, at: context.now, by, by_unit, part, body })
}

/// A new task, cleaned.
fn give(new: &NewTask, context: &TaskContext<'_>) -> Result<NewTask, Refusal> {
    let actor = context.actor;
    authorise(actor, Action::GiveTask, &new.path)?;
    if new.path != actor.path {
        return Err(Refusal::Hidden);
    }
    if !gives_task(actor, new.kind) {
        return Err(refused(
            "task-not-head",
            format!(
                "“{}” do người đứng đầu đơn vị giao; cấp phó giao việc cụ thể. Chọn “{}” hoặc đề nghị người đứng đầu giao.",
                new.kind.label(),
                TaskKind::Specific.label()
            ),
        ));
    }
    let parent_due = match (&new.parent, context.parent) {
        (None, _) => None,
        (Some(named), Some(task)) if task.id == named.task.id => {
            let part = task.part(named.part).ok_or(Refusal::Hidden)?;
            may_work(part, context)?;
            worked(part, "giao tiếp")?;
            Some(task.due)
        }
        (Some(_), _) => return Err(Refusal::Hidden),
    };
    let new = NewTask { title: clean(&new.title), content: clean_lines(&new.content), ..new.clone() };
    let mut errors = Vec::new();
    if new.title.is_empty() {
        errors.push(FieldError::new("title", "Nhập tên việc."));
    }
    if new.content.is_empty() {
        errors.push(FieldError::new("content", "Nhập nội dung, yêu cầu của việc."));
    }
    errors.extend(due_errors(new.due, parent_due, context.today()));
    errors.extend(campaign_errors(new.kind, new.campaign.as_ref()));
    errors.extend(addressee_errors(&new, context));
    if errors.is_empty() { Ok(new) } else { Err(Refusal::Fields { errors }) }
}

fn due_errors(due: Date, parent: Option<Date>, today: Date) -> Option<FieldError> {
    let message = if due < today {
        format!("Hạn hoàn thành không thể trước hôm nay ({}). Sửa lại ngày.", format_date(today))
    } else if due > shift(today, FARTHEST) {
        "Hạn hoàn thành cách hôm nay hơn hai năm. Kiểm tra lại năm.".to_owned()
    } else if let Some(parent) = parent.filter(|parent| due > *parent) {
        format!("Việc giao tiếp phải xong trước hạn của việc được giao ({}). Chọn ngày sớm hơn.", format_date(parent))
    } else {
        return None;
    };
    Some(FieldError::new("due", message))
}

fn campaign_errors(kind: TaskKind, campaign: Option<&Campaign>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    match (kind, campaign) {
        (TaskKind::Campaign, None) => {
            errors.push(FieldError::new("from", "Nhập ngày bắt đầu và ngày kết thúc của đợt cao điểm, chuyên đề."));
        }
        (TaskKind::Directive | TaskKind::Specific, Some(_)) => {
            errors.push(FieldError::new(
                "from",
                "Chỉ đợt cao điểm, chuyên đề có thời kỳ. Xóa thời kỳ hoặc chọn lại loại.",
            ));
        }
        (TaskKind::Campaign, Some(campaign)) => {
            if campaign.to < campaign.from {
                errors.push(FieldError::new(
                    "to_day",
                    "Ngày kết thúc không thể trước ngày bắt đầu. Sửa lại một trong hai ngày.",
                ));
            } else if (campaign.to - campaign.from).get_days() >= MAX_CAMPAIGN_DAYS {
                let message = format!("Một đợt dài tối đa {MAX_CAMPAIGN_DAYS} ngày. Chia thành nhiều đợt.");
                errors.push(FieldError::new("to_day", message));
            }
            if let Some(target) = campaign.target {
                if target.amount == 0 {
                    errors
                        .push(FieldError::new("target", "Chỉ tiêu là số lớn hơn 0; để trống nếu không giao chỉ tiêu."));
                }
                if !TARGETS.contains(&target.measure) {
                    errors.push(FieldError::new("measure", "Chọn chỉ tiêu trong danh sách."));
                }
            }
        }
        (TaskKind::Directive | TaskKind::Specific, None) => {}
    }
    errors
}

/// Units directly below, or officers of the giver's own unit: direction goes by levels, so that nobody is left out of it.
fn addressee_errors(new: &NewTask, context: &TaskContext<'_>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut error = |message: String| errors.push(FieldError::new("to", message));
    if new.to.is_empty() {
        error("Chọn ít nhất một đơn vị hoặc công chức được giao.".to_owned());
    }
    if new.to.len() > MAX_ADDRESSEES {
        error(format!("Một việc giao cho tối đa {MAX_ADDRESSEES} nơi. Chia thành nhiều việc."));
    }
    let keys: BTreeSet<String> = new.to.iter().map(Addressee::key).collect();
    if keys.len() != new.to.len() {
        error("Một nơi chỉ được giao một lần trong cùng một việc. Bỏ nơi bị lặp.".to_owned());
    }
    for to in &new.to {
        match &to.officer {
            Some(officer) if officer.id == *context.actor.id() => {
                error("Không tự giao việc cho mình. Chọn người khác.".to_owned());
            }
            Some(_) if to.path == new.path => {}
            Some(officer) => {
                error(format!("{} không thuộc {}. Giao cho đơn vị của người đó.", officer.full_name, new.unit_name));
            }
            None if to.path.parent().as_ref() == Some(&new.path) => {}
            None => error(format!(
                "{} không phải đơn vị cấp dưới trực tiếp của {}. Giao cho đơn vị ở giữa để đơn vị đó giao tiếp.",
                to.unit_name, new.unit_name
            )),
        }
        if let Some(about) = new.about.as_ref().filter(|about| !about.is_known_to(to)) {
            errors.push(FieldError::new(
                "about",
                format!("{} không xem được {}. Bỏ nơi này hoặc bỏ hồ sơ.", to.name(), about.code),
            ));
            break;
        }
    }
    errors
}

/// Refuses whoever may know of the part but does not do it.
fn may_work(part: &Part, context: &TaskContext<'_>) -> Result<(), Refusal> {
    if works_part(context.actor, &part.to) {
        return Ok(());
    }
    let who = match &part.to.officer {
        Some(officer) => format!("{} được giao đích danh", officer.full_name),
        None => format!("lãnh đạo {}", part.to.unit_name),
    };
    Err(refused("task-not-addressee", format!("Việc này do {who} tiếp nhận và báo cáo.")))
}

/// Refuses whoever may know of the task but did not give it.
fn may_judge(task: &Task, context: &TaskContext<'_>) -> Result<(), Refusal> {
    if judges_task(context.actor, task) {
        return Ok(());
    }
    let message = format!(
        "Việc này do {} hoặc người đứng đầu {} trả lời, đánh giá, thu hồi.",
        task.giver.full_name, task.unit_name
    );
    Err(refused("task-not-giver", message))
}

fn in_state(part: &Part, states: &[PartState], act: &str) -> Result<(), Refusal> {
    if states.contains(&part.state) {
        return Ok(());
    }
    let message = format!(
        "Không thể {act} khi việc ở trạng thái “{}” ({}). Tải lại trang để xem việc cần làm tiếp theo.",
        part.state.label(),
        part.to.name()
    );
    Err(refused("task-not-now", message))
}

fn worked(part: &Part, act: &str) -> Result<(), Refusal> {
    in_state(part, &[PartState::Accepted, PartState::Returned], act)
}

fn given(text: &str, field: &str, missing: &str) -> Result<String, Refusal> {
    let text = clean_lines(text);
    if text.is_empty() { Err(Refusal::Fields { errors: vec![FieldError::new(field, missing)] }) } else { Ok(text) }
}

fn of_part(
    task: &Task,
    part: &Part,
    command: &TaskCommand,
    context: &TaskContext<'_>,
) -> Result<TaskEventBody, Refusal> {
    match command {
        TaskCommand::Accept => {
            may_work(part, context)?;
            in_state(part, &[PartState::Given], "tiếp nhận")?;
            Ok(TaskEventBody::PartAccepted)
        }
        TaskCommand::AskBack { reason } => {
            may_work(part, context)?;
            in_state(part, &[PartState::Given, PartState::Accepted, PartState::Returned], "hỏi lại")?;
            Ok(TaskEventBody::PartAskedBack {
                reason: given(reason, "reason", "Nêu điều cần hỏi lại người giao.")?
            })
        }
        TaskCommand::Explain { words } => {
            may_judge(task, context)?;
            in_state(part, &[PartState::AskedBack], "trả lời")?;
            Ok(TaskEventBody::PartExplained {
                words: given(words, "words", "Nhập câu trả lời cho nơi hỏi lại.")?
            })
        }
        TaskCommand::Progress { percent, words } => {
            may_work(part, context)?;
            worked(part, "báo cáo tiến độ")?;
            let words = clean_lines(words);
            if percent.is_none() && words.is_empty() {
                let message = "Nhập tiến độ bằng phần trăm hoặc bằng lời.";
                return Err(Refusal::Fields { errors: vec![FieldError::new("words", message)] });
            }
            if percent.is_some_and(|percent| percent > 100) {
                let message = "Tiến độ là số từ 0 đến 100.";
                return Err(Refusal::Fields { errors: vec![FieldError::new("percent", message)] });
            }
            Ok(TaskEventBody::PartProgressed { percent: *percent, words })
        }
        TaskCommand::Report { result } => {
            may_work(part, context)?;
            worked(part, "báo cáo kết quả")?;
            Ok(TaskEventBody::PartReported { result: given(result, "result", "Nhập kết quả thực hiện.")? })
        }
        TaskCommand::AcceptResult { words } => {
            may_judge(task, context)?;
            in_state(part, &[PartState::Reported], "chấp nhận kết quả")?;
            Ok(TaskEventBody::ResultAccepted { words: clean_lines(words) })
        }
        TaskCommand::ReturnResult { reason } => {
            may_judge(task, context)?;
            in_state(part, &[PartState::Reported], "trả lại kết quả")?;
            let reason = given(reason, "reason", "Nêu lý do trả lại và việc cần làm thêm.")?;
            Ok(TaskEventBody::ResultReturned { reason })
        }
        TaskCommand::PassOn { child } => {
            may_work(part, context)?;
            worked(part, "giao tiếp")?;
            Ok(TaskEventBody::PartPassedOn { child: child.clone() })
        }
        TaskCommand::Withdraw { reason } => {
            may_judge(task, context)?;
            if !part.state.is_open() {
                in_state(part, &[], "thu hồi")?;
            }
            Ok(TaskEventBody::TaskWithdrawn { reason: given(reason, "reason", "Nêu lý do thu hồi.")? })
        }
        TaskCommand::Reschedule { .. } => Err(Refusal::Hidden),
    }
}

fn of_whole(task: &Task, command: &TaskCommand, context: &TaskContext<'_>) -> Result<TaskEventBody, Refusal> {
    if command.is_of_part() {
        return Err(Refusal::Hidden);
    }
    may_judge(task, context)?;
    if !task.is_open() {
        let message = format!("Việc {} đã xong ở mọi nơi được giao nên không thu hồi, đổi hạn được nữa.", task.code);
        return Err(refused("task-over", message));
    }
    match command {
        TaskCommand::Withdraw { reason } => {
            Ok(TaskEventBody::TaskWithdrawn { reason: given(reason, "reason", "Nêu lý do thu hồi.")? })
        }
        TaskCommand::Reschedule { due, reason } => {
            let reason = given(reason, "reason", "Nêu lý do đổi hạn.")?;
            if let Some(error) = due_errors(*due, None, context.today()) {
                return Err(Refusal::Fields { errors: vec![error] });
            }
            Ok(TaskEventBody::TaskRescheduled { due: *due, reason })
        }
        TaskCommand::Accept
        | TaskCommand::AskBack { .. }
        | TaskCommand::Explain { .. }
        | TaskCommand::Progress { .. }
        | TaskCommand::Report { .. }
        | TaskCommand::AcceptResult { .. }
        | TaskCommand::ReturnResult { .. }
        | TaskCommand::PassOn { .. } => Err(Refusal::Hidden),
    }
}
