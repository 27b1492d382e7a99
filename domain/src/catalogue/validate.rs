//! What is wrong in a catalogue, before it is used.

use super::{Base, Catalogue};

/// What is wrong in a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueProblem {
    pub id: String,
    /// Vietnamese: what to correct.
    pub message: String,
}

impl Catalogue {
    /// Everything wrong with the figures: overlaps, gaps, frames upside down, missing citations.
    pub fn validate(&self) -> Vec<CatalogueProblem> {
        let mut problems = Vec::new();
        for (index, behaviour) in self.behaviour.iter().enumerate() {
            let mut report = |message: String| problems.push(CatalogueProblem { id: behaviour.id.clone(), message });
            if behaviour.article.trim().is_empty() || behaviour.instrument.trim().is_empty() {
                report("Thiếu căn cứ điều, khoản.".to_owned());
            }
            if self.behaviour.iter().take(index).any(|earlier| earlier.id == behaviour.id) {
                report("Mã hành vi bị trùng.".to_owned());
            }
            if behaviour.title.trim().is_empty() {
                report("Thiếu tên hành vi.".to_owned());
            }
            if behaviour.in_force_to.is_some_and(|to| to < behaviour.in_force_from) {
                report("Ngày hết hiệu lực trước ngày có hiệu lực.".to_owned());
            }
            if !(1..=2).contains(&behaviour.organisation_factor) || !(1..=2).contains(&behaviour.limitation_years) {
                report("Hệ số tổ chức và thời hiệu chỉ là 1 hoặc 2.".to_owned());
            }
            if behaviour.base == Base::Quantity && behaviour.unit.is_none() {
                report("Khung theo số lượng mà thiếu đơn vị tính.".to_owned());
            }
            if behaviour.base == Base::Fixed && behaviour.bands.len() > 1 {
                report("Khung cố định chỉ có một mức.".to_owned());
            }
            if behaviour.bands.is_empty() {
                report("Không có khung phạt.".to_owned());
            }
            for band in &behaviour.bands {
                if band.min > band.max || band.min < 0 {
                    report(format!("Khung phạt {}–{} bị ngược.", band.min, band.max));
                }
            }
            if behaviour.base != Base::Fixed {
                if behaviour.bands.first().is_some_and(|band| band.from.is_none()) {
                    report("Khoảng đầu phải có cận dưới.".to_owned());
                }
                for pair in behaviour.bands.windows(2) {
                    let [earlier, later] = pair else { continue };
                    if earlier.from >= earlier.to {
                        report(format!("Khoảng giá trị {:?}–{:?} bị ngược.", earlier.from, earlier.to));
                    }
                    if earlier.to != later.from {
                        report(format!("Khoảng giá trị hở hoặc chồng giữa {:?} và {:?}.", earlier.to, later.from));
                    }
                }
                if behaviour.bands.last().is_some_and(|band| band.to.is_some()) {
                    report("Khoảng cuối phải để mở.".to_owned());
                }
            }
        }
        problems
    }
}
