//! What the papers of the main line share beyond [`crate::paper::parts`]: headings, lists, and how a record ends.

use super::super::PartySignature;
use crate::officer::OfficerSnapshot;
use crate::paper::words::{bare, sentence};
use crate::paper::{Block, Signatory};

/// How the parties of a record sign.
pub(super) const BY_HAND: &str = "(Ký, ghi rõ họ và tên)";

/// One paragraph a line.
pub(super) fn paragraphs(text: &str) -> Vec<Block> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| Block::para(sentence(line))).collect()
}

/// A heading in bold and the words after it; several lines become paragraphs of their own.
pub(super) fn headed(heading: &str, text: &str) -> Vec<Block> {
    if text.trim().lines().count() > 1 {
        let mut blocks = vec![Block::heading(heading)];
        blocks.extend(paragraphs(text));
        blocks
    } else {
        vec![Block::headed(heading, sentence(text))]
    }
}

/// Items with a dash before each, a semicolon after, and a full stop at the end.
pub(super) fn dashes(items: Vec<String>) -> Vec<Block> {
    ended(items.into_iter().map(|item| format!("- {item}")).collect())
}

/// Items with a number before each.
pub(super) fn counted(items: Vec<String>) -> Vec<Block> {
    ended(items.into_iter().enumerate().map(|(index, item)| format!("{}. {item}", index + 1)).collect())
}

fn ended(items: Vec<String>) -> Vec<Block> {
    let last = items.len();
    items
        .into_iter()
        .enumerate()
        .map(|(index, item)| Block::para(if index + 1 == last { format!("{item}.") } else { format!("{item};") }))
        .collect()
}

/// What the party said; that nothing was said is said.
pub(super) fn opinion(text: &str) -> &str {
    if text.trim().is_empty() { "Không có ý kiến gì thêm." } else { text }
}

/// `Đội trưởng Đội Quản lý thị trường số 3`.
pub(super) fn officeholder(officer: &OfficerSnapshot, unit: &str) -> String {
    format!("{} {unit}", officer.title)
}

/// How a record ends: copies, and whether the party signed, or why not and who stands in.
pub(super) fn closing(signature: &PartySignature, party: &str) -> Vec<Block> {
    let read = "Biên bản được lập thành 02 bản có nội dung và giá trị như nhau; đã đọc lại cho những người có tên nêu trên cùng nghe";
    let handed = format!("giao cho {party} hoặc người đại diện 01 bản, 01 bản lưu hồ sơ.");
    match signature {
        PartySignature::Signed => {
            vec![Block::para(format!("{read}, công nhận là đúng và cùng ký tên dưới đây; {handed}"))]
        }
        PartySignature::Refused { reason, witness } => vec![
            Block::para(format!("{read}; {handed}")),
            Block::para(format!("Lý do {party} hoặc người đại diện không ký biên bản: {}.", bare(reason))),
            Block::para(format!(
                "Việc không ký biên bản có xác nhận của người chứng kiến hoặc đại diện chính quyền: {}.",
                bare(witness)
            )),
        ],
    }
}

/// The witness, and who stands in for a party that did not sign when that is somebody else.
pub(super) fn witnesses(witness: Option<&str>, signature: &PartySignature) -> Vec<Signatory> {
    let witness = witness.map(bare).filter(|name| !name.is_empty());
    let stand_in = match signature {
        PartySignature::Signed => None,
        PartySignature::Refused { witness, .. } => Some(bare(witness)),
    };
    let stand_in = stand_in.filter(|name| witness.as_ref() != Some(name));
    [(witness, "NGƯỜI CHỨNG KIẾN"), (stand_in, "NGƯỜI CHỨNG KIẾN HOẶC ĐẠI DIỆN CHÍNH QUYỀN")]
        .into_iter()
        .filter_map(|(name, title)| name.map(|name| Signatory::new(title, BY_HAND, name)))
        .collect()
}
