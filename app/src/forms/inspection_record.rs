//! The inspection record (biên bản kiểm tra).

use super::Fields;
use super::reader::Reader;
use domain::case::{FieldError, InspectionRecord, PartySignature};

/// Reads the form.
///
/// # Errors
/// All field errors.
pub fn parse(fields: &Fields) -> Result<InspectionRecord, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let announced_at = reader.at("announced_date", "announced_time");
    let finished_at = reader.at("finished_date", "finished_time");
    let place = reader.line("place", "Nhập địa điểm lập biên bản.");
    let representative = reader.line("representative", "Nhập họ tên, chức vụ người đại diện cơ sở có mặt.");
    let witness = Some(reader.opt_line("witness")).filter(|text| !text.is_empty());
    let findings = reader.text("findings", "Ghi kết quả kiểm tra theo từng nội dung.");
    let party_opinion = reader.opt_text("party_opinion");
    let violation_found = reader.choice(
        "violation_found",
        |key| match key {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        "Chọn có hay không có dấu hiệu vi phạm.",
    );
    let signature = signature(&mut reader);
    let record = (|| {
        Some(InspectionRecord {
            announced_at: announced_at?,
            finished_at: finished_at?,
            place,
            representative,
            witness,
            findings,
            party_opinion,
            violation_found: violation_found?,
            signature: signature?,
        })
    })();
    reader.finish(record)
}

/// Whether the party signed; a refusal needs its reason and a witness (Luật XLVPHC Điều 58).
pub(super) fn signature(reader: &mut Reader<'_>) -> Option<PartySignature> {
    match reader.fields.get("signature") {
        "signed" => Some(PartySignature::Signed),
        "refused" => {
            let reason = reader.line("refusal_reason", "Ghi lý do người vi phạm không ký.");
            let witness = reader.line(
                "refusal_witness",
                "Ghi họ tên, địa chỉ người chứng kiến hoặc đại diện UBND cấp xã ký thay (Điều 58 Luật Xử lý vi phạm hành chính).",
            );
            Some(PartySignature::Refused { reason, witness })
        }
        _ => {
            reader.error("signature", "Chọn có ký hoặc không ký biên bản.");
            None
        }
    }
}
