//! Worked cases, one file each under `golden/worked_cases/`, written for a lawyer to read: the facts, and everything the
//! engine answers to them with its articles. `GOLDEN=write cargo test -p domain --test worked_cases` writes them anew.

use domain::calendar::{WorkCalendar, format_date, format_short};
use domain::catalogue::{Base, Catalogue, Mark};
use domain::law::competence::{Position, may_sign_sanction, who_may_sign};
use domain::law::deadline::{
    Deadline, DecisionFacts, complaint, decision_period, execution, execution_limitation, explanation_written,
    hand_over, seizure, send_decision,
};
use domain::law::fine::{ActAssessment, Offender, OffenderKind, assess};
use domain::money::{Dong, in_words, thousandths};
use domain::statute::deadline_rule;
use std::fmt::Write as _;
use std::path::Path;

mod facts;

use facts::{Case, cases};

fn kind(case: &Case) -> String {
    let kind = match case.kind {
        OffenderKind::Individual => "Cá nhân",
        OffenderKind::HouseholdBusiness => "Hộ kinh doanh",
        OffenderKind::Organisation => "Tổ chức",
    };
    case.born.map_or_else(|| kind.to_owned(), |born| format!("{kind}, sinh ngày {}", format_date(born)))
}

fn facts(case: &Case, out: &mut String) -> std::fmt::Result {
    writeln!(out, "# {}\n\n## Vụ việc\n", case.title)?;
    writeln!(out, "- Người vi phạm: {}", kind(case))?;
    writeln!(out, "- Ngày xử lý: {}", format_date(case.made))?;
    for (index, act) in case.acts.iter().enumerate() {
        let row = Catalogue::embedded().behaviour(&act.behaviour_id);
        let amount = match (row.map(|row| row.base), act.amount) {
            (Some(Base::ExhibitValue), Some(value)) => format!(", trị giá {}", Dong(value)),
            (Some(Base::Quantity), Some(quantity)) => {
                let unit = row.and_then(|row| row.unit.as_deref()).unwrap_or_default();
                format!(", số lượng {} {unit}", thousandths(quantity))
            }
            _ => String::new(),
        };
        let title = row.map_or(act.behaviour_id.as_str(), |row| row.title.as_str());
        writeln!(out, "- Hành vi {}: {title}; ngày {}{amount}", index + 1, format_date(act.committed_on))?;
        if act.doubled {
            writeln!(out, "  - thuộc trường hợp phạt gấp theo nghị định")?;
        }
        for item in &act.mitigating {
            writeln!(out, "  - giảm nhẹ: {}", item.label())?;
        }
        for item in &act.aggravating {
            writeln!(out, "  - tăng nặng: {}", item.label())?;
        }
    }
    if let Some(value) = case.confiscation {
        writeln!(out, "- Tịch thu tang vật trị giá {}", Dong(value))?;
    }
    if case.needs.suspension {
        writeln!(out, "- Có tước giấy phép hoặc đình chỉ hoạt động")?;
    }
    if case.needs.remedies {
        writeln!(out, "- Có biện pháp khắc phục hậu quả")?;
    }
    Ok(())
}

fn one(index: usize, act: &ActAssessment, out: &mut String) -> std::fmt::Result {
    writeln!(out, "\n### Hành vi {}: {}\n", index + 1, act.title)?;
    writeln!(out, "| Bước | Căn cứ | Mức tin cậy |\n|---|---|---|")?;
    for step in &act.steps {
        writeln!(out, "| {} | {} | {} |", step.text, step.citation, step.citation.mark.label())?;
    }
    if act.warning_only {
        writeln!(out, "\n- Khung phạt: không phạt tiền ({})", act.citation)?;
        writeln!(out, "- Đề xuất: cảnh cáo")?;
    } else {
        writeln!(out, "\n- Khung phạt: {} ({})", act.frame, act.citation)?;
        let barred =
            if act.limitation.time_barred { ", không được phạt vì đã hết thời hiệu" } else { "" };
        let (amount, range) = (act.proposed.amount, act.proposed.range());
        writeln!(out, "- Đề xuất: {amount} ({}); được chọn {range}{barred}", in_words(amount))?;
    }
    if act.warning_possible {
        writeln!(out, "- Có thể cảnh cáo thay phạt tiền")?;
    }
    if act.needs_confirmation || act.citation.mark == Mark::Unsure {
        writeln!(out, "- Phải đối chiếu Công báo trước khi áp dụng")?;
    }
    for (title, items) in [("Phạt bổ sung", &act.supplementary), ("Khắc phục hậu quả", &act.remedies)] {
        if !items.is_empty() {
            writeln!(out, "- {title}: {}", items.join("; "))?;
        }
    }
    let over = if act.limitation.time_barred { "ĐÃ HẾT THỜI HIỆU, " } else { "" };
    writeln!(
        out,
        "- Thời hiệu {} năm: {over}đến hết {} ({})",
        act.limitation.years,
        format_date(act.limitation.until),
        act.limitation.citation
    )?;
    for warning in &act.warnings {
        writeln!(out, "- Lưu ý: {}", warning.trim_start_matches("Lưu ý: "))?;
    }
    Ok(())
}

fn period(deadline: &Deadline, out: &mut String) -> std::fmt::Result {
    let event = deadline_rule(&deadline.id, deadline.starts.date()).map_or("", |rule| rule.starts);
    writeln!(
        out,
        "| {} | {event}, {} | {} | {} | {} |",
        deadline.name,
        format_short(deadline.starts),
        deadline.length,
        format_short(deadline.due),
        deadline.citation
    )?;
    for day in &deadline.uncertain_days {
        writeln!(out, "| | | | lịch cần kiểm tra: {day} | |")?;
    }
    Ok(())
}

/// The periods of the case, as if record, seizure, decision and its receipt were of one day.
fn periods(case: &Case, may_explain: bool, transferred: bool, out: &mut String) -> std::fmt::Result {
    let calendar = WorkCalendar::embedded();
    let made = case.made.at(10, 0, 0, 0);
    let facts = DecisionFacts { transferred, ..DecisionFacts::default() };
    writeln!(out, "\n### Thời hạn\n")?;
    writeln!(out, "Giả định lập biên bản, tạm giữ, ra và giao quyết định trong cùng ngày xử lý.\n")?;
    writeln!(out, "| Việc | Từ | Thời hạn | Đến hết | Căn cứ |\n|---|---|---|---|---|")?;
    if transferred {
        period(&hand_over(made), out)?;
    }
    if may_explain {
        period(&explanation_written(made, calendar), out)?;
        let used = DecisionFacts { explanation_or_verification: true, ..facts };
        period(&decision_period(made, facts, calendar), out)?;
        let longer = decision_period(made, used, calendar);
        period(&Deadline { name: format!("{} (khi có giải trình, xác minh)", longer.name), ..longer }, out)?;
    } else {
        period(&decision_period(made, facts, calendar), out)?;
    }
    if case.confiscation.is_some() {
        period(&seizure(made, facts, calendar), out)?;
    }
    period(&send_decision(made, calendar), out)?;
    period(&execution(case.made, 10, calendar), out)?;
    period(&execution_limitation(case.made, calendar), out)?;
    period(&complaint(case.made, calendar), out)
}

fn answer(case: &Case) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    facts(case, &mut out)?;
    writeln!(out, "\n## Hệ thống trả lời")?;
    let offender = Offender { kind: case.kind, birth_date: case.born };
    let all = match assess(Catalogue::embedded(), &offender, &case.acts, case.made) {
        Ok(all) => all,
        Err(refusal) => {
            writeln!(out, "\nTừ chối: {} ({})", refusal.message, refusal.citation)?;
            return Ok(out);
        }
    };
    for (index, act) in all.acts.iter().enumerate() {
        one(index, act, &mut out)?;
    }
    writeln!(out, "\n### Chung\n")?;
    if all.acts.iter().any(|act| act.limitation.time_barred) {
        writeln!(
            out,
            "- Không ra quyết định phạt tiền đối với hành vi đã hết thời hiệu; người có thẩm quyền chỉ ký quyết định tịch thu, khắc phục hậu quả"
        )?;
    } else {
        writeln!(out, "- Tổng mức phạt đề xuất: {} ({})", all.total_proposed, in_words(all.total_proposed))?;
    }
    match &all.explanation_right {
        Some(right) => writeln!(out, "- Có quyền giải trình: {} ({})", right.reason, right.citation)?,
        None => writeln!(out, "- Không thuộc trường hợp có quyền giải trình")?,
    }
    for warning in &all.warnings {
        writeln!(out, "- Lưu ý: {}", warning.trim_start_matches("Lưu ý: "))?;
    }
    let confiscation = case.confiscation.map(Dong);
    writeln!(out, "\n### Thẩm quyền ký\n")?;
    for position in [
        Position::Controller,
        Position::TeamLeader,
        Position::ProvincialHead,
        Position::DepartmentDirector,
        Position::NationalDirector,
    ] {
        match may_sign_sanction(Some(position), case.made, &all, case.kind, confiscation, case.needs) {
            Ok(able) => writeln!(out, "- {}: được ký. {}", position.title_on(case.made), able.reasons.join("; "))?,
            Err(refusal) => writeln!(
                out,
                "- {}: không được ký. {} ({})",
                position.title_on(case.made),
                refusal.message,
                refusal.citation
            )?,
        }
    }
    let able = who_may_sign(case.made, &all, case.kind, confiscation, case.needs);
    let first = able.first().map_or("không có", |position| position.title_on(case.made));
    writeln!(out, "- Người đầu tiên có đủ thẩm quyền: {first}")?;
    if !all.acts.iter().all(|act| act.limitation.time_barred) {
        let transferred = able.first().is_some_and(|first| *first > Position::TeamLeader);
        periods(case, all.explanation_right.is_some(), transferred, &mut out)?;
    }
    Ok(out)
}

#[test]
fn worked_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/worked_cases");
    let write = std::env::var("GOLDEN").is_ok_and(|value| value == "write");
    let cases = cases();
    assert!(cases.len() >= 32);
    let mut differing = Vec::new();
    for case in &cases {
        let path = folder.join(format!("{}.md", case.file));
        let found = answer(case).expect("text");
        if write {
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(&path, &found).expect("a file");
        } else if std::fs::read_to_string(&path).ok().as_deref() != Some(found.as_str()) {
            differing.push(format!("{}.md is now:\n{found}", case.file));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
    let kept = std::fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(kept, cases.len(), "files that no case writes");
}
