//! The short forms of a case: explanation, service, payment, execution, notes.

use super::Fields;
use super::reader::Reader;
use domain::case::{
    Execution, ExecutionPart, Explanation, ExplanationKind, FieldError, Payment, Service, ServiceMethod,
};

/// Reads an explanation, request or waiver.
///
/// # Errors
/// All field errors.
pub fn explanation(fields: &Fields) -> Result<Explanation, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let kind = reader.choice("kind", ExplanationKind::from_key, "Chọn hình thức giải trình.");
    let received_on = reader.date("received_on");
    let content = reader.text("content", "Tóm tắt nội dung văn bản.");
    let explanation = kind.zip(received_on).map(|(kind, received_on)| Explanation { kind, received_on, content });
    reader.finish(explanation)
}

/// Reads how a decision was served.
///
/// # Errors
/// All field errors.
pub fn service(fields: &Fields) -> Result<Service, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let method = reader.choice("method", ServiceMethod::from_key, "Chọn cách giao quyết định.");
    let received_on = reader.date("received_on");
    let receiver = reader.line("receiver", "Nhập họ tên người nhận, hoặc người chứng kiến nếu không nhận.");
    let service = method.zip(received_on).map(|(method, received_on)| Service { method, received_on, receiver });
    reader.finish(service)
}

/// Reads a payment.
///
/// # Errors
/// All field errors.
pub fn payment(fields: &Fields) -> Result<Payment, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let paid_on = reader.date("paid_on");
    let amount = reader.money("amount");
    let receipt = reader.line("receipt", "Nhập số chứng từ Kho bạc hoặc biên lai.");
    let payment = paid_on.zip(amount).map(|(paid_on, amount)| Payment { paid_on, amount, receipt });
    reader.finish(payment)
}

/// Reads a part carried out.
///
/// # Errors
/// All field errors.
pub fn execution(fields: &Fields) -> Result<Execution, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let part = reader.choice("part", ExecutionPart::from_key, "Chọn phần đã thi hành.");
    let done_on = reader.date("done_on");
    let note = reader.text("note", "Ghi số biên bản, kết quả thi hành.");
    let execution = part.zip(done_on).map(|(part, done_on)| Execution { part, done_on, note });
    reader.finish(execution)
}

/// Reads a note that may be empty.
///
/// # Errors
/// The field error of a note that is too long.
pub fn note(fields: &Fields) -> Result<String, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let note = reader.opt_text("note");
    reader.finish(Some(note))
}

/// Reads the reason for sending a proposal back.
///
/// # Errors
/// The field error of a missing reason.
pub fn reason(fields: &Fields) -> Result<String, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let reason = reader.text("reason", "Ghi lý do trả lại để người trình biết cần sửa gì.");
    reader.finish(Some(reason))
}
