//! Giving a task, and the steps of its parts.
//!
//! A page holds the forms of several parts; each field carries the number of its part behind a dot, `result.2`, and 0 stands
//! for the whole task.

use super::Fields;
use super::reader::Reader;
use domain::case::FieldError;
use domain::catalogue::Field;
use domain::direction::{AboutKind, Campaign, TARGETS, Target, TaskCommand, TaskKind};
use domain::officer::OfficerId;
use domain::report::Measure;
use domain::unit::UnitId;
use jiff::civil::Date;
use uuid::Uuid;

/// To whom a form addresses a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    Unit(UnitId),
    Officer(OfficerId),
}

/// A task as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskFields {
    pub kind: TaskKind,
    pub title: String,
    pub content: String,
    pub field: Option<Field>,
    pub campaign: Option<Campaign>,
    pub due: Date,
    pub to: Vec<To>,
}

/// What a task is about, as its form carries it: `ho-so:{id}` or `ke-hoach:{id}`.
pub fn about(text: &str) -> Option<(AboutKind, Uuid)> {
    let (kind, id) = text.split_once(':')?;
    let kind = match kind {
        "ho-so" => AboutKind::Case,
        "ke-hoach" => AboutKind::Plan,
        _ => return None,
    };
    Some((kind, id.parse().ok()?))
}

/// Reads the form of a new task.
///
/// # Errors
/// All field errors.
pub fn parse(fields: &Fields) -> Result<TaskFields, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let kind = reader.choice("kind", TaskKind::from_key, "Chọn loại việc.");
    let title = reader.line("title", "Nhập tên việc.");
    let content = reader.text("content", "Nhập nội dung, yêu cầu của việc.");
    let to = addressees(fields);
    if to.is_empty() {
        reader.error("to", "Chọn ít nhất một đơn vị hoặc công chức được giao.");
    }
    let due = reader.date("due");
    let field = Field::from_key(fields.get("field"));
    let campaign = if kind == Some(TaskKind::Campaign) { campaign(&mut reader) } else { None };
    let form = kind.zip(due).map(|(kind, due)| TaskFields { kind, title, content, field, campaign, due, to });
    reader.finish(form)
}

fn addressees(fields: &Fields) -> Vec<To> {
    let chosen = fields.keys("to").into_iter();
    chosen
        .filter_map(|key| match key.split_once(':')? {
            ("unit", id) => Some(To::Unit(UnitId(id.to_owned()))),
            ("officer", id) => Some(To::Officer(OfficerId(id.to_owned()))),
            _ => None,
        })
        .collect()
}

fn campaign(reader: &mut Reader<'_>) -> Option<Campaign> {
    let (from, to) = (reader.date("from"), reader.date("to_day"));
    let target = match reader.fields.filled("target") {
        None => None,
        Some(_) => {
            let amount = reader.number("target", 1, 1_000_000, "Chỉ tiêu");
            let of = |key: &str| Measure::from_key(key).filter(|measure| TARGETS.contains(measure));
            let measure = reader.choice("measure", of, "Chọn chỉ tiêu tính bằng gì.");
            amount.zip(measure).map(|(amount, measure)| Target { measure, amount })
        }
    };
    from.zip(to).map(|(from, to)| Campaign { from, to, target })
}

/// The step of a part, or of the whole task; nothing for a step that there is not.
///
/// # Errors
/// All field errors.
pub fn step(fields: &Fields, part: u32) -> Result<Option<TaskCommand>, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let name = |field: &str| format!("{field}.{part}");
    let command = match fields.get("step") {
        "tiep-nhan" => TaskCommand::Accept,
        "hoi-lai" => TaskCommand::AskBack {
            reason: reader.text(&name("reason"), "Nêu điều cần hỏi lại người giao.")
        },
        "tra-loi-hoi-lai" => {
            TaskCommand::Explain { words: reader.text(&name("words"), "Nhập câu trả lời cho nơi hỏi lại.") }
        }
        "bao-cao-tien-do" => {
            let percent = match fields.filled(&name("percent")) {
                None => None,
                Some(_) => {
                    reader.number(&name("percent"), 0, 100, "Tiến độ").and_then(|value| u8::try_from(value).ok())
                }
            };
            TaskCommand::Progress { percent, words: reader.opt_text(&name("words")) }
        }
        "bao-cao-ket-qua" => {
            TaskCommand::Report { result: reader.text(&name("result"), "Nhập kết quả thực hiện.") }
        }
        "chap-nhan-ket-qua" => TaskCommand::AcceptResult { words: reader.opt_text(&name("words")) },
        "tra-lai-ket-qua" => TaskCommand::ReturnResult {
            reason: reader.text(&name("reason"), "Nêu lý do trả lại và việc cần làm thêm."),
        },
        "thu-hoi-viec" => TaskCommand::Withdraw { reason: reader.text(&name("reason"), "Nêu lý do thu hồi.") },
        "doi-han" => {
            let due = reader.date(&name("due"));
            let reason = reader.text(&name("why"), "Nêu lý do đổi hạn.");
            return reader.finish(due.map(|due| Some(TaskCommand::Reschedule { due, reason })));
        }
        _ => return Ok(None),
    };
    reader.finish(Some(Some(command)))
}

/// The field of a refusal as the page names it.
pub fn field_of(field: &str, part: u32, step: &str) -> String {
    match (step, field) {
        ("doi-han", "reason") => format!("why.{part}"),
        (_, field) => format!("{field}.{part}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn names(errors: &[FieldError]) -> Vec<&str> {
        errors.iter().map(|error| error.field.as_str()).collect()
    }

    #[test]
    fn a_campaign_has_a_period_and_may_have_a_target() {
        let wrong = parse(&Fields::default()).unwrap_err();
        assert_eq!(names(&wrong), ["kind", "title", "content", "to", "due"]);
        let typed = [
            ("kind", "dot-cao-diem"),
            ("title", "Cao điểm"),
            ("content", "Nội dung"),
            ("to.unit:33-01", "1"),
            ("to.officer:pho", "1"),
            ("due", "01/12/2026"),
            ("from", "15/11/2026"),
            ("to_day", ""),
            ("target", "0"),
            ("measure", "kiem_tra"),
        ];
        let mut fields: Fields = typed.into_iter().collect();
        assert_eq!(names(&parse(&fields).unwrap_err()), ["to_day", "target"]);
        fields.set("to_day", "30/11/2026");
        fields.set("target", "50");
        let form = parse(&fields).unwrap();
        let target = Some(Target { measure: Measure::Inspections, amount: 50 });
        assert_eq!(form.campaign, Some(Campaign { from: date(2026, 11, 15), to: date(2026, 11, 30), target }));
        assert_eq!(form.to, [To::Officer(OfficerId("pho".into())), To::Unit(UnitId("33-01".into()))]);
        fields.set("kind", "viec-cu-the");
        assert_eq!(parse(&fields).unwrap().campaign, None, "only a campaign has a period");
    }

    #[test]
    fn a_task_is_about_a_case_or_a_plan() {
        let id = Uuid::from_u128(9);
        assert_eq!(about(&format!("ho-so:{id}")), Some((AboutKind::Case, id)));
        assert_eq!(about(&format!("ke-hoach:{id}")), Some((AboutKind::Plan, id)));
        for wrong in [id.to_string(), format!("giay:{id}"), "ho-so:".to_owned(), "ho-so:1".to_owned(), String::new()] {
            assert_eq!(about(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_step_reads_the_fields_of_its_part() {
        let fields: Fields =
            [("step", "bao-cao-tien-do"), ("percent.2", "101"), ("words.2", "Xong một nửa")].into_iter().collect();
        assert_eq!(names(&step(&fields, 2).unwrap_err()), ["percent.2"]);
        let words = TaskCommand::Progress { percent: None, words: String::new() };
        assert_eq!(step(&fields, 1).unwrap(), Some(words));
        let fields: Fields = [("step", "thu-hoi-viec")].into_iter().collect();
        assert_eq!(names(&step(&fields, 0).unwrap_err()), ["reason.0"]);
        let fields: Fields = [("step", "xoa")].into_iter().collect();
        assert_eq!(step(&fields, 0).unwrap(), None);
        assert_eq!(field_of("reason", 0, "doi-han"), "why.0");
    }
}
