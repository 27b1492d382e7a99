//! Service, payment, execution and the end of the file (Luật XLVPHC Điều 70, 73, 74, 75, 78).

use super::super::{
    CaseFile, Conclusion, Context, EventBody, Execution, ExecutionPart, FieldError, Payment, Refusal, Service, Stage,
};
use super::expect_stage;
use crate::authority::Action;
use crate::calendar::format_date;
use jiff::civil::Date;

/// Refuses a date before `from` or after today, at one field.
fn check_date(field: &str, date: Date, from: Date, from_what: &str, context: &Context<'_>) -> Option<FieldError> {
    if date < from {
        return Some(FieldError::new(field, format!("Ngày phải từ {} ({from_what}) trở đi.", format_date(from))));
    }
    (date > context.today())
        .then(|| FieldError::new(field, format!("Ngày đang ở tương lai. Hôm nay là {}.", format_date(context.today()))))
}

fn refuse(errors: Vec<FieldError>) -> Result<(), Refusal> {
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Fields { errors }) }
}

pub(super) fn serve(case: &CaseFile, service: &Service, context: &Context<'_>) -> Result<EventBody, Refusal> {
    expect_stage(case, &[Stage::SanctionDecided], Action::RecordService)?;
    if let Some(decision) = &case.decision {
        let signed = decision.frame.at.date();
        refuse(
            check_date("received_on", service.received_on, signed, "ngày ký quyết định", context).into_iter().collect(),
        )?;
    }
    Ok(EventBody::DecisionServed { service: service.clone() })
}

pub(super) fn pay(case: &CaseFile, payment: &Payment, context: &Context<'_>) -> Result<EventBody, Refusal> {
    expect_stage(case, &[Stage::SanctionDecided, Stage::Served], Action::RecordPayment)?;
    let mut errors = Vec::new();
    if let Some(decision) = &case.decision {
        let signed = decision.frame.at.date();
        errors.extend(check_date("paid_on", payment.paid_on, signed, "ngày ký quyết định", context));
    }
    if payment.amount.0 <= 0 {
        errors.push(FieldError::new("amount", "Nhập số tiền lớn hơn 0."));
    } else if payment.amount > case.owed() {
        errors.push(FieldError::new(
            "amount",
            format!("Số tiền lớn hơn số còn phải nộp ({}). Kiểm tra lại chứng từ.", case.owed()),
        ));
    }
    if case.payments.iter().any(|earlier| earlier.receipt == payment.receipt) {
        errors.push(FieldError::new("receipt", "Chứng từ này đã được ghi nhận. Kiểm tra lại số chứng từ."));
    }
    refuse(errors)?;
    Ok(EventBody::PaymentRecorded { payment: payment.clone() })
}

pub(super) fn carry_out(case: &CaseFile, done: &Execution, context: &Context<'_>) -> Result<EventBody, Refusal> {
    expect_stage(case, &[Stage::Served], Action::RecordExecution)?;
    let mut errors = Vec::new();
    if done.part == ExecutionPart::Fine || !case.open_parts().contains(&done.part) {
        errors
            .push(FieldError::new("part", format!("“{}” không còn phải thi hành trong hồ sơ này.", done.part.label())));
    }
    if let Some(service) = &case.service {
        errors.extend(check_date("done_on", done.done_on, service.received_on, "ngày nhận quyết định", context));
    }
    refuse(errors)?;
    Ok(EventBody::ExecutionRecorded { execution: done.clone() })
}

pub(super) fn close(case: &CaseFile, note: &str, context: &Context<'_>) -> Result<EventBody, Refusal> {
    expect_stage(case, &[Stage::Served], Action::CloseCase)?;
    let open = case.open_parts();
    let mut matters: Vec<String> = case.open_matters().map(|(_, todo)| todo.to_owned()).collect();
    let interest = case.interest(context.today(), context.calendar);
    if interest.0 > 0 {
        matters.push(format!("Tiền chậm nộp phạt (còn {interest})"));
    }
    if !open.is_empty() || !matters.is_empty() {
        return Err(Refusal::Incomplete {
            missing: open
                .into_iter()
                .map(|part| match part {
                    ExecutionPart::Fine => format!("{} (còn {})", part.label(), case.owed()),
                    ExecutionPart::Confiscation | ExecutionPart::Supplementary | ExecutionPart::Remedies => {
                        part.label().to_owned()
                    }
                })
                .chain(matters)
                .collect(),
            citation: crate::statute::CLOSING_CITATION.to_owned(),
        });
    }
    Ok(EventBody::CaseClosed {
        conclusion: Conclusion { by: context.actor.officer.clone(), at: context.local(), note: note.to_owned() },
    })
}
